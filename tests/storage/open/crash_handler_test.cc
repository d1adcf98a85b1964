// A command that ends the process each time it is applied: here because the
// store of the records that it needs does.

#include "storage/open/crash_handler.h"

#include <csignal>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "storage/open/event_reader.h"
#include "storage/recovery/crash_note.h"
#include "storage/recovery/recovered_ledger.h"
#include "tests/storage/child_process.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/open/snapshot_fixture.h"

namespace kumbara::storage {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

using EndProcess = std::function<void()>;

// Keeps records, and ends the process when one is fetched.
class DeadlyChunkStore final : public ChunkStore {
 public:
  explicit DeadlyChunkStore(EndProcess end) : end_(std::move(end)) {}

  std::uint32_t NewPlace() override { return next_++; }
  bool Keep(std::uint32_t, std::span<const std::byte>) override { return true; }
  void Ask(std::uint32_t) override {}
  void Fetch(std::uint32_t, std::span<std::byte>) override { end_(); }

 private:
  const EndProcess end_;
  std::uint32_t next_ = 0;
};

class DeadlyColdStore final : public ColdStore {
 public:
  explicit DeadlyColdStore(EndProcess end) : records_(std::move(end)) {}

  void Prefetch(const CommandId&) override {}
  FoundId FindId(const CommandId&, ColdId*) override { return FoundId::kNo; }
  void Keep(const Slab<IdEntry>&, Slot) override {}
  bool IsKeeping() const override { return false; }
  void StopKeeping() override {}
  ChunkStore* chunks() override { return &records_; }
  absl::Status status() const override { return absl::OkStatus(); }

 private:
  DeadlyChunkStore records_;
};

class CrashHandlerTest : public SnapshotFixture {
 protected:
  absl::Status RecoverWith(const EndProcess& end) {
    RecoverOptions options;
    options.ledger.hot_records = 1;
    options.make_cold = [&]() -> absl::StatusOr<std::unique_ptr<ColdStore>> {
      return std::make_unique<DeadlyColdStore>(end);
    };
    return RecoveredLedger::Recover(ledger_, options, clock_).status();
  }
  // By which signal the recovery ends its process; 0 if it does not.
  int SignalOf(const EndProcess& end) {
    const ChildResult ended = RunInChild([&] {
      NoteCrashesOf(ledger_);
      return RecoverWith(end).ok() ? 0 : 1;
    });
    return ended.signal;
  }

  std::string Note() const { return ReadBytes(CrashNote::PathIn(ledger_)); }
  bool IsNoted() const {
    return std::filesystem::exists(CrashNote::PathIn(ledger_));
  }

  SystemClock clock_;
};

TEST_F(CrashHandlerTest, WhatEndsRecoveryTwiceIsNotTriedAThirdTime) {
  Give(3);
  EXPECT_EQ(SignalOf([] { raise(SIGSEGV); }), SIGSEGV);
  // Awards have their sequences as ids, and the second batch begins with one
  // that needs a chunk of the first.
  EXPECT_THAT(Note(),
              AllOf(StartsWith("sequence 22 id 16000000"),
                    HasSubstr(" kind award "), HasSubstr(" signal 11 ")));
  EXPECT_EQ(SignalOf([] { std::abort(); }), SIGABRT);
  EXPECT_THAT(Note(), HasSubstr(" signal 6 "));
  const absl::Status refused = RecoverWith([] { std::abort(); });
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()),
              HasSubstr("/CRASHED: command 22 (award, id 16000000"));
  // Nor by anybody else.
  EXPECT_EQ(OpenStatus(), refused);
  const auto reader = EventReader::Open(ledger_, "");
  ASSERT_TRUE(reader.ok());
  std::vector<Event> events;
  EXPECT_EQ((*reader)->Next(&events).status(), absl::OkStatus());
  EXPECT_EQ((*reader)->Next(&events).status(), refused);
  EXPECT_THAT(ReadBytes(CrashNote::PathIn(ledger_) + ".22.txt"),
              HasSubstr("kind             award\n"));
}

TEST_F(CrashHandlerTest, AWriterThatGetsPastItRemovesTheNote) {
  Give(3);
  EXPECT_EQ(SignalOf([] { std::abort(); }), SIGABRT);
  EXPECT_TRUE(OpenStatus().ok());
  EXPECT_TRUE(IsNoted());  // Who reads removes nothing.
  Give(0);
  EXPECT_FALSE(IsNoted());
  EXPECT_EQ(SignalOf([] { std::abort(); }), SIGABRT);
  EXPECT_TRUE(OpenStatus().ok());
}

// What ends the process later is no command's doing.
TEST_F(CrashHandlerTest, NothingIsNotedWhereNothingIsApplied) {
  Give(3);
  const ChildResult ended = RunInChild([&] {
    NoteCrashesOf(ledger_);
    const auto reader = EventReader::Open(ledger_, "");
    if (!reader.ok()) return 1;
    std::vector<Event> events;
    while ((*reader)->Next(&events).value_or(false)) {
    }
    raise(SIGSEGV);
    return 0;
  });
  EXPECT_EQ(ended.signal, SIGSEGV);
  EXPECT_FALSE(IsNoted());
}

// Goes on until the stack of the thread is used up: each call needs the bytes
// of the one before.
int UseUpStack(const volatile char* before) {
  if (before == nullptr) return 0;
  volatile char bytes[1'024];
  bytes[0] = *before;
  return UseUpStack(bytes) + bytes[0];
}

TEST_F(CrashHandlerTest, AStackUsedUpIsNoted) {
  Give(3);
  const volatile char first = 1;
  EXPECT_EQ(SignalOf([&] { UseUpStack(&first); }), SIGSEGV);
  EXPECT_THAT(Note(), StartsWith("sequence 22 "));
}

}  // namespace
}  // namespace kumbara::storage
