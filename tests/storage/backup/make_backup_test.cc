#include <algorithm>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <thread>

#include "gmock/gmock.h"
#include "storage/archive/archive_segments.h"
#include "storage/archive/journal_list.h"
#include "storage/evidence/journal_tree.h"
#include "storage/evidence/seals.h"
#include "storage/journal/head_file.h"
#include "storage/journal/lock_file.h"
#include "storage/journal/segment.h"
#include "storage/lmdb/file.h"
#include "tests/storage/backup/backup_fixture.h"
#include "tests/storage/file_bytes.h"

namespace kumbara::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MakeBackupTest : public BackupFixture {
 protected:
  std::string ErrorOf(const absl::StatusOr<BackupManifest>& made) {
    return std::string(made.status().message());
  }
  // One that is made without a seal, of which it says `file`.
  BackupManifest MadeWithout(const std::string& file) {
    std::vector<absl::Status> left_out;
    BackupOptions options{ledger_, backup_};
    options.left_out = [&](const absl::Status& why) {
      left_out.push_back(why);
    };
    const auto made = MakeBackup(options, [](const SegmentFacts&) {});
    EXPECT_TRUE(made.ok()) << made.status();
    EXPECT_EQ(left_out.size(), 1u);
    for (const absl::Status& why : left_out) {
      EXPECT_TRUE(absl::IsDataLoss(why));
      EXPECT_THAT(std::string(why.message()), HasSubstr(file));
    }
    return made.value_or(BackupManifest());
  }
  // Backs up, then moves segment 1 to cold_.
  void ArchiveFirst() {
    const ArchivedSegment archived{BackupOk().segments.front(), cold_};
    fs::create_directory(cold_);
    fs::rename(SegmentPath(ledger_, 1), cold_ + "/0000000001.mdb");
    ASSERT_TRUE(WriteArchived(ledger_, {&archived, 1}).ok());
  }

  const std::string cold_ = directory_.path() + "/cold";
};

TEST_F(MakeBackupTest, WhatIsRestoredIsTheLedgerAndGoesOn) {
  Give(30);
  const BackupManifest made = BackupOk();
  EXPECT_GE(made.segments.size(), 3u);
  EXPECT_EQ(segments_copied_.size(), made.segments.size());
  EXPECT_THAT(Damaged(), IsEmpty());
  EXPECT_EQ(*ReadManifest(backup_), made);
  const RestoreReport report = RestoreOk();
  EXPECT_EQ(report.end, made.end());
  EXPECT_EQ(StateOf(restored_), StateOf(ledger_));
  EXPECT_EQ(BatchesOf(restored_).size(), BatchesOf(ledger_).size());
  // Closed segments are the same files.
  EXPECT_EQ(ReadBytes(SegmentPath(restored_, 1)),
            ReadBytes(SegmentPath(ledger_, 1)));
  // The same commands behind both lead to the same state.
  const std::uint64_t last_id = last_id_;
  Give(20);
  const Digest state = StateOf(ledger_);
  last_id_ = last_id;
  {
    OpenOptions write;
    write.mode = OpenMode::kWrite;
    const auto opened = OpenAt(restored_, write);
    ASSERT_NE(opened, nullptr);
    opened->Start();
    SubmitTo(*opened, 20);
    ASSERT_TRUE(opened->Close().ok());
  }
  EXPECT_EQ(StateOf(restored_), state);
  EXPECT_GT(ListSegments(restored_)->size(), made.segments.size());
}

