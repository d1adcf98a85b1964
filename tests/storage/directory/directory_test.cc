#include "storage/directory/directory.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <map>

#include "engine/base/hash.h"
#include "engine/base/hex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/lmdb/environment.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/temp_directory.h"

namespace kumbara::storage {
namespace {

using ::testing::HasSubstr;

const LedgerId kLedger = {1, 2};

class DirectoryTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Directory>> Make(Pseudonym pseudonym) {
    LedgerKey key;
    if (pseudonym == Pseudonym::kSalted) {
      absl::StatusOr<LedgerKey> created = CreateKeyFile(key_path_);
      if (!created.ok()) return created.status();
      key = *created;
    }
    return Directory::Create(ledger_.path(), kLedger, pseudonym, key);
  }

  TempDirectory ledger_;
  TempDirectory state_;
  const std::string key_path_ = state_.path() + "/keys/x.key";
  const std::string path_ = ledger_.path() + "/directory.mdb";
};

TEST_F(DirectoryTest, OneFromBeforeItHadTheLedgersIdIsNotToldToBeDamaged) {
  // Magic, format 1, stable, fingerprint, checksum of what stands before.
  std::array<std::byte, 48> record{};
  std::memcpy(record.data(), "KUMBDIRY\1\0\2", 11);
  const auto write = [&] {
    std::filesystem::remove(path_);
    const auto file = Environment::Create(path_, 1 << 20);
    ASSERT_TRUE(file.ok()) << file.status();
    auto writing = (*file)->BeginWrite();
    ASSERT_TRUE(writing.ok()) << writing.status();
    const auto space = writing->Append(0, record.size());
    ASSERT_TRUE(space.ok()) << space.status();
    std::memcpy(space->data(), record.data(), record.size());
    ASSERT_TRUE(writing->Commit().ok());
  };
  const Digest checksum = Hash128(record.data(), 32);
  std::memcpy(record.data() + 32, &checksum, sizeof(checksum));
  write();
  absl::Status opened =
      Directory::OpenReadOnly(ledger_.path(), kLedger).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(opened)) << opened;
  EXPECT_EQ(std::string(opened.message()),
            path_ +
                ": the directory was written by an older kumbara, which did "
                "not note its ledger in it; open the ledger with that one");
  // Of that length and nothing of that form.
  for (const std::size_t changed : {0u, 10u, 40u}) {
    record[changed] ^= std::byte{1};
    write();
    opened = Directory::OpenReadOnly(ledger_.path(), kLedger).status();
    EXPECT_TRUE(absl::IsDataLoss(opened)) << opened;
    record[changed] ^= std::byte{1};
  }
}

TEST_F(DirectoryTest, KeepsItsNamesOverReopening) {
  std::map<std::string, MemberId> members;
  {
    const auto directory = Make(Pseudonym::kSalted);
    ASSERT_TRUE(directory.ok()) << directory.status();
    for (int i = 0; i < 300; ++i) {
      const std::string name = "card-" + std::to_string(i);
      members[name] = (*directory)->FindOrAdd(name);
      EXPECT_EQ((*directory)->FindOrAdd(name), members[name]);
      if (i % 100 == 50) {
        ASSERT_TRUE((*directory)->Sync().ok());
      }
    }
    ASSERT_TRUE((*directory)->Sync().ok());
    ASSERT_TRUE((*directory)->Sync().ok());
  }
  for (const bool read_only : {false, true}) {
    const auto directory =
        read_only ? Directory::OpenReadOnly(ledger_.path(), kLedger)
                  : Directory::Open(ledger_.path(), kLedger, key_path_);
    ASSERT_TRUE(directory.ok()) << directory.status();
    EXPECT_EQ((*directory)->size(), 300u);
    for (const auto& [name, member] : members) {
      EXPECT_EQ((*directory)->Find(name), member);
      EXPECT_EQ((*directory)->NameOf(member), name);
    }
    std::size_t visited = 0;
    (*directory)->ForEach([&](std::string_view name, const MemberId& member) {
      EXPECT_EQ(members[std::string(name)], member);
      ++visited;
    });
    EXPECT_EQ(visited, 300u);
  }
}

