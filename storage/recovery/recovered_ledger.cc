#include "storage/recovery/recovered_ledger.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/time_text.h"
#include "engine/pipeline/sim_driver.h"
#include "storage/journal/head_file.h"
#include "storage/recovery/batch_cut.h"
#include "storage/recovery/estimates.h"
#include "storage/snapshot/snapshot_list.h"

namespace kumbara::storage {
namespace {

bool MayUseSnapshots(const RecoverOptions& options) {
  return options.from_snapshots && options.known == kKnownAll &&
         options.ledger.until == Instant::Greatest();
}

// What of a version keeps it from taking effect, whatever it says.
absl::Status RefuseActivation(const Foundation& foundation,
                              const LaterVersion& next) {
  const Activation& activation = next.activation;
  if (activation.version > kVersionMax) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "the ledger's program has ", kVersionMax, " versions already"));
  }
  if (activation.retroactive == 0 && activation.effective < activation.clock) {
    return absl::FailedPreconditionError(absl::StrCat(
        "--effective ", ToText(Instant(activation.effective)),
        " is before the ledger's clock, ", ToText(Instant(activation.clock)),
        "; expected that or later, or --retroactive, which changes no answer "
        "that was given"));
  }
  if (foundation.later.empty()) return absl::OkStatus();
  const LaterVersion& newest = foundation.later.back();
  if (newest.activation.effective != activation.effective ||
      newest.program_text != next.program_text ||
      newest.zone_bytes != next.zone_bytes) {
    return absl::OkStatus();
  }
  return absl::AlreadyExistsError(
      absl::StrCat("this program is version ", newest.activation.version,
                   " already, in force from ",
                   ToText(Instant(activation.effective)), " on"));
}

// Loads parts until none is left, beside others that do the same.
class PartLoader {
 public:
  PartLoader(const SnapshotFile& file, Ledger& ledger)
      : file_(file), ledger_(ledger) {}

  // Calls on_part(bytes loaded so far) behind each part.
  template <class OnPart>
  void Run(const OnPart& on_part) {
    for (;;) {
      const std::uint32_t part = next_.fetch_add(1);
      if (part >= ledger_.parts() || failed_.load()) return;
      SnapshotPartReader source(file_, part + 1);
      if (!ledger_.LoadPart(part, source)) Fail(part, source.status());
      on_part(bytes_ += file_.part_bytes(part + 1));
    }
  }

  absl::Status status() const { return status_; }

 private:
  void Fail(std::uint32_t part, const absl::Status& status) {
    failed_ = true;
    const std::scoped_lock lock(mutex_);
    status_.Update(!status.ok() ? status
                                : absl::DataLossError(absl::StrCat(
                                      file_.path(), ": part ", part + 1,
                                      " has records of another form than this "
                                      "program's")));
  }

  const SnapshotFile& file_;
  Ledger& ledger_;
  std::atomic<std::uint32_t> next_{0};
  std::atomic<std::uint64_t> bytes_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  absl::Status status_;  // Guarded by mutex_.
};

}  // namespace

absl::Status CheckIsOf(const std::string& ledger_directory,
                       const SnapshotFile& file) {
  const absl::StatusOr<JournalPosition> head = HeadFile::Read(ledger_directory);
  if (!head.ok()) return head.status();
  const absl::Status owned = file.CheckLedger(head->ledger);
  if (!owned.ok()) return owned;
  JournalReadOptions read;
  read.after = file.header().position();
  auto reader = JournalReader::Open(ledger_directory, read);
  if (!reader.ok()) return reader.status();
  const absl::Status confirmed = (*reader)->ConfirmStart();
  if (confirmed.ok()) return confirmed;
  return absl::Status(
      confirmed.code(),
      absl::StrCat(confirmed.message(), "; ", file.path(),
                   " was made behind it: put the journal's files back, or, to "
                   "go on without what they held, move the snapshots away"));
}

