// The bytes of each format, written from fixed input and compared with the
// files beside this test. They never change: a change of format is a new
// version with files of its own.

#include "engine/base/hex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/journal/head_file.h"
#include "storage/snapshot/snapshot_format.h"
#include "tests/engine/record/sample_batch.h"
#include "tests/golden/golden_file.h"

namespace kumbara {
namespace {

TEST(GoldenTest, AFrameHasTheBytesOfFormatOne) {
  Frame frame;
  FillSampleFrame(&frame);
  frame.Seal();
  std::vector<std::byte> bytes(frame.bytes());
  frame.WriteTo(bytes.data());
  EXPECT_EQ(BytesToHex(bytes), Golden("frame_v1.hex"));
}

TEST(GoldenTest, AFrameOfHoldsHasTheBytesOfFormatOne) {
  Frame frame;
  FillHoldsFrame(&frame);
  frame.Seal();
  std::vector<std::byte> bytes(frame.bytes());
  frame.WriteTo(bytes.data());
  EXPECT_EQ(BytesToHex(bytes), Golden("frame_holds_v1.hex"));
}

TEST(GoldenTest, AFrameOfLinesHasTheBytesOfFormatOne) {
  Frame frame;
  FillLinesFrame(&frame);
  frame.Seal();
  std::vector<std::byte> bytes(frame.bytes());
  frame.WriteTo(bytes.data());
  EXPECT_EQ(BytesToHex(bytes), Golden("frame_lines_v1.hex"));
}

TEST(GoldenTest, ABatchHasTheBytesOfFormatOne) {
  BatchHeader header;
  EXPECT_EQ(BytesToHex(SampleBatch(&header)), Golden("batch_v1.hex"));
}

TEST(GoldenTest, AGoldenBatchIsReadToday) {
  const absl::StatusOr<ParsedBatch> batch =
      ParseBatch(GoldenBytes("batch_v1.hex"));
  ASSERT_TRUE(batch.ok()) << batch.status();
  EXPECT_EQ(batch->header.number, 9u);
}

TEST(GoldenTest, ABatchThatActivatesAProgramHasTheBytesOfFormatTwo) {
  BatchHeader header;
  EXPECT_EQ(BytesToHex(SampleActivation(&header)), Golden("batch_v2.hex"));
}

TEST(GoldenTest, ABatchThatClosesAMonthHasTheBytesOfFormatThree) {
  BatchHeader header;
  EXPECT_EQ(BytesToHex(SampleClosingBatch(&header)), Golden("batch_v3.hex"));
}

TEST(GoldenTest, ABatchWithAnEstimateHasTheBytesOfFormatFour) {
  BatchHeader header;
  EXPECT_EQ(BytesToHex(SampleEstimateBatch(&header)), Golden("batch_v4.hex"));
}

TEST(GoldenTest, ASlotOfHeadHasTheBytesOfFormatOne) {
  const storage::HeadSlot slot =
      storage::WriteHeadSlot({.ledger = kSampleLedger,
                              .stream = 1,
                              .segment = 2,
                              .number = 9,
                              .last_sequence = 103,
                              .chain = Digest{3, 4}});
  EXPECT_EQ(BytesToHex(slot), Golden("head_slot_v1.hex"));
}

TEST(GoldenTest, TheHeaderOfASnapshotHasTheBytesOfFormatOne) {
  storage::SnapshotHeader header;
  header.set_position({.ledger = kSampleLedger,
                       .stream = 1,
                       .segment = 2,
                       .number = 9,
                       .last_sequence = 103,
                       .chain = Digest{3, 4}});
  header.parts = 5;
  header.sequence = 104;
  header.file_bytes = 8'000;
  header.format = 1;
  header.table_offset = 7'920;
  header.state_digest = Digest{5, 6};
  header.table_hash = Digest{7, 8};
  header.header_hash = header.Hash();
  EXPECT_EQ(BytesToHex(std::as_bytes(std::span(&header, 1))),
            Golden("snapshot_header_v1.hex"));
}

}  // namespace
}  // namespace kumbara
