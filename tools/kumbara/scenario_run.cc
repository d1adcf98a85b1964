#include "tools/kumbara/scenario_run.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "engine/base/check.h"
#include "engine/base/time_text.h"
#include "engine/record/form.h"
#include "tools/kumbara/achievement_text.h"
#include "tools/kumbara/balance_table.h"
#include "tools/kumbara/command_maker.h"
#include "tools/kumbara/command_row.h"
#include "tools/kumbara/counter_table.h"
#include "tools/kumbara/liability_table.h"
#include "tools/kumbara/member_text.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/outcome_text.h"
#include "tools/kumbara/tier_text.h"

namespace kumbara::tools {
namespace {

// The line that leaves a round open, and the answer of what waits for its end.
constexpr const char* kOpen = "open";

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

}  // namespace

std::vector<std::string> ScenarioRun::Run(const ScenarioBlock& block) {
  Result result = RunBlock(block);
  return result.ok() ? *std::move(result)
                     : NonEmptyLines(ErrorText(result.status()));
}

ScenarioRun::Result ScenarioRun::RunBlock(const ScenarioBlock& block) {
  Lines words = WordsOf(block.input[0]);
  const std::string what = words[0];
  words.erase(words.begin());
  const auto done = [](const absl::Status& status) {
    return status.ok() ? Result(Lines{"ok"}) : Result(status);
  };
  const auto text = [&block] {
    return absl::StrJoin(block.input.begin() + 1, block.input.end(), "\n");
  };
  if (what == "program") return done(ledger_.Begin(words, text()));
  if (!ledger_.has_begun()) {
    return absl::FailedPreconditionError(
        "a scenario begins with a block \"program\"");
  }
  if (what == "activate") return done(ledger_.Activate(words, text()));
  if (what == "reopen") return done(ledger_.Reopen());
  if (what == "postings") return Postings();
  if (what == "balances") return Balances(words);
  if (what == "lots") return Lots(words);
  if (what == "counters") return Table(words, CounterTable);
  if (what == "liability") return Table(words, LiabilityTable);
  if (what == "tiers") return Tiers(words);
  if (what == "achievements") return Achievements(words);
  return Apply(block.input);
}

std::vector<std::unique_ptr<Frame>> ScenarioRun::MakeFrames(
    const Lines& commands, storage::OpenLedger& opened, Lines* results,
    std::vector<std::size_t>* places) {
  CommandMaker maker(opened, "scenario");
  std::vector<std::unique_ptr<Frame>> frames;
  for (const std::string& line : commands) {
    const Lines words = WordsOf(line);
    if (words.empty() || words[0][0] == '#') continue;
    if (words[0] == "at" && words.size() == 2) {
      at_ = words[1];
      continue;
    }
    if (line == kOpen) continue;
    CommandRow row;
    const absl::Status parsed =
        row.Parse(line, at_, absl::StrCat("#", ++commands_));
    if (!parsed.ok()) {
      results->push_back(ErrorText(parsed));
      continue;
    }
    if (const auto problem = maker.Make(row.row())) {
      results->push_back(absl::StrCat("error: ", ToText(*problem)));
      continue;
    }
    const CommandMaker::Made& made = maker.made();
    const std::string_view malformed = FormError(
        made.command, made.details, CountCodes(opened.ledger().codes()));
    if (!malformed.empty()) {
      results->push_back(absl::StrCat("malformed: ", std::string(malformed)));
      continue;
    }
    if (frames.empty() ||
        frames.back()->commands().size() >= ledger_.frame_commands() ||
        !frames.back()->Add(made.command, made.details)) {
      frames.push_back(std::make_unique<Frame>());
      KUMBARA_CHECK(frames.back()->Add(made.command, made.details));
    }
    places->push_back(results->size());
    results->emplace_back(kOpen);
  }
  return frames;
}

ScenarioRun::Result ScenarioRun::Apply(const Lines& commands) {
  const absl::StatusOr<storage::OpenLedger*> opened = ledger_.Present();
  if (!opened.ok()) return opened.status();
  Ledger& ledger = (*opened)->ledger();
  Lines results;
  std::vector<std::size_t> places;
  std::vector<std::unique_ptr<Frame>> frames =
      MakeFrames(commands, **opened, &results, &places);
  if (frames.empty()) return results;

  absl::Status synced = (*opened)->directory().Sync();
  if (!synced.ok()) return synced;
  const bool stays_open =
      std::find(commands.begin(), commands.end(), kOpen) != commands.end();
  Producer& producer = ledger_.producer();
  std::map<const Frame*, std::size_t> first_places;  // In `places`.
  std::size_t place = 0;
  for (std::unique_ptr<Frame>& frame : frames) {
    first_places[frame.get()] = place;
    place += frame->commands().size();
    const bool last = &frame == &frames.back();
    frame->Seal(last && !stays_open ? 0 : kMoreFollows);
    if (producer.Submit(&frame) != SubmitResult::kAccepted) {
      return absl::UnavailableError("the ledger takes no commands");
    }
  }
  (*opened)->driver().WaitUntilIdle();
  while (const std::optional<Answer> answer = producer.TakeAnswer()) {
    if (answer->status != AnswerStatus::kAnswered) return ledger.status();
    const auto found = first_places.find(answer->frame.get());
    if (found == first_places.end()) continue;  // Of an earlier block.
    place = found->second;
    for (const Outcome& outcome : answer->frame->outcomes()) {
      results[places[place++]] = OutcomeText(ledger, outcome);
    }
  }
  events_ = ledger.TakeEvents();
  return results;
}

ScenarioRun::Result ScenarioRun::Postings() {
  const absl::StatusOr<storage::OpenLedger*> opened = ledger_.Present();
  if (!opened.ok()) return opened.status();
  Lines lines;
  for (const Event& event : events_) {
    lines.push_back(
        EventText((*opened)->ledger(), (*opened)->directory(), event));
  }
  if (lines.empty()) lines.push_back("none");
  return lines;
}

absl::StatusOr<storage::OpenLedger*> ScenarioRun::Reader(Lines* words) {
  const auto word = std::find_if(
      words->begin(), words->end(),
      [](const std::string& text) { return text.starts_with("at="); });
  if (word == words->end()) return ledger_.Present();
  const std::optional<Instant> at = ParseInstant(word->substr(3));
  if (!at) {
    return absl::InvalidArgumentError(absl::StrCat(
        *word, ": expected an instant such as at=2026-01-01T00:00:00Z"));
  }
  words->erase(word);
  return ledger_.AsOf(*at);
}

// balances [UNIT] [COLUMN,COLUMN...] [at=INSTANT]
ScenarioRun::Result ScenarioRun::Balances(const Lines& asked) {
  Lines words = asked;
  const absl::StatusOr<storage::OpenLedger*> opened = Reader(&words);
  if (!opened.ok()) return opened.status();
  TableOptions table;
  table.columns = {"member_id", "pending", "available", "held", "deficit"};
  if (words.size() > 1) table.columns = absl::StrSplit(words[1], ',');
  for (const std::string& column : table.columns) {
    if (!IsColumn(column)) {
      return absl::InvalidArgumentError(absl::StrCat(
          column, ": expected columns of ", AllColumns(), "; got this"));
    }
  }
  const absl::StatusOr<Unit> unit =
      UnitByName((*opened)->ledger().program(), words.empty() ? "" : words[0]);
  if (!unit.ok()) return unit.status();
  table.decimals = unit->decimals;
  const Program& program = (*opened)->ledger().program();
  if (!program.tier_sets.empty()) table.tier_set = &program.tier_sets.front();
  return NonEmptyLines(
      FormatBalances(NamedBalances(**opened, unit->code), table));
}

// counters [at=INSTANT], liability [at=INSTANT]
ScenarioRun::Result ScenarioRun::Table(const Lines& asked, TableOf table) {
  Lines words = asked;
  const absl::StatusOr<storage::OpenLedger*> opened = Reader(&words);
  if (!opened.ok()) return opened.status();
  return NonEmptyLines(table(**opened, TableFormat::kCsv, true));
}

// lots [MEMBER...] [at=INSTANT]
ScenarioRun::Result ScenarioRun::Lots(const Lines& asked) {
  return OfMembers(asked, [](const NamedMember& member, const Ledger& ledger) {
    return LotLines(member, ledger.program(), ledger.codes());
  });
}

// tiers [MEMBER...] [at=INSTANT]
ScenarioRun::Result ScenarioRun::Tiers(const Lines& asked) {
  return OfMembers(asked, [](const NamedMember& member, const Ledger& ledger) {
    return TierLines(member.name, member.view, ledger.program());
  });
}

// achievements [MEMBER...] [at=INSTANT]
ScenarioRun::Result ScenarioRun::Achievements(const Lines& asked) {
  return OfMembers(asked, [](const NamedMember& member, const Ledger& ledger) {
    return AchievementLines(member.name, member.view, ledger.program());
  });
}

ScenarioRun::Result ScenarioRun::OfMembers(const Lines& asked,
                                           const LinesOf& lines_of) {
  Lines members = asked;
  const absl::StatusOr<storage::OpenLedger*> opened = Reader(&members);
  if (!opened.ok()) return opened.status();
  const Ledger& ledger = (*opened)->ledger();
  const storage::Directory& directory = (*opened)->directory();
  if (members.empty()) {
    directory.ForEach([&](std::string_view name, const MemberId&) {
      members.emplace_back(name);
    });
    std::sort(members.begin(), members.end());
  }
  std::string text;
  for (const std::string& name : members) {
    const MemberId id = directory.Find(name);
    if (id.IsZero()) continue;
    text += lines_of({name, ledger.Look(id)}, ledger);
  }
  Lines lines = NonEmptyLines(text);
  if (lines.empty()) lines.push_back("none");
  return lines;
}

}  // namespace kumbara::tools
