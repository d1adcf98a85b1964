#include "tools/kumbara/outcome_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/hex.h"
#include "engine/member/state_digest.h"
#include "tools/kumbara/numbers.h"

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
    account += " of " + NameOf(directory, posting.member);
    if (posting.lot != 0) absl::StrAppend(&account, " lot ", posting.lot);
  } else if (posting.label != 0) {
    account +=
        ":" + ledger.codes().Text(LabelSpace(posting.account), posting.label);
  }
  return account;
}

std::string SubjectOf(const Ledger&, const storage::Directory& directory,
                      const Fact& fact) {
  return std::string(Name(fact.kind)) + " of " + NameOf(directory, fact.member);
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
  if (outcome.unit == 0) return text;
  absl::StrAppend(&text, "  delta ",
                  AmountText(ledger, outcome.unit, outcome.delta));
  if (!repeat) {
    absl::StrAppend(&text, "  net ",
                    AmountText(ledger, outcome.unit, outcome.net));
  }
  return text;
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
                               AmountText(ledger, one.unit, one.amount));
      },
      event);
}

}  // namespace kumbara::tools
