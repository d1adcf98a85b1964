#include "storage/directory/directory.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/hash.h"
#include "engine/base/limits.h"

namespace kumbara::storage {
namespace {

constexpr std::uint64_t kDirectoryMagic = 0x5952'4944'424D'554BULL;
constexpr std::uint64_t kNamesMagic = 0x454D'414E'424D'554BULL;
constexpr std::uint16_t kDirectoryFormat = 1;

// Address space only; the file grows with its names.
constexpr std::uint64_t kMapBytes = std::uint64_t{64} << 30;

// Names of one value. More are split over several values of one commit.
constexpr std::size_t kNamesPerValueMax = 65'536;

struct FirstRecord {
  std::uint64_t magic = kDirectoryMagic;
  std::uint16_t format = kDirectoryFormat;
  Pseudonym pseudonym = Pseudonym::kSalted;
  std::uint8_t reserved[5] = {};
  KeyFingerprint fingerprint{};
  Digest checksum;
};
static_assert(sizeof(FirstRecord) == 48);
static_assert(std::has_unique_object_representations_v<FirstRecord>);

struct NamesHeader {
  std::uint64_t magic = kNamesMagic;
  std::uint16_t format = kDirectoryFormat;
  std::uint16_t reserved16 = 0;
  std::uint32_t names = 0;
  std::uint64_t key = 0;
  std::uint64_t value_bytes = 0;
  Digest checksum;
};
static_assert(sizeof(NamesHeader) == 48);
static_assert(std::has_unique_object_representations_v<NamesHeader>);

// An entry up to its text.
constexpr std::size_t kEntryBytes =
    sizeof(Salt) + sizeof(MemberId) + sizeof(std::uint16_t);

std::string PathIn(const std::string& ledger_directory) {
  return ledger_directory + "/directory.mdb";
}

Digest ChecksumOf(const FirstRecord& record) {
  return Hash128(&record, offsetof(FirstRecord, checksum));
}

Digest ChecksumOf(NamesHeader header, std::span<const std::byte> entries) {
  header.checksum = Digest{};
  const Digest parts[2] = {Hash128(&header, sizeof(header)),
                           Hash128(entries.data(), entries.size())};
  return Hash128(parts, sizeof(parts));
}

absl::Status WrittenByNewer(const std::string& path, std::uint16_t format) {
  return absl::FailedPreconditionError(absl::StrCat(
      path, ": the directory was written by a newer kumbara (format ", format,
      ", this one knows up to ", kDirectoryFormat, ")"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Directory>> Directory::Create(
    const std::string& ledger_directory, Pseudonym pseudonym,
    const LedgerKey& key) {
  absl::StatusOr<std::unique_ptr<Environment>> environment =
      Environment::Create(PathIn(ledger_directory), kMapBytes);
  if (!environment.ok()) return environment.status();
  std::unique_ptr<Directory> directory(new Directory(*std::move(environment)));
  directory->pseudonym_ = pseudonym;
  directory->fingerprint_ = FingerprintOf(key);
  directory->pseudonymizer_.emplace(pseudonym, key);
  FirstRecord record;
  record.pseudonym = pseudonym;
  record.fingerprint = directory->fingerprint_;
  record.checksum = ChecksumOf(record);
  absl::StatusOr<WriteTransaction> writing =
      directory->environment_->BeginWrite();
  if (!writing.ok()) return writing.status();
  absl::StatusOr<std::span<std::byte>> space =
      writing->Append(0, sizeof(record));
  if (!space.ok()) return space.status();
  std::memcpy(space->data(), &record, sizeof(record));
  if (absl::Status status = writing->Commit(); !status.ok()) return status;
  return directory;
}

absl::StatusOr<std::unique_ptr<Directory>> Directory::Open(
    const std::string& ledger_directory, const std::string& key_path) {
  absl::StatusOr<std::unique_ptr<Directory>> directory =
      Load(ledger_directory, Access::kReadWrite);
  if (!directory.ok()) return directory.status();
  const absl::StatusOr<LedgerKey> key = (*directory)->ReadKey(key_path);
  if (!key.ok()) return key.status();
  (*directory)->pseudonymizer_.emplace((*directory)->pseudonym_, *key);
  return directory;
}

absl::StatusOr<LedgerKey> Directory::ReadKey(
    const std::string& key_path) const {
  LedgerKey key;
  if (pseudonym_ == Pseudonym::kSalted) {
    absl::StatusOr<LedgerKey> read = ReadKeyFile(key_path);
    if (!read.ok()) return read.status();
    key = *read;
  }
  if (FingerprintOf(key) != fingerprint_) {
    return absl::FailedPreconditionError(
        absl::StrCat(key_path, ": is not the key of this ledger"));
  }
  return key;
}

absl::Status Directory::CheckKey(const std::string& key_path) const {
  return ReadKey(key_path).status();
}

absl::StatusOr<std::unique_ptr<Directory>> Directory::OpenReadOnly(
    const std::string& ledger_directory) {
  return Load(ledger_directory, Access::kReadOnly);
}

absl::StatusOr<std::unique_ptr<Directory>> Directory::Load(
    const std::string& ledger_directory, Access access) {
  absl::StatusOr<std::unique_ptr<Environment>> environment =
      Environment::Open(PathIn(ledger_directory), access);
  if (!environment.ok()) return environment.status();
  std::unique_ptr<Directory> directory(new Directory(*std::move(environment)));
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
    if (!value->has_value()) return Damage(key, "missing");
    absl::Status status =
        key == 0 ? ReadFirstRecord(**value) : LoadNames(key, **value);
    if (!status.ok()) return status;
  }
  next_key_ = *count;
  return absl::OkStatus();
}

absl::Status Directory::ReadFirstRecord(std::span<const std::byte> value) {
  FirstRecord record;
  if (value.size() != sizeof(record)) return Damage(0, "length differs");
  std::memcpy(&record, value.data(), sizeof(record));
  if (record.magic != kDirectoryMagic) return Damage(0, "not a directory");
  if (record.checksum != ChecksumOf(record)) {
    return Damage(0, "checksum differs");
  }
  if (record.format > kDirectoryFormat) {
    return WrittenByNewer(environment_->path(), record.format);
  }
  if (record.pseudonym != Pseudonym::kSalted &&
      record.pseudonym != Pseudonym::kStable) {
    return Damage(0, "unknown kind of pseudonym");
  }
  pseudonym_ = record.pseudonym;
  fingerprint_ = record.fingerprint;
  return absl::OkStatus();
}

absl::Status Directory::LoadNames(std::uint64_t key,
                                  std::span<const std::byte> value) {
  NamesHeader header;
  if (value.size() < sizeof(header)) {
    return Damage(key, "shorter than its header");
  }
  std::memcpy(&header, value.data(), sizeof(header));
  std::span<const std::byte> rest = value.subspan(sizeof(header));
  if (header.magic != kNamesMagic) return Damage(key, "not a list of names");
  if (header.value_bytes != value.size()) return Damage(key, "length differs");
  if (header.checksum != ChecksumOf(header, rest)) {
    return Damage(key, "checksum differs");
  }
  if (header.format > kDirectoryFormat) {
    return WrittenByNewer(environment_->path(), header.format);
  }
  if (header.key != key) return Damage(key, "belongs under another key");
  for (std::uint32_t i = 0; i < header.names; ++i) {
    if (rest.size() < kEntryBytes) return Damage(key, "a name beyond its end");
    const MemberId member = MemberId::FromBytes(rest.data() + sizeof(Salt));
    std::uint16_t length = 0;
    std::memcpy(&length, rest.data() + sizeof(Salt) + sizeof(MemberId),
                sizeof(length));
    rest = rest.subspan(kEntryBytes);
    if (length == 0 || length > kTextBytesMax || length > rest.size() ||
        member.IsZero()) {
      return Damage(key, "a name of impossible form");
    }
    const std::string_view text(reinterpret_cast<const char*>(rest.data()),
                                length);
    if (!names_.Add(text, member)) {
      return Damage(key, "a name or a member id stands there twice");
    }
    rest = rest.subspan(length);
  }
  if (!rest.empty()) return Damage(key, "bytes behind its last name");
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
  std::span<const Pending> rest = pending_;
  std::uint64_t key = next_key_;
  for (; !rest.empty(); ++key) {
    const std::span<const Pending> names =
        rest.first(std::min(rest.size(), kNamesPerValueMax));
    rest = rest.subspan(names.size());
    std::size_t bytes = sizeof(NamesHeader);
    for (const Pending& name : names) bytes += kEntryBytes + name.text.size();
    absl::StatusOr<std::span<std::byte>> space = writing->Append(key, bytes);
    if (!space.ok()) return space.status();
    std::byte* at = space->data() + sizeof(NamesHeader);
    for (const Pending& name : names) {
      const auto length = static_cast<std::uint16_t>(name.text.size());
      std::memcpy(at, name.salt.data(), sizeof(Salt));
      std::memcpy(at + sizeof(Salt), &name.member, sizeof(MemberId));
      std::memcpy(at + sizeof(Salt) + sizeof(MemberId), &length,
                  sizeof(length));
      std::memcpy(at + kEntryBytes, name.text.data(), length);
      at += kEntryBytes + length;
    }
    NamesHeader header;
    header.names = static_cast<std::uint32_t>(names.size());
    header.key = key;
    header.value_bytes = bytes;
    header.checksum = ChecksumOf(header, space->subspan(sizeof(header)));
    std::memcpy(space->data(), &header, sizeof(header));
  }
  if (absl::Status status = writing->Commit(); !status.ok()) return status;
  next_key_ = key;
  pending_.clear();
  return absl::OkStatus();
}

absl::Status Directory::Damage(std::uint64_t key, std::string_view what) const {
  return absl::DataLossError(
      absl::StrCat(environment_->path(), ": key ", key, ": ",
                   absl::string_view(what.data(), what.size())));
}

}  // namespace kumbara::storage
