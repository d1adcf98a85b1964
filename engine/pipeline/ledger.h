// Ledger: the stages of a transaction's path, wired.
//
//   Producer::Submit -> ingress -> sequencer -> resolve -+-> shard workers -+
//                                         |              |                  |
//                                         +-> journal ---+-> acknowledger <-+
//                                                              |
//   Producer::TakeAnswer  <------------------------------------+
//
// The ledger has no thread: a driver polls its stages (thread_driver.h for
// production, sim_driver.h for tests). State is rebuilt by giving the batches
// of a journal to Replay and running the same stages.
//
// Invariants, cited by number in the tests (docs/semantics.md lists them all):
//   5. a command id has one answer, for ever;
//   6. the digest is a function of the counted commands in order, of the round
//      ends, and of which were refused for their time;
//   7. what was acknowledged survives any crash;
//   8. what a reader saw survives any crash.
//
// Threads: NewProducer, Intern and Read from any thread; stages from one thread
//          each, sequencer, resolve and acknowledger from the same one; the
//          rest when no driver runs.
// Errors:  status() is the write error that poisoned the ledger.

#ifndef KUMBARA_ENGINE_PIPELINE_LEDGER_H_
#define KUMBARA_ENGINE_PIPELINE_LEDGER_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/state_stream.h"
#include "engine/member/book_check.h"
#include "engine/member/shard.h"
#include "engine/pipeline/acknowledger.h"
#include "engine/pipeline/batch_ring.h"
#include "engine/pipeline/id_table.h"
#include "engine/pipeline/ingress.h"
#include "engine/pipeline/journal_writer.h"
#include "engine/pipeline/poison.h"
#include "engine/pipeline/read_request.h"
#include "engine/pipeline/resolve.h"
#include "engine/pipeline/round_exchange.h"
#include "engine/pipeline/sequencer.h"
#include "engine/pipeline/shard_worker.h"
#include "engine/port/cold_store.h"
#include "engine/program/program.h"
#include "engine/program/program_versions.h"
#include "engine/record/event.h"
#include "engine/record/settings.h"

namespace kumbara {

struct LedgerOptions {
  LedgerSettings settings;
  Program program;  // Its first version.
  std::uint32_t workers = 1;
  // Most commands of a batch; a frame that has more is a batch of its own.
  std::uint32_t batch_commands = kBatchCommandsMax;
  bool keep_events = false;
  // Ids that stay in memory, about; 0 = all. Decides no answer.
  std::uint32_t hot_ids = 0;
  // Likewise records, if the store takes them.
  std::uint32_t hot_records = 0;
  // A view of the past: what happened at `until` or later is not applied.
  Instant until = Instant::Greatest();
};

class Ledger {
 public:
  // `codes` holds the program's units; it, `clock` and `cold` outlive the
  // ledger.
  Ledger(LedgerOptions options, CodeTable& codes, Clock& clock,
         ColdStore& cold);
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  // --- for producers and readers, while a driver runs ---

  std::unique_ptr<Producer> NewProducer();
  // The code of a text, given now if need be; 0 if it cannot have one.
  Code Intern(CodeSpace space, std::string_view text) {
    return codes_.Intern(space, text);
  }
  // Asks for a member as of the ledger's clock; the request outlives the
  // answer. What it shows is durable.
  void Read(ReadRequest* request);

  absl::Status status() const { return poison_.status(); }

  // --- for whoever opens, recovers and closes it ---

  // Gives one batch of a journal to the stages; false while they are busy.
  // What it vouches for is compared, unless this is a view of the past.
  bool Replay(ParsedBatch* batch);
  // From now on batches are appended here. REQUIRES: idle.
  void AttachJournal(Journal* journal);
  // Where the journal is known to end.
  JournalEnd end() const { return sequencer_.end(); }
  void set_end(JournalEnd end);
  void StopIntake() { ingress_.Close(); }
  // A batch of records alone. REQUIRES: idle.
  void AppendRecords(std::vector<Record> records) {
    sequencer_.MakeEmptyBatch(std::move(records));
  }
  // Adds a version of the program: that of the next batch given to Replay or
  // AppendRecords, or one of a state to be loaded. REQUIRES: idle, nobody
  // reads, and as for ProgramVersions::Add.
  void AddVersion(Program program, const Activation& activation);
  // All batches answered, nothing waiting in the intake.
  bool IsIdle() const;
  // Gives back as unknown what cannot be answered any more: once poisoned, or
  // at the end of closing. False while workers still apply or a frame is on its
  // way into the intake: call again. REQUIRES, unless poisoned: no driver runs.
  bool GiveUp();

