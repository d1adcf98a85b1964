// Policies of lots from program text, and instants from text, for tests.

#ifndef KUMBARA_TESTS_ENGINE_PROGRAM_LOT_RULES_H_
#define KUMBARA_TESTS_ENGINE_PROGRAM_LOT_RULES_H_

#include <fstream>
#include <iterator>
#include <optional>
#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "engine/base/time_text.h"
#include "engine/base/zone.h"
#include "engine/program/compiler.h"
#include "engine/program/lot_dates.h"
#include "engine/program/toml_reader.h"
#include "gtest/gtest.h"

namespace kumbara {

inline void PrintTo(const LotDates& dates, std::ostream* out) {
  *out << "[" << dates.activation << ", " << dates.expiry << ")";
}

// A program whose zone is read from the machine's file.
inline Program CompiledFrom(const std::string& text, const std::string& zone) {
  const absl::StatusOr<ProgramSource> source = ReadProgram(text, "p.toml");
  EXPECT_TRUE(source.ok()) << source.status();
  if (!source.ok()) return {};
  std::ifstream file("/usr/share/zoneinfo/" + zone, std::ios::binary);
  CodeTable codes;
  const absl::StatusOr<Program> program = Compile(
      *source, std::string(std::istreambuf_iterator<char>(file), {}), codes);
  EXPECT_TRUE(program.ok()) << program.status();
  return program.ok() ? *program : Program();
}

// What a program of that zone says whose unit has these keys.
struct Rules {
  Zone zone;
  LotPolicy lots;
};

inline Rules RulesOf(const std::string& zone, const std::string& keys) {
  const Program program =
      CompiledFrom("program = { name = 'p', zone = '" + zone +
                       "' }\nunit.points = { " + keys + " }\n",
                   zone);
  if (program.units.empty()) return {};
  return {program.zone, program.units[0].lots};
}

// "never" is the greatest of all.
inline Instant At(const std::string& text) {
  if (text == "never") return Instant::Greatest();
  const std::optional<Instant> instant = ParseInstant(text);
  EXPECT_TRUE(instant) << text;
  return *instant;
}

}  // namespace kumbara

#endif  // KUMBARA_TESTS_ENGINE_PROGRAM_LOT_RULES_H_
