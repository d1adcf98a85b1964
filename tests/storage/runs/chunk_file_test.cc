#include "storage/runs/chunk_file.h"

#include <sys/stat.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/chunk_arena.h"
#include "gmock/gmock.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/temp_directory.h"

namespace kumbara::storage {
namespace {

using ::testing::HasSubstr;
using Chunk = std::vector<std::byte>;

class ChunkFileTest : public ::testing::Test {
 protected:
  ChunkFileTest() : path_(directory_.path() + "/records") {
    absl::StatusOr<std::unique_ptr<ChunkFile>> file = ChunkFile::Create(path_);
    EXPECT_TRUE(file.ok()) << file.status();
    file_ = *std::move(file);
  }

  static Chunk ChunkOf(int seed) {
    Chunk chunk(ChunkArena::kChunkBytes);
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      chunk[i] = static_cast<std::byte>((i * 7 + i / 251) ^
                                        static_cast<std::size_t>(seed));
    }
    return chunk;
  }
  Chunk Fetch(std::uint32_t place) {
    Chunk chunk(ChunkArena::kChunkBytes);
    file_->Ask(place);
    file_->Fetch(place, chunk);
    return chunk;
  }
  // Three chunks, and what the file holds then.
  std::string KeepThree() {
    for (int seed = 0; seed < 3; ++seed) {
      EXPECT_TRUE(file_->Keep(file_->NewPlace(), ChunkOf(seed)));
    }
    return ReadBytes(path_);
  }

  TempDirectory directory_;
  const std::string path_;
  std::unique_ptr<ChunkFile> file_;
};

TEST_F(ChunkFileTest, WhatIsKeptIsFetched) {
  EXPECT_EQ(KeepThree().size(), 3 * ChunkArena::kChunkBytes);
  EXPECT_EQ(file_->chunks(), 3u);
  for (int seed = 2; seed >= 0; --seed) {
    EXPECT_TRUE(Fetch(static_cast<std::uint32_t>(seed)) == ChunkOf(seed));
  }
  ASSERT_TRUE(file_->Keep(1, ChunkOf(9)));
  EXPECT_TRUE(Fetch(1) == ChunkOf(9));
  EXPECT_TRUE(Fetch(0) == ChunkOf(0));
  EXPECT_TRUE(Fetch(2) == ChunkOf(2));
  EXPECT_EQ(ReadBytes(path_).size(), 3 * ChunkArena::kChunkBytes);
}

TEST_F(ChunkFileTest, WhatHasNotChangedIsNotWrittenAgain) {
  const std::string bytes = KeepThree();
  WriteBytes(path_, "");
  EXPECT_TRUE(file_->Keep(1, ChunkOf(1)));
  EXPECT_EQ(ReadBytes(path_), "");
}

TEST_F(ChunkFileTest, OnlyItsOwnerMayReadIt) {
  struct stat status {};
  ASSERT_EQ(stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
}

TEST_F(ChunkFileTest, AnOlderFileIsNotReadAgain) {
  KeepThree();
  file_.reset();
  ASSERT_TRUE(ChunkFile::Create(path_).ok());
  EXPECT_EQ(ReadBytes(path_), "");
}

TEST_F(ChunkFileTest, AWriteThatFailsIsTold) {
  absl::StatusOr<std::unique_ptr<ChunkFile>> full =
      ChunkFile::Create("/dev/full");
  ASSERT_TRUE(full.ok()) << full.status();
  const std::uint32_t place = (*full)->NewPlace();
  EXPECT_FALSE((*full)->Keep(place, ChunkOf(1)));
  EXPECT_THAT(std::string((*full)->status().message()),
              HasSubstr("/dev/full: cannot write"));
  EXPECT_FALSE((*full)->Keep((*full)->NewPlace(), ChunkOf(2)));
}

TEST_F(ChunkFileTest, AFileThatCannotBeMadeIsTold) {
  const auto made = ChunkFile::Create(directory_.path() + "/none/records");
  EXPECT_THAT(std::string(made.status().message()),
              HasSubstr("/none/records: cannot create"));
}

using ChunkFileDeathTest = ChunkFileTest;

// Bits that flipped, anywhere; a chunk of another place; one of before; an end
// that is missing.
TEST_F(ChunkFileDeathTest, WhatIsNotWhatWasKeptEndsTheProcess) {
  const std::string whole = KeepThree();
  const std::string named = path_ + ": chunk 1 is not what was written there";
  const std::size_t begin = ChunkArena::kChunkBytes;
  for (const std::size_t at :
       {std::size_t{0}, std::size_t{1}, begin / 2 + 3, begin - 1}) {
    std::string damaged = whole;
    damaged[begin + at] = static_cast<char>(damaged[begin + at] ^ 0x10);
    WriteBytes(path_, damaged);
    EXPECT_TRUE(Fetch(0) == ChunkOf(0));
    EXPECT_DEATH(Fetch(1), named);
  }
  WriteBytes(path_, whole.substr(0, begin) + whole.substr(0, begin) +
                        whole.substr(2 * begin));
  EXPECT_DEATH(Fetch(1), named);
  WriteBytes(path_, whole.substr(0, 2 * begin - 1));
  EXPECT_DEATH(Fetch(1), named);
  WriteBytes(path_, whole);
  EXPECT_TRUE(Fetch(1) == ChunkOf(1));
  ASSERT_TRUE(file_->Keep(1, ChunkOf(5)));
  WriteBytes(path_, whole);  // As before it was written over.
  EXPECT_DEATH(Fetch(1), named);
}

}  // namespace
}  // namespace kumbara::storage
