#include "bench/workload/workload.h"

#include <algorithm>

#include "engine/base/check.h"

namespace kumbara::bench {
namespace {

constexpr std::int64_t kOpeningPoints = 1'000'000'000'000;
constexpr std::int64_t kMoreThanAnybodyHas = 1'000'000'000'000'000;

// What a random word is drawn for. Each use has its own row of words.
enum class Use : std::uint64_t {
  kMemberLow = 1,
  kMemberHigh,
  kIdLow,
  kIdHigh,
  kChance,
  kMember,
  kAmount,
  kRepeated,
};

// The finalizer of SplitMix64: a bijection that scatters neighbours.
std::uint64_t Random(Use use, std::uint64_t n) {
  std::uint64_t word =
      n * 0x9E37'79B9'7F4A'7C15ULL +
      static_cast<std::uint64_t>(use) * 0xD1B5'4A32'D192'ED03ULL;
  word = (word ^ (word >> 30)) * 0xBF58'476D'1CE4'E5B9ULL;
  word = (word ^ (word >> 27)) * 0x94D0'49BB'1331'11EBULL;
  return word ^ (word >> 31);
}

std::uint64_t Scale(std::uint64_t random, std::uint64_t bound) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>(static_cast<Wide>(random) * bound >> 64);
}

}  // namespace

Workload::Workload(const WorkloadOptions& options) : options_(options) {
  KUMBARA_CHECK(options.members >= 2);
  if (options.zipf) zipf_.emplace(options.members);
}

bool Workload::IsRepeat(std::uint64_t n) const {
  return !IsOpening(n) &&
         Scale(Random(Use::kChance, n), 1000) < options_.repeats_per_mille;
}

bool Workload::IsRefused(std::uint64_t n) const {
  const std::uint64_t chance = Scale(Random(Use::kChance, n), 1000);
  return !IsOpening(n) && chance >= options_.repeats_per_mille &&
         chance < options_.repeats_per_mille + options_.refusals_per_mille;
}

std::uint64_t Workload::MemberOf(std::uint64_t n) const {
  if (IsOpening(n)) return n % options_.members;
  const std::uint64_t random = Random(Use::kMember, n);
  if (!zipf_) return Scale(random, options_.members);
  // A prime step scatters the hot ranks over the members, so that they do not
  // lie side by side because they were opened one after another.
  constexpr std::uint64_t kPrime = 2'654'435'761;
  return zipf_->Rank(random) * kPrime % options_.members;
}

Command Workload::OriginalAt(std::uint64_t n) const {
  const std::uint64_t member = MemberOf(n);
  Command command;
  command.id = {Random(Use::kIdLow, n), Random(Use::kIdHigh, n)};
  command.member = {Random(Use::kMemberLow, member),
                    Random(Use::kMemberHigh, member)};
  command.occurred_at = options_.begin_micros + static_cast<std::int64_t>(n);
  command.unit_or_currency = options_.unit;
  command.flags = kAmountGiven;
  const std::uint64_t random = Random(Use::kAmount, n);
  command.amount = 1 + static_cast<std::int64_t>(Scale(random, 100));
  if (options_.sources != 0) {
    command.id = OrderedIdOf(1 + n % options_.sources, n / options_.sources);
    command.flags |= kOrdered;
  }
  // The low bit is not the one that decides the amount.
  command.kind = (random & 1) == 0 ? CommandKind::kAward : CommandKind::kRedeem;
  if (n < options_.members) {
    command.kind = CommandKind::kAward;
    command.amount = kOpeningPoints;
    if (options_.lots) {
      command.kind = CommandKind::kPurchase;
      command.unit_or_currency = options_.currency;
    }
  } else if (IsOpening(n)) {
    command.kind = CommandKind::kAward;
  } else if (IsRefused(n)) {
    command.kind = CommandKind::kRedeem;
    command.amount = kMoreThanAnybodyHas;
  }
  return command;
}

Command Workload::At(std::uint64_t n) const {
  if (!IsRepeat(n)) return OriginalAt(n);
  const std::uint64_t below =
      options_.repeats_below == 0 ? n : std::min(n, options_.repeats_below);
  std::uint64_t repeated = Scale(Random(Use::kRepeated, n), below);
  while (IsRepeat(repeated)) --repeated;
  return OriginalAt(repeated);
}

ResultCode Workload::ExpectedAt(std::uint64_t n) const {
  if (IsRepeat(n)) return ResultCode::kExists;
  return IsRefused(n) ? ResultCode::kInsufficient : ResultCode::kOk;
}

void Workload::Fill(std::uint64_t first, std::uint32_t count,
                    Frame* frame) const {
  for (std::uint64_t n = first; n < first + count; ++n) {
    const bool added = frame->Add(At(n));
    KUMBARA_CHECK(added);
  }
  frame->Seal();
}

}  // namespace kumbara::bench
