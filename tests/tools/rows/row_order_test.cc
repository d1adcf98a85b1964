#include "tools/rows/row_order.h"

#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/time_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kumbara::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kHeader[] =
    "transaction_id,member_id,occurred_at,kind,amount_minor,currency,"
    "store_id\n";

class RowSourceTest : public testing::Test {
 protected:
  RowSourceTest() {
    std::string pattern = testing::TempDir() + "ordersXXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    options_.spool_folder = folder_;
    options_.on_bad = [this](const RowError& error, std::string_view raw) {
      bad_.push_back(std::filesystem::path(error.file).filename().string() +
                     ":" + std::to_string(error.line) + ":" + error.field +
                     ":" + std::string(raw));
    };
  }
  ~RowSourceTest() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  void Give(const std::string& name, const std::string& rows) {
    options_.paths.push_back(Write(name, kHeader + rows));
  }

  // Reads everything and returns the transaction ids.
  std::vector<std::string> Ids() {
    RowSource source(options_);
    EXPECT_TRUE(source.Open().ok()) << source.status();
    std::vector<std::string> ids;
    while (const Row* row = source.Next()) {
      ids.emplace_back(row->transaction_id);
      EXPECT_THAT(std::string(row->raw), HasSubstr(ids.back()));
    }
    EXPECT_TRUE(source.status().ok()) << source.status();
    EXPECT_EQ(source.Next(), nullptr);
    totals_ = source.totals();
    progress_ = source.progress();
    return ids;
  }

  std::string folder_;
  RowSourceOptions options_;
  std::vector<std::string> bad_;
  RowTotals totals_;
  RowSource::Progress progress_;
};

std::string Enroll(const std::string& id, const std::string& at) {
  return id + ",m," + at + ",enroll,,,\n";
}

TEST_F(RowSourceTest, MergesByTimeWithTiesInTheOrderOfFilesAndLines) {
  Give("a.csv", Enroll("a1", "2011-01-02") + Enroll("a2", "2011-01-02") +
                    Enroll("a3", "2011-01-04"));
  Give("b.csv", Enroll("b1", "2011-01-01") + Enroll("b2", "2011-01-02") +
                    Enroll("b3", "2011-01-03"));
  EXPECT_THAT(Ids(), ElementsAre("b1", "a1", "a2", "b2", "b3", "a3"));
  std::swap(options_.paths[0], options_.paths[1]);
  EXPECT_THAT(Ids(), ElementsAre("b1", "b2", "a1", "a2", "b3", "a3"));
}

TEST_F(RowSourceTest, MergesFilesInOrderWithFilesOutOfOrder) {
  Give("a.csv", Enroll("a1", "2011-01-03") + Enroll("a2", "2011-01-01"));
  Give("b.csv", Enroll("b1", "2011-01-01") + Enroll("b2", "2011-01-03"));
  Give("c.csv", Enroll("c1", "2011-01-03") + Enroll("c2", "2011-01-01"));
  EXPECT_THAT(Ids(), ElementsAre("a2", "b1", "c2", "a1", "b2", "c1"));
}

TEST_F(RowSourceTest, AsTheyStandIsFileAfterFile) {
  options_.order = RowOrder::kFile;
  Give("a.csv", Enroll("a1", "2011-01-03") + Enroll("a2", "2011-01-01"));
  Give("b.csv", Enroll("b1", "2011-01-02"));
  EXPECT_THAT(Ids(), ElementsAre("a1", "a2", "b1"));
  EXPECT_EQ(totals_.rows, 3u);
  EXPECT_EQ(totals_.tick, ParseInstant("2011-01-03"));
}

TEST_F(RowSourceTest, EveryRowIsGivenOrAnonymousOrBad) {
  for (const RowOrder order : {RowOrder::kTime, RowOrder::kFile}) {
    SCOPED_TRACE(static_cast<int>(order));
    options_ = RowSourceOptions{{},         order,
                                256 * kMiB, ParseInstant("2011-02-01"),
                                folder_,    options_.on_bad};
    bad_.clear();
    Give("a.csv", Enroll("a1", "2011-01-03") + "half\n" +
                      "a3,,2011-01-09,purchase,5,EUR,\n" +
                      Enroll("a4", "2011-03-01") + Enroll("a5", "2011-01-04"));
    Give("b.csv", Enroll("b1", "2011-01-05") + Enroll("b2", "yesterday"));
    EXPECT_THAT(Ids(), ElementsAre("a1", "a5", "b1"));
    EXPECT_EQ(totals_.rows, 7u);
    EXPECT_EQ(totals_.anonymous, 1u);
    EXPECT_EQ(totals_.bad, 3u);
    // The anonymous sale counts for the tick, the row ahead of time does not.
    EXPECT_EQ(totals_.tick, ParseInstant("2011-01-09"));
    EXPECT_THAT(bad_,
                ElementsAre("a.csv:3:record:half",
                            "a.csv:5:occurred_at:a4,m,2011-03-01,enroll,,,",
                            "b.csv:3:occurred_at:b2,m,yesterday,enroll,,,"));
    EXPECT_EQ(progress_.bytes_read, progress_.bytes_total);
  }
}

