// The descriptors 0, 1 and 2, which the files of a ledger must not get.
//
// Threads: before there is a second one.

#ifndef KUMBARA_TOOLS_KUMBARA_STANDARD_FILES_H_
#define KUMBARA_TOOLS_KUMBARA_STANDARD_FILES_H_

namespace kumbara::tools {

// Whoever starts the program may have closed one: the next file that is opened
// would get its number, and what is printed would be written into that. Each
// that is closed becomes one that cannot be used, so that printing fails.
void KeepStandardFiles();

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_STANDARD_FILES_H_
