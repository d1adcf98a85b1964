#include "tools/rows/linked_rows.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "tools/rows/row_order.h"

namespace kumbara::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kFirstDay[] = "2011-01-01";
constexpr char kNextDay[] = "2011-01-02";

class LinkedRowsTest : public ::testing::Test {
 protected:
  LinkedRowsTest() {
    std::string pattern = ::testing::TempDir() + "linkedXXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~LinkedRowsTest() override { std::filesystem::remove_all(folder_); }

  void Give(const std::string& name, const std::string& rows,
            const std::string& header =
                "transaction_id,member_id,occurred_at,kind,amount_minor,"
                "currency,linked\n") {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path, std::ios::binary) << header << rows;
    paths_.push_back(path);
  }

  // The ids of the rows given; those of a run with + behind them.
  std::vector<std::string> Ids(RowOrder order, std::size_t memory = kMiB) {
    bad_.clear();
    RowSourceOptions options;
    options.paths = paths_;
    options.order = order;
    options.memory_bytes = memory;
    options.spool_folder = folder_;
    options.on_bad = [this](const RowError& error, std::string_view) {
      bad_.push_back(std::to_string(error.line) + " " + error.field + ": " +
                     error.expected);
    };
    RowSource source(options);
    EXPECT_TRUE(source.Open().ok()) << source.status();
    std::vector<std::string> ids;
    while (const Row* row = source.Next()) {
      ids.push_back(std::string(row->transaction_id) +
                    (row->rare.linked ? "+" : ""));
    }
    EXPECT_TRUE(source.status().ok()) << source.status();
    totals_ = source.totals();
    EXPECT_EQ(totals_.bad, bad_.size());
    EXPECT_EQ(totals_.rows, ids.size() + totals_.bad + totals_.anonymous);
    return ids;
  }
  std::vector<std::string> InOrderOfFiles() { return Ids(RowOrder::kFile); }

  std::string folder_;
  std::vector<std::string> paths_;
  std::vector<std::string> bad_;
  RowTotals totals_;
};

std::string Row1(const std::string& id, const std::string& at,
                 const std::string& linked = "") {
  return id + ",m," + at + ",purchase,100,GBP," + linked + "\n";
}
std::string Linked(const std::string& id, const std::string& at) {
  return Row1(id, at, "yes");
}

TEST_F(LinkedRowsTest, StandTogetherInEveryOrder) {
  Give("a.csv", Row1("a1", kNextDay) + Linked("a2", kFirstDay) +
                    Linked("a3", kFirstDay) + Row1("a4", kFirstDay) +
                    Row1("a5", kFirstDay));
  Give("b.csv",
       Linked("b1", kFirstDay) + Row1("b2", kFirstDay) + Row1("b3", kNextDay));
  EXPECT_THAT(InOrderOfFiles(),
              ElementsAre("a1", "a2+", "a3+", "a4", "a5", "b1+", "b2", "b3"));
  for (const std::size_t memory : {std::size_t{1}, kMiB}) {
    EXPECT_THAT(Ids(RowOrder::kTime, memory),
                ElementsAre("a2+", "a3+", "a4", "a5", "b1+", "b2", "a1", "b3"));
  }
  EXPECT_THAT(bad_, IsEmpty());
}

TEST_F(LinkedRowsTest, OneBadRowSpoilsItsRunAndNoOther) {
  Give("a.csv", Linked("a1", kFirstDay) + Row1("a2", kFirstDay) +
                    Linked("a3", kFirstDay) + Linked("a4", "yesterday") +
                    Linked("a5", kFirstDay) + Row1("a6", kFirstDay) +
                    Row1("a7", kFirstDay));
  for (const RowOrder order : {RowOrder::kTime, RowOrder::kFile}) {
    EXPECT_THAT(Ids(order), ElementsAre("a1+", "a2", "a7"));
    EXPECT_THAT(
        bad_,
        ElementsAre("4 linked: rows that can all be taken, not as line 5",
                    ::testing::StartsWith("5 occurred_at: an instant"),
                    "6 linked: rows that can all be taken, not as line 5",
                    "7 linked: rows that can all be taken, not as line 5"));
  }
}

TEST_F(LinkedRowsTest, TheFirstAndTheLastMaySpoilARunToo) {
  Give("a.csv", Linked("a1", "yesterday") + Row1("a2", kFirstDay) +
                    Linked("a3", kFirstDay) + Row1("a4", "yesterday") +
                    Row1("a5", kFirstDay));
  EXPECT_THAT(InOrderOfFiles(), ElementsAre("a5"));
  EXPECT_EQ(totals_.bad, 4u);
}

