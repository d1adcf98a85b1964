// Message: what reaches another member of the ledger. Made by apply, delivered
// at the end of the round, never journaled: the same journal makes it again.
//
// What each carries beside it is a list of slices, stored beside the messages.
//
// A transfer takes three steps: the giver's command holds the amount, the
// message `kTransfer` credits the receiver or fails, and `kTransferDone` or
// `kTransferRefused` goes back to settle what was held, the slices being those
// of the lots taken. The reversal of a transfer likewise: `kReversal` takes the
// slices from the receiver's lots or fails, and one of the other two brings
// them back to the giver, or the refusal.
//
// `kJoin` asks a pool, `kJoinAnswer` tells what it said; `kPart` tells one of
// the two that the other has ended it. `kEarn` brings a pool the lot that a
// member earned, and `kEarnAnswer` tells whether it could be taken. `kClawback`
// takes back of a pool, first of the lot that its slice names, and answers.
//
// Stocks and budgets have counters (engine/apply/counters.h): a redemption
// holds its points and sends `kStockClaim`; what rules with budgets give is
// pending and sends a `kBudgetClaim` each (engine/apply/earn_claims.h); the
// answers come back like those to a transfer. An award whose funding class has
// a budget sends `kAwardClaim` before it does anything, and is done or refused
// when `kAwardAnswer` comes (engine/apply/award_claim.h). What is returned is
// told by a message that nobody answers.
//
// `kMerge` brings a member all that another one has, and `kMergeAnswer` tells
// that one, and who was merged into it before, where it went: each slice is a
// unit and how much higher its lots are numbered now. `kForward` is a command
// of a merged member on its way to the one it was merged into.

#ifndef KUMBARA_ENGINE_APPLY_MESSAGE_H_
#define KUMBARA_ENGINE_APPLY_MESSAGE_H_

#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/base/result_code.h"
#include "engine/base/slab.h"
#include "engine/base/types.h"
#include "engine/member/terms_table.h"
#include "engine/record/command.h"
#include "engine/record/outcome.h"

namespace kumbara {

struct Input;
struct MergeParcel;

enum class MessageKind : std::uint8_t {
  kTransfer = 1,
  kTransferDone = 2,
  kTransferRefused = 3,
  kReversal = 4,
  kReversalDone = 5,
  kReversalRefused = 6,
  kJoin = 7,
  kJoinAnswer = 8,
  kPart = 9,
  kEarn = 10,
  kEarnAnswer = 11,
  kClawback = 12,
  kMerge = 13,
  kMergeAnswer = 14,
  kRefer = 15,          // Somebody says that the addressee referred it.
  kReferAnswer = 16,    // `reason` says whether that stands.
  kReferReward = 17,    // What a referrer is paid.
  kReferTakeBack = 18,  // It is taken back.
  kStockClaim = 19,
  kStockGranted = 20,
  kStockRefused = 21,
  kStockReturn = 22,
  kBudgetClaim = 23,
  kBudgetAnswer = 24,
  kBudgetReturn = 25,
  kForward = 27,
  kAwardClaim = 28,
  kAwardAnswer = 29,
};

enum MessageTrait : std::uint8_t {
  kGoesBack = 1,      // To whom the first message came from.
  kHoldsPoints = 2,   // Its amount is held of the sender while it is under way,
  kClaimsPoints = 4,  // or is pending in no lot.
  kToCounter = 8,     // To no member, but to a counter.
  kIsCommand = 16,    // A command is done there, with all that follows.
};

// By kind. Whoever adds a kind adds its row.
constexpr std::uint8_t TraitsOf(MessageKind kind) {
  switch (kind) {
    case MessageKind::kTransfer:
      return kHoldsPoints;
    case MessageKind::kReversal:
    case MessageKind::kJoin:
    case MessageKind::kPart:
    case MessageKind::kEarn:
    case MessageKind::kClawback:
    case MessageKind::kMerge:
    case MessageKind::kRefer:
    case MessageKind::kReferReward:
    case MessageKind::kReferTakeBack:
      return 0;
    case MessageKind::kTransferDone:
    case MessageKind::kTransferRefused:
    case MessageKind::kReversalDone:
    case MessageKind::kReversalRefused:
    case MessageKind::kJoinAnswer:
    case MessageKind::kEarnAnswer:
    case MessageKind::kMergeAnswer:
    case MessageKind::kReferAnswer:
    case MessageKind::kStockGranted:
    case MessageKind::kStockRefused:
    case MessageKind::kBudgetAnswer:
      return kGoesBack;
    case MessageKind::kForward:
      return kIsCommand;
    case MessageKind::kAwardAnswer:
      return kGoesBack | kIsCommand;
    case MessageKind::kStockClaim:
      return kToCounter | kHoldsPoints;
    case MessageKind::kBudgetClaim:
      return kToCounter | kClaimsPoints;
    case MessageKind::kStockReturn:
    case MessageKind::kBudgetReturn:
    case MessageKind::kAwardClaim:
      return kToCounter;
  }
  return 0;
}

// A part of one lot.
struct Slice {
  Amount amount;
  Instant activation;
  Instant expiry;
  LotTerms terms;
  std::uint32_t number = 0;  // Of the lot it was taken of.
  // Of what several rules gave: which part of its purchase, and the unit; 0 =
  // that of the message. Of a merge the unit alone. Of what a clawback takes:
  // the budget that gets that back, counted from 1; 0 = none.
  std::uint16_t part = 0;
  std::uint8_t unit = 0;
  std::uint8_t reserved = 0;

