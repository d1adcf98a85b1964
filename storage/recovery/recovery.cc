#include "storage/recovery/recovery.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/pipeline/thread_driver.h"
#include "engine/program/compiler.h"
#include "engine/program/succession.h"
#include "engine/program/toml_reader.h"
#include "engine/record/form.h"
#include "storage/recovery/batch_cut.h"
#include "storage/recovery/closings.h"
#include "storage/recovery/estimates.h"

namespace kumbara::storage {
namespace {

constexpr BatchNumber kProgressEvery = 64;

absl::Status Damaged(BatchNumber batch, const char* what) {
  return absl::DataLossError(absl::StrCat("batch ", batch, ": ", what));
}

// Takes the definitions of a batch, before any command that can carry them.
absl::Status Define(const ParsedBatch& batch, CodeTable& codes) {
  for (const Record& record : batch.records) {
    if (record.header.kind != RecordKind::kDefine) continue;
    const auto space = static_cast<CodeSpace>(record.header.name_space);
    if (record.header.name_space == 0 ||
        record.header.name_space >= kCodeSpaces ||
        !codes.Define({space, record.header.code, record.bytes})) {
      return Damaged(batch.header.number, "defines a code out of turn");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckForms(const ParsedBatch& batch, const CodeTable& codes) {
  const CodeCounts counts = CountCodes(codes);
  for (const std::unique_ptr<Frame>& frame : batch.frames) {
    for (const Command& command : frame->commands()) {
      const std::string_view error =
          FormError(command, frame->details_of(command), counts);
      if (error.empty()) continue;
      return absl::DataLossError(
          absl::StrCat("batch ", batch.header.number,
                       ": a malformed command: ", std::string(error)));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckSettings(const LedgerSettings& settings,
                           const BatchHeader& header) {
  if (settings.ledger != header.ledger) {
    return Damaged(header.number, "settings of another ledger");
  }
  if (settings.semantics != SemanticVersion::kOne) {
    return absl::FailedPreconditionError(
        "the ledger was made by a newer kumbara: its rules have a version "
        "this program does not know");
  }
  if (settings.shards == 0 || settings.shards > kShardsMax ||
      settings.round_commands == 0 ||
      settings.round_commands > kRoundCommandsMax ||
      settings.round_bytes == 0 || settings.segment_bytes == 0 ||
      settings.max_ahead_micros < -1 || settings.reserved8 != 0 ||
      settings.reserved32 != 0) {
    return Damaged(header.number, "settings out of range");
  }
  return absl::OkStatus();
}

// Nothing if the records are not exactly the foundation's and definitions.
std::optional<Foundation> TakeFoundation(const ParsedBatch& batch) {
  Foundation foundation;
  int settings = 0;
  int programs = 0;
  int zones = 0;
  for (const Record& record : batch.records) {
    if (record.header.kind == RecordKind::kDefine) continue;
    if (record.header.kind == RecordKind::kSettings) {
      if (record.bytes.size() != sizeof(LedgerSettings)) return std::nullopt;
      std::memcpy(&foundation.settings, record.bytes.data(),
                  sizeof(LedgerSettings));
      ++settings;
    } else if (record.header.kind != RecordKind::kBlob ||
               record.header.code != 1) {
      continue;  // Of a later version, or an estimate.
    } else if (record.header.name_space ==
               static_cast<std::uint8_t>(BlobKind::kProgram)) {
      foundation.program_text = record.bytes;
      ++programs;
    } else if (record.header.name_space ==
               static_cast<std::uint8_t>(BlobKind::kZone)) {
      foundation.zone_bytes = record.bytes;
      ++zones;
    }
  }
  if (settings != 1 || programs != 1 || zones != 1) return std::nullopt;
  return foundation;
}

// What a program has said so far, version by version.
absl::StatusOr<std::vector<ProgramSource>> SourcesOf(
    const Foundation& foundation) {
  std::vector<ProgramSource> sources;
  const auto add = [&](const std::string& text) {
    absl::StatusOr<ProgramSource> source =
        ReadProgram(text, "program in the journal");
    if (source.ok()) sources.push_back(*std::move(source));
    return source.status();
  };
  absl::Status status = add(foundation.program_text);
  for (const LaterVersion& version : foundation.later) {
    status.Update(add(version.program_text));
  }
  if (!status.ok()) return status;
  return sources;
}

// A batch of which a state has the records, but not yet all commands.
bool HasAlready(const Foundation& foundation, const Activation& activation) {
  return std::any_of(foundation.later.begin(), foundation.later.end(),
                     [&](const LaterVersion& known) {
                       return known.activation == activation;
                     });
}

absl::Status CheckActivation(const ParsedBatch& batch,
                             const Activation& activation,
                             const Ledger& ledger) {
  const bool follows = activation.version == ledger.versions().size() + 1 &&
                       activation.behind + 1 == batch.header.first_sequence;
  const bool in_time =
      activation.retroactive != 0 || activation.effective >= activation.clock;
  return follows && in_time
             ? absl::OkStatus()
             : Damaged(batch.header.number,
                       "activates a version of the program out of turn");
}

// Takes away the commands behind `known`. REQUIRES: it holds that, or ends
// before.
absl::Status DropUnknown(Sequence known, ParsedBatch* batch) {
  const Sequence within = known - batch->header.first_sequence;
  if (within >= batch->header.command_count) return absl::OkStatus();
  const auto wanted = static_cast<std::uint32_t>(within + 1);
  const std::uint32_t whole =
      CommandsWithin(*batch, wanted, std::numeric_limits<std::uint64_t>::max());
  if (whole != wanted) {
    return absl::InvalidArgumentError(absl::StrCat(
        "sequence ", known, " is inside of a linked run, which ends with ",
        batch->header.first_sequence + whole - 1,
        "; nobody ever saw what was between"));
  }
  *batch = TakeFront(batch, wanted);
  return absl::OkStatus();
}

// Whether a batch holds records alone, before the command behind `known`.
bool IsRightBehind(Sequence known, const ParsedBatch& batch) {
  return batch.header.command_count == 0 &&
         batch.header.first_sequence - 1 == known;
}

}  // namespace

std::vector<Record> FoundationRecords(const LedgerSettings& settings,
                                      std::string program_text,
                                      std::string zone_bytes) {
  return {Record::Settings(settings),
          Record::Blob(BlobKind::kProgram, 1, std::move(program_text)),
          Record::Blob(BlobKind::kZone, 1, std::move(zone_bytes))};
}

absl::StatusOr<Foundation> ReadFoundation(const ParsedBatch& first,
                                          CodeTable& codes) {
  std::optional<Foundation> foundation = TakeFoundation(first);
  if (!foundation) {
    return Damaged(first.header.number, "does not hold a ledger's foundation");
  }
  absl::Status checked = CheckSettings(foundation->settings, first.header);
  if (checked.ok()) checked = Define(first, codes);
  if (!checked.ok()) return checked;
  absl::StatusOr<ProgramSource> source =
      ReadProgram(foundation->program_text, "program in the journal");
  if (!source.ok()) return source.status();
  absl::StatusOr<Program> program =
      Compile(*source, foundation->zone_bytes, codes);
  if (!program.ok()) return program.status();
  foundation->program = *std::move(program);
  return *std::move(foundation);
}

absl::Status AddVersion(LaterVersion next, std::string_view file_name,
                        CodeTable& codes, Ledger& ledger,
                        Foundation* foundation) {
  const auto before = SourcesOf(*foundation);
  if (!before.ok()) return before.status();
  const absl::StatusOr<ProgramSource> source =
      ReadSuccessor(*before, next.program_text, file_name);
  if (!source.ok()) return source.status();
  absl::StatusOr<Program> program = Compile(*source, next.zone_bytes, codes);
  if (!program.ok()) return program.status();
  const absl::Status retires =
      CheckRetirements(ledger.versions(), next.activation, *program,
                       next.program_text, file_name);
  if (!retires.ok()) return retires;
  ledger.AddVersion(*std::move(program), next.activation);
  foundation->later.push_back(std::move(next));
  return absl::OkStatus();
}

absl::Status AddVersionsOf(const ParsedBatch& batch, CodeTable& codes,
                           Ledger& ledger, Foundation* foundation) {
  absl::StatusOr<std::vector<LaterVersion>> versions = LaterVersionsIn(batch);
  if (!versions.ok()) return versions.status();
  for (LaterVersion& version : *versions) {
    const Activation& activation = version.activation;
    if (HasAlready(*foundation, activation)) continue;
    absl::Status added = CheckActivation(batch, activation, ledger);
    if (added.ok()) {
      added = AddVersion(std::move(version),
                         absl::StrCat("batch ", batch.header.number,
                                      ", a program in the journal"),
                         codes, ledger, foundation);
    }
    if (!added.ok()) return added;
  }
  return absl::OkStatus();
}

absl::Status Admit(const ParsedBatch& batch, const CrashNote& crashed,
                   CodeTable& codes, Foundation* foundation) {
  absl::Status status = Define(batch, codes);
  if (status.ok()) status = CheckForms(batch, codes);
  if (status.ok()) status = ClosingsIn(batch, codes).status();
  if (status.ok()) {
    status = AddEstimatesOf(batch, codes, &foundation->estimates);
  }
  return status.ok() ? crashed.Check(batch) : status;
}

void DropApplied(Sequence applied, ParsedBatch* batch) {
  if (batch->header.command_count == 0) return;
  if (batch->header.first_sequence > applied) return;
  TakeFront(batch, static_cast<std::uint32_t>(applied + 1 -
                                              batch->header.first_sequence));
}

absl::Status Recover(std::optional<ParsedBatch> first, JournalReader& reader,
                     Sequence known, const CrashNote& crashed, CodeTable& codes,
                     Ledger& ledger, Foundation* foundation,
                     const RecoveryProgress& progress, Reapplied* reapplied) {
  ThreadDriver driver(ledger);
  const auto replay = [&](ParsedBatch* batch) {
    ++reapplied->batches;
    reapplied->bytes += batch->header.value_bytes;
    driver.Replay(batch);
  };
  if (first) {
    ledger.set_end({first->header.number - 1, first->header.first_sequence - 1,
                    Instant::Least()});
    replay(&*first);
  }
  const Sequence applied = ledger.end().sequence;
  for (;;) {
    ParsedBatch batch;
    const absl::StatusOr<bool> read = reader.NextBatch(&batch);
    if (!read.ok()) return read.status();
    if (!*read) break;
    DropApplied(applied, &batch);
    if (batch.header.first_sequence > known) {
      if (!IsRightBehind(known, batch)) break;
      absl::Status added = Define(batch, codes);
      if (added.ok()) {
        added = AddEstimatesOf(batch, codes, &foundation->estimates);
      }
      if (!added.ok()) return added;
      continue;
    }
    absl::Status admitted = DropUnknown(known, &batch);
    if (admitted.ok()) admitted = Admit(batch, crashed, codes, foundation);
    if (admitted.ok() && HasVersions(batch)) {
      driver.WaitUntilIdle();
      admitted = ledger.status();
      if (!admitted.ok()) return admitted;
      admitted = AddVersionsOf(batch, codes, ledger, foundation);
    }
    if (!admitted.ok()) return admitted;
    const BatchNumber number = batch.header.number;
    replay(&batch);
    if (progress != nullptr && number % kProgressEvery == 0) {
      progress(RecoveryPhase::kReApplying, number,
               std::max(number, reader.head().number));
    }
  }
  driver.WaitUntilIdle();
  driver.Stop();
  if (const absl::Status status = ledger.status(); !status.ok()) return status;
  return ledger.acknowledger().log().mismatch();
}

}  // namespace kumbara::storage
