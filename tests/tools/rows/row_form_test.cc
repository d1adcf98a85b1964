#include "tools/rows/row_form.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace kumbara::tools {
namespace {

TEST(RowFormTest, HasNames) {
  EXPECT_EQ(RowFormByName("csv"), RowForm::kCsv);
  EXPECT_EQ(RowFormByName("ndjson"), RowForm::kNdjson);
  for (const char* other : {"", "CSV", "json", "jsonl"}) {
    EXPECT_EQ(RowFormByName(other), std::nullopt) << other;
  }
}

TEST(RowFormTest, FollowsFromTheEndOfTheName) {
  for (const char* path : {"a.ndjson", "a.jsonl", "x.csv/a.b.jsonl"}) {
    EXPECT_EQ(RowFormOfPath(path), RowForm::kNdjson) << path;
  }
  for (const char* path : {"a.csv", "-", "", "ndjson", "a.json", "a.ndjson.csv",
                           "a.jsonl/b", "a.NDJSON", "/dev/stdin"}) {
    EXPECT_EQ(RowFormOfPath(path), RowForm::kCsv) << path;
  }
}

TEST(RowFormTest, SplitsByItsOwnRules) {
  const std::string text = "{\"kind\":\"tick\"}";
  const std::string padded = text + std::string(kSplitPadding, ' ');
  const std::string_view bytes(padded.data(), text.size());
  Record record;
  EXPECT_EQ(SplitterOf(RowForm::kNdjson)(bytes, Tail::kEndOfFile, &record),
            text.size());
  EXPECT_EQ(record.fault, RecordFault::kNone);
  EXPECT_EQ(SplitterOf(RowForm::kCsv)(bytes, Tail::kEndOfFile, &record),
            text.size());
  EXPECT_EQ(record.fault, RecordFault::kStrayQuote);
}

}  // namespace
}  // namespace kumbara::tools
