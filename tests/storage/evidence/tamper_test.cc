// Who knows the format and can make every checksum and the whole chain anew
// changes a journal; the checkpoint that was kept elsewhere tells.

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/evidence/compare.h"
#include "storage/evidence/journal_tree.h"
#include "storage/evidence/tree_proof.h"
#include "storage/journal/head_file.h"
#include "storage/journal/segment.h"
#include "tests/storage/child_process.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/journal/loose_journal.h"
#include "tests/storage/journal/test_journal.h"
#include "tests/storage/temp_directory.h"
#include "tests/support/from_environment.h"

namespace kumbara::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uint32_t kBatches = 24;
constexpr std::uint64_t kSmallSegment = 64 * 1024;

// What an auditor keeps elsewhere.
struct Kept {
  std::vector<Checkpoint> checkpoints;
  std::vector<TreeHash> leaves;
};

Kept KeepFrom(const std::string& directory) {
  Kept kept;
  JournalTree tree(directory);
  KUMBARA_CHECK(tree.ReadOn().ok());
  kept.leaves.assign(tree.leaves().begin(), tree.leaves().end());
  kept.checkpoints = tree.Seals();
  kept.checkpoints.push_back(tree.Now());
  return kept;
}

Comparison Look(const std::string& directory, const Kept& kept,
                std::span<const TreeHash> recorded) {
  JournalTree tree(directory);
  const absl::Status status = tree.ReadOn();
  if (!status.ok()) return {.differences = {std::string(status.message())}};
  return CompareWith(kept.checkpoints, recorded, tree.position(),
                     tree.leaves());
}

template <class Row>
auto At(Row& row, std::size_t place) {
  return row.begin() + static_cast<std::ptrdiff_t>(place);
}

class TamperTest : public ::testing::Test {
 protected:
  TamperTest() {
    MakeJournal(directory_.path(), kBatches, 150, kSmallSegment);
    kept_ = KeepFrom(directory_.path());
    journal_ = TakeApart(directory_.path());
  }

  // What an auditor sees of a journal of these batches.
  std::vector<std::string> SeenOf(const LooseJournal& batches,
                                  bool with_leaves = true,
                                  const LedgerId& ledger = kLedger) const {
    TempDirectory forged;
    PutTogether(forged.path(), batches, ledger, kSmallSegment);
    return Look(forged.path(), kept_,
                with_leaves ? std::span<const TreeHash>(kept_.leaves)
                            : std::span<const TreeHash>())
        .differences;
  }

  TempDirectory directory_;
  Kept kept_;
  LooseJournal journal_;
};

TEST_F(TamperTest, TheJournalItselfHolds) {
  EXPECT_GT(kept_.checkpoints.size(), 3u) << "too few segments";
  EXPECT_THAT(SeenOf(journal_), IsEmpty());
  EXPECT_THAT(Look(directory_.path(), kept_, kept_.leaves).differences,
              IsEmpty());
}

TEST_F(TamperTest, WhatCameLaterIsNoDifference) {
  LooseJournal longer = journal_;
  longer.push_back(journal_.back());
  EXPECT_THAT(SeenOf(longer), IsEmpty());
}

TEST_F(TamperTest, ChangedBatchesAreNamed) {
  LooseJournal changed = journal_;
  changed[6].commands[10].amount += 1;
  changed[9].commands[0].amount += 1;
  // The batches behind them are linked anew, so they differ too.
  const std::vector<std::string> seen = SeenOf(changed);
  ASSERT_FALSE(seen.empty());
  EXPECT_EQ(seen.front(), "batch 7 was changed");
}

TEST_F(TamperTest, WithoutLeavesTheRangeIsNamed) {
  LooseJournal changed = journal_;
  changed.back().commands[0].amount += 1;
  const BatchNumber proven =
      kept_.checkpoints[kept_.checkpoints.size() - 2].batches;
  EXPECT_THAT(SeenOf(changed, false), ElementsAre(HasSubstr("among batch")));
  EXPECT_THAT(SeenOf(changed, false).front(),
              HasSubstr(std::to_string(proven + 1)));
}

TEST_F(TamperTest, AMissingTailIsNamed) {
  LooseJournal shorter = journal_;
  shorter.resize(kBatches - 2);
  EXPECT_THAT(SeenOf(shorter),
              ElementsAre("batches 23 to 24 were signed for and are gone"));
}

