#include "tools/kumbara/ledger_audit.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/local_time.h"
#include "engine/base/period.h"
#include "engine/member/book_check.h"
#include "engine/program/program_versions.h"
#include "engine/query/counters.h"

namespace kumbara::tools {

LedgerDigests LedgerDigests::Of(const Ledger& ledger) {
  return {ledger.acknowledger().outcome_seq(),
          ledger.acknowledger().outcome_digest(), ledger.StateDigest()};
}

namespace {

bool IsExpired(const Posting&, const Program&) { return true; }

bool IsRedeemedByItself(const Posting& posting, const Program& program) {
  return std::any_of(program.auto_redeem.begin(), program.auto_redeem.end(),
                     [&](const AutoRedeem& rule) {
                       return rule.unit == posting.unit &&
                              rule.label == posting.label;
                     });
}

// What a rule gives when a day of the year begins, which a local day does then,
// and what one gives for the tier that this brings a member into.
bool IsDayGift(const Posting& posting, const Program& program) {
  const Zone& zone = program.zone;
  const LocalTime day = StartOf(DateOf(zone.ToLocal(posting.at)));
  return zone.ToInstant(day) == posting.at &&
         std::any_of(program.rules.begin(), program.rules.end(),
                     [&](const EarnRule& rule) {
                       return (rule.on == EarnOn::kBirthday ||
                               rule.on == EarnOn::kAnniversary ||
                               rule.on == EarnOn::kTierEntry) &&
                              rule.unit == posting.unit &&
                              rule.funding_class == posting.label &&
                              rule.fixed.count() == -posting.amount;
                     });
}

bool IsOfARetiredUnit(const Posting& posting, const Program& program) {
  const Unit* unit = program.FindUnit(posting.unit);
  return unit != nullptr && unit->retires <= posting.at;
}

// The accounts that something is posted to when it falls due, and whether a
// posting to one is of that kind, by the version of its program.
struct DueAccount {
  Account account;
  bool (*may_fall_due)(const Posting& posting, const Program& program);
};
constexpr DueAccount kDueAccounts[] = {
    {Account::kExpired, IsExpired},
    {Account::kRedeemed, IsRedeemedByItself},
    {Account::kIssued, IsDayGift},
    {Account::kForfeited, IsOfARetiredUnit},
    {Account::kWrittenOff, IsOfARetiredUnit},
};

bool MayFallDueBy(const Posting& posting, const Program& program) {
  for (const auto& [account, may_fall_due] : kDueAccounts) {
    if (account == posting.account) return may_fall_due(posting, program);
  }
  return false;
}

}  // namespace

LedgerAudit::LedgerAudit(const Ledger& ledger)
    : ledger_(ledger),
      keep_([this](const Violation& violation) { Keep(violation); }),
      answers_([&ledger](const CommandId& id) { return ledger.FindId(id); },
               [&ledger](const Posting& posting) {
                 return MayFallDueBy(
                     posting, ledger.versions().Numbered(posting.version));
               }),
      posted_(ledger.shards()),
      months_(ledger.program().zone) {}

void LedgerAudit::NoteCommand(Sequence sequence, const Command& command) {
  ++commands_;
  ++commands_since_all_;
  answers_.NoteCommand(sequence, command);
}

void LedgerAudit::NoteClosing(const Closing& closing) {
  const auto month = static_cast<int>(closing.terms.month);
  const auto tell = [&](std::uint8_t unit, const std::string& what,
                        const std::optional<Violation::Amounts>& amounts) {
    Keep({4,
          {},
          unit,
          closing.terms.sequence,
          PeriodText(Period::kMonth, month) + what,
          amounts});
  };
  if (months_.IsClosed(month)) return tell(0, " is closed again", {});
  using Place = std::pair<std::uint8_t, std::uint8_t>;  // Unit and part.
  std::map<Place, Violation::Amounts> compared;
  for (const ClosedAmount& said : closing.amounts) {
    compared[{said.unit, said.part}].found = said.amount;
  }
  for (const ClosedAmount& posted : months_.AmountsOf(month)) {
    compared[{posted.unit, posted.part}].expected = posted.amount;
  }
  for (const auto& [place, amounts] : compared) {
    if (amounts.found == amounts.expected) continue;
    tell(place.first,
         absl::StrCat(" was closed with another ",
                      std::string(PartName(place.second)), " than was posted"),
         amounts);
  }
  months_.Close(closing);
}

void LedgerAudit::CheckBatch(std::span<const Event> events) {
  answers_.CheckBatch(events, keep_);
  months_.Add(events);
  CheckEvents(events);
  if (commands_since_all_ >= members()) CheckAllMembers();
}

void LedgerAudit::CheckEnd() {
  CheckAllMembers();
  answers_.CheckAll(keep_);
  for (const Unit& unit : ledger_.program().units) CheckTotals(unit);
}

std::uint64_t LedgerAudit::members() const {
  std::uint64_t members = 0;
  for (const Shard* shard : ledger_.shards()) members += shard->members.size();
  return members;
}

void LedgerAudit::CheckEvents(std::span<const Event> events) {
  posted_.Add(events, keep_);
  std::set<MemberId> concerned;
  for (const Event& event : events) concerned.insert(IdOf(event).member);
  for (const MemberId& member : concerned) {
    const Shard& shard =
        *ledger_.shards()[ShardOf(member, ledger_.settings().shards)];
    const Slot slot = shard.members.FindSlot(member);
    if (slot == kNoSlot) {
      Keep({1, member, 0, posted_.last_sequence(),
            "postings of a member that does not exist"});
      continue;
    }
    FindViolationsOfMember(shard, slot, shard.tick_clock, keep_);
    posted_.CompareMember(shard, slot, keep_);
  }
}

void LedgerAudit::CheckAllMembers() {
  commands_since_all_ = 0;
  for (std::uint32_t i = 0; i < ledger_.shards().size(); ++i) {
    const Shard& shard = *ledger_.shards()[i];
    FindViolations(shard, ledger_.UnderWayIn(i), shard.tick_clock, keep_);
    for (Slot slot = 0; slot < shard.members.size(); ++slot) {
      posted_.CompareMember(shard, slot, keep_);
    }
  }
  posted_.CompareAccounts(ledger_.shards(), keep_);
  CheckCounters();
}

// A version may have less of a counter than an earlier one has granted: nothing
// is wrong unless it is more than any of them has.
void LedgerAudit::CheckCounters() {
  using Key = std::tuple<CounterView::Kind, std::string, std::int64_t>;
  std::map<Key, CounterView> most;
  for (std::size_t version = 1; version <= ledger_.versions().size();
       ++version) {
    const Program& program =
        ledger_.versions().Numbered(static_cast<std::uint16_t>(version));
    for (CounterView& counter :
         CountersOf(ledger_.shards(), program, ledger_.clock())) {
      CounterView& kept =
          most.try_emplace({counter.kind, counter.name, counter.period},
                           counter)
              .first->second;
      kept.amount = std::max(kept.amount, counter.amount);
    }
  }
  for (const auto& [key, counter] : most) {
    if (counter.left() >= 0) continue;
    Keep({13,
          {},
          counter.unit,
          posted_.last_sequence(),
          "more is granted of " + counter.name + " than there is",
          Violation::Amounts{counter.granted, counter.amount}});
  }
}

// Opening and movements of each month give its closing, and the last closing
// is what the members have.
void LedgerAudit::CheckTotals(const Unit& unit) {
  Int128 closing = 0;
  for (const MonthRow& row : months_.RowsOf(unit.code)) {
    closing = row.opening_and_movements();
    if (closing == row.closing) continue;
    Keep({4,
          {},
          unit.code,
          posted_.last_sequence(),
          "a month does not close with what its movements give",
          Violation::Amounts{row.closing, closing}});
  }
  Int128 held = 0;
  for (const Shard* shard : ledger_.shards()) {
    for (Slot slot = 0; slot < shard->members.size(); ++slot) {
      const Wallet* wallet = &shard->members.At(slot).wallet;
      for (; wallet != nullptr; wallet = shard->members.Next(*wallet)) {
        if (wallet->unit == unit.code) held += wallet->net().count();
      }
    }
  }
  if (held == closing) return;
  Keep({4,
        {},
        unit.code,
        posted_.last_sequence(),
        "the members do not have what the movements give",
        Violation::Amounts{held, closing}});
}

void LedgerAudit::CheckOutcomes() {
  const absl::Status& mismatch = ledger_.acknowledger().log().mismatch();
  if (mismatch.ok()) return;
  Keep({6,
        {},
        0,
        ledger_.acknowledger().outcome_seq(),
        std::string(mismatch.message())});
}

void LedgerAudit::CompareWith(const LedgerDigests& other) {
  const LedgerDigests own = LedgerDigests::Of(ledger_);
  const char* what = nullptr;
  if (own.outcome_seq != other.outcome_seq || own.outcomes != other.outcomes) {
    what = "two derivations give different answers";
  } else if (own.state != other.state) {
    what = "two derivations give different states";
  }
  if (what != nullptr) Keep({6, {}, 0, own.outcome_seq, what});
}

void LedgerAudit::NoteLost(std::string what) {
  violations_.push_back({7, {}, 0, posted_.last_sequence(), std::move(what)});
}

void LedgerAudit::Keep(Violation violation) {
  const bool is_new =
      known_.emplace(violation.invariant, violation.member, violation.unit)
          .second;
  if (is_new) violations_.push_back(std::move(violation));
}

}  // namespace kumbara::tools
