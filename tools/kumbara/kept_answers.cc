#include "tools/kumbara/kept_answers.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/base/hex.h"
#include "engine/base/result_code.h"
#include "engine/record/id_entry.h"
#include "tools/csv/csv_id.h"
#include "tools/csv/record_reader.h"
#include "tools/csv/record_splitter.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

constexpr char kHeaderWithoutIds[] = "transaction_id,code,delta,net";
constexpr std::size_t kFieldsWithoutIds = 4;

bool ParseNumber(std::string_view text, std::int64_t* number) {
  return absl::SimpleAtoi(absl::string_view(text.data(), text.size()), number);
}

}  // namespace

// The net is that of its time: nobody keeps it.
bool KeptAnswers::Parse(const Record& record, bool has_ids, Answer* answer) {
  if (record.fault != RecordFault::kNone ||
      record.field_count != kFieldsWithoutIds + (has_ids ? 1 : 0)) {
    return false;
  }
  answer->transaction_id = std::string(record.fields[0]);
  const bool is_tick = has_ids && answer->transaction_id.empty() &&
                       record.fields[kFieldsWithoutIds].empty();
  if (has_ids && !is_tick &&
      !FromHex(record.fields[kFieldsWithoutIds], &answer->id.emplace())) {
    return false;
  }
  answer->code = std::string(record.fields[1]);
  answer->line = record.line;
  std::int64_t net = 0;
  return ParseNumber(record.fields[2], &answer->delta) &&
         ParseNumber(record.fields[3], &net);
}

// A repeat was told the first answer's delta; of a conflict nothing is known
// but that the first command is there. What was malformed never was.
bool KeptAnswers::Has(const Ledger& ledger, const CommandId& id,
                      const Answer& kept) {
  if (kept.code == Name(ResultCode::kMalformed)) return true;
  const IdAnswer* answer = ledger.FindId(id);
  if (answer == nullptr) return false;
  if (kept.code == Name(ResultCode::kExistsWithDifferentContent)) return true;
  return answer->state == IdState::kFinal && answer->delta == kept.delta &&
         (kept.code == Name(answer->code) ||
          kept.code == Name(ResultCode::kExists));
}

absl::StatusOr<KeptAnswers> KeptAnswers::Read(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadTextFile(path);
  if (!text.ok()) return text.status();
  const auto wrong = [&](std::uint64_t line) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ":", line, ": expected ", kOutcomesHeader));
  };
  RecordReader reader(SplitRecord, RecordReader::BytesOf(*text));
  const Record* header = reader.Next();
  const bool has_ids = header != nullptr && header->raw == kOutcomesHeader;
  if (!has_ids && (header == nullptr || header->raw != kHeaderWithoutIds)) {
    return wrong(1);
  }
  KeptAnswers kept;
  kept.path_ = path;
  while (const Record* record = reader.Next()) {
    if (record->ends_with_file) break;  // Cut off by a crash: it tells nothing.
    Answer answer;
    if (!Parse(*record, has_ids, &answer)) return wrong(record->line);
    const bool tells =
        has_ids ? answer.id.has_value() : !answer.transaction_id.empty();
    if (tells) kept.answers_.push_back(std::move(answer));
  }
  return kept;
}

std::string KeptAnswers::LostIn(const Ledger& ledger,
                                std::string_view source) const {
  CsvIdMaker ids(source);
  const Answer* first = nullptr;
  std::int64_t lost = 0;
  for (const Answer& kept : answers_) {
    const CommandId id = kept.id ? *kept.id : ids.Make(kept.transaction_id);
    if (Has(ledger, id, kept)) continue;
    if (lost++ == 0) first = &kept;
  }
  if (first == nullptr) return {};
  return absl::StrCat(
      path_, ": ", Grouped(lost), " of ",
      Grouped(static_cast<std::int64_t>(answers_.size())),
      " answers are not in the journal, the first to ",
      first->transaction_id.empty() ? ToHex(*first->id) : first->transaction_id,
      " in line ", first->line);
}

}  // namespace kumbara::tools