TEST_F(TamperTest, AnotherLedgerIsNamed) {
  EXPECT_THAT(SeenOf(journal_, true, LedgerId{7, 8}),
              ElementsAre(HasSubstr("the checkpoints are of ledger")));
}

TEST_F(TamperTest, LeavesThatNoCheckpointVouchesForAreNotBelieved) {
  LooseJournal changed = journal_;
  changed[6].commands[10].amount += 1;
  TempDirectory forged;
  PutTogether(forged.path(), changed, kLedger, kSmallSegment);
  // Whoever changed the journal wrote down its leaves too.
  const Kept theirs = KeepFrom(forged.path());
  const Comparison seen = Look(forged.path(), kept_, theirs.leaves);
  EXPECT_FALSE(seen.differences.empty());
}

// Fifty changes and more, each at several places, all checksums made anew.
TEST_F(TamperTest, EveryCraftedChangeIsSeen) {
  using Change = std::function<void(LooseJournal&, std::size_t)>;
  const std::map<std::string, Change> changes = {
      {"amount", [](auto& j, auto i) { j[i].commands[3].amount += 1; }},
      {"member", [](auto& j, auto i) { j[i].commands[3].member.high ^= 1; }},
      {"id", [](auto& j, auto i) { j[i].commands[3].id.low ^= 1; }},
      {"business time",
       [](auto& j, auto i) { j[i].commands[3].occurred_at -= 1; }},
      {"kind",
       [](auto& j, auto i) { j[i].commands[3].kind = CommandKind::kAdjust; }},
      {"unit", [](auto& j, auto i) { ++j[i].commands[3].unit_or_currency; }},
      {"store", [](auto& j, auto i) { ++j[i].commands[3].store; }},
      {"reason", [](auto& j, auto i) { ++j[i].commands[3].reason; }},
      {"flags", [](auto& j, auto i) { j[i].commands[3].flags ^= 1; }},
      {"command removed",
       [](auto& j, auto i) { j[i].commands.erase(At(j[i].commands, 3)); }},
      {"command put in",
       [](auto& j, auto i) { j[i].commands.push_back(j[i].commands[3]); }},
      {"commands swapped",
       [](auto& j, auto i) { std::swap(j[i].commands[3], j[i].commands[4]); }},
      {"batch removed", [](auto& j, auto i) { j.erase(At(j, i)); }},
      {"batch put in", [](auto& j, auto i) { j.insert(At(j, i), j[i]); }},
      {"batches swapped", [](auto& j, auto i) { std::swap(j[i], j[i + 1]); }},
      {"batch emptied", [](auto& j, auto i) { j[i].commands.clear(); }},
      {"round's end", [](auto& j, auto i) { j[i].header.flags ^= kRoundEnd; }},
      {"batch time", [](auto& j, auto i) { j[i].header.batch_time += 1; }},
      {"outcome digest",
       [](auto& j, auto i) { j[i].header.outcome_digest.low ^= 1; }},
      {"definition put in",
       [](auto& j, auto i) {
         j[i].records.push_back(
             Record::Define({CodeSpace::kReason, 9, "cheating"}));
       }},
      {"all that follows removed", [](auto& j, auto i) { j.resize(i); }},
  };
  std::size_t tried = 0;
  for (const auto& [name, change] : changes) {
    for (const std::size_t place :
         {std::size_t{1}, std::size_t{11}, std::size_t{kBatches - 2}}) {
      LooseJournal changed = journal_;
      change(changed, place);
      EXPECT_THAT(SeenOf(changed), Not(IsEmpty())) << name << " at " << place;
      ++tried;
    }
  }
  EXPECT_GE(tried, 50u);
}

// Changes of bytes, blocks and whole pages in the files.
class RandomDamage {
 public:
  RandomDamage(const std::string& directory, std::uint64_t seed) : seed_(seed) {
    const absl::StatusOr<std::vector<std::uint32_t>> segments =
        ListSegments(directory);
    KUMBARA_CHECK(segments.ok());
    for (const std::uint32_t segment : *segments) {
      Add(SegmentPath(directory, segment));
    }
    Add(HeadFile::PathIn(directory));
  }

  void Do(std::size_t number) { Write(number, true); }
  void Undo(std::size_t number) { Write(number, false); }

