// The smallest program that embeds a ledger: makes one, awards points, reads
// them back. It registers a strategy of its own, by which a purchase earns.

#include <cstdio>
#include <memory>
#include <optional>
#include <utility>

#include "engine/program/strategy.h"
#include "engine/record/frame.h"
#include "storage/open/open_ledger.h"

namespace {

using namespace kumbara;

constexpr char kProgram[] = R"(
program = { name = "example", enrol = "first_sight" }
unit.points = { decimals = 0 }
[[earn]]
name = "parking"
on = "purchase"
basis = "total"
strategy = "by_hour"
parameters = [3, 2]
)";

// The first parameter for a purchase before noon, the second for one later,
// whatever it comes to.
std::optional<Amount> ByHour(const StrategyBasket& basket) {
  constexpr std::int64_t kHour = 3'600'000'000;
  const std::int64_t hour =
      (basket.local.micros - StartOf(DateOf(basket.local)).micros) / kHour;
  if (basket.basis == Money()) return Amount();
  return Amount(basket.parameters[hour < 12 ? 0 : 1]);
}

int Run(const char* directory) {
  RegisterStrategy({"by_hour", 2, ByHour});
  storage::InitOptions init;
  init.directory = directory;
  init.program_text = kProgram;
  init.program_name = "example.toml";
  init.pseudonym = Pseudonym::kStable;
  if (!storage::InitLedger(init).ok()) return 1;

  storage::OpenOptions options;
  options.mode = storage::OpenMode::kWrite;
  auto opened = storage::OpenLedger::Open(directory, options);
  if (!opened.ok()) return 1;
  Ledger& ledger = (*opened)->ledger();
  Command award;
  award.kind = CommandKind::kAward;
  award.id = CommandId{1, 0};
  award.member = (*opened)->directory().FindOrAdd("4711");
  award.unit_or_currency =
      static_cast<std::uint8_t>(ledger.Intern(CodeSpace::kUnit, "points"));
  award.amount = 100;
  award.flags = kAmountGiven;
  Command purchase = award;
  purchase.kind = CommandKind::kPurchase;
  purchase.id = CommandId{2, 0};
  purchase.unit_or_currency =
      static_cast<std::uint8_t>(ledger.Intern(CodeSpace::kCurrency, "EUR"));
  purchase.amount = 1200;
  if (!(*opened)->directory().Sync().ok()) return 1;

  (*opened)->Start();
  auto producer = ledger.NewProducer();
  auto frame = std::make_unique<Frame>();
  if (!frame->Add(award) || !frame->Add(purchase)) return 1;
  frame->Seal();
  if (producer->Submit(&frame) != SubmitResult::kAccepted) return 1;
  const Answer answer = producer->WaitForAnswer();
  const Outcome outcome = answer.frame->outcomes()[1];
  if (!(*opened)->Close().ok()) return 1;
  std::printf("net %lld\n", static_cast<long long>(outcome.net));
  return outcome.net == 103 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) { return argc == 2 ? Run(argv[1]) : 2; }
