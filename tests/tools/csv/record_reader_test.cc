#include "tools/csv/record_reader.h"

#include <algorithm>
#include <cstring>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/csv/record_splitter.h"

namespace kumbara::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Fields = std::vector<std::string>;

struct Seen {
  Fields fields;
  std::uint64_t line;
  RecordFault fault;
  std::string raw;
};

// Reads everything, `chunk` bytes at a time, with a first buffer of `block`.
std::vector<Seen> ReadAll(std::string_view text, std::size_t chunk = 1 << 20,
                          std::size_t block = kReadBlockBytes) {
  RecordReader reader(
      SplitRecord,
      [&text, chunk](char* to,
                     std::size_t size) -> absl::StatusOr<std::size_t> {
        const std::size_t count = std::min({size, chunk, text.size()});
        std::memcpy(to, text.data(), count);
        text.remove_prefix(count);
        return count;
      },
      block);
  std::vector<Seen> all;
  while (const Record* record = reader.Next()) {
    Seen seen{{}, record->line, record->fault, std::string(record->raw)};
    for (std::size_t i = 0; i < record->field_count; ++i) {
      seen.fields.emplace_back(record->fields[i]);
    }
    all.push_back(std::move(seen));
  }
  EXPECT_TRUE(reader.status().ok()) << reader.status();
  return all;
}

std::vector<Fields> FieldsOf(const std::vector<Seen>& all) {
  std::vector<Fields> fields;
  for (const Seen& seen : all) fields.push_back(seen.fields);
  return fields;
}

struct SoundCase {
  std::string name;
  std::string text;
  std::vector<Fields> records;
};

class RecordReaderSoundTest : public testing::TestWithParam<SoundCase> {};

TEST_P(RecordReaderSoundTest, WhateverTheSizeOfReads) {
  for (const std::size_t chunk : {1u, 2u, 3u, 7u, 1000u}) {
    SCOPED_TRACE(chunk);
    EXPECT_EQ(FieldsOf(ReadAll(GetParam().text, chunk, 16)),
              GetParam().records);
  }
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, RecordReaderSoundTest, testing::ValuesIn(std::vector<SoundCase>{
  {"nothing",                  "",                       {}},
  {"one_field",                "a\n",                    {{"a"}}},
  {"last_line_unfinished",     "a,b\nc,d",               {{"a", "b"}, {"c", "d"}}},
  {"empty_fields",             ",\n,,",                  {{"", ""}, {"", "", ""}}},
  {"carriage_returns",         "a,b\r\nc,d\r\n",         {{"a", "b"}, {"c", "d"}}},
  {"cut_between_cr_and_lf",    "a,b\r",                  {{"a", "b"}}},
  {"cr_within_a_line",         "a\rb,c\r\r\n",           {{"a\rb", "c\r"}}},
  {"byte_order_mark",          "\xEF\xBB\xBF" "a,b\n",   {{"a", "b"}}},
  {"only_byte_order_mark",     "\xEF\xBB\xBF",           {}},
  {"mark_later_is_content",    "a\n\xEF\xBB\xBF" "b\n",  {{"a"}, {"\xEF\xBB\xBF" "b"}}},
  {"empty_lines",              "\n\na\n\r\n\nb\n\n",     {{"a"}, {"b"}}},
  {"spaces_count",             " a , b \n",              {{" a ", " b "}}},
  {"quoted",                   "\"a\",\"b\"\n",          {{"a", "b"}}},
  {"quoted_empty",             "\"\",x\n\"\"\n",         {{"", "x"}, {""}}},
  {"quoted_comma",             "\"a,b\",c\n",            {{"a,b", "c"}}},
  {"quoted_line_break",        "\"a\nb\",c\r\nd,e\n",    {{"a\nb", "c"}, {"d", "e"}}},
  {"quoted_crlf_is_kept",      "\"a\r\nb\"\r\nc\n",      {{"a\r\nb"}, {"c"}}},
  {"doubled",                  "\"a\"\"b\",c\n",         {{"a\"b", "c"}}},
  {"only_doubled",             "\"\"\"\",\"\"\"\"\"\"\n", {{"\"", "\"\""}}},
  {"quoted_at_end_of_file",    "a,\"b\"",                {{"a", "b"}}},
  {"quoted_cr_at_end",         "a,\"b\"\r",              {{"a", "b"}}},
  {"empty_after_quoted",       "\"a\",\n\"b\",",         {{"a", ""}, {"b", ""}}},
}), [](const auto& test) { return test.param.name; });
// clang-format on

