#include "storage/directory/directory.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/hex.h"
#include "engine/base/limits.h"
#include "storage/directory/names_value.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

// Address space only; the file grows with its names.
constexpr std::uint64_t kMapBytes = std::uint64_t{64} << 30;

// Which file stands there; 0 if none can be seen.
std::uint64_t InodeAt(const std::string& path) {
  struct stat facts;
  return stat(path.c_str(), &facts) == 0 ? facts.st_ino : 0;
}

// What a copy without some names is called until it takes the place.
std::string CopyPath(const std::string& path) { return path + ".copy"; }

// What a crash during copying left, and the lock file that belongs to it.
absl::Status RemoveCopy(const std::string& path) {
  std::error_code error;
  for (const char* suffix : {"", "-lock"}) {
    std::filesystem::remove(CopyPath(path) + suffix, error);
    if (error) {
      return absl::FailedPreconditionError(absl::StrCat(
          CopyPath(path), suffix, ": cannot be removed: ", error.message()));
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::string Directory::PathIn(const std::string& ledger_directory) {
  return ledger_directory + "/directory.mdb";
}

absl::StatusOr<std::unique_ptr<Directory>> Directory::Create(
    const std::string& ledger_directory, const LedgerId& ledger,
    Pseudonym pseudonym, const LedgerKey& key) {
  absl::StatusOr<std::unique_ptr<Environment>> environment =
      Environment::Create(PathIn(ledger_directory), kMapBytes);
  if (!environment.ok()) return environment.status();
  std::unique_ptr<Directory> directory(
      new Directory(*std::move(environment), ledger));
  directory->facts_ = {ledger, pseudonym, FingerprintOf(key)};
  directory->pseudonymizer_.emplace(pseudonym, key);
  absl::StatusOr<WriteTransaction> writing =
      directory->environment_->BeginWrite();
  if (!writing.ok()) return writing.status();
  const absl::Status appended = AppendFirstRecord(*writing, directory->facts_);
  if (!appended.ok()) return appended;
  if (absl::Status status = writing->Commit(); !status.ok()) return status;
  return directory;
}

absl::StatusOr<std::unique_ptr<Directory>> Directory::Open(
    const std::string& ledger_directory, const LedgerId& ledger,
    const std::string& key_path) {
  absl::StatusOr<std::unique_ptr<Directory>> directory =
      Load(ledger_directory, ledger, Access::kReadWrite);
  if (!directory.ok()) return directory.status();
  const absl::StatusOr<LedgerKey> key = (*directory)->ReadKey(key_path);
  if (!key.ok()) return key.status();
  (*directory)->pseudonymizer_.emplace((*directory)->pseudonym(), *key);
  return directory;
}

absl::StatusOr<LedgerKey> Directory::ReadKey(
    const std::string& key_path) const {
  LedgerKey key;
  if (pseudonym() == Pseudonym::kSalted) {
    absl::StatusOr<LedgerKey> read = ReadKeyFile(key_path);
    if (!read.ok()) return read.status();
    key = *read;
  }
  if (FingerprintOf(key) != facts_.fingerprint) {
    return absl::FailedPreconditionError(
        absl::StrCat(key_path, ": is not the key of this ledger"));
  }
  return key;
}

absl::Status Directory::CheckKey(const std::string& key_path) const {
  return ReadKey(key_path).status();
}

absl::StatusOr<std::unique_ptr<Directory>> Directory::OpenReadOnly(
    const std::string& ledger_directory, const LedgerId& ledger) {
  return Load(ledger_directory, ledger, Access::kReadOnly);
}

absl::StatusOr<std::unique_ptr<Directory>> Directory::OpenToErase(
    const std::string& ledger_directory, const LedgerId& ledger) {
  return Load(ledger_directory, ledger, Access::kReadWrite);
}

absl::StatusOr<std::unique_ptr<Directory>> Directory::Load(
    const std::string& ledger_directory, const LedgerId& ledger,
    Access access) {
  // Looked at before: one that is replaced meanwhile is then read once more.
  const std::uint64_t inode = InodeAt(PathIn(ledger_directory));
  absl::StatusOr<std::unique_ptr<Environment>> environment =
      Environment::Open(PathIn(ledger_directory), access);
  if (!environment.ok()) return MustBeThere(environment.status());
  std::unique_ptr<Directory> directory(
      new Directory(*std::move(environment), ledger));
  directory->inode_ = inode;
  const absl::Status loaded = directory->LoadFrom(0);
  if (!loaded.ok()) return loaded;
  return directory;
}

absl::Status Directory::LoadFrom(std::uint64_t first_key) {
  absl::StatusOr<ReadTransaction> reading = environment_->BeginRead();
  if (!reading.ok()) return reading.status();
  absl::StatusOr<std::uint64_t> count = reading->Count();
  if (!count.ok()) return count.status();
  // By key and not by walking: a lost key shows as a gap.
  for (std::uint64_t key = first_key; key < std::max<std::uint64_t>(*count, 1);
       ++key) {
    absl::StatusOr<std::optional<std::span<const std::byte>>> value =
        reading->Get(key);
    if (!value.ok()) return value.status();
    if (!value->has_value()) return Damage(key, {.damage = "missing"});
    absl::Status status = LoadValue(key, **value);
    if (!status.ok()) return status;
  }
  next_key_ = *count;
  return absl::OkStatus();
}

absl::Status Directory::LoadValue(std::uint64_t key,
                                  std::span<const std::byte> value) {
  return key == 0 ? LoadFacts(value) : LoadNames(key, value);
}

absl::Status Directory::LoadFacts(std::span<const std::byte> value) {
  const ValueError wrong = ReadFirstRecord(value, &facts_);
  if (!wrong.ok()) return Damage(0, wrong);
  if (facts_.ledger == ledger_) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(
      environment_->path(), ": is the directory of ledger ",
      ToHex(facts_.ledger), ", this is ", ToHex(ledger_),
      "; put back the one that goes with the journal, or restore a backup"));
}

absl::Status Directory::LoadNames(std::uint64_t key,
                                  std::span<const std::byte> value) {
  std::vector<NameEntry> names;
  const ValueError wrong = ReadNames(value, key, &names);
  if (!wrong.ok()) return Damage(key, wrong);
  for (const NameEntry& name : names) {
    if (!names_.Add(name.text, name.member)) {
      return Damage(key,
                    {.damage = "a name or a member id stands there twice"});
    }
  }
  return absl::OkStatus();
}

MemberId Directory::FindOrAdd(std::string_view external_id) {
  const MemberId known = names_.Find(external_id);
  if (!known.IsZero()) [[likely]]
    return known;
  return Add(external_id);
}

MemberId Directory::Add(std::string_view external_id) {
  KUMBARA_CHECK(pseudonymizer_.has_value());
  if (external_id.empty() || external_id.size() > kTextBytesMax) return {};
  const Salt salt = pseudonymizer_->NewSalt();
  const MemberId member = pseudonymizer_->MemberOf(salt, external_id);
  // Once in 2^128: refused rather than given to two persons.
  if (member.IsZero() || !names_.Add(external_id, member)) return {};
  pending_.push_back({salt, member, names_.NameOf(member)});
  return member;
}

absl::Status Directory::Sync() {
  if (!failure_.ok() || pending_.empty()) return failure_;
  failure_ = WritePending();
  return failure_;
}

absl::Status Directory::WritePending() {
  absl::StatusOr<WriteTransaction> writing = environment_->BeginWrite();
  if (!writing.ok()) return writing.status();
  std::uint64_t key = next_key_;
  absl::Status status = AppendNames(*writing, pending_, &key);
  if (status.ok()) status = writing->Commit();
  if (!status.ok()) return status;
  next_key_ = key;
  pending_.clear();
  return absl::OkStatus();
}

absl::Status Directory::Refresh() {
  const std::string path = environment_->path();
  if (InodeAt(path) == inode_) return LoadFrom(next_key_);
  // Somebody was erased: another file stands in its place.
  return ReopenAt(path, Access::kReadOnly);
}

absl::Status Directory::ReopenAt(const std::string& path, Access access) {
  environment_.reset();  // A process may have a path open once.
  inode_ = InodeAt(path);
  absl::StatusOr<std::unique_ptr<Environment>> environment =
      Environment::Open(path, access);
  if (!environment.ok()) return MustBeThere(environment.status());
  environment_ = *std::move(environment);
  names_ = NameTable();
  return LoadFrom(0);
}

absl::Status Directory::Erase(std::span<const MemberId> members,
                              const OnEraseStep& on_step) {
  KUMBARA_CHECK(pending_.empty());
  if (!failure_.ok()) return failure_;
  const std::string path = environment_->path();
  if (absl::Status removed = RemoveCopy(path); !removed.ok()) return removed;
  const bool named = std::any_of(
      members.begin(), members.end(),
      [&](const MemberId& member) { return !names_.NameOf(member).empty(); });
  if (!named) return absl::OkStatus();
  // From here on this object has no file to write to until the new one is open.
  failure_ = absl::AbortedError(absl::StrCat(path, ": is being erased from"));
  absl::Status status = CopyWithout(members, CopyPath(path));
  if (!status.ok()) return status;
  on_step(EraseStep::kCopied);
  if (std::rename(CopyPath(path).c_str(), path.c_str()) != 0) {
    return FileError(errno, path, "cannot be replaced");
  }
  on_step(EraseStep::kReplaced);
  status = SyncDirectory(ParentOf(path));
  if (!status.ok()) return status;
  // The lock file tells of transactions of the old file.
  environment_.reset();
  std::error_code ignored;
  std::filesystem::remove(path + "-lock", ignored);
  if (absl::Status removed = RemoveCopy(path); !removed.ok()) return removed;
  failure_ = ReopenAt(path, Access::kReadWrite);
  return failure_;
}

absl::Status Directory::CopyWithout(std::span<const MemberId> members,
                                    const std::string& path) const {
  absl::StatusOr<std::unique_ptr<Environment>> copy =
      Environment::Create(path, kMapBytes);
  if (!copy.ok()) return copy.status();
  absl::StatusOr<ReadTransaction> reading = environment_->BeginRead();
  if (!reading.ok()) return reading.status();
  absl::StatusOr<WriteTransaction> writing = (*copy)->BeginWrite();
  if (!writing.ok()) return writing.status();
  absl::Status status = AppendFirstRecord(*writing, facts_);
  if (!status.ok()) return status;
  const absl::flat_hash_set<MemberId> erased(members.begin(), members.end());
  std::uint64_t next = 1;
  for (std::uint64_t key = 1; key < next_key_; ++key) {
    const absl::StatusOr<std::optional<std::span<const std::byte>>> value =
        reading->Get(key);
    if (!value.ok()) return value.status();
    if (!value->has_value()) return Damage(key, {.damage = "missing"});
    std::vector<NameEntry> names;
    const ValueError wrong = ReadNames(**value, key, &names);
    if (!wrong.ok()) return Damage(key, wrong);
    std::erase_if(names, [&](const NameEntry& name) {
      return erased.contains(name.member);
    });
    status = AppendNames(*writing, names, &next);
    if (!status.ok()) return status;
  }
  return writing->Commit();
}

absl::Status Directory::Damage(std::uint64_t key,
                               const ValueError& error) const {
  const std::string& path = environment_->path();
  if (error.newer_format != 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, ": the directory was written by a newer kumbara (format ",
        error.newer_format, ", this one knows up to ", kDirectoryFormat, ")"));
  }
  if (error.lacks_ledger) {
    return absl::FailedPreconditionError(absl::StrCat(
        path,
        ": the directory was written by an older kumbara, which did not note "
        "its ledger in it; open the ledger with that one"));
  }
  return absl::DataLossError(absl::StrCat(
      path, ": key ", key, ": ",
      absl::string_view(error.damage.data(), error.damage.size())));
}

}  // namespace kumbara::storage
