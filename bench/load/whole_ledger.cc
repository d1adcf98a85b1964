#include "bench/load/whole_ledger.h"

#include <utility>

namespace kumbara::bench {
namespace {

// What BenchLedger has, as a file.
constexpr char kProgram[] = R"(
program = { name = "one_unit", zone = "UTC", currency = "*", enrol = "first_sight" }
unit.points = { decimals = 0, spendable = true, expiry = "never", consume = "earliest_expiry" }
returns = { unmatched = "rate", deficit = "negative" }
)";

}  // namespace

absl::StatusOr<std::unique_ptr<WholeLedger>> WholeLedger::Make(
    const RigOptions& options) {
  std::unique_ptr<WholeLedger> made(new WholeLedger(options));
  storage::InitOptions init;
  init.directory = made->path_;
  init.program_text = kProgram;
  init.program_name = "the bench's program";
  init.pseudonym = Pseudonym::kStable;
  const auto result = storage::InitLedger(init);
  if (!result.ok()) return result.status();
  return made;
}

absl::Status WholeLedger::Open() {
  storage::OpenOptions open;
  open.mode = storage::OpenMode::kWrite;
  open.workers = options_.workers;
  auto opened = storage::OpenLedger::Open(path_, open);
  if (!opened.ok()) return opened.status();
  opened_ = *std::move(opened);
  opened_->Start();
  if (!traffic_) {
    traffic_.emplace(
        WorkloadOf(options_, clock_.Now(), ledger().program().units[0].code),
        options_.frame_commands);
  }
  producer_ = ledger().NewProducer();
  return absl::OkStatus();
}

absl::Status WholeLedger::Close() {
  if (absl::Status status = Verify(); !status.ok()) return status;
  producer_.reset();
  if (absl::Status status = opened_->Close(); !status.ok()) return status;
  opened_.reset();
  return absl::OkStatus();
}

std::int64_t WholeLedger::Send(std::uint64_t commands) {
  return traffic_->Send(*producer_, clock_, commands);
}

absl::Status WholeLedger::Verify() {
  opened_->driver().WaitUntilIdle();
  if (absl::Status status = ledger().status(); !status.ok()) return status;
  return traffic_->Verify(ledger());
}

}  // namespace kumbara::bench
