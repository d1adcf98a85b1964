#include "storage/recovery/batch_cut.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>

#include "engine/base/check.h"

namespace kumbara::storage {
namespace {

// The commands [from, to) of a frame.
std::unique_ptr<Frame> PartOf(const Frame& frame, std::size_t from,
                              std::size_t to) {
  auto part = std::make_unique<Frame>();
  for (const Command& command : frame.commands().subspan(from, to - from)) {
    const bool added = part->Add(command, frame.details_of(command));
    KUMBARA_CHECK(added);
  }
  part->Seal();
  return part;
}

}  // namespace

ParsedBatch TakeFront(ParsedBatch* batch, std::uint32_t count) {
  KUMBARA_CHECK(count <= batch->header.command_count);
  ParsedBatch front;
  front.header = batch->header;
  front.header.command_count = count;
  front.records = std::exchange(batch->records, {});
  if (count < batch->header.command_count) {
    front.header.flags &= static_cast<std::uint16_t>(~kRoundEnd);
  }
  batch->header.first_sequence += count;
  batch->header.command_count -= count;
  std::size_t left = count;
  auto frame = batch->frames.begin();
  for (; left > 0; ++frame) {
    const std::size_t commands = (*frame)->commands().size();
    if (commands > left) {
      front.frames.push_back(PartOf(**frame, 0, left));
      *frame = PartOf(**frame, left, commands);
      break;
    }
    left -= commands;
    front.frames.push_back(std::move(*frame));
  }
  batch->frames.erase(batch->frames.begin(), frame);
  return front;
}

std::uint32_t CommandsWithin(const ParsedBatch& batch, std::uint32_t commands,
                             std::uint64_t bytes) {
  std::uint32_t taken = 0;
  for (const std::unique_ptr<Frame>& frame : batch.frames) {
    bool goes_on = false;
    for (const Command& command : frame->commands()) {
      const std::uint64_t own =
          sizeof(Command) + command.detail_count * sizeof(Detail);
      const bool fits = commands > 0 && own <= bytes;
      if (!fits && !goes_on && taken > 0) return taken;
      ++taken;
      commands -= std::min(commands, 1u);
      bytes -= std::min(bytes, own);
      goes_on = (command.flags & kLinked) != 0;
    }
  }
  return taken;
}

}  // namespace kumbara::storage
