#include "storage/open/erase_member.h"

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/base/hash.h"
#include "engine/base/hex.h"
#include "gmock/gmock.h"
#include "storage/directory/erasure_list.h"
#include "tests/storage/child_process.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/temp_directory.h"

namespace kumbara::storage {
namespace {

namespace fs = std::filesystem;

// Long and unlike anything else that a ledger writes.
constexpr char kAda[] = "ada-lovelace@example.org-4711";
constexpr char kBob[] = "bob-4712";

constexpr char kProgram[] =
    "program = { name = \"shop\", currency = \"GBP\" }\n"
    "unit.points = { decimals = 0 }\n";

class EraseMemberTest : public ::testing::TestWithParam<Pseudonym> {
 protected:
  // A ledger with two members, of whom Ada has 100 points.
  void SetUp() override {
    InitOptions options;
    options.directory = ledger_;
    options.program_text = kProgram;
    options.program_name = "shop.toml";
    options.pseudonym = GetParam();
    options.key_path = key_path_;
    ASSERT_EQ(
        RunInChild([&] { return InitLedger(options).ok() ? 0 : 1; }).exit_code,
        0);
    ASSERT_EQ(InLedger([&](OpenLedger& opened) {
                opened.directory().FindOrAdd(kAda);
                opened.directory().FindOrAdd(kBob);
                const bool synced = opened.directory().Sync().ok();
                return synced && Submit(opened, CommandKind::kEnroll, 1) &&
                               Submit(opened, CommandKind::kAward, 2)
                           ? 0
                           : 1;
              }),
              0);
  }

  // In a process of its own, so that it may be killed.
  template <class Function>
  int InLedger(const Function& function) {
    return RunInChild([&] {
             OpenOptions options;
             options.mode = OpenMode::kWrite;
             options.key_path = key_path_;
             const auto opened = OpenLedger::Open(ledger_, options);
             if (!opened.ok()) return 90;
             (*opened)->Start();
             const int result = function(**opened);
             return (*opened)->Close().ok() ? result : 91;
           })
        .exit_code;
  }

  static bool Submit(OpenLedger& opened, CommandKind kind, std::uint64_t id,
                     std::int64_t until = 0) {
    Command command;
    command.id = CommandId{id, 0};
    command.member = opened.directory().Find(kAda);
    command.kind = kind;
    command.occurred_at = 1'000'000;
    std::vector<Detail> details;
    if (kind != CommandKind::kEnroll) {
      command.amount = kind == CommandKind::kAward ? 100 : 10;
      command.flags = kAmountGiven;
      command.unit_or_currency = static_cast<std::uint8_t>(
          opened.ledger().Intern(CodeSpace::kUnit, "points"));
    }
    if (kind == CommandKind::kHold) {
      details.push_back(Detail::OfInstant(InstantKind::kUntil, Instant(until)));
    }
    const auto producer = opened.ledger().NewProducer();
    auto frame = std::make_unique<Frame>();
    if (!frame->Add(command, details)) return false;
    frame->Seal();
    if (producer->Submit(&frame) != SubmitResult::kAccepted) return false;
    const Answer answer = producer->WaitForAnswer();
    return answer.status == AnswerStatus::kAnswered &&
           answer.frame->outcomes()[0].code == ResultCode::kOk;
  }

  // Exit code 0: erased; 1: the directory has no such name; 2: refused; else a
  // signal or an error. Ends the process behind `last`.
  int Erase(bool force = false, std::optional<EraseStep> last = {}) {
    return InLedger([&](OpenLedger& opened) {
      const auto erasure =
          EraseMember(opened, ledger_, kAda, force, [&](EraseStep step) {
            if (step == last) raise(SIGKILL);
          });
      if (!erasure.ok()) return 92;
      if (erasure->member.IsZero()) return 1;
      return erasure->is_erased ? 0 : 2;
    });
  }

  // The files of the ledger's folder that hold a text.
  std::vector<std::string> FilesWith(const std::string& text) const {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry :
         fs::recursive_directory_iterator(ledger_)) {
      if (entry.is_regular_file() &&
          ReadBytes(entry.path()).find(text) != std::string::npos) {
        names.push_back(entry.path().filename());
      }
    }
    return names;
  }