TEST_F(MakeBackupTest, OnlyWhatIsNewIsCopied) {
  Give(30);
  const BackupManifest first = BackupOk();
  const auto closed = static_cast<std::uint32_t>(first.segments.size() - 1);
  BackupOk();
  EXPECT_THAT(segments_copied_, IsEmpty());
  Give(1);
  const BackupManifest second = BackupOk();
  EXPECT_EQ(segments_copied_.front(), closed + 1);
  EXPECT_EQ(second.segments.front(), first.segments.front());
  // Of the last segment as it was nothing is left.
  EXPECT_FALSE(FileExists(StoredPath(backup_, FileOf(first.segments.back()))));
  EXPECT_EQ(StoredFiles().size(), second.segments.size() + second.files.size());
  EXPECT_THAT(Damaged(), IsEmpty());
  Give(15);
  BackupOk();
  EXPECT_EQ(segments_copied_.front(), closed + 1);
  RestoreOk();
  EXPECT_EQ(StateOf(restored_), StateOf(ledger_));
}

TEST_F(MakeBackupTest, ASegmentLostFromTheBackupIsCopiedAgain) {
  Give(30);
  const BackupManifest made = BackupOk();
  fs::remove(StoredPath(backup_, FileOf(made.segments[1])));
  EXPECT_THAT(Damaged(), ElementsAre(FileOf(made.segments[1]).path));
  BackupOk();
  EXPECT_EQ(segments_copied_.front(), 2u);
  EXPECT_THAT(Damaged(), IsEmpty());
}

TEST_F(MakeBackupTest, ArchivedSegmentsAreCopiedFromTheirPlace) {
  Give(30);
  ArchiveFirst();
  // It is there already.
  BackupOk();
  EXPECT_THAT(segments_copied_, IsEmpty());
  fs::remove_all(backup_);
  BackupOk();
  EXPECT_EQ(segments_copied_.front(), 1u);
  RestoreOk();
  fs::rename(cold_ + "/0000000001.mdb", SegmentPath(ledger_, 1));
  ASSERT_TRUE(WriteArchived(ledger_, {}).ok());
  EXPECT_EQ(StateOf(restored_), StateOf(ledger_));
}

TEST_F(MakeBackupTest, TheNewestSnapshotGoesAlongIfItIsWanted) {
  Give(20);
  const std::string older = Snapshot();
  Give(20);
  const std::string newest = Snapshot();
  EXPECT_EQ(BackupOk().Find("directory.mdb")->path, "directory.mdb");
  RestoreOk();
  EXPECT_FALSE(FileExists(SnapshotDirectory(restored_)));
  const BackupManifest made = BackupOk(true);
  EXPECT_NE(made.Find(newest.substr(ledger_.size() + 1)), nullptr);
  EXPECT_EQ(made.Find(older.substr(ledger_.size() + 1)), nullptr);
  EXPECT_THAT(Damaged(), IsEmpty());
  RestoreOk();
  const auto opened = OpenAt(restored_, {});
  ASSERT_NE(opened, nullptr);
  EXPECT_EQ(opened->recovery().snapshot,
            restored_ + newest.substr(ledger_.size()));
  EXPECT_EQ(opened->ledger().StateDigest(), StateOf(ledger_));
  // A damaged one is left aside.
  WriteBytes(newest, "");
  EXPECT_NE(BackupOk(true).Find(older.substr(ledger_.size() + 1)), nullptr);
}

TEST_F(MakeBackupTest, ADamagedSealIsLeftOutAndTold) {
  Give(30);
  JournalTree tree(ledger_);
  ASSERT_TRUE(tree.ReadOn().ok());
  const std::vector<SigningKey> keys = {*SigningKey::New("books")};
  const std::vector<Checkpoint> closed = tree.Seals();
  ASSERT_GE(closed.size(), 2u);
  ASSERT_TRUE(WriteSeals(ledger_, closed, keys).ok());
  const std::string damaged = SealPath(ledger_, 1);
  fs::resize_file(damaged, fs::file_size(damaged) - 1);
  const BackupManifest made = MadeWithout(damaged);
  EXPECT_EQ(made.Find("seals/0000000001.seal"), nullptr);
  EXPECT_NE(made.Find("seals/0000000002.seal"), nullptr);
  EXPECT_THAT(Damaged(), IsEmpty());
  RestoreOk();
  EXPECT_EQ(StateOf(restored_), StateOf(ledger_));
}

