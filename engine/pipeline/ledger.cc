// Stage 2 of a transaction's path, and the wiring of all of them.

#include "engine/pipeline/ledger.h"

#include <algorithm>
#include <utility>

#include "engine/apply/new_version.h"
#include "engine/apply/remembered_lots.h"
#include "engine/apply/settle.h"
#include "engine/apply/settled_state.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

std::vector<std::unique_ptr<Shard>> MakeShards(std::uint32_t count,
                                               ChunkArena& arena,
                                               RecordPlaces& places) {
  std::vector<std::unique_ptr<Shard>> shards;
  for (std::uint32_t i = 0; i < count; ++i) {
    shards.push_back(std::make_unique<Shard>(arena, &places, i * 1024 / count));
  }
  return shards;
}

// A record with what it took comes to some 128 bytes.
std::uint32_t HotChunksOfShard(std::uint32_t records, std::uint32_t shards) {
  return static_cast<std::uint32_t>(std::uint64_t{records} * 128 /
                                    ChunkArena::kChunkBytes / shards);
}

template <class Pointer>
std::vector<Pointer> PointersTo(
    const std::vector<std::unique_ptr<Shard>>& shards) {
  std::vector<Pointer> pointers;
  for (const std::unique_ptr<Shard>& shard : shards) {
    pointers.push_back(shard.get());
  }
  return pointers;
}

std::vector<std::unique_ptr<ShardWorker>> MakeWorkers(
    const LedgerOptions& options, const Program& program,
    std::span<Shard* const> shards, Clock& clock, RoundExchange& exchange,
    BatchRing& ring) {
  std::vector<std::unique_ptr<ShardWorker>> workers;
  for (std::uint32_t number = 0; number < options.workers; ++number) {
    workers.push_back(std::make_unique<ShardWorker>(
        number, options.settings, program, shards, clock, exchange, ring));
  }
  return workers;
}

// What of an undelivered message is state.
struct CanonicalMessage {
  CommandId command;
  MemberId from;
  MemberId to;
  Digest unit;
  std::int64_t amount;
  std::uint64_t index;
  std::int64_t claimed;
  std::int64_t occurred_at;
  std::int64_t earned_at;
  MemberId pool;
  std::uint64_t kind_version_and_rule;
  std::uint64_t budget;
};
static_assert(sizeof(CanonicalMessage) == 136);

// And of one of its slices.
struct CanonicalSlice {
  CommandId command;
  std::uint64_t number;
  std::int64_t amount;
  std::int64_t activation;
  std::int64_t expiry;
  Digest funding_class;
  std::uint64_t version_and_vintage;
  Digest unit;
  std::uint64_t part;
};
static_assert(sizeof(CanonicalSlice) == 96);

Digest HashOfMessage(const Messages& messages, const Message& message,
                     TextHashes& texts) {
  const CanonicalMessage canonical{
      message.command,
      message.from,
      message.to,
      texts.Of(CodeSpace::kUnit, message.unit),
      message.amount.count(),
      message.index,
      message.claimed,
      message.occurred_at.micros(),
      message.earned_at.micros(),
      message.pool,
      static_cast<std::uint64_t>(message.kind) << 56 |
          std::uint64_t{message.is_last} << 48 |
          std::uint64_t{message.version} << 32 | message.rule,
      message.budget};
  Digest sum = Hash128(&canonical, sizeof(canonical));
  for (const Slice& slice : messages.SlicesOf(message)) {
    const CanonicalSlice part{
        message.command,
        slice.number,
        slice.amount.count(),
        slice.activation.micros(),
        slice.expiry.micros(),
        texts.Of(CodeSpace::kFundingClass, slice.terms.funding_class),
        std::uint64_t{slice.terms.version} << 32 | slice.terms.vintage,
        texts.Of(CodeSpace::kUnit, slice.unit),
        slice.part};
    sum += Hash128(&part, sizeof(part));
  }
  return sum;
}

}  // namespace

Ledger::Ledger(LedgerOptions options, CodeTable& codes, Clock& clock,
               ColdStore& cold)
    : options_(std::move(options)),
      versions_(options_.program),
      codes_(codes),
      places_(arena_),
      shards_(MakeShards(options_.settings.shards, arena_, places_)),
      shard_pointers_(PointersTo<Shard*>(shards_)),
      const_shards_(PointersTo<const Shard*>(shards_)),
      kept_(options_.workers),
      ids_(arena_, options_.hot_ids, cold),
      ring_(options_.workers),
      exchange_(options_.workers),
      ingress_(clock, codes, poison_),
      resolve_(options_.settings, versions_.message_kinds(), options_.until,
               clock, codes, cold, poison_, ids_, places_, ring_),
      journal_writer_(clock, poison_, ring_),
      workers_(MakeWorkers(options_, versions_.first(), shard_pointers_, clock,
                           exchange_, ring_)),
      acknowledger_(clock, codes, poison_, journal_writer_, ids_, ring_,
                    workers_),
      sequencer_(options_.settings, options_.batch_commands, clock, ingress_,
                 codes, acknowledger_, poison_, ring_) {
  if (options_.hot_records != 0 && cold.chunks() != nullptr) {
    const std::uint32_t hot_chunks =
        HotChunksOfShard(options_.hot_records, options_.settings.shards);
    for (Shard* shard : shard_pointers_) {
      shard->records.MayLeave(*cold.chunks(), hot_chunks);
    }
    for (const auto& worker : workers_) worker->LetRecordsLeave();
  }
  if (!options_.keep_events) return;
  for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
    KeptEvents& kept = kept_[shard % options_.workers];
    shards_[shard]->postings = &kept.postings;
    shards_[shard]->facts = &kept.facts;
  }
}

