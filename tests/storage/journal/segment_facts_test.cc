#include "storage/journal/segment_facts.h"

#include <bit>
#include <string>

#include "gmock/gmock.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/temp_directory.h"

namespace kumbara::storage {
namespace {

using ::testing::HasSubstr;

SegmentFacts Facts(std::uint32_t segment) {
  SegmentFacts facts;
  facts.behind = {.ledger = LedgerId{1, 2},
                  .segment = segment,
                  .number = 10 * BatchNumber{segment},
                  .last_sequence = 100 * Sequence{segment},
                  .chain = {segment, 7}};
  facts.before = {.ledger = LedgerId{1, 2},
                  .segment = segment - 1,
                  .number = 10 * (BatchNumber{segment} - 1),
                  .last_sequence = 100 * (Sequence{segment} - 1),
                  .chain = {segment - 1, 7}};
  facts.first_time = Instant(1'000'000);
  facts.last_time = Instant(2'000'001);
  facts.bytes = 4'096;
  facts.content = {3, 4};
  const auto peaks = [](BatchNumber batches) {
    Peaks made(static_cast<std::size_t>(std::popcount(batches)));
    for (std::size_t i = 0; i < made.size(); ++i) {
      made[i].fill(static_cast<std::byte>(i + 1));
    }
    return made;
  };
  facts.peaks_before = peaks(facts.before.number);
  facts.peaks_behind = peaks(facts.behind.number);
  return facts;
}

TEST(SegmentFactsTest, AreReadAsTheyWereWritten) {
  for (const std::uint32_t segment : {1u, 2u, 7u}) {
    const auto read = ParseSegmentFacts(ToText(Facts(segment)), "x.facts");
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_TRUE(*read == Facts(segment));
  }
}

TEST(SegmentFactsTest, EveryLineMustBeThere) {
  const std::string text = ToText(Facts(2));
  std::size_t lines = 0;
  for (std::size_t begin = 0; begin < text.size(); ++lines) {
    const std::size_t end = text.find('\n', begin) + 1;
    const std::string without = text.substr(0, begin) + text.substr(end);
    const absl::Status status = ParseSegmentFacts(without, "x.facts").status();
    EXPECT_TRUE(absl::IsDataLoss(status)) << without;
    EXPECT_THAT(std::string(status.message()), HasSubstr("x.facts: the line"));
    begin = end;
  }
  EXPECT_EQ(lines, 13u + 2 + 2);
  EXPECT_FALSE(ParseSegmentFacts(text + "more 1\n", "x.facts").ok());
}

TEST(ArchivedTest, TheListIsKept) {
  TempDirectory ledger;
  EXPECT_TRUE(ReadArchived(ledger.path())->empty());
  const ArchivedSegment segments[] = {
      {Facts(1), "/cold/a b"}, {Facts(2), "/cold/a b"}, {Facts(3), "/warm"}};
  ASSERT_TRUE(WriteArchived(ledger.path(), segments).ok());
  const auto read = ReadArchived(ledger.path());
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ((*read)[i].place, segments[i].place);
    EXPECT_TRUE((*read)[i].facts == segments[i].facts);
  }
  const std::string& dir = ledger.path();
  EXPECT_EQ(*WhereArchived(dir, 1),
            dir +
                ": segments 1 to 2 were archived in /cold/a b; kumbara "
                "journal attach " +
                dir + " /cold/a b brings them back");
  EXPECT_EQ(*WhereArchived(dir, 3),
            dir + ": segment 3 was archived in /warm; kumbara journal attach " +
                dir + " /warm brings it back");
  EXPECT_EQ(*WhereArchived(dir, 4), "");
  ASSERT_TRUE(WriteArchived(dir, {}).ok());
  EXPECT_TRUE(ReadArchived(dir)->empty());
}

TEST(ArchivedTest, ASegmentThatIsHereIsNotSaidToBeElsewhere) {
  TempDirectory ledger;
  const ArchivedSegment segments[] = {
      {Facts(1), "/cold"}, {Facts(2), "/cold"}, {Facts(4), "/cold"}};
  ASSERT_TRUE(WriteArchived(ledger.path(), segments).ok());
  EXPECT_THAT(*WhereArchived(ledger.path(), 1),
              HasSubstr(": segments 1 to 2 were archived in /cold;"));
  EXPECT_THAT(*WhereArchived(ledger.path(), 4),
              HasSubstr(": segment 4 was archived in /cold;"));
}

TEST(ArchivedTest, EveryBitOfTheListCounts) {
  TempDirectory ledger;
  const std::string path = ledger.path() + "/ARCHIVED";
  const ArchivedSegment segments[] = {{Facts(1), "/cold"}, {Facts(2), "/warm"}};
  ASSERT_TRUE(WriteArchived(ledger.path(), segments).ok());
  const std::string whole = ReadBytes(path);
  const auto expect_damage = [&](const std::string& bytes) {
    WriteBytes(path, bytes);
    const absl::Status read = ReadArchived(ledger.path()).status();
    EXPECT_TRUE(absl::IsDataLoss(read)) << bytes;
    const bool ends = bytes.find("checksum ") != std::string::npos;
    EXPECT_THAT(std::string(read.message()),
                HasSubstr(path + (ends ? ": its checksum differs"
                                       : ": does not end with its checksum")));
  };
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ (1 << i % 8));
    expect_damage(changed);
    expect_damage(whole.substr(0, i));
  }
  expect_damage(whole + "\n");
}

TEST(ArchivedTest, AListFromBeforeItHadAChecksumIsNotToldToDiffer) {
  TempDirectory ledger;
  const std::string path = ledger.path() + "/ARCHIVED";
  WriteBytes(path, "place /cold\n" + ToText(Facts(1)) + "\n");
  const absl::Status read = ReadArchived(ledger.path()).status();
  EXPECT_TRUE(absl::IsDataLoss(read));
  EXPECT_EQ(std::string(read.message()),
            path +
                ": does not end with its checksum: it was cut off, or written "
                "by a kumbara that knew none; put the file back, or lay the "
                "archived segments, unpacked, into the journal again and "
                "remove it");
}

TEST(ContentTest, EveryByteAndItsPlaceCount) {
  TempDirectory directory;
  const std::string path = directory.path() + "/x";
  std::string bytes(kContentPieceBytes + 17, 'a');
  const auto content = [&] {
    WriteBytes(path, bytes);
    return *ContentOf(path);
  };
  const Digest whole = content();
  EXPECT_EQ(content(), whole);
  bytes.back() = 'b';
  const Digest other_end = content();
  EXPECT_NE(other_end, whole);
  bytes.pop_back();
  EXPECT_NE(content(), whole);
  bytes = bytes.substr(kContentPieceBytes) + bytes;
  EXPECT_NE(content(), whole);
}

}  // namespace
}  // namespace kumbara::storage
