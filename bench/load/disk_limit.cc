#include "bench/load/disk_limit.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstring>
#include <memory>

#include "engine/base/check.h"
#include "engine/base/clock.h"
#include "storage/lmdb/environment.h"

namespace kumbara::bench {
namespace {

constexpr std::int64_t kLongest = 1'500'000'000;

// Content that no layer below can shorten.
std::vector<std::byte> Noise(std::size_t bytes) {
  std::vector<std::byte> noise(bytes);
  std::uint64_t word = 88'172'645'463'325'252ULL;
  for (std::byte& byte : noise) {
    word ^= word << 13;
    word ^= word >> 7;
    word ^= word << 17;
    byte = static_cast<std::byte>(word);
  }
  return noise;
}

template <class Write>
std::vector<std::int64_t> TimeEach(std::size_t count, const Write& write) {
  SystemClock clock;
  std::vector<std::int64_t> times;
  const std::int64_t begin = clock.MonotonicNanos();
  std::int64_t last = begin;
  for (std::size_t i = 0; i < count && last - begin < kLongest; ++i) {
    write(i);
    const std::int64_t now = clock.MonotonicNanos();
    times.push_back(now - last);
    last = now;
  }
  return times;
}

}  // namespace

std::vector<std::int64_t> TimeSyncedWrites(const std::string& directory,
                                           std::size_t bytes,
                                           std::size_t count) {
  const std::string path = directory + "/limit.bin";
  const int file = open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
  KUMBARA_CHECK(file >= 0);
  const std::vector<std::byte> noise = Noise(bytes);
  std::vector<std::int64_t> times = TimeEach(count, [&](std::size_t) {
    std::size_t written = 0;
    while (written < bytes) {
      const ssize_t more = write(file, noise.data() + written, bytes - written);
      KUMBARA_CHECK(more > 0);
      written += static_cast<std::size_t>(more);
    }
    const bool synced = fdatasync(file) == 0;
    KUMBARA_CHECK(synced);
  });
  close(file);
  unlink(path.c_str());
  return times;
}

std::vector<std::int64_t> TimeLmdbCommits(const std::string& directory,
                                          std::size_t bytes,
                                          std::size_t count) {
  const std::string path = directory + "/limit.mdb";
  const std::vector<std::byte> noise = Noise(bytes);
  std::vector<std::int64_t> times;
  {
    auto table = storage::Environment::Create(
        path, (bytes + 65'536) * count + (std::uint64_t{64} << 20));
    KUMBARA_CHECK(table.ok());
    times = TimeEach(count, [&](std::size_t i) {
      auto writing = (*table)->BeginWrite();
      KUMBARA_CHECK(writing.ok());
      auto space = writing->Append(i + 1, bytes);
      KUMBARA_CHECK(space.ok());
      std::memcpy(space->data(), noise.data(), bytes);
      const bool committed = writing->Commit().ok();
      KUMBARA_CHECK(committed);
    });
  }
  unlink(path.c_str());
  unlink((path + "-lock").c_str());
  return times;
}

}  // namespace kumbara::bench
