// kumbara verify on a ledger whose snapshot someone wrote who can make every
// checksum anew: what is shown is not what the journal comes to.

#include <cstring>
#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "storage/journal/head_file.h"
#include "storage/snapshot/snapshot_format.h"
#include "storage/snapshot/snapshot_list.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/temp_directory.h"
#include "tests/tools/kumbara/run_kumbara.h"

namespace kumbara::tools {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class VerifyCommandTest : public ::testing::Test {
 protected:
  VerifyCommandTest() {
    InitShop(path_);
    // The same ledger up to here.
    fs::copy(path_, twin_, fs::copy_options::recursive);
    RunKumbara(
        {"submit", path_, "award anna 100 points at=2024-05-01T10:00:00Z"});
    RunKumbara(
        {"submit", twin_, "award anna 900 points at=2024-05-01T10:00:00Z"});
    RunKumbara({"snapshot", "create", path_});
    RunKumbara({"snapshot", "create", twin_});
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
  const Ran ran = RunKumbara({"verify", path_});
  EXPECT_EQ(ran.code, kExitOk) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr(".snapshot comes to the same state"));
}

TEST_F(VerifyCommandTest, AForgedSnapshotIsFound) {
  Forge();
  // Nothing of it can be told from a good one by itself.
  EXPECT_THAT(RunKumbara({"balances", path_}).out, HasSubstr("anna,900"));
  EXPECT_EQ(RunKumbara({"snapshot", "verify", path_}).code, kExitOk);
  const Ran ran = RunKumbara({"verify", path_});
  EXPECT_EQ(ran.code, kExitDamaged);
  EXPECT_THAT(ran.err, HasSubstr(".snapshot: comes to another state than the "
                                 "journal; move it away"));
  EXPECT_THAT(ran.out, Not(HasSubstr("the same state")));
}

}  // namespace
}  // namespace kumbara::tools