  bool IsClosed() {
    const MemberId ada = IdOfAda();
    const int code = InLedger([&](OpenLedger& opened) {
      const MemberView view = opened.ledger().Look(ada);
      return view.found ? view.profile.is_closed() : 2;
    });
    EXPECT_LE(code, 1);
    return code == 1;
  }

  // Known to the list once it is erased, to the directory before.
  MemberId IdOfAda() const {
    const auto list = ErasureList::Read(ledger_);
    if (list.ok() && !list->members().empty()) return list->members()[0];
    const auto names = Directory::OpenReadOnly(ledger_, *LedgerIn(ledger_));
    return names.ok() ? (*names)->Find(kAda) : MemberId{};
  }

  void ExpectErased() {
    EXPECT_THAT(FilesWith(kAda), ::testing::IsEmpty());
    EXPECT_TRUE(IsClosed());
    const auto names = Directory::OpenReadOnly(ledger_, *LedgerIn(ledger_));
    ASSERT_TRUE(names.ok()) << names.status();
    EXPECT_TRUE((*names)->Find(kAda).IsZero());
    EXPECT_FALSE((*names)->Find(kBob).IsZero());
    EXPECT_EQ((*names)->size(), 1u);
    EXPECT_FALSE(fs::exists(ledger_ + "/directory.mdb.copy"));
  }

