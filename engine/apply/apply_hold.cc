// Hold, capture and void: points set aside until they are redeemed, given back
// or, by settle.cc, time out.

#include <algorithm>
#include <array>
#include <numeric>

#include "engine/apply/naming.h"
#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/member/hold_list.h"

namespace kumbara {
namespace {

// What is captured of each slice of a hold.
class Captured {
 public:
  // Of `amount` in all the slices that expire first.
  Captured(const CommandRecords& records, const CommandRecord& hold,
           Amount amount)
      : records_(records), hold_(hold), count_(records.SliceCount(hold)) {
    KUMBARA_CHECK(count_ <= kSlicesMax);
    std::iota(order_.begin(), order_.begin() + count_, std::uint8_t{0});
    std::sort(order_.begin(), order_.begin() + count_,
              [&](std::uint8_t a, std::uint8_t b) {
                return Before(LotOrder::kByExpiry, KeyOf(SliceAt(a)),
                              KeyOf(SliceAt(b)));
              });
    for (std::uint32_t i = 0; i < count_; ++i) {
      Amount& part = parts_[order_[i]];
      part = std::min(SliceAt(order_[i]).remaining, amount);
      amount -= part;
    }
  }

  // Notes the captured parts as slices, in the order of their expiry.
  void NoteIn(CommandRecords& records) const {
    for (std::uint32_t i = 0; i < count_; ++i) {
      const Amount part = parts_[order_[i]];
      if (part != Amount()) records.AddSlice(SliceAt(order_[i]), part);
    }
  }

  // Gives back all other parts, in reverse order of taking.
  void ReleaseRest(Wallet& wallet, Books& books) const {
    for (std::uint32_t i = count_; i-- > 0;) {
      Lot rest = SliceAt(i);
      rest.remaining -= parts_[i];
      if (rest.remaining != Amount()) books.Release(wallet, rest);
    }
  }

 private:
  const Lot& SliceAt(std::uint32_t index) const {
    return records_.SliceAt(hold_, index);
  }

  const CommandRecords& records_;
  const CommandRecord& hold_;
  const std::uint32_t count_;
  std::array<std::uint8_t, kSlicesMax> order_{};  // By expiry.
  std::array<Amount, kSlicesMax> parts_{};        // In the order of taking.
};

// The open hold that a capture or void names.
ResultCode FindOpenHold(CommandContext& context, CommandRecord** hold) {
  ResultCode code = RefuseUnknownMember(context);
  if (code != ResultCode::kOk) return code;
  code = FindNamed(context, SetOf(CommandKind::kHold), hold);
  if (code != ResultCode::kOk) return code;
  context.AnswerIn((*hold)->unit);
  switch ((*hold)->hold_state()) {
    case HoldState::kCaptured:
      return ResultCode::kAlreadyCaptured;
    case HoldState::kVoided:
      return ResultCode::kAlreadyVoided;
    case HoldState::kOpen:
      break;
  }
  return (*hold)->timeout() <= context.member().clock
             ? ResultCode::kAlreadyTimedOut
             : ResultCode::kOk;
}

void Close(CommandContext& context, Wallet& wallet, CommandRecord& hold,
           HoldState state) {
  UnlistHold(
      context.shard, context.shard.SideOf(wallet),
      context.shard.records.Find(hold.id, context.input.reference.id_slot));
  hold.label = static_cast<std::uint32_t>(state);
}

}  // namespace

ResultCode ApplyHold(CommandContext& context) {
  ResultCode code = RefuseUnknownMember(context);
  if (code != ResultCode::kOk) return code;
  code = RefuseUnit(context, true);
  if (code != ResultCode::kOk) return code;
  code = RefuseActor(context);
  if (code != ResultCode::kOk) return code;
  const Amount amount = context.amount();
  const Wallet& before = context.Look(context.unit);
  if (before.available < amount) return ResultCode::kInsufficient;
  code = RefuseManyLots(context, before, amount);
  if (code != ResultCode::kOk) return code;

  const Detail* until = Find(context.input.details, DetailKind::kInstant);
  KUMBARA_CHECK(until != nullptr);
  Shard& shard = context.shard;
  Wallet& wallet = context.Touch(context.unit);
  CommandRecord& record = context.LeaveRecord(context.unit);
  record.extra = until->instant().micros();
  record.label = static_cast<std::uint32_t>(HoldState::kOpen);
  context.books().Hold(wallet, amount, &shard.records);
  ListHold(shard, shard.SideOf(wallet),
           shard.records.Find(record.id, context.input.id_slot));
  shard.ListDue(context.slot, wallet, record.timeout());
  return ResultCode::kOk;
}

ResultCode ApplyCapture(CommandContext& context) {
  CommandRecord* hold = nullptr;
  const ResultCode code = FindOpenHold(context, &hold);
  if (code != ResultCode::kOk) return code;
  const Amount held(hold->amount);
  const Amount amount = context.has_amount() ? context.amount() : held;
  if (amount > held) return ResultCode::kExceedsRemaining;
  if (!Fits(context.Look(hold->unit).redeemed, amount)) {
    return ResultCode::kOverflow;
  }

  Wallet& wallet = context.Touch(hold->unit);
  Books books = context.books();
  const Captured captured(context.shard.records, *hold, amount);
  CommandRecord& record = context.LeaveRecord(hold->unit);
  record.amount = amount.count();
  captured.NoteIn(context.shard.records);
  books.TakeHeld(wallet, {Account::kRedeemed, hold->unit, 0}, amount);
  wallet.redeemed += amount;
  captured.ReleaseRest(wallet, books);
  Close(context, wallet, *hold, HoldState::kCaptured);
  return ResultCode::kOk;
}

ResultCode ApplyVoid(CommandContext& context) {
  CommandRecord* hold = nullptr;
  const ResultCode code = FindOpenHold(context, &hold);
  if (code != ResultCode::kOk) return code;

  Wallet& wallet = context.Touch(hold->unit);
  Books books = context.books();
  books.ReleaseHold(wallet, *hold);
  Close(context, wallet, *hold, HoldState::kVoided);
  return ResultCode::kOk;
}

}  // namespace kumbara
