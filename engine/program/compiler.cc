#include "engine/program/compiler.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/limits.h"
#include "engine/program/earn_rate.h"
#include "engine/program/program_keys.h"

namespace kumbara {
namespace {

// Who pays for an award that does not say so.
constexpr std::string_view kAwardClass = "goodwill";

// Whether every field of a section is one the language allows. A source may
// come from elsewhere than the reader.
template <class Section>
absl::Status CheckSection(std::span<const KeyRule<Section>> rules,
                          std::string_view section_word,
                          const Section& section) {
  for (const KeyRule<Section>& rule : rules) {
    const Value value = std::visit(
        [&](auto field) -> Value { return section.*field; }, rule.field);
    if (Judge(rule.allowed, value) == Verdict::kFits) continue;
    return absl::InvalidArgumentError(
        absl::StrCat(std::string(section_word), ": ", std::string(rule.key),
                     " is not allowed; valid: ", ValidText(rule.allowed)));
  }
  return absl::OkStatus();
}

absl::Status CheckSource(const ProgramSource& source) {
  absl::Status status = CheckSection(kProgramKeys, "program", source.program);
  status.Update(CheckSection(kReturnsKeys, "returns", source.returns));
  if (source.earn) {
    status.Update(CheckSection(kEarnKeys, "earn", *source.earn));
  }
  if (source.units.empty() || source.units.size() > kUnitsMax) {
    status.Update(absl::InvalidArgumentError(
        absl::StrCat(source.units.size(), " units; valid: 1 to ", kUnitsMax)));
  }
  for (const UnitSection& unit : source.units) {
    status.Update(CheckSection(kUnitKeys, "unit", unit));
    if (Judge(kNameAllowed, unit.name) != Verdict::kFits) {
      status.Update(absl::InvalidArgumentError(absl::StrCat(
          "unit ", unit.name,
          ": name is not allowed; valid: ", ValidText(kNameAllowed))));
    }
  }
  return status;
}

// REQUIRES: `word` is one of `words`, which stand in the order of Enum.
template <class Enum>
Enum FromWord(std::span<const std::string_view> words, std::string_view word) {
  const auto found = std::find(words.begin(), words.end(), word);
  KUMBARA_CHECK(found != words.end());
  return static_cast<Enum>(found - words.begin());
}

// Adds the code of `text` to `*code`, or says that the namespace is full.
absl::Status InternInto(CodeTable& codes, CodeSpace space,
                        std::string_view text, Code* code) {
  *code = codes.Intern(space, text);
  if (*code != 0) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrCat(
      "no code is left for the ", std::string(Name(space)), " ",
      std::string(text), "; a ledger has at most ", GreatestCode(space)));
}

absl::Status CompileUnits(const ProgramSource& source, CodeTable& codes,
                          Program* program) {
  program->unit_index.fill(Program::kNoUnit);
  for (const UnitSection& unit : source.units) {
    Code code = 0;
    const absl::Status interned =
        InternInto(codes, CodeSpace::kUnit, unit.name, &code);
    if (!interned.ok()) return interned;
    if (program->unit_index[code] != Program::kNoUnit) {
      return absl::InvalidArgumentError(
          absl::StrCat("unit ", unit.name, " is defined twice"));
    }
    program->unit_index[code] =
        static_cast<std::uint8_t>(program->units.size());
    program->units.push_back({unit.name, static_cast<std::uint8_t>(code),
                              static_cast<std::uint8_t>(unit.decimals),
                              unit.spendable});
  }
  return absl::OkStatus();
}

// REQUIRES: the units are compiled.
absl::Status CompileEarn(const EarnSection& source, CodeTable& codes,
                         Program* program) {
  const Unit* unit = program->FindUnit(
      static_cast<std::uint8_t>(codes.Find(CodeSpace::kUnit, source.unit)));
  if (unit == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat(
        "earn ", source.name, ": unit ", source.unit, " is not defined"));
  }
  const absl::StatusOr<Rational> rate =
      EarnRate(source.give, unit->decimals, source.per);
  if (!rate.ok()) return rate.status();
  EarnRule& rule = program->earn.emplace();
  rule.name = source.name;
  rule.unit = unit->code;
  rule.rate = *rate;
  rule.rounding = FromWord<Rounding>(kRoundingWords, source.round);
  return InternInto(codes, CodeSpace::kFundingClass, source.funding_class,
                    &rule.funding_class);
}

}  // namespace

absl::StatusOr<Program> Compile(const ProgramSource& source, CodeTable& codes) {
  absl::Status status = CheckSource(source);
  if (!status.ok()) return status;

  Program program;
  program.name = source.program.name;
  program.zone = source.program.zone;
  program.enrol = FromWord<EnrolPolicy>(kEnrolWords, source.program.enrol);
  program.returns = {
      FromWord<UnmatchedReturn>(kUnmatchedWords, source.returns.unmatched),
      FromWord<UnknownReference>(kUnknownReferenceWords,
                                 source.returns.unknown_reference),
      FromWord<DeficitPolicy>(kDeficitWords, source.returns.deficit)};

  status = CompileUnits(source, codes, &program);
  if (status.ok() && source.earn) {
    status = CompileEarn(*source.earn, codes, &program);
  }
  Code currency = 0;
  if (status.ok() && source.program.currency != "*") {
    status = InternInto(codes, CodeSpace::kCurrency, source.program.currency,
                        &currency);
  }
  program.currency = static_cast<std::uint8_t>(currency);
  if (status.ok()) {
    status = InternInto(codes, CodeSpace::kFundingClass, kAwardClass,
                        &program.award_class);
  }
  if (!status.ok()) return status;
  return program;
}

}  // namespace kumbara
