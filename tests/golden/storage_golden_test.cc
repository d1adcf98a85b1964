// The same of what a ledger has beside its journal, and of backups: each format
// written from fixed input, and the file that was written first read today.

#include <sys/stat.h>

#include <array>
#include <bit>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/chunk_arena.h"
#include "engine/base/hex.h"
#include "engine/member/command_record.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/backup/backup_manifest.h"
#include "storage/directory/names_value.h"
#include "storage/evidence/checkpoint.h"
#include "storage/runs/chunk_file.h"
#include "storage/runs/run_writer.h"
#include "tests/engine/record/sample_batch.h"
#include "tests/golden/golden_file.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/temp_directory.h"

namespace kumbara::storage {
namespace {

// The example of the note format's own documentation.
constexpr char kSigningKey[] =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+"
    "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n";

// Bytes from, from + 1, ...
template <class Bytes>
Bytes Counting(int from) {
  Bytes bytes;
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(from++);
  return bytes;
}

// Without the zeros that a file of fixed size has at its end.
std::string HexUpToZeros(std::string bytes, std::size_t size) {
  EXPECT_EQ(bytes.size(), size);
  bytes.resize(bytes.find_last_not_of('\0') + 1);
  return BytesToHex(std::as_bytes(std::span(bytes)));
}

std::string WithZeros(const std::vector<std::byte>& bytes, std::size_t size) {
  std::string text(size, '\0');
  std::memcpy(text.data(), bytes.data(), bytes.size());
  return text;
}

const DirectoryFacts kFacts = {kSampleLedger, Pseudonym::kSalted,
                               Counting<KeyFingerprint>(0x20)};

std::vector<NameEntry> SampleNames() {
  return {{Counting<Salt>(0x40), MemberId{0x33, 0x44}, "card 4711"},
          {Counting<Salt>(0x50), MemberId{0x55, 0x66}, "\xC3\xA9va"}};
}

// What a directory has under a key after its first Sync.
std::string ValueOf(std::uint64_t key) {
  TempDirectory folder;
  const auto file = Environment::Create(folder.path() + "/x.mdb", 1 << 20);
  EXPECT_TRUE(file.ok()) << file.status();
  {
    auto writing = (*file)->BeginWrite();
    EXPECT_TRUE(AppendFirstRecord(*writing, kFacts).ok());
    std::uint64_t next = 1;
    EXPECT_TRUE(AppendNames(*writing, SampleNames(), &next).ok());
    EXPECT_TRUE(writing->Commit().ok());
  }
  const auto reading = (*file)->BeginRead();
  const auto value = reading->Get(key);
  return BytesToHex(**value);
}

TEST(StorageGoldenTest, TheFirstRecordOfADirectoryHasTheBytesOfFormatOne) {
  EXPECT_EQ(ValueOf(0), Golden("directory_first_v1.hex"));
  DirectoryFacts facts;
  EXPECT_TRUE(
      ReadFirstRecord(GoldenBytes("directory_first_v1.hex"), &facts).ok());
  EXPECT_EQ(facts.ledger, kFacts.ledger);
  EXPECT_EQ(facts.pseudonym, kFacts.pseudonym);
  EXPECT_EQ(facts.fingerprint, kFacts.fingerprint);
}

TEST(StorageGoldenTest, NamesHaveTheBytesOfFormatOne) {
  EXPECT_EQ(ValueOf(1), Golden("directory_names_v1.hex"));
  const std::vector<std::byte> bytes = GoldenBytes("directory_names_v1.hex");
  std::vector<NameEntry> names;
  EXPECT_TRUE(ReadNames(bytes, 1, &names).ok());
  ASSERT_EQ(names.size(), SampleNames().size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(names[i].salt, SampleNames()[i].salt);
    EXPECT_EQ(names[i].member, SampleNames()[i].member);
    EXPECT_EQ(names[i].text, SampleNames()[i].text);
  }
}

ColdId SampleId(std::uint64_t n) {
  ColdId id;
  id.entry.id = CommandId{n, 0x22};
  id.entry.answer = {.content_hash = 0x0102'0304'0506'0708,
                     .delta = -5,
                     .first_sequence = 100 + n,
                     .member_tag = 0x1122'3344,
                     .kind = CommandKind::kAward,
                     .code = ResultCode::kOk,
                     .state = IdState::kFinal,
                     .unit = 2};
  id.slot = static_cast<Slot>(n);
  return id;
}

std::string FileOfIds(std::uint64_t count) {
  TempDirectory folder;
  absl::StatusOr<RunWriter> writer = RunWriter::Create(folder.path(), 7, count);
  EXPECT_TRUE(writer.ok()) << writer.status();
  for (std::uint64_t n = 1; n <= count; ++n) {
    EXPECT_TRUE(writer->Add(SampleId(n)).ok());
  }
  const auto run = writer->Finish();
  EXPECT_TRUE(run.ok()) << run.status();
  return ReadBytes((*run)->path());
}

TEST(StorageGoldenTest, ARunOfIdsHasTheBytesOfFormatOne) {
  // What is not in use stands under the checksum too.
  const std::vector<std::byte> bytes = GoldenBytes("id_block_v1.hex");
  const std::string file = FileOfIds(2);
  EXPECT_EQ(file.size(), sizeof(IdBlock));
  EXPECT_EQ(BytesToHex(std::as_bytes(std::span(file)).first(bytes.size())),
            Golden("id_block_v1.hex"));
  IdBlock block;
  std::memcpy(BytesOf(block).data(), bytes.data(), bytes.size());
  EXPECT_TRUE(CheckBlock(7, 0, block).ok());
  ASSERT_EQ(block.used().size(), 2u);
  EXPECT_EQ(block.used()[1].entry.id, SampleId(2).entry.id);
  EXPECT_EQ(block.used()[1].entry.answer.first_sequence, 102u);
  EXPECT_EQ(block.used()[1].slot, 2u);
}

TEST(StorageGoldenTest, AChunkOfRecordsHasTheBytesOfFormatOne) {
  CommandRecord record;
  record.id = CommandId{0x11, 0x22};
  record.amount = 1999;
  record.taken_back = 20;
  record.extra = -3;
  record.at = Instant(1'700'000'000'000'000);
  record.member = 5;
  record.place = 6;
  record.label = 7;
  record.version = 2;
  record.in_pool = 1;
  record.kind = CommandKind::kAward;
  record.unit = 4;
  std::string chunk(ChunkArena::kChunkBytes, '\0');
  std::memcpy(chunk.data(), &record, sizeof(record));

  TempDirectory folder;
  const std::string path = folder.path() + "/chunks";
  const auto file = ChunkFile::Create(path);
  ASSERT_TRUE(file.ok()) << file.status();
  (*file)->NewPlace();
  ASSERT_TRUE(
      (*file)->Keep((*file)->NewPlace(), std::as_bytes(std::span(chunk))));
  // Nothing was kept in the first place.
  const std::string bytes = ReadBytes(path);
  EXPECT_EQ(bytes.find_first_not_of('\0') / chunk.size(), 1u);
  EXPECT_EQ(HexUpToZeros(bytes.substr(chunk.size()), chunk.size()),
            Golden("record_chunk_v1.hex"));

  WriteBytes(path,
             std::string(chunk.size(), '\0') +
                 WithZeros(GoldenBytes("record_chunk_v1.hex"), chunk.size()));
  std::string fetched(chunk.size(), 'x');
  (*file)->Fetch(1, std::as_writable_bytes(std::span(fetched)));
  EXPECT_EQ(fetched, chunk);
}

Checkpoint SampleSeal() {
  return {.ledger = kSampleLedger,
          .stream = 1,
          .segment = 2,
          .batches = 9,
          .last_sequence = 103,
          .batch_time = Instant(1'700'000'000'000'001),
          .root = Counting<TreeHash>(0x60)};
}

TEST(StorageGoldenTest, ASealHasTheBytesOfItsFormat) {
  TempDirectory folder;
  const std::string path = folder.path() + "/key";
  WriteBytes(path, kSigningKey);
  chmod(path.c_str(), 0600);
  const absl::StatusOr<SigningKey> key = SigningKey::Read(path);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(SignNote(ToText(SampleSeal()), {&*key, 1}).ToText(),
            GoldenText("seal_v1.txt"));
  const auto read =
      TrustedCheckpoints(GoldenText("seal_v1.txt"), {&key->verifier(), 1});
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, std::vector{SampleSeal()});
}

SegmentFacts SampleFacts() {
  SegmentFacts facts;
  facts.before = {.ledger = kSampleLedger, .stream = 1};
  facts.behind = {.ledger = kSampleLedger,
                  .stream = 1,
                  .segment = 1,
                  .number = 9,
                  .last_sequence = 103,
                  .chain = {3, 4}};
  facts.first_time = Instant(1'700'000'000'000'000);
  facts.last_time = Instant(1'700'000'000'000'001);
  facts.bytes = 65'536;
  facts.content = {5, 6};
  facts.peaks_behind = {Counting<Peaks::value_type>(0x70),
                        Counting<Peaks::value_type>(0x90)};
  return facts;
}

TEST(StorageGoldenTest, TheManifestOfABackupHasTheBytesOfFormatOne) {
  BackupManifest manifest;
  manifest.ledger = kSampleLedger;
  manifest.made = Instant(1'700'000'100'000'000);
  manifest.segments = {SampleFacts()};
  manifest.files = {{"seals/0000000001.seal", 318, {7, 8}},
                    {"directory.mdb", 196'608, {9, 10}}};
  EXPECT_EQ(ToText(manifest), GoldenText("manifest_v1.txt"));
  const auto read = ParseManifest(GoldenText("manifest_v1.txt"), "MANIFEST");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, manifest);
}

TEST(StorageGoldenTest, TheListOfArchivedSegmentsHasTheBytesOfItsFormat) {
  TempDirectory ledger;
  const std::string path = ledger.path() + "/ARCHIVED";
  const ArchivedSegment archived = {SampleFacts(), "/mnt/cold/a b"};
  ASSERT_TRUE(WriteArchived(ledger.path(), {&archived, 1}).ok());
  EXPECT_EQ(ReadBytes(path), GoldenText("archived_v1.txt"));
  WriteBytes(path, GoldenText("archived_v1.txt"));
  const auto read = ReadArchived(ledger.path());
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->size(), 1u);
  EXPECT_EQ(read->front().place, archived.place);
  EXPECT_EQ(read->front().facts, archived.facts);
}

}  // namespace
}  // namespace kumbara::storage
