#include "engine/record/batch.h"

#include <cstring>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/record/sample_batch.h"

namespace kumbara {
namespace {

// Gives damaged bytes a value hash that holds, to reach the checks behind it.
void FixHash(std::vector<std::byte>* value) {
  BatchHeader header;
  std::memcpy(&header, value->data(), sizeof(header));
  header.value_bytes = value->size();
  header.value_hash = {};
  const Digest parts[2] = {
      Hash128(&header, sizeof(header)),
      Hash128(value->data() + sizeof(header), value->size() - sizeof(header))};
  header.value_hash = Hash128(parts, sizeof(parts));
  std::memcpy(value->data(), &header, sizeof(header));
}

TEST(BatchTest, ReadsBackWhatItWrote) {
  BatchHeader header;
  const std::vector<std::byte> value = SampleBatch(&header);
  const absl::StatusOr<ParsedBatch> read = ParseBatch(value);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(std::memcmp(&read->header, &header, sizeof(header)), 0);
  EXPECT_EQ(header.command_count, 4u);
  EXPECT_EQ(header.last_sequence(), 103u);
  EXPECT_TRUE(header.round_end());
  ASSERT_EQ(read->records.size(), 3u);
  EXPECT_EQ(read->records[1].bytes, "unit points");
  EXPECT_EQ(read->records[2].header.code, 1u);
  ASSERT_EQ(read->frames.size(), 2u);
  EXPECT_TRUE(read->frames[0]->more_follows());
  EXPECT_EQ(read->frames[0]->commands().size(), 3u);
  ASSERT_EQ(read->marks.size(), 2u);
  EXPECT_EQ(read->marks[1], (SourceMark{0xBB, 20}));
}

TEST(BatchTest, AnyFlippedBitIsRefused) {
  BatchHeader header;
  const std::vector<std::byte> value = SampleBatch(&header);
  for (std::size_t bit = 0; bit < value.size() * 8; ++bit) {
    std::vector<std::byte> damaged = value;
    damaged[bit / 8] ^= std::byte{1} << (bit % 8);
    EXPECT_FALSE(ParseBatchHeader(damaged).ok()) << "bit " << bit;
  }
}

TEST(BatchTest, AnyCutIsRefused) {
  BatchHeader header;
  const std::vector<std::byte> value = SampleBatch(&header);
  for (std::size_t size = 0; size < value.size(); ++size) {
    EXPECT_FALSE(ParseBatch(std::span(value).first(size)).ok()) << size;
  }
}

// So that a program that knows no tiers' names says so.
TEST(BatchTest, OneThatNamesATierHasFormat4) {
  for (const CodeSpace space : {CodeSpace::kBrand, CodeSpace::kTier}) {
    BatchHeader header;
    const std::vector<std::byte> value =
        BatchOfRecords(10, 0, {Record::Define({space, 1, "gold"})}, &header);
    EXPECT_EQ(header.format, space == CodeSpace::kTier ? 4 : 1);
    EXPECT_TRUE(ParseBatch(value).ok());
  }
}

TEST(BatchTest, TheChainFixesTheBatchAndAllBeforeIt) {
  BatchHeader header;
  SampleBatch(&header);
  const Digest chain = ChainAfter(header);
  BatchHeader other = header;
  other.previous_chain.low ^= 1;
  EXPECT_NE(ChainAfter(other), chain);
  other = header;
  other.value_hash.high ^= 1;
  EXPECT_NE(ChainAfter(other), chain);
}

struct BatchDamageCase {
  std::string name;
  std::size_t offset;
  unsigned char byte;
  std::string error;
};

class BatchDamageTest : public testing::TestWithParam<BatchDamageCase> {};

TEST_P(BatchDamageTest, IsNamedThoughTheHashHolds) {
  BatchHeader header;
  std::vector<std::byte> value = SampleBatch(&header);
  value[GetParam().offset] = std::byte{GetParam().byte};
  FixHash(&value);
  const absl::Status status = ParseBatch(value).status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_EQ(status.message(), GetParam().error);
}

constexpr std::size_t kFirstRecord = 160;
constexpr std::size_t kFirstFrame = 160 + (16 + 64) + (16 + 16) + (16 + 16);

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, BatchDamageTest, testing::ValuesIn(std::vector<BatchDamageCase>{
  // name               offset             byte  error
  {"magic",             0,                 0,    "batch: not a batch"},
  {"format_zero",       8,                 0,    "batch: unknown header fields"},
  {"flags",             10,                2,    "batch: unknown header fields"},
  {"reserved32",        84,                1,    "batch: unknown header fields"},
  {"reserved64",        150,               1,    "batch: unknown header fields"},
  {"command_count",     48,                5,    "batch: command count differs"},
  {"mark_count",        60,                3,    "batch: source marks differ in length"},
  {"mark_missing",      60,                1,    "batch: source marks differ in length"},
  {"record_missing",    56,                2,    "frame: unknown version"},
  {"frame_missing",     52,                1,    "batch: command count differs"},
  {"record_kind",       kFirstRecord,      7,    "batch: unknown record"},
  {"record_of_format_2", kFirstRecord,     4,    "batch: format differs from what it holds"},
  {"record_of_format_3", kFirstRecord,     5,    "batch: format differs from what it holds"},
  {"record_of_format_4", kFirstRecord,     6,    "batch: format differs from what it holds"},
  {"format_without_it", 8,                 2,    "batch: format differs from what it holds"},
  {"record_kind_zero",  kFirstRecord,      0,    "batch: unknown record"},
  {"record_reserved",   kFirstRecord + 2,  1,    "batch: unknown record"},
  {"record_reserved32", kFirstRecord + 12, 1,    "batch: unknown record"},
  {"record_length",     kFirstRecord + 11, 1,    "batch: record longer than its batch"},
  {"frame_version",     kFirstFrame,       2,    "frame: unknown version"},
}), [](const auto& test) { return test.param.name; });
// clang-format on

TEST(BatchTest, ANewerFormatIsSaidToBeNewer) {
  BatchHeader header;
  std::vector<std::byte> value = SampleBatch(&header);
  value[8] = std::byte{kFormatVersion + 1};
  EXPECT_TRUE(absl::IsFailedPrecondition(ParseBatch(value).status()));
}

}  // namespace
}  // namespace kumbara