absl::StatusOr<std::unique_ptr<RecoveredLedger>> RecoveredLedger::Recover(
    const std::string& directory, const RecoverOptions& options, Clock& clock) {
  absl::StatusOr<std::vector<std::string>> snapshots = {
      std::vector<std::string>()};
  if (MayUseSnapshots(options)) snapshots = ListSnapshots(directory);
  if (!snapshots.ok()) return snapshots.status();
  std::vector<DamagedSnapshot> damaged;
  for (const std::string& path : *snapshots) {
    const auto file = SnapshotFile::Open(path);
    if (absl::IsNotFound(file.status())) continue;  // Deleted meanwhile.
    absl::Status damage = file.status();
    if (damage.ok()) {
      std::unique_ptr<RecoveredLedger> recovered(new RecoveredLedger(clock));
      absl::Status status = CheckIsOf(directory, **file);
      if (status.ok()) status = recovered->LoadFrom(**file, options, &damage);
      if (!status.ok()) return status;
      if (damage.ok()) {
        recovered->report_.damaged = std::move(damaged);
        status = recovered->ReapplyBehind(directory, options);
        if (status.ok()) status = recovered->Finish(options);
        if (!status.ok()) return status;
        return recovered;
      }
    }
    if (!absl::IsDataLoss(damage)) return damage;
    damaged.push_back({path, std::string(damage.message())});
  }
  std::unique_ptr<RecoveredLedger> recovered(new RecoveredLedger(clock));
  recovered->report_.damaged = std::move(damaged);
  absl::Status done = recovered->RecoverFromJournal(directory, options);
  if (done.ok()) done = recovered->Finish(options);
  if (!done.ok()) return done;
  return recovered;
}

absl::Status RecoveredLedger::RecoverFromJournal(
    const std::string& directory, const RecoverOptions& options) {
  JournalReadOptions read;
  read.up_to_head = options.follows;
  auto reader = JournalReader::Open(directory, read);
  if (!reader.ok()) return reader.status();
  ParsedBatch first;
  const absl::StatusOr<bool> found = (*reader)->NextBatch(&first);
  if (!found.ok()) return found.status();
  if (!*found) return absl::DataLossError("the journal is empty");
  absl::StatusOr<Foundation> foundation = ReadFoundation(first, codes_);
  if (!foundation.ok()) return foundation.status();
  foundation_ = *std::move(foundation);
  const absl::Status made = MakeLedger(options);
  if (!made.ok()) return made;
  return Reapply(std::move(first), **reader, CrashNote::Read(directory),
                 options);
}

absl::Status RecoveredLedger::CatchUp(const std::string& directory,
                                      const RecoverOptions& options) {
  KUMBARA_CHECK(options.follows);
  return ReapplyBehind(directory, options);
}

absl::Status RecoveredLedger::CatchUpToRest(const std::string& directory,
                                            const RecoverOptions& options) {
  KUMBARA_CHECK(options.follows);
  JournalReadOptions read;
  read.after = position_;
  read.up_to_head = true;
  auto reader = JournalReader::Open(directory, read);
  if (!reader.ok()) return reader.status();
  const CrashNote crashed = CrashNote::Read(directory);
  while (!ledger_->NothingIsOpen()) {
    ParsedBatch batch;
    const absl::StatusOr<bool> found = (*reader)->NextBatch(&batch);
    if (!found.ok()) return found.status();
    if (!*found) break;
    DropApplied(ledger_->end().sequence, &batch);
    absl::Status admitted = Admit(batch, crashed, codes_, &foundation_);
    if (admitted.ok()) {
      admitted = AddVersionsOf(batch, codes_, *ledger_, &foundation_);
    }
    if (!admitted.ok()) return admitted;
    const std::uint64_t bytes = batch.header.value_bytes;
    if (!ApplyToRest(&batch)) break;
    position_ = (*reader)->position();
    ++report_.reapplied.batches;
    report_.reapplied.bytes += bytes;
  }
  return ledger_->acknowledger().log().mismatch();
}

