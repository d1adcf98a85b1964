#include "tools/rows/reject_writer.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/rows/row_order.h"

namespace kumbara::tools {
namespace {

class RejectWriterTest : public testing::Test {
 protected:
  RejectWriterTest() {
    std::string pattern = testing::TempDir() + "rejectsXXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~RejectWriterTest() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const {
    return folder_ + "/" + name;
  }
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(Path(name), std::ios::binary) << text;
  }
  std::string Read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(Path(name), std::ios::binary).rdbuf();
    return text.str();
  }
  // Loads files and writes their bad rows; returns the good ones' ids.
  std::string Load(const std::vector<std::string>& names,
                   const std::string& rejects) const {
    absl::StatusOr<std::unique_ptr<RejectWriter>> writer =
        RejectWriter::Create(Path(rejects));
    EXPECT_TRUE(writer.ok()) << writer.status();
    RowSourceOptions options;
    for (const std::string& name : names) options.paths.push_back(Path(name));
    options.on_bad = [&writer](const RowError& error, std::string_view raw) {
      EXPECT_TRUE((*writer)->Add(error, raw).ok());
    };
    RowSource source(options);
    EXPECT_TRUE(source.Open().ok()) << source.status();
    std::string ids;
    while (const Row* row = source.Next()) {
      ids += std::string(row->transaction_id) + " ";
    }
    EXPECT_EQ((*writer)->rows(), source.totals().bad);
    EXPECT_TRUE((*writer)->Close().ok());
    return ids;
  }

  std::string folder_;
};

constexpr char kFewColumns[] = "transaction_id,member_id,occurred_at,kind";

TEST_F(RejectWriterTest, BadRowsAreRepairedAndLoadedAgain) {
  Write("in.csv", std::string(kFewColumns) +
                      "\r\n1,m,2011-01-01,enroll\r\n"
                      "2,m,\"yester\"\"day\",enroll\r\n"
                      "3,m,2011-01-03,enroll\r\n");
  EXPECT_EQ(Load({"in.csv"}, "rejects.csv"), "1 3 ");
  const std::string rejects = Read("rejects.csv");
  EXPECT_EQ(rejects,
            std::string(kFewColumns) +
                ",rejected_line,rejected_because\n"
                "2,m,\"yester\"\"day\",enroll,3,\"occurred_at: expected an "
                "instant such as 1970-01-01T00:00:00Z or "
                "1970-01-01T02:00:00+02:00; got \"\"yester\\\"\"day\"\"\"\n");
  // Loaded as they are the rejects are rejected again; repaired they are good.
  EXPECT_EQ(Load({"rejects.csv"}, "again.csv"), "");
  std::string repaired = Read("again.csv");
  const std::string bad = "\"yester\"\"day\"";
  repaired.replace(repaired.find(bad), bad.size(), "2011-01-02");
  Write("repaired.csv", repaired);
  EXPECT_EQ(Load({"repaired.csv"}, "none.csv"), "2 ");
}

TEST_F(RejectWriterTest, BrokenRecordsStayBadAndHarmOnlyThemselves) {
  Write("in.csv", std::string(kFewColumns) +
                      "\n1,\"m,2011-01-01,enroll\n"
                      "2,m,2011-01-02,enroll,extra\n"
                      "3,m\n"
                      "4,m,2011-01-04,enroll\n");
  EXPECT_EQ(Load({"in.csv"}, "a.csv"), "4 ");
  EXPECT_EQ(Load({"a.csv"}, "b.csv"), "");
  EXPECT_THAT(Read("b.csv"), testing::HasSubstr("3,m,4,"));
}

TEST_F(RejectWriterTest, WithoutRowsLeavesNoFile) {
  Write("in.csv", std::string(kFewColumns) + "\n1,m,2011-01-01,enroll\n");
  EXPECT_EQ(Load({"in.csv"}, "rejects.csv"), "1 ");
  EXPECT_FALSE(std::filesystem::exists(Path("rejects.csv")));
}

TEST_F(RejectWriterTest, AnotherHeaderGetsAnotherFile) {
  Write("a.csv", std::string(kFewColumns) + "\n1,m,x,enroll\n");
  Write("b.csv", "kind,transaction_id,member_id,occurred_at\nenroll,2,m,y\n");
  Write("c.csv", std::string(kFewColumns) + "\n3,m,z,enroll\n");
  EXPECT_EQ(Load({"a.csv", "b.csv", "c.csv"}, "r.csv"), "");
  EXPECT_THAT(Read("r.csv"), testing::StartsWith(kFewColumns));
  EXPECT_THAT(Read("r.csv"), testing::HasSubstr("\n3,m,z,enroll,2,"));
  EXPECT_THAT(Read("r.2.csv"), testing::HasSubstr("\nenroll,2,m,y,2,"));
  EXPECT_FALSE(std::filesystem::exists(Path("r.3.csv")));
}

TEST_F(RejectWriterTest, LinesWithoutHeaderStandAsTheyStood) {
  Write("in.ndjson",
        "{\"kind\":\"enroll\",\"transaction_id\":1,\"member_id\":\"m\","
        "\"occurred_at\":\"2011-01-01\"}\r\n"
        " {\"kind\" : \"tick\", \"occurred_at\":null} \r\n"
        "{\"kind\":\"ti\xff"
        "ck\n{\"kind\":");
  EXPECT_EQ(Load({"in.ndjson"}, "r.ndjson"), "1 ");
  EXPECT_EQ(Read("r.ndjson"),
            " {\"kind\" : \"tick\", \"occurred_at\":null} \n"
            "{\"kind\":\"ti\xff"
            "ck\n{\"kind\":\n");
  EXPECT_EQ(Load({"r.ndjson"}, "again.ndjson"), "");
  EXPECT_EQ(Read("again.ndjson"), Read("r.ndjson"));
}

TEST_F(RejectWriterTest, NamesOfFurtherFilesSayTheirForm) {
  Write("a.csv", std::string(kFewColumns) + "\n1,m,x,enroll\n");
  Write("b.ndjson", "{\"kind\":2}\n");
  EXPECT_EQ(Load({"a.csv", "b.ndjson"}, "r.csv"), "");
  EXPECT_EQ(Read("r.2.ndjson"), "{\"kind\":2}\n");
  EXPECT_EQ(Load({"b.ndjson", "a.csv"}, "s.jsonl"), "");
  EXPECT_EQ(Read("s.jsonl"), "{\"kind\":2}\n");
  EXPECT_THAT(Read("s.2.csv"), testing::StartsWith(kFewColumns));
  EXPECT_EQ(Load({"a.csv", "b.ndjson"}, "plain"), "");
  EXPECT_EQ(Read("plain.2.ndjson"), "{\"kind\":2}\n");
}

TEST_F(RejectWriterTest, NeverOverwritesAFile) {
  Write("in.csv", "precious");
  EXPECT_EQ(RejectWriter::Create(Path("in.csv")).status().code(),
            absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Read("in.csv"), "precious");
}

}  // namespace
}  // namespace kumbara::tools
