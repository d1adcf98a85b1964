#include "tools/kumbara/scenario_run.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "engine/record/form.h"
#include "tools/kumbara/balance_table.h"
#include "tools/kumbara/command_maker.h"
#include "tools/kumbara/command_row.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/outcome_text.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

std::vector<std::string> WordsOf(const std::string& line) {
  return absl::StrSplit(line, ' ', absl::SkipWhitespace());
}

std::string ErrorText(const absl::Status& status) {
  return absl::StrCat("error: ", status.message());
}

// Lines of text, without empty ones: those would end the block's results.
std::vector<std::string> NonEmptyLines(const std::string& text) {
  return absl::StrSplit(text, '\n', absl::SkipWhitespace());
}

absl::Status SetOption(const std::string& key, const std::string& value,
                       storage::InitOptions* options) {
  if (key == "round" && absl::SimpleAtoi(value, &options->round_commands)) {
    return absl::OkStatus();
  }
  if (key == "shards" && absl::SimpleAtoi(value, &options->shards)) {
    return absl::OkStatus();
  }
  if (key == "max_ahead") {
    if (const std::optional<std::int64_t> micros = ParseDuration(value)) {
      options->max_ahead_micros = *micros;
      return absl::OkStatus();
    }
  }
  return absl::InvalidArgumentError(
      absl::StrCat(key, "=", value,
                   ": expected round=NUMBER, shards=NUMBER or "
                   "max_ahead=DURATION"));
}

}  // namespace

ScenarioRun::~ScenarioRun() {
  if (opened_ != nullptr) static_cast<void>(opened_->Close());
}

std::vector<std::string> ScenarioRun::Run(const ScenarioBlock& block) {
  const Lines words = WordsOf(block.input[0]);
  const auto result = [](const absl::Status& status) {
    return NonEmptyLines(status.ok() ? "ok" : ErrorText(status));
  };
  if (words[0] == "program") return result(Begin(block));
  if (opened_ == nullptr) {
    return result(absl::FailedPreconditionError(
        "a scenario begins with a block \"program\""));
  }
  if (words[0] == "reopen") return result(Reopen());
  if (words[0] == "postings") return Postings();
  if (words[0] != "balances") return Apply(block.input);
  absl::StatusOr<Lines> balances = Balances(words);
  return balances.ok() ? *std::move(balances) : result(balances.status());
}

// program [FILE] [key=value...], and the program's text where no file is named.
absl::Status ScenarioRun::Begin(const ScenarioBlock& block) {
  if (opened_ != nullptr) static_cast<void>(opened_->Close());
  opened_.reset();
  directory_ = std::make_unique<TemporaryDirectory>();
  if (absl::Status status = directory_->Make(); !status.ok()) return status;
  storage::InitOptions options;
  options.directory = directory_->ledger();
  options.max_ahead_micros = -1;
  options.pseudonym = Pseudonym::kStable;
  options.program_name = "program";
  options.program_text =
      absl::StrJoin(block.input.begin() + 1, block.input.end(), "\n");
  const Lines words = WordsOf(block.input[0]);
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    if (equals == std::string::npos) {
      absl::StatusOr<std::string> text =
          ReadTextFile(absl::StrCat(folder_, words[i]));
      if (!text.ok()) return text.status();
      options.program_text = *std::move(text);
      continue;
    }
    const absl::Status set = SetOption(words[i].substr(0, equals),
                                       words[i].substr(equals + 1), &options);
    if (!set.ok()) return set;
  }
  const absl::Status made = storage::InitLedger(options).status();
  return made.ok() ? Open() : made;
}

absl::Status ScenarioRun::Open() {
  storage::OpenOptions options;
  options.mode = storage::OpenMode::kWrite;
  options.keep_events = true;
  auto opened = storage::OpenLedger::Open(directory_->ledger(), options);
  if (!opened.ok()) return opened.status();
  opened_ = *std::move(opened);
  opened_->ledger().TakeEvents();  // Those of re-applying the journal.
  opened_->Start();
  return absl::OkStatus();
}

