// Any bytes as a program file: refused with at least one error line, or
// accepted, and what is accepted compiles.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/base/check.h"
#include "engine/program/compiler.h"
#include "engine/program/toml_reader.h"
#include "engine/record/code_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto source = kumbara::ReadProgram(text, "fuzz.toml");
  if (!source.ok()) {
    KUMBARA_CHECK(source.status().message().substr(0, 10) == "fuzz.toml:");
    return 0;
  }
  kumbara::CodeTable codes;
  KUMBARA_CHECK(kumbara::Compile(*source, codes).ok());
  return 0;
}