  // --- the state as bytes (docs/snapshots.md). REQUIRES: idle ---

  // No answer waits for the end of a round: only then the state can be saved.
  bool NothingIsOpen() const { return !resolve_.HasOpen(); }
  // State is saved and loaded in so many parts; parts may be loaded by several
  // threads at once, into a ledger in which nothing has happened yet.
  std::uint32_t parts() const;
  // REQUIRES: all ids are in memory.
  void SavePart(std::uint32_t part, StateSink& sink);
  // False if the part is none of this program's, or cannot be read.
  bool LoadPart(std::uint32_t part, StateSource& source);

  // --- stages, in the order of the path ---

  Ingress& ingress() { return ingress_; }
  Sequencer& sequencer() { return sequencer_; }
  Resolve& resolve() { return resolve_; }
  JournalWriter& journal_writer() { return journal_writer_; }
  ShardWorker& worker(std::uint32_t number) { return *workers_[number]; }
  std::uint32_t workers() const { return ring_.workers(); }
  Acknowledger& acknowledger() { return acknowledger_; }
  const Acknowledger& acknowledger() const { return acknowledger_; }
  bool poisoned() const { return poison_.is_set(); }
  // Commands of the batch last resolved; drivers tell small batches by it.
  std::size_t last_batch_commands() const;

  // --- state. REQUIRES: idle ---

  std::span<const Shard* const> shards() const { return const_shards_; }
  const LedgerSettings& settings() const { return options_.settings; }
  // The newest version, which has the names and decimals of all.
  const Program& program() const { return versions_.newest(); }
  const ProgramVersions& versions() const { return versions_; }
  const CodeTable& codes() const { return codes_; }
  Digest StateDigest() const;

  // Whether the books of all shards hold; CheckAllBooks ends the process
  // unless they do. REQUIRES: idle.
  void FindViolations(const OnViolation& found) const;
  void CheckAllBooks() const;
  // What messages under way have of a shard's members.
  PointsUnderWay UnderWayIn(std::uint32_t shard) const {
    return workers_[shard % options_.workers]->UnderWayIn(shard);
  }
  // The greatest business time of all that moved clocks; in a view of the past
  // the instant of that view.
  Instant clock() const;
  // A member as of the ledger's clock.
  MemberView Look(const MemberId& member) const;
  std::uint32_t ids() const { return ids_.size(); }
  // The one answer of a command, or null if none with that id was counted.
  const IdAnswer* FindId(const CommandId& id) const;
  std::uint32_t hot_ids() const { return ids_.hot(); }
  std::uint32_t ordered_ids() const { return ids_.ordered().size(); }
  // The events since the last call, if they are kept, ordered by id. Settles
  // all members first: no event of a sequence so far will come later.
  std::vector<Event> TakeEvents();
  void ForgetEvents();
  // From now on the command with its id is explained there when it is applied,
  // by the one worker that there is; null ends that. REQUIRES: idle.
  void Explain(Explanation* into);

 private:
  Digest OpenRoundDigest() const;

  const LedgerOptions options_;
  ProgramVersions versions_;
  CodeTable& codes_;
  Poison poison_;
  ChunkArena arena_;
  RecordPlaces places_;
  std::vector<std::unique_ptr<Shard>> shards_;
  std::vector<Shard*> shard_pointers_;
  std::vector<const Shard*> const_shards_;
  struct KeptEvents {
    std::vector<Posting> postings;
    std::vector<Fact> facts;
  };
  std::vector<KeptEvents> kept_;  // By worker.
  IdTable ids_;
  BatchRing ring_;
  RoundExchange exchange_;
  Ingress ingress_;
  Resolve resolve_;
  JournalWriter journal_writer_;
  std::vector<std::unique_ptr<ShardWorker>> workers_;
  Acknowledger acknowledger_;
  Sequencer sequencer_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_LEDGER_H_
