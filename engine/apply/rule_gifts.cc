#include "engine/apply/rule_gifts.h"

#include "engine/apply/new_lot.h"
#include "engine/apply/settle.h"

namespace kumbara {

Attributes AttributesNow(const Shard& shard, Slot slot) {
  const MemberProfile* profile = shard.FindProfile(slot);
  return profile != nullptr ? profile->attributes : Attributes();
}

bool IsGiven(const EarnRule& rule, const Gifted& to, const Program& program) {
  return to.at < program.FindUnit(rule.unit)->retires &&
         IsWeekday(rule.when, to.wall) &&
         FirstUnmetBy(to.member, to.attributes, rule.when) == Unmet::kNone;
}

RuleGifts::RuleGifts(const Program& program, Shard& shard, Slot slot,
                     const EntryFacts& facts)
    : program_(program),
      shard_(shard),
      slot_(slot),
      facts_(facts),
      to_{facts.member, AttributesNow(shard, slot), facts.at,
          Wall::Of(program.zone.ToLocal(facts.at))},
      available_before_(AvailableOf(program, shard, shard.members.At(slot))) {}

bool RuleGifts::Give(const EarnRule& rule) {
  if (!IsGiven(rule, to_, program_)) return false;
  Member& member = shard_.members.At(slot_);
  Wallet& wallet = shard_.members.WalletOf(member, rule.unit);
  if (!Books::CanEarn(shard_, wallet, rule.fixed)) return false;
  wallet.earned += rule.fixed;
  Books(shard_, program_, facts_)
      .Credit(wallet, {Account::kIssued, rule.unit, rule.funding_class},
              NewLot(program_, shard_.terms, facts_.at, rule.fixed, rule.lots,
                     rule.funding_class));
  return true;
}

void RuleGifts::Settle() {
  Member& member = shard_.members.At(slot_);
  for (const Unit& unit : program_.units) {
    Wallet* wallet = shard_.members.FindWallet(member, unit.code);
    if (wallet != nullptr) ExpireBy(program_, shard_, unit, *wallet, facts_);
  }
  if (program_.auto_redeem.empty()) return;
  Books books(shard_, program_, facts_);
  RedeemRaised(available_before_, program_, shard_, member, books);
}

}  // namespace kumbara
