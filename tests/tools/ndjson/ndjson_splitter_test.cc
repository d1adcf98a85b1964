#include "tools/ndjson/ndjson_splitter.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/csv/csv_row.h"
#include "tools/csv/record_reader.h"
#include "tools/csv/record_splitter.h"

namespace kumbara::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// Column and value of each field that is not empty.
using Values = std::vector<std::pair<std::string, std::string>>;

Values ValuesOf(const Record& record) {
  Values values;
  for (std::size_t i = 0; i < record.field_count; ++i) {
    if (record.fields[i].empty()) continue;
    values.emplace_back(Name(static_cast<Column>(i)), record.fields[i]);
  }
  return values;
}

struct Seen {
  Values values;
  std::uint64_t line = 0;
  std::string raw;
  bool plain = false;
  std::string error;  // As a load would tell it; empty if the line is sound.
};

// Reads everything, `chunk` bytes at a time, with a first buffer of `block`.
std::vector<Seen> ReadAll(std::string_view text, std::size_t chunk = 1 << 20,
                          std::size_t block = kReadBlockBytes) {
  RecordReader reader(
      SplitNdjson,
      [&text, chunk](char* to,
                     std::size_t size) -> absl::StatusOr<std::size_t> {
        const std::size_t count = std::min({size, chunk, text.size()});
        std::memcpy(to, text.data(), count);
        text.remove_prefix(count);
        return count;
      },
      block);
  RowParser parser({"f", "", 0, NdjsonColumns(), {}});
  std::vector<Seen> all;
  while (const Record* record = reader.Next()) {
    Seen seen{ValuesOf(*record), record->line, std::string(record->raw),
              record->plain, ""};
    if (record->fault != RecordFault::kNone) {
      Row row;
      EXPECT_FALSE(parser.Parse(*record, &row));
      seen.error = ToText(parser.error());
    }
    all.push_back(std::move(seen));
  }
  EXPECT_TRUE(reader.status().ok()) << reader.status();
  return all;
}

struct SoundCase {
  std::string name;
  std::string line;
  Values values;
};

class NdjsonSoundTest : public testing::TestWithParam<SoundCase> {};

