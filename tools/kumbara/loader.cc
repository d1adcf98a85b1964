#include "tools/kumbara/loader.h"

#include <chrono>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "tools/kumbara/stop_signal.h"
#include "tools/rows/linked_rows.h"

namespace kumbara::tools {
namespace {

constexpr std::uint64_t kProgressEvery = 1'024;

struct Expectation {
  ResultCode code;
  std::string_view text;
};

constexpr Expectation kExpectations[] = {
    {ResultCode::kExistsWithDifferentContent,
     "the same content as when this transaction_id was first loaded"},
    {ResultCode::kTimeInFuture, "a time that is not in the future"},
    {ResultCode::kTooLate, "a time no longer ago than `oldest` of the program"},
    {ResultCode::kMemberUnknown, "an enrolled member"},
    {ResultCode::kMemberClosed, "a member that is not closed"},
    {ResultCode::kMemberExists, "a member that is not enrolled yet"},
    {ResultCode::kUnitUnknown, "a unit of the program"},
    {ResultCode::kUnitNotSpendable, "a spendable unit"},
    {ResultCode::kWrongCurrency, "the ledger's currency"},
    {ResultCode::kReferenceNotFound,
     "a reference to a command that was "
     "applied"},
    {ResultCode::kReferenceWrongKind,
     "a reference to a purchase in a return, to a hold in a capture or void"},
    {ResultCode::kReferenceOfOtherMember,
     "a reference to a command of the same member"},
    {ResultCode::kReferenceTooOld,
     "a reference to a command within the reversal_horizon"},
    {ResultCode::kAlreadyCaptured, "a hold that is open"},
    {ResultCode::kAlreadyVoided, "a hold that is open"},
    {ResultCode::kAlreadyTimedOut, "a hold that is open"},
    {ResultCode::kAlreadyReversed,
     "a command of which something is left to take back"},
    {ResultCode::kExceedsRemaining, "at most what is left of the command"},
    {ResultCode::kNotReversible,
     "a command that can be reversed, and in part only a redemption"},
    {ResultCode::kNotPermitted, "a command that the program permits"},
    {ResultCode::kRewardUnknown, "a reward of the program"},
    {ResultCode::kRewardNotValid, "a reward for that time and this member"},
    {ResultCode::kLimitReached,
     "what no limit of the program forbids, and no more than 255 lots"},
    {ResultCode::kOutOfStock, "a reward of which enough is left"},
    {ResultCode::kOverflow, "balances within 10^18"},
    {ResultCode::kInsufficient, "at least that many available points"},
    {ResultCode::kReceiverUnknown, "a receiver who is enrolled"},
    {ResultCode::kReceiverClosed, "a receiver who is not closed"},
    {ResultCode::kReceiverRefused, "another member who can take it"},
    {ResultCode::kLinkedOtherMember, "the member of the first row of its run"},
    {ResultCode::kLinkedFailed, "linked rows that can all be applied"},
};

}  // namespace

std::string_view ExpectedBy(ResultCode code) {
  for (const Expectation& expectation : kExpectations) {
    if (expectation.code == code) return expectation.text;
  }
  return "a command that the ledger can apply";
}

std::uint64_t LoadSummary::refused_in_all() const {
  std::uint64_t sum = 0;
  for (const std::uint64_t count : refused) sum += count;
  return sum;
}

Loader::Loader(storage::OpenLedger& opened, LoadOptions options)
    : opened_(opened),
      options_(std::move(options)),
      producer_(opened.ledger().NewProducer()),
      maker_(opened, options_.source),
      frame_(std::make_unique<Frame>()) {}

absl::Status Loader::Run(RowSource& source) {
  while (const Row* row = source.Next()) {
    if (StopRequested()) {
      summary_.stopped = true;
      break;
    }
    if (row->occurred_at >= options_.until) {
      ++summary_.beyond;
      continue;
    }
    const absl::Status taken = TakeRow(source, *row);
    if (!taken.ok()) return taken;
  }
  if (!source.status().ok()) return source.status();
  return Finish(source);
}

absl::Status Loader::TakeRow(RowSource& source, const Row& row) {
  std::optional<RowError> error;
  if (const std::optional<CommandMaker::Problem> problem = maker_.Make(row)) {
    error =
        source.ErrorOf(row, problem->field, problem->expected, problem->got);
  }
  if (row.rare.linked || run_.goes_on()) {
    return TakeIntoRun(source, row, std::move(error));
  }
  if (error) {
    Reject(*error, row.raw);
    return absl::OkStatus();
  }
  const CommandMaker::Made& made = maker_.made();
  const bool full = frame_->commands().size() >= options_.batch;
  if (full || !frame_->Add(made.command, made.details)) {
    const absl::Status sent = Send(source, kMoreFollows);
    if (!sent.ok()) return sent;
    const bool added = frame_->Add(made.command, made.details);
    KUMBARA_CHECK(added);
  }
  Note(source, row);
  return absl::OkStatus();
}

void Loader::Reject(const RowError& error, std::string_view raw) {
  ++summary_.bad;
  if (options_.on_reject != nullptr) options_.on_reject(error, raw);
}

absl::Status Loader::TakeIntoRun(RowSource& source, const Row& row,
                                 std::optional<RowError> error) {
  if (!run_.Take(row, maker_.made(), std::move(error))) return absl::OkStatus();
  const absl::Status ended = EndRun(source);
  run_.Clear();
  return ended;
}

// A run goes into one frame, be that longer than others, or to the rejects.
absl::Status Loader::EndRun(RowSource& source) {
  const std::uint64_t spoiled_by = run_.spoiled_by();
  if (spoiled_by != 0) {
    for (const LinkedLoad::Taken& one : run_.rows()) {
      Reject(one.error ? *one.error
                       : source.ErrorOf(one.row, "linked",
                                        ExpectedOfSpoiledRun(spoiled_by),
                                        one.row.rare.linked ? "yes" : ""),
             one.raw);
    }
    return absl::OkStatus();
  }
  const std::size_t commands = frame_->commands().size();
  if (commands != 0 && (commands + run_.rows().size() > options_.batch ||
                        frame_->bytes() + run_.bytes() > kFrameBytesMax)) {
    const absl::Status sent = Send(source, kMoreFollows);
    if (!sent.ok()) return sent;
  }
  for (const LinkedLoad::Taken& one : run_.rows()) {
    const bool added = frame_->Add(one.made.command, one.made.details);
    KUMBARA_CHECK(added);
    Note(source, one.row);
  }
  return absl::OkStatus();
}

// What is needed of a row that is in the frame.
void Loader::Note(const RowSource& source, const Row& row) {
  RowFacts facts;
  facts.file = row.file;
  facts.line = row.line;
  facts.kind = row.kind;
  facts.raw_at = static_cast<std::uint32_t>(pending_.text.size());
  facts.raw_size = static_cast<std::uint32_t>(row.raw.size());
  facts.id_size = static_cast<std::uint32_t>(row.transaction_id.size());
  pending_.text.append(row.raw);
  pending_.text.append(row.transaction_id);
  pending_.rows.push_back(facts);
  ++summary_.rows;
  if (options_.on_progress != nullptr && summary_.rows % kProgressEvery == 0) {
    options_.on_progress(source, summary_.rows);
  }
}

// The end of the rows: a tick says that time has come to the last of them, or,
// after a signal, nothing is said and another run goes on from here.
absl::Status Loader::Finish(RowSource& source) {
  const bool to_the_end = !summary_.stopped;
  const std::optional<Instant> tick = options_.until != Instant::Greatest()
                                          ? options_.until
                                          : source.totals().tick;
  if (to_the_end && tick) {
    Command command;
    command.occurred_at = tick->micros();
    if (frame_->commands().size() >= options_.batch || !frame_->Add(command)) {
      const absl::Status sent = Send(source, kMoreFollows);
      if (!sent.ok()) return sent;
      const bool added = frame_->Add(command);
      KUMBARA_CHECK(added);
    }
  }
  if (!frame_->commands().empty()) {
    const absl::Status sent =
        Send(source, to_the_end ? 0 : std::uint16_t{kMoreFollows});
    if (!sent.ok()) return sent;
  }
  return WaitForAll(source);
}

absl::Status Loader::Send(RowSource& source, std::uint16_t flags) {
  if (gives_up_) return DropFrame();
  // A name is durable before a command that uses it.
  const absl::Status synced = opened_.directory().Sync();
  if (!synced.ok()) return synced;
  frame_->Seal(flags);
  const Frame* key = frame_.get();
  pending_.number = next_number_++;
  under_way_.emplace(key, std::exchange(pending_, Pending{}));
  for (;;) {
    const SubmitResult result = producer_->Submit(&frame_);
    if (result == SubmitResult::kAccepted) break;
    if (result == SubmitResult::kPoisoned) return opened_.ledger().status();
    if (result == SubmitResult::kLowSpace) {
      const absl::StatusOr<bool> room = WaitForRoom(source);
      if (!room.ok()) return room.status();
      if (*room) continue;
      under_way_.erase(key);
      return DropFrame();
    }
    KUMBARA_CHECK(result == SubmitResult::kBusy);
    const absl::Status taken = TakeAnswer(source, producer_->WaitForAnswer());
    if (!taken.ok()) return taken;
  }
  while (std::optional<Answer> answer = producer_->TakeAnswer()) {
    const absl::Status taken = TakeAnswer(source, *std::move(answer));
    if (!taken.ok()) return taken;
  }
  if (spare_.empty()) {
    frame_ = std::make_unique<Frame>();
  } else {
    frame_ = std::move(spare_.back());
    spare_.pop_back();
  }
  return absl::OkStatus();
}

// Answers are taken meanwhile: more may come of what is under way.
absl::StatusOr<bool> Loader::WaitForRoom(RowSource& source) {
  constexpr std::chrono::milliseconds kLookEvery(50);
  absl::Status space = opened_.space();
  if (!space.ok() && options_.on_space != nullptr) options_.on_space(space);
  const bool told = !space.ok();
  for (; !space.ok(); space = opened_.space()) {
    if (StopRequested()) return false;
    if (opened_.ledger().poisoned()) return opened_.ledger().status();
    while (std::optional<Answer> answer = producer_->TakeAnswer()) {
      const absl::Status taken = TakeAnswer(source, *std::move(answer));
      if (!taken.ok()) return taken;
    }
    std::this_thread::sleep_for(kLookEvery);
  }
  if (told && options_.on_space != nullptr) options_.on_space(space);
  return true;
}

// Behind a frame that was never given to the ledger nothing is: neither a row,
// which would come before its time, nor the closing tick.
absl::Status Loader::DropFrame() {
  gives_up_ = true;
  summary_.stopped = true;
  frame_ = std::make_unique<Frame>();
  pending_ = Pending{};
  return absl::OkStatus();
}

absl::Status Loader::WaitForAll(RowSource& source) {
  // Stopped in the middle, what waits for its round's end stays unanswered.
  if (summary_.stopped) {
    opened_.driver().WaitUntilIdle();
    while (std::optional<Answer> answer = producer_->TakeAnswer()) {
      const absl::Status taken = TakeAnswer(source, *std::move(answer));
      if (!taken.ok()) return taken;
    }
    return opened_.ledger().status();
  }
  while (producer_->under_way() > 0) {
    const absl::Status taken = TakeAnswer(source, producer_->WaitForAnswer());
    if (!taken.ok()) return taken;
  }
  return absl::OkStatus();
}

absl::Status Loader::TakeAnswer(RowSource& source, Answer answer) {
  if (answer.status == AnswerStatus::kUnknown) {
    const absl::Status status = opened_.ledger().status();
    return status.ok() ? absl::AbortedError("the ledger was closed") : status;
  }
  const auto found = under_way_.find(answer.frame.get());
  KUMBARA_CHECK(found != under_way_.end());
  Answered answered{std::move(found->second), std::move(answer.frame)};
  under_way_.erase(found);
  early_.emplace(answered.rows.number, std::move(answered));
  for (auto next = early_.find(next_report_); next != early_.end();
       next = early_.find(next_report_)) {
    Report(source, next->second);
    next->second.frame->Clear();
    spare_.push_back(std::move(next->second.frame));
    early_.erase(next);
    ++next_report_;
  }
  return absl::OkStatus();
}

void Loader::Report(RowSource& source, const Answered& answered) {
  // The closing tick has an outcome and no row.
  for (std::size_t row = 0; row < answered.rows.rows.size(); ++row) {
    ReportRow(source, answered, row);
  }
}

void Loader::ReportRow(RowSource& source, const Answered& answered,
                       std::size_t index) {
  const RowFacts& facts = answered.rows.rows[index];
  const Outcome& outcome = answered.frame->outcomes()[index];
  const std::string_view text = answered.rows.text;
  if (options_.on_outcome != nullptr) {
    options_.on_outcome(
        answered.frame->commands()[index].id,
        text.substr(facts.raw_at + facts.raw_size, facts.id_size), outcome);
  }
  // A repeat of a refused row is told again: its first answer may never have
  // reached anyone.
  const bool known = outcome.code == ResultCode::kExists;
  const ResultCode code = known ? outcome.first_code : outcome.code;
  if (code == ResultCode::kOk) {
    if (facts.kind == CommandKind::kImport) ReportImport(answered, index);
    if (!known) return CountApplied(facts.kind, outcome);
    ++summary_.existing;
    return;
  }
  ++summary_.refused[static_cast<std::size_t>(code)];
  if (options_.on_reject == nullptr) return;
  Row row;
  row.file = facts.file;
  row.line = facts.line;
  const std::string_view raw = text.substr(facts.raw_at, facts.raw_size);
  options_.on_reject(source.ErrorOf(row, Name(facts.kind),
                                    std::string(ExpectedBy(code)), Name(code)),
                     raw);
}

void Loader::ReportImport(const Answered& answered, std::size_t row) {
  if (options_.on_import == nullptr) return;
  const Command& command = answered.frame->commands()[row];
  options_.on_import(command, answered.frame->details_of(command));
}

void Loader::CountApplied(CommandKind kind, const Outcome& outcome) {
  ++summary_.applied;
  switch (kind) {
    case CommandKind::kPurchase:
      ++summary_.purchases;
      summary_.earned += outcome.delta;
      break;
    case CommandKind::kAward:
      summary_.earned += outcome.delta;
      break;
    case CommandKind::kReturn:
      ++summary_.returns;
      summary_.clawed_back -= outcome.delta;
      break;
    default:
      break;
  }
}

}  // namespace kumbara::tools
