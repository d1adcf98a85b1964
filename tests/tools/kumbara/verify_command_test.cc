// kumbara verify on a ledger whose snapshot someone wrote who can make every
// checksum anew: what is shown is not what the journal comes to.

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "storage/journal/head_file.h"
#include "storage/snapshot/snapshot_format.h"
#include "storage/snapshot/snapshot_list.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/temp_directory.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"

namespace kumbara::tools {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

struct Said {
  int code = kExitOk;
  std::string out;
  std::string err;
};

Said Say(std::vector<std::string> words) {
  CLI::App app;
  Said said;
  AddInit(app, &said.code);
  AddSubmit(app, &said.code);
  AddBalances(app, &said.code);
  AddSnapshot(app, &said.code);
  AddVerify(app, &said.code);
  std::reverse(words.begin(), words.end());
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  app.parse(std::move(words));
  said.out = ::testing::internal::GetCapturedStdout();
  said.err = ::testing::internal::GetCapturedStderr();
  return said;
}

class VerifyCommandTest : public ::testing::Test {
 protected:
  VerifyCommandTest() {
    std::ofstream(path_ + ".toml")
        << "program = { name = \"shop\", currency = \"GBP\", enrol = "
           "\"first_sight\" }\nunit.points = { decimals = 0 }\n";
    Say({"init", path_, "--program", path_ + ".toml", "--pseudonym", "stable",
         "--max-ahead", "off"});
    // The same ledger up to here.
    fs::copy(path_, twin_, fs::copy_options::recursive);
    Say({"submit", path_, "award anna 100 points at=2024-05-01T10:00:00Z"});
    Say({"submit", twin_, "award anna 900 points at=2024-05-01T10:00:00Z"});
    Say({"snapshot", "create", path_});
    Say({"snapshot", "create", twin_});
  }

  // The snapshot of the twin, as if it were of this ledger's journal.
  void Forge() {
    const std::string snapshot = storage::ListSnapshots(path_)->front();
    std::string bytes =
        storage::ReadBytes(storage::ListSnapshots(twin_)->front());
    storage::SnapshotHeader header;
    std::memcpy(&header, bytes.data(), sizeof(header));
    header.chain = storage::HeadFile::Read(path_)->chain;
    header.header_hash = header.Hash();
    std::memcpy(bytes.data(), &header, sizeof(header));
    storage::WriteBytes(snapshot, bytes);
  }

  storage::TempDirectory directory_;
  const std::string path_ = directory_.path() + "/shop";
  const std::string twin_ = directory_.path() + "/twin";
};

TEST_F(VerifyCommandTest, ASnapshotThatComesToTheSameStateIsNamed) {
  const Said said = Say({"verify", path_});
  EXPECT_EQ(said.code, kExitOk) << said.err;
  EXPECT_THAT(said.out, HasSubstr(".snapshot comes to the same state"));
}

TEST_F(VerifyCommandTest, AForgedSnapshotIsFound) {
  Forge();
  // Nothing of it can be told from a good one by itself.
  EXPECT_THAT(Say({"balances", path_}).out, HasSubstr("anna,900"));
  EXPECT_EQ(Say({"snapshot", "verify", path_}).code, kExitOk);
  const Said said = Say({"verify", path_});
  EXPECT_EQ(said.code, kExitDamaged);
  EXPECT_THAT(said.err, HasSubstr(".snapshot: comes to another state than the "
                                  "journal; move it away"));
  EXPECT_THAT(said.out, Not(HasSubstr("the same state")));
}

}  // namespace
}  // namespace kumbara::tools
