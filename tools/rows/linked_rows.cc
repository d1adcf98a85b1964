#include "tools/rows/linked_rows.h"

#include <utility>

#include "engine/base/limits.h"
#include "engine/base/time_text.h"

namespace kumbara::tools {
namespace {

constexpr std::string_view kField = "linked";

LinkedRows::Kept Keep(const Record& record) {
  LinkedRows::Kept kept{record.line, record.raw.size(),
                        std::string(record.raw)};
  kept.bytes.append(kSplitPadding, '\0');
  return kept;
}

}  // namespace

std::string ExpectedOfSpoiledRun(std::uint64_t line) {
  return "rows that can all be taken, not as line " + std::to_string(line);
}

// Of a row that is good by itself.
std::optional<RowError> LinkedRows::ErrorIn(const Row& row,
                                            const RowParser& parser) const {
  const auto error = [&](std::string_view field, std::string expected,
                         std::string_view got) {
    return parser.ErrorOf(row.line, field, std::move(expected), got);
  };
  if (row.anonymous) {
    return error("member_id", "a member in a row that is linked", "");
  }
  if (!IsCounted(row.kind)) {
    return error("kind", "a command, as the row before it is linked",
                 Name(row.kind));
  }
  if (row.occurred_at != at_) {
    return error("occurred_at",
                 ToText(at_) + " as in the row before it, which is linked",
                 ToText(row.occurred_at));
  }
  if (kept_.size() == kRunCommandsMax) {
    return error(
        kField,
        "at most " + std::to_string(kRunCommandsMax) + " rows that are linked",
        row.rare.linked ? "yes" : "");
  }
  return std::nullopt;
}

// The rows so far are bad because of one behind them.
void LinkedRows::Spoil(std::uint64_t line, const RowParser& parser,
                       const OnBad& on_bad) {
  for (const Kept& kept : kept_) {
    on_bad(parser.ErrorOf(kept.line, kField, ExpectedOfSpoiledRun(line), "yes"),
           kept.raw());
  }
  kept_.clear();
}

void LinkedRows::Take(const Record& first, bool is_good, Row* row,
                      RowParser& parser, RecordReader& reader,
                      const OnBad& on_bad) {
  kept_.clear();
  next_ = 0;
  at_ = row->occurred_at;
  std::uint64_t spoiled_by = 0;  // A line.
  const Record* record = &first;
  for (;;) {
    const bool is_linked = parser.is_linked();
    std::optional<RowError> error =
        is_good ? ErrorIn(*row, parser) : parser.error();
    if (spoiled_by != 0) {
      if (is_good) {
        error = parser.ErrorOf(record->line, kField,
                               ExpectedOfSpoiledRun(spoiled_by),
                               is_linked ? "yes" : "");
      }
      on_bad(*error, record->raw);
    } else if (error) {
      spoiled_by = record->line;
      Spoil(spoiled_by, parser, on_bad);
      on_bad(*error, record->raw);
    } else {
      kept_.push_back(Keep(*record));
    }
    if (!is_linked) return;
    record = reader.Next();
    if (record == nullptr) break;
    is_good = parser.Parse(*record, row);
  }
  if (spoiled_by != 0) return;
  // The file ends where the run would go on.
  const Kept last = std::move(kept_.back());
  kept_.pop_back();
  Spoil(last.line, parser, on_bad);
  on_bad(
      parser.ErrorOf(last.line, kField, "a row behind it in this file", "yes"),
      last.raw());
}

}  // namespace kumbara::tools
