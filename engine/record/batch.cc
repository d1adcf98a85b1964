#include "engine/record/batch.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

constexpr std::size_t kRecordAlignment = 16;

std::size_t Padded(std::size_t bytes) {
  return (bytes + kRecordAlignment - 1) & ~(kRecordAlignment - 1);
}

// Header and rest are hashed apart, so that the rest, which may be mapped
// read-only, need not be copied to blank the header's own field.
Digest HashValue(BatchHeader header, std::span<const std::byte> value) {
  header.value_hash = Digest{};
  const Digest head = Hash128(&header, sizeof(header));
  const std::span<const std::byte> rest = value.subspan(sizeof(header));
  const Digest parts[2] = {head, Hash128(rest.data(), rest.size())};
  return Hash128(parts, sizeof(parts));
}

// The oldest format that knows such a record.
std::uint16_t FormatOf(const RecordHeader& header) {
  switch (header.kind) {
    case RecordKind::kEstimate:
      return 4;
    case RecordKind::kDefine:
      return header.name_space == static_cast<std::uint8_t>(CodeSpace::kTier)
                 ? 4
                 : 1;
    case RecordKind::kClosing:
      return 3;
    case RecordKind::kActivation:
      return 2;
    default:
      return 1;
  }
}

// The oldest format that knows the records.
std::uint16_t FormatFor(std::span<const Record> records) {
  std::uint16_t format = 1;
  for (const Record& record : records) {
    format = std::max(format, FormatOf(record.header));
  }
  return format;
}

absl::Status Damaged(std::string_view what) {
  return absl::DataLossError(
      absl::StrCat("batch: ", absl::string_view(what.data(), what.size())));
}

// Cuts records off the front of `rest`.
absl::StatusOr<std::vector<Record>> TakeRecords(
    std::uint32_t count, std::span<const std::byte>* rest) {
  std::vector<Record> records;
  for (std::uint32_t i = 0; i < count; ++i) {
    RecordHeader header;
    if (rest->size() < sizeof(header)) return Damaged("record beyond its end");
    std::memcpy(&header, rest->data(), sizeof(header));
    *rest = rest->subspan(sizeof(header));
    if (header.kind < RecordKind::kSettings ||
        header.kind > RecordKind::kEstimate || header.reserved16 != 0 ||
        header.reserved32 != 0) {
      return Damaged("unknown record");
    }
    if (header.length > kRecordBytesMax ||
        Padded(header.length) > rest->size()) {
      return Damaged("record longer than its batch");
    }
    const char* bytes = reinterpret_cast<const char*>(rest->data());
    records.push_back({header, std::string(bytes, header.length)});
    *rest = rest->subspan(Padded(header.length));
  }
  return records;
}

}  // namespace

Record Record::Settings(const LedgerSettings& settings) {
  Record record;
  record.header.kind = RecordKind::kSettings;
  record.header.length = sizeof(settings);
  record.bytes.assign(reinterpret_cast<const char*>(&settings),
                      sizeof(settings));
  return record;
}

Record Record::Blob(BlobKind kind, std::uint32_t number, std::string bytes) {
  KUMBARA_CHECK(bytes.size() <= kRecordBytesMax);
  Record record;
  record.header.kind = RecordKind::kBlob;
  record.header.name_space = static_cast<std::uint8_t>(kind);
  record.header.code = number;
  record.header.length = static_cast<std::uint32_t>(bytes.size());
  record.bytes = std::move(bytes);
  return record;
}

Record Record::Define(const CodeDefinition& definition) {
  Record record;
  record.header.kind = RecordKind::kDefine;
  record.header.name_space = static_cast<std::uint8_t>(definition.space);
  record.header.code = definition.code;
  record.header.length = static_cast<std::uint32_t>(definition.text.size());
  record.bytes = definition.text;
  return record;
}

Record Record::Of(const Activation& activation) {
  Record record;
  record.header.kind = RecordKind::kActivation;
  record.header.code = activation.version;
  record.header.length = sizeof(activation);
  record.bytes.assign(reinterpret_cast<const char*>(&activation),
                      sizeof(activation));
  return record;
}

Record Record::Of(const Closing& closing) {
  Record record;
  record.bytes = closing.ToBytes();
  KUMBARA_CHECK(record.bytes.size() <= kRecordBytesMax);
  record.header.kind = RecordKind::kClosing;
  record.header.code = closing.terms.month;
  record.header.length = static_cast<std::uint32_t>(record.bytes.size());
  return record;
}

