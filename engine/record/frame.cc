#include "engine/record/frame.h"

#include <cstring>

#include "absl/status/status.h"
#include "engine/base/check.h"
#include "engine/base/hash.h"

namespace kumbara {
namespace {

// Copies whole records from unaligned bytes.
template <class Record>
std::span<const std::byte> Take(std::span<const std::byte> bytes,
                                std::size_t count,
                                std::vector<Record>* records) {
  records->resize(count);
  if (count > 0) {
    std::memcpy(records->data(), bytes.data(), count * sizeof(Record));
  }
  return bytes.subspan(count * sizeof(Record));
}

}  // namespace

bool Frame::Add(Command command, std::span<const Detail> details) {
  KUMBARA_CHECK(!sealed_);
  KUMBARA_CHECK(details.size() <= kDetailsPerCommandMax);
  if (commands_.size() == kFrameCommandsMax) return false;
  if (bytes() + sizeof(Command) + details.size_bytes() > kFrameBytesMax) {
    return false;
  }
  command.detail_first =
      details.empty() ? 0 : static_cast<std::uint32_t>(details_.size());
  command.detail_count = static_cast<std::uint16_t>(details.size());
  commands_.push_back(command);
  details_.insert(details_.end(), details.begin(), details.end());
  return true;
}

void Frame::Seal(std::uint16_t flags) {
  KUMBARA_CHECK(!sealed_);
  header_.flags = flags;
  header_.command_count = static_cast<std::uint32_t>(commands_.size());
  header_.detail_count = static_cast<std::uint32_t>(details_.size());
  header_.checksum = Checksum();
  outcomes_.assign(commands_.size(), Outcome{});
  sealed_ = true;
}

void Frame::Clear() {
  header_ = FrameHeader{};
  sealed_ = false;
  commands_.clear();
  details_.clear();
  outcomes_.clear();
  source_mark_.reset();
}

std::uint64_t Frame::Checksum() const {
  FrameHeader header = header_;
  header.checksum = 0;
  std::uint64_t hash = Hash64(&header, sizeof(header));
  hash = Hash64(commands_.data(), commands_.size() * sizeof(Command), hash);
  return Hash64(details_.data(), details_.size() * sizeof(Detail), hash);
}

bool Frame::ChecksumHolds() const { return header_.checksum == Checksum(); }

absl::StatusOr<std::unique_ptr<Frame>> Frame::Parse(
    std::span<const std::byte> bytes) {
  auto frame = std::make_unique<Frame>();
  FrameHeader& header = frame->header_;
  if (bytes.size() < sizeof(header)) {
    return absl::DataLossError("frame: shorter than its header");
  }
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (header.version != kFrameVersion) {
    return absl::DataLossError("frame: unknown version");
  }
  if ((header.flags & ~kFrameFlagsAll) != 0 || header.reserved32 != 0 ||
      header.reserved64 != 0) {
    return absl::DataLossError("frame: unknown flags");
  }
  if (header.command_count > kFrameCommandsMax) {
    return absl::DataLossError("frame: too many commands");
  }
  const std::size_t needed = sizeof(header) +
                             header.command_count * sizeof(Command) +
                             header.detail_count * sizeof(Detail);
  if (needed > kFrameBytesMax || needed > bytes.size()) {
    return absl::DataLossError("frame: counts exceed its bytes");
  }
  bytes = Take(bytes.subspan(sizeof(header)), header.command_count,
               &frame->commands_);
  Take(bytes, header.detail_count, &frame->details_);
  if (!frame->ChecksumHolds()) {
    return absl::DataLossError("frame: checksum differs");
  }
  for (const Command& command : frame->commands_) {
    if (std::size_t{command.detail_first} + command.detail_count >
        frame->details_.size()) {
      return absl::DataLossError("frame: a command names details beyond it");
    }
  }
  frame->outcomes_.assign(frame->commands_.size(), Outcome{});
  frame->sealed_ = true;
  return frame;
}

void Frame::WriteTo(std::byte* out) const {
  KUMBARA_CHECK(sealed_);
  std::memcpy(out, &header_, sizeof(header_));
  out += sizeof(header_);
  if (!commands_.empty()) {
    std::memcpy(out, commands_.data(), commands_.size() * sizeof(Command));
    out += commands_.size() * sizeof(Command);
  }
  if (!details_.empty()) {
    std::memcpy(out, details_.data(), details_.size() * sizeof(Detail));
  }
}

}  // namespace kumbara
