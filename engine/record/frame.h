// Frame: commands that travel together from one producer, their details, and
// the outcomes that come back. The unit of ingestion.
//
//   header (32)      version u16, flags u16, command_count u32,
//                    detail_count u32, 0 u32, 0 u64, checksum u64
//   commands         command_count × 64
//   details          detail_count × 32
//
// checksum = XXH3-64 chained over header (checksum = 0), commands, details.
//
// Units:   bytes.
// Threads: one owner at a time; Submit hands the frame to the ledger, the
//          answer hands it back.
// Errors:  Parse names what is wrong; Add says "full" and changes nothing.
// Cost:    Add copies the command; Seal reads everything once.

#ifndef KUMBARA_ENGINE_RECORD_FRAME_H_
#define KUMBARA_ENGINE_RECORD_FRAME_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/base/limits.h"
#include "engine/record/command.h"
#include "engine/record/detail.h"
#include "engine/record/outcome.h"

namespace kumbara {

inline constexpr std::uint16_t kFrameVersion = 1;

enum FrameFlags : std::uint16_t {
  // More frames of the same run follow at once: do not end the round for me.
  kMoreFollows = 1,
};
inline constexpr std::uint16_t kFrameFlagsAll = kMoreFollows;

struct FrameHeader {
  std::uint16_t version = kFrameVersion;
  std::uint16_t flags = 0;
  std::uint32_t command_count = 0;
  std::uint32_t detail_count = 0;
  std::uint32_t reserved32 = 0;
  std::uint64_t reserved64 = 0;
  std::uint64_t checksum = 0;
};
static_assert(sizeof(FrameHeader) == 32);
static_assert(std::has_unique_object_representations_v<FrameHeader>);

// How far a producer's input has been read, journaled with the batch that
// holds the frame, so that a source can resume exactly behind it.
struct SourceMark {
  std::uint64_t source = 0;  // XXH3-64 of the source's name.
  std::uint64_t next_offset = 0;

  friend bool operator==(const SourceMark&, const SourceMark&) = default;
};
static_assert(sizeof(SourceMark) == 16);

class Frame {
 public:
  // Appends a command with its details and returns true, or returns false when
  // the frame is full. Sets detail_first and detail_count.
  bool Add(Command command, std::span<const Detail> details = {});

  // Makes the frame ready for Submit: fixes flags, checksum and room for the
  // outcomes. Nothing may be added afterwards.
  void Seal(std::uint16_t flags = 0);

  // Makes the frame empty and open again; keeps its memory.
  void Clear();

  void set_source_mark(SourceMark mark) { source_mark_ = mark; }

  // Reads one frame from the front of `bytes` and checks it whole.
  static absl::StatusOr<std::unique_ptr<Frame>> Parse(
      std::span<const std::byte> bytes);
  // Writes bytes() bytes. REQUIRES: sealed.
  void WriteTo(std::byte* out) const;

  // Whether the content still has the checksum given to it by Seal.
  bool ChecksumHolds() const;

  const FrameHeader& header() const { return header_; }
  bool sealed() const { return sealed_; }
  bool more_follows() const { return (header_.flags & kMoreFollows) != 0; }
  std::size_t bytes() const {
    return sizeof(FrameHeader) + commands_.size() * sizeof(Command) +
           details_.size() * sizeof(Detail);
  }
  std::span<const Command> commands() const { return commands_; }
  std::span<const Detail> details() const { return details_; }
  std::span<const Detail> details_of(const Command& command) const {
    return std::span(details_).subspan(command.detail_first,
                                       command.detail_count);
  }
  // One per command, valid once answered.
  std::span<const Outcome> outcomes() const { return outcomes_; }
  std::span<Outcome> outcomes() { return outcomes_; }
  const std::optional<SourceMark>& source_mark() const { return source_mark_; }

 private:
  std::uint64_t Checksum() const;

  FrameHeader header_;
  bool sealed_ = false;
  std::vector<Command> commands_;
  std::vector<Detail> details_;
  std::vector<Outcome> outcomes_;
  std::optional<SourceMark> source_mark_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_FRAME_H_