absl::Status ScenarioRun::Reopen() {
  opened_->driver().WaitUntilIdle();
  const Digest before = opened_->ledger().StateDigest();
  absl::Status status = opened_->Close();
  opened_.reset();
  if (status.ok()) status = Open();
  if (!status.ok()) return status;
  if (opened_->ledger().StateDigest() == before) return absl::OkStatus();
  return absl::DataLossError("the state is another one than before");
}

ScenarioRun::Lines ScenarioRun::Apply(const Lines& commands) {
  Ledger& ledger = opened_->ledger();
  CommandMaker maker(*opened_, "scenario");
  auto frame = std::make_unique<Frame>();
  Lines results;
  std::vector<std::size_t> of_frame;  // Which results its outcomes are.
  for (const std::string& line : commands) {
    const Lines words = WordsOf(line);
    if (words.empty() || words[0][0] == '#') continue;
    if (words[0] == "at" && words.size() == 2) {
      at_ = words[1];
      continue;
    }
    CommandRow row;
    const absl::Status parsed =
        row.Parse(line, at_, absl::StrCat("#", ++commands_));
    if (!parsed.ok()) {
      results.push_back(ErrorText(parsed));
      continue;
    }
    if (const auto problem = maker.Make(row.row())) {
      results.push_back(absl::StrCat("error: ", ToText(*problem)));
      continue;
    }
    const CommandMaker::Made& made = maker.made();
    const std::string_view malformed =
        FormError(made.command, made.details, CountCodes(ledger.codes()));
    if (!malformed.empty()) {
      results.push_back(absl::StrCat("malformed: ", std::string(malformed)));
    } else if (!frame->Add(made.command, made.details)) {
      results.push_back("error: more commands than one block can have");
    } else {
      of_frame.push_back(results.size());
      results.emplace_back();
    }
  }
  if (of_frame.empty()) return results;

  absl::Status synced = opened_->directory().Sync();
  if (!synced.ok()) return {ErrorText(synced)};
  frame->Seal();
  std::unique_ptr<Producer> producer = ledger.NewProducer();
  if (producer->Submit(&frame) != SubmitResult::kAccepted) {
    return {"error: the ledger takes no commands"};
  }
  const Answer answer = producer->WaitForAnswer();
  if (answer.status != AnswerStatus::kAnswered) {
    return {ErrorText(ledger.status())};
  }
  const std::span<const Outcome> outcomes = answer.frame->outcomes();
  for (std::size_t i = 0; i < of_frame.size(); ++i) {
    results[of_frame[i]] = OutcomeText(ledger, outcomes[i]);
  }
  opened_->driver().WaitUntilIdle();
  events_ = ledger.TakeEvents();
  return results;
}

ScenarioRun::Lines ScenarioRun::Postings() const {
  Lines lines;
  for (const Event& event : events_) {
    lines.push_back(EventText(opened_->ledger(), opened_->directory(), event));
  }
  if (lines.empty()) lines.push_back("none");
  return lines;
}

// balances [UNIT] [COLUMN,COLUMN...]
absl::StatusOr<ScenarioRun::Lines> ScenarioRun::Balances(const Lines& words) {
  TableOptions table;
  table.columns = {"member_id", "pending", "available", "held", "deficit"};
  if (words.size() > 2) table.columns = absl::StrSplit(words[2], ',');
  for (const std::string& column : table.columns) {
    if (!IsColumn(column)) {
      return absl::InvalidArgumentError(absl::StrCat(
          column, ": expected columns of ", AllColumns(), "; got this"));
    }
  }
  opened_->driver().WaitUntilIdle();
  const absl::StatusOr<Unit> unit =
      UnitByName(opened_->ledger().program(), words.size() > 1 ? words[1] : "");
  if (!unit.ok()) return unit.status();
  table.decimals = unit->decimals;
  return NonEmptyLines(
      FormatBalances(NamedBalances(*opened_, unit->code), table));
}

}  // namespace kumbara::tools
