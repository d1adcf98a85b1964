// kFromOne: checks options that take a whole number from 1 on.

#ifndef KUMBARA_TOOLS_KUMBARA_FROM_ONE_H_
#define KUMBARA_TOOLS_KUMBARA_FROM_ONE_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>

#include "absl/strings/numbers.h"

namespace kumbara::tools {

inline const CLI::Validator kFromOne(
    [](const std::string& text) -> std::string {
      std::uint64_t number = 0;
      if (absl::SimpleAtoi(text, &number) && number > 0) return "";
      return "expected a whole number from 1 on; got " + text;
    },
    "FROM 1");

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_FROM_ONE_H_
