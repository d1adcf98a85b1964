#include "tests/support/random_program.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "engine/base/check.h"
#include "engine/program/program_check.h"
#include "engine/program/program_keys.h"
#include "tests/support/random_history.h"

namespace kumbara {
namespace {

std::string InQuotes(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

constexpr std::string_view kUnitNames[] = {"points", "stars"};

// Writes tables that keep to their keys' rules more often than not.
class TableWriter {
 public:
  explicit TableWriter(std::mt19937_64& random) : random_(random) {}

  std::size_t units = 1;  // Of those named above.

  // `number` is how many of the section there are already.
  template <class Section>
  std::string Table(std::string_view section, std::size_t number,
                    const SectionRule<Section>& rules) {
    section_ = section;
    number_ = number;
    return Inner(rules);
  }

 private:
  bool OneIn(std::uint64_t count) { return Draw(random_, count) == 0; }

  template <class Choices>
  std::string_view OneOf(const Choices& choices) {
    return *(std::begin(choices) +
             static_cast<std::ptrdiff_t>(Draw(random_, std::size(choices))));
  }
  std::string_view OneOf(std::initializer_list<std::string_view> choices) {
    return choices.begin()[Draw(random_, choices.size())];
  }

  template <class Section>
  std::set<std::string_view> KeysToSay(const SectionRule<Section>& rules) {
    std::set<std::string_view> keys;
    const std::uint64_t sparse = 2 + Draw(random_, 3 + rules.keys.size() / 2);
    for (const KeyRule<Section>& rule : rules.keys) {
      // Codes of other classes are not those of the tests.
      const bool always = rule.required || rule.key == "funding_class" ||
                          (rule.key == "unit" && units == 2 && !OneIn(3));
      if (always || OneIn(sparse)) keys.insert(rule.key);
    }
    // So that none is only said where all others are.
    keys.insert(rules.keys[Draw(random_, rules.keys.size())].key);
    const auto says_any = [&](std::span<const std::string_view> of) {
      return std::any_of(of.begin(), of.end(), [&](std::string_view key) {
        return keys.contains(key);
      });
    };
    if (!rules.one_of.empty() && !says_any(rules.one_of)) {
      keys.insert(OneOf(rules.one_of));
    }
    for (const KeyRule<Section>& rule : rules.keys) {
      const bool lacks = keys.contains(rule.key) && !rule.needs.empty();
      if (lacks && !says_any(rule.needs)) keys.insert(OneOf(rule.needs));
    }
    // Of keys that exclude each other either, all alike.
    const bool excluders_go = OneIn(2);
    for (const KeyRule<Section>& rule : rules.keys) {
      if (!keys.contains(rule.key) || !says_any(rule.excludes)) continue;
      if (excluders_go) {
        keys.erase(rule.key);
      } else {
        for (const std::string_view key : rule.excludes) keys.erase(key);
      }
    }
    for (const KeyRule<Section>& rule : rules.keys) {
      if (!rule.needs.empty() && !says_any(rule.needs)) keys.erase(rule.key);
    }
    if (!rules.one_of.empty() && !says_any(rules.one_of)) {
      keys.insert(rules.one_of[0]);
    }
    return keys;
  }

  template <class Section>
  std::string Inner(const SectionRule<Section>& rules) {
    const std::set<std::string_view> keys = KeysToSay(rules);
    std::string text = "{";
    for (const KeyRule<Section>& rule : rules.keys) {
      if (!keys.contains(rule.key)) continue;
      if (text.size() > 1) text += ",";
      text += " " + std::string(rule.key) + " = " + ValueOf(rule);
    }
    return text + " }";
  }

  template <class Section>
  std::string ValueOf(const KeyRule<Section>& rule) {
    return VisitField(rule, [&](auto, const auto&... inner) {
      if constexpr (sizeof...(inner) == 0) {
        return Value(rule.key, rule.allowed);
      } else if constexpr ((kIsArrayOfTables<std::decay_t<decltype(inner)>> ||
                            ...)) {
        std::string text = Inner(*inner.rules...);
        if (OneIn(2)) text += ", " + Inner(*inner.rules...);
        return "[" + text + "]";
      } else {
        return OneIn(4) ? Value(rule.key, rule.allowed)
                        : Inner(*inner.rules...);
      }
    });
  }

  std::string Value(std::string_view key, const Allowed& allowed) {
    Allowed one = allowed;
    one.many = false;
    one.named = false;
    if (allowed.named) {
      return "{ " + Name("tier") + " = " + Value(key, one) + " }";
    }
    if (!allowed.many || OneIn(3)) return One(key, one);
    std::string text;
    for (std::uint64_t count = 1 + Draw(random_, 3); count > 0; --count) {
      text += (text.empty() ? "[" : ", ") + One(key, one);
    }
    return text + "]";
  }

  std::string One(std::string_view key, const Allowed& allowed) {
    switch (allowed.shape) {
      case Shape::kName:
        return InQuotes(Name(key));
      case Shape::kZoneName:
        return InQuotes(OneOf({"UTC", "Europe/Prague", "America/New_York",
                               "Australia/Lord_Howe"}));
      case Shape::kCurrency:
        return InQuotes(OneOf({"*", "GBP"}));
      case Shape::kText:
        return InQuotes(Text(key));
      case Shape::kChoice:
        return InQuotes(OneOf(allowed.choices));
      case Shape::kInteger:
        return std::to_string(Integer(allowed));
      case Shape::kTruth:
        return std::string(OneOf({"true", "false"}));
      case Shape::kDecimal:
        return InQuotes(
            OneOf({"1", "1", "2", "5", "10", "30", "100", "0.5", "2.25",
                   "0.000001", "999999999999", "999999999999999999"}));
      case Shape::kFraction:
        return InQuotes(OneOf({"1", "2", "3/2", "5/4", "7/3", "65535",
                               "4294967295/4294967294", "4294967295"}));
      case Shape::kDuration:
        return InQuotes(OneOf({"0s", "1s", "90m", "36h", "1d", "2w", "1mo",
                               "18mo", "1y", "10000y", "0mo"}));
      case Shape::kTime:
        return InQuotes(OneOf({"00:00", "00:01", "12:00", "23:59", "24:00"}));
      case Shape::kDate:
        return InQuotes(OneOf({"1970-01-01", "1970-01-02", "1971-03-01",
                               "1972-02-29", "9999-12-31", "0001-01-01"}));
      case Shape::kMonthDay:
        return InQuotes(OneOf({"01-01", "02-28", "02-29", "06-30", "12-31"}));
    }
    return {};
  }

  // Names of what there is, or might be: what is not the checker refuses.
  std::string Name(std::string_view key) {
    if (key == "unit") return std::string(kUnitNames[Draw(random_, units)]);
    if (key == "name" && section_ == "reward") {
      constexpr std::string_view kRewards[] = {"coffee", "teapot", "lifeboats"};
      return std::string(kRewards[number_ % std::size(kRewards)]);
    }
    if (key == "name" && section_ == "tier_set") {
      return "tier" + std::to_string(Draw(random_, 4));
    }
    if (key == "name") return section_ + std::to_string(number_);
    if (key == "reward") return std::string(OneOf({"coffee", "teapot"}));
    if (key == "strategy") return "each_full";
    if (key == "multiply") return "earn" + std::to_string(Draw(random_, 2));
    return std::string(key) +
           std::to_string(Draw(random_, key == "tier" ? 4 : 2));
  }

  std::string Text(std::string_view key) {
    if (key == "funding_class") {
      return std::string(OneOf({"sale", "goodwill", "promotion"}));
    }
    if (section_ == "plan") return std::string(OneOf({"gold", "basic"}));
    if (key == "plan" || key == "plans") return "gold";
    if (key == "store") return "store 1";
    if (key == "event") return std::string(OneOf({"survey", "review"}));
    return std::string(OneOf({"apples", "pears"}));
  }

  std::int64_t Integer(const Allowed& allowed) {
    if (OneIn(8)) return allowed.greatest;
    if (OneIn(3)) return allowed.least;
    const std::int64_t some =
        allowed.least + static_cast<std::int64_t>(Draw(random_, 200));
    return std::min(some, allowed.greatest);
  }

  std::mt19937_64& random_;
  std::string section_;
  std::size_t number_ = 0;
};

// A file by its sections, each with the tables it has so far.
struct Draft {
  std::map<std::string, std::vector<std::string>> tables;
  std::string units;

  std::string Text() const {
    std::string text = units;
    for (const auto& [word, all] : tables) {
      text += word + " = ";
      text += FormOf(word) == SectionForm::kTable ? all[0] : Array(all);
      text += "\n";
    }
    return text;
  }

  static SectionForm FormOf(const std::string& word) {
    SectionForm form = SectionForm::kTable;
    VisitSections(
        [&](std::string_view one, SectionForm its, std::size_t, const auto&) {
          if (one == word) form = its;
        });
    return form;
  }
  static std::string Array(const std::vector<std::string>& all) {
    std::string text = "[\n";
    for (const std::string& one : all) text += one + ",\n";
    return text + "]";
  }
};

bool IsAccepted(const std::string& text) {
  const auto bytes = [](const std::string& zone) {
    return absl::StatusOr<std::string>(ZoneBytesOfMachine(zone));
  };
  return CheckProgram(text, bytes).errors.empty();
}

}  // namespace

std::string RandomProgramText(std::mt19937_64& random, int tables) {
  TableWriter writer(random);
  Draft draft;
  // Until one of each stands, which the rest is added to.
  do {
    draft.tables["program"] = {writer.Table("program", 0, kProgramRules)};
    draft.units = "";
    writer.units = Draw(random, 2) == 0 ? 1 : 2;
    for (std::size_t i = 0; i < writer.units; ++i) {
      draft.units += "unit." + std::string(kUnitNames[i]) + " = " +
                     writer.Table("unit", 0, kUnitRules) + "\n";
    }
    // What draws would seldom bring together.
    const std::uint64_t seed = Draw(random, 6);
    if (seed == 0) {
      draft.tables["budget"] = {
          R"({ name = "budget0", unit = "points", amount = 30 })"};
      draft.tables["earn"] = {
          R"({ name = "earn0", on = "purchase", unit = "points", basis = "total", )"
          R"(give = 1, per = 100, funding_class = "sale", budget = "budget0", )"
          R"(partial = true })"};
    }
    if (seed == 1) {
      draft.tables["tier_set"] = {
          R"({ name = "status", basis = "spend", window = "calendar_year", )"
          R"(tiers = [{ name = "tier0", at = 100 }, )"
          R"({ name = "tier1", at = 9000 }] })"};
    }
    if (seed == 2) {
      draft.tables["earn"] = {
          R"({ name = "earn0", on = "event", event = "survey", )"
          R"(unit = "points", give = 5, funding_class = "sale" })",
          R"({ name = "earn1", on = "event", multiply = "earn0", by = "3/2", )"
          R"(funding_class = "promotion" })"};
    }
    if (seed == 3) {
      draft.tables["earn"] = {
          R"({ name = "earn0", on = "birthday", unit = "points", give = 7, )"
          R"(funding_class = "sale" })",
          R"({ name = "earn1", on = "anniversary", unit = "points", give = 2, )"
          R"(funding_class = "promotion" })"};
    }
  } while (!IsAccepted(draft.Text()));
  std::vector<std::function<void(Draft*)>> ways;
  std::size_t earn = 0;
  VisitSections([&](std::string_view word, SectionForm form, std::size_t,
                    const auto& rules) {
    if (word == "program" || word == "unit") return;
    if (word == "earn") earn = ways.size();
    ways.push_back(
        [&writer, &rules, form, name = std::string(word)](Draft* to) {
          std::vector<std::string>& all = to->tables[name];
          if (form == SectionForm::kTable) all.clear();
          all.push_back(writer.Table(name, all.size(), rules));
        });
  });
  // Earn rules are what most of the others are about.
  for (int i = 0; i < tables; ++i) {
    Draft next = draft;
    ways[Draw(random, 2) == 0 ? earn : Draw(random, ways.size())](&next);
    if (IsAccepted(next.Text())) draft = std::move(next);
  }
  return draft.Text();
}

std::string ZoneBytesOfMachine(const std::string& zone) {
  std::ifstream file("/usr/share/zoneinfo/" + zone, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace kumbara