// Each line stands between others, so that a view into memory that is used
// again would show.
TEST_P(NdjsonSoundTest, HasTheseFields) {
  const std::string other = "{\"kind\":\"tick\",\"unit\":\"\\u0041\"}";
  for (const std::size_t chunk : {1u, 7u, 1000u}) {
    SCOPED_TRACE(chunk);
    const std::vector<Seen> all = ReadAll(
        other + "\n" + GetParam().line + "\r\n" + GetParam().line, chunk, 16);
    ASSERT_EQ(all.size(), 3u);
    for (const std::size_t i : {1u, 2u}) {
      EXPECT_EQ(all[i].error, "");
      EXPECT_EQ(all[i].values, GetParam().values);
      EXPECT_EQ(all[i].line, i + 1);
      EXPECT_EQ(all[i].raw, GetParam().line);
    }
  }
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, NdjsonSoundTest, testing::ValuesIn(std::vector<SoundCase>{
  {"no_fields",           R"({})",                                        {}},
  {"one",                 R"({"member_id":"m1"})",                        {{"member_id", "m1"}}},
  {"columns_in_order",    R"({"kind":"tick","member_id":"m"})",           {{"member_id", "m"}, {"kind", "tick"}}},
  {"every_column",
   R"({"transaction_id":"a","member_id":"b","occurred_at":"c","amount_minor":"d","currency":"e","kind":"f",)"
   R"("store_id":"g","category":"h","unit":"i","points":"j","to_member_id":"k","reference":"l","reason":"m",)"
   R"("funding_class":"n","command_id":"o"})",
   {{"transaction_id", "a"}, {"member_id", "b"}, {"occurred_at", "c"}, {"amount_minor", "d"},
    {"currency", "e"}, {"kind", "f"}, {"store_id", "g"}, {"category", "h"}, {"unit", "i"},
    {"points", "j"}, {"to_member_id", "k"}, {"reference", "l"}, {"reason", "m"},
    {"funding_class", "n"}, {"command_id", "o"}}},
  {"empty_is_absent",     R"({"member_id":"","kind":"tick"})",            {{"kind", "tick"}}},
  {"integer",             R"({"amount_minor":13912})",                    {{"amount_minor", "13912"}}},
  {"negative",            R"({"amount_minor":-5})",                       {{"amount_minor", "-5"}}},
  {"zero",                R"({"amount_minor":0})",                        {{"amount_minor", "0"}}},
  {"integer_of_an_id",    R"({"member_id":17850 })",                      {{"member_id", "17850"}}},
  {"more_digits_than_64_bits_hold", R"({"command_id":12345678901234567890123456789012})",
                                                                          {{"command_id", "12345678901234567890123456789012"}}},
  {"spaces",              " { \"kind\"\t: \"tick\" , \"unit\" :\t7 } ",   {{"kind", "tick"}, {"unit", "7"}}},
  {"spaces_in_a_value",   R"({"unit":" a "})",                            {{"unit", " a "}}},
  {"marks_in_a_value",    R"({"unit":"a,b}:{]["})",                       {{"unit", "a,b}:{]["}}},
  {"escapes",             R"({"unit":"\"\\\/\b\f\n\r\t"})",               {{"unit", "\"\\/\b\f\n\r\t"}}},
  {"escaped_beyond_ascii", R"({"unit":"\u00e9\ud83d\ude00"})",            {{"unit", "\u00e9\U0001F600"}}},
  {"several_escaped",     R"({"unit":"\u0061b","reason":"c\u0064","kind":"\u0065"})",
                                                                          {{"kind", "e"}, {"unit", "ab"}, {"reason", "cd"}}},
  {"escaped_to_nothing_before", R"({"unit":"","reason":"\u0063"})",       {{"reason", "c"}}},
  {"escaped_key",         R"({"un\u0069t":"x"})",                         {{"unit", "x"}}},
  {"beyond_ascii",        "{\"unit\":\"caf\u00e9\"}",                     {{"unit", "caf\u00e9"}}},
  {"ignored_twice",       R"({"rejected_line":3,"rejected_because":"x","rejected_line":4,"kind":"tick"})",
                                                                          {{"kind", "tick"}, {"rejected_line", "4"}}},
}), [](const auto& test) { return test.param.name; });
// clang-format on

struct FaultCase {
  std::string name;
  std::string line;
  std::string error;  // The beginning, behind "f:2: ".
};

class NdjsonFaultTest : public testing::TestWithParam<FaultCase> {};

TEST_P(NdjsonFaultTest, CostsItsOwnLineOnly) {
  for (const std::size_t chunk : {1u, 5u, 1000u}) {
    SCOPED_TRACE(chunk);
    const std::vector<Seen> all =
        ReadAll("{\"unit\":\"a\"}\n" + GetParam().line +
                    "\r\n{\"unit\":\"b\"}\n{\"unit\":\"c\"}\n",
                chunk, 16);
    ASSERT_EQ(all.size(), 4u);
    EXPECT_THAT(all[1].error, StartsWith("f:2: " + GetParam().error));
    EXPECT_EQ(all[1].raw, GetParam().line);
    EXPECT_EQ(all[1].line, 2u);
    EXPECT_THAT(all[1].values, IsEmpty());
    EXPECT_EQ(all[2].values, (Values{{"unit", "b"}}));
    EXPECT_EQ(all[3].values, (Values{{"unit", "c"}}));
    EXPECT_EQ(all[3].line, 4u);
  }
}

