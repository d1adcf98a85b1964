#include "storage/evidence/seals.h"

#include <sys/stat.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

std::string SealDirectory(const std::string& ledger_directory) {
  return ledger_directory + "/seals";
}

}  // namespace

std::string SealPath(const std::string& ledger_directory,
                     std::uint32_t segment) {
  return absl::StrFormat("%s/%010d.seal", SealDirectory(ledger_directory),
                         segment);
}

absl::Status WriteSeals(const std::string& ledger_directory,
                        std::span<const Checkpoint> seals,
                        std::span<const SigningKey> keys) {
  if (seals.empty()) return absl::OkStatus();
  const std::string directory = SealDirectory(ledger_directory);
  if (mkdir(directory.c_str(), kDirectoryMode) != 0 && errno != EEXIST) {
    return FileError(errno, directory, "cannot create");
  }
  absl::Status status = SyncDirectory(ledger_directory);
  for (const Checkpoint& seal : seals) {
    if (!status.ok()) return status;
    const std::string path = SealPath(ledger_directory, seal.segment);
    if (FileExists(path)) continue;
    status = WriteWhole(path, SignNote(ToText(seal), keys).ToText());
  }
  return status;
}

absl::StatusOr<std::vector<Checkpoint>> ReadSeals(
    const std::string& ledger_directory, std::span<const Checkpoint> closed,
    std::span<const VerifierKey> keys) {
  std::vector<Checkpoint> seals;
  for (const Checkpoint& segment : closed) {
    const std::string path = SealPath(ledger_directory, segment.segment);
    const absl::StatusOr<std::string> text = ReadWhole(path);
    if (absl::IsNotFound(text.status())) continue;
    if (!text.ok()) return text.status();
    const absl::StatusOr<std::vector<Checkpoint>> read =
        TrustedCheckpoints(*text, keys);
    if (!read.ok()) return InFile(path, read.status());
    if (read->size() != 1 || read->front().segment != segment.segment) {
      return absl::DataLossError(
          absl::StrCat(path, ": is not the seal of that segment"));
    }
    seals.push_back(read->front());
  }
  return seals;
}

}  // namespace kumbara::storage