TEST_F(MakeBackupTest, ASealLostFromAnArchiveIsTold) {
  Give(30);
  ArchiveFirst();
  MadeWithout(cold_ + "/0000000001.seal");
}

TEST_F(MakeBackupTest, ASegmentThatLiesNowhereIsNotLeftOutOfTheList) {
  Give(30);
  fs::remove(SegmentPath(ledger_, 1));
  const absl::Status listed = ListJournal(ledger_).status();
  EXPECT_TRUE(absl::IsDataLoss(listed)) << listed;
  EXPECT_THAT(std::string(listed.message()),
              HasSubstr(SegmentPath(ledger_, 1) + ": the segment is missing"));
  EXPECT_TRUE(absl::IsDataLoss(Backup().status()));
}

TEST_F(MakeBackupTest, OfAnotherLedgerIsRefused) {
  Give(5);
  BackupOk();
  const std::string manifest = ReadBytes(ManifestPath(backup_));
  const std::string other = directory_.path() + "/other";
  Init(other);
  const auto made = MakeBackup({other, backup_}, [](const SegmentFacts&) {});
  EXPECT_TRUE(absl::IsFailedPrecondition(made.status()));
  EXPECT_THAT(ErrorOf(made), HasSubstr("is a backup of another ledger"));
  EXPECT_EQ(ReadBytes(ManifestPath(backup_)), manifest);
}

TEST_F(MakeBackupTest, OfALedgerThatWentAnotherWayIsRefused) {
  Give(20);
  BackupOk();
  const std::string manifest = ReadBytes(ManifestPath(backup_));
  RestoreOk({.last_sequence = 150, .until = {}});
  fs::rename(ledger_, directory_.path() + "/first");
  fs::rename(restored_, ledger_);
  const auto shorter = Backup();
  EXPECT_TRUE(absl::IsFailedPrecondition(shorter.status()));
  EXPECT_THAT(ErrorOf(shorter), HasSubstr("it was cut or lost its end"));
  last_id_ += 1'000;
  Give(30);
  EXPECT_EQ(ErrorOf(Backup()), ErrorOf(shorter));
  EXPECT_EQ(ReadBytes(ManifestPath(backup_)), manifest);
}

TEST_F(MakeBackupTest, PlacesThatCannotBeAreRefused) {
  Give(1);
  for (const std::string& inside :
       {ledger_, ledger_ + "/x", ledger_ + "/journal/x",
        ledger_ + "/../ledger/y/z"}) {
    const auto made = MakeBackup({ledger_, inside}, [](const SegmentFacts&) {});
    EXPECT_THAT(ErrorOf(made), HasSubstr("is inside the ledger")) << inside;
  }
  const auto around =
      MakeBackup({ledger_, directory_.path()}, [](const SegmentFacts&) {});
  EXPECT_THAT(ErrorOf(around), HasSubstr("has inside it the ledger"));
  const std::string full = directory_.path() + "/full";
  fs::create_directory(full);
  WriteBytes(full + "/notes.txt", "mine");
  const auto made = MakeBackup({ledger_, full}, [](const SegmentFacts&) {});
  EXPECT_TRUE(absl::IsAlreadyExists(made.status()));
  EXPECT_THAT(ErrorOf(made), HasSubstr("is not empty and no backup"));
  EXPECT_EQ(ReadBytes(full + "/notes.txt"), "mine");
}

TEST_F(MakeBackupTest, TwoAtATimeAndAnArchiverExcludeEachOther) {
  Give(1);
  BackupOk();
  {
    const auto lock = LockFile::AcquireFile(backup_ + "/LOCK", "");
    ASSERT_TRUE(lock.ok());
    EXPECT_THAT(ErrorOf(Backup()), HasSubstr("is being made by process"));
  }
  const auto lock = LockFile::AcquireClosedSegments(ledger_);
  ASSERT_TRUE(lock.ok());
  EXPECT_THAT(ErrorOf(Backup()), HasSubstr("segments are being moved"));
}

