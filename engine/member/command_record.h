// CommandRecord: what a command leaves so that a later one can name it: what
// it made or took, and how much of that has been taken back.
//
// What a command took is a list of slices in the order of taking. They never
// change: what has been given back of them is one cumulative amount, counted
// from the last slice's end backwards. Likewise a return takes back by
// cumulative difference, f(original) - f(what remains) - already demanded, so
// ten returns of a tenth take back what one return of all does.
//
// Units:   amounts in the smallest decimal of the unit, of a purchase in minor
//          units of the currency; of an event 1.
// Threads: one shard worker at a time.
// Cost:    64 bytes a record, 32 a slice; a record is found by one miss for its
//          place and one for itself. Add allocates whole chunks only. What
//          MayLeave let go costs the reading of a chunk, and then lies there
//          beside what else is in the chunk until the next LetGo.

#ifndef KUMBARA_ENGINE_MEMBER_COMMAND_RECORD_H_
#define KUMBARA_ENGINE_MEMBER_COMMAND_RECORD_H_

#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/base/cold_slab.h"
#include "engine/base/slab.h"
#include "engine/base/types.h"
#include "engine/member/basket_record.h"
#include "engine/member/earn_part.h"
#include "engine/member/lot.h"
#include "engine/member/record_places.h"
#include "engine/record/command.h"

namespace kumbara {

// Of a hold. One that has timed out stays open here: its time tells.
enum class HoldState : std::uint32_t {
  kOpen = 0,
  kCaptured = 1,
  kVoided = 2,
};

// Of a program, in 15 bits.
inline constexpr std::uint16_t kVersionMax = 0x7fff;

struct CommandRecord {
  CommandId id;
  std::int64_t amount = 0;      // Below 0 for an adjustment downwards.
  std::int64_t taken_back = 0;  // Of its size, so far.
  // What returns of a purchase have asked back so far, in points, taken or
  // forgone; the time-out of a hold; the debt that an adjustment made.
  std::int64_t extra = 0;
  Instant at;  // Business time: the dates of its own lot follow from it.
  Slot member = kNoSlot;
  // Number of the lot it made, 0 = none; or where its slices begin; or, of a
  // transfer or what a pool has got, its TransferRecord.
  std::uint32_t place = 0;
  // Funding class of an award or import, reason of an adjustment, HoldState of
  // a hold; of a purchase or event the number of its BasketRecord, of a
  // redemption that of its RewardRecord, counted from 1, 0 = none.
  std::uint32_t label = 0;
  std::uint16_t version : 15 = 0;  // Of the program that applied it.
  std::uint16_t in_pool : 1 = 0;   // What it earned is in a pool.
  CommandKind kind = CommandKind::kPurchase;
  std::uint8_t unit = 0;  // Code; of a purchase or event that of the earn rule.

  std::int64_t size() const { return amount < 0 ? -amount : amount; }
  std::int64_t left() const { return size() - taken_back; }
  HoldState hold_state() const { return static_cast<HoldState>(label); }
  Instant timeout() const { return Instant(extra); }
};
static_assert(sizeof(CommandRecord) == 64);
static_assert(std::is_trivially_copyable_v<CommandRecord>);

// What the record has more of an accepted transfer, or of an earn that reached
// a pool.
struct TransferRecord {
  MemberId receiver;
  std::uint32_t first_slice = 0;
  // Number of the first lot it made there, the others following; 0 if a
  // deficit absorbed any part of a transfer, or all of an earn.
  std::uint32_t first_lot = 0;
};

// What the record of a redeemed reward has more.
struct RewardRecord {
  Sequence sequence = 0;  // Of the redemption, which its vouchers are told by.
  Code reward = 0;
  std::uint32_t quantity = 0;
  // Number of the lot that it gave; 0 if it gave none or a deficit absorbed any
  // part of it.
  std::uint32_t given_lot = 0;
  std::uint32_t reserved = 0;
};

// Where a purchase or event was counted, so that what takes it back is counted
// there too: a bit each by their places in the program.
struct CountedIn {
  std::uint16_t achievements = 0;
  std::uint8_t tier_sets = 0;  // As a visit.
  std::uint8_t reserved = 0;

  friend bool operator==(const CountedIn&, const CountedIn&) = default;
};
static_assert(std::has_unique_object_representations_v<CountedIn>);

// The records of one shard and what they took.
class CommandRecords {
 public:
  // `places` are those of the whole ledger; a copy has places of its own.
  CommandRecords(ChunkArena& arena, RecordPlaces* places)
      : hot_(std::make_unique<HotChunks>(arena)),
        records_(*hot_),
        slices_(*hot_),
        transfers_(*hot_),
        rewards_(*hot_),
        baskets_(*hot_),
        lines_(*hot_),
        parts_(*hot_),
        matches_(*hot_),
        places_(places) {}

