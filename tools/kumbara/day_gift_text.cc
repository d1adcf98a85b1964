#include "tools/kumbara/day_gift_text.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/time_text.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"

namespace kumbara::tools {
namespace {

// What the calendar and the clock on the wall show then: no Z behind it.
std::string LocalText(Instant at, const Zone& zone) {
  std::string text = ToText(Instant(zone.ToLocal(at).micros));
  text.pop_back();
  return text;
}

std::string_view DayText(YearDay day) {
  return day == YearDay::kBirthday ? "birthday" : "anniversary";
}

}  // namespace

std::string DayGiftTable(const MemberView& view, const Program& program) {
  std::string text;
  for (const DayGiftView& gift : view.day_gifts) {
    const Unit& unit = *program.FindUnit(gift.unit);
    absl::StrAppendFormat(
        &text, "  %-12s %s %s by %s, %s %s in %s\n", "next gift",
        Scaled(gift.amount.count(), unit.decimals, true), unit.name,
        program.rule_names[gift.rule], std::string(DayText(gift.day)),
        LocalText(gift.at, program.zone), program.zone.name());
  }
  return text;
}

std::string DayGiftJson(const MemberView& view, const Program& program) {
  std::string text = "[";
  const char* separator = "\n ";
  for (const DayGiftView& gift : view.day_gifts) {
    absl::StrAppend(&text, separator,
                    "{\"rule\": ", JsonText(program.rule_names[gift.rule]),
                    ", \"on\": ", JsonText(DayText(gift.day)),
                    ", \"unit\": ", JsonText(program.FindUnit(gift.unit)->name),
                    ", \"amount\": ", gift.amount.count(),
                    ", \"at\": ", JsonText(ToText(gift.at)),
                    ", \"local\": ", JsonText(LocalText(gift.at, program.zone)),
                    "}");
    separator = ",\n ";
  }
  return text + "]";
}

}  // namespace kumbara::tools
