#include "tools/kumbara/tier_text.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/time_text.h"
#include "tools/csv/printable.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"

namespace kumbara::tools {
namespace {

// A year past the last has no end.
std::string InstantText(Instant instant) {
  return instant == Instant::Greatest() ? "never" : ToText(instant);
}

// Calls visit(set, view) for each tier set.
template <class Visit>
void ForEachSet(const MemberView& view, const Program& program,
                const Visit& visit) {
  for (std::size_t i = 0; i < view.tiers.size(); ++i) {
    visit(program.tier_sets[view.tiers[i].place], view.tiers[i]);
  }
}

// What a set counts, in whole units of it.
std::string CountText(const TierSet& set, const Program& program,
                      Int128 count) {
  const Unit* unit = program.FindUnit(set.unit);
  if (set.unit == 0 || unit == nullptr) return Scaled(count, 0, true);
  return absl::StrCat(Scaled(count, unit->decimals, true), " ", unit->name);
}

std::string OrNull(const std::optional<Int128>& count) {
  return count ? Scaled(*count, 0, false) : "null";
}

std::string TierNameJson(const TierSet& set, std::uint8_t tier) {
  return tier == 0 ? "null" : JsonText(TierText(set, tier, ""));
}

std::string ImportedJson(const TierSet& set, const TierView& tier) {
  std::string text;
  for (const TierTerm& term : tier.brought) {
    absl::StrAppend(&text, text.empty() ? "" : ", ",
                    "{\"tier\": ", TierNameJson(set, term.tier),
                    ", \"until\": ", JsonText(InstantText(term.until)), "}");
  }
  return text.empty() ? text : ", \"imported\": [" + text + "]";
}

std::string SetJson(const TierSet& set, const TierView& tier) {
  return absl::StrCat(
      "{\"set\": ", JsonText(set.name),
      ", \"tier\": ", TierNameJson(set, tier.tier),
      ", \"qualified\": ", TierNameJson(set, tier.qualified),
      ", \"counter\": ", Scaled(tier.counter, 0, false),
      ", \"counter_before\": ", Scaled(tier.counter_before, 0, false),
      ", \"from\": ", JsonText(InstantText(tier.from)),
      ", \"until\": ", JsonText(InstantText(tier.until)),
      ", \"projected\": ", TierNameJson(set, tier.projected),
      ImportedJson(set, tier),
      ", \"missing_to_keep\": ", OrNull(tier.missing_to_keep),
      ", \"missing_to_rise\": ", OrNull(tier.missing_to_rise), "}");
}

}  // namespace

std::string TierText(const TierSet& set, std::uint8_t tier,
                     std::string_view none) {
  return tier == 0 ? std::string(none) : set.NameOf(tier);
}

std::string TierTable(const MemberView& view, const Program& program) {
  std::string text;
  ForEachSet(view, program, [&](const TierSet& set, const TierView& tier) {
    absl::StrAppendFormat(
        &text, "  %-12s %s, %s counted from %s to %s, then %s\n", set.name,
        TierText(set, tier.tier, "no tier"),
        CountText(set, program, tier.counter), InstantText(tier.from),
        InstantText(tier.until), TierText(set, tier.projected, "no tier"));
    const auto add_missing = [&](const std::optional<Int128>& count,
                                 std::string_view what, std::size_t rank) {
      if (!count) return;
      absl::StrAppendFormat(&text, "  %-12s %s to %s %s\n", "",
                            CountText(set, program, *count) + " missing",
                            std::string(what),
                            TierText(set, set.OfRank(rank), ""));
    };
    for (const TierTerm& term : tier.brought) {
      absl::StrAppendFormat(&text, "  %-12s %s imported, until %s\n", "",
                            TierText(set, term.tier, ""),
                            InstantText(term.until));
    }
    const std::size_t rank = set.RankOf(tier.tier);
    add_missing(tier.missing_to_keep, "keep", rank);
    add_missing(tier.missing_to_rise, "reach", rank + 1);
  });
  return text;
}

std::string TierJson(const MemberView& view, const Program& program) {
  std::string text = "[";
  const char* separator = "\n  ";
  ForEachSet(view, program, [&](const TierSet& set, const TierView& tier) {
    absl::StrAppend(&text, separator, SetJson(set, tier));
    separator = ",\n  ";
  });
  return text + "]";
}

std::string TierLines(std::string_view name, const MemberView& view,
                      const Program& program) {
  std::string text;
  ForEachSet(view, program, [&](const TierSet& set, const TierView& tier) {
    absl::StrAppend(&text, set.name, " of ", Printable(name), "  ",
                    TierText(set, tier.tier, "none"), ", qualified ",
                    TierText(set, tier.qualified, "none"), "  ",
                    Scaled(tier.counter, 0, false), " from ",
                    InstantText(tier.from), " to ", InstantText(tier.until),
                    ", ", Scaled(tier.counter_before, 0, false),
                    " before  then ", TierText(set, tier.projected, "none"));
    for (const TierTerm& term : tier.brought) {
      absl::StrAppend(&text, "  imported ", TierText(set, term.tier, ""),
                      " until ", InstantText(term.until));
    }
    absl::StrAppend(&text, "\n");
  });
  return text;
}

}  // namespace kumbara::tools
