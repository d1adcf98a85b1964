#include "tools/csv/csv_field.h"

#include <string>

#include "gtest/gtest.h"
#include "tools/csv/record_reader.h"
#include "tools/csv/record_splitter.h"

namespace kumbara::tools {
namespace {

TEST(CsvFieldTest, StandsAsItIsWhereItCan) {
  EXPECT_EQ(CsvField("p 1; \xC3\xA9"), "p 1; \xC3\xA9");
  EXPECT_EQ(CsvField(""), "");
}

TEST(CsvFieldTest, IsReadAgain) {
  for (const std::string text :
       {"a,b", "\"", "\"quoted\"", "two\nlines", "\r", "plain"}) {
    const std::string row = "first," + CsvField(text) + ",last\n";
    RecordReader reader(SplitRecord, RecordReader::BytesOf(row));
    const Record* record = reader.Next();
    ASSERT_NE(record, nullptr);
    ASSERT_EQ(record->field_count, 3u) << row;
    EXPECT_EQ(record->fields[1], text);
    EXPECT_EQ(reader.Next(), nullptr);
  }
}

}  // namespace
}  // namespace kumbara::tools
