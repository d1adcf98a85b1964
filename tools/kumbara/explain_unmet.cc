// Conditions of rules that do not hold, in words.

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/apply/attribute_history.h"
#include "engine/base/check.h"
#include "engine/base/time_text.h"
#include "engine/program/program_keys.h"
#include "tools/csv/attribute_text.h"
#include "tools/kumbara/explain_rule.h"
#include "tools/kumbara/tier_text.h"

namespace kumbara::tools {
namespace {

// Words with "or" before the last.
std::string OneOf(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool last = i + 1 == words.size();
    absl::StrAppend(&text, i == 0 ? "" : last ? " or " : ", ", words[i]);
  }
  return text;
}

std::string CodeText(const Explained& explained, CodeSpace space, Code code) {
  return code == 0 ? "none" : explained.ledger.codes().Text(space, code);
}

std::string CodesText(const Explained& explained, CodeSpace space,
                      const std::vector<Code>& codes) {
  std::vector<std::string> words;
  for (const Code code : codes) {
    words.push_back(CodeText(explained, space, code));
  }
  return OneOf(words);
}

// By what a command may be given something.
std::string_view OccasionText(CommandKind kind) {
  switch (kind) {
    case CommandKind::kEnroll:
      return "enrolment";
    case CommandKind::kEvent:
      return "event";
    default:
      return "purchase";
  }
}

std::string EventText(const Explained& explained) {
  const Detail* name = Find(explained.told.details, DetailKind::kCode);
  return CodeText(explained, CodeSpace::kEvent,
                  name != nullptr ? name->code32 : Code{0});
}

std::string MinuteText(std::int64_t minute) {
  return absl::StrFormat("%02d:%02d", minute / 60, minute % 60);
}

Wall WallOf(const Explained& explained) {
  return Wall::Of(explained.program().zone.ToLocal(
      Instant(explained.told.command.occurred_at)));
}

std::string WeekdaysText(const EarnCondition& when) {
  std::vector<std::string> words;
  for (std::size_t day = 0; day < kWeekdayWords.size(); ++day) {
    if ((when.weekdays >> day & 1U) != 0)
      words.emplace_back(kWeekdayWords[day]);
  }
  return OneOf(words);
}

std::string SegmentWords(std::uint64_t segments) {
  std::vector<std::string> words;
  for (unsigned i = 0; i < kSegments; ++i) {
    if ((segments >> i & 1U) != 0) words.push_back(absl::StrCat(i));
  }
  return OneOf(words);
}

// The tiers in force, and those that a rule asks for.
std::string TiersText(const Explained& explained, const BasketTiers& tiers) {
  const std::vector<TierSet>& sets = explained.program().tier_sets;
  std::vector<std::string> words;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (!sets[i].is_named) continue;
    words.push_back(absl::StrCat(TierText(sets[i], tiers[i], "none"), " of ",
                                 sets[i].name));
  }
  std::string text;
  for (const std::string& word : words) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", word);
  }
  return text;
}

std::string AskedTiersText(const Explained& explained,
                           const EarnCondition& when) {
  const std::vector<TierSet>& sets = explained.program().tier_sets;
  std::vector<std::string> words;
  for (std::size_t set = 0; set < sets.size(); ++set) {
    for (std::size_t rank = 1; rank <= sets[set].tiers.size(); ++rank) {
      const std::uint8_t tier = sets[set].OfRank(rank);
      if ((when.tiers[set] >> tier & 1U) == 0) continue;
      words.push_back(TierText(sets[set], tier, ""));
    }
  }
  return OneOf(words);
}

// The categories of the tenders of a basket.
std::string TendersText(const Explained& explained) {
  std::vector<std::string> words;
  for (const Detail& detail : LinesOf(explained.told.details)) {
    const Line line = Line::Of(detail);
    if (line.kind != LineKind::kTender) continue;
    words.push_back(CodeText(explained, CodeSpace::kCategory, line.category));
  }
  return words.empty() ? "no tender" : OneOf(words);
}