  // From now on LetGo leaves so many chunks of all this in memory; who looks
  // for what has gone gets it back. REQUIRES: there are no records.
  void MayLeave(ChunkStore& store, std::uint32_t hot_chunks) {
    hot_->Use(store, hot_chunks);
  }
  // REQUIRES: nobody holds a reference to anything here.
  void LetGo() const { hot_->LetGo(); }
  std::size_t hot_chunks() const { return hot_->hot(); }

  // A new record, whose slices are those added from now on. `id_slot` is that
  // of its id's entry. REQUIRES: no record has the id.
  Slot Add(const CommandId& id, Slot id_slot) {
    const Slot slot = records_.Add();
    CommandRecord& record = records_.At(slot);
    record.id = id;
    record.place = slices_.size();
    places_->Set(id_slot, slot);
    return slot;
  }
  // Notes what is taken of a lot.
  void AddSlice(const Lot& lot, Amount taken) {
    Lot& slice = slices_.At(slices_.Add());
    slice = lot;
    slice.remaining = taken;
  }
  // The same for a record that comes from another member, with its id.
  Slot AddMoved(const CommandId& id);
  // Forgets a record that is somewhere else now.
  void Drop(Slot slot);
  // Keeps in a record that it is a transfer to `receiver`.
  void SetTransfer(CommandRecord& record, const MemberId& receiver,
                   std::uint32_t first_lot);

  // Keeps in a record that a pool got what it earned, in its lot of that
  // number.
  void SetInPool(CommandRecord& record, const MemberId& pool,
                 std::uint32_t lot);
  // Keeps in the record of a purchase or event what its basket has more:
  // `lines` are in ascending order of their keys. The slices added since the
  // record was are those of its points.
  void SetBasket(CommandRecord& record, const BasketRecord& basket,
                 std::span<const KeptLine> lines);
  // Keeps in the record of a purchase or event what the rules gave for it, in
  // the order of the program. REQUIRES: SetBasket was called.
  void SetParts(const CommandRecord& record, std::span<const EarnPart> parts);
  // Keeps in it, line by line, how much of the line's amount each rule looks at
  // that looks at some lines only. REQUIRES: the same; line_count times as many
  // as such rules.
  void SetMatches(const CommandRecord& record,
                  std::span<const std::int64_t> matches);
  // Keeps in the record of a redemption what was redeemed.
  void SetReward(CommandRecord& record, const RewardRecord& reward);
  // Keeps it in the record of a purchase or event.
  void SetCounted(const CommandRecord& record, const CountedIn& counted) {
    if (counted != CountedIn()) counted_[record.id] = counted;
  }
  CountedIn CountedOf(const CommandRecord& record) const {
    const auto found = counted_.find(record.id);
    return found != counted_.end() ? found->second : CountedIn();
  }

  // The record of a command, whose id has its entry at `id_slot`; kNoSlot if
  // this shard has none.
  Slot Find(const CommandId& id, Slot id_slot) const {
    const Slot slot = places_->At(id_slot);
    const bool here = slot < records_.size() && records_.At(slot).id == id;
    if (here || moved_.empty()) return here ? slot : kNoSlot;
    return FindMoved(id);
  }
  CommandRecord& At(Slot slot) { return records_.At(slot); }
  const CommandRecord& At(Slot slot) const { return records_.At(slot); }
  std::uint32_t size() const { return records_.size(); }

  // How many slices a record has: as many as make up what it took.
  std::uint32_t SliceCount(const CommandRecord& record) const;
  // A slice, in the order of taking: a lot as it was, `remaining` being what
  // was taken of it. REQUIRES: index < SliceCount(record).
  const Lot& SliceAt(const CommandRecord& record, std::uint32_t index) const {
    return slices_.At(FirstSlice(record) + index);
  }
  // The lot that an imported purchase came with, its number 0 if nothing was
  // left of it, `remaining` being all that the purchase earned.
  const Lot& EarnedElsewhere(const CommandRecord& record) const {
    return SliceAt(record, 0);
  }
  // REQUIRES: HasTransfer.
  const TransferRecord& TransferOf(const CommandRecord& record) const {
    return transfers_.At(record.place);
  }

