#include "tools/kumbara/outcome_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/hex.h"
#include "engine/base/time_text.h"
#include "engine/member/state_digest.h"
#include "tools/csv/printable.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/tier_text.h"
#include "tools/kumbara/voucher_code.h"

namespace kumbara::tools {
namespace {

std::string AmountText(const Ledger& ledger, std::uint8_t unit_code,
                       std::int64_t amount) {
  const Unit* unit = ledger.program().FindUnit(unit_code);
  if (unit == nullptr) return Scaled(amount, 0, false);
  return Scaled(amount, unit->decimals, false) + " " + unit->name;
}

// What an event is about: an account, or a fact, and whose.
std::string SubjectOf(const Ledger& ledger, const storage::Directory& directory,
                      const Posting& posting) {
  std::string account(Name(posting.account));
  if (IsMemberAccount(posting.account)) {
    account += " of " + Printable(NameOf(directory, posting.member));
    if (posting.lot != 0) absl::StrAppend(&account, " lot ", posting.lot);
  } else if (posting.label != 0) {
    account += ":" + Printable(ledger.codes().Text(LabelSpace(posting.account),
                                                   posting.label));
  }
  return account;
}

std::string SubjectOf(const Ledger&, const storage::Directory& directory,
                      const Fact& fact) {
  return std::string(Name(fact.kind)) + " of " +
         Printable(NameOf(directory, fact.member));
}

// How much of what, or which tier.
std::string MatterOf(const Ledger& ledger, const Posting& posting) {
  return AmountText(ledger, posting.unit, posting.amount);
}

std::string VoucherText(const Ledger& ledger, const Fact& fact) {
  const VoucherFact& voucher = fact.voucher;
  return absl::StrCat(
      Printable(ledger.codes().Text(CodeSpace::kReward, voucher.reward)), " ",
      VoucherSerial(fact),
      voucher.valid_until == Instant::Greatest()
          ? ""
          : " until " + ToText(voucher.valid_until));
}

std::string PlanText(const Ledger& ledger, const PlanFact& fact) {
  return absl::StrCat(
      Printable(ledger.codes().Text(CodeSpace::kPlan, fact.plan)),
      fact.until == Instant::Greatest() ? "" : " until " + ToText(fact.until));
}

std::string MatterOf(const Ledger& ledger, const Fact& fact) {
  if (fact.is_of_achievement()) {
    return absl::StrCat(ledger.program().achievements[fact.place].name, " ",
                        fact.amount);
  }
  if (fact.is_of_benefit()) return ledger.program().benefits[fact.place].name;
  if (fact.is_of_voucher()) return VoucherText(ledger, fact);
  if (fact.is_of_plan()) return PlanText(ledger, fact.plan);
  if (!fact.is_of_tier()) return AmountText(ledger, fact.unit, fact.amount);
  const TierSet& set = ledger.program().tier_sets[fact.tier_set];
  return absl::StrCat(set.name, " ", TierText(set, fact.tier, "none"));
}

// Nothing for who has no tier.
std::string TierOf(const Ledger& ledger, const Outcome& outcome) {
  if (outcome.tier == 0) return {};
  const TierSet& set = ledger.program().tier_sets.front();
  return absl::StrCat("  tier ", TierText(set, outcome.tier, ""));
}

}  // namespace

std::string OutcomeText(const Ledger& ledger, const Outcome& outcome) {
  const bool repeat = outcome.code == ResultCode::kExists;
  std::string text(Name(outcome.code));
  if (repeat) {
    absl::StrAppend(&text, ", first answered ",
                    std::string(Name(outcome.first_code)));
  }
  absl::StrAppend(&text, "  sequence ", outcome.sequence);
  if (outcome.unit == 0) return text + TierOf(ledger, outcome);
  absl::StrAppend(&text, "  delta ",
                  AmountText(ledger, outcome.unit, outcome.delta));
  if (!repeat) {
    absl::StrAppend(&text, "  net ",
                    AmountText(ledger, outcome.unit, outcome.net));
  }
  return text + TierOf(ledger, outcome);
}

std::string NameOf(const storage::Directory& directory, const MemberId& id) {
  const std::string_view name = directory.NameOf(id);
  return name.empty() ? ToHex(id) : std::string(name);
}

std::string EventText(const Ledger& ledger, const storage::Directory& directory,
                      const Event& event) {
  return std::visit(
      [&](const auto& one) {
        return absl::StrFormat("%d.%d  %-32s %s", one.sequence, one.leg,
                               SubjectOf(ledger, directory, one),
                               MatterOf(ledger, one));
      },
      event);
}

}  // namespace kumbara::tools