// clang-format off
#define A_VALUE "expected a string or an integer; got "
#define AN_OBJECT "record: expected a JSON object in a line; got "
#define WELL_FORMED "record: expected well-formed JSON from here on; got "
INSTANTIATE_TEST_SUITE_P(Case, NdjsonFaultTest, testing::ValuesIn(std::vector<FaultCase>{
  {"a_float",              R"({"amount_minor":12.50,"kind":"tick"})", "amount_minor: " A_VALUE "\"12.50\""},
  {"an_exponent",          R"({"points":1e3})",            "points: " A_VALUE "\"1e3\""},
  {"a_leading_zero",       R"({"points":012})",            "points: " A_VALUE "\"012\""},
  {"a_plus_sign",          R"({"points":+1})",             "points: " A_VALUE "\"+1\""},
  {"a_bare_minus",         R"({"points":-})",              "points: " A_VALUE "\"-\""},
  {"an_infinity",          R"({"points":Infinity})",       "points: " A_VALUE "\"Infinity\""},
  {"a_boolean",            R"({"unit":true})",             "unit: " A_VALUE "\"true\""},
  {"a_null",               R"({"unit":null,"kind":"x"})",  "unit: " A_VALUE "\"null\""},
  {"an_object_within",     R"({"unit":{"a":[1]},"kind":"x"})", "unit: " A_VALUE "\"{\\\"a\\\":[1]},\\\"kind\\\":\\\"x\\\"}\""},
  {"an_array_within",      R"({"unit":["a"]})",            "unit: " A_VALUE "\"[\\\"a\\\"]}\""},
  {"no_value",             R"({"unit":,"kind":"x"})",      "unit: " A_VALUE},
  {"no_value_at_the_end",  R"({"unit":})",                 "unit: " A_VALUE},
  {"an_ignored_float",     R"({"rejected_line":1.5})",     "rejected_line: " A_VALUE "\"1.5\""},
  {"an_unknown_key",       R"({"kind":"x","membr_id":"m"})",
                           "key: expected one of transaction_id, member_id, occurred_at, amount_minor, "},
  {"an_unknown_key_shown", R"({"kind":"x","memb\nr_id":"m"})",
                           "key: expected one of " + AllColumnNames() + "; got \"memb\\nr_id\""},
  {"a_key_of_other_case",  R"({"Kind":"x"})",              "key: expected one of "},
  {"a_key_twice",          R"({"unit":"a","kind":"x","unit":"b"})", "unit: expected this key once; got \"\\\"b\\\"\""},
  {"a_key_twice_empty",    R"({"unit":"","unit":"b"})",    "unit: expected this key once"},
  {"a_key_twice_escaped",  R"({"unit":"a","un\u0069t":1})", "unit: expected this key once; got \"1\""},
  {"invalid_utf8",         "{\"kind\":\"x\",\"unit\":\"caf\xe9\"}",
                           "record: expected valid UTF-8; got \"\\\"caf\\xe9\\\"}\""},
  {"a_cut_character",      "{\"unit\":\"a\xf0\x9f\"}",     "record: expected valid UTF-8; got \"\\\"a\\xf0\\x9f\\\"}\""},
  {"a_surrogate_in_utf8",  "{\"unit\":\"\xed\xa0\x80\"}",  "record: expected valid UTF-8"},
  {"half_a_surrogate",     R"({"unit":"\ud83d"})",         "unit: expected a string with valid escapes; got \"\\\"\\\\ud83d\\\"\""},
  {"an_unknown_escape",    R"({"unit":"\x41"})",           "unit: expected a string with valid escapes"},
  {"a_short_escape",       R"({"unit":"\u12"})",           "unit: expected a string with valid escapes"},
  {"an_unknown_escape_in_a_key", R"({"\unit":"a"})",       WELL_FORMED "\"\\\"\\\\unit\\\":\\\"a\\\"}\""},
  {"a_bare_control",       "{\"unit\":\"a\tb\"}",          "record: expected control characters as escapes such as \\u0009"},
  {"a_bare_nul",           std::string("{\"unit\":\"a\0b\"}", 14),
                           "record: expected control characters as escapes such as \\u0009; got \"{\\\"unit\\\":\\\"a\\x00b\\\"}\""},
  {"a_nul_between",        std::string("{\"unit\":\0\"a\"}", 13), "unit: " A_VALUE},
  {"spaces_only",          "  ",                           AN_OBJECT "\"  \""},
  {"a_csv_line",           "536365,17850,purchase",        AN_OBJECT "\"536365,17850,purchase\""},
  {"an_array",             R"([{"unit":"a"}])",            AN_OBJECT},
  {"a_string",             R"("unit")",                    AN_OBJECT},
  {"an_integer",           "5",                            AN_OBJECT "\"5\""},
  {"a_null_alone",         "null",                         AN_OBJECT "\"null\""},
  {"a_brace",              "{",                            AN_OBJECT "\"{\""},
  {"a_closing_brace",      "}",                            AN_OBJECT "\"}\""},
  {"not_closed",           R"({"unit":"a")",               AN_OBJECT},
  {"an_open_quote",        R"({"unit":"a})",               AN_OBJECT "\"{\\\"unit\\\":\\\"a}\""},
  {"no_comma",             R"({"unit":"a" "kind":"x"})",   WELL_FORMED "\"\\\"kind\\\":\\\"x\\\"}\""},
  {"no_comma_or_space",    R"({"unit":"a""kind":"x"})",    WELL_FORMED "\"\\\"kind\\\":\\\"x\\\"}\""},
  {"text_behind_a_string", R"({"unit":"a"b})",             WELL_FORMED "\"b}\""},
  {"two_commas",           R"({"unit":"a",,"kind":"x"})",  WELL_FORMED "\",,\\\"kind\\\":\\\"x\\\"}\""},
  {"comma_at_the_end",     R"({"unit":"a",})",             WELL_FORMED "\",}\""},
  {"comma_at_the_beginning", R"({,"unit":"a"})",           AN_OBJECT},
  {"no_colon",             R"({"unit" "a"})",              AN_OBJECT},
  {"two_colons",           R"({"unit"::"a"})",             "unit: " A_VALUE},
  {"a_colon_behind_a_value", R"({"unit":"a":"b"})",        WELL_FORMED "\":\\\"b\\\"}\""},
  {"a_colon_behind_an_integer", R"({"unit":1:2})",         WELL_FORMED "\":2}\""},
  {"a_bare_key",           R"({unit:"a"})",                AN_OBJECT},
  {"single_quotes",        R"({'unit':'a'})",              AN_OBJECT},
  {"a_comment",            R"({"unit":"a"} // note)",      AN_OBJECT},
  {"two_objects",          R"({"unit":"a"}{"unit":"b"})",  "record: expected nothing after the JSON object; got \"{\\\"unit\\\":\\\"b\\\"}\""},
  {"a_brace_too_many",     R"({"unit":"a"}})",             "record: expected nothing after the JSON object; got \"}\""},
  {"a_brace_behind_empty", R"({}})",                       "record: expected nothing after the JSON object; got \"}\""},
  {"a_mark_within_the_file", "\xEF\xBB\xBF{\"unit\":\"a\"}", AN_OBJECT},
  {"a_carriage_return_within", "{\"unit\":\"a\rb\"}",      "record: expected control characters as escapes"},
}), [](const auto& test) { return test.param.name; });
// clang-format on

