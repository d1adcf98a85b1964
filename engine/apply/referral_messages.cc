// What a referral does at the referrer, and back at the referee when that has
// answered (engine/apply/referral.h).

#include <algorithm>

#include "engine/apply/addressee.h"
#include "engine/apply/auto_redeem.h"
#include "engine/apply/referral.h"
#include "engine/apply/will_be.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

using State = ReferralLink::State;

// Whether the message comes from a member, or from one that it became.
bool IsFrom(const Message& message, const MemberId& member) {
  if (member == message.from) return true;
  return message.was_also != nullptr &&
         std::find(message.was_also->begin(), message.was_also->end(),
                   member) != message.was_also->end();
}

ResultCode RefuseReferee(const Addressee& referrer) {
  if (referrer.slot == kNoSlot) return ResultCode::kReceiverUnknown;
  if (referrer.member().is_closed != 0) return ResultCode::kReceiverClosed;
  // Who was named may have become the referee.
  if (referrer.message.from == referrer.message.to) {
    return ResultCode::kReceiverRefused;
  }
  const ReferralLink link = referrer.shard.DealingsOf(referrer.slot).link;
  // Of two who say it of each other in one round the first is believed.
  const bool is_circle = link.state != State::kNone &&
                         IsFrom(referrer.message, link.referrer) &&
                         (link.state != State::kAsked ||
                          link.asked_under < referrer.message.origin);
  return is_circle ? ResultCode::kReceiverRefused : ResultCode::kOk;
}

ReferralAccount AccountOf(const Addressee& to, ReferralSide side,
                          const CommandId& event) {
  return {to.program, to.shard, to.slot, to.books(), side, event};
}

// Pays a side at the round's end, with what follows from a credit.
void PayAtRoundEnd(const Addressee& to, const ReferralAccount& account) {
  const std::uint8_t unit = to.program.referral->unit;
  Wallet& wallet = to.shard.members.WalletOf(to.member(), unit);
  const Amount before = wallet.available;
  PaySide(account, to.message.occurred_at);
  to.SettleAgain();
  if (wallet.available <= before) return;
  RedeemOccasion occasion;
  occasion.raised.set(unit);
  Books books = to.books();
  RedeemAutomatically(occasion, to.program, to.shard, to.member(), books);
}

// The event had come already when the link came to stand.
void PayAfterAll(const Addressee& referee, const CommandId& event,
                 Messages& messages) {
  const ReferralRules& rules = *referee.program.referral;
  const ReferralAccount account =
      AccountOf(referee, ReferralSide::kReferee, event);
  if (rules.referee != Amount() && HasRoom(account)) {
    PayAtRoundEnd(referee, account);
  } else if (rules.referee != Amount()) {
    referee.books().Note(FactKind::kUnpaid, rules.unit, rules.referee);
  }
  if (rules.referrer == Amount()) return;
  Message reward = referee.message;
  reward.kind = MessageKind::kReferReward;
  reward.command = event;
  reward.amount = rules.referrer;
  messages.Add(reward);
}

// Whether the cap leaves room for one more payment in a period.
bool IsCapped(const Addressee& referrer, std::int64_t period) {
  const std::optional<std::int64_t>& cap = referrer.program.referral->cap;
  if (!cap) return false;
  const std::optional<std::int64_t> paid =
      referrer.shard.DealingsOf(referrer.slot).paid.In(period);
  return !paid || *paid >= *cap;
}

// Counts one payment more, or one less, in the period of an instant.
void CountPaid(const Addressee& referrer, Instant at, std::int64_t by) {
  MemberDealings dealings = referrer.shard.DealingsOf(referrer.slot);
  dealings.paid.Add(
      PeriodNumber(referrer.program.referral->per, at, referrer.program.zone),
      by);
  referrer.shard.KeepDealings(referrer.slot, dealings);
}

}  // namespace

void AnswerReferee(const Addressee& referrer, Messages& messages) {
  const ResultCode code = RefuseReferee(referrer);
  if (code == ResultCode::kOk) {
    referrer.MoveClock(referrer.message.occurred_at);
    referrer.member().NoteSequence(referrer.mover.sequence);
    MemberDealings dealings = referrer.shard.DealingsOf(referrer.slot);
    ++dealings.referees;
    referrer.shard.KeepDealings(referrer.slot, dealings);
  }
  messages.Add(Reply(referrer.message, MessageKind::kReferAnswer, code));
}

void LearnReferrersAnswer(const Addressee& referee, Messages& messages) {
  KUMBARA_CHECK(referee.slot != kNoSlot);
  referee.MoveClock(Instant::Least());
  const ResultCode code = referee.message.reason;
  MemberDealings dealings = referee.shard.DealingsOf(referee.slot);
  ReferralLink& link = dealings.link;
  KUMBARA_CHECK(link.state == State::kAsked);
  const bool by_enrolment = link.by_enrolment;
  const bool is_event = !link.event.IsZero();
  if (code == ResultCode::kOk) {
    link.state = is_event ? State::kPaid : State::kStands;
  } else {
    link = ReferralLink{};
  }
  referee.shard.KeepDealings(referee.slot, dealings);
  referee.member().NoteSequence(referee.mover.sequence);
  if (!by_enrolment) {
    Outcome& outcome = *referee.message.outcome;
    outcome.code = code;
    outcome.reserved = 0;
  }
  if (code == ResultCode::kOk && is_event) {
    PayAfterAll(referee, link.event, messages);
  } else if (code != ResultCode::kOk && by_enrolment) {
    referee.books().Note(FactKind::kUnpaid, referee.message.unit, Amount());
  }
}

void RewardReferrer(const Addressee& referrer) {
  KUMBARA_CHECK(referrer.slot != kNoSlot);
  const Message& message = referrer.message;
  const auto tell = [&](FactKind kind) {
    referrer.books().Note(kind, message.unit, message.amount);
  };
  if (referrer.member().is_closed != 0) return tell(FactKind::kUnpaid);
  referrer.MoveClock(Instant::Least());
  const std::int64_t period =
      PeriodNumber(referrer.program.referral->per, message.occurred_at,
                   referrer.program.zone);
  if (IsCapped(referrer, period)) return tell(FactKind::kCapped);
  const auto has_room = [](const Addressee& then) {
    return HasRoom(
        AccountOf(then, ReferralSide::kReferrer, then.message.command));
  };
  if (!WillHaveRoom(referrer, message.occurred_at, has_room)) {
    return tell(FactKind::kUnpaid);
  }
  referrer.MoveClock(message.occurred_at);
  referrer.member().NoteSequence(referrer.mover.sequence);
  PayAtRoundEnd(referrer,
                AccountOf(referrer, ReferralSide::kReferrer, message.command));
  CountPaid(referrer, message.occurred_at, 1);
}

void TakeBackFromReferrer(const Addressee& referrer) {
  KUMBARA_CHECK(referrer.slot != kNoSlot);
  const Message& message = referrer.message;
  if (referrer.member().is_closed != 0 ||
      !referrer.shard.referral_payments.contains(
          {message.command, ReferralSide::kReferrer})) {
    return;
  }
  referrer.MoveClock(message.occurred_at);
  referrer.member().NoteSequence(referrer.mover.sequence);
  const std::optional<Instant> paid_at = TakeBackFromSide(
      AccountOf(referrer, ReferralSide::kReferrer, message.command));
  referrer.SettleAgain();
  if (paid_at) CountPaid(referrer, *paid_at, -1);
}

}  // namespace kumbara
