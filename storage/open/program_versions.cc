#include "storage/open/program_versions.h"

#include <utility>

#include "storage/journal/journal_reader.h"
#include "storage/open/open_ledger.h"
#include "storage/recovery/recovery.h"

namespace kumbara::storage {
namespace {

// Those that the batches behind the first one hold.
absl::Status AddLaterVersions(JournalReader& reader,
                              std::vector<ProgramVersion>* versions) {
  for (;;) {
    ParsedBatch batch;
    const absl::StatusOr<bool> found = reader.NextBatch(&batch);
    if (!found.ok()) return found.status();
    if (!*found) return absl::OkStatus();
    absl::StatusOr<std::vector<LaterVersion>> later = LaterVersionsIn(batch);
    if (!later.ok()) return later.status();
    for (LaterVersion& version : *later) {
      const Activation& activation = version.activation;
      versions->push_back(
          {activation.version, activation.behind, Instant(activation.effective),
           activation.retroactive != 0, Instant(batch.header.batch_time),
           std::move(version.program_text), std::move(version.zone_bytes)});
    }
  }
}

}  // namespace

absl::StatusOr<std::vector<ProgramVersion>> ReadProgramVersions(
    const std::string& ledger_directory) {
  const absl::Status is_ledger = CheckIsLedger(ledger_directory);
  if (!is_ledger.ok()) return is_ledger;
  const auto reader = JournalReader::Open(ledger_directory);
  if (!reader.ok()) return reader.status();
  ParsedBatch first;
  const absl::StatusOr<bool> found = (*reader)->NextBatch(&first);
  if (!found.ok()) return found.status();
  if (!*found) return absl::DataLossError("the journal is empty");
  CodeTable codes;
  const absl::StatusOr<Foundation> foundation = ReadFoundation(first, codes);
  if (!foundation.ok()) return foundation.status();
  ProgramVersion version;
  version.number = foundation->program.version;
  version.behind = first.header.last_sequence();
  version.recorded_at = Instant(first.header.batch_time);
  version.text = foundation->program_text;
  version.zone_tzif = foundation->zone_bytes;
  std::vector<ProgramVersion> versions = {std::move(version)};
  const absl::Status read = AddLaterVersions(**reader, &versions);
  if (!read.ok()) return read;
  return versions;
}

}  // namespace kumbara::storage
