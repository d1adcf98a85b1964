#include "engine/record/frame.h"

#include <cstring>
#include <functional>
#include <string>

#include "engine/base/hash.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/record/sample_batch.h"

namespace kumbara {
namespace {

std::vector<std::byte> BytesOf(const Frame& frame) {
  std::vector<std::byte> bytes(frame.bytes());
  frame.WriteTo(bytes.data());
  return bytes;
}

std::vector<std::byte> SampleFrame() {
  Frame frame;
  FillSampleFrame(&frame);
  frame.Seal();
  return BytesOf(frame);
}

// Gives damaged bytes a checksum that holds, to reach the checks behind it.
void FixChecksum(std::vector<std::byte>* bytes) {
  FrameHeader header;
  std::memcpy(&header, bytes->data(), sizeof(header));
  header.checksum = 0;
  const std::byte* at = bytes->data() + sizeof(header);
  std::uint64_t hash = Hash64(&header, sizeof(header));
  hash = Hash64(at, header.command_count * sizeof(Command), hash);
  at += header.command_count * sizeof(Command);
  hash = Hash64(at, header.detail_count * sizeof(Detail), hash);
  header.checksum = hash;
  std::memcpy(bytes->data(), &header, sizeof(header));
}

TEST(FrameTest, ReadsBackWhatItWrote) {
  const std::vector<std::byte> bytes = SampleFrame();
  const absl::StatusOr<std::unique_ptr<Frame>> read = Frame::Parse(bytes);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_TRUE((*read)->sealed());
  EXPECT_EQ((*read)->commands().size(), 3u);
  EXPECT_EQ((*read)->outcomes().size(), 3u);
  EXPECT_EQ(BytesOf(**read), bytes);
  const std::span<const Detail> details =
      (*read)->details_of((*read)->commands()[1]);
  ASSERT_EQ(details.size(), 2u);
  EXPECT_EQ(details[0].kind, DetailKind::kReference);
}

TEST(FrameTest, LeavesWhatFollowsItAlone) {
  std::vector<std::byte> bytes = SampleFrame();
  const std::size_t size = bytes.size();
  bytes.resize(size + 100);
  const absl::StatusOr<std::unique_ptr<Frame>> read = Frame::Parse(bytes);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ((*read)->bytes(), size);
}

TEST(FrameTest, AnyFlippedBitIsRefused) {
  const std::vector<std::byte> bytes = SampleFrame();
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::vector<std::byte> damaged = bytes;
    damaged[bit / 8] ^= std::byte{1} << (bit % 8);
    EXPECT_FALSE(Frame::Parse(damaged).ok()) << "bit " << bit;
  }
}

TEST(FrameTest, AnyCutIsRefused) {
  const std::vector<std::byte> bytes = SampleFrame();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(Frame::Parse(std::span(bytes).first(size)).ok()) << size;
  }
}

struct FrameDamageCase {
  std::string name;
  std::size_t offset;
  std::vector<unsigned char> bytes;
  std::string error;
};

class FrameDamageTest : public testing::TestWithParam<FrameDamageCase> {};

TEST_P(FrameDamageTest, IsNamedThoughTheChecksumHolds) {
  std::vector<std::byte> bytes = SampleFrame();
  std::memcpy(bytes.data() + GetParam().offset, GetParam().bytes.data(),
              GetParam().bytes.size());
  // Counts that exceed the bytes are found before any checksum.
  FrameHeader header;
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (header.command_count == 3 && header.detail_count == 4) {
    FixChecksum(&bytes);
  }
  const absl::Status status = Frame::Parse(bytes).status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_EQ(status.message(), GetParam().error);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, FrameDamageTest, testing::ValuesIn(std::vector<FrameDamageCase>{
  // name                offset   bytes                     error
  {"version",            0,       {2, 0},                   "frame: unknown version"},
  {"flags",              2,       {2, 0},                   "frame: unknown flags"},
  {"reserved32",         12,      {1},                      "frame: unknown flags"},
  {"reserved64",         16,      {1},                      "frame: unknown flags"},
  {"too_many_commands",  4,       {1, 0, 1, 0},             "frame: too many commands"},
  {"counts_past_bytes",  4,       {4},                      "frame: counts exceed its bytes"},
  {"counts_past_limit",  8,       {255, 255, 255, 255},     "frame: counts exceed its bytes"},
  {"details_past_end",   32 + 48, {4},                      "frame: a command names details beyond it"},
  {"details_far_past",   32 + 48, {255, 255, 255, 255},     "frame: a command names details beyond it"},
  {"detail_count",       32 + 56, {5},                      "frame: a command names details beyond it"},
}), [](const auto& test) { return test.param.name; });
// clang-format on

TEST(FrameTest, DamagedContentFailsTheChecksum) {
  std::vector<std::byte> bytes = SampleFrame();
  bytes[40] ^= std::byte{1};
  EXPECT_EQ(Frame::Parse(bytes).status().message(), "frame: checksum differs");
}

TEST(FrameTest, ShorterThanItsHeaderIsRefused) {
  EXPECT_EQ(Frame::Parse({}).status().message(),
            "frame: shorter than its header");
}

TEST(FrameTest, SaysWhenItHoldsTheMostCommands) {
  Frame frame;
  Command command;
  for (std::uint32_t i = 0; i < kFrameCommandsMax; ++i) {
    ASSERT_TRUE(frame.Add(command));
  }
  EXPECT_FALSE(frame.Add(command));
  EXPECT_EQ(frame.commands().size(), kFrameCommandsMax);
}

TEST(FrameTest, SaysWhenItHoldsTheMostBytesAndChangesNothing) {
  Frame frame;
  const std::vector<Detail> details(kDetailsPerCommandMax);
  while (frame.Add(Command{}, details)) {
  }
  const std::size_t bytes = frame.bytes();
  EXPECT_LE(bytes, kFrameBytesMax);
  EXPECT_GT(bytes, kFrameBytesMax - 70'000);
  EXPECT_FALSE(frame.Add(Command{}, details));
  EXPECT_EQ(frame.bytes(), bytes);
  EXPECT_TRUE(frame.Add(Command{}));
}

TEST(FrameTest, IsOpenAgainOnceCleared) {
  Frame frame;
  FillSampleFrame(&frame);
  frame.set_source_mark({1, 2});
  frame.Seal(kMoreFollows);
  EXPECT_TRUE(frame.more_follows());
  frame.Clear();
  EXPECT_FALSE(frame.sealed());
  EXPECT_FALSE(frame.more_follows());
  EXPECT_FALSE(frame.source_mark().has_value());
  EXPECT_TRUE(frame.Add(Command{}));
}

}  // namespace
}  // namespace kumbara