  friend bool operator==(const Slice&, const Slice&) = default;
};
static_assert(sizeof(Slice) == 40);
static_assert(std::is_trivially_copyable_v<Slice>);

inline Lot LotOf(const Slice& slice, TermsTable& terms) {
  return {slice.activation, slice.expiry, slice.amount, slice.number,
          terms.SlotOf(slice.terms)};
}
// As a lot that gets its number from whoever is credited with it.
inline Lot NewLotOf(const Slice& slice, TermsTable& terms) {
  Lot lot = LotOf(slice, terms);
  lot.number = 0;
  return lot;
}
inline Slice SliceOf(const Lot& lot, const TermsTable& terms) {
  return {lot.remaining,
          lot.activation,
          lot.expiry,
          terms.At(lot.terms),
          lot.number,
          0,
          0,
          0};
}

struct Message {
  Sequence origin = 0;      // The command it goes back to,
  std::uint32_t index = 0;  // and which of its messages this is.
  MessageKind kind = MessageKind::kTransfer;
  std::uint8_t unit = 0;
  ResultCode reason = ResultCode::kOk;                // Of a refusal.
  CommandKind command_kind = CommandKind::kTransfer;  // Of the origin.
  std::uint16_t version = 1;  // Of the program that the origin goes by.
  // Id of the origin; of what is paid for a referral that of its event.
  CommandId command;
  MemberId from;
  MemberId to;
  Amount amount;
  // The origin's business time; of what is given back, that of its claim.
  Instant occurred_at;
  // Of what is taken back in a pool: when it was earned.
  Instant earned_at;
  // Among those beside the messages.
  std::uint32_t slice_first = 0;
  std::uint32_t slice_count = 0;
  // Number of the first lot that the transfer made at its receiver; 0 if a
  // deficit absorbed any part of it. Of an earn the lot that it made in the
  // pool. And the record of the transfer to be reversed, or of the earn, in the
  // shard of its member.
  std::uint32_t first_lot = 0;
  // Of a purchase that claims, its own.
  Slot record = kNoSlot;
  Slot id_slot = kNoSlot;  // Of the entry of the origin's id.
  // How many of a reward, or of a budget's unit, are claimed, granted or given
  // back; and of which of the program's rewards or earn rules.
  std::int64_t claimed = 0;
  std::uint32_t rule = 0;
  // Of a claim of a budget, whose index is that of its part of the purchase:
  // of which one, whether it is the last one, and the pool, if any, that then
  // gets what was granted.
  std::uint32_t budget = 0;
  bool is_last = false;
  MemberId pool;
  // What the outbox keeps of a merge, of a command that is forwarded, and of
  // whoever says who brought it: the members that were merged into that one.
  const MergeParcel* parcel = nullptr;
  const Input* forwarded = nullptr;
  const std::vector<MemberId>* was_also = nullptr;
  // The origin's, answered by the last message. Null if this answers nobody.
  Outcome* outcome = nullptr;

  // Whom it is delivered to.
  const MemberId& addressee() const {
    return (TraitsOf(kind) & kGoesBack) != 0 ? from : to;
  }
};

// Waves behind which nothing is under way that was sent at one time, under any
// program: what a merged member is awarded of a block, or buys under a budget,
// is forwarded, claims, is answered, goes to a pool and is answered there; what
// it says of a referrer that is merged too is forwarded, goes on, is answered,
// and is paid for.
inline constexpr int kWavesMax = 5;

// Order of delivery within a wave.
inline bool DeliveredBefore(const Message& a, const Message& b) {
  return a.origin != b.origin ? a.origin < b.origin : a.index < b.index;
}

class Messages {
 public:
  // A message with all slices put down since the one before it.
  void Add(Message message) {
    message.slice_first = slices_taken_;
    message.slice_count =
        static_cast<std::uint32_t>(slices_.size()) - slices_taken_;
    slices_taken_ += message.slice_count;
    list_.push_back(message);
  }
  // Keeps what a message points to as long as the message.
  template <class Value>
  const Value* Keep(std::shared_ptr<const Value> value) {
    const Value* at = value.get();
    kept_.push_back(std::move(value));
    return at;
  }
  // Where the slices of the next message are put down.
  std::vector<Slice>& slices() { return slices_; }

  std::span<const Slice> SlicesOf(const Message& message) const {
    return std::span(slices_).subspan(message.slice_first, message.slice_count);
  }
  std::span<Message> list() { return list_; }
  std::span<const Message> list() const { return list_; }
  std::size_t size() const { return list_.size(); }
  bool empty() const { return list_.empty(); }
  void Clear() {
    list_.clear();
    slices_.clear();
    kept_.clear();
    slices_taken_ = 0;
  }
  // Room for `count` more messages, of one slice each as they usually are.
  void Reserve(std::size_t count) {
    list_.reserve(list_.size() + count);
    slices_.reserve(slices_.size() + count);
  }

 private:
  std::vector<Message> list_;
  std::vector<Slice> slices_;
  std::vector<std::shared_ptr<const void>> kept_;
  std::uint32_t slices_taken_ = 0;
};

// An outcome whose answer comes at the round's end has this in `reserved`; a
// final one has 0.
inline constexpr std::uint32_t kOutcomeOpen = 1;

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_MESSAGE_H_