std::unique_ptr<Producer> Ledger::NewProducer() {
  return std::make_unique<Producer>(ingress_);
}

void Ledger::Read(ReadRequest* request) {
  const std::uint32_t shard =
      ShardOf(request->member, options_.settings.shards);
  HandoffQueue<ReadRequest*>& reads =
      workers_[shard % options_.workers]->reads();
  HandoffQueue<ReadRequest*>::Token token(reads);
  reads.Put(token, request);
  ingress_.wake_up().Notify();
}

void Ledger::AttachJournal(Journal* journal) {
  KUMBARA_CHECK(IsIdle());
  journal_writer_.set_journal(journal);
}

bool Ledger::Replay(ParsedBatch* batch) {
  const BatchHeader header = batch->header;
  if (!sequencer_.Replay(batch)) return false;
  if (options_.until == Instant::Greatest()) {
    acknowledger_.log().Expect(header.outcome_seq, header.outcome_digest);
  }
  return true;
}

void Ledger::AddVersion(Program program, const Activation& activation) {
  KUMBARA_CHECK(IsIdle());
  versions_.Add(std::move(program), activation);
  for (Shard* shard : shard_pointers_) {
    NoteNewVersion(versions_.newest(), *shard);
  }
  resolve_.set_message_kinds(versions_.message_kinds());
}

void Ledger::set_end(JournalEnd end) {
  sequencer_.set_end(end);
  journal_writer_.set_durable_sequence(end.sequence);
}

const IdAnswer* Ledger::FindId(const CommandId& id) const {
  return ids_.FindHot(id);
}

bool Ledger::IsIdle() const {
  return ring_.answered.load() == ring_.sequenced.load() &&
         !sequencer_.HasWaiting();
}

bool Ledger::GiveUp() {
  if (ring_.AppliedByAll() < ring_.resolved.load()) return false;
  acknowledger_.GiveUp();
  FrameInFlight frame;
  while (sequencer_.TakeUnsequenced(&frame)) {
    acknowledger_.GiveBack(&frame, AnswerStatus::kUnknown);
  }
  return ingress_.NothingUnderWay();
}

std::size_t Ledger::last_batch_commands() const {
  const std::uint64_t resolved = ring_.resolved.load();
  return resolved == 0 ? 0 : ring_.At(resolved - 1).items.size();
}

Digest Ledger::OpenRoundDigest() const {
  TextHashes texts(codes_);
  Digest sum;
  for (const std::unique_ptr<ShardWorker>& worker : workers_) {
    const Messages& open = worker->open_messages();
    for (const Message& message : open.list()) {
      sum += HashOfMessage(open, message, texts);
    }
  }
  return sum;
}

Digest Ledger::StateDigest() const {
  KUMBARA_CHECK(IsIdle());
  TextHashes texts(codes_);
  Digest digest = SettledDigest(const_shards_, program(), clock(), texts);
  digest += acknowledger_.IdDigest();
  digest += OpenRoundDigest();
  return digest;
}

void Ledger::FindViolations(const OnViolation& found) const {
  KUMBARA_CHECK(IsIdle());
  for (std::uint32_t shard = 0; shard < shards_.size(); ++shard) {
    kumbara::FindViolations(*shards_[shard], UnderWayIn(shard),
                            Instant::Least(), found);
  }
}

void Ledger::CheckAllBooks() const {
  KUMBARA_CHECK(IsIdle());
  for (std::uint32_t shard = 0; shard < shards_.size(); ++shard) {
    CheckBooks(*shards_[shard], UnderWayIn(shard));
  }
}

Instant Ledger::clock() const {
  const Instant clock = resolve_.ledger_clock();
  const bool past = options_.until != Instant::Greatest();
  return past ? std::max(clock, options_.until) : clock;
}

MemberView Ledger::Look(const MemberId& member) const {
  const Shard& shard = *shards_[ShardOf(member, options_.settings.shards)];
  const Slot slot = shard.members.FindSlot(member);
  if (slot == kNoSlot) return MemberView{};
  SettledCopy copy(program());
  MemberView view = ViewAt(clock(), copy.At(clock(), shard, slot), program());
  AddKeptBySlot(shard, slot, &view);
  return view;
}

std::vector<Event> Ledger::TakeEvents() {
  KUMBARA_CHECK(IsIdle());
  for (Shard* shard : shard_pointers_) SettleAllDue(program(), *shard);
  std::vector<Event> events;
  for (const KeptEvents& kept : kept_) {
    events.insert(events.end(), kept.postings.begin(), kept.postings.end());
    events.insert(events.end(), kept.facts.begin(), kept.facts.end());
  }
  ForgetEvents();
  std::sort(events.begin(), events.end(),
            [](const Event& a, const Event& b) { return IdOf(a) < IdOf(b); });
  return events;
}

void Ledger::Explain(Explanation* into) {
  KUMBARA_CHECK(IsIdle() && options_.workers == 1);
  for (Shard* shard : shard_pointers_) shard->explanation = into;
}

void Ledger::ForgetEvents() {
  for (KeptEvents& kept : kept_) {
    kept.postings.clear();
    kept.facts.clear();
  }
}

}  // namespace kumbara
