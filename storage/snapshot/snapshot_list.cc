#include "storage/snapshot/snapshot_list.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/check.h"
#include "storage/lmdb/file.h"
#include "storage/snapshot/snapshot_file.h"

namespace kumbara::storage {
namespace {

constexpr std::size_t kDigits = 20;  // So that names sort as numbers do.
constexpr char kEnding[] = ".snapshot";

bool IsDamaged(const std::string& path, std::span<const std::string> damaged) {
  return std::find(damaged.begin(), damaged.end(), path) != damaged.end() ||
         absl::IsDataLoss(SnapshotFile::Open(path).status());
}

}  // namespace

std::string SnapshotDirectory(const std::string& ledger_directory) {
  return ledger_directory + "/snapshots";
}

std::string SnapshotPath(const std::string& ledger_directory,
                         Sequence sequence) {
  return absl::StrFormat("%s/%020d%s", SnapshotDirectory(ledger_directory),
                         sequence, kEnding);
}

std::optional<Sequence> SequenceInName(const std::string& path) {
  const std::filesystem::path name = std::filesystem::path(path).filename();
  const std::string stem = name.stem().string();
  Sequence sequence = 0;
  if (name.extension() != kEnding || stem.size() != kDigits ||
      !absl::SimpleAtoi(stem, &sequence)) {
    return std::nullopt;
  }
  return sequence;
}

std::string UnreadySnapshotPath(const std::string& ledger_directory) {
  return SnapshotDirectory(ledger_directory) + "/unready.new";
}

absl::StatusOr<std::vector<std::string>> ListSnapshots(
    const std::string& ledger_directory) {
  const std::string directory = SnapshotDirectory(ledger_directory);
  std::vector<std::string> paths;
  std::error_code error;
  std::filesystem::directory_iterator files(directory, error);
  if (error == std::errc::no_such_file_or_directory) return paths;
  while (!error && files != std::filesystem::directory_iterator()) {
    if (const auto sequence = SequenceInName(files->path())) {
      paths.push_back(SnapshotPath(ledger_directory, *sequence));
    }
    files.increment(error);
  }
  if (error) return FileError(error.value(), directory, "cannot list");
  std::sort(paths.begin(), paths.end(), std::greater<>());
  return paths;
}

absl::Status DeleteOldSnapshots(const std::string& ledger_directory,
                                std::size_t keep,
                                std::span<const std::string> damaged) {
  KUMBARA_CHECK(keep >= kSnapshotsKeptMin);
  const absl::StatusOr<std::vector<std::string>> paths =
      ListSnapshots(ledger_directory);
  if (!paths.ok()) return paths.status();
  std::size_t whole = 0;
  for (const std::string& path : *paths) {
    if (IsDamaged(path, damaged) || ++whole <= keep) continue;
    if (absl::Status gone = RemoveFile(path); !gone.ok()) return gone;
  }
  return absl::OkStatus();
}

}  // namespace kumbara::storage
