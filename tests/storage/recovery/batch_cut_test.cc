#include "storage/recovery/batch_cut.h"

#include "gtest/gtest.h"
#include "tests/support/random_history.h"
#include "tests/support/sim_ledger.h"

namespace kumbara::storage {
namespace {

ParsedBatch BatchOf(std::vector<std::vector<TestCommand>> frames) {
  ParsedBatch batch;
  batch.header.first_sequence = 11;
  batch.header.flags = kRoundEnd;
  batch.records.push_back(Record::Define({CodeSpace::kStore, 1, "here"}));
  for (const std::vector<TestCommand>& commands : frames) {
    auto frame = std::make_unique<Frame>();
    for (const TestCommand& command : commands) {
      EXPECT_TRUE(frame->Add(command.command, command.details));
      ++batch.header.command_count;
    }
    frame->Seal();
    batch.frames.push_back(std::move(frame));
  }
  return batch;
}

std::vector<std::uint64_t> IdsOf(const ParsedBatch& batch) {
  std::vector<std::uint64_t> ids;
  for (const std::unique_ptr<Frame>& frame : batch.frames) {
    for (const Command& command : frame->commands()) {
      ids.push_back(command.id.low);
    }
  }
  EXPECT_EQ(ids.size(), batch.header.command_count);
  return ids;
}

TEST(BatchCutTest, TakesCommandsAndRecordsAndLeavesTheRoundsEnd) {
  for (std::uint32_t count = 0; count <= 5; ++count) {
    ParsedBatch batch = BatchOf({{Award(1, 1, 5), Transfer(2, 1, 2, 3)},
                                 {Transfer(3, 2, 1, 1), Award(4, 1, 5)},
                                 {Award(5, 2, 5)}});
    const ParsedBatch front = TakeFront(&batch, count);
    std::vector<std::uint64_t> ids = IdsOf(front);
    EXPECT_EQ(ids.size(), count);
    const std::vector<std::uint64_t> rest = IdsOf(batch);
    ids.insert(ids.end(), rest.begin(), rest.end());
    EXPECT_EQ(ids, (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
    EXPECT_EQ(front.records.size(), 1u);
    EXPECT_TRUE(batch.records.empty());
    EXPECT_EQ(front.header.first_sequence, 11u);
    EXPECT_EQ(batch.header.first_sequence, 11u + count);
    EXPECT_EQ(front.header.round_end(), count == 5);
    EXPECT_TRUE(batch.header.round_end());
  }
}

TEST(BatchCutTest, DetailsGoWithTheirCommands) {
  ParsedBatch batch = BatchOf({{Transfer(1, 1, 2, 3), Transfer(2, 1, 3, 4)}});
  const ParsedBatch front = TakeFront(&batch, 1);
  const Frame& first = *front.frames[0];
  const Frame& second = *batch.frames[0];
  ASSERT_EQ(second.details_of(second.commands()[0]).size(), 1u);
  EXPECT_EQ(first.details_of(first.commands()[0])[0].member_id(), MemberOf(2));
  EXPECT_EQ(second.details_of(second.commands()[0])[0].member_id(),
            MemberOf(3));
}

TEST(BatchCutTest, CountsCommandsAndBytesAndPartsNoRun) {
  constexpr std::uint64_t kMuch = 1'000'000;
  const ParsedBatch batch =
      BatchOf({{Award(1, 1, 5), Award(2, 1, 5).Linked(),
                Award(3, 1, 5).Linked(), Award(4, 1, 5), Award(5, 1, 5)},
               {Award(6, 1, 5).Linked()},
               {Transfer(7, 2, 1, 1), Award(8, 2, 5)}});
  const std::uint32_t expected[] = {1, 1, 4, 4, 4, 5, 6, 7, 8, 8};
  for (std::uint32_t commands = 0; commands < 10; ++commands) {
    EXPECT_EQ(CommandsWithin(batch, commands, kMuch), expected[commands]);
  }
  // The transfer has a detail more.
  const std::uint32_t by_bytes[] = {1, 1, 4, 4, 4, 5, 6, 6, 7, 8};
  for (std::uint32_t commands = 0; commands < 10; ++commands) {
    EXPECT_EQ(CommandsWithin(batch, 100, commands * sizeof(Command)),
              by_bytes[commands]);
  }
}

// Wherever batches are cut, what comes out is the same.
class CutHistoryTest : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(CutHistoryTest, GivesTheSameState) {
  std::mt19937_64 random(GetParam());
  LedgerOptions options = TestOptions(2, 16);
  DrawLots(random, 10'000, &options.program);
  DrawRules(random, &options.program);
  DrawGifts(random, &options.program);
  DrawReferral(random, &options.program);
  AllowPools(3, &options.program);
  DrawRewards(random, &options.program);
  const std::vector<ClientCommand> history = RandomHistory(random, 700);
  SimJournal journal;
  SimLedger whole(journal, options, 1);
  const auto producer = whole.ledger().NewProducer();
  for (std::size_t next = 0; next < history.size();) {
    auto frame = std::make_unique<Frame>();
    std::uint64_t left = 1 + Draw(random, 90);
    for (; next < history.size(); ++next) {
      if (left == 0 && !GoesOn(history[next - 1])) break;
      left -= left == 0 ? 0 : 1;
      const TestCommand coded =
          history[next].Coded([&](const std::string& store) {
            return whole.ledger().Intern(CodeSpace::kStore, store);
          });
      ASSERT_TRUE(frame->Add(coded.command, coded.details));
    }
    frame->Seal(Draw(random, 2) == 0 ? kMoreFollows : 0);
    ASSERT_EQ(producer->Submit(&frame), SubmitResult::kAccepted);
    whole.driver().RunUntilIdle();
    while (producer->TakeAnswer()) {
    }
  }
  SimJournal pieces;
  BatchNumber number = 0;
  for (const SimJournal::Value& value : journal.values()) {
    absl::StatusOr<ParsedBatch> batch = ParseBatch(value);
    ASSERT_TRUE(batch.ok());
    while (batch->header.command_count > 0) {
      const std::uint32_t count = CommandsWithin(
          *batch, static_cast<std::uint32_t>(Draw(random, 30)), 64 * 25);
      ParsedBatch front = TakeFront(&*batch, count);
      front.header.number = ++number;
      std::vector<const Frame*> frames;
      for (const auto& frame : front.frames) frames.push_back(frame.get());
      ASSERT_TRUE(
          pieces.Append(&front.header, {front.records, frames, {}}).ok());
    }
  }
  ASSERT_GT(pieces.values().size(), 2 * journal.values().size());
  SimLedger cut(pieces, options, 1);
  EXPECT_TRUE(cut.mismatch().ok()) << cut.mismatch();
  EXPECT_EQ(cut.ledger().end().sequence, whole.ledger().end().sequence);
  EXPECT_EQ(cut.ledger().StateDigest(), whole.ledger().StateDigest());
}

INSTANTIATE_TEST_SUITE_P(Seeds, CutHistoryTest,
                         ::testing::Range(std::uint64_t{1}, std::uint64_t{9}));

}  // namespace
}  // namespace kumbara::storage