// It looked for the end of the journal under the lock of writers, so that one
// who opened just then was refused.
TEST_F(MakeBackupTest, AWriterThatOpensBesideItIsNotKeptOut) {
  Give(30);
  std::atomic<bool> is_done = false;
  std::uint64_t refused = 0;
  std::thread writer([&] {
    while (!is_done) refused += LockFile::Acquire(ledger_).ok() ? 0 : 1;
  });
  for (int i = 0; i < 20; ++i) BackupOk();
  is_done = true;
  writer.join();
  EXPECT_EQ(refused, 0u);
}

TEST_F(MakeBackupTest, AFileOfSomebodyElsesStays) {
  Give(1);
  const std::string mine = FilesDirectory(backup_) + "/holiday.jpg";
  fs::create_directories(FilesDirectory(backup_));
  WriteBytes(mine, "mine");
  EXPECT_THAT(ErrorOf(Backup()), HasSubstr("is not empty and no backup"));
  fs::remove(mine);
  BackupOk();
  WriteBytes(mine, "mine");
  BackupOk();
  EXPECT_EQ(ReadBytes(mine), "mine");
}

// A batch that a crash could still take back is not part of it.
TEST_F(MakeBackupTest, BesideAWriterItEndsWhereHeadSays) {
  Give(10);
  const std::vector<BatchFacts> batches = BatchesOf(ledger_);
  const JournalPosition before = batches[batches.size() - 3].position;
  fs::remove(HeadFile::PathIn(ledger_));
  ASSERT_TRUE(HeadFile::Create(ledger_, before).ok());
  const auto writer = LockFile::Acquire(ledger_);
  ASSERT_TRUE(writer.ok());
  const auto made = Backup();
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->end(), before);
  EXPECT_EQ(RestoreOk().end, before);
  EXPECT_EQ(BatchesOf(restored_).back().position, before);
}

// Nor is one lost, or the ledger taken for another, because HEAD is as old as
// the last roll: behind a power loss it may be.
TEST_F(MakeBackupTest, BehindAPowerLossItEndsWhereTheJournalDoes) {
  Give(30);
  const std::vector<BatchFacts> batches = BatchesOf(ledger_);
  const BackupManifest whole = BackupOk();
  ASSERT_GE(whole.segments.size(), 3u);
  for (const bool is_first : {false, true}) {
    fs::remove(HeadFile::PathIn(ledger_));
    ASSERT_TRUE(HeadFile::Create(ledger_, whole.segments[1].behind).ok());
    if (is_first) fs::remove_all(backup_);
    const auto made = Backup();
    ASSERT_TRUE(made.ok()) << made.status();
    EXPECT_EQ(made->end(), batches.back().position);
    EXPECT_EQ(RestoreOk().end, batches.back().position);
    EXPECT_EQ(StateOf(restored_), StateOf(ledger_));
  }
}

TEST_F(MakeBackupTest, ADamagedLedgerIsNamedAndTheBackupStays) {
  Give(30);
  BackupOk();
  Give(30);
  const Digest state = StateOf(ledger_);
  const auto segments = *ListSegments(ledger_);
  const std::string manifest = ReadBytes(ManifestPath(backup_));
  for (const std::uint32_t segment :
       {segments[segments.size() - 2], segments.back()}) {
    const std::string path = SegmentPath(ledger_, segment);
    const std::string whole = ReadBytes(path);
    // LMDB leaves pages behind that nobody reads, so in every batch.
    std::string damaged = whole;
    for (std::size_t at = damaged.find("KUMBATCH"); at != std::string::npos;
         at = damaged.find("KUMBATCH", at + 1)) {
      damaged.at(at + 80) = static_cast<char>(damaged.at(at + 80) ^ 4);
    }
    WriteBytes(path, damaged);
    const auto made = Backup();
    EXPECT_TRUE(absl::IsDataLoss(made.status())) << made.status();
    EXPECT_THAT(ErrorOf(made), HasSubstr(path));
    EXPECT_EQ(ReadBytes(ManifestPath(backup_)), manifest);
    EXPECT_THAT(Damaged(), IsEmpty());
    WriteBytes(path, whole);
  }
  WriteBytes(ledger_ + "/ERASED", "garbage\n");
  EXPECT_TRUE(absl::IsDataLoss(Backup().status()));
  fs::remove(ledger_ + "/ERASED");
  BackupOk();
  RestoreOk();
  EXPECT_EQ(StateOf(restored_), state);
}