TEST(SplitNdjsonTest, NulInAValueIsToldOfItsColumn) {
  const std::string text = R"({"kind":"tick","unit":"a\u0000b"})";
  const std::string padded = text + std::string(kSplitPadding, ' ');
  Record record;
  ASSERT_EQ(SplitNdjson(std::string_view(padded).substr(0, text.size()),
                        Tail::kEndOfFile, &record),
            text.size());
  EXPECT_FALSE(record.plain);
  RowParser parser({"f", "", 0, NdjsonColumns(), {}});
  Row row;
  ASSERT_FALSE(parser.Parse(record, &row));
  EXPECT_EQ(Because(parser.error()),
            "unit: expected no NUL byte; got \"a\\x00b\"");
}

TEST(SplitNdjsonTest, MarkAtTheBeginningAndEmptyLinesArePassedOver) {
  const std::vector<Seen> all = ReadAll(
      "\xEF\xBB\xBF\r\n\n{\"unit\":\"a\"}\n\r\n\n{\"unit\":\"b\"}\r", 2, 16);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].values, (Values{{"unit", "a"}}));
  EXPECT_EQ(all[0].line, 3u);
  EXPECT_EQ(all[1].values, (Values{{"unit", "b"}}));
  EXPECT_EQ(all[1].line, 6u);
  EXPECT_THAT(ReadAll(""), IsEmpty());
}

