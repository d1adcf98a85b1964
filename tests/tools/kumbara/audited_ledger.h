// AuditedLedger: a ledger in memory with an audit beside it, frame by frame.

#ifndef KUMBARA_TESTS_TOOLS_KUMBARA_AUDITED_LEDGER_H_
#define KUMBARA_TESTS_TOOLS_KUMBARA_AUDITED_LEDGER_H_

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "tests/support/command_builder.h"
#include "tests/support/sim_ledger.h"
#include "tools/kumbara/ledger_audit.h"

namespace kumbara::tools {

class AuditedLedger {
 public:
  explicit AuditedLedger(LedgerOptions options)
      : sim_(journal_, Kept(options), 1) {
    producer_ = sim_.ledger().NewProducer();
    audit_.emplace(sim_.ledger());
  }

  // Runs a frame; `plant` may change its events before they are audited.
  using Plant = std::function<void(std::vector<Event>*)>;
  void Run(std::unique_ptr<Frame> frame, const Plant& plant = nullptr) {
    Sequence sequence = sim_.ledger().end().sequence;
    for (const Command& command : std::as_const(*frame).commands()) {
      audit_->NoteCommand(++sequence, command);
    }
    KUMBARA_CHECK(producer_->Submit(&frame) == SubmitResult::kAccepted);
    sim_.driver().RunUntilIdle();
    std::vector<Event> events = sim_.ledger().TakeEvents();
    if (plant != nullptr) plant(&events);
    audit_->CheckBatch(events);
  }
  void Run(std::initializer_list<TestCommand> commands,
           const Plant& plant = nullptr) {
    Run(FrameOf(commands), plant);
  }

  Ledger& ledger() { return sim_.ledger(); }
  LedgerAudit& audit() { return *audit_; }
  SimJournal& journal() { return journal_; }

  // What nobody but apply may change.
  Shard& ShardOfMember(std::uint64_t member) {
    const std::uint32_t shard =
        kumbara::ShardOf(MemberOf(member), sim_.ledger().settings().shards);
    return const_cast<Shard&>(*sim_.ledger().shards()[shard]);
  }
  Member& MemberAt(std::uint64_t member) {
    return *ShardOfMember(member).members.Find(MemberOf(member));
  }
  Wallet& WalletAt(std::uint64_t member) { return MemberAt(member).wallet; }
  SideRecord& SideAt(std::uint64_t member) {
    return ShardOfMember(member).SideOf(WalletAt(member));
  }
  Lot& LotAt(std::uint64_t member) {
    return LotLists(ShardOfMember(member).lots, LotOrder::kByExpiry)
        .Front(WalletAt(member).lots);
  }
  IdAnswer& AnswerAt(std::uint64_t id) {
    return const_cast<IdAnswer&>(*sim_.ledger().FindId(CommandIdOf(id)));
  }

 private:
  static LedgerOptions Kept(LedgerOptions options) {
    options.keep_events = true;
    return options;
  }

  SimJournal journal_;
  SimLedger sim_;
  std::unique_ptr<Producer> producer_;
  std::optional<LedgerAudit> audit_;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TESTS_TOOLS_KUMBARA_AUDITED_LEDGER_H_
