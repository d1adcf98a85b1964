// ContentHash: what makes two commands under one id the same command.

#ifndef KUMBARA_ENGINE_PIPELINE_CONTENT_HASH_H_
#define KUMBARA_ENGINE_PIPELINE_CONTENT_HASH_H_

#include <cstdint>
#include <span>

#include "engine/record/code_table.h"
#include "engine/record/command.h"
#include "engine/record/detail.h"

namespace kumbara {

// A versioned hash of the canonical fields: everything but the id and the
// place of the details. Codes enter as the hashes of their texts; what is
// absent enters as 0, but for amounts, whose absence is a flag, and a line's
// quantity where there is no amount beside it.
std::uint64_t ContentHash(const Command& command,
                          std::span<const Detail> details, TextHashes& texts);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_CONTENT_HASH_H_
