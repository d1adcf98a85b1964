// Whole files as bytes, to damage them.

#ifndef KUMBARA_TESTS_STORAGE_FILE_BYTES_H_
#define KUMBARA_TESTS_STORAGE_FILE_BYTES_H_

#include <fstream>
#include <iterator>
#include <string>

#include "engine/base/check.h"

namespace kumbara::storage {

inline std::string ReadBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  KUMBARA_CHECK(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void WriteBytes(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  KUMBARA_CHECK(file.good());
}

}  // namespace kumbara::storage

#endif  // KUMBARA_TESTS_STORAGE_FILE_BYTES_H_
