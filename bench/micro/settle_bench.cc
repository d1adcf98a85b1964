// What falls due after a tick: the end of a month at which a lot of every
// member expires. The members of 256 shards, in one thread, without pipeline.

#include <benchmark/benchmark.h>

#include <memory>
#include <vector>

#include "bench/micro/sizes.h"
#include "bench/workload/bytes_in_use.h"
#include "engine/apply/apply.h"
#include "engine/apply/settle.h"
#include "engine/base/check.h"
#include "engine/member/book_check.h"

namespace kumbara::bench {
namespace {

constexpr std::uint32_t kShards = 256;
constexpr std::size_t kMembersAtATime = 4'096;
constexpr std::int64_t kDay = 86'400'000'000;

// Points that expire at the end of the third month after their own.
Program MonthEndProgram() {
  Program program;
  program.enrol = EnrolPolicy::kFirstSight;
  program.unit_index.fill(Program::kNoUnit);
  program.unit_index[1] = 0;
  Unit& unit = program.units.emplace_back();
  unit.name = "points";
  unit.code = 1;
  unit.lots.expiry = LotPolicy::Expiry::kAfter;
  unit.lots.after = {Duration::Kind::kMonths, 3};
  unit.lots.rounding = DateRounding::kEndOfMonth;
  return program;
}

// Members who earn one lot a month.
class Crowd {
 public:
  explicit Crowd(std::uint64_t members) : members_(members) {
    for (std::uint32_t shard = 0; shard < kShards; ++shard) {
      shards_.push_back(std::make_unique<Shard>(arena_, &places_, shard * 4));
    }
    for (int month = 0; month < 3; ++month) EarnAMonth();
  }

  // Every member gets a lot; then the next month has begun.
  void EarnAMonth() {
    Command command;
    command.kind = CommandKind::kAward;
    command.unit_or_currency = 1;
    command.flags = kAmountGiven;
    command.amount = 10;
    command.occurred_at = month_.micros() + 9 * kDay;
    for (std::uint64_t member = 1; member <= members_; ++member) {
      const auto id_slot = static_cast<Slot>(sequence_);
      places_.Reach(id_slot + 1);
      command.member = {member * 0x9E37'79B9'7F4A'7C15ULL, member};
      const Input input{.command = command,
                        .details = {},
                        .sequence = ++sequence_,
                        .posts_under = sequence_,
                        .latest = Instant::Greatest(),
                        .id_slot = id_slot};
      Outcome outcome;
      Apply(SemanticVersion::kOne, input, program_,
            *shards_[ShardOf(command.member, kShards)], messages_, &outcome);
      KUMBARA_CHECK(outcome.code == ResultCode::kOk);
    }
    month_ = program_.zone.Add(month_, {Duration::Kind::kMonths, 1});
  }

  // The first hour of the month is over.
  void Tick() {
    const Instant instant(month_.micros() + 3'600'000'000);
    ++sequence_;
    for (const std::unique_ptr<Shard>& shard : shards_) {
      const ResultCode code = ApplyTick(SemanticVersion::kOne, instant,
                                        Instant::Greatest(), sequence_, *shard);
      KUMBARA_CHECK(code == ResultCode::kOk);
    }
  }

  std::size_t SettleAll() {
    std::size_t settled = 0;
    for (const std::unique_ptr<Shard>& shard : shards_) {
      for (;;) {
        const std::size_t some = SettleDue(program_, *shard, kMembersAtATime);
        settled += some;
        if (some < kMembersAtATime) break;
      }
    }
    return settled;
  }

  void Verify() const {
    for (const std::unique_ptr<Shard>& shard : shards_) CheckBooks(*shard);
  }

 private:
  const std::uint64_t members_;
  const Program program_ = MonthEndProgram();
  ChunkArena arena_;
  RecordPlaces places_{arena_};
  std::vector<std::unique_ptr<Shard>> shards_;
  Messages messages_;
  Sequence sequence_ = 0;
  Instant month_{1'577'836'800'000'000};  // January 2020.
};

// Arguments: members. What a member takes is one unit, three lots, its index
// entry and its entry of the due index.
void BM_SettleMonthEnd(benchmark::State& state) {
  const auto members = static_cast<std::uint64_t>(Sized(state.range(0)));
  const std::int64_t before = ResidentBytes();
  Crowd crowd(members);
  const std::int64_t bytes = ResidentBytes() - before;
  for (auto _ : state) {
    state.PauseTiming();
    crowd.EarnAMonth();
    crowd.Tick();
    state.ResumeTiming();
    KUMBARA_CHECK(crowd.SettleAll() >= members);
  }
  crowd.Verify();
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(members));
  state.counters["bytes_per_member"] =
      static_cast<double>(bytes) / static_cast<double>(members);
}
BENCHMARK(BM_SettleMonthEnd)
    ->ArgName("members")
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->Iterations(3)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kumbara::bench