Record Record::Of(const Estimate& estimate) {
  Record record;
  record.header.kind = RecordKind::kEstimate;
  record.header.code = estimate.number;
  record.header.length = sizeof(estimate);
  record.bytes = estimate.ToBytes();
  return record;
}

std::size_t ValueBytes(const BatchParts& parts) {
  std::size_t bytes = sizeof(BatchHeader) + parts.marks.size_bytes();
  for (const Record& record : parts.records) {
    bytes += sizeof(RecordHeader) + Padded(record.bytes.size());
  }
  for (const Frame* frame : parts.frames) bytes += frame->bytes();
  return bytes;
}

Digest WriteBatch(const BatchParts& parts, BatchHeader* header,
                  std::byte* out) {
  std::byte* at = out + sizeof(BatchHeader);
  header->record_count = static_cast<std::uint32_t>(parts.records.size());
  header->frame_count = static_cast<std::uint32_t>(parts.frames.size());
  header->mark_count = static_cast<std::uint32_t>(parts.marks.size());
  header->command_count = 0;
  header->format = FormatFor(parts.records);
  for (const Record& record : parts.records) {
    std::memcpy(at, &record.header, sizeof(record.header));
    at += sizeof(record.header);
    const std::size_t padded = Padded(record.bytes.size());
    std::memcpy(at, record.bytes.data(), record.bytes.size());
    std::memset(at + record.bytes.size(), 0, padded - record.bytes.size());
    at += padded;
  }
  for (const Frame* frame : parts.frames) {
    frame->WriteTo(at);
    at += frame->bytes();
    header->command_count += frame->header().command_count;
  }
  if (!parts.marks.empty()) {
    std::memcpy(at, parts.marks.data(), parts.marks.size_bytes());
    at += parts.marks.size_bytes();
  }
  const auto size = static_cast<std::size_t>(at - out);
  KUMBARA_DCHECK(size == ValueBytes(parts));
  header->value_bytes = size;
  header->value_hash = HashValue(*header, {out, size});
  std::memcpy(out, header, sizeof(*header));
  return ChainAfter(*header);
}

Digest ChainAfter(const BatchHeader& header) {
  const Digest link[2] = {header.previous_chain, header.value_hash};
  return Hash128(link, sizeof(link));
}

absl::StatusOr<BatchHeader> ParseBatchHeader(std::span<const std::byte> value) {
  BatchHeader header;
  if (value.size() < sizeof(header)) return Damaged("shorter than its header");
  std::memcpy(&header, value.data(), sizeof(header));
  if (header.magic != kBatchMagic) return Damaged("not a batch");
  if (header.format > kFormatVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat("written in format ", header.format,
                     ", this program knows formats up to ", kFormatVersion));
  }
  if (header.value_bytes != value.size()) return Damaged("length differs");
  if (HashValue(header, value) != header.value_hash) {
    return Damaged("checksum differs");
  }
  if (header.format == 0 || header.reserved32 != 0 ||
      header.reserved64[0] != 0 || header.reserved64[1] != 0 ||
      (header.flags & ~kBatchFlagsAll) != 0) {
    return Damaged("unknown header fields");
  }
  return header;
}

absl::StatusOr<ParsedBatch> ParseBatch(std::span<const std::byte> value) {
  absl::StatusOr<BatchHeader> header = ParseBatchHeader(value);
  if (!header.ok()) return header.status();
  ParsedBatch batch;
  batch.header = *header;
  std::span<const std::byte> rest = value.subspan(sizeof(BatchHeader));
  absl::StatusOr<std::vector<Record>> records =
      TakeRecords(header->record_count, &rest);
  if (!records.ok()) return records.status();
  batch.records = *std::move(records);
  if (FormatFor(batch.records) != header->format) {
    return Damaged("format differs from what it holds");
  }
  std::uint64_t commands = 0;
  for (std::uint32_t i = 0; i < header->frame_count; ++i) {
    absl::StatusOr<std::unique_ptr<Frame>> frame = Frame::Parse(rest);
    if (!frame.ok()) return frame.status();
    rest = rest.subspan((*frame)->bytes());
    commands += (*frame)->commands().size();
    batch.frames.push_back(*std::move(frame));
  }
  if (commands != header->command_count) {
    return Damaged("command count differs");
  }
  if (rest.size() != header->mark_count * sizeof(SourceMark)) {
    return Damaged("source marks differ in length");
  }
  batch.marks.resize(header->mark_count);
  if (!rest.empty()) {
    std::memcpy(batch.marks.data(), rest.data(), rest.size());
  }
  return batch;
}

}  // namespace kumbara
