// A ledger of nine members with several segments, its backup, and what is
// restored from that.

#ifndef KUMBARA_TESTS_STORAGE_BACKUP_BACKUP_FIXTURE_H_
#define KUMBARA_TESTS_STORAGE_BACKUP_BACKUP_FIXTURE_H_

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "storage/backup/make_backup.h"
#include "storage/backup/restore.h"
#include "storage/backup/verify_backup.h"
#include "storage/journal/journal_reader.h"
#include "tests/storage/open/snapshot_fixture.h"

namespace kumbara::storage {

class BackupFixture : public SnapshotFixture {
 protected:
  static constexpr std::uint64_t kSegmentBytes = 32 * 1024;

  void SetUp() override { Init(ledger_, 7, kSegmentBytes); }

  absl::StatusOr<BackupManifest> Backup(bool with_snapshot = false) {
    segments_copied_.clear();
    return MakeBackup({ledger_, backup_, with_snapshot},
                      [&](const SegmentFacts& facts) {
                        segments_copied_.push_back(facts.segment());
                      });
  }
  BackupManifest BackupOk(bool with_snapshot = false) {
    auto made = Backup(with_snapshot);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? *std::move(made) : BackupManifest{};
  }

  absl::StatusOr<RestoreReport> Restore(const JournalCut& cut = {}) {
    std::filesystem::remove_all(restored_);
    return RestoreLedger({backup_, restored_, cut}, [](const SegmentFacts&) {});
  }
  RestoreReport RestoreOk(const JournalCut& cut = {}) {
    auto report = Restore(cut);
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? *std::move(report) : RestoreReport{};
  }

  static Digest StateOf(const std::string& directory,
                        bool from_snapshots = false) {
    OpenOptions options;
    options.from_snapshots = from_snapshots;
    const auto opened = OpenAt(directory, options);
    return opened == nullptr ? Digest{} : opened->ledger().StateDigest();
  }

  struct BatchFacts {
    JournalPosition position;
    BatchHeader header;
  };
  static std::vector<BatchFacts> BatchesOf(const std::string& directory) {
    std::vector<BatchFacts> batches;
    auto reader = JournalReader::Open(directory);
    EXPECT_TRUE(reader.ok()) << reader.status();
    ParsedBatch batch;
    while (reader.ok() && (*reader)->NextBatch(&batch).value_or(false)) {
      batches.push_back({(*reader)->position(), batch.header});
    }
    return batches;
  }

  // Every file of the backup that verify names.
  std::vector<std::string> Damaged() {
    std::vector<std::string> damaged;
    const absl::Status verified = VerifyBackup(
        backup_, {}, [&](const BackupFile& file, const absl::Status& wrong) {
          if (!wrong.ok()) damaged.push_back(file.path);
        });
    EXPECT_EQ(verified.ok(), damaged.empty()) << verified;
    return damaged;
  }

  std::vector<std::string> StoredFiles() {
    std::vector<std::string> paths;
    for (const auto& entry :
         std::filesystem::directory_iterator(FilesDirectory(backup_))) {
      paths.push_back(entry.path());
    }
    return paths;
  }

  const std::string backup_ = directory_.path() + "/backup";
  const std::string restored_ = directory_.path() + "/restored";
  std::vector<std::uint32_t> segments_copied_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_TESTS_STORAGE_BACKUP_BACKUP_FIXTURE_H_
