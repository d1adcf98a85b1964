#include "tools/kumbara/kept_answers.h"

#include <cstddef>
#include <span>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "engine/base/result_code.h"
#include "engine/record/id_entry.h"
#include "tools/csv/csv_id.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

constexpr absl::string_view kHeader = "transaction_id,code,delta,net";
constexpr std::size_t kFields = 4;

absl::Status LineError(const std::string& path, std::size_t line) {
  return absl::InvalidArgumentError(
      absl::StrCat(path, ":", line, ": expected ", kHeader));
}

}  // namespace

// An id may have commas. The net is that of its time: nobody keeps it.
bool KeptAnswers::Parse(std::string_view line, Answer* answer) {
  const std::vector<absl::string_view> fields =
      absl::StrSplit(absl::string_view(line.data(), line.size()), ',');
  if (fields.size() < kFields) return false;
  const std::size_t code = fields.size() - (kFields - 1);
  answer->id = absl::StrJoin(std::span(fields).first(code), ",");
  answer->code = std::string(fields[code]);
  std::int64_t net = 0;
  return absl::SimpleAtoi(fields[code + 1], &answer->delta) &&
         absl::SimpleAtoi(fields[code + 2], &net);
}

// Of a repeat or a conflict only that the first command is there; what was
// malformed never was.
bool KeptAnswers::Has(const Ledger& ledger, const CommandId& id,
                      const Answer& kept) {
  if (kept.code == Name(ResultCode::kMalformed)) return true;
  const IdAnswer* answer = ledger.FindId(id);
  if (answer == nullptr) return false;
  if (kept.code == Name(ResultCode::kExists) ||
      kept.code == Name(ResultCode::kExistsWithDifferentContent)) {
    return true;
  }
  return answer->state == IdState::kFinal && kept.code == Name(answer->code) &&
         answer->delta == kept.delta;
}

absl::StatusOr<KeptAnswers> KeptAnswers::Read(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadTextFile(path);
  if (!text.ok()) return text.status();
  std::vector<absl::string_view> lines = absl::StrSplit(*text, '\n');
  // A line that a crash cut off tells nothing.
  lines.pop_back();
  if (lines.empty() || lines.front() != kHeader) return LineError(path, 1);
  KeptAnswers kept;
  kept.path_ = path;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    Answer answer;
    answer.line = i + 1;
    const std::string_view line(lines[i].data(), lines[i].size());
    if (!Parse(line, &answer)) return LineError(path, answer.line);
    if (!answer.id.empty()) kept.answers_.push_back(std::move(answer));
  }
  return kept;
}

std::string KeptAnswers::LostIn(const Ledger& ledger,
                                std::string_view source) const {
  CsvIdMaker ids(source);
  const Answer* first = nullptr;
  std::int64_t lost = 0;
  for (const Answer& kept : answers_) {
    if (Has(ledger, ids.Make(kept.id), kept)) continue;
    if (lost++ == 0) first = &kept;
  }
  if (first == nullptr) return {};
  return absl::StrCat(path_, ": ", Grouped(lost), " of ",
                      Grouped(static_cast<std::int64_t>(answers_.size())),
                      " answers are not in the journal, the first to ",
                      first->id, " in line ", first->line);
}

}  // namespace kumbara::tools
