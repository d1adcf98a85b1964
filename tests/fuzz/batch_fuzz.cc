// ParseBatch on any bytes: what it accepts, WriteBatch must write back. Each
// input is tried as it is, and with magic, length and hashes made right, so
// that the parsers of records, frames and marks are reached.

#include <cstring>
#include <span>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/hash.h"
#include "engine/record/batch.h"

namespace kumbara {
namespace {

// The padding of records is not read, so only a value whose padding is zero
// comes back byte for byte; the header always does but for its hash.
void ParseAndWriteBack(std::span<const std::byte> value) {
  const absl::StatusOr<ParsedBatch> batch = ParseBatch(value);
  if (!batch.ok()) return;
  std::vector<const Frame*> frames;
  for (const auto& frame : batch->frames) frames.push_back(frame.get());
  const BatchParts parts{
      .records = batch->records, .frames = frames, .marks = batch->marks};
  KUMBARA_CHECK(ValueBytes(parts) == value.size());
  std::vector<std::byte> written(value.size());
  BatchHeader header = batch->header;
  WriteBatch(parts, &header, written.data());
  const bool same =
      std::memcmp(written.data(), value.data(), value.size()) == 0;
  KUMBARA_CHECK(same == (header.value_hash == batch->header.value_hash));
  header.value_hash = batch->header.value_hash;
  KUMBARA_CHECK(std::memcmp(&header, &batch->header, sizeof(header)) == 0);
  KUMBARA_CHECK(ParseBatch(written).ok());
}

// Frames are found as ParseBatch finds them, behind the records.
void FixFrames(const BatchHeader& header, std::span<std::byte> rest) {
  for (std::uint32_t i = 0; i < header.record_count; ++i) {
    RecordHeader record;
    if (rest.size() < sizeof(record)) return;
    std::memcpy(&record, rest.data(), sizeof(record));
    const std::size_t bytes =
        sizeof(record) + ((std::size_t{record.length} + 15) & ~std::size_t{15});
    if (bytes > rest.size()) return;
    rest = rest.subspan(bytes);
  }
  for (std::uint32_t i = 0; i < header.frame_count; ++i) {
    FrameHeader frame;
    if (rest.size() < sizeof(frame)) return;
    std::memcpy(&frame, rest.data(), sizeof(frame));
    const std::size_t commands = frame.command_count * sizeof(Command);
    const std::size_t details = frame.detail_count * sizeof(Detail);
    if (commands + details > rest.size() - sizeof(frame)) return;
    frame.checksum = 0;
    const std::byte* at = rest.data() + sizeof(frame);
    std::uint64_t hash = Hash64(&frame, sizeof(frame));
    hash = Hash64(at, commands, hash);
    frame.checksum = Hash64(at + commands, details, hash);
    std::memcpy(rest.data(), &frame, sizeof(frame));
    rest = rest.subspan(sizeof(frame) + commands + details);
  }
}

void FixHashes(std::vector<std::byte>* value) {
  BatchHeader header;
  if (value->size() < sizeof(header)) return;
  std::memcpy(&header, value->data(), sizeof(header));
  FixFrames(header, std::span(*value).subspan(sizeof(header)));
  header.magic = kBatchMagic;
  header.format = header.format == 2 ? 2 : 1;
  header.flags &= kBatchFlagsAll;
  header.value_bytes = value->size();
  header.reserved32 = 0;
  header.reserved64[0] = 0;
  header.reserved64[1] = 0;
  header.value_hash = Digest{};
  const Digest parts[2] = {
      Hash128(&header, sizeof(header)),
      Hash128(value->data() + sizeof(header), value->size() - sizeof(header))};
  header.value_hash = Hash128(parts, sizeof(parts));
  std::memcpy(value->data(), &header, sizeof(header));
}

}  // namespace
}  // namespace kumbara

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::span<const std::byte> bytes =
      std::as_bytes(std::span<const std::uint8_t>(data, size));
  kumbara::ParseAndWriteBack(bytes);
  std::vector<std::byte> fixed(bytes.begin(), bytes.end());
  kumbara::FixHashes(&fixed);
  kumbara::ParseAndWriteBack(fixed);
  return 0;
}
