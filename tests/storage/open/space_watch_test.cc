#include "storage/open/space_watch.h"

#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

#include "gmock/gmock.h"
#include "tests/storage/open/snapshot_fixture.h"

namespace kumbara::storage {
namespace {

constexpr std::uint64_t kReserve = 800;

class SpaceWatchTest : public ::testing::Test {
 protected:
  void Watch() {
    watch_.emplace(
        kReserve,
        [this]() -> absl::StatusOr<std::uint64_t> {
          ++asked_;
          if (fails_.load()) return absl::InternalError("cannot ask");
          return free_.load();
        },
        [this](bool is_low) {
          told_.store(is_low);
          ++changes_;
        });
  }
  // Until it has asked twice more, so once wholly after this call.
  void WaitForIt() {
    const int before = asked_.load();
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (asked_.load() < before + 2) {
      ASSERT_LT(std::chrono::steady_clock::now(), end);
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  bool IsLowWith(std::uint64_t free) {
    free_.store(free);
    WaitForIt();
    EXPECT_EQ(watch_->is_low(), told_.load());
    EXPECT_EQ(watch_->free(), free);
    return told_.load();
  }

  std::atomic<std::uint64_t> free_{10'000};
  std::atomic<bool> fails_{false};
  std::atomic<int> asked_{0};
  std::atomic<bool> told_{false};
  std::atomic<int> changes_{0};
  std::optional<SpaceWatch> watch_;
};

TEST_F(SpaceWatchTest, IsLowBelowTheReserveAndUntilThereIsAnEighthMore) {
  Watch();
  EXPECT_FALSE(IsLowWith(800));
  EXPECT_TRUE(IsLowWith(799));
  EXPECT_TRUE(IsLowWith(800));
  EXPECT_TRUE(IsLowWith(899));
  EXPECT_FALSE(IsLowWith(900));
  EXPECT_FALSE(IsLowWith(800));
  EXPECT_EQ(changes_.load(), 2);
}

TEST_F(SpaceWatchTest, KnowsAtOnce) {
  free_.store(1);
  Watch();
  EXPECT_TRUE(watch_->is_low());
  EXPECT_TRUE(told_.load());
}

TEST_F(SpaceWatchTest, ADiskThatCannotBeAskedHasRoom) {
  free_.store(1);
  Watch();
  fails_.store(true);
  WaitForIt();
  EXPECT_FALSE(watch_->is_low());
  EXPECT_FALSE(told_.load());
}

class OpenLedgerSpaceTest : public SnapshotFixture {
 protected:
  std::unique_ptr<OpenLedger> OpenWith(OpenMode mode, std::uint64_t reserve) {
    OpenOptions options;
    options.mode = mode;
    options.reserve_bytes = reserve;
    return OpenAt(ledger_, options);
  }
};

TEST_F(OpenLedgerSpaceTest, AWriterWhoseDiskIsNearlyFullTakesNothing) {
  // More than any disk has.
  const auto opened = OpenWith(OpenMode::kWrite, ~std::uint64_t{0});
  ASSERT_NE(opened, nullptr);
  EXPECT_TRUE(absl::IsResourceExhausted(opened->space()));
  EXPECT_THAT(std::string(opened->space().message()),
              ::testing::StartsWith(ledger_ + ": the disk is nearly full: "));
  opened->Start();
  const auto producer = opened->ledger().NewProducer();
  auto frame = std::make_unique<Frame>();
  ASSERT_TRUE(frame->Add(Award(1, 1, 10).command));
  frame->Seal();
  EXPECT_EQ(producer->Submit(&frame), SubmitResult::kLowSpace);
  EXPECT_NE(frame, nullptr);
  EXPECT_TRUE(opened->Close().ok());
}

TEST_F(OpenLedgerSpaceTest, OneWithRoomDoesNotMind) {
  const auto opened = OpenWith(OpenMode::kWrite, 1);
  ASSERT_NE(opened, nullptr);
  EXPECT_TRUE(opened->space().ok());
  const absl::StatusOr<std::uint64_t> free = opened->FreeOnDisk();
  ASSERT_TRUE(free.ok()) << free.status();
  EXPECT_GT(*free, 1u);
  opened->Start();
  SubmitTo(*opened, 1);
  EXPECT_TRUE(opened->Close().ok());
}

TEST_F(OpenLedgerSpaceTest, AReaderDoesNotAsk) {
  const auto opened = OpenWith(OpenMode::kRead, ~std::uint64_t{0});
  ASSERT_NE(opened, nullptr);
  EXPECT_TRUE(opened->space().ok());
}

}  // namespace
}  // namespace kumbara::storage
