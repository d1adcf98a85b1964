// A writer whose records lie on disk: what rots there is found, and named, by
// who needs it, and no other process ever needs it.

#include <filesystem>
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/open/snapshot_fixture.h"

namespace kumbara::storage {
namespace {

class ColdRecordsTest : public SnapshotFixture {
 protected:
  std::unique_ptr<OpenLedger> OpenCold() {
    OpenOptions options;
    options.mode = OpenMode::kWrite;
    options.hot_records = 1;
    std::unique_ptr<OpenLedger> opened = OpenAt(ledger_, options);
    if (opened != nullptr) opened->Start();
    return opened;
  }

  // Takes back the award of an id, and what a member got by it.
  ResultCode ReverseIn(OpenLedger& opened, std::uint64_t id) {
    const auto producer = opened.ledger().NewProducer();
    auto frame = std::make_unique<Frame>();
    const TestCommand command = Reverse(1'000'000 + id, 1 + id % 9, id);
    EXPECT_TRUE(frame->Add(command.command, command.details));
    frame->Seal(0);
    EXPECT_EQ(producer->Submit(&frame), SubmitResult::kAccepted);
    const Answer answer = producer->WaitForAnswer();
    EXPECT_EQ(answer.status, AnswerStatus::kAnswered);
    return answer.frame->outcomes()[0].code;
  }

  // What a process does in whose file every byte of records has changed.
  void ReverseInARottenOne() {
    const std::unique_ptr<OpenLedger> opened = OpenCold();
    SubmitTo(*opened, 1);
    std::string bytes = ReadBytes(records_);
    for (char& byte : bytes) byte = static_cast<char>(byte ^ 1);
    WriteBytes(records_, bytes);
    static_cast<void>(ReverseIn(*opened, 1));
  }

  const std::string records_ = ledger_ + "/runs/chunks";
};

TEST_F(ColdRecordsTest, WhatIsNamedIsFoundThere) {
  auto opened = OpenCold();
  ASSERT_NE(opened, nullptr);
  SubmitTo(*opened, 30);
  EXPECT_GT(std::filesystem::file_size(records_), 0u);
  EXPECT_EQ(ReverseIn(*opened, 1), ResultCode::kOk);
  EXPECT_EQ(ReverseIn(*opened, 599), ResultCode::kOk);
  ASSERT_TRUE(opened->Close().ok());
  const Digest state = opened->ledger().StateDigest();
  opened.reset();
  EXPECT_EQ(state, FromJournal());
}

// Who only reads leaves the file alone, and needs it not.
TEST_F(ColdRecordsTest, ReadersAndSnapshotsDoWithoutTheFile) {
  auto opened = OpenCold();
  ASSERT_NE(opened, nullptr);
  SubmitTo(*opened, 10);
  ASSERT_TRUE(opened->Close().ok());
  const Digest digest = opened->ledger().StateDigest();
  opened.reset();
  WriteBytes(records_, "anything");
  EXPECT_EQ(Look().state, digest);
  const std::string path = Snapshot();
  EXPECT_TRUE(VerifySnapshot(ledger_, path).ok());
  EXPECT_EQ(ReadBytes(records_), "anything");
  opened = OpenCold();
  ASSERT_NE(opened, nullptr);
  EXPECT_EQ(opened->recovery().snapshot, path);
  EXPECT_EQ(ReverseIn(*opened, 2), ResultCode::kOk);
  ASSERT_TRUE(opened->Close().ok());
  const Digest state = opened->ledger().StateDigest();
  opened.reset();
  EXPECT_EQ(state, FromJournal());
}

using ColdRecordsDeathTest = ColdRecordsTest;

TEST_F(ColdRecordsDeathTest, WhatRottedEndsTheProcessAndNothingElse) {
  Give(10);
  const Digest state = FromJournal();
  EXPECT_DEATH(ReverseInARottenOne(),
               "runs/chunks: chunk [0-9]+ is not what was written there");
  const auto opened = OpenCold();
  ASSERT_NE(opened, nullptr);
  EXPECT_NE(opened->ledger().StateDigest(), state);  // The frame is there.
  // Whether the journal has got the command too is a race.
  EXPECT_THAT(ReverseIn(*opened, 1),
              ::testing::AnyOf(ResultCode::kOk, ResultCode::kExists));
  ASSERT_TRUE(opened->Close().ok());
}

}  // namespace
}  // namespace kumbara::storage
