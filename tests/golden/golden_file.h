// The files beside the tests of this folder, read.

#ifndef KUMBARA_TESTS_GOLDEN_GOLDEN_FILE_H_
#define KUMBARA_TESTS_GOLDEN_GOLDEN_FILE_H_

#include <cstddef>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/hex.h"

namespace kumbara {

inline std::ifstream GoldenFile(const std::string& name) {
  const std::string source = __FILE__;
  return std::ifstream(source.substr(0, source.find_last_of('/') + 1) + name);
}

// The hex digits of a file; blanks and line ends are there for the reader.
inline std::string Golden(const std::string& name) {
  std::ifstream file = GoldenFile(name);
  std::string digits;
  for (std::istream_iterator<std::string> word(file), end; word != end;
       ++word) {
    digits += *word;
  }
  return digits;
}

inline std::vector<std::byte> GoldenBytes(const std::string& name) {
  const std::string digits = Golden(name);
  std::vector<std::byte> bytes(digits.size() / 2);
  KUMBARA_CHECK(!bytes.empty() && HexToBytes(digits, bytes));
  return bytes;
}

// Of a format that is text.
inline std::string GoldenText(const std::string& name) {
  std::ifstream file = GoldenFile(name);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace kumbara

#endif  // KUMBARA_TESTS_GOLDEN_GOLDEN_FILE_H_
