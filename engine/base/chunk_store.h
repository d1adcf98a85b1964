// ChunkStore: where chunks of records lie that memory has no room for. What is
// fetched is what was kept, or the process ends: a command that needs a chunk
// has no other answer, and the journal has all of it.
//
// Threads: safe, for chunks of different places.

#ifndef KUMBARA_ENGINE_BASE_CHUNK_STORE_H_
#define KUMBARA_ENGINE_BASE_CHUNK_STORE_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace kumbara {

class ChunkStore {
 public:
  virtual ~ChunkStore() = default;

  // A place for a chunk that has none yet.
  virtual std::uint32_t NewPlace() = 0;
  // Keeps a chunk in its place, instead of what is there. False if it could
  // not: the chunk stays in memory.
  virtual bool Keep(std::uint32_t place, std::span<const std::byte> chunk) = 0;
  // Begins to read what Fetch of that place will want.
  virtual void Ask(std::uint32_t place) = 0;
  // Ends the process, and names the file, if the chunk cannot be read or is not
  // what was kept.
  virtual void Fetch(std::uint32_t place, std::span<std::byte> chunk) = 0;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_CHUNK_STORE_H_