TEST_F(LinkedRowsTest, ALineWithoutFieldsEndsARun) {
  Give("a.csv", Linked("a1", kFirstDay) + "what\n" + Row1("a2", kFirstDay));
  EXPECT_THAT(InOrderOfFiles(), ElementsAre("a2"));
  EXPECT_EQ(totals_.bad, 2u);
}

TEST_F(LinkedRowsTest, AreOfOneInstant) {
  Give("a.csv", Linked("a1", kFirstDay) + Linked("a2", kFirstDay) +
                    Row1("a3", kNextDay) + Row1("a4", kNextDay));
  EXPECT_THAT(InOrderOfFiles(), ElementsAre("a4"));
  EXPECT_THAT(bad_,
              ElementsAre("2 linked: rows that can all be taken, not as line 4",
                          "3 linked: rows that can all be taken, not as line 4",
                          "4 occurred_at: 2011-01-01T00:00:00Z as in the row "
                          "before it, which is linked"));
}

TEST_F(LinkedRowsTest, AreCommandsOfMembers) {
  const std::string anonymous = std::string("x,,") + kFirstDay;
  const std::string tick = std::string(",,") + kFirstDay + ",tick,,,\n";
  Give("a.csv", Linked("a1", kFirstDay) + anonymous + ",purchase,1,GBP,\n" +
                    Linked("a2", kFirstDay) + tick + anonymous +
                    ",purchase,1,GBP,yes\n" + Row1("a3", kFirstDay));
  EXPECT_THAT(InOrderOfFiles(), IsEmpty());
  EXPECT_THAT(bad_,
              ElementsAre("2 linked: rows that can all be taken, not as line 3",
                          "3 member_id: a member in a row that is linked",
                          "4 linked: rows that can all be taken, not as line 5",
                          "5 kind: a command, as the row before it is linked",
                          "6 member_id: a member in a row that is linked",
                          "7 linked: rows that can all be taken, not as line "
                          "6"));
}

TEST_F(LinkedRowsTest, EndWithinTheirFile) {
  Give("a.csv", Linked("a1", kFirstDay) + Linked("a2", kFirstDay));
  Give("b.csv", Row1("b1", kFirstDay));
  for (const RowOrder order : {RowOrder::kTime, RowOrder::kFile}) {
    EXPECT_THAT(Ids(order), ElementsAre("b1"));
    EXPECT_THAT(
        bad_, ElementsAre("2 linked: rows that can all be taken, not as line 3",
                          "3 linked: a row behind it in this file"));
  }
}

TEST_F(LinkedRowsTest, AreAtMostSixtyFour) {
  std::string rows;
  for (int i = 1; i < 64; ++i) {
    rows += Linked("a" + std::to_string(i), kFirstDay);
  }
  Give("a.csv", rows + Row1("a64", kFirstDay));
  EXPECT_EQ(InOrderOfFiles().size(), 64u);
  Give("b.csv", rows + Linked("b64", kFirstDay) + Linked("b65", kFirstDay) +
                    Row1("b66", kFirstDay) + Row1("b67", kFirstDay));
  EXPECT_EQ(InOrderOfFiles().size(), 65u);
  EXPECT_EQ(bad_.size(), 66u);
  EXPECT_EQ(bad_[64], "66 linked: at most 64 rows that are linked");
}

TEST_F(LinkedRowsTest, MayHaveLineBreaksAndDoubledQuotes) {
  Give("a.csv",
       "\"a\n1\",m,2011-01-01,purchase,1,GBP,yes\n"
       "\"a\"\"2\",m,2011-01-01,purchase,1,GBP,\n");
  EXPECT_THAT(InOrderOfFiles(), ElementsAre("a\n1+", "a\"2"));
}

TEST_F(LinkedRowsTest, StandInJsonToo) {
  const std::string row =
      R"("member_id":"m","occurred_at":"2011-01-01","kind":"enroll")";
  Give("a.ndjson",
       "{\"transaction_id\":\"1\",\"linked\":\"yes\"," + row + "}\n" +
           "{\"transaction_id\":\"2\"," + row + "}\n" +
           "{\"transaction_id\":\"3\",\"linked\":\"maybe\"," + row + "}\n",
       "");
  EXPECT_THAT(InOrderOfFiles(), ElementsAre("1+", "2"));
  EXPECT_THAT(bad_, ElementsAre("3 linked: yes or nothing"));
}

}  // namespace
}  // namespace kumbara::tools
