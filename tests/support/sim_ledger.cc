#include "tests/support/sim_ledger.h"

#include "engine/base/check.h"
#include "tests/support/memory_state.h"
#include "tests/support/test_program.h"

namespace kumbara {

LedgerOptions TestOptions(std::uint32_t workers, std::uint32_t round_commands) {
  LedgerOptions options;
  options.settings.ledger = {1, 2};
  options.settings.shards = 4;
  options.settings.round_commands = round_commands;
  options.settings.max_ahead_micros = -1;
  options.program = RuleA();
  options.workers = workers;
  return options;
}

SimLedger::SimLedger(SimJournal& journal, const LedgerOptions& options,
                     std::uint64_t seed)
    : ledger_(std::make_unique<Ledger>(options, codes_, clock_, cold_)),
      driver_(std::make_unique<SimDriver>(*ledger_, seed)) {
  Recover(journal.values());
  InternTestCodes(codes_);
  ledger_->AttachJournal(&journal);
}

SimLedger::SimLedger(const SavedState& saved,
                     std::span<const SimJournal::Value> behind,
                     const LedgerOptions& options, std::uint64_t seed)
    : ledger_(std::make_unique<Ledger>(options, codes_, clock_, cold_)),
      driver_(std::make_unique<SimDriver>(*ledger_, seed)) {
  for (const CodeDefinition& definition : saved.codes) {
    KUMBARA_CHECK(codes_.Define(definition));
  }
  KUMBARA_CHECK(saved.parts.size() == ledger_->parts());
  // In any order: from behind is as good as any.
  for (auto part = static_cast<std::uint32_t>(saved.parts.size());
       part-- > 0;) {
    MemorySource source(saved.parts[part]);
    KUMBARA_CHECK(ledger_->LoadPart(part, source));
  }
  Recover(behind);
  InternTestCodes(codes_);
}

SavedState SimLedger::Save() {
  SavedState saved{codes_.Written(), {}};
  for (std::uint32_t part = 0; part < ledger_->parts(); ++part) {
    MemorySink sink(&saved.parts.emplace_back());
    ledger_->SavePart(part, sink);
  }
  return saved;
}

void SimLedger::Recover(std::span<const SimJournal::Value> values) {
  OutcomeLog& log = ledger_->acknowledger().log();
  for (const SimJournal::Value& value : values) {
    absl::StatusOr<ParsedBatch> batch = ParseBatch(value);
    KUMBARA_CHECK(batch.ok());
    for (const Record& record : batch->records) {
      if (record.header.kind != RecordKind::kDefine) continue;
      const bool defined =
          codes_.Define({static_cast<CodeSpace>(record.header.name_space),
                         record.header.code, record.bytes});
      KUMBARA_CHECK(defined);
    }
    log.Expect(batch->header.outcome_seq, batch->header.outcome_digest);
    while (!ledger_->Replay(&*batch)) driver_->Step();
  }
  driver_->RunUntilIdle();
  log.StopExpecting();
  mismatch_ = log.mismatch();
}

Int128 SimLedger::InTransit(std::uint8_t unit) {
  Int128 sum = 0;
  for (const Shard* shard : ledger_->shards()) {
    const auto found = shard->accounts.find({Account::kInTransit, unit, 0});
    if (found != shard->accounts.end()) sum += found->second;
  }
  return sum;
}

void SimLedger::CheckAllBooks() { ledger_->CheckAllBooks(); }

MemberView SimLedger::Look(const MemberId& member) {
  return ledger_->Look(member);
}

std::vector<Outcome> RunFrame(SimLedger& sim, Producer& producer,
                              std::unique_ptr<Frame> frame) {
  KUMBARA_CHECK(producer.Submit(&frame) == SubmitResult::kAccepted);
  sim.driver().RunUntilIdle();
  std::optional<Answer> answer = producer.TakeAnswer();
  KUMBARA_CHECK(answer && answer->status == AnswerStatus::kAnswered);
  const std::span<const Outcome> outcomes =
      std::as_const(*answer->frame).outcomes();
  return {outcomes.begin(), outcomes.end()};
}

std::vector<ResultCode> CodesOf(const std::vector<Outcome>& outcomes) {
  std::vector<ResultCode> codes;
  for (const Outcome& outcome : outcomes) codes.push_back(outcome.code);
  return codes;
}

}  // namespace kumbara
