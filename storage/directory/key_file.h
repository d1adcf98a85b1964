// The ledger key: 32 random bytes in a file of their own, outside the ledger's
// directory. Who has the ledger but not the key cannot tell from a member id
// whose it is, not even by trying all card numbers.
//
// Errors:  one sentence each: missing, of the wrong size, readable by others,
//          already there.

#ifndef KUMBARA_STORAGE_DIRECTORY_KEY_FILE_H_
#define KUMBARA_STORAGE_DIRECTORY_KEY_FILE_H_

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/types.h"

namespace kumbara::storage {

// Erased from memory when it goes. All zero for stable pseudonyms.
class LedgerKey {
 public:
  LedgerKey() = default;
  LedgerKey(const LedgerKey&) = default;
  LedgerKey& operator=(const LedgerKey&) = default;
  ~LedgerKey();

  std::array<std::byte, 32> bytes{};
};

// The first 16 bytes of SHA-256("kumbara key" ‖ key): tells keys apart without
// telling anything of them.
using KeyFingerprint = std::array<std::byte, 16>;
KeyFingerprint FingerprintOf(const LedgerKey& key);

// $XDG_STATE_HOME/kumbara/<ledger id>.key, or below ~/.local/state.
absl::StatusOr<std::string> DefaultKeyPath(const LedgerId& ledger);

// Writes a new random key, durably, with its directory if that is missing.
// Never overwrites: a lost key cannot be made again.
absl::StatusOr<LedgerKey> CreateKeyFile(const std::string& path);

// `what` it is, in the error of one that is missing.
absl::StatusOr<LedgerKey> ReadKeyFile(
    const std::string& path, std::string_view what = "the ledger's key file");

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_DIRECTORY_KEY_FILE_H_
