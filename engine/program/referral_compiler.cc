#include "engine/program/referral_compiler.h"

#include "engine/program/compiled_names.h"
#include "engine/program/program_keys.h"
#include "engine/program/unit_amount.h"

namespace kumbara {
namespace {

absl::Status CompileSide(std::string_view key, const std::string& text,
                         const Unit& unit, Amount* amount) {
  if (text.empty()) return absl::OkStatus();
  const absl::StatusOr<Amount> given = UnitAmount(key, text, unit.decimals);
  if (given.ok()) *amount = *given;
  return given.status();
}

}  // namespace

bool HasSpendIfMeant(const ReferralSection& section) {
  return section.when == "spend" ? section.at != 0 && Money::InRange(section.at)
                                 : section.at == 0;
}

std::string SpendError(const ReferralSection& section) {
  if (section.when != "spend") {
    return "at stands beside another event than spend; valid: with when = "
           "\"spend\"";
  }
  return section.at == 0 ? "at is missing beside when = \"spend\"; valid: an "
                           "integer, at least 1"
                         : "at leaves the range of money; valid: at most 10^18";
}

absl::Status CompileReferral(const ReferralSection& source, CodeTable& codes,
                             Program* program) {
  if (!HasSpendIfMeant(source)) {
    return absl::InvalidArgumentError("referral: " + SpendError(source));
  }
  const absl::StatusOr<const Unit*> unit =
      UnitNamed("referral", source.unit, codes, *program);
  if (!unit.ok()) return unit.status();
  ReferralRules& rules = program->referral.emplace();
  rules.unit = (*unit)->code;
  absl::Status status =
      CompileSide("referrer", source.referrer, **unit, &rules.referrer);
  status.Update(CompileSide("referee", source.referee, **unit, &rules.referee));
  if (!status.ok()) return status;
  rules.when = FromWord<ReferralEvent>(kReferralWords, source.when);
  rules.at = Money(source.at);
  if (source.cap != 0) rules.cap = source.cap;
  rules.per = FromWord<Period>(kPeriodWords, source.per);
  rules.keep = source.keep;
  return InternInto(codes, CodeSpace::kFundingClass, source.funding_class,
                    &rules.funding_class);
}

}  // namespace kumbara
