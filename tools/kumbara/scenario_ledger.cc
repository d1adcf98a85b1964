#include "tools/kumbara/scenario_ledger.h"

#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/base/time_text.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

bool ReadNumber(const std::string& text, std::uint32_t least,
                std::uint32_t most, std::uint32_t* number) {
  return absl::SimpleAtoi(text, number) && *number >= least && *number <= most;
}

}  // namespace

ScenarioLedger::~ScenarioLedger() {
  if (opened_ != nullptr) static_cast<void>(Close());
}

absl::Status ScenarioLedger::SetOption(const std::string& key,
                                       const std::string& value) {
  if (key == "round" && absl::SimpleAtoi(value, &init_.round_commands)) {
    return absl::OkStatus();
  }
  if (key == "shards" && absl::SimpleAtoi(value, &init_.shards)) {
    return absl::OkStatus();
  }
  if (key == "workers" && ReadNumber(value, 1, kWorkersMax, &workers_)) {
    return absl::OkStatus();
  }
  if (key == "frame" &&
      ReadNumber(value, 1, kBatchCommandsMax, &frame_commands_)) {
    return absl::OkStatus();
  }
  if (key == "hot_ids" && absl::SimpleAtoi(value, &hot_ids_)) {
    return absl::OkStatus();
  }
  if (key == "hot_records" && absl::SimpleAtoi(value, &hot_records_)) {
    return absl::OkStatus();
  }
  if (key == "max_ahead") {
    if (const std::optional<std::int64_t> micros = ParseDuration(value)) {
      init_.max_ahead_micros = *micros;
      return absl::OkStatus();
    }
  }
  return absl::InvalidArgumentError(
      absl::StrCat(key, "=", value,
                   ": expected round=NUMBER, shards=NUMBER, workers=NUMBER, "
                   "frame=NUMBER, hot_ids=NUMBER, hot_records=NUMBER or "
                   "max_ahead=DURATION"));
}

absl::Status ScenarioLedger::Begin(const std::vector<std::string>& words,
                                   std::string program) {
  if (opened_ != nullptr) static_cast<void>(Close());
  directory_ = std::make_unique<TemporaryDirectory>();
  if (absl::Status status = directory_->Make(); !status.ok()) return status;
  init_ = storage::InitOptions{};
  init_.directory = directory_->ledger();
  init_.max_ahead_micros = -1;
  init_.pseudonym = Pseudonym::kStable;
  init_.program_name = "program";
  init_.program_text = std::move(program);
  workers_ = 1;
  hot_ids_ = 0;
  hot_records_ = 0;
  frame_commands_ = kBatchCommandsMax;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) {
      absl::StatusOr<std::string> text =
          ReadTextFile(absl::StrCat(folder_, word));
      if (!text.ok()) return text.status();
      init_.program_text = *std::move(text);
      continue;
    }
    const absl::Status set =
        SetOption(word.substr(0, equals), word.substr(equals + 1));
    if (!set.ok()) return set;
  }
  const absl::Status made = storage::InitLedger(init_).status();
  return made.ok() ? Present().status() : made;
}

absl::Status ScenarioLedger::Activate(const std::vector<std::string>& words,
                                      std::string program) {
  storage::NextProgram next{std::move(program), "program", {}};
  std::optional<Instant> effective;
  for (const std::string& word : words) {
    if (word == "retroactive") {
      next.is_retroactive = true;
    } else if (word.starts_with("effective=")) {
      effective = ParseInstant(word.substr(10));
    } else {
      absl::StatusOr<std::string> text =
          ReadTextFile(absl::StrCat(folder_, word));
      if (!text.ok()) return text.status();
      next.text = *std::move(text);
    }
  }
  if (!effective) {
    return absl::InvalidArgumentError(
        "activate: expected effective=INSTANT, and then retroactive or a file");
  }
  next.effective = *effective;
  absl::StatusOr<storage::OpenLedger*> opened = Present();
  if (!opened.ok()) return opened.status();
  if (absl::Status status = Close(); !status.ok()) return status;
  storage::OpenOptions options;
  options.mode = storage::OpenMode::kErase;
  auto ledger = storage::OpenLedger::Open(directory_->ledger(), options);
  if (!ledger.ok()) return ledger.status();
  const absl::Status made = (*ledger)->Activate(next).status();
  const absl::Status closed = (*ledger)->Close();
  return made.ok() ? closed : made;
}

absl::Status ScenarioLedger::Open(storage::OpenMode mode, Instant until) {
  storage::OpenOptions options;
  options.mode = mode;
  options.keep_events = mode == storage::OpenMode::kWrite;
  options.until = until;
  options.workers = workers_;
  options.hot_ids = hot_ids_;
  options.hot_records = hot_records_;
  options.batch_commands = frame_commands_;
  auto opened = storage::OpenLedger::Open(directory_->ledger(), options);
  if (!opened.ok()) return opened.status();
  opened_ = *std::move(opened);
  until_ = until;
  if (mode == storage::OpenMode::kRead) return absl::OkStatus();
  opened_->ledger().TakeEvents();  // Those of re-applying the journal.
  producer_ = opened_->ledger().NewProducer();
  opened_->Start();
  return absl::OkStatus();
}

absl::Status ScenarioLedger::Close() {
  absl::Status status = absl::OkStatus();
  if (producer_ != nullptr) {  // What was only read has nothing to lose.
    status = opened_->Close();
    producer_.reset();
  }
  opened_.reset();
  return status;
}

absl::StatusOr<storage::OpenLedger*> ScenarioLedger::Present() {
  const Instant now = Instant::Greatest();
  if (opened_ != nullptr && until_ != now) static_cast<void>(Close());
  if (opened_ == nullptr) {
    const absl::Status status = Open(storage::OpenMode::kWrite, now);
    if (!status.ok()) return status;
  }
  opened_->driver().WaitUntilIdle();
  return opened_.get();
}

absl::StatusOr<storage::OpenLedger*> ScenarioLedger::AsOf(Instant instant) {
  if (opened_ != nullptr && until_ == instant) return opened_.get();
  absl::Status status = absl::OkStatus();
  if (opened_ != nullptr) status = Close();
  if (status.ok()) status = Open(storage::OpenMode::kRead, instant);
  if (!status.ok()) return status;
  return opened_.get();
}

absl::Status ScenarioLedger::Reopen() {
  absl::StatusOr<storage::OpenLedger*> opened = Present();
  if (!opened.ok()) return opened.status();
  const Digest before = (*opened)->ledger().StateDigest();
  if (absl::Status status = Close(); !status.ok()) return status;
  opened = Present();
  if (!opened.ok()) return opened.status();
  if ((*opened)->ledger().StateDigest() == before) return absl::OkStatus();
  return absl::DataLossError("the state is another one than before");
}

}  // namespace kumbara::tools