// Every beginning of a line but the whole of it is half a line, and is told so.
TEST(SplitNdjsonTest, CutLastLineIsNamedAsSuch) {
  const std::string line = R"({"unit":"a\u0062","points":12,"kind":"tick"})";
  for (std::size_t size = 1; size < line.size(); ++size) {
    SCOPED_TRACE(line.substr(0, size));
    const std::vector<Seen> all =
        ReadAll("{\"unit\":\"a\"}\n" + line.substr(0, size), 7, 16);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_THAT(all[1].error,
                StartsWith("f:2: record: expected a whole JSON object in a "
                           "last line without a line break; got \"{"));
  }
}

// Whatever stands behind a line, it is not a part of it.
TEST(SplitNdjsonTest, BytesBehindTheLineChangeNothing) {
  const std::string line = R"({"unit":"a")";
  for (const char c : std::string(" }\",:{]0\0n\\", 11)) {
    const std::string padded = line + std::string(kSplitPadding, c);
    Record record;
    SplitNdjson(std::string_view(padded).substr(0, line.size()),
                Tail::kWholeRecord, &record);
    EXPECT_EQ(record.fault, RecordFault::kExplained) << c;
  }
}

TEST(SplitNdjsonTest, LineOfTheGreatestLengthIsTakenAndOneByteMoreIsBad) {
  const std::string begin = "{\"unit\":\"";
  const std::string most =
      begin + std::string(kRecordBytesMax - begin.size() - 2, 'a') + "\"}";
  for (const std::size_t chunk : {std::size_t{9999}, 4 * kMiB}) {
    SCOPED_TRACE(chunk);
    const std::vector<Seen> all =
        ReadAll(most + "\r\n" + most + " \n{\"unit\":\"b\"}\n" + most + most +
                    most + "\n{\"unit\":\"c\"}\n" + most,
                chunk, 4096);
    ASSERT_EQ(all.size(), 6u);
    for (const std::size_t i : {0u, 5u}) {
      EXPECT_EQ(all[i].error, "");
      EXPECT_EQ(all[i].raw, most);
    }
    for (const std::size_t i : {1u, 3u}) {
      EXPECT_THAT(
          all[i].error,
          HasSubstr("record: expected at most 1048576 bytes in a line"));
      EXPECT_EQ(all[i].raw.size(), kRecordBytesMax);
    }
    EXPECT_EQ(all[2].values, (Values{{"unit", "b"}}));
    EXPECT_EQ(all[4].values, (Values{{"unit", "c"}}));
    EXPECT_EQ(all[4].line, 5u);
  }
}

TEST(SplitNdjsonTest, ViewsOfOneRecordOutliveTheNextLine) {
  const std::string first = R"({"unit":"\u0061","reason":"b"})";
  const std::string second = R"({"unit":"\u0078","reason":"y"})";
  const std::string padding(kSplitPadding, ' ');
  const std::string first_padded = first + padding;
  const std::string second_padded = second + padding;
  Record a;
  Record b;
  SplitNdjson(std::string_view(first_padded).substr(0, first.size()),
              Tail::kWholeRecord, &a);
  SplitNdjson(std::string_view(second_padded).substr(0, second.size()),
              Tail::kWholeRecord, &b);
  EXPECT_EQ(ValuesOf(a), (Values{{"unit", "a"}, {"reason", "b"}}));
  EXPECT_EQ(ValuesOf(b), (Values{{"unit", "x"}, {"reason", "y"}}));
}

struct Pair {
  std::vector<Column> columns;
  std::string csv;
  std::string json;
};

