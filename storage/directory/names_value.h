// The values of the directory's file: its first record, and lists of names.
//
//   offset  bytes  first record (64)           offset  bytes  names (48 + n)
//        0      8  magic "KUMBDIRY"                 0      8  magic "KUMBNAME"
//        8      2  format version                   8      2  format version
//       10      1  1 = salted, 2 = stable          10      2  0
//       11      5  0                               12      4  names
//       16     16  key fingerprint                 16      8  its own key
//       32     16  ledger id                       24      8  value bytes
//       48     16  XXH3-128 of bytes 0 to 47       32     16  checksum, below
//                                                  48         entries
//
// An entry is salt (16), member id (16), length (2), text, without padding.
// checksum = XXH3-128(XXH3-128(header with this field 0) ‖ XXH3-128(entries)).
//
// Errors:  a ValueError says what is wrong with a value; the caller knows the
//          file.

#ifndef KUMBARA_STORAGE_DIRECTORY_NAMES_VALUE_H_
#define KUMBARA_STORAGE_DIRECTORY_NAMES_VALUE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "engine/base/types.h"
#include "engine/record/settings.h"
#include "storage/directory/key_file.h"
#include "storage/directory/pseudonymizer.h"
#include "storage/lmdb/environment.h"

namespace kumbara::storage {

inline constexpr std::uint16_t kDirectoryFormat = 1;

struct NameEntry {
  Salt salt;
  MemberId member;
  std::string_view text;
};

struct ValueError {
  std::string_view damage = {};    // Empty: none.
  std::uint16_t newer_format = 0;  // Not 0: written by a newer kumbara.
  bool lacks_ledger = false;       // Written before the ledger's id was in it.

  bool ok() const {
    return damage.empty() && newer_format == 0 && !lacks_ledger;
  }
};

// What a directory says of itself under key 0.
struct DirectoryFacts {
  LedgerId ledger;
  Pseudonym pseudonym = Pseudonym::kSalted;
  KeyFingerprint fingerprint{};
};

absl::Status AppendFirstRecord(WriteTransaction& writing,
                               const DirectoryFacts& facts);
ValueError ReadFirstRecord(std::span<const std::byte> value,
                           DirectoryFacts* facts);

// Appends names from *key on, which is then the next free one: several values
// where one would be long.
absl::Status AppendNames(WriteTransaction& writing,
                         std::span<const NameEntry> names, std::uint64_t* key);
// Adds the names of a value to `names`; their texts point into it.
ValueError ReadNames(std::span<const std::byte> value, std::uint64_t key,
                     std::vector<NameEntry>* names);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_DIRECTORY_NAMES_VALUE_H_