struct FaultCase {
  std::string name;
  std::string text;
  RecordFault fault;
  std::string raw;
};

class RecordReaderFaultTest : public testing::TestWithParam<FaultCase> {};

// The bad text stands between good records; it must cost nothing but itself.
TEST_P(RecordReaderFaultTest, CostsItsOwnLineOnly) {
  for (const std::size_t chunk : {1u, 5u, 1000u}) {
    SCOPED_TRACE(chunk);
    const std::vector<Seen> all =
        ReadAll("x,y\n" + GetParam().text + "\r\n1,2\n3,4\n", chunk, 16);
    ASSERT_EQ(all.size(), 4u);
    EXPECT_EQ(all[1].fault, GetParam().fault);
    EXPECT_EQ(all[1].raw, GetParam().raw);
    EXPECT_EQ(all[1].line, 2u);
    EXPECT_THAT(all[1].fields, IsEmpty());
    EXPECT_THAT(all[2].fields, ElementsAre("1", "2"));
    EXPECT_EQ(all[2].line, 3u);
    EXPECT_THAT(all[3].fields, ElementsAre("3", "4"));
  }
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, RecordReaderFaultTest, testing::ValuesIn(std::vector<FaultCase>{
  {"quote_in_bare_field",      "a\"b,c",       RecordFault::kStrayQuote, "a\"b,c"},
  {"text_after_closing",       "\"a\"b,c",     RecordFault::kStrayQuote, "\"a\"b,c"},
  {"space_after_closing",      "\"a\" ,c",     RecordFault::kStrayQuote, "\"a\" ,c"},
  {"space_before_opening",     " \"a\",c",     RecordFault::kStrayQuote, " \"a\",c"},
  {"never_closed",             "a,\"b",        RecordFault::kOpenQuote,  "a,\"b"},
  {"never_closed_but_doubled", "a,\"b\"\"",    RecordFault::kOpenQuote,  "a,\"b\"\""},
}), [](const auto& test) { return test.param.name; });
// clang-format on

TEST(RecordReaderTest, CountsLinesWithinQuotedFields) {
  const std::vector<Seen> all =
      ReadAll("h\n\"a\nb\nc\"\n\n\"d\r\ne\",\"\n\"\nf\n");
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[1].line, 2u);
  EXPECT_EQ(all[2].line, 6u);
  EXPECT_EQ(all[3].line, 9u);
  EXPECT_EQ(all[1].raw, "\"a\nb\nc\"");
}

TEST(RecordReaderTest, KeepsRawAsItStandsAlthoughFieldsAreUnescaped) {
  const std::vector<Seen> all = ReadAll("\"a\"\"b\",\"\"\"\"\r\n");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_THAT(all[0].fields, ElementsAre("a\"b", "\""));
  EXPECT_EQ(all[0].raw, "\"a\"\"b\",\"\"\"\"");
}