 private:
  struct Damaged {
    std::string path;
    std::string bytes;
  };
  void Add(const std::string& path) {
    files_.push_back({path, ReadBytes(path)});
  }

  void Write(std::size_t number, bool damaged) const {
    std::mt19937_64 random(seed_ + number);
    const Damaged& file = files_[random() % files_.size()];
    static constexpr std::size_t kSizes[] = {1, 1, 8, 512, 4096};
    const std::size_t size = kSizes[random() % std::size(kSizes)];
    const std::size_t at = random() % file.bytes.size();
    std::string part = file.bytes.substr(at, size);
    if (damaged) {
      const bool flips = random() % 2 == 0;
      const char value = static_cast<char>(random());
      for (char& byte : part) {
        byte = flips ? static_cast<char>(byte ^ (1 << random() % 8)) : value;
      }
      // What was there already is no change.
      if (file.bytes.compare(at, size, part) == 0) part[0] ^= 1;
    }
    const int descriptor = open(file.path.c_str(), O_WRONLY);
    KUMBARA_CHECK(
        pwrite(descriptor, part.data(), part.size(), static_cast<off_t>(at)) ==
        static_cast<ssize_t>(part.size()));
    close(descriptor);
  }

  const std::uint64_t seed_;
  std::vector<Damaged> files_;
};

TEST_F(TamperTest, NoRandomChangeGoesUnnoticed) {
  const std::uint64_t changes = FromEnvironment("KUMBARA_CHANGES", 5'000);
  const std::uint64_t first =
      FromEnvironment("KUMBARA_FIRST_CHANGE", 20'261'126);
  enum Seen : int { kFound, kHarmless, kMissed };
  RandomDamage damage(directory_.path(), first);
  const std::vector<ChildResult> results =
      RunEachInChild(changes, [&](std::size_t number) -> int {
        // One that ended the process left its damage behind.
        if (number > 0) damage.Undo(number - 1);
        damage.Do(number);
        JournalTree tree(directory_.path());
        const bool readable = tree.ReadOn().ok();
        const bool same =
            readable && std::equal(kept_.leaves.begin(), kept_.leaves.end(),
                                   tree.leaves().begin(), tree.leaves().end());
        const bool told =
            !readable || !CompareWith(kept_.checkpoints, kept_.leaves,
                                      tree.position(), tree.leaves())
                              .differences.empty();
        damage.Undo(number);
        if (told) return kFound;
        return same ? kHarmless : kMissed;
      });
  std::size_t found = 0;
  for (const ChildResult& result : results) {
    EXPECT_NE(result.exit_code, kMissed);
    found += result.exit_code == kFound || result.signal != 0 ? 1 : 0;
  }
  EXPECT_GT(found, changes / 4);
}

TEST_F(TamperTest, ProofsHoldAndForgedOnesDoNot) {
  const auto key = SigningKey::New("books");
  ASSERT_TRUE(key.ok());
  const std::vector<VerifierKey> keys = {key->verifier()};
  const auto note = [&](const Checkpoint& checkpoint) {
    return SignNote(ToText(checkpoint), std::vector{*key});
  };
  TreeProof proof;
  proof.batch = 5;
  proof.path = InclusionProof(kept_.leaves, 4);
  proof.notes = {note(kept_.checkpoints.back())};
  auto value = ReadBatchValue(directory_.path(), 5);
  ASSERT_TRUE(value.ok()) << value.status();
  const auto parsed = ParseProof(ToText(proof));
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_TRUE(CheckProof(*parsed, keys, *value).ok());
  (*value)[200] ^= std::byte{1};
  EXPECT_TRUE(absl::IsDataLoss(CheckProof(*parsed, keys, *value).status()));
  EXPECT_TRUE(absl::IsNotFound(ReadBatchValue(directory_.path(), 99).status()));

  TreeProof grew;
  grew.path = ConsistencyProof(kept_.leaves, kept_.checkpoints.front().batches);
  grew.notes = {note(kept_.checkpoints.front()),
                note(kept_.checkpoints.back())};
  const auto again = ParseProof(ToText(grew));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(CheckProof(*again, keys, {}).ok());
  Checkpoint other = kept_.checkpoints.front();
  other.root[0] ^= std::byte{1};
  grew.notes[0] = note(other);
  EXPECT_TRUE(absl::IsDataLoss(CheckProof(grew, keys, {}).status()));
}

}  // namespace
}  // namespace kumbara::storage
