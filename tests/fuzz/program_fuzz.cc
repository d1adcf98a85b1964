// Any bytes as a program file: refused with at least one error line, or
// accepted, and what is accepted compiles and gives lots dates that are in
// range or never. The checker finds errors in the same files, and its warnings
// end no process. The zone is always UTC: its name is only checked.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/check.h"
#include "engine/program/compiler.h"
#include "engine/program/lot_dates.h"
#include "engine/program/program_check.h"
#include "engine/program/toml_reader.h"
#include "engine/record/code_table.h"

namespace kumbara {
namespace {

// The least TZif file that is UTC.
std::string UtcBytes() {
  const std::string header = std::string("TZif2") + std::string(34, '\0') +
                             std::string("\1\0\0\0\4", 5);
  const std::string data("\0\0\0\0\0\0UTC\0", 10);
  return header + data + header + data + "\nUTC0\n";
}

void CheckDates(const LotPolicy& lots, const Zone& zone) {
  const auto is_sound = [](Instant instant) {
    return instant == Instant::Greatest() || Instant::InRange(instant.micros());
  };
  for (const std::int64_t micros :
       {Instant::kMin, std::int64_t{0}, std::int64_t{1'709'210'096'789'012},
        Instant::kMax}) {
    const LotDates dates = DatesOf(lots, Instant(micros), zone);
    KUMBARA_CHECK(is_sound(dates.activation) && is_sound(dates.expiry));
    KUMBARA_CHECK(dates.activation >= Instant(micros));
    KUMBARA_CHECK(is_sound(InactivityEnd(lots, Instant(micros), zone)));
    KUMBARA_CHECK(lots.may_wait() || dates.activation == Instant(micros));
    KUMBARA_CHECK(lots.may_expire() || dates.expiry == Instant::Greatest());
  }
}

}  // namespace
}  // namespace kumbara

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  static const std::string utc = kumbara::UtcBytes();
  const auto source = kumbara::ReadProgram(text, "fuzz.toml");
  const kumbara::ProgramFindings found =
      kumbara::CheckProgram(text, [](const std::string&) { return utc; });
  KUMBARA_CHECK(found.errors.empty() == source.ok());
  if (!source.ok()) {
    KUMBARA_CHECK(source.status().message().substr(0, 10) == "fuzz.toml:");
    return 0;
  }
  kumbara::CodeTable codes;
  const auto program = kumbara::Compile(*source, utc, codes);
  KUMBARA_CHECK(program.ok());
  for (const kumbara::Unit& unit : program->units) {
    kumbara::CheckDates(unit.lots, program->zone);
  }
  if (program->earn) kumbara::CheckDates(program->earn->lots, program->zone);
  return 0;
}
