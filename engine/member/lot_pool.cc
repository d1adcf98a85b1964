#include "engine/member/lot_pool.h"

#include <cstring>

#include "engine/base/check.h"
#include "engine/base/prefetch.h"

namespace kumbara {

Slot LotPool::Take(std::uint8_t block_class) {
  const Slot lots = kLotBlockLots[block_class];
  in_use_ += lots;
  Slot& first = free_[block_class];
  if (first != kNoSlot) {
    const Slot block = first;
    std::memcpy(&first, At(block), sizeof(first));
    if (first != kNoSlot) Prefetch(At(first));  // For who comes next.
    return block;
  }
  if (used_ + lots > kChunkLots) AddChunk();
  const auto chunk = static_cast<Slot>(chunks_.size() - 1);
  const Slot block = (chunk << kShift) + used_;
  used_ += lots;
  if (used_ < kChunkLots) Prefetch(At(block + lots));
  return block;
}

void LotPool::GiveBack(Slot block, std::uint8_t block_class) {
  in_use_ -= kLotBlockLots[block_class];
  PutFree(block, block_class);
}

void LotPool::PutFree(Slot block, std::uint8_t block_class) {
  std::memcpy(At(block), &free_[block_class], sizeof(Slot));
  free_[block_class] = block;
}

// What is left of the last chunk is cut into smaller blocks.
void LotPool::AddChunk() {
  const Slot end = static_cast<Slot>(chunks_.size()) << kShift;
  for (std::uint8_t size = kLotBlockGreatest + 1; size-- > 0;) {
    const Slot lots = kLotBlockLots[size];
    for (; used_ + lots <= kChunkLots; used_ += lots) {
      PutFree(end - kChunkLots + used_, size);
    }
  }
  KUMBARA_CHECK(chunks_.size() < (kNoSlot >> kShift));
  chunks_.push_back(static_cast<std::byte*>(arena_->Allocate()));
  used_ = 0;
}

}  // namespace kumbara
