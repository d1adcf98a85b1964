// What a purchase costs by a program that has nearly everything, against the
// same purchases by one plain rate.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "bench/micro/polled_stages.h"
#include "bench/micro/sizes.h"
#include "bench/workload/bench_ledger.h"
#include "engine/base/check.h"
#include "engine/base/hash.h"
#include "engine/record/event.h"
#include "engine/record/line.h"

namespace kumbara::bench {
namespace {

constexpr std::uint32_t kBatch = 16'384;
// What it leaves beside a record: its lots, lines and parts.
constexpr std::size_t kBytesPerBasket = 512;

constexpr std::string_view kPlain = R"(
program = { name = "plain", zone = "Europe/Berlin", currency = "EUR", enrol = "first_sight" }
unit.points = { expiry = { after = "12mo", round = "end_of_month" } }

[[earn]]
name = "base"
on = "purchase"
basis = "total"
give = 1
per = 100
funding_class = "base"
)";

// What pays for each rule has the rule's name.
constexpr std::string_view kFull = R"(
[[tier_set]]
name = "status"
basis = "spend"
window = "calendar_year"
keep = "end_of_next_window"
tiers = [ { name = "silver", at = 50000 }, { name = "gold", at = 200000 } ]

[[earn]]                  # More for those who have a tier,
name = "tier"
on = "purchase"
multiply = "base"
by_tier = { silver = "5/4", gold = "3/2" }
funding_class = "tier"

[[earn]]                  # double points in the app from noon on, up to 300 a month,
name = "afternoon"
on = "purchase"
multiply = "base"
by = 2
when = { channel = "app", from = "12:00" }
cap = { month = 300 }
funding_class = "afternoon"

[[earn]]                  # what a brand gives for its own, up to 100 a basket,
name = "brand"
on = "purchase"
basis = { lines = "item", brand = "acme" }
give = 2
per = 100
cap = { transaction = 100 }
funding_class = "brand"

[[earn]]                  # 25 for a great basket, once a week,
name = "great"
on = "purchase"
give = 25
when = { total_min = 25000 }
cooldown = "7d"
funding_class = "great"

[[earn]]                  # and 100 for the first one.
name = "welcome"
on = "purchase"
give = 100
when = { first_purchase = true }
funding_class = "welcome"

[referral]
referrer = 50
referee = 25
when = "first_purchase"
cap = 10
per = "year"
funding_class = "referral"
)";

constexpr std::array<std::string_view, 7> kFunds = {
    "base", "tier", "afternoon", "brand", "great", "welcome", "referral"};

// Purchases of 0.01 to 300.00 by members drawn uniformly, one every three
// seconds; of three in ten two lines are known, one of them of the brand. Of 64
// commands one enrols a new member, whom an old one brought, and the next is
// its first purchase.
class Purchases {
 public:
  Purchases(std::uint64_t members, bool refers, BenchLedger& ledger)
      : members_(members),
        refers_(refers),
        currency_(ledger.currency()),
        app_(static_cast<std::uint8_t>(
            ledger.codes().Intern(CodeSpace::kChannel, "app"))),
        brand_(ledger.codes().Intern(CodeSpace::kBrand, "acme")) {}

  void Fill(std::uint64_t first, std::uint32_t count, Frame* frame) {
    for (std::uint64_t n = first; n < first + count; ++n) Add(n, frame);
    frame->Seal();
  }

 private:
  static constexpr std::int64_t kBegin = 1'704'067'200'000'000;  // 2024.
  static constexpr std::int64_t kBetween = 3'000'000;

  static std::uint64_t Draw(std::uint64_t n, std::uint64_t use,
                            std::uint64_t bound) {
    const std::array<std::uint64_t, 2> words{n, use};
    return Hash64(words.data(), sizeof(words)) % bound;
  }
  static MemberId Member(std::uint64_t number) {
    return {Draw(number, 1, ~std::uint64_t{0}), number + 1};
  }

