// Erasing a member: it is closed, and the tie between its external id and its
// member id is cut for ever.
//
// In steps, each durable before the next: the member is closed; it stands in
// the erasure list, and so do all that were merged into it; the directory has a
// file without their names and salts. A process that ends between two leaves
// the name, and whoever opens the ledger to write next finishes what the list
// demands. What the journal holds of the member stays; under salted pseudonyms
// nobody, not even who has the key, can tell any more whose it was.
//
// Threads: one owner of the ledger.
// Errors:  as those of OpenLedger; a refused close is no error but an answer.
// Cost:    the directory is copied.

#ifndef KUMBARA_STORAGE_OPEN_ERASE_MEMBER_H_
#define KUMBARA_STORAGE_OPEN_ERASE_MEMBER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/record/outcome.h"
#include "storage/directory/directory.h"
#include "storage/open/open_ledger.h"

namespace kumbara::storage {

struct Erasure {
  MemberId member;  // Zero if the directory has no such name.
  // The answer to the close; none if the ledger did not know the member or had
  // closed it before.
  std::optional<Outcome> closed;
  // Zero, or the member it was merged into: then nothing is done, for that one
  // is the one to be erased.
  MemberId merged_into;
  bool is_erased = false;  // False if the close was refused.
};

// `force` gives back what is held first. REQUIRES: opened to write, started.
absl::StatusOr<Erasure> EraseMember(
    OpenLedger& opened, const std::string& ledger_directory,
    std::string_view external_id, bool force,
    const OnEraseStep& on_step = [](EraseStep) {});

// Erases from the directory whoever stands in the erasure list: after a crash,
// or when an older copy of the directory was put back. Returns how many names
// went. REQUIRES: the caller holds the ledger's lock.
absl::StatusOr<std::size_t> ReapplyErasures(const std::string& ledger_directory,
                                            Directory& directory);

struct ErasedClosed {
  std::size_t closed = 0;
  std::vector<MemberId> refused;
};

// Closes, by force, whoever stands in the erasure list and is an open member:
// nobody in a ledger that goes on, but in one that was restored to before they
// were erased. REQUIRES: opened to write or erase, started.
absl::StatusOr<ErasedClosed> CloseErased(OpenLedger& opened,
                                         const std::string& ledger_directory);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_OPEN_ERASE_MEMBER_H_
