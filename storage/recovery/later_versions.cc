#include "storage/recovery/later_versions.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"

namespace kumbara::storage {
namespace {

// What a batch holds of one version.
struct Parts {
  LaterVersion version;
  int activations = 0;
  int programs = 0;
  int zones = 0;

  bool is_whole() const {
    return activations == 1 && programs == 1 && zones == 1;
  }
};

// False if it is no record of a version.
bool Take(const Record& record, Parts* parts) {
  if (record.header.kind == RecordKind::kActivation) {
    Activation& activation = parts->version.activation;
    if (record.bytes.size() != sizeof(activation)) return false;
    std::memcpy(&activation, record.bytes.data(), sizeof(activation));
    ++parts->activations;
    return activation.version == record.header.code &&
           activation.retroactive <= 1 && activation.reserved == 0;
  }
  switch (static_cast<BlobKind>(record.header.name_space)) {
    case BlobKind::kProgram:
      parts->version.program_text = record.bytes;
      ++parts->programs;
      return true;
    case BlobKind::kZone:
      parts->version.zone_bytes = record.bytes;
      ++parts->zones;
      return true;
  }
  return false;
}

bool IsOfVersion(const Record& record) {
  const bool is_blob = record.header.kind == RecordKind::kBlob;
  return record.header.kind == RecordKind::kActivation ||
         (is_blob && record.header.code > 1);
}

}  // namespace

std::vector<Record> LaterVersion::Records() const {
  const std::uint32_t number = activation.version;
  return {Record::Blob(BlobKind::kProgram, number, program_text),
          Record::Blob(BlobKind::kZone, number, zone_bytes),
          Record::Of(activation)};
}

bool HasVersions(const ParsedBatch& batch) {
  return std::any_of(batch.records.begin(), batch.records.end(), IsOfVersion);
}

absl::StatusOr<std::vector<LaterVersion>> LaterVersionsIn(
    const ParsedBatch& batch) {
  std::map<std::uint32_t, Parts> found;  // By number.
  bool is_sound = true;
  for (const Record& record : batch.records) {
    if (!IsOfVersion(record)) continue;
    is_sound = is_sound && Take(record, &found[record.header.code]);
  }
  std::vector<LaterVersion> versions;
  for (auto& [number, parts] : found) {
    is_sound = is_sound && parts.is_whole();
    versions.push_back(std::move(parts.version));
  }
  if (is_sound) return versions;
  return absl::DataLossError(
      absl::StrCat("batch ", batch.header.number,
                   ": does not hold a version of the program whole"));
}

}  // namespace kumbara::storage