TEST_F(RowSourceTest, BadRowsOfAFileThatMustBeSortedAreReportedOnce) {
  options_.memory_bytes = 0;
  Give("a.csv", Enroll("a1", "2011-01-03") + "half\n" +
                    Enroll("a2", "2011-01-02") + Enroll("a3", "2011-01-01"));
  EXPECT_THAT(Ids(), ElementsAre("a3", "a2", "a1"));
  EXPECT_THAT(bad_, ElementsAre("a.csv:3:record:half"));
  EXPECT_EQ(totals_.rows, 4u);
  EXPECT_EQ(totals_.bad, 1u);
}

TEST_F(RowSourceTest, WithoutRowsThereIsNoTick) {
  Give("a.csv", "");
  EXPECT_THAT(Ids(), ElementsAre());
  EXPECT_EQ(totals_, RowTotals{});
}

TEST_F(RowSourceTest, SortedRecordsKeepQuotesAndStrayCarriageReturns) {
  options_.memory_bytes = 0;
  Give("a.csv",
       "a1,m,2011-01-03,enroll,,,\"x\"\"\r\ny\"\r\n"
       "a2,m,2011-01-02,enroll,,,z\r\r\n");
  RowSource source(options_);
  ASSERT_TRUE(source.Open().ok()) << source.status();
  const Row* row = source.Next();
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->store_id, "z\r");
  row = source.Next();
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->store_id, "x\"\r\ny");
  EXPECT_EQ(row->raw, "a1,m,2011-01-03,enroll,,,\"x\"\"\r\ny\"");
}

TEST_F(RowSourceTest, ReadsAPipeInBothOrders) {
  for (const RowOrder order : {RowOrder::kTime, RowOrder::kFile}) {
    const std::string path = folder_ + "/pipe";
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    std::thread writer([&path] {
      std::ofstream(path) << kHeader << Enroll("a1", "2011-01-03")
                          << Enroll("a2", "2011-01-01");
    });
    options_.paths = {path};
    options_.order = order;
    if (order == RowOrder::kTime) {
      EXPECT_THAT(Ids(), ElementsAre("a2", "a1"));
    } else {
      EXPECT_THAT(Ids(), ElementsAre("a1", "a2"));
    }
    writer.join();
    std::filesystem::remove(path);
  }
}

TEST_F(RowSourceTest, RefusesWhatCannotBeReadWithItsName) {
  for (const RowOrder order : {RowOrder::kTime, RowOrder::kFile}) {
    for (const auto& [path, message] :
         std::vector<std::pair<std::string, std::string>>{
             {folder_ + "/none.csv", "none.csv: cannot open"},
             {folder_, folder_ + ": read"},
             {Write("empty.csv", ""), "got an empty file"},
             {Write("bad.csv", "kind,knd\n"), "bad.csv:1: header: expected"}}) {
      options_.paths = {path};
      options_.order = order;
      RowSource source(options_);
      if (source.Open().ok()) {
        EXPECT_EQ(source.Next(), nullptr);
      }
      EXPECT_THAT(std::string(source.status().message()), HasSubstr(message));
    }
  }
}

TEST_F(RowSourceTest, NoticesAFileThatChangesBetweenThePasses) {
  Give("a.csv", Enroll("a1", "2011-01-01") + Enroll("a2", "2011-01-02"));
  RowSource source(options_);
  ASSERT_TRUE(source.Open().ok()) << source.status();
  Write("a.csv", kHeader + Enroll("a1", "2011-01-01"));
  EXPECT_EQ(source.Next(), nullptr);
  EXPECT_EQ(source.status().code(), absl::StatusCode::kAborted);
  EXPECT_THAT(std::string(source.status().message()),
              HasSubstr("a.csv: changed while it was read"));
}

TEST_F(RowSourceTest, NamesARowGivenInTheSameFormAsABadOne) {
  Give("a.csv", Enroll("a1", "2011-01-01"));
  RowSource source(options_);
  ASSERT_TRUE(source.Open().ok()) << source.status();
  const Row* row = source.Next();
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(
      ToText(source.ErrorOf(*row, "points", "2 decimals", "1.234")),
      options_.paths[0] + ":2: points: expected 2 decimals; got \"1.234\"");
}

std::string EnrollJson(const std::string& id, const std::string& at) {
  return "{\"kind\":\"enroll\",\"member_id\":\"m\",\"occurred_at\":\"" + at +
         "\",\"transaction_id\":\"" + id + "\"}\n";
}

