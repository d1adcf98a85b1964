// Frame::Parse on any bytes: what it accepts, it must write back unchanged.
// Each input is tried as it is and with its checksum made right, so that the
// checks behind the checksum are reached.

#include <cstring>
#include <span>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/hash.h"
#include "engine/record/frame.h"

namespace kumbara {
namespace {

void ParseAndWriteBack(std::span<const std::byte> bytes) {
  const absl::StatusOr<std::unique_ptr<Frame>> frame = Frame::Parse(bytes);
  if (!frame.ok()) return;
  std::vector<std::byte> written((*frame)->bytes());
  KUMBARA_CHECK(written.size() <= bytes.size());
  (*frame)->WriteTo(written.data());
  KUMBARA_CHECK(std::memcmp(written.data(), bytes.data(), written.size()) == 0);
  for (const Command& command : (*frame)->commands()) {
    for (const Detail& detail : (*frame)->details_of(command)) {
      KUMBARA_CHECK(&detail <
                    (*frame)->details().data() + (*frame)->details().size());
    }
  }
}

void FixChecksum(std::vector<std::byte>* bytes) {
  FrameHeader header;
  if (bytes->size() < sizeof(header)) return;
  std::memcpy(&header, bytes->data(), sizeof(header));
  const std::size_t commands = header.command_count * sizeof(Command);
  const std::size_t details = header.detail_count * sizeof(Detail);
  if (commands + details > bytes->size() - sizeof(header)) return;
  header.checksum = 0;
  const std::byte* at = bytes->data() + sizeof(header);
  std::uint64_t hash = Hash64(&header, sizeof(header));
  hash = Hash64(at, commands, hash);
  header.checksum = Hash64(at + commands, details, hash);
  std::memcpy(bytes->data(), &header, sizeof(header));
}

}  // namespace
}  // namespace kumbara

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::span<const std::uint8_t> input(data, size);
  kumbara::ParseAndWriteBack(std::as_bytes(input));
  const std::span<const std::byte> bytes = std::as_bytes(input);
  std::vector<std::byte> fixed(bytes.begin(), bytes.end());
  kumbara::FixChecksum(&fixed);
  kumbara::ParseAndWriteBack(fixed);
  return 0;
}