// The same row in both forms is one row, however each is written.
TEST(SplitNdjsonTest, RowIsThatOfCsv) {
  const std::vector<Pair> pairs = {
      {{Column::kTransactionId, Column::kMemberId, Column::kOccurredAt,
        Column::kAmountMinor, Column::kCurrency, Column::kKind,
        Column::kStoreId, Column::kChannel, Column::kCategory, Column::kReason,
        Column::kCommandId},
       "\"t\"\"1\",m1,2011-12-09T12:50:01Z,-250,EUR,return,caf\u00e9,web,x,"
       "\"a,b\n\",0123456789abcdef0123456789abcdef",
       R"({"command_id":"0123456789abcdef0123456789abcdef","kind":"return",)"
       R"("reason":"a,b\n","transaction_id":"t\"1","member_id":"m\u0031",)"
       R"("amount_minor":-250,"currency":"EUR","store_id":"caf\u00e9",)"
       R"("category":"x","channel":"web",)"
       R"("occurred_at":"2011-12-09T12:50:01Z"})"},
      {{Column::kTransactionId, Column::kMemberId, Column::kOccurredAt,
        Column::kKind, Column::kUnit, Column::kPoints},
       "7,8,2011-12-09,award,u,12",
       R"({"kind":"award","transaction_id":7,"member_id":8,"points":12,)"
       R"("unit":"u","occurred_at":"2011-12-09"})"},
      {{Column::kTransactionId, Column::kMemberId, Column::kOccurredAt,
        Column::kAmountMinor, Column::kCurrency, Column::kKind, Column::kLines,
        Column::kStoreId},
       "7,8,2011-12-09,90,EUR,purchase,item sku='a;''b' quantity=2 amount=100;"
       "discount amount=-10; tender unit=u quantity=1.5 amount=9,s",
       R"({"kind":"purchase","transaction_id":7,"member_id":8,"lines" : [ )"
       R"({"sku":"a;'\u0062","kind":"item","quantity":2,"amount":100}, )"
       R"({"kind":"discount" ,"amount":"-10", "sku":""},)"
       R"({"kind":"tender","unit":"u","quantity":"1.5","amount":9}] ,)"
       R"("amount_minor":90,"currency":"EUR","store_id":"s",)"
       R"("occurred_at":"2011-12-09"})"},
      {{Column::kTransactionId, Column::kMemberId, Column::kOccurredAt,
        Column::kReference, Column::kKind, Column::kLines},
       "7,8,2011-12-09,p,return,item sku=a; tax",
       R"({"kind":"return","transaction_id":7,"member_id":8,"reference":"p",)"
       R"("lines":"item sku=a; tax","occurred_at":"2011-12-09"})"},
  };
  const std::string padding(kSplitPadding, '\n');
  for (const Pair& pair : pairs) {
    const std::string csv = pair.csv + padding;
    const std::string json = pair.json + padding;
    Record of_csv;
    Record of_json;
    SplitRecord(std::string_view(csv).substr(0, pair.csv.size()),
                Tail::kWholeRecord, &of_csv);
    SplitNdjson(std::string_view(json).substr(0, pair.json.size()),
                Tail::kWholeRecord, &of_json);
    RowParser csv_parser({"f", "", 0, pair.columns, {}});
    RowParser json_parser({"f", "", 0, NdjsonColumns(), {}});
    Row first;
    Row second;
    ASSERT_TRUE(csv_parser.Parse(of_csv, &first)) << csv_parser.error();
    ASSERT_TRUE(json_parser.Parse(of_json, &second)) << json_parser.error();
    EXPECT_TRUE(SameContent(first, second)) << first << "\n" << second;
  }
}

TEST(NdjsonColumnsTest, AreAllColumnsInTheirOrder) {
  const std::vector<Column> columns = NdjsonColumns();
  ASSERT_EQ(columns.size(), kColumns);
  EXPECT_EQ(columns.front(), Column::kTransactionId);
  EXPECT_EQ(columns.back(), Column::kIgnored);
}

}  // namespace
}  // namespace kumbara::tools
