// Pseudonymizer: external id → member id.
//
// member id = first 16 bytes of HMAC-SHA-256(ledger key, salt ‖ external id).
// Salted: 16 random bytes per member, kept in the directory only, so that
// deleting the row cuts the tie for ever. Stable: key and salt are zero, and
// the same external id has the same member id in every ledger.
//
// Threads: one owner.
// Cost:    about a microsecond: two SHA-256 states are copied, never keyed
//          anew, and random bytes are drawn many at a time.

#ifndef KUMBARA_STORAGE_DIRECTORY_PSEUDONYMIZER_H_
#define KUMBARA_STORAGE_DIRECTORY_PSEUDONYMIZER_H_

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>

#include "engine/base/types.h"
#include "engine/record/settings.h"
#include "storage/directory/key_file.h"

struct evp_mac_ctx_st;

namespace kumbara::storage {

using Salt = std::array<std::byte, 16>;

class Pseudonymizer {
 public:
  Pseudonymizer(Pseudonym kind, const LedgerKey& key);
  ~Pseudonymizer();

  // A salt for a new member: random, or zero for stable pseudonyms.
  Salt NewSalt();
  MemberId MemberOf(const Salt& salt, std::string_view external_id);

 private:
  static constexpr std::size_t kSaltsDrawn = 256;

  struct FreeContext {
    void operator()(evp_mac_ctx_st* context) const;
  };

  const Pseudonym kind_;
  std::unique_ptr<evp_mac_ctx_st, FreeContext> context_;
  std::array<Salt, kSaltsDrawn> salts_{};
  std::size_t next_salt_ = kSaltsDrawn;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_DIRECTORY_PSEUDONYMIZER_H_