std::string FilterText(const Explained& explained, const LineFilter& filter) {
  std::string text = "a line of";
  const struct {
    const char* name;
    CodeSpace space;
    const std::vector<Code>& codes;
  } parts[] = {{" sku ", CodeSpace::kSku, filter.skus},
               {" category ", CodeSpace::kCategory, filter.categories},
               {" brand ", CodeSpace::kBrand, filter.brands}};
  const char* separator = "";
  for (const auto& [name, space, codes] : parts) {
    if (codes.empty()) continue;
    absl::StrAppend(&text, separator, name, CodesText(explained, space, codes));
    separator = ",";
  }
  return text;
}

// When a rule gave something last.
Instant LastOf(const Explained& explained, std::size_t rule) {
  return explained.told.before.rule_uses.LastOf(
      EarnRulesOf(explained.program())[rule].number);
}

}  // namespace

UnmetText UnmetOfRule(const Explained& explained, std::size_t place) {
  const Explanation& told = explained.told;
  const Program& program = explained.program();
  const EarnRule& rule = EarnRulesOf(program)[place];
  const EarnCondition& when = rule.when;
  // Who is enrolled has what the command says before rules are asked.
  const bool enrols = told.command.kind == CommandKind::kEnroll;
  const Attributes attributes =
      AttributesAt((enrols ? told.after : told.before).profile,
                   Instant(told.command.occurred_at));
  switch (told.basket->rules[place].unmet) {
    case Unmet::kNone:
      break;
    case Unmet::kOn:
      return {"on", std::string(OccasionText(told.command.kind)),
              std::string(kEarnOnWords[static_cast<std::size_t>(rule.on)])};
    case Unmet::kEvent:
      return {"event", EventText(explained),
              CodesText(explained, CodeSpace::kEvent, rule.events)};
    case Unmet::kRetired:
      return {"retire_at", ToText(Instant(told.command.occurred_at)),
              absl::StrCat("before ",
                           ToText(program.FindUnit(rule.unit)->retires))};
    case Unmet::kTier:
      return {"tier", TiersText(explained, told.basket->tiers),
              AskedTiersText(explained, when)};
    case Unmet::kStore:
      return {"store",
              CodeText(explained, CodeSpace::kStore, told.command.store),
              CodesText(explained, CodeSpace::kStore, when.stores)};
    case Unmet::kChannel:
      return {"channel",
              CodeText(explained, CodeSpace::kChannel, told.command.channel),
              CodesText(explained, CodeSpace::kChannel, when.channels)};
    case Unmet::kTender:
      return {"tender", TendersText(explained),
              CodesText(explained, CodeSpace::kCategory, when.tenders)};
    case Unmet::kWeekday:
      return {"weekday", std::string(kWeekdayWords[WallOf(explained).weekday]),
              WeekdaysText(when)};
    case Unmet::kTime:
      return {"time", MinuteText(WallOf(explained).minute),
              absl::StrCat("from ", MinuteText(when.from), ", before ",
                           MinuteText(when.until))};
    case Unmet::kSegment:
      return {"segments",
              attributes.segments == 0 ? "none" : SegmentsText(attributes),
              SegmentWords(when.segments)};
    case Unmet::kPlan:
      return {"plans", CodeText(explained, CodeSpace::kPlan, attributes.plan),
              CodesText(explained, CodeSpace::kPlan, when.plans)};
    case Unmet::kBucket:
      return {"bucket", absl::StrCat(when.bucket->PlaceOf(told.command.member)),
              absl::StrCat(when.bucket->least, " to ", when.bucket->greatest)};
    case Unmet::kFirstPurchase:
      return {"first_purchase", "has bought before", "the first purchase"};
    case Unmet::kCooldown:
      return {
          "cooldown",
          absl::StrCat("gave something at ", ToText(LastOf(explained, place))),
          absl::StrCat("not before ",
                       ToText(program.zone.Add(LastOf(explained, place),
                                               *rule.cooldown)))};
    case Unmet::kTotal:
      return {"total_min", absl::StrCat(told.command.amount),
              absl::StrCat(when.total_min.count(), " at least")};
    case Unmet::kLines:
      return {"lines", "no such line with an amount",
              FilterText(explained, rule.filter)};
    case Unmet::kSeldom:
      return {"return", "of no purchase",
              "a purchase, as it does not give each time"};
  }
  KUMBARA_CHECK(false);
  return {};
}

}  // namespace kumbara::tools
