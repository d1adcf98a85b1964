#include "engine/pipeline/shard_worker.h"

#include <algorithm>
#include <utility>

#include "engine/apply/remembered_lots.h"
#include "engine/apply/settle.h"
#include "engine/base/check.h"
#include "engine/pipeline/being_applied.h"
#include "engine/program/program_versions.h"

namespace kumbara {
namespace {

// What a command needs is asked for in three legs, each so many commands long:
// its index lines, then, once those have come, its member, then the member's
// lots. Longer legs ask for more at once than a core's misses can be under way;
// a few commands at a time keep them evenly busy, and the translations of two
// addresses still overlap. docs/decisions/0005 has the figures.
constexpr std::size_t kAhead = 8;
constexpr std::size_t kStep = 2;

// Members settled after a tick in one batch: a millisecond's work.
constexpr std::size_t kDueMembersPerBatch = 4'096;

// Readers are looked after at least so often.
constexpr std::size_t kItemsPerPoll = 8'192;

// Of these kinds a command takes lots and makes none.
constexpr KindSet kTakingKinds =
    SetOf(CommandKind::kRedeem) | SetOf(CommandKind::kDonate) |
    SetOf(CommandKind::kHold) | SetOf(CommandKind::kTransfer);

// A work item as apply wants it.
Input InputOf(const WorkItem& item, Sequence sequence, Sequence posts_under,
              Instant latest, Slot likely_slot) {
  const Command& command = *item.command;
  return {command,      {item.details, command.detail_count},
          sequence,     posts_under,
          latest,       item.currency,
          item.id_slot, item.reference,
          likely_slot};
}

// 0 where the message has the id of an event instead.
CommandId IdOfOrigin(const Message& message) {
  const bool is_of_event = message.kind == MessageKind::kReferReward ||
                           message.kind == MessageKind::kReferTakeBack;
  return is_of_event ? CommandId{} : message.command;
}

// Books of small shards are checked whole after every batch of a debug build.
[[maybe_unused]] constexpr std::uint32_t kMembersToCheckMax = 4'096;

}  // namespace

ShardWorker::ShardWorker(std::uint32_t number, const LedgerSettings& settings,
                         const Program& program, std::span<Shard* const> shards,
                         Clock& clock, RoundExchange& exchange, BatchRing& ring)
    : number_(number),
      settings_(settings),
      program_(program),
      shards_(shards.size()),
      clock_(clock),
      exchange_(exchange),
      ring_(ring),
      next_due_shard_(number),
      settled_copy_(program),
      linked_runs_(program),
      new_members_(shards.size()),
      reads_done_token_(reads_done_) {
  for (std::size_t shard = number; shard < shards.size();
       shard += exchange.workers()) {
    shards_[shard] = shards[shard];
  }
}

bool ShardWorker::Poll() {
  const bool read = AnswerReads();
  if (slot_ == nullptr && !Begin()) return read;
  const bool progress = in_round_end_ ? PassPhase() || read : ApplyOn();
  being_applied.sequence = 0;
  return progress;
}

bool ShardWorker::Begin() {
  const std::uint64_t ordinal = ring_.applied(number_).load();
  if (ordinal == ring_.resolved.load()) return false;
  slot_ = &ring_.At(ordinal);
  next_item_ = 0;
  next_round_end_ = 0;
  ReserveRoom();
  return true;
}

// Grows tables now by what the batch may need, so that apply does not. Cold
// records that it names are asked for all at once: the disk reads one while
// apply is busy with what comes before.
void ShardWorker::ReserveRoom() {
  std::size_t messages = 0;
  for (const WorkItem& item : slot_->items) {
    if (!IsAppliedInPlace(item.kind) || !OwnsShard(item.shard)) continue;
    new_members_[item.shard] += MayOpenMember(item.command->kind) ? 1 : 0;
    messages += item.may_send ? 1 : 0;
    if (records_may_leave_ && item.reference.whose == Reference::Whose::kOwn) {
      shards_[item.shard]->records.Ask(item.reference.id_slot);
    }
  }
  for (std::uint32_t shard = number_; shard < shards_.size();
       shard += exchange_.workers()) {
    const std::uint32_t members = std::exchange(new_members_[shard], 0);
    if (members != 0) shards_[shard]->members.Reserve(members);
  }
  exchange_.outbox(number_, phase_).messages.Reserve(messages);
}

bool ShardWorker::ApplyOn() {
  const std::vector<std::uint32_t>& ends = slot_->round_ends;
  const bool round_ends = next_round_end_ < ends.size();
  const std::size_t stop =
      round_ends ? ends[next_round_end_] : slot_->items.size();
  const std::size_t to = std::min(stop, next_item_ + kItemsPerPoll);
  ApplyRange(next_item_, to);
  next_item_ = to;
  if (to < stop) return true;
  if (round_ends) {
    ++next_round_end_;
    in_round_end_ = true;
    Arrive();
  } else {
    Finish();
  }
  return true;
}

// Before a command go the legs of what it needs, kStep commands at a time, each
// kAhead commands behind the one before it.
void ShardWorker::ApplyRange(std::size_t from, std::size_t to) {
  // Else the tables that only these need are not worth a look.
  const Program& program = NewestOf(program_);
  const bool by_rules = !program.rules.empty() || !program.tier_sets.empty() ||
                        !program.achievements.empty();
  for (std::size_t at = from; at < to + 3 * kAhead; at += kStep) {
    const auto pass = [&](std::size_t behind, const auto& stage) {
      if (at < from + behind) return;
      const std::size_t end = std::min(at - behind + kStep, to);
      for (std::size_t i = at - behind; i < end; ++i) stage(i);
    };
    pass(0, [&](std::size_t i) { PrefetchIndex(i, to); });
    pass(kAhead, [&](std::size_t i) { PrefetchMember(i); });
    pass(2 * kAhead, [&](std::size_t i) { PrefetchLots(i, by_rules); });
    pass(3 * kAhead, [&](std::size_t i) { ApplyAt(i); });
  }
}

inline void ShardWorker::PrefetchIndex(std::size_t index, std::size_t end) {
  const WorkItem& item = slot_->items[index];
  // A batch is too much for the cache, and resolve has been all through it.
  if (index + kAhead < end) Prefetch(slot_->items[index + kAhead].command);
  Coming& coming = coming_[index % kComing];
  coming.shard = nullptr;
  coming.likely_slot = kNoSlot;
  if (!IsCounted(item.command->kind) || !OwnsShard(item.shard)) return;
  const Shard& shard = *shards_[item.shard];
  coming.shard = &shard;
  coming.member_hash = MemberTable::HashOf(item.command->member);
  shard.members.PrefetchIndex(coming.member_hash);
  if (item.reference.whose == Reference::Whose::kOwn) {
    shard.records.PrefetchPlace(item.reference.id_slot);
  }
}

inline void ShardWorker::PrefetchMember(std::size_t index) {
  static_assert(kComing >= 3 * kAhead + kStep);
  Coming& coming = coming_[index % kComing];
  if (coming.shard == nullptr) return;
  const MemberTable& members = coming.shard->members;
  const Slot slot = members.GuessSlot(coming.member_hash);
  coming.likely_slot = slot;
  if (slot == kNoSlot) return;
  members.PrefetchMember(slot);
  coming.shard->PrefetchLeg(slot);
}

inline void ShardWorker::PrefetchLots(std::size_t index, bool by_rules) const {
  const Coming& coming = coming_[index % kComing];
  const Slot slot = coming.likely_slot;
  if (slot == kNoSlot) return;
  const WorkItem& item = slot_->items[index];
  const CommandKind kind = item.command->kind;
  const Shard& shard = *coming.shard;
  if (MayLeaveRecord(kind)) shard.records.PrefetchEnds();
  if (item.reference.whose == Reference::Whose::kOwn) {
    shard.records.PrefetchNamed(item.reference.id_slot);
  }
  if (by_rules) {
    shard.records.PrefetchBasketEnds();
    shard.tiers.Prefetch(slot);
    shard.rule_uses.Prefetch(slot);
    shard.achievements.Prefetch(slot);
  }
  const Member& member = shard.members.At(slot);
  if (member.has_dealings != 0) shard.dealings.prefetch(slot);
  const LotList& lots = member.wallet.lots;
  if ((kTakingKinds & SetOf(kind)) != 0) {
    PrefetchFirstLots(shard.lots, lots);
  } else {
    kumbara::PrefetchLots(shard.lots, lots);
  }
}

void ShardWorker::ApplyAt(std::size_t index) {
  const WorkItem& item = slot_->items[index];
  const bool is_tick = item.kind == ItemKind::kTick;
  if (!is_tick && !OwnsShard(item.shard)) return;
  const Sequence sequence = slot_->sequence_of(index);
  NoteApplied(item, sequence);
  if (is_tick) {
    ApplyTickToShards(*item.command, sequence);
  } else if (item.kind == ItemKind::kApply) {
    ApplyItem(item, sequence, sequence, slot_->latest,
              coming_[index % kComing].likely_slot);
  } else if (item.kind == ItemKind::kCarried) {
    item.outcome->reserved = kOutcomeOpen;
    Carry({item, sequence, slot_->latest});
  } else if (item.kind == ItemKind::kRun) {
    ApplyRun(index);
  } else if (item.kind == ItemKind::kRefused) {
    Refuse(settings_.semantics,
           InputOf(item, sequence, sequence, slot_->latest, kNoSlot),
           {item.refusal}, program_, *shards_[item.shard], item.outcome);
  }
}

void ShardWorker::NoteApplied(const WorkItem& item, Sequence sequence) {
  // One by one: made as a whole, it would be read as a whole from stores that
  // are still under way, and wait for them.
  being_applied.sequence = sequence;
  being_applied.id = item.command->id;
  being_applied.shard = item.shard;
  being_applied.kind = item.command->kind;
}

void ShardWorker::Carry(const Carried& command) {
  switch (command.item.command->kind) {
    case CommandKind::kClose:
      return closing_.push_back(command);
    case CommandKind::kMerge:
      return merging_.push_back(command);
    default:
      return carried_.push_back(command);
  }
}

void ShardWorker::ApplyRun(std::size_t first) {
  const WorkItem& head = slot_->items[first];
  run_.clear();
  for (std::size_t i = first; i <= first + head.run_rest; ++i) {
    const WorkItem& item = slot_->items[i];
    const Sequence sequence = slot_->sequence_of(i);
    run_.push_back({InputOf(item, sequence, sequence, slot_->latest, kNoSlot),
                    item.refusal, item.would_wait, item.outcome});
  }
  linked_runs_.Apply(settings_.semantics, run_, head.run_fails,
                     *shards_[head.shard]);
}

void ShardWorker::ApplyItem(const WorkItem& item, Sequence sequence,
                            Sequence posts_under, Instant latest,
                            Slot likely_slot) {
  const Input input = InputOf(item, sequence, posts_under, latest, likely_slot);
  Messages& messages = exchange_.outbox(number_, phase_).messages;
  const std::size_t before = messages.size();
  Apply(settings_.semantics, input, program_, *shards_[item.shard], messages,
        item.outcome);
  // Whoever settles a message answers the command that made it.
  for (Message& message : messages.list().subspan(before)) {
    message.outcome = item.outcome;
  }
}

// Ticks and messages change members whose last sequence need not tell of this
// batch: a tick writes into none, an empty batch has no sequence of its own.
void ShardWorker::NoteBatchShown() {
  batches_shown_ = ring_.applied(number_).load() + 1;
}

void ShardWorker::ApplyTickToShards(const Command& tick, Sequence sequence) {
  NoteBatchShown();
  for (std::uint32_t shard = number_; shard < shards_.size();
       shard += exchange_.workers()) {
    const ResultCode code =
        ApplyTick(settings_.semantics, Instant(tick.occurred_at), slot_->latest,
                  sequence, *shards_[shard]);
    if (code != ResultCode::kOk) return;  // Resolve answered it so already.
  }
  next_due_shard_ = number_;
}

// A tick may make millions of members due at once. Those touched are settled
// when they are; the others here, so many a batch.
void ShardWorker::SettleSomeDue() {
  std::size_t left = kDueMembersPerBatch;
  while (next_due_shard_ < shards_.size()) {
    const std::size_t settled =
        SettleDue(program_, *shards_[next_due_shard_], left);
    settled_any_ |= settled > 0;
    if (settled >= left) return;
    left -= settled;
    next_due_shard_ += exchange_.workers();
  }
}

void ShardWorker::Arrive() {
  exchange_.outbox(number_, phase_).carried = carried_.size();
  exchange_.outbox(number_, phase_).closing = closing_.size();
  exchange_.outbox(number_, phase_).merging =
      merging_.empty() ? 0 : merging_.front().sequence;
  exchange_.Arrive(number_, phase_);
}

bool ShardWorker::PassPhase() {
  if (!exchange_.AllArrived(phase_)) return false;
  const std::size_t messages = exchange_.MessagesOf(phase_);
  const std::size_t carried = exchange_.CarriedOf(phase_);
  const std::uint64_t read = phase_++;
  exchange_.outbox(number_, phase_).messages.Clear();
  waves_ = messages > 0 ? waves_ + 1 : 0;
  KUMBARA_DCHECK(waves_ <= kWavesMax);
  if (messages > 0) {
    DeliverInbound(read);
  } else if (carried > 0) {
    ApplyCarried(&carried_);
  } else if (exchange_.ClosingOf(read) > 0) {
    // Last of all: what members sent each other finds them open.
    ApplyCarried(&closing_);
  } else if (const Sequence merge = exchange_.NextMergeOf(read); merge != 0) {
    ApplyOneMerge(merge);
  } else {
    in_round_end_ = false;
    ForgetEvents();
    return true;
  }
  Arrive();
  return true;
}

// All claims that they came behind are answered.
void ShardWorker::ForgetEvents() const {
  for (std::uint32_t shard = number_; shard < shards_.size();
       shard += exchange_.workers()) {
    shards_[shard]->awaited_events.clear();
  }
}

// That ended the round at hand: at the end of a batch its last one.
Sequence ShardWorker::RoundLast() const {
  return slot_->header.first_sequence + slot_->round_ends[next_round_end_ - 1] -
         1;
}

void ShardWorker::DeliverInbound(std::uint64_t phase) {
  inbound_.clear();
  for (std::uint32_t worker = 0; worker < exchange_.workers(); ++worker) {
    const Messages& sent = exchange_.outbox(worker, phase).messages;
    for (const Message& message : sent.list()) {
      if (OwnsShard(ShardOf(message.addressee(), settings_.shards))) {
        inbound_.push_back({message, sent.SlicesOf(message)});
      }
    }
  }
  std::sort(inbound_.begin(), inbound_.end(),
            [](const Inbound& a, const Inbound& b) {
              return DeliveredBefore(a.message, b.message);
            });
  // Else it would be chance which of two comes first.
  KUMBARA_DCHECK(std::adjacent_find(
                     inbound_.begin(), inbound_.end(),
                     [](const Inbound& a, const Inbound& b) {
                       return a.message.addressee() == b.message.addressee() &&
                              !DeliveredBefore(a.message, b.message);
                     }) == inbound_.end());
  NoteBatchShown();
  Messages& outbox = exchange_.outbox(number_, phase_).messages;
  for (const auto& [message, slices] : inbound_) {
    const std::uint32_t shard = ShardOf(message.addressee(), settings_.shards);
    being_applied = {message.origin, IdOfOrigin(message),
                     static_cast<std::uint16_t>(shard), message.command_kind};
    Deliver(settings_.semantics, message, slices, program_, RoundLast(),
            *shards_[shard], outbox);
  }
}

void ShardWorker::ApplyCarried(std::vector<Carried>* waiting) {
  NoteBatchShown();
  const std::vector<Carried> carried = std::exchange(*waiting, {});
  for (const Carried& command : carried) {
    NoteApplied(command.item, command.sequence);
    ApplyItem(command.item, command.sequence, RoundLast(), command.latest,
              kNoSlot);
  }
}

// Each merge ends before the next one begins, whoever's worker that is.
void ShardWorker::ApplyOneMerge(Sequence sequence) {
  NoteBatchShown();
  if (merging_.empty() || merging_.front().sequence != sequence) return;
  const Carried merge = merging_.front();
  merging_.pop_front();
  NoteApplied(merge.item, merge.sequence);
  ApplyItem(merge.item, merge.sequence, RoundLast(), merge.latest, kNoSlot);
}

void ShardWorker::Finish() {
  settled_any_ = false;
  if (const std::size_t items = slot_->items.size(); items != 0) {
    NoteApplied(slot_->items.back(), slot_->sequence_of(items - 1));
  }
  SettleSomeDue();
  CheckOwnBooks();
  LetRecordsGo();
  if (slot_->ledger_clock > ledger_clock_) {
    ledger_clock_ = slot_->ledger_clock;
    clock_batches_ = ring_.applied(number_).load() + 1;
  }
  if (number_ == 0) slot_->times.applied = clock_.MonotonicNanos();
  slot_ = nullptr;
  ring_.applied(number_).Advance();
}

void ShardWorker::LetRecordsGo() const {
  if (!records_may_leave_) return;
  for (std::uint32_t shard = number_; shard < shards_.size();
       shard += exchange_.workers()) {
    shards_[shard]->records.LetGo();
  }
}

bool ShardWorker::AnswerReads() {
  ReadRequest* request = nullptr;
  bool any = false;
  while (reads_.Take(&request)) {
    const Shard& shard = *shards_[ShardOf(request->member, settings_.shards)];
    request->view = MemberView{};
    request->view.id = request->member;
    request->batches = batches_shown_;
    const Slot slot = shard.members.FindSlot(request->member);
    if (slot != kNoSlot) {
      const MemberRef ref = settled_copy_.At(ledger_clock_, shard, slot);
      request->view = ViewAt(ledger_clock_, ref, program_);
      AddKeptBySlot(shard, slot, &request->view);
      // What another member's command made due is durable when that is.
      const bool is_copy = &ref.shard != &shard;
      if (is_copy) request->batches = std::max(batches_shown_, clock_batches_);
    }
    // Readers look into holds too, and no batch need ever follow.
    if (slot_ == nullptr) shard.records.LetGo();
    reads_done_.Put(reads_done_token_, request);
    any = true;
  }
  return any;
}

PointsUnderWay ShardWorker::UnderWayIn(std::uint32_t shard) const {
  PointsUnderWay under_way;
  for (const Message& message : open_messages().list()) {
    const std::uint8_t traits = TraitsOf(message.kind);
    if ((traits & (kHoldsPoints | kClaimsPoints)) == 0 ||
        ShardOf(message.from, settings_.shards) != shard) {
      continue;
    }
    const bool held = (traits & kHoldsPoints) != 0;
    const bool is_for_pool = !message.pool.IsZero();
    if (!held && is_for_pool) continue;  // Not pending at the member.
    (held ? under_way.held : under_way.claimed)[message.unit] +=
        message.amount.count();
  }
  return under_way;
}

const Messages& ShardWorker::open_messages() const {
  return exchange_.outbox(number_, phase_).messages;
}

void ShardWorker::CheckOwnBooks() const {
#ifndef NDEBUG
  // A batch changes the shards of its commands, a round's end or a tick any.
  std::vector<bool> changed(shards_.size(),
                            !slot_->round_ends.empty() || settled_any_);
  for (const WorkItem& item : slot_->items) changed[item.shard] = true;
  for (std::uint32_t shard = number_; shard < shards_.size();
       shard += exchange_.workers()) {
    if (changed[shard] &&
        shards_[shard]->members.size() <= kMembersToCheckMax) {
      CheckBooks(*shards_[shard], UnderWayIn(shard));
    }
  }
#endif
}

}  // namespace kumbara
