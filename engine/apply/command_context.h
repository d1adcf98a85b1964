// CommandContext: what the function of each command kind works on.

#ifndef KUMBARA_ENGINE_APPLY_COMMAND_CONTEXT_H_
#define KUMBARA_ENGINE_APPLY_COMMAND_CONTEXT_H_

#include <array>
#include <optional>

#include "engine/apply/apply.h"
#include "engine/apply/books.h"
#include "engine/base/limits.h"
#include "engine/member/shard.h"
#include "engine/program/lot_dates.h"

namespace kumbara {

// What a command's answer is told by.
struct Standing {
  Amount net;
  Amount available;
};

struct Explanation;  // engine/apply/explanation.h

// A member's nets in the units that tier sets count, by tier set.
using CountedNets = std::array<Amount, kTierSetsMax>;

struct CommandContext {
  // Written out: as an aggregate it would be cleared whole before.
  CommandContext(const Input& of_input, const Program& by_program,
                 Shard& of_shard, Messages& sent, Outcome& answer)
      : input(of_input),
        program(by_program),
        shard(of_shard),
        messages(sent),
        outcome(answer) {}

  const Input& input;
  const Program& program;
  Shard& shard;
  Messages& messages;
  Outcome& outcome;
  Slot slot = kNoSlot;      // Of the member; kNoSlot while there is none.
  Member* found = nullptr;  // The member itself.
  // The unit that the answer is about; 0 = none. And how the member stands in
  // it behind all that was due before the command.
  std::uint8_t unit = 0;
  Standing before = {};
  // Whether the shard's scratch has units that the command may raise besides.
  bool watches = false;
  // Whether its answer waits for what it earns, and what else it changes is
  // part of that.
  bool earns_later = false;
  // The nets that tier sets count as they were before, where there are any
  // sets, and the time to which belongs what the command changes of them, if it
  // is another than its own.
  std::optional<CountedNets> counted_before = {};
  std::optional<Instant> counts_at = {};
  // Of a command that is explained; of others null.
  Explanation* explanation = nullptr;

  const Command& command() const { return input.command; }
  Amount amount() const { return Amount(command().amount); }
  Instant occurred_at() const { return Instant(command().occurred_at); }
  bool IsClosed() const { return found != nullptr && found->is_closed != 0; }
  bool IsMerged() const { return found != nullptr && found->is_merged != 0; }
  Member& member() const { return *found; }
  void SetMember(Slot member) {
    slot = member;
    found = member == kNoSlot ? nullptr : &shard.members.At(member);
  }
  // The pool that the member is joined to; null if none.
  const MemberId* JoinedPool() const;
  bool has_amount() const { return (command().flags & kAmountGiven) != 0; }

  // A message of this command about that unit.
  Message NewMessage(MessageKind kind, const MemberId& to) const;

  // Says which unit the answer is about. Call it before anything changes.
  void AnswerIn(std::uint8_t answer_unit) {
    unit = answer_unit;
    const Wallet& wallet = Look(unit);
    before = {wallet.net(), wallet.available};
  }
  // Says that the command may raise another unit too. Call it before it does.
  void Watch(std::uint8_t unit_too);

  // The member's wallet of a unit, or an empty one to look at.
  const Wallet& Look(std::uint8_t of_unit) const {
    static constexpr Wallet kEmpty{};
    if (found == nullptr) return kEmpty;
    const Wallet* wallet = shard.members.FindWallet(*found, of_unit);
    return wallet != nullptr ? *wallet : kEmpty;
  }
  // The member's wallet of a unit, made if need be. Opens the member and notes
  // its activity. Call it when nothing can be refused any more.
  Wallet& Touch(std::uint8_t of_unit) {
    OpenMember();
    Wallet& wallet = shard.members.WalletOf(*found, of_unit);
    const KindSet activities = program.FindUnit(of_unit)->lots.activities;
    if ((activities & SetOf(command().kind)) != 0) {
      books().NoteActivity(wallet, occurred_at());
    }
    return wallet;
  }
  void OpenMember() {
    if (found == nullptr) AddMember();
  }
  void AddMember();
  // A record of this command in a unit, of its amount and, until something else
  // is said, with the slices that are added from now on.
  CommandRecord& LeaveRecord(std::uint8_t of_unit);