  void Add(std::uint64_t n, Frame* frame) {
    Command command;
    command.id = {Draw(n, 2, ~std::uint64_t{0}), n + 1};
    command.occurred_at = kBegin + static_cast<std::int64_t>(n) * kBetween;
    const std::uint64_t place = n % 64;
    const std::uint64_t newest = members_ + n / 64;
    command.member =
        Member(place <= 1 ? newest : Draw(n, 3, std::min(newest, n + 1)));
    if (n >= members_ && place == 0) {
      command.kind = CommandKind::kEnroll;
      const Detail referrer =
          Detail::Party(PartyKind::kReferrer, Member(Draw(n, 4, members_)));
      KUMBARA_CHECK(frame->Add(command, {&referrer, refers_ ? 1U : 0U}));
      return;
    }
    if (n < members_) command.member = Member(n);
    command.kind = CommandKind::kPurchase;
    command.unit_or_currency = currency_;
    command.flags = kAmountGiven;
    command.amount = 1 + static_cast<std::int64_t>(Draw(n, 5, 30'000));
    if (Draw(n, 6, 10) < 4) command.channel = app_;
    Line plain{.amount = command.amount / 3};
    Line branded{.brand = brand_, .amount = command.amount - *plain.amount};
    const std::array<Detail, 2> lines{plain.ToDetail(), branded.ToDetail()};
    const bool knows_lines = Draw(n, 7, 10) < 3;
    KUMBARA_CHECK(frame->Add(command, {lines.data(), knows_lines ? 2U : 0U}));
  }

  const std::uint64_t members_;
  const bool refers_;
  const std::uint8_t currency_;
  const std::uint8_t app_;
  const Code brand_;
};

enum Rules : std::int64_t { kOneRule = 0, kAllRules = 1 };

class PurchaseLedger {
 public:
  PurchaseLedger(std::uint64_t members, std::int64_t rules)
      : ledger_(1, rules == kAllRules ? std::string(kPlain).append(kFull)
                                      : std::string(kPlain)),
        purchases_(members, rules == kAllRules, ledger_),
        stages_(ledger_) {}

  StepTimes Step(std::uint32_t commands) {
    ledger_.ledger().ForgetEvents();
    purchases_.Fill(next_, commands, stages_.NextFrame());
    const StepTimes times = stages_.Send();
    next_ += commands;
    for (const Outcome& outcome : stages_.answered().outcomes()) {
      KUMBARA_CHECK(outcome.code == ResultCode::kOk);
    }
    return times;
  }
  void RunUpTo(std::uint64_t commands) {
    while (next_ < commands) {
      Step(static_cast<std::uint32_t>(
          std::min<std::uint64_t>(commands - next_, kBatch)));
    }
  }

  // How many in a hundred of the last step's commands each fund paid for.
  std::map<std::string_view, double> Funded(std::uint32_t commands) {
    std::map<Code, double> by_label;
    for (const Event& event : ledger_.ledger().TakeEvents()) {
      const auto* posting = std::get_if<Posting>(&event);
      if (posting != nullptr && posting->account == Account::kIssued) {
        by_label[posting->label] += 100.0 / commands;
      }
    }
    std::map<std::string_view, double> by_fund;
    for (const std::string_view fund : kFunds) {
      by_fund[fund] =
          by_label[ledger_.codes().Intern(CodeSpace::kFundingClass, fund)];
    }
    return by_fund;
  }
  void Verify() { ledger_.ledger().CheckAllBooks(); }

 private:
  BenchLedger ledger_;
  Purchases purchases_;
  PolledStages stages_;
  std::uint64_t next_ = 0;
};

// Arguments: members; 0 = one plain rate, 1 = all rules. Counters named after
// funds: how many in a hundred commands each paid for.
void BM_Purchase(benchmark::State& state) {
  static std::unique_ptr<PurchaseLedger> ledger;
  static std::array<std::int64_t, 2> kind{};
  const std::array<std::int64_t, 2> wanted{state.range(0), state.range(1)};
  const auto members = static_cast<std::uint64_t>(Sized(state.range(0)));
  if (ledger == nullptr || kind != wanted) {
    ledger.reset();
    ledger = std::make_unique<PurchaseLedger>(members, state.range(1));
    ledger->RunUpTo(members * 4);
    kind = wanted;
  }
  PrepareMemory(static_cast<std::uint64_t>(state.max_iterations) * kBatch,
                kBytesPerBasket);
  StepTimes all;
  for (auto _ : state) {
    const StepTimes times = ledger->Step(kBatch);
    all += times;
    state.SetIterationTime(static_cast<double>(times.apply) / 1e9);
  }
  ledger->Verify();
  state.SetItemsProcessed(state.iterations() * kBatch);
  all.Show(static_cast<double>(state.iterations()) * kBatch, state);
  if (state.range(1) != kAllRules) return;
  for (const auto& [fund, share] : ledger->Funded(kBatch)) {
    KUMBARA_CHECK(share >= 1);
    state.counters[std::string(fund)] = share;
  }
}
BENCHMARK(BM_Purchase)
    ->ArgNames({"members", "rules"})
    ->Args({1'000'000, kOneRule})
    ->Args({1'000'000, kAllRules})
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace kumbara::bench
