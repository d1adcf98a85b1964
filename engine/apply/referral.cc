#include "engine/apply/referral.h"

#include <algorithm>
#include <memory>

#include "engine/apply/clawback.h"
#include "engine/apply/new_lot.h"
#include "engine/base/check.h"
#include "engine/program/program_versions.h"

namespace kumbara {
namespace {

using State = ReferralLink::State;

Amount DueTo(ReferralSide side, const ReferralRules& rules) {
  return side == ReferralSide::kReferee ? rules.referee : rules.referrer;
}

// The sum stops at the range of money.
std::int64_t Added(std::int64_t spent, std::int64_t by) {
  return std::clamp(spent + by, -Money::kMax, Money::kMax);
}

ReferralAccount RefereeOf(const CommandContext& context,
                          const CommandId& event) {
  return {context.program, context.shard,          context.slot,
          context.books(), ReferralSide::kReferee, event};
}

// To the referrer, about what it is paid for `event`.
void TellReferrer(CommandContext& context, MessageKind kind,
                  const ReferralLink& link) {
  Message message = context.NewMessage(kind, link.referrer);
  message.index = kEarnRulesMax;  // Behind what the command itself may send.
  message.unit = context.program.referral->unit;
  message.command = link.event;
  message.amount = context.program.referral->referrer;
  context.messages.Add(message);
}

void PayBoth(CommandContext& context, const ReferralLink& link) {
  const ReferralRules& rules = *context.program.referral;
  context.Watch(rules.unit);
  const ReferralAccount referee = RefereeOf(context, link.event);
  if (HasRoom(referee)) {
    PaySide(referee, context.occurred_at());
  } else {
    context.books().Note(FactKind::kUnpaid, rules.unit, rules.referee);
  }
  if (rules.referrer != Amount()) {
    TellReferrer(context, MessageKind::kReferReward, link);
  }
}

void TakeBackBoth(CommandContext& context, const ReferralLink& link) {
  TakeBackFromSide(RefereeOf(context, link.event));
  if (context.program.referral->referrer != Amount()) {
    TellReferrer(context, MessageKind::kReferTakeBack, link);
  }
}

// Whether a purchase of more than 0 is what the link waits for.
bool IsEvent(const ReferralRules& rules, const ReferralLink& link) {
  return link.event.IsZero() && (rules.when == ReferralEvent::kFirstPurchase ||
                                 link.spent >= rules.at.count());
}

// What the command changes of the member's link, if it has one.
template <class Change>
void ChangeLink(CommandContext& context, const Change& change) {
  if (!context.program.referral->counts_purchases() ||
      context.member().has_dealings == 0) {
    return;
  }
  auto& dealings = context.shard.dealings;
  ReferralLink link = dealings.find(context.slot)->second.link;
  if (link.state == State::kNone) return;
  change(&link);
  // Looked for again: what a change pays may make dealings of others.
  dealings.find(context.slot)->second.link = link;
}

}  // namespace

ResultCode ApplyRefer(CommandContext& context) {
  const ResultCode code = RefuseUnknownMember(context);
  if (code != ResultCode::kOk) return code;
  const std::optional<ReferralRules>& rules = context.program.referral;
  const bool is_past = rules && rules->when == ReferralEvent::kFirstPurchase &&
                       context.member().has_bought != 0;
  if (!rules || !rules->counts_purchases() || is_past) {
    return ResultCode::kNotPermitted;
  }
  const MemberDealings dealings = context.shard.DealingsOf(context.slot);
  if (dealings.link.state != State::kNone) return ResultCode::kLimitReached;
  const Detail* referrer = Find(context.input.details, DetailKind::kParty);
  KUMBARA_CHECK(referrer != nullptr);
  AskReferrer(context, referrer->member_id());
  context.outcome.reserved = kOutcomeOpen;
  return ResultCode::kOk;
}

void AskReferrer(CommandContext& context, const MemberId& referrer) {
  const ReferralRules& rules = *context.program.referral;
  MemberDealings dealings = context.shard.DealingsOf(context.slot);
  ReferralLink& link = dealings.link;
  link.referrer = referrer;
  link.asked_under = context.input.sequence;
  link.state = State::kAsked;
  link.by_enrolment = context.command().kind == CommandKind::kEnroll;
  if (rules.when == ReferralEvent::kEnrolment) {
    link.event = context.command().id;
  }
  context.shard.KeepDealings(context.slot, dealings);
  Message message = context.NewMessage(MessageKind::kRefer, referrer);
  // Its answer comes with those to what the enrolment claims, behind them.
  message.index = kEarnRulesMax;
  message.unit = rules.unit;
  const MemberProfile* profile = context.shard.FindProfile(context.slot);
  if (profile != nullptr && !profile->merged_here.empty()) {
    message.was_also = context.messages.Keep(
        std::make_shared<const std::vector<MemberId>>(profile->merged_here));
  }
  context.messages.Add(message);
}

void NotePurchase(CommandContext& context) {
  const ReferralRules& rules = *context.program.referral;
  const Command& purchase = context.command();
  if (!rules.counts_purchases() || purchase.amount == 0) return;
  if (rules.when == ReferralEvent::kFirstPurchase) {
    context.member().has_bought = 1;
  }
  ChangeLink(context, [&](ReferralLink* link) {
    if (!link->is_open()) return;
    link->spent = Added(link->spent, purchase.amount);
    if (!IsEvent(rules, *link)) return;
    link->event = purchase.id;
    if (link->state == State::kAsked) return;  // Until the referrer agrees.
    link->state = State::kPaid;
    PayBoth(context, *link);
  });
}

void NoteTakenBack(CommandContext& context, const CommandRecord& purchase,
                   Money asked) {
  ChangeLink(context, [&](ReferralLink* link) {
    if (link->is_open()) link->spent = Added(link->spent, -asked.count());
    if (purchase.left() != 0 || context.program.referral->keep) return;
    // Resolve carries what names a purchase of its round: the link stands.
    if (link->event == purchase.id) return TakeBackBoth(context, *link);
    const auto past = context.shard.past_referrals.find(purchase.id);
    if (past == context.shard.past_referrals.end()) return;
    ReferralLink paid;
    paid.referrer = past->second.referrer;
    paid.event = purchase.id;
    TakeBackBoth(context, paid);
    context.shard.past_referrals.erase(past);
  });
}

void NoteReturnOfNone(CommandContext& context) {
  ChangeLink(context, [&](ReferralLink* link) {
    if (!link->is_open()) return;
    link->spent = Added(link->spent, -context.command().amount);
  });
}

bool HasRoom(const ReferralAccount& account) {
  const ReferralRules& rules = *account.program.referral;
  const Amount amount = DueTo(account.side, rules);
  MemberTable& members = account.shard.members;
  const Wallet* found =
      members.FindWallet(members.At(account.member), rules.unit);
  const Wallet wallet = found != nullptr ? *found : Wallet{};
  return Books::CanEarn(account.shard, wallet, amount);
}

void PaySide(ReferralAccount account, Instant at) {
  const Program& program = account.program;
  const ReferralRules& rules = *program.referral;
  const Amount amount = DueTo(account.side, rules);
  if (amount == Amount()) return;
  Shard& shard = account.shard;
  Wallet& wallet =
      shard.members.WalletOf(shard.members.At(account.member), rules.unit);
  wallet.earned += amount;
  const std::uint32_t number = account.books.Credit(
      wallet, {Account::kIssued, rules.unit, rules.funding_class},
      NewLot(program, shard.terms, at, amount,
             program.FindUnit(rules.unit)->lots, rules.funding_class));
  if (!rules.may_take_back()) return;
  shard.referral_payments[{account.event, account.side}] = {
      account.member,      number,          at,        amount,
      rules.funding_class, program.version, rules.unit};
}

std::optional<Instant> TakeBackFromSide(ReferralAccount account) {
  Shard& shard = account.shard;
  const Program& program = account.program;
  const auto found =
      shard.referral_payments.find({account.event, account.side});
  if (found == shard.referral_payments.end()) return std::nullopt;
  const ReferralPayment paid = found->second;
  Wallet& wallet =
      shard.members.WalletOf(shard.members.At(account.member), paid.unit);
  std::optional<LotKey> own;
  if (paid.lot != 0) {
    const Program& payer = VersionOf(program, paid.version);
    const LotDates dates =
        DatesOf(payer.FindUnit(paid.unit)->lots, paid.at, payer.zone);
    own = LotKey{dates.activation, dates.expiry, paid.lot};
  }
  const Taking taking = PlanTaking(account.books, wallet,
                                   program.returns.deficit, paid.amount, own);
  if (!CanTake(wallet, taking)) return std::nullopt;
  wallet.clawed_back += taking.total;
  Take(taking, {Account::kClawedBack, paid.unit, paid.funding_class}, wallet,
       account.books);
  account.books.Forgo(paid.unit, paid.amount - taking.total);
  shard.referral_payments.erase(found);
  return paid.at;
}

}  // namespace kumbara
