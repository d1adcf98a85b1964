#include "engine/base/hot_chunks.h"

#include <span>

#include "engine/base/check.h"

namespace kumbara {
namespace {

constexpr std::uint32_t kNoPlace = UINT32_MAX;

std::span<std::byte> BytesOfChunk(void* chunk) {
  return {static_cast<std::byte*>(chunk), ChunkArena::kChunkBytes};
}

}  // namespace

void ChunkList::Add() {
  memory_.push_back(nullptr);
  memory_.back() = hot_.Take(*this, size() - 1);
}

void ChunkList::Ask(std::uint32_t number) const {
  if (number < memory_.size() && memory_[number] == nullptr) {
    hot_.store_->Ask(places_[number]);
  }
}

void* ChunkList::Fetch(std::uint32_t number) const {
  // It becomes one of the hot ones of a list that it has always been in.
  void* const memory = hot_.Take(const_cast<ChunkList&>(*this), number);
  hot_.store_->Fetch(places_[number], BytesOfChunk(memory));
  memory_[number] = memory;
  return memory;
}

void HotChunks::Use(ChunkStore& store, std::uint32_t hot_max) {
  KUMBARA_CHECK(hot_.empty());
  store_ = &store;
  hot_max_ = hot_max;
}

void* HotChunks::Take(ChunkList& list, std::uint32_t number) {
  if (store_ != nullptr) hot_.push_back({&list, number});
  return arena_.Allocate();
}

bool HotChunks::LetGoOfFirst() {
  const auto [list, number] = hot_.front();
  if (list->places_.size() <= number) {
    list->places_.resize(number + 1, kNoPlace);
  }
  std::uint32_t& place = list->places_[number];
  if (place == kNoPlace) place = store_->NewPlace();
  void*& memory = list->memory_[number];
  if (!store_->Keep(place, BytesOfChunk(memory))) return false;
  arena_.GiveBack(memory);
  memory = nullptr;
  hot_.pop_front();
  return true;
}

}  // namespace kumbara
