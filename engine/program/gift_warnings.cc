#include <cstddef>

#include "absl/strings/str_cat.h"
#include "engine/program/period_limits.h"
#include "engine/program/program_warnings.h"

namespace kumbara {
namespace {

bool IsNobody(const WhoMay& who) { return who.who == WhoMay::Who::kNobody; }

// Whether what `other` lets pass never meets `allowance`.
bool IsImplied(const Allowance& allowance, const Allowance& other) {
  const bool counts_less = (allowance.kinds & ~other.kinds) == 0;
  return allowance.unit == other.unit && counts_less &&
         IsImpliedBy({allowance.amount, allowance.per},
                     {other.amount, other.per});
}

void AddAllowanceWarnings(const CheckedProgram& checked, FileErrors* warnings) {
  const Program& program = checked.program;
  KindSet forbidden = 0;
  if (IsNobody(program.transfer.give) || IsNobody(program.transfer.receive)) {
    forbidden |= SetOf(CommandKind::kTransfer);
  }
  if (IsNobody(program.donate.give)) forbidden |= SetOf(CommandKind::kDonate);
  const std::vector<Allowance>& all = program.allowances;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if ((all[i].kinds & ~forbidden) == 0) {
      warnings->Add(PositionOf(checked.root, {"allowance", i, "on"}),
                    "nobody may do what it allows; valid: an allowance of "
                    "what somebody may give");
      continue;
    }
    for (std::size_t j = 0; j < all.size(); ++j) {
      // Of two that say the same the later one is too much.
      const bool is_other = j < i || (j > i && !IsImplied(all[j], all[i]));
      if (!is_other || !IsImplied(all[i], all[j])) continue;
      const AllowanceSection& other = checked.source.allowances[j];
      warnings->Add(
          PositionOf(checked.root, {"allowance", i, "amount"}),
          absl::StrCat("amount = ", checked.source.allowances[i].amount,
                       " is never reached: another allowance is of ",
                       other.amount, " per ", other.per, "; valid: less"));
      break;
    }
  }
}

void AddReferralWarnings(const CheckedProgram& checked, FileErrors* warnings) {
  if (!checked.program.referral) return;
  const ReferralRules& rules = *checked.program.referral;
  if (rules.keep && !rules.counts_purchases()) {
    warnings->Add(PositionOf(checked.root, {"referral", 0, "keep"}),
                  "no purchase is paid for that could be returned; valid: "
                  "with when = \"first_purchase\" or \"spend\"");
  }
  if (checked.source.referral->cap != 0 && rules.referrer == Amount()) {
    warnings->Add(PositionOf(checked.root, {"referral", 0, "cap"}),
                  "the referrer gets nothing that could be limited; valid: "
                  "beside referrer");
  }
}

}  // namespace

void AddGiftWarnings(const CheckedProgram& checked, FileErrors* warnings) {
  AddAllowanceWarnings(checked, warnings);
  AddReferralWarnings(checked, warnings);
}

}  // namespace kumbara
