// Workload: an endless row of award and redeem commands, command n a function
// of n alone, together with the answer it must get.
//
//   n < members    an award that opens member n with more than it will spend
//   else           award or redeem, half each, of 1 to 100 points;
//                  refusals_per_mille of them redeem more than anybody has,
//                  repeats_per_mille are an earlier command word for word
//
// With lots, a member is opened by a purchase instead, whose points never
// expire, and gets two awards before the others: awards expire and are used
// first, so a debit takes one to three lots, the last of them now and then that
// of the purchase.
//
// Nothing is stored: a repeat computes the command it repeats, and whoever
// checks the answers computes what they have to be.
//
// Units:   points without decimals; business time in microseconds.
// Threads: immutable.
// Cost:    a few tens of nanoseconds a command, more with Zipf.

#ifndef KUMBARA_BENCH_WORKLOAD_WORKLOAD_H_
#define KUMBARA_BENCH_WORKLOAD_WORKLOAD_H_

#include <cstdint>
#include <optional>

#include "bench/workload/zipf.h"
#include "engine/base/result_code.h"
#include "engine/record/command.h"
#include "engine/record/frame.h"

namespace kumbara::bench {

struct WorkloadOptions {
  std::uint64_t members = 1'000'000;
  bool zipf = false;  // Members drawn by Zipf(0.99) instead of uniformly.
  bool lots = false;  // Needs a ledger of BenchPoints::kLots.
  std::uint32_t repeats_per_mille = 10;
  std::uint32_t refusals_per_mille = 10;
  // Repeats name only commands below this number, or, with 0, any earlier one.
  // Between producers only an answer orders, so with several of them a repeat
  // must name a command answered before, or which of the two comes first is
  // open.
  std::uint64_t repeats_below = 0;
  // Ids are ordered, of so many sources in turn; with 0 they are random.
  std::uint32_t sources = 0;
  std::uint8_t unit = 1;          // Code.
  std::uint8_t currency = 1;      // Code; of purchases.
  std::int64_t begin_micros = 0;  // Business time of command 0.
};

class Workload {
 public:
  explicit Workload(const WorkloadOptions& options);

  Command At(std::uint64_t n) const;
  // REQUIRES: commands 0 to n - 1 were submitted before, in order.
  ResultCode ExpectedAt(std::uint64_t n) const;

  // Fills an empty frame with `count` commands from `first` on, and seals it.
  void Fill(std::uint64_t first, std::uint32_t count, Frame* frame) const;

  const WorkloadOptions& options() const { return options_; }
  // Commands that give the members their points, before all others.
  std::uint64_t openings() const {
    return options_.members * (options_.lots ? 3 : 1);
  }

 private:
  bool IsOpening(std::uint64_t n) const { return n < openings(); }
  bool IsRepeat(std::uint64_t n) const;
  bool IsRefused(std::uint64_t n) const;
  std::uint64_t MemberOf(std::uint64_t n) const;
  // A command that is no repeat.
  Command OriginalAt(std::uint64_t n) const;

  WorkloadOptions options_;
  std::optional<Zipf> zipf_;
};

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_WORKLOAD_WORKLOAD_H_
