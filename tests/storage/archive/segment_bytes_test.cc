#include "storage/archive/segment_bytes.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/journal/segment_facts.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/temp_directory.h"

namespace kumbara::storage {
namespace {

using ::testing::HasSubstr;

// Partly random, so that it takes more than one piece when it is compressed.
std::string SomeBytes(std::size_t size) {
  std::string bytes(size, 'k');
  std::uint32_t seed = 1;
  for (std::size_t i = 0; i < size; i += 1 + seed % 3) {
    seed = seed * 1664525 + 1013904223;
    bytes[i] = static_cast<char>(seed >> 24);
  }
  return bytes;
}

absl::Status WriteAll(const SegmentFile& to, const std::string& bytes,
                      std::size_t piece) {
  absl::StatusOr<SegmentWriter> writer = SegmentWriter::Create(to);
  if (!writer.ok()) return writer.status();
  const auto all = std::as_bytes(std::span(bytes));
  for (std::size_t at = 0; at < all.size(); at += piece) {
    const absl::Status written =
        writer->Write(all.subspan(at, std::min(piece, all.size() - at)));
    if (!written.ok()) return written;
  }
  return writer->Finish();
}

absl::StatusOr<std::string> ReadAll(const SegmentFile& from,
                                    std::size_t piece) {
  absl::StatusOr<SegmentReader> reader = SegmentReader::Open(from);
  if (!reader.ok()) return reader.status();
  std::string bytes;
  std::vector<std::byte> buffer(piece);
  for (;;) {
    const absl::StatusOr<std::size_t> read = reader->Read(buffer);
    if (!read.ok()) return read.status();
    bytes.append(reinterpret_cast<const char*>(buffer.data()), *read);
    if (*read < piece) return bytes;
  }
}

class SegmentBytesTest : public ::testing::Test {
 protected:
  SegmentFile File(const std::string& name, Compression compression) const {
    return {directory_.path() + "/" + name, compression};
  }

  const TempDirectory directory_;
  const SegmentFile packed_ = File("1.mdb.zst", Compression::kZstd);
};

TEST_F(SegmentBytesTest, WhatIsWrittenIsReadInWhateverPieces) {
  for (const Compression compression :
       {Compression::kNone, Compression::kZstd}) {
    for (const std::size_t size :
         {0u, 1u, 4'096u, 1u << 20, (3u << 20) + 17u}) {
      const std::string bytes = SomeBytes(size);
      const SegmentFile file = File("1", compression);
      ASSERT_TRUE(WriteAll(file, bytes, 100'003).ok());
      for (const std::size_t piece : {4'099u, 1u << 20, 5u << 20}) {
        const absl::StatusOr<std::string> read = ReadAll(file, piece);
        ASSERT_TRUE(read.ok()) << read.status();
        EXPECT_TRUE(*read == bytes) << size << " by " << piece;
      }
    }
  }
}

TEST_F(SegmentBytesTest, TheContentIsThatOfWhatIsCompressed) {
  const std::string bytes = SomeBytes((2 << 20) + 5);
  const SegmentFile plain = File("1.mdb", Compression::kNone);
  ASSERT_TRUE(WriteAll(plain, bytes, 1 << 20).ok());
  ASSERT_TRUE(WriteAll(packed_, bytes, 1 << 20).ok());
  EXPECT_LT(ReadBytes(packed_.path).size(), bytes.size());
  const auto content = ContentOf(plain.path);
  ASSERT_TRUE(content.ok());
  EXPECT_EQ(*ContentOf(plain), *content);
  EXPECT_EQ(*ContentOf(packed_), *content);
}

TEST_F(SegmentBytesTest, AnyByteThatIsChangedIsDamageOrNothing) {
  const std::string bytes = SomeBytes(300'000);
  ASSERT_TRUE(WriteAll(packed_, bytes, 1 << 20).ok());
  const std::string kept = ReadBytes(packed_.path);
  std::size_t damaged = 0;
  for (std::size_t at = 0; at < kept.size(); at += 1 + kept.size() / 500) {
    std::string changed = kept;
    changed[at] = static_cast<char>(changed[at] ^ 16);
    WriteBytes(packed_.path, changed);
    const absl::StatusOr<std::string> read = ReadAll(packed_, 1 << 16);
    if (read.ok()) {
      EXPECT_TRUE(*read == bytes) << "byte " << at;
      continue;
    }
    ++damaged;
    EXPECT_EQ(read.status().code(), absl::StatusCode::kDataLoss);
    EXPECT_THAT(std::string(read.status().message()),
                HasSubstr("1.mdb.zst: is damaged: as zstd, "));
  }
  EXPECT_GT(damaged, 400u);
}

TEST_F(SegmentBytesTest, AFrameThatEndsEarlyOrGoesOnIsDamage) {
  ASSERT_TRUE(WriteAll(packed_, SomeBytes(300'000), 1 << 20).ok());
  const std::string kept = ReadBytes(packed_.path);
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, std::size_t{8}, kept.size() / 2,
        kept.size() - 4, kept.size() - 1}) {
    WriteBytes(packed_.path, kept.substr(0, size));
    const absl::StatusOr<std::string> read = ReadAll(packed_, 1 << 16);
    ASSERT_FALSE(read.ok()) << size;
    EXPECT_THAT(std::string(read.status().message()),
                HasSubstr("it ends too early"));
  }
  for (const std::string& more : {std::string("\0", 1), kept}) {
    WriteBytes(packed_.path, kept + more);
    const absl::StatusOr<std::string> read = ReadAll(packed_, 1 << 16);
    ASSERT_FALSE(read.ok());
    EXPECT_THAT(std::string(read.status().message()),
                HasSubstr("there is more behind its end"));
  }
}

}  // namespace
}  // namespace kumbara::storage