bool RecoveredLedger::ApplyToRest(ParsedBatch* batch) {
  SimDriver driver(*ledger_, 0);
  for (;;) {
    // The round does not end before so many commands: this never goes past a
    // place where nothing is open.
    const std::uint32_t count =
        CommandsWithin(*batch, ledger_->resolve().RoundCommandsLeft(),
                       ledger_->resolve().RoundBytesLeft());
    const bool is_all = count == batch->header.command_count;
    ParsedBatch front = is_all ? std::move(*batch) : TakeFront(batch, count);
    while (!ledger_->Replay(&front)) driver.Step();
    driver.RunUntilIdle();
    if (is_all || ledger_->NothingIsOpen()) return is_all;
  }
}

absl::Status RecoveredLedger::ReapplyBehind(const std::string& directory,
                                            const RecoverOptions& options) {
  JournalReadOptions read;
  read.after = position_;
  read.up_to_head = options.follows;
  auto reader = JournalReader::Open(directory, read);
  if (!reader.ok()) return reader.status();
  return Reapply(std::nullopt, **reader, CrashNote::Read(directory), options);
}

// Who follows goes on comparing with what the journal vouches for.
absl::Status RecoveredLedger::Finish(const RecoverOptions& options) {
  const Sequence last = ledger_->end().sequence;
  if (options.known != kKnownAll && options.known != last) {
    return absl::InvalidArgumentError(
        absl::StrCat("sequence ", options.known,
                     " has not been yet: the journal ends with ", last));
  }
  OutcomeLog& log = ledger_->acknowledger().log();
  if (!options.follows) log.StopExpecting();
  return log.mismatch();
}

absl::Status RecoveredLedger::Reapply(std::optional<ParsedBatch> first,
                                      JournalReader& reader,
                                      const CrashNote& crashed,
                                      const RecoverOptions& options) {
  const std::int64_t begun = clock_.MonotonicNanos();
  const absl::Status done = storage::Recover(
      std::move(first), reader, options.known, crashed, codes_, *ledger_,
      &foundation_, options.progress, &report_.reapplied);
  report_.reapply_nanos += clock_.MonotonicNanos() - begun;
  position_ = reader.position();
  if (done.ok() || report_.snapshot.empty()) return done;
  return absl::Status(
      done.code(),
      absl::StrCat(done.message(), " (behind ", report_.snapshot,
                   "; without it the whole journal is re-applied)"));
}

absl::Status RecoveredLedger::MakeLedger(const RecoverOptions& options) {
  if (options.on_foundation != nullptr) {
    const absl::Status agreed = options.on_foundation(foundation_);
    if (!agreed.ok()) return agreed;
  }
  cold_ = std::make_unique<EmptyColdStore>();
  if (options.make_cold != nullptr) {
    absl::StatusOr<std::unique_ptr<ColdStore>> cold = options.make_cold();
    if (!cold.ok()) return cold.status();
    cold_ = *std::move(cold);
  }
  LedgerOptions ledger = options.ledger;
  ledger.settings = foundation_.settings;
  ledger.program = foundation_.program;
  ledger_ = std::make_unique<Ledger>(std::move(ledger), codes_, clock_, *cold_);
  // Those that a snapshot has.
  for (LaterVersion& version : std::exchange(foundation_.later, {})) {
    const absl::Status added =
        AddVersion(std::move(version), "program in the snapshot", codes_,
                   *ledger_, &foundation_);
    if (!added.ok()) return added;
  }
  return absl::OkStatus();
}

absl::StatusOr<Activation> RecoveredLedger::Activate(
    LaterVersion next, std::string_view file_name) {
  KUMBARA_CHECK(ledger_->IsIdle());
  Activation& activation = next.activation;
  activation.version =
      static_cast<std::uint16_t>(ledger_->versions().size() + 1);
  activation.behind = ledger_->end().sequence;
  activation.clock = ledger_->clock().micros();
  const absl::Status refused = RefuseActivation(foundation_, next);
  if (!refused.ok()) return refused;
  std::vector<Record> records = next.Records();
  const Activation made = activation;
  const absl::Status added =
      AddVersion(std::move(next), file_name, codes_, *ledger_, &foundation_);
  if (!added.ok()) return added;
  ledger_->AppendRecords(std::move(records));
  return made;
}

