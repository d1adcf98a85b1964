#include "storage/directory/names_value.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "absl/status/statusor.h"
#include "engine/base/hash.h"
#include "engine/base/limits.h"

namespace kumbara::storage {
namespace {

constexpr std::uint64_t kDirectoryMagic = 0x5952'4944'424D'554BULL;
constexpr std::uint64_t kNamesMagic = 0x454D'414E'424D'554BULL;

// Names of one value. More are split over several values of one commit.
constexpr std::size_t kNamesPerValueMax = 65'536;

struct FirstRecord {
  std::uint64_t magic = kDirectoryMagic;
  std::uint16_t format = kDirectoryFormat;
  Pseudonym pseudonym = Pseudonym::kSalted;
  std::uint8_t reserved[5] = {};
  KeyFingerprint fingerprint{};
  LedgerId ledger;
  Digest checksum;
};
static_assert(sizeof(FirstRecord) == 64);
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

// The first record as it was before it had the ledger's id.
constexpr std::size_t kShortRecordBytes = 48;

// An entry up to its text.
constexpr std::size_t kEntryBytes =
    sizeof(Salt) + sizeof(MemberId) + sizeof(std::uint16_t);

Digest ChecksumOf(const FirstRecord& record) {
  return Hash128(&record, offsetof(FirstRecord, checksum));
}

Digest ChecksumOf(NamesHeader header, std::span<const std::byte> entries) {
  header.checksum = Digest{};
  const Digest parts[2] = {Hash128(&header, sizeof(header)),
                           Hash128(entries.data(), entries.size())};
  return Hash128(parts, sizeof(parts));
}

ValueError Damaged(std::string_view what) { return {.damage = what}; }

ValueError CheckFormat(std::uint16_t format) {
  return {.newer_format = format > kDirectoryFormat ? format : std::uint16_t{}};
}

bool IsWholeShortRecord(std::span<const std::byte> value) {
  if (value.size() != kShortRecordBytes) return false;
  const std::span<const std::byte> checked =
      value.first(kShortRecordBytes - sizeof(Digest));
  const Digest checksum = Hash128(checked.data(), checked.size());
  return std::memcmp(value.data(), &kDirectoryMagic, sizeof(kDirectoryMagic)) ==
             0 &&
         std::memcmp(value.data() + checked.size(), &checksum,
                     sizeof(checksum)) == 0;
}

void WriteEntry(const NameEntry& name, std::byte* at) {
  const auto length = static_cast<std::uint16_t>(name.text.size());
  std::memcpy(at, name.salt.data(), sizeof(Salt));
  std::memcpy(at + sizeof(Salt), &name.member, sizeof(MemberId));
  std::memcpy(at + sizeof(Salt) + sizeof(MemberId), &length, sizeof(length));
  std::memcpy(at + kEntryBytes, name.text.data(), length);
}

ValueError CheckNamesHeader(const NamesHeader& header, std::uint64_t key,
                            std::span<const std::byte> value) {
  if (header.magic != kNamesMagic) return Damaged("not a list of names");
  if (header.value_bytes != value.size()) return Damaged("length differs");
  if (header.checksum != ChecksumOf(header, value.subspan(sizeof(header)))) {
    return Damaged("checksum differs");
  }
  const ValueError format = CheckFormat(header.format);
  if (!format.ok()) return format;
  return header.key == key ? ValueError()
                           : Damaged("belongs under another key");
}

}  // namespace

absl::Status AppendFirstRecord(WriteTransaction& writing,
                               const DirectoryFacts& facts) {
  FirstRecord record;
  record.pseudonym = facts.pseudonym;
  record.fingerprint = facts.fingerprint;
  record.ledger = facts.ledger;
  record.checksum = ChecksumOf(record);
  absl::StatusOr<std::span<std::byte>> space =
      writing.Append(0, sizeof(record));
  if (!space.ok()) return space.status();
  std::memcpy(space->data(), &record, sizeof(record));
  return absl::OkStatus();
}

ValueError ReadFirstRecord(std::span<const std::byte> value,
                           DirectoryFacts* facts) {
  if (IsWholeShortRecord(value)) return {.lacks_ledger = true};
  FirstRecord record;
  if (value.size() != sizeof(record)) return Damaged("length differs");
  std::memcpy(&record, value.data(), sizeof(record));
  if (record.magic != kDirectoryMagic) return Damaged("not a directory");
  if (record.checksum != ChecksumOf(record)) return Damaged("checksum differs");
  const ValueError format = CheckFormat(record.format);
  if (!format.ok()) return format;
  if (record.pseudonym != Pseudonym::kSalted &&
      record.pseudonym != Pseudonym::kStable) {
    return Damaged("unknown kind of pseudonym");
  }
  *facts = {record.ledger, record.pseudonym, record.fingerprint};
  return {};
}

absl::Status AppendNames(WriteTransaction& writing,
                         std::span<const NameEntry> names, std::uint64_t* key) {
  while (!names.empty()) {
    const std::span<const NameEntry> part =
        names.first(std::min(names.size(), kNamesPerValueMax));
    names = names.subspan(part.size());
    std::size_t bytes = sizeof(NamesHeader);
    for (const NameEntry& name : part) bytes += kEntryBytes + name.text.size();
    absl::StatusOr<std::span<std::byte>> space = writing.Append(*key, bytes);
    if (!space.ok()) return space.status();
    std::byte* at = space->data() + sizeof(NamesHeader);
    for (const NameEntry& name : part) {
      WriteEntry(name, at);
      at += kEntryBytes + name.text.size();
    }
    NamesHeader header;
    header.names = static_cast<std::uint32_t>(part.size());
    header.key = *key;
    header.value_bytes = bytes;
    header.checksum = ChecksumOf(header, space->subspan(sizeof(header)));
    std::memcpy(space->data(), &header, sizeof(header));
    ++*key;
  }
  return absl::OkStatus();
}

ValueError ReadNames(std::span<const std::byte> value, std::uint64_t key,
                     std::vector<NameEntry>* names) {
  NamesHeader header;
  if (value.size() < sizeof(header)) return Damaged("shorter than its header");
  std::memcpy(&header, value.data(), sizeof(header));
  const ValueError wrong = CheckNamesHeader(header, key, value);
  if (!wrong.ok()) return wrong;
  std::span<const std::byte> rest = value.subspan(sizeof(header));
  for (std::uint32_t i = 0; i < header.names; ++i) {
    if (rest.size() < kEntryBytes) return Damaged("a name beyond its end");
    NameEntry name;
    std::memcpy(name.salt.data(), rest.data(), sizeof(Salt));
    name.member = MemberId::FromBytes(rest.data() + sizeof(Salt));
    std::uint16_t length = 0;
    std::memcpy(&length, rest.data() + sizeof(Salt) + sizeof(MemberId),
                sizeof(length));
    rest = rest.subspan(kEntryBytes);
    if (length == 0 || length > kTextBytesMax || length > rest.size() ||
        name.member.IsZero()) {
      return Damaged("a name of impossible form");
    }
    name.text = {reinterpret_cast<const char*>(rest.data()), length};
    names->push_back(name);
    rest = rest.subspan(length);
  }
  return rest.empty() ? ValueError() : Damaged("bytes behind its last name");
}

}  // namespace kumbara::storage
