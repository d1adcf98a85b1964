#include "engine/pipeline/thread_driver.h"

#include <map>
#include <thread>

#include "gmock/gmock.h"
#include "tests/support/command_builder.h"
#include "tests/support/printers.h"
#include "tests/support/random_history.h"
#include "tests/support/sim_ledger.h"

namespace kumbara {
namespace {

// Enough to make threads meet; the sanitizers' builds are many times slower.
#ifdef NDEBUG
constexpr int kFrames = 300;
constexpr int kStarts = 300;
#else
constexpr int kFrames = 60;
constexpr int kStarts = 60;
#endif

// Submits, taking answers whenever the ledger is busy.
SubmitResult SubmitPatiently(Producer& producer, std::unique_ptr<Frame> frame) {
  for (;;) {
    const SubmitResult result = producer.Submit(&frame);
    if (result != SubmitResult::kBusy) return result;
    if (producer.under_way() > 0) producer.WaitForAnswer();
  }
}

// One thread's part of the load: enrols, awards, transfers among its members.
std::vector<TestCommand> Load(std::uint64_t thread, std::uint64_t frame,
                              std::uint64_t commands) {
  std::vector<TestCommand> load;
  for (std::uint64_t i = 0; i < commands; ++i) {
    const std::uint64_t id = (thread * 10'000 + frame) * 1'000 + i + 1;
    const std::uint64_t member = 1 + (id * 7) % 40;
    if (i % 5 == 0) load.push_back(Enroll(id, member));
    if (i % 5 == 1 || i % 5 == 2) load.push_back(Award(id, member, 50));
    if (i % 5 == 3) load.push_back(Transfer(id, member, 1 + member % 40, 10));
    if (i % 5 == 4) load.push_back(Purchase(id, member, 1'234));
  }
  return load;
}

class ThreadDriverTest : public ::testing::TestWithParam<std::uint32_t> {
 protected:
  SimJournal journal_;
  SimLedger sim_{journal_, TestOptions(GetParam(), 64), 1};
};

TEST_P(ThreadDriverTest, ProducersAndReadersAtOnce) {
  auto driver = std::make_unique<ThreadDriver>(sim_.ledger());
  std::atomic<int> answered{0};
  std::vector<std::thread> threads;
  for (std::uint64_t number = 0; number < 3; ++number) {
    threads.emplace_back([&, number] {
      const std::unique_ptr<Producer> producer = sim_.ledger().NewProducer();
      for (int i = 0; i < kFrames; ++i) {
        // Small batches are applied by the coordinator, great ones by workers.
        const std::uint64_t commands = i % 10 == 0 ? 200 : 5;
        const auto frame = static_cast<std::uint64_t>(i);
        ASSERT_EQ(
            SubmitPatiently(*producer, FrameOf(Load(number, frame, commands))),
            SubmitResult::kAccepted);
        while (producer->under_way() > 8) {
          ASSERT_EQ(producer->WaitForAnswer().status, AnswerStatus::kAnswered);
          ++answered;
        }
      }
      while (producer->under_way() > 0) {
        ASSERT_EQ(producer->WaitForAnswer().status, AnswerStatus::kAnswered);
        ++answered;
      }
    });
  }
  threads.emplace_back([&] {
    std::map<std::uint64_t, Sequence> seen;
    for (int i = 0; i < kFrames; ++i) {
      ReadRequest read;
      const std::uint64_t member = 1 + static_cast<std::uint64_t>(i) % 40;
      read.member = MemberOf(member);
      sim_.ledger().Read(&read);
      ASSERT_TRUE(read.Wait());
      ASSERT_LE(read.view.last_sequence, journal_.synced_sequence());
      ASSERT_GE(read.view.last_sequence, seen[member]);
      seen[member] = read.view.last_sequence;
    }
  });
  for (std::thread& thread : threads) thread.join();
  driver->WaitUntilIdle();
  driver.reset();
  EXPECT_EQ(answered.load(), 3 * kFrames);
  EXPECT_TRUE(sim_.InTransit(kPoints) == 0);
  sim_.CheckAllBooks();
  // The journal gives the same state to one worker.
  SimLedger again(journal_, TestOptions(1, 64), 2);
  EXPECT_TRUE(again.mismatch().ok()) << again.mismatch();
  EXPECT_EQ(again.ledger().StateDigest(), sim_.ledger().StateDigest());
}

TEST_P(ThreadDriverTest, ReadOfAnIdleLedgerIsAnswered) {
  ThreadDriver driver(sim_.ledger());
  for (int i = 0; i < 20; ++i) {
    driver.WaitUntilIdle();
    ReadRequest read;
    read.member = MemberOf(static_cast<std::uint64_t>(i));
    sim_.ledger().Read(&read);
    EXPECT_TRUE(read.Wait());
  }
}

TEST_P(ThreadDriverTest, StopRightAfterStartEnds) {
  for (int i = 0; i < kStarts; ++i) {
    ThreadDriver driver(sim_.ledger());
    if (i % 2 == 0) driver.Stop();
  }
}

TEST_P(ThreadDriverTest, StopUnderLoadLeavesNothingUnanswered) {
  const std::unique_ptr<Producer> producer = sim_.ledger().NewProducer();
  for (int start = 0; start < kStarts / 10; ++start) {
    ThreadDriver driver(sim_.ledger());
    for (std::uint64_t i = 0; i < 20; ++i) {
      const auto frame = static_cast<std::uint64_t>(start) * 20 + i;
      ASSERT_EQ(SubmitPatiently(*producer,
                                FrameOf(Load(1, frame, 100), kMoreFollows)),
                SubmitResult::kAccepted);
    }
    driver.Stop();
  }
  sim_.ledger().StopIntake();
  while (!sim_.ledger().GiveUp()) std::this_thread::yield();
  while (producer->under_way() > 0) ASSERT_TRUE(producer->TakeAnswer());
}

TEST_P(ThreadDriverTest, NothingAcceptedIsLeftWithoutAnswerByClosing) {
  std::atomic<int> ready{0};
  auto driver = std::make_unique<ThreadDriver>(sim_.ledger());
  std::vector<std::thread> threads;
  for (std::uint64_t number = 0; number < 2; ++number) {
    threads.emplace_back([&, number] {
      const std::unique_ptr<Producer> producer = sim_.ledger().NewProducer();
      for (std::uint64_t i = 0;; ++i) {
        if (i == 5) ++ready;
        const SubmitResult result =
            SubmitPatiently(*producer, FrameOf(Load(number, i, 10)));
        if (result == SubmitResult::kClosed) break;
        ASSERT_EQ(result, SubmitResult::kAccepted);
        while (producer->under_way() > 4) producer->WaitForAnswer();
      }
      while (producer->under_way() > 0) producer->WaitForAnswer();
    });
  }
  while (ready.load() < 2) std::this_thread::yield();
  sim_.ledger().StopIntake();
  driver->Stop();
  while (!sim_.ledger().GiveUp()) std::this_thread::yield();
  for (std::thread& thread : threads) thread.join();
}

TEST_P(ThreadDriverTest, PoisonUnderLoadGivesEverythingBack) {
  journal_.FailAfter(7);
  ThreadDriver driver(sim_.ledger());
  std::vector<std::thread> threads;
  for (std::uint64_t number = 0; number < 3; ++number) {
    threads.emplace_back([&, number] {
      const std::unique_ptr<Producer> producer = sim_.ledger().NewProducer();
      for (std::uint64_t i = 0;; ++i) {
        const SubmitResult result =
            SubmitPatiently(*producer, FrameOf(Load(number, i, 80)));
        if (result == SubmitResult::kPoisoned) break;
        ASSERT_EQ(result, SubmitResult::kAccepted);
        while (producer->under_way() > 4) producer->WaitForAnswer();
      }
      while (producer->under_way() > 0) producer->WaitForAnswer();
    });
  }
  for (std::thread& thread : threads) thread.join();
  driver.WaitUntilIdle();
  ReadRequest read;
  read.member = MemberOf(1);
  sim_.ledger().Read(&read);
  EXPECT_FALSE(read.Wait());
}

TEST_P(ThreadDriverTest, WaitUntilIdleEndsWhenTheLedgerIsPoisoned) {
  journal_.FailAfter(1);
  ThreadDriver driver(sim_.ledger());
  const std::unique_ptr<Producer> producer = sim_.ledger().NewProducer();
  std::unique_ptr<Frame> frame = FrameOf({Enroll(1, 1)});
  ASSERT_EQ(producer->Submit(&frame), SubmitResult::kAccepted);
  driver.WaitUntilIdle();
  EXPECT_TRUE(sim_.ledger().poisoned());
  EXPECT_EQ(producer->WaitForAnswer().status, AnswerStatus::kUnknown);
}

TEST_P(ThreadDriverTest, ProducerMayGoWithItsLastAnswer) {
  ThreadDriver driver(sim_.ledger());
  for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(kStarts); ++i) {
    const std::unique_ptr<Producer> producer = sim_.ledger().NewProducer();
    std::unique_ptr<Frame> frame = FrameOf({Enroll(1 + i, 1 + i)});
    ASSERT_EQ(producer->Submit(&frame), SubmitResult::kAccepted);
    // Polling, not sleeping, takes the answer as early as can be.
    while (producer->under_way() > 0) producer->TakeAnswer();
  }
}

TEST_P(ThreadDriverTest, ReplayOfAJournalByThreads) {
  const std::unique_ptr<Producer> producer = sim_.ledger().NewProducer();
  for (std::uint64_t i = 0; i < 50; ++i) {
    std::unique_ptr<Frame> frame = FrameOf(Load(1, i, 20));
    ASSERT_EQ(producer->Submit(&frame), SubmitResult::kAccepted);
    sim_.driver().RunUntilIdle();
  }
  SimJournal nothing;
  SimLedger again(nothing, TestOptions(GetParam(), 64), 1);
  again.ledger().AttachJournal(nullptr);
  {
    ThreadDriver driver(again.ledger());
    for (const SimJournal::Value& value : journal_.values()) {
      absl::StatusOr<ParsedBatch> batch = ParseBatch(value);
      ASSERT_TRUE(batch.ok());
      driver.Replay(&*batch);
    }
    driver.WaitUntilIdle();
  }
  EXPECT_EQ(again.ledger().StateDigest(), sim_.ledger().StateDigest());
}

INSTANTIATE_TEST_SUITE_P(Workers, ThreadDriverTest,
                         ::testing::Values(1u, 2u, 4u));

}  // namespace
}  // namespace kumbara