TEST_F(DirectoryTest, NamesNotSyncedAreGone) {
  {
    const auto directory = Make(Pseudonym::kStable);
    (*directory)->FindOrAdd("kept");
    ASSERT_TRUE((*directory)->Sync().ok());
    (*directory)->FindOrAdd("lost");
  }
  const auto directory = Directory::Open(ledger_.path(), kLedger, "");
  EXPECT_FALSE((*directory)->Find("kept").IsZero());
  EXPECT_TRUE((*directory)->Find("lost").IsZero());
}

TEST_F(DirectoryTest, MoreNamesThanOneValueHoldsAreKept) {
  {
    const auto directory = Make(Pseudonym::kStable);
    for (int i = 0; i < 150'000; ++i) {
      ASSERT_FALSE((*directory)->FindOrAdd(std::to_string(i)).IsZero());
    }
    ASSERT_TRUE((*directory)->Sync().ok());
    (*directory)->FindOrAdd("one more");
    ASSERT_TRUE((*directory)->Sync().ok());
  }
  const auto directory = Directory::OpenReadOnly(ledger_.path(), kLedger);
  ASSERT_TRUE(directory.ok()) << directory.status();
  EXPECT_EQ((*directory)->size(), 150'001u);
}

TEST_F(DirectoryTest, RefusesTextsOfImpossibleLength) {
  const auto directory = Make(Pseudonym::kStable);
  EXPECT_TRUE((*directory)->FindOrAdd("").IsZero());
  EXPECT_TRUE((*directory)->FindOrAdd(std::string(129, 'x')).IsZero());
  EXPECT_FALSE((*directory)->FindOrAdd(std::string(128, 'x')).IsZero());
  EXPECT_EQ((*directory)->size(), 1u);
}

TEST_F(DirectoryTest, AnUnknownNameIsZeroAndAnUnknownMemberNameless) {
  const auto directory = Make(Pseudonym::kStable);
  EXPECT_TRUE((*directory)->Find("nobody").IsZero());
  EXPECT_EQ((*directory)->NameOf(MemberId{1, 2}), "");
}

TEST_F(DirectoryTest, StableIdsAreThoseOfTheFormula) {
  const auto directory = Make(Pseudonym::kStable);
  // The first 16 bytes of HMAC-SHA-256 of 16 zero bytes and the text, under a
  // key of 32 zero bytes, computed by another program.
  EXPECT_EQ(ToHex((*directory)->FindOrAdd("4711")),
            "ebb58e4de57597bd1a43c69ac5f9ae23");
}

TEST_F(DirectoryTest, SaltedIdsDifferBetweenLedgersAndStableOnesDoNot) {
  TempDirectory other;
  const auto stable = Make(Pseudonym::kStable);
  const auto again =
      Directory::Create(other.path(), kLedger, Pseudonym::kStable, LedgerKey{});
  EXPECT_EQ((*stable)->FindOrAdd("4711"), (*again)->FindOrAdd("4711"));

  TempDirectory third;
  const absl::StatusOr<LedgerKey> key = CreateKeyFile(key_path_);
  const auto salted =
      Directory::Create(third.path(), kLedger, Pseudonym::kSalted, *key);
  EXPECT_NE((*stable)->FindOrAdd("4711"), (*salted)->FindOrAdd("4711"));
}

TEST_F(DirectoryTest, RefusesTheKeyOfAnotherLedger) {
  ASSERT_TRUE(Make(Pseudonym::kSalted).ok());
  const std::string other = state_.path() + "/other.key";
  ASSERT_TRUE(CreateKeyFile(other).ok());
  const auto opened = Directory::Open(ledger_.path(), kLedger, other);
  EXPECT_TRUE(absl::IsFailedPrecondition(opened.status())) << opened.status();
  EXPECT_THAT(std::string(opened.status().message()),
              HasSubstr("is not the key of this ledger"));
}

TEST_F(DirectoryTest, ReadersAndWritersNoticeTheDirectoryOfAnotherLedger) {
  ASSERT_TRUE(Make(Pseudonym::kStable).ok());
  const LedgerId other = {1, 3};
  for (const auto& opened :
       {Directory::Open(ledger_.path(), other, "").status(),
        Directory::OpenReadOnly(ledger_.path(), other).status(),
        Directory::OpenToErase(ledger_.path(), other).status()}) {
    EXPECT_TRUE(absl::IsDataLoss(opened)) << opened;
    EXPECT_THAT(std::string(opened.message()),
                HasSubstr(path_ + ": is the directory of ledger " +
                          ToHex(kLedger) + ", this is " + ToHex(other)));
  }
}

TEST_F(DirectoryTest, AMissingOneIsLost) {
  const auto opened = Directory::OpenReadOnly(ledger_.path(), kLedger);
  EXPECT_TRUE(absl::IsDataLoss(opened.status())) << opened.status();
  EXPECT_THAT(std::string(opened.status().message()), HasSubstr(path_));
}

TEST_F(DirectoryTest, NamesAMissingKeyFile) {
  ASSERT_TRUE(Make(Pseudonym::kSalted).ok());
  std::filesystem::remove(key_path_);
  const auto opened = Directory::Open(ledger_.path(), kLedger, key_path_);
  EXPECT_TRUE(absl::IsNotFound(opened.status())) << opened.status();
  EXPECT_THAT(std::string(opened.status().message()),
              HasSubstr(key_path_ + ": the ledger's key file is missing"));
  EXPECT_TRUE(Directory::OpenReadOnly(ledger_.path(), kLedger).ok());
}

TEST_F(DirectoryTest, RefusesAKeyFileThatOthersMayRead) {
  ASSERT_TRUE(Make(Pseudonym::kSalted).ok());
  for (const mode_t mode : {0640u, 0604u, 0660u, 0601u}) {
    ASSERT_EQ(chmod(key_path_.c_str(), mode), 0);
    const auto opened = Directory::Open(ledger_.path(), kLedger, key_path_);
    EXPECT_TRUE(absl::IsPermissionDenied(opened.status())) << opened.status();
    EXPECT_THAT(std::string(opened.status().message()),
                HasSubstr("its mode must be 0600"));
  }
}

// A service manager's access list for the service's user shows as a group that
// may read.
TEST_F(DirectoryTest, TakesAKeyThatAServiceManagerGives) {
  ASSERT_TRUE(Make(Pseudonym::kSalted).ok());
  const std::string given = std::filesystem::path(key_path_).parent_path();
  ASSERT_EQ(setenv("CREDENTIALS_DIRECTORY", given.c_str(), 1), 0);
  for (const mode_t mode : {0440u, 0400u, 0460u, 0444u}) {
    ASSERT_EQ(chmod(key_path_.c_str(), mode), 0);
    const bool may = mode == 0440 || mode == 0400;
    EXPECT_EQ(Directory::Open(ledger_.path(), kLedger, key_path_).ok(), may)
        << mode;
  }
  ASSERT_EQ(setenv("CREDENTIALS_DIRECTORY", "/elsewhere", 1), 0);
  ASSERT_EQ(chmod(key_path_.c_str(), 0440), 0);
  EXPECT_FALSE(Directory::Open(ledger_.path(), kLedger, key_path_).ok());
  ASSERT_EQ(unsetenv("CREDENTIALS_DIRECTORY"), 0);
}

TEST_F(DirectoryTest, RefusesAKeyFileOfAnotherSize) {
  ASSERT_TRUE(Make(Pseudonym::kSalted).ok());
  for (const std::size_t size : {0u, 31u, 33u}) {
    WriteBytes(key_path_, std::string(size, 'k'));
    EXPECT_TRUE(absl::IsDataLoss(
        Directory::Open(ledger_.path(), kLedger, key_path_).status()));
  }
}

TEST_F(DirectoryTest, TheLedgerHoldsNoByteOfTheKey) {
  {
    const auto directory = Make(Pseudonym::kSalted);
    (*directory)->FindOrAdd("4711");
    ASSERT_TRUE((*directory)->Sync().ok());
  }
  const std::string key = ReadBytes(key_path_);
  ASSERT_EQ(key.size(), 32u);
  struct stat facts;
  ASSERT_EQ(stat(key_path_.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0600u);
  EXPECT_EQ(ReadBytes(path_).find(key.substr(0, 8)), std::string::npos);
}

TEST_F(DirectoryTest, AKeyFileIsNeverOverwritten) {
  ASSERT_TRUE(CreateKeyFile(key_path_).ok());
  const std::string before = ReadBytes(key_path_);
  EXPECT_TRUE(absl::IsAlreadyExists(CreateKeyFile(key_path_).status()));
  EXPECT_EQ(ReadBytes(key_path_), before);
}

TEST_F(DirectoryTest, AnyChangedByteOfItsValuesIsRefused) {
  {
    const auto directory = Make(Pseudonym::kStable);
    for (const char* name : {"ada", "bob", "cem"}) {
      (*directory)->FindOrAdd(name);
    }
    ASSERT_TRUE((*directory)->Sync().ok());
  }
  const std::string whole = ReadBytes(path_);
  for (const auto& [magic, size] :
       {std::pair("KUMBDIRY", 64), std::pair("KUMBNAME", 48 + 3 * (34 + 3))}) {
    // The copy that the newest tree holds is the last one written.
    const std::size_t begin = whole.rfind(magic);
    ASSERT_NE(begin, std::string::npos);
    int detected = 0;
    for (int at = 0; at < size; ++at) {
      std::string damaged = whole;
      damaged[begin + static_cast<std::size_t>(at)] ^= 4;
      WriteBytes(path_, damaged);
      if (!Directory::OpenReadOnly(ledger_.path(), kLedger).ok()) ++detected;
    }
    EXPECT_EQ(detected, size) << magic;
  }
}

TEST_F(DirectoryTest, ReadsBesideAWriterInAnotherProcess) {
  ASSERT_TRUE(Make(Pseudonym::kStable).ok());
  const pid_t writer = fork();
  if (writer == 0) {
    const auto directory = Directory::Open(ledger_.path(), kLedger, "");
    for (int i = 0; i < 100; ++i) {
      (*directory)->FindOrAdd("name " + std::to_string(i));
      if (!(*directory)->Sync().ok()) _exit(1);
    }
    _exit(0);
  }
  int status = 0;
  std::size_t least = 0;
  while (waitpid(writer, &status, WNOHANG) == 0) {
    const auto directory = Directory::OpenReadOnly(ledger_.path(), kLedger);
    ASSERT_TRUE(directory.ok()) << directory.status();
    EXPECT_GE((*directory)->size(), least);
    least = (*directory)->size();
  }
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ((*Directory::OpenReadOnly(ledger_.path(), kLedger))->size(), 100u);
}

TEST(NameTableTest, RefusesAMemberIdThatAnotherNameHas) {
  NameTable names;
  EXPECT_TRUE(names.Add("ada", MemberId{1, 1}));
  EXPECT_FALSE(names.Add("bob", MemberId{1, 1}));
  EXPECT_FALSE(names.Add("ada", MemberId{2, 2}));
  EXPECT_EQ(names.size(), 1u);
  EXPECT_TRUE(names.Find("bob").IsZero());
}

TEST(KeyFileTest, LiesBelowTheStateDirectory) {
  const LedgerId ledger{1, 2};
  ASSERT_EQ(setenv("XDG_STATE_HOME", "/state", 1), 0);
  EXPECT_EQ(*DefaultKeyPath(ledger),
            "/state/kumbara/" + ToHex(ledger) + ".key");
  ASSERT_EQ(unsetenv("XDG_STATE_HOME"), 0);
  ASSERT_EQ(setenv("HOME", "/home/x", 1), 0);
  EXPECT_EQ(*DefaultKeyPath(ledger),
            "/home/x/.local/state/kumbara/" + ToHex(ledger) + ".key");
}

}  // namespace
}  // namespace kumbara::storage