Estimate RecoveredLedger::Give(Estimate estimate) {
  KUMBARA_CHECK(ledger_->IsIdle());
  estimate.sequence = ledger_->end().sequence;
  estimate.number =
      static_cast<std::uint32_t>(foundation_.estimates.size() + 1);
  foundation_.estimates.push_back(estimate);
  ledger_->AppendRecords({Record::Of(estimate)});
  return estimate;
}

absl::StatusOr<std::unique_ptr<RecoveredLedger>> RecoveredLedger::Load(
    const SnapshotFile& file, const RecoverOptions& options, Clock& clock) {
  std::unique_ptr<RecoveredLedger> loaded(new RecoveredLedger(clock));
  absl::Status damage;
  const absl::Status done = loaded->LoadFrom(file, options, &damage);
  if (!done.ok()) return done;
  if (!damage.ok()) return damage;
  return loaded;
}

absl::Status RecoveredLedger::LoadFrom(const SnapshotFile& file,
                                       const RecoverOptions& options,
                                       absl::Status* damage) {
  const std::int64_t begun = clock_.MonotonicNanos();
  *damage = LoadFoundation(file);
  if (!damage->ok()) return absl::OkStatus();
  absl::Status status = MakeLedger(options);
  if (!status.ok()) return status;
  *damage = LoadParts(file, options.progress);
  status = cold_->status();
  if (!status.ok() || !damage->ok()) return status;
  const SnapshotHeader& header = file.header();
  position_ = header.position();
  report_.snapshot = file.path();
  report_.snapshot_batch = header.batch;
  report_.snapshot_sequence = header.sequence;
  report_.snapshot_bytes = header.file_bytes;
  report_.load_nanos = clock_.MonotonicNanos() - begun;
  return absl::OkStatus();
}

absl::Status RecoveredLedger::LoadFoundation(const SnapshotFile& file) {
  const auto damaged = [&](absl::string_view what) {
    return absl::DataLossError(absl::StrCat(file.path(), ": ", what));
  };
  if (file.header().parts == 0) return damaged("has no parts");
  SnapshotPartReader source(file, 0);
  std::vector<std::byte> value(source.left());
  if (!source.Read(value)) return source.status();
  const absl::StatusOr<ParsedBatch> batch = ParseBatch(value);
  if (!batch.ok()) return damaged(batch.status().message());
  absl::StatusOr<Foundation> foundation = ReadFoundation(*batch, codes_);
  if (!foundation.ok()) return foundation.status();
  foundation_ = *std::move(foundation);
  absl::StatusOr<std::vector<LaterVersion>> later = LaterVersionsIn(*batch);
  if (!later.ok()) return damaged(later.status().message());
  foundation_.later = *std::move(later);
  absl::StatusOr<std::vector<Estimate>> estimates = EstimatesIn(*batch, codes_);
  if (!estimates.ok()) return damaged(estimates.status().message());
  foundation_.estimates = *std::move(estimates);
  if (foundation_.settings.ledger != file.header().ledger) {
    return damaged("holds another ledger than it says");
  }
  return absl::OkStatus();
}

absl::Status RecoveredLedger::LoadParts(const SnapshotFile& file,
                                        const RecoveryProgress& progress) {
  if (file.header().parts != ledger_->parts() + 1) {
    return absl::DataLossError(
        absl::StrCat(file.path(), ": has ", file.header().parts,
                     " parts instead of ", ledger_->parts() + 1));
  }
  PartLoader loader(file, *ledger_);
  std::vector<std::thread> others;
  for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) {
    others.emplace_back([&] { loader.Run([](std::uint64_t) {}); });
  }
  loader.Run([&](std::uint64_t bytes) {
    if (progress == nullptr) return;
    progress(RecoveryPhase::kLoading, bytes, file.header().file_bytes);
  });
  for (std::thread& other : others) other.join();
  if (!loader.status().ok()) return loader.status();
  if (ledger_->end().sequence == file.header().sequence) {
    return absl::OkStatus();
  }
  return absl::DataLossError(
      absl::StrCat(file.path(), ": holds another state than it says"));
}

}  // namespace kumbara::storage