  // What a purchase or event has more; null if nothing, and for other kinds.
  BasketRecord* FindBasket(const CommandRecord& record) {
    return HasBasket(record) ? &baskets_.At(record.label - 1) : nullptr;
  }
  const BasketRecord* FindBasket(const CommandRecord& record) const {
    return HasBasket(record) ? &baskets_.At(record.label - 1) : nullptr;
  }
  // REQUIRES: index < line_count.
  KeptLine& LineAt(const BasketRecord& basket, std::uint32_t index) {
    return lines_.At(basket.first_line + index);
  }
  const KeptLine& LineAt(const BasketRecord& basket,
                         std::uint32_t index) const {
    return lines_.At(basket.first_line + index);
  }
  // REQUIRES: index < part_count.
  EarnPart& PartAt(const BasketRecord& basket, std::uint32_t index) {
    return parts_.At(basket.first_part + index);
  }
  const EarnPart& PartAt(const BasketRecord& basket,
                         std::uint32_t index) const {
    return parts_.At(basket.first_part + index);
  }
  // What the `which`th such rule looks at. REQUIRES: which < match_count.
  std::int64_t MatchAt(const BasketRecord& basket, std::uint32_t line,
                       std::uint32_t which) const {
    return matches_.At(basket.first_match + line * basket.match_count + which);
  }
  // All of them, as SetMatches takes them.
  void MatchesOf(const BasketRecord& basket,
                 std::vector<std::int64_t>* matches) const;
  // The slices of the points that a purchase was paid with.
  std::uint32_t SliceCount(const BasketRecord& basket) const {
    return SlicesThatMakeUp(basket.first_slice, basket.tendered);
  }
  const Lot& SliceAt(const BasketRecord& basket, std::uint32_t index) const {
    return slices_.At(basket.first_slice + index);
  }

  // What a redemption was of; null if of no reward.
  const RewardRecord* RewardOf(const CommandRecord& record) const {
    const bool has_one =
        record.kind == CommandKind::kRedeem && record.label != 0;
    return has_one ? &rewards_.At(record.label - 1) : nullptr;
  }

  // Notes that `by` more, or less, of a record has been taken back.
  void TakeBack(CommandRecord& record, std::int64_t by);

  // Forgets all records.
  void Clear();

  // Without the places, which are the whole ledger's.
  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [hot, records, slices, transfers, rewards, baskets, lines, parts,
           matches, counted, places, moved] = self;
    PassSlabs(stream, *hot, records, slices, transfers, rewards, baskets, lines,
              parts, matches);
    stream.Pass(counted, moved);
  }

  // Asks for what finding a record will want: first its place, then itself.
  void PrefetchPlace(Slot id_slot) const { places_->Prefetch(id_slot); }
  void PrefetchNamed(Slot id_slot) const {
    const Slot slot = places_->At(id_slot);
    if (slot < records_.size()) records_.Prefetch(slot);
  }
  // Begins to fetch a record that has left memory.
  void Ask(Slot id_slot) const {
    const Slot slot = places_->At(id_slot);
    if (slot < records_.size()) records_.Ask(slot);
  }
  // And what adding one will: the ends of the records and slices.
  void PrefetchEnds() const {
    records_.PrefetchNext();
    slices_.PrefetchNext();
  }
  // What adding one of a purchase by several rules will want beside.
  void PrefetchBasketEnds() const {
    baskets_.PrefetchNext();
    lines_.PrefetchNext();
    parts_.PrefetchNext();
    matches_.PrefetchNext();
  }

 private:
  // A slab at a time: no more need be in memory.
  template <class Stream, class... Slabs>
  static void PassSlabs(Stream& stream, HotChunks& hot, Slabs&... slabs) {
    ((stream.Pass(slabs), hot.LetGo()), ...);
  }
  Slot FindMoved(const CommandId& id) const;
  Slot FirstSlice(const CommandRecord& record) const {
    return record.kind == CommandKind::kTransfer
               ? transfers_.At(record.place).first_slice
               : record.place;
  }
  static bool MayHaveBasket(const CommandRecord& record) {
    return record.kind == CommandKind::kPurchase ||
           record.kind == CommandKind::kEvent;
  }
  static bool HasBasket(const CommandRecord& record) {
    return MayHaveBasket(record) && record.label != 0;
  }
  std::uint32_t SlicesThatMakeUp(Slot first, std::int64_t taken) const;

  std::unique_ptr<HotChunks> hot_;  // Behind a pointer: all below know it.
  ColdSlab<CommandRecord> records_;
  ColdSlab<Lot> slices_;
  ColdSlab<TransferRecord> transfers_;
  ColdSlab<RewardRecord> rewards_;
  ColdSlab<BasketRecord> baskets_;
  ColdSlab<KeptLine> lines_;
  ColdSlab<EarnPart> parts_;
  ColdSlab<std::int64_t> matches_;
  absl::flat_hash_map<CommandId, CountedIn> counted_;  // Those in any.
  RecordPlaces* places_;
  // Records that came from other members.
  absl::flat_hash_map<CommandId, Slot> moved_;
};

// Whether a record has a TransferRecord.
inline bool HasTransfer(const CommandRecord& record) {
  return record.kind == CommandKind::kTransfer || record.in_pool != 0;
}

// Whether a record has slices of lots, rather than the number of a lot it made:
// those it took, or what an imported purchase earned elsewhere.
inline bool HasSlices(const CommandRecord& record) {
  switch (record.kind) {
    case CommandKind::kRedeem:
    case CommandKind::kTransfer:
    case CommandKind::kHold:
    case CommandKind::kCapture:
    case CommandKind::kDonate:
    case CommandKind::kImport:
      return true;
    default:
      return record.amount < 0;
  }
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_COMMAND_RECORD_H_