  EntryFacts facts() const {
    return {input.posts_under, input.sequence, command().member, slot,
            program.version,   occurred_at(),  found->clock};
  }
  Books books() const { return Books(shard, program, facts()); }
  // The dates of what is earned at the command's business time. `policy` is one
  // of the program's.
  LotDates DatesBy(const LotPolicy& policy);
  // A new lot of what is earned at the command's business time; made where it
  // stays, for a copy would wait for its own parts.
  void MakeLot(Amount amount, const LotDates& dates, Code funding_class,
               Lot* lot);
  Lot NewLot(Amount amount, const LotDates& dates, Code funding_class) {
    Lot lot;
    MakeLot(amount, dates, funding_class, &lot);
    return lot;
  }
};

// The dates of what a correction brings then: nothing of it waits.
LotDates DatesAtOnce(const Program& program, std::uint8_t unit, Instant at);

// Refusals in order of precedence, then the change. A refusal leaves the shard
// as it was. REQUIRES: the member is not closed.
ResultCode ApplyEnroll(CommandContext& context);
ResultCode ApplyPurchase(CommandContext& context);
ResultCode ApplyReturn(CommandContext& context);
ResultCode ApplyAward(CommandContext& context);
ResultCode ApplyRedeem(CommandContext& context);
ResultCode ApplyDonate(CommandContext& context);
ResultCode ApplyAdjust(CommandContext& context);
ResultCode ApplyTransfer(CommandContext& context);
ResultCode ApplyHold(CommandContext& context);
ResultCode ApplyCapture(CommandContext& context);
ResultCode ApplyVoid(CommandContext& context);
ResultCode ApplyReverse(CommandContext& context);
ResultCode ApplyEvent(CommandContext& context);
ResultCode ApplyExtend(CommandContext& context);
ResultCode ApplyReinstate(CommandContext& context);
ResultCode ApplyClose(CommandContext& context);
ResultCode ApplyRefer(CommandContext& context);
ResultCode ApplySet(CommandContext& context);
ResultCode ApplyImport(CommandContext& context);
ResultCode ApplyJoin(CommandContext& context);
ResultCode ApplyLeave(CommandContext& context);
ResultCode ApplyMerge(CommandContext& context);

// Sends a command of a merged member on (engine/apply/forward.cc).
void Forward(CommandContext& context);

// Keeps the attributes that a command brings, if any. REQUIRES: the member is
// open.
void ChangeAttributes(CommandContext& context);

// Refusals shared by kinds; kOk when there is none.
inline ResultCode RefuseUnknownMember(const CommandContext& context) {
  return context.found == nullptr ? ResultCode::kMemberUnknown
                                  : ResultCode::kOk;
}
inline ResultCode RefuseUnit(const CommandContext& context, bool spend) {
  const Unit* unit =
      context.program.FindUnit(context.command().unit_or_currency);
  if (unit == nullptr || !unit->is_known(context.occurred_at())) {
    return ResultCode::kUnitUnknown;
  }
  if (spend && !unit->spendable) return ResultCode::kUnitNotSpendable;
  return ResultCode::kOk;
}
ResultCode RefuseCurrency(const CommandContext& context);
// Of a command that names an actor who is not joined to the member.
ResultCode RefuseActor(const CommandContext& context);
// Of an amount that lies in more lots than one hold or transfer may take of.
ResultCode RefuseManyLots(const CommandContext& context, const Wallet& wallet,
                          Amount amount);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_COMMAND_CONTEXT_H_
