#include "storage/evidence/checkpoint_log.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/temp_directory.h"

namespace kumbara::storage {
namespace {

class CheckpointLogTest : public testing::Test {
 protected:
  // A checkpoint of so many batches, signed.
  SignedNote NoteOf(BatchNumber batches) {
    Checkpoint checkpoint;
    checkpoint.batches = batches;
    return SignNote(ToText(checkpoint), keys_);
  }

  // What each of them covers.
  std::vector<BatchNumber> BatchesOf(const CheckpointLog& log) {
    std::vector<BatchNumber> batches;
    const auto trusted = log.Trusted(std::vector{keys_[0].verifier()});
    EXPECT_TRUE(trusted.ok()) << trusted.status();
    if (!trusted.ok()) return batches;
    for (const Checkpoint& one : *trusted) batches.push_back(one.batches);
    return batches;
  }

  TempDirectory directory_;
  const std::string path_ = directory_.path() + "/log";
  const std::vector<SigningKey> keys_ = {*SigningKey::New("books")};
};

TEST_F(CheckpointLogTest, WhatIsCutOffIsToldAndWrittenOver) {
  const std::string first = NoteOf(1).ToText();
  const std::string whole = first + NoteOf(2).ToText();
  const std::string last = NoteOf(3).ToText();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    WriteBytes(path_, whole.substr(0, size));
    auto log = CheckpointLog::Read(path_);
    ASSERT_TRUE(log.ok()) << log.status();
    const bool has_first = size >= first.size();
    EXPECT_EQ(log->is_torn(), size != 0 && size != first.size()) << size;
    EXPECT_EQ(log->empty(), !has_first) << size;
    ASSERT_TRUE(log->Append(NoteOf(3), {}).ok());
    EXPECT_EQ(ReadBytes(path_), (has_first ? first : "") + last) << size;
    EXPECT_FALSE(log->is_torn());
  }
}

// A checkpoint that lost a further signature stands by its first one.
TEST_F(CheckpointLogTest, ACutInALaterSignatureIsWrittenOver) {
  Checkpoint checkpoint;
  checkpoint.batches = 1;
  const std::string one = NoteOf(1).ToText();
  const std::string two =
      SignNote(ToText(checkpoint), {{keys_[0], *SigningKey::New("auditors")}})
          .ToText();
  ASSERT_TRUE(two.starts_with(one));
  for (std::size_t size = one.size(); size <= two.size(); ++size) {
    WriteBytes(path_, two.substr(0, size));
    auto log = CheckpointLog::Read(path_);
    ASSERT_TRUE(log.ok()) << log.status();
    const bool is_torn = size != one.size() && size != two.size();
    EXPECT_EQ(log->is_torn(), is_torn) << size;
    ASSERT_TRUE(log->Append(NoteOf(3), {}).ok());
    EXPECT_THAT(BatchesOf(*CheckpointLog::Read(path_)),
                ::testing::ElementsAre(1, 3))
        << size;
  }
}

// It would be written over, and what was signed for gone.
TEST_F(CheckpointLogTest, AChangedByteOfAWholeOneIsNoCut) {
  const std::string first = NoteOf(1).ToText();
  const std::string whole = first + NoteOf(2).ToText();
  for (std::size_t i = first.size(); i < whole.size(); ++i) {
    std::string text = whole;
    text[i] = static_cast<char>(text[i] ^ 1);
    WriteBytes(path_, text);
    const auto log = CheckpointLog::Read(path_);
    ASSERT_TRUE(log.ok()) << log.status();
    EXPECT_FALSE(log->is_torn()) << i;
    EXPECT_FALSE(log->Trusted(std::vector{keys_[0].verifier()}).ok()) << i;
  }
}

TEST_F(CheckpointLogTest, WhatIsNoBeginningOfACheckpointIsDamage) {
  for (const std::string behind : {"x", "kumbarb/", "\n", "no checkpoint\n"}) {
    const std::string text = NoteOf(1).ToText() + behind;
    WriteBytes(path_, text);
    const auto log = CheckpointLog::Read(path_);
    ASSERT_TRUE(log.ok()) << log.status();
    EXPECT_FALSE(log->is_torn()) << behind;
    const auto trusted = log->Trusted(std::vector{keys_[0].verifier()});
    EXPECT_TRUE(absl::IsDataLoss(trusted.status())) << trusted.status();
  }
}

TEST_F(CheckpointLogTest, HoldsWhatWasAppended) {
  auto log = CheckpointLog::Read(path_);
  ASSERT_TRUE(log.ok());
  ASSERT_TRUE(log->Append(NoteOf(1), {}).ok());
  ASSERT_TRUE(log->Append(NoteOf(4), {}).ok());
  EXPECT_THAT(BatchesOf(*CheckpointLog::Read(path_)),
              ::testing::ElementsAre(1, 4));
}

}  // namespace
}  // namespace kumbara::storage
