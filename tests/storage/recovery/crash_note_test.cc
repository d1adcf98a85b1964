#include "storage/recovery/crash_note.h"

#include <csignal>
#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/temp_directory.h"
#include "tests/support/command_builder.h"

namespace kumbara::storage {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class CrashNoteTest : public ::testing::Test {
 protected:
  static constexpr Sequence kFirst = 40;

  // The line of a crash at the command of an id.
  static std::string LineOf(Sequence sequence, std::uint64_t id) {
    CrashLine line;
    const std::size_t bytes =
        WriteCrashLine({sequence, id == 0 ? CommandId{} : CommandIdOf(id), 3,
                        CommandKind::kAward},
                       SIGSEGV, line);
    return {line.data(), bytes};
  }
  void Write(const std::string& text) {
    WriteBytes(CrashNote::PathIn(directory_.path()), text);
  }
  // Of a batch whose commands have sequences from kFirst and ids from 1 on.
  absl::Status Check() const {
    ParsedBatch batch;
    batch.header.first_sequence = kFirst;
    for (std::uint64_t id = 1; id <= 4; id += 2) {
      auto frame = std::make_unique<Frame>();
      for (const std::uint64_t one : {id, id + 1}) {
        const TestCommand command = Award(one, 7, 10);
        EXPECT_TRUE(frame->Add(command.command, command.details));
      }
      batch.frames.push_back(std::move(frame));
    }
    batch.header.command_count = 4;
    return CrashNote::Read(directory_.path()).Check(batch);
  }
  bool IsThere() const {
    return std::filesystem::exists(CrashNote::PathIn(directory_.path()));
  }

  TempDirectory directory_;
};

TEST_F(CrashNoteTest, ALineSaysWhatWasApplied) {
  EXPECT_THAT(LineOf(44'384, 1),
              ::testing::MatchesRegex(
                  "sequence 44384 id 0100000000000000c000000000000000 kind "
                  "award shard 3 signal 11 version [0-9.]+\n"));
}

TEST_F(CrashNoteTest, ACommandIsTriedTwice) {
  EXPECT_TRUE(Check().ok());
  Write(LineOf(kFirst + 2, 3));
  EXPECT_TRUE(Check().ok());
  Write(LineOf(kFirst + 2, 3) + LineOf(kFirst, 1) + LineOf(kFirst + 2, 3));
  const absl::Status refused = Check();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()),
              AllOf(HasSubstr("CRASHED: command 42 (award, id 03000000"),
                    HasSubstr("2 times"), HasSubstr("signal 11"),
                    HasSubstr("CRASHED.42.txt"), HasSubstr("remove")));
  const std::string dump =
      ReadBytes(CrashNote::PathIn(directory_.path()) + ".42.txt");
  EXPECT_THAT(dump, AllOf(HasSubstr("sequence         42\n"),
                          HasSubstr("kind             award\n"),
                          HasSubstr("amount           10\n"),
                          HasSubstr("command          03000000")));
}

// The first one was never durable, and its sequence went to another command.
TEST_F(CrashNoteTest, AnotherCommandOfTheSameSequenceIsTried) {
  Write(LineOf(kFirst, 9) + LineOf(kFirst, 9));
  EXPECT_TRUE(Check().ok());
}

// A message for a referral does not know the id of the command it goes back to.
TEST_F(CrashNoteTest, ALineWithoutAnIdIsOfAnyCommand) {
  Write(LineOf(kFirst, 0) + LineOf(kFirst, 1));
  EXPECT_FALSE(Check().ok());
}

TEST_F(CrashNoteTest, AnotherVersionOfTheProgramTriesAgain) {
  std::string line = LineOf(kFirst, 1);
  line.replace(line.find("version "), std::string::npos, "version 0.0.0\n");
  Write(line + line + LineOf(kFirst, 1));
  EXPECT_TRUE(Check().ok());
}

TEST_F(CrashNoteTest, WhatIsNoLineCountsAsNone) {
  const std::string line = LineOf(kFirst, 1);
  Write(line.substr(0, line.size() - 3) + "\n\nsequence\n" + line);
  EXPECT_TRUE(Check().ok());
}

TEST_F(CrashNoteTest, GoesOnceAllOfItIsPast) {
  Write(LineOf(kFirst, 1) + LineOf(kFirst + 3, 4));
  EXPECT_TRUE(CrashNote::RemoveIfPast(kFirst + 2, directory_.path()).ok());
  EXPECT_TRUE(IsThere());
  EXPECT_TRUE(CrashNote::RemoveIfPast(kFirst + 3, directory_.path()).ok());
  EXPECT_FALSE(IsThere());
  EXPECT_TRUE(CrashNote::RemoveIfPast(kFirst + 3, directory_.path()).ok());
}

}  // namespace
}  // namespace kumbara::storage
