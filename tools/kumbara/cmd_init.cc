// kumbara init: makes a ledger.

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/base/hex.h"
#include "engine/base/limits.h"
#include "storage/open/open_ledger.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

struct InitFlags {
  std::string directory;
  std::string program;
  std::uint32_t shards = kShardsDefault;
  std::uint32_t round = kRoundCommandsDefault;
  std::string max_ahead = "15m";
  std::string segment = "4G";
  std::string key;
  std::string pseudonym = "salted";
};

int RunInit(const InitFlags& flags) {
  const absl::StatusOr<std::string> text = ReadTextFile(flags.program);
  if (!text.ok()) return Fail(text.status());
  storage::InitOptions options;
  options.directory = flags.directory;
  options.program_text = *text;
  options.program_name = flags.program;
  options.shards = flags.shards;
  options.round_commands = flags.round;
  options.key_path = flags.key;
  options.pseudonym =
      flags.pseudonym == "stable" ? Pseudonym::kStable : Pseudonym::kSalted;
  const std::optional<std::int64_t> ahead =
      flags.max_ahead == "off" ? std::optional<std::int64_t>(-1)
                               : ParseDuration(flags.max_ahead);
  if (!ahead) {
    return FailUsage(absl::InvalidArgumentError(
        absl::StrCat("--max-ahead ", flags.max_ahead, ": expected ",
                     kDurationForm, ", such as 15m; or off")));
  }
  options.max_ahead_micros = *ahead;
  const std::optional<std::uint64_t> segment = ParseBytes(flags.segment);
  if (!segment || *segment < kMiB) {
    return FailUsage(absl::InvalidArgumentError(
        absl::StrCat("--segment ", flags.segment, ": expected ", kBytesForm,
                     ", of at least 1M")));
  }
  options.segment_bytes = *segment;
  const absl::StatusOr<storage::InitResult> result =
      storage::InitLedger(options);
  if (!result.ok()) return Fail(result.status());
  std::printf("%s: ledger %s, %u shards, rounds of %u\n",
              flags.directory.c_str(), ToHex(result->ledger).c_str(),
              flags.shards, flags.round);
  if (!result->key_path.empty()) {
    std::printf("key: %s (keep a copy: without it no member can be added)\n",
                result->key_path.c_str());
  }
  return EndDone(absl::StrCat(flags.directory, ": the ledger is made"));
}

}  // namespace

void AddInit(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<InitFlags>();
  CLI::App* command = app.add_subcommand("init", "Make a ledger");
  command->add_option("DIR", flags->directory, "A new or empty directory")
      ->required();
  command->add_option("--program", flags->program, "The program file (TOML)")
      ->required();
  command->add_option("--shards", flags->shards, "Logical shards, for ever")
      ->check(CLI::Range(1u, kShardsMax))
      ->capture_default_str();
  command
      ->add_option("--round", flags->round,
                   "Commands after which transfers settle; 1 = at once")
      ->check(CLI::Range(1u, kRoundCommandsMax))
      ->capture_default_str();
  command
      ->add_option("--max-ahead", flags->max_ahead,
                   "How far business time may be ahead of the clock, or off")
      ->capture_default_str();
  command
      ->add_option("--segment", flags->segment,
                   "Size at which a journal segment is closed")
      ->capture_default_str();
  command->add_option("--key", flags->key,
                      "Where to make the key file (default: below the state "
                      "home)");
  command
      ->add_option("--pseudonym", flags->pseudonym,
                   "salted: member ids differ from ledger to ledger; stable: "
                   "they do not, and there is no key")
      ->check(CLI::IsMember({"salted", "stable"}))
      ->capture_default_str();
  command->footer(
      "Example:\n  kumbara init shop --program rule_a.toml --max-ahead off\n");
  command->callback([flags, exit_code] { *exit_code = RunInit(*flags); });
}

}  // namespace kumbara::tools
