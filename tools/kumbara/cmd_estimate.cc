// kumbara estimate: what finance expects of a unit, a record of the journal.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "engine/base/time_text.h"
#include "storage/open/give_estimate.h"
#include "tools/csv/decimal.h"
#include "tools/csv/month_text.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/estimate_text.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/signatory_flags.h"

namespace kumbara::tools {
namespace {

constexpr int kDecimals = 6;  // Millionths.

struct EstimateFlags {
  OpenFlags open;
  std::string vintages;
  std::string rate;
  std::string price;
  std::string effective;
  storage::EstimateToGive wanted;
  bool as_json = false;
};

absl::Status FlagError(const char* option, const std::string& text,
                       const char* form) {
  return absl::InvalidArgumentError(
      absl::StrCat(option, " ", text, ": expected ", form));
}

// A month, or two with ".." between them.
bool ParseVintages(std::string_view text, storage::EstimateToGive* wanted) {
  constexpr std::string_view kTo = "..";
  const std::size_t dots = text.find(kTo);
  const bool is_one = dots == std::string_view::npos;
  const auto from = ParseMonth(text.substr(0, dots));
  const auto to = is_one ? from : ParseMonth(text.substr(dots + kTo.size()));
  if (!from || !to || *from > *to) return false;
  wanted->from_vintage = *from;
  wanted->to_vintage = *to;
  return true;
}

// What the options say, but for what the ledger has to be asked.
absl::Status Parse(EstimateFlags& flags) {
  storage::EstimateToGive& wanted = flags.wanted;
  if (!flags.vintages.empty() && !ParseVintages(flags.vintages, &wanted)) {
    return FlagError("--vintage", flags.vintages, storage::kVintagesForm);
  }
  const std::optional<std::int64_t> rate = ScaleDecimal(flags.rate, kDecimals);
  if (!rate || !IsRedemptionRate(*rate)) {
    return FlagError("--rate", flags.rate, storage::kRedemptionRateForm);
  }
  const std::optional<std::int64_t> price =
      ScaleDecimal(flags.price, kDecimals);
  if (!price || !IsPrice(*price)) {
    return FlagError("--price", flags.price, storage::kPriceForm);
  }
  const std::optional<Instant> effective = ParseInstant(flags.effective);
  if (!effective) {
    return FlagError("--effective", flags.effective,
                     "an instant such as 2011-12-01T00:00:00Z");
  }
  wanted.redemption_rate = *rate;
  wanted.price = *price;
  wanted.effective = *effective;
  return CheckTexts(wanted.signatories);
}

int RunEstimate(EstimateFlags& flags) {
  const absl::Status parsed = Parse(flags);
  if (!parsed.ok()) return FailUsage(parsed);
  storage::OpenOptions options;
  options.mode = storage::OpenMode::kWrite;
  const auto opened = OpenWithProgress(flags.open, options);
  if (!opened.ok()) return Fail(opened.status());
  const absl::StatusOr<Estimate> given =
      storage::GiveEstimate(**opened, flags.wanted);
  const absl::Status ended = (*opened)->Close();
  if (absl::IsInvalidArgument(given.status())) return FailUsage(given.status());
  if (!given.ok()) return Fail(given.status());
  if (!ended.ok()) return Fail(ended);
  const CodeTable& codes = (*opened)->ledger().codes();
  const storage::Directory& directory = (*opened)->directory();
  return PrintDone(
      flags.as_json
          ? JsonObject(EstimateMembers(*given, codes, directory)) + "\n"
          : EstimateText(*given, codes, directory),
      absl::StrCat("estimate ", given->number, " is given"));
}

}  // namespace

void AddEstimate(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<EstimateFlags>();
  CLI::App* command = app.add_subcommand(
      "estimate",
      "Say how much of what is owed will be redeemed, and at what price");
  flags->open.AddDirectoryTo(*command);
  command->add_option("--unit", flags->wanted.unit, "The unit")->required();
  command->add_option("--vintage", flags->vintages,
                      "Months of earning, such as 2024-01..2024-12 (default: "
                      "all, and what has no month)");
  command
      ->add_option("--rate", flags->rate,
                   "The share that will be redeemed, from 0 to 1")
      ->required();
  command
      ->add_option("--price", flags->price,
                   "Of a whole unit by itself, in the currency's minor unit")
      ->required();
  command
      ->add_option("--effective", flags->effective,
                   "Reports of this instant and later go by it")
      ->required();
  AddSignatories("Who gives it", *command, &flags->wanted.signatories);
  command->add_flag("--json", flags->as_json, "An object instead");
  flags->open.AddKeyTo(*command);
  command->footer(
      "A later one stands instead of an earlier one, for the months that both "
      "have.\ndocs/program_file.md has more; kumbara estimates lists them.\n\n"
      "Example:\n"
      "  kumbara estimate shop --unit points --vintage 2024-01..2024-12 \\\n"
      "      --rate 0.85 --price 0.5 --effective 2024-07-01 --operator olga\n");
  command->callback([flags, exit_code] { *exit_code = RunEstimate(*flags); });
}

}  // namespace kumbara::tools
