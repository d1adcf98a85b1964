#include "tools/kumbara/kept_answers.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

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

struct KeptAnswer {
  std::string id;  // May have commas.
  absl::string_view code;
  std::int64_t delta = 0;
};

bool Parse(absl::string_view line, KeptAnswer* answer) {
  std::vector<absl::string_view> fields = absl::StrSplit(line, ',');
  if (fields.size() < kFields) return false;
  const std::size_t code = fields.size() - (kFields - 1);
  answer->id = absl::StrJoin(std::span(fields).first(code), ",");
  answer->code = fields[code];
  return absl::SimpleAtoi(fields[code + 1], &answer->delta);
}

bool Is(absl::string_view name, ResultCode code) {
  const std::string_view of_code = Name(code);
  return name == absl::string_view(of_code.data(), of_code.size());
}

// Of a repeat or a conflict only that the first command is there; what was
// malformed never was.
bool Has(const Ledger& ledger, const CommandId& id, const KeptAnswer& kept) {
  if (Is(kept.code, ResultCode::kMalformed)) return true;
  const IdAnswer* answer = ledger.FindId(id);
  if (answer == nullptr) return false;
  if (Is(kept.code, ResultCode::kExists) ||
      Is(kept.code, ResultCode::kExistsWithDifferentContent)) {
    return true;
  }
  return answer->state == IdState::kFinal && Is(kept.code, answer->code) &&
         answer->delta == kept.delta;
}

}  // namespace

absl::StatusOr<std::string> LostAnswers(const std::string& path,
                                        std::string_view source,
                                        const Ledger& ledger) {
  const absl::StatusOr<std::string> text = ReadTextFile(path);
  if (!text.ok()) return text.status();
  std::vector<absl::string_view> lines = absl::StrSplit(*text, '\n');
  // A line that a crash cut off tells nothing.
  lines.pop_back();
  if (lines.empty() || lines.front() != kHeader) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ":1: expected ", kHeader));
  }
  CsvIdMaker ids(source);
  std::string first;
  std::int64_t lost = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    KeptAnswer kept;
    if (!Parse(lines[i], &kept)) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", i + 1, ": expected ", kHeader));
    }
    if (Has(ledger, ids.Make(kept.id), kept)) continue;
    if (lost++ == 0) first = absl::StrCat(kept.id, " in line ", i + 1);
  }
  if (lost == 0) return std::string();
  return absl::StrCat(path, ": ", Grouped(lost), " of ",
                      Grouped(static_cast<std::int64_t>(lines.size() - 1)),
                      " answers are not in the journal, the first to ", first);
}

}  // namespace kumbara::tools