TEST_F(MakeBackupTest, AFlippedByteAnywhereInTheBackupIsNamed) {
  Give(12);
  Snapshot();
  WriteBytes(ledger_ + "/ERASED", "00000000000000000000000000000001\n");
  const BackupManifest made = BackupOk(true);
  std::vector<BackupFile> files = made.files;
  for (const SegmentFacts& segment : made.segments) {
    files.push_back(FileOf(segment));
  }
  ASSERT_GE(files.size(), 4u);
  for (const BackupFile& file : files) {
    const std::string path = StoredPath(backup_, file);
    const std::string whole = ReadBytes(path);
    for (std::size_t at = 0; at < whole.size();
         at += std::max<std::size_t>(whole.size() / 7, 1)) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ 1);
      WriteBytes(path, damaged);
      EXPECT_THAT(Damaged(), ElementsAre(file.path));
      if (at > 0) continue;
      const absl::Status refused = Restore().status();
      EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
      EXPECT_THAT(std::string(refused.message()),
                  HasSubstr(path + ": is damaged"));
      EXPECT_FALSE(FileExists(HeadFile::PathIn(restored_)));
    }
    WriteBytes(path, whole);
  }
  EXPECT_THAT(Damaged(), IsEmpty());
}

TEST_F(MakeBackupTest, EveryFlippedByteOfTheManifestIsRefused) {
  Give(30);
  BackupOk();
  const std::string path = ManifestPath(backup_);
  const std::string whole = ReadBytes(path);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    EXPECT_FALSE(ParseManifest(damaged, path).ok()) << at;
    EXPECT_FALSE(ParseManifest(whole.substr(0, at), path).ok()) << at;
  }
  WriteBytes(path, whole.substr(0, whole.size() / 2));
  EXPECT_TRUE(absl::IsDataLoss(Backup().status()));
  EXPECT_TRUE(absl::IsDataLoss(Restore().status()));
  WriteBytes(path, whole);
  EXPECT_TRUE(Backup().ok());
}

TEST_F(MakeBackupTest, AManifestOfANewerProgramOrThatLeadsElsewhereIsRefused) {
  Give(1);
  BackupOk();
  const std::string whole = ReadBytes(ManifestPath(backup_));
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = whole;
    text.replace(text.find(from), from.size(), to);
    text.erase(text.rfind("checksum "));
    text += "checksum " + ToHex(Hash128(text)) + "\n";
    return ParseManifest(text, "MANIFEST").status();
  };
  EXPECT_TRUE(with("made", "made").ok());
  EXPECT_THAT(std::string(with("backup 1", "backup 2").message()),
              HasSubstr("was written by a newer kumbara"));
  EXPECT_TRUE(absl::IsDataLoss(with(" directory.mdb", " ../../directory.mdb")));
  EXPECT_TRUE(absl::IsDataLoss(with(" directory.mdb", " /directory.mdb")));
  EXPECT_TRUE(absl::IsDataLoss(with("segment 1", "segment 2")));
  EXPECT_TRUE(absl::IsDataLoss(with("made ", "mode ")));
}

}  // namespace
}  // namespace kumbara::storage
