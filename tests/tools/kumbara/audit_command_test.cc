// kumbara audit on journals that someone wrote who can make every checksum
// anew: what they vouch for is not what their commands come to.

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "engine/record/closing.h"
#include "engine/record/posting.h"
#include "gmock/gmock.h"
#include "tests/storage/file_bytes.h"
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
    const char* const commands[][2] = {
        {"a1", "award anna 100 points at=2024-05-01T10:00:00Z"},
        {"r1", "redeem anna 30 points at=2024-05-02T10:00:00Z"},
        {"r2", "redeem anna 300 points at=2024-05-03T10:00:00Z"}};
    for (const auto& [id, command] : commands) {
      RunKumbara({"submit", path_, command, "--id", id});
    }
    journal_ = storage::TakeApart(path_);
  }

  Ran AuditOf(const storage::LooseJournal& journal,
              const std::vector<std::string>& words = {}) {
    const LedgerId ledger = journal.front().header.ledger;
    fs::remove_all(path_ + "/journal");
    fs::remove(path_ + "/HEAD");
    storage::PutTogether(path_, journal, ledger, kSegmentBytes);
    std::vector<std::string> all = {"audit", path_};
    all.insert(all.end(), words.begin(), words.end());
    return RunKumbara(std::move(all));
  }
  // A journal that vouches for no answer, so that others may come of it.
  storage::LooseJournal Forged() {
    storage::LooseJournal forged = journal_;
    for (storage::LooseBatch& batch : forged) {
      batch.header.outcome_seq = 0;
      batch.header.outcome_digest = {};
    }
    return forged;
  }
  std::vector<std::string> Kept(const std::string& lines) {
    const std::string file = path_ + ".answers";
    storage::WriteBytes(file, "transaction_id,code,delta,net\n" + lines);
    return {"--answers", file};
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

TEST_F(AuditCommandTest, AClosingOfOtherTotalsBreaks4) {
  Closing closing;
  closing.terms.sequence = journal_.back().header.last_sequence();
  closing.terms.month = 2024 * 12 + 4;
  closing.terms.by = MemberId{1, 2};
  closing.amounts = {{.unit = 1, .part = kClosingPart, .amount = 70},
                     {.unit = 1,
                      .part = static_cast<std::uint8_t>(Account::kIssued),
                      .amount = 100},
                     {.unit = 1,
                      .part = static_cast<std::uint8_t>(Account::kRedeemed),
                      .amount = -31}};
  storage::LooseBatch batch;
  batch.header = journal_.back().header;
  batch.records = {Record::Of(closing)};
  journal_.push_back(batch);
  const Ran ran = AuditOf(journal_);
  EXPECT_EQ(ran.code, kExitDamaged);
  EXPECT_THAT(ran.out,
              HasSubstr(": 2024-05 was closed with another redeemed than was "
                        "posted: -31, not -30\n"));
  EXPECT_THAT(ran.out, HasSubstr("\n2024-05        0     100       -31"));
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

constexpr char kAnswers[] =
    "a1,ok,100,100\nr1,ok,-30,70\nr2,insufficient,0,70\n"
    "a1,exists,100,70\nx1,malformed,0,0\n";

TEST_F(AuditCommandTest, AnswersThatAreThereHold7) {
  const Ran ran = AuditOf(journal_, Kept(std::string(kAnswers) + "a9,ok,5"));
  EXPECT_EQ(ran.code, kExitOk) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("invariants 1 to 7, 9 to 11 and 13 hold"));
}

// A tick's line has no transaction_id: an id was made of that.
TEST_F(AuditCommandTest, AnswersWithoutATransactionIdArePassedOver) {
  const Ran ran = AuditOf(journal_, Kept(std::string(",ok,0,0\n") + kAnswers));
  EXPECT_EQ(ran.code, kExitOk) << ran.out << ran.err;
}

TEST_F(AuditCommandTest, AnEndThatIsLostBreaks7) {
  while (journal_.back().commands.empty()) journal_.pop_back();
  journal_.pop_back();
  const Ran ran = AuditOf(journal_, Kept(kAnswers));
  EXPECT_EQ(ran.code, kExitDamaged);
  EXPECT_THAT(ran.out, HasSubstr("invariant 7: sequence "));
  EXPECT_THAT(ran.out, HasSubstr(".answers: 1 of 5 answers are not in the "
                                 "journal, the first to r2 in line 4"));
}

TEST_F(AuditCommandTest, ACommandThatWasAcknowledgedAndLeftOutBreaks7) {
  for (storage::LooseBatch& batch : journal_) {
    std::erase_if(batch.commands,
                  [](const Command& command) { return command.amount == 30; });
  }
  const Ran ran =
      AuditOf(Forged(), Kept("r2,insufficient,0,70\nr1,ok,-30,70\n"));
  EXPECT_EQ(ran.code, kExitDamaged);
  EXPECT_THAT(ran.out, HasSubstr("invariant 7: sequence "));
  EXPECT_THAT(ran.out, HasSubstr("1 of 2 answers are not in the journal, the "
                                 "first to r1 in line 3"));
}

TEST_F(AuditCommandTest, AnotherAnswerThanWasAcknowledgedBreaks7) {
  CommandOf(CommandKind::kRedeem).amount = 29;
  const Ran ran = AuditOf(Forged(), Kept(kAnswers));
  EXPECT_EQ(ran.code, kExitDamaged);
  EXPECT_THAT(ran.out, HasSubstr("invariant 7: sequence "));
  EXPECT_THAT(ran.out, HasSubstr("the first to r1 in line 3"));
}

TEST_F(AuditCommandTest, AFileWhoseReadingFailsIsNamed) {
  // Nothing stands at the first address of a process's memory: EIO.
  const Ran ran = AuditOf(journal_, {"--answers", "/proc/self/mem"});
  EXPECT_EQ(ran.code, kExitFailed);
  EXPECT_EQ(ran.err, "kumbara: /proc/self/mem: cannot be read\n");
}

TEST_F(AuditCommandTest, AFileThatHoldsNoAnswersIsTold) {
  for (const std::string text :
       {"a1,ok\n", "a1,ok,much,100\n", "a1,ok,100,much\n"}) {
    const Ran ran = AuditOf(journal_, Kept(text));
    EXPECT_EQ(ran.code, kExitFailed);
    EXPECT_THAT(ran.err, HasSubstr(".answers:2: expected transaction_id,"));
  }
}

}  // namespace
}  // namespace kumbara::tools
