// kumbara audit on journals that someone wrote who can make every checksum
// anew: what they vouch for is not what their commands come to.

#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "tests/storage/journal/loose_journal.h"
#include "tests/storage/temp_directory.h"
#include "tests/tools/kumbara/run_kumbara.h"

namespace kumbara::tools {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr std::uint64_t kSegmentBytes = 1 << 20;

class AuditCommandTest : public ::testing::Test {
 protected:
  AuditCommandTest() {
    InitShop(path_);
    for (const char* command :
         {"award anna 100 points at=2024-05-01T10:00:00Z",
          "redeem anna 30 points at=2024-05-02T10:00:00Z",
          "redeem anna 300 points at=2024-05-03T10:00:00Z"}) {
      RunKumbara({"submit", path_, command});
    }
    journal_ = storage::TakeApart(path_);
  }

  Ran AuditOf(const storage::LooseJournal& journal) {
    const LedgerId ledger = journal.front().header.ledger;
    fs::remove_all(path_ + "/journal");
    fs::remove(path_ + "/HEAD");
    storage::PutTogether(path_, journal, ledger, kSegmentBytes);
    return RunKumbara({"audit", path_});
  }
  Command& CommandOf(CommandKind kind) {
    for (storage::LooseBatch& batch : journal_) {
      for (Command& command : batch.commands) {
        if (command.kind == kind) return command;
      }
    }
    ADD_FAILURE() << "no such command";
    return journal_.back().commands.front();
  }

  storage::TempDirectory directory_;
  const std::string path_ = directory_.path() + "/shop";
  storage::LooseJournal journal_;
};

TEST_F(AuditCommandTest, AJournalPutTogetherAsItWasHolds) {
  const Ran ran = AuditOf(journal_);
  EXPECT_EQ(ran.code, kExitOk);
  EXPECT_THAT(ran.out, HasSubstr("invariants 1 to 6, 9 to 11 and 13 hold"));
}

TEST_F(AuditCommandTest, AnAmountThatWasChangedBreaks6) {
  CommandOf(CommandKind::kRedeem).amount = 29;
  const Ran ran = AuditOf(journal_);
  EXPECT_EQ(ran.code, kExitDamaged);
  EXPECT_THAT(ran.out, HasSubstr("invariant 6: sequence "));
  EXPECT_THAT(ran.out, HasSubstr("differ from those the journal vouches for"));
}

TEST_F(AuditCommandTest, ACommandThatWasLeftOutBreaks6) {
  for (storage::LooseBatch& batch : journal_) {
    std::erase_if(batch.commands, [](const Command& command) {
      return command.kind == CommandKind::kAward;
    });
  }
  const Ran ran = AuditOf(journal_);
  EXPECT_EQ(ran.code, kExitDamaged);
  EXPECT_THAT(ran.out, HasSubstr("invariant 6: sequence "));
}

TEST_F(AuditCommandTest, ADigestThatWasChangedBreaks6) {
  journal_.back().header.outcome_digest.low ^= 1;
  const Ran ran = AuditOf(journal_);
  EXPECT_EQ(ran.code, kExitDamaged);
  EXPECT_THAT(ran.out, HasSubstr("invariant 6: sequence "));
}

TEST_F(AuditCommandTest, ADigestOfAnswersThatAreNotThereBreaks6) {
  ++journal_.back().header.outcome_seq;
  const Ran ran = AuditOf(journal_);
  EXPECT_EQ(ran.code, kExitDamaged);
  EXPECT_THAT(ran.out, HasSubstr("reached "));
}

}  // namespace
}  // namespace kumbara::tools