  TempDirectory folder_;
  const std::string ledger_ = folder_.path() + "/shop";
  const std::string key_path_ = folder_.path() + "/shop.key";
};

TEST_P(EraseMemberTest, NoFileHoldsTheNameAnyMore) {
  ASSERT_THAT(FilesWith(kAda), ::testing::ElementsAre("directory.mdb"));
  EXPECT_EQ(Erase(), 0);
  ExpectErased();
  EXPECT_EQ(Erase(), 1);  // Once more: nothing is left to do.
  ExpectErased();
}

TEST_P(EraseMemberTest, KilledAtEachStepASecondRunCompletesIt) {
  const std::string before = folder_.path() + "/before";
  fs::copy(ledger_, before, fs::copy_options::recursive);
  for (const EraseStep step : {EraseStep::kClosed, EraseStep::kListed,
                               EraseStep::kCopied, EraseStep::kReplaced}) {
    SCOPED_TRACE(static_cast<int>(step));
    fs::remove_all(ledger_);
    fs::copy(before, ledger_, fs::copy_options::recursive);
    EXPECT_EQ(Erase(false, step), -1);
    // Either still there or gone; never another's name.
    const auto files = FilesWith(kAda);
    if (step == EraseStep::kReplaced) {
      EXPECT_THAT(files, ::testing::IsEmpty());
    } else {
      EXPECT_THAT(files, ::testing::ElementsAre("directory.mdb"));
    }
    EXPECT_EQ(FilesWith(kBob).empty(), false);
    // Once it is listed, opening the ledger is enough.
    EXPECT_EQ(Erase(), step == EraseStep::kClosed ? 0 : 1);
    ExpectErased();
  }
}

TEST_P(EraseMemberTest, ADirectoryPutBackIsErasedFromAgain) {
  const std::string copy = folder_.path() + "/directory.mdb";
  fs::copy_file(ledger_ + "/directory.mdb", copy);
  ASSERT_EQ(Erase(), 0);
  fs::copy_file(copy, ledger_ + "/directory.mdb",
                fs::copy_options::overwrite_existing);
  ASSERT_THAT(FilesWith(kAda), ::testing::ElementsAre("directory.mdb"));
  EXPECT_EQ(InLedger([](OpenLedger& opened) {
              return static_cast<int>(opened.names_erased());
            }),
            1);
  ExpectErased();
}

TEST_P(EraseMemberTest, WhatIsHeldRefusesItUnlessForced) {
  ASSERT_EQ(
      InLedger([](OpenLedger& opened) {
        return Submit(opened, CommandKind::kHold, 3, INT64_MAX / 1'000) ? 0 : 1;
      }),
      0);
  EXPECT_EQ(Erase(), 2);
  EXPECT_THAT(FilesWith(kAda), ::testing::ElementsAre("directory.mdb"));
  EXPECT_FALSE(fs::exists(ledger_ + "/ERASED"));
  EXPECT_FALSE(IsClosed());
  EXPECT_EQ(Erase(/*force=*/true), 0);
  ExpectErased();
}

TEST_P(EraseMemberTest, TheNameMayComeBackAsSomebodyElse) {
  ASSERT_EQ(Erase(), 0);
  const MemberId erased = IdOfAda();
  EXPECT_EQ(InLedger([&](OpenLedger& opened) {
              const MemberId again = opened.directory().FindOrAdd(kAda);
              if (!opened.directory().Sync().ok()) return 2;
              return again == erased ? 1 : 0;
            }),
            GetParam() == Pseudonym::kStable ? 1 : 0);
  // Under stable pseudonyms it is the erased member's, and gone when the ledger
  // is opened.
  EXPECT_EQ(Erase(), GetParam() == Pseudonym::kStable ? 1 : 0);
}

INSTANTIATE_TEST_SUITE_P(Pseudonyms, EraseMemberTest,
                         ::testing::Values(Pseudonym::kSalted,
                                           Pseudonym::kStable));

// A line of the list.
std::string LineOf(const MemberId& member) {
  const std::uint64_t hash = Hash64(&member, sizeof(member));
  return ToHex(member) + " " + BytesToHex(std::as_bytes(std::span(&hash, 1))) +
         "\n";
}

TEST(ErasureListTest, WhatACrashLeftOfALineIsWrittenOver) {
  TempDirectory ledger;
  const std::string path = ErasureList::PathIn(ledger.path());
  const std::string first(32, 'a');  // As lines were without a checksum.
  for (std::size_t torn = 0; torn < 49; ++torn) {
    WriteBytes(path, first + "\n" + std::string(torn, 'b'));
    auto list = ErasureList::Read(ledger.path());
    ASSERT_TRUE(list.ok()) << list.status();
    ASSERT_EQ(list->members().size(), 1u);
    ASSERT_TRUE(list->Add(MemberId{7, 8}).ok());
    ASSERT_TRUE(list->Add(MemberId{7, 8}).ok());
    EXPECT_EQ(ReadBytes(path), first + "\n" + LineOf(MemberId{7, 8}));
  }
}

// Another digit was another member, and nobody could tell.
TEST(ErasureListTest, ABitThatDiffersIsNamed) {
  TempDirectory ledger;
  const std::string path = ErasureList::PathIn(ledger.path());
  const std::string lines = LineOf(MemberId{1, 2}) + LineOf(MemberId{7, 8});
  WriteBytes(path, lines);
  ASSERT_EQ(ErasureList::Read(ledger.path())->members().size(), 2u);
  for (std::size_t at = 0; at < lines.size(); ++at) {
    std::string changed = lines;
    changed[at] ^= 1;
    WriteBytes(path, changed);
    const auto list = ErasureList::Read(ledger.path());
    // The last newline lost is what a crash leaves.
    EXPECT_EQ(list.ok(), at + 1 == lines.size()) << at;
  }
}

TEST(ErasureListTest, AListThatCannotBeOpenedIsNoEmptyOne) {
  TempDirectory ledger;
  EXPECT_TRUE(ErasureList::Read(ledger.path()).ok());
  // A link to itself; who runs tests may open everything else.
  fs::create_symlink("ERASED", ErasureList::PathIn(ledger.path()));
  const auto list = ErasureList::Read(ledger.path());
  EXPECT_FALSE(list.ok());
  EXPECT_THAT(std::string(list.status().message()),
              ::testing::HasSubstr("ERASED: cannot open"));
}

TEST(ErasureListTest, ALineThatIsNoMemberIdIsNamed) {
  TempDirectory ledger;
  WriteBytes(ErasureList::PathIn(ledger.path()),
             std::string(32, 'a') + "\n" + std::string(31, 'b') + "\n");
  const auto list = ErasureList::Read(ledger.path());
  EXPECT_TRUE(absl::IsDataLoss(list.status())) << list.status();
  EXPECT_THAT(std::string(list.status().message()),
              ::testing::HasSubstr("ERASED:2: is no member id"));
}

}  // namespace
}  // namespace kumbara::storage
