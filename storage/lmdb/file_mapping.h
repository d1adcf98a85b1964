// Where a file is mapped in this process.

#ifndef KUMBARA_STORAGE_LMDB_FILE_MAPPING_H_
#define KUMBARA_STORAGE_LMDB_FILE_MAPPING_H_

#include <cstddef>
#include <string>

namespace kumbara::storage {

// The address of the file's first byte, or nullptr when the system does not
// tell. LMDB hands out pointers into its mapping without checking them against
// the file's size and does not say where the mapping begins.
const std::byte* MappedAt(const std::string& canonical_path, int descriptor);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_LMDB_FILE_MAPPING_H_
