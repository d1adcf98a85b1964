#include "storage/runs/id_block.h"

#include "engine/base/hash.h"

namespace kumbara::storage {
namespace {

std::uint64_t ChecksumOf(const IdBlock& block) {
  const auto* bytes = reinterpret_cast<const std::byte*>(&block);
  constexpr std::size_t kFrom = sizeof(block.checksum);
  return Hash64(bytes + kFrom, sizeof(IdBlock) - kFrom);
}

}  // namespace

void SealBlock(RunNumber run, std::uint32_t number, IdBlock* block) {
  block->run = run;
  block->number = number;
  block->checksum = ChecksumOf(*block);
}

absl::Status CheckBlock(RunNumber run, std::uint32_t number,
                        const IdBlock& block) {
  if (block.checksum != ChecksumOf(block)) {
    return absl::DataLossError("its checksum does not fit");
  }
  if (block.run != run || block.number != number) {
    return absl::DataLossError("it belongs in another place");
  }
  if (block.count == 0 || block.count > kIdsPerBlock) {
    return absl::DataLossError("it has no such number of ids");
  }
  return absl::OkStatus();
}

}  // namespace kumbara::storage
