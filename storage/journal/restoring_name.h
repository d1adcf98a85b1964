// What the folder is called in which a ledger is restored: it lies in the
// ledger's own, and goes when HEAD is in its place.

#ifndef KUMBARA_STORAGE_JOURNAL_RESTORING_NAME_H_
#define KUMBARA_STORAGE_JOURNAL_RESTORING_NAME_H_

namespace kumbara::storage {

inline constexpr char kRestoringName[] = "restoring";

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_JOURNAL_RESTORING_NAME_H_