TEST_F(RowSourceTest, MergesAndSortsFilesOfBothForms) {
  for (const std::size_t memory : {std::size_t{0}, 256 * kMiB}) {
    SCOPED_TRACE(memory);
    options_.memory_bytes = memory;
    options_.paths.clear();
    bad_.clear();
    Give("a.csv", Enroll("a1", "2011-01-03") + Enroll("a2", "2011-01-01"));
    options_.paths.push_back(Write(
        "b.ndjson", EnrollJson("b1", "2011-01-03") + "\n{\"kind\":null}\n" +
                        EnrollJson("b\\u0032", "2011-01-01") +
                        EnrollJson("b\\u0033", "2011-01-02")));
    options_.paths.push_back(
        Write("c.jsonl",
              EnrollJson("c1", "2011-01-01") + EnrollJson("c2", "2011-01-04")));
    RowSource source(options_);
    ASSERT_TRUE(source.Open().ok()) << source.status();
    std::vector<std::string> ids;
    while (const Row* row = source.Next())
      ids.emplace_back(row->transaction_id);
    EXPECT_TRUE(source.status().ok()) << source.status();
    EXPECT_THAT(ids, ElementsAre("a2", "b2", "c1", "b3", "a1", "b1", "c2"));
    EXPECT_THAT(bad_, ElementsAre("b.ndjson:3:kind:{\"kind\":null}"));
    EXPECT_EQ(source.totals().rows, 8u);
  }
}

TEST_F(RowSourceTest, FormGivenIsThatOfAllFiles) {
  options_.paths.push_back(Write("a.csv", EnrollJson("a1", "2011-01-01")));
  options_.form = RowForm::kNdjson;
  EXPECT_THAT(Ids(), ElementsAre("a1"));
  options_.paths = {Write("b.ndjson", kHeader + Enroll("b1", "2011-01-01"))};
  options_.form = RowForm::kCsv;
  EXPECT_THAT(Ids(), ElementsAre("b1"));
}

TEST_F(RowSourceTest, EmptyFileWithoutHeaderHasNoRows) {
  options_.paths = {Write("a.ndjson", "")};
  EXPECT_THAT(Ids(), ElementsAre());
  EXPECT_EQ(totals_, RowTotals{});
}

struct Wanted {
  Instant at;
  std::string id;
};

// The order is that of a stable sort of all files one after the other, whatever
// the budget. On failure the seed is printed.
TEST_F(RowSourceTest, AgreesWithAStableSortUnderAnyBudget) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    options_.paths.clear();
    bad_.clear();
    std::vector<Wanted> wanted;
    std::size_t bad = 0;
    for (auto files = 1 + random() % 5; files > 0; --files) {
      std::int64_t seconds = static_cast<std::int64_t>(random() % 50);
      const bool in_order = random() % 2 == 0;
      std::string text;
      for (auto rows = random() % 400; rows > 0; --rows) {
        seconds = in_order ? seconds + (random() % 2 == 0 ? 1 : 0)
                           : static_cast<std::int64_t>(random() % 100);
        const Instant at(seconds * 1'000'000);
        const std::string id =
            std::to_string(files) + "/" + std::to_string(rows);
        if (random() % 20 == 0) {
          text += id + ",bad\n";
          ++bad;
          continue;
        }
        text += Enroll(id, ToText(at));
        wanted.push_back({at, id});
      }
      Give(std::to_string(files) + ".csv", text);
    }
    std::stable_sort(
        wanted.begin(), wanted.end(),
        [](const Wanted& a, const Wanted& b) { return a.at < b.at; });
    std::vector<std::string> ids;
    for (const Wanted& one : wanted) ids.push_back(one.id);
    options_.memory_bytes = std::vector<std::size_t>{0, 500, 5'000, 50'000,
                                                     256 * kMiB}[random() % 5];
    ASSERT_EQ(Ids(), ids);
    ASSERT_EQ(bad_.size(), bad);
    ASSERT_EQ(totals_.rows, wanted.size() + bad);
  }
}

TEST_F(RowSourceTest, LeavesNothingInTheTemporaryFolder) {
  options_.memory_bytes = 0;
  Give("a.csv", Enroll("a1", "2011-01-03") + Enroll("a2", "2011-01-02"));
  RowSource source(options_);
  ASSERT_TRUE(source.Open().ok());
  ASSERT_NE(source.Next(), nullptr);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    (void)entry;
    ++files;
  }
  EXPECT_EQ(files, 1u);
}

TEST(RowOrderTest, HasNames) {
  EXPECT_EQ(RowOrderByName("time"), RowOrder::kTime);
  EXPECT_EQ(RowOrderByName("file"), RowOrder::kFile);
  EXPECT_EQ(RowOrderByName("Time"), std::nullopt);
}

}  // namespace
}  // namespace kumbara::tools
