// Notes what ends the process while it is applied, beside the ledger
// (storage/recovery/crash_note.h). For programs; the library does not do it by
// itself, for signals belong to the whole process.
//
// Threads: one, before any ledger is opened.
// Cost:    nothing until the process ends; then three system calls.

#ifndef KUMBARA_STORAGE_OPEN_CRASH_HANDLER_H_
#define KUMBARA_STORAGE_OPEN_CRASH_HANDLER_H_

#include <string>

namespace kumbara::storage {

// From now on SIGSEGV, SIGABRT, SIGBUS, SIGFPE and SIGILL in a thread that
// applies a command leave a line in the ledger's note, and then do what they
// did before. Called again it is another ledger's note.
void NoteCrashesOf(const std::string& ledger_directory);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_OPEN_CRASH_HANDLER_H_