TEST(RecordReaderTest, RecordOfTheGreatestLengthIsTakenAndOneByteMoreIsBad) {
  for (const std::size_t chunk : {std::size_t{9999}, 4 * kMiB}) {
    SCOPED_TRACE(chunk);
    const std::string most(kRecordBytesMax, 'a');
    const std::vector<Seen> all = ReadAll(
        most + "\r\n" + most + "b\nc\n" + most + most + most + "\r\nd\n" + most,
        chunk, 4096);
    ASSERT_EQ(all.size(), 6u);
    EXPECT_EQ(all[0].fault, RecordFault::kNone);
    EXPECT_EQ(all[0].fields, Fields{most});
    EXPECT_EQ(all[1].fault, RecordFault::kTooLong);
    EXPECT_EQ(all[1].raw, most);
    EXPECT_EQ(all[2].fields, Fields{"c"});
    EXPECT_EQ(all[3].fault, RecordFault::kTooLong);
    EXPECT_EQ(all[4].fields, Fields{"d"});
    EXPECT_EQ(all[4].line, 5u);
    EXPECT_EQ(all[5].fields, Fields{most});
  }
}

TEST(RecordReaderTest, OverlongLastLineWithoutLineBreakIsOneBadRecord) {
  const std::vector<Seen> all =
      ReadAll("a\n" + std::string(3 * kMiB, 'x'), 100'000, 4096);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].fault, RecordFault::kTooLong);
}

TEST(RecordReaderTest, QuoteNotClosedWithinAMebibyteCostsItsFirstLineOnly) {
  std::string text = "a,\"b\n";
  const std::size_t lines = kRecordBytesMax / 4 + 100;
  for (std::size_t i = 0; i < lines; ++i) text += "c,d\n";
  const std::vector<Seen> all = ReadAll(text, 50'000, 4096);
  ASSERT_EQ(all.size(), lines + 1);
  EXPECT_EQ(all[0].fault, RecordFault::kOpenQuote);
  EXPECT_EQ(all[0].raw, "a,\"b");
  EXPECT_EQ(all[lines].fields, (Fields{"c", "d"}));
  EXPECT_EQ(all[lines].line, lines + 1);
}

TEST(RecordReaderTest, FailedReadEndsTheRecordsWithItsStatus) {
  int calls = 0;
  RecordReader reader(
      SplitRecord,
      [&calls](char* to, std::size_t) -> absl::StatusOr<std::size_t> {
        if (++calls > 1) return absl::DataLossError("disk");
        std::memcpy(to, "a\nb", 3);
        return 3u;
      });
  EXPECT_NE(reader.Next(), nullptr);
  EXPECT_EQ(reader.Next(), nullptr);
  EXPECT_EQ(reader.status().code(), absl::StatusCode::kDataLoss);
}

std::string RandomField(std::mt19937& random) {
  constexpr std::string_view kAlphabet = "ab\",\n\r x";
  std::string field;
  for (auto left = random() % 90; left > 0; --left) {
    // Now long runs of plain bytes, now much to quote.
    field += random() % 4 == 0 ? kAlphabet[random() % kAlphabet.size()] : 'z';
  }
  return random() % 3 == 0 ? field.substr(0, 3) : field;
}

std::string Written(const std::string& field, std::mt19937& random) {
  const bool must_quote = field.find_first_of("\",\n\r") != std::string::npos;
  if (!must_quote && random() % 2 == 0) return field;
  std::string quoted = "\"";
  for (const char c : field) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

// Any table that is written by the rules is read back as it was. On failure the
// seed is printed.
TEST(RecordReaderPropertyTest, TablesWrittenAreReadBackEqual) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    std::vector<Fields> table;
    std::string text;
    const std::string line_break = random() % 2 == 0 ? "\n" : "\r\n";
    const auto columns = 2 + random() % 6;
    for (auto rows = random() % 40; rows > 0; --rows) {
      Fields fields;
      for (unsigned i = 0; i < columns; ++i) {
        fields.push_back(RandomField(random));
        text += (i == 0 ? "" : ",") + Written(fields.back(), random);
      }
      table.push_back(std::move(fields));
      if (rows > 1 || random() % 2 == 0) text += line_break;
    }
    const std::size_t chunk = 1 + random() % 200;
    ASSERT_EQ(FieldsOf(ReadAll(text, chunk, 1 + random() % 300)), table);
  }
}

}  // namespace
}  // namespace kumbara::tools
