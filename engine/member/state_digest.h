// The digest of shards: what two ledgers must agree on to be the same.
//
// A sum mod 2^128 of XXH3-128 over canonical bytes: no slot, table order,
// sequence number, code or worker enters it, so none of them can change it.

#ifndef KUMBARA_ENGINE_MEMBER_STATE_DIGEST_H_
#define KUMBARA_ENGINE_MEMBER_STATE_DIGEST_H_

#include <span>

#include "engine/base/hash.h"
#include "engine/member/shard.h"
#include "engine/record/code_table.h"

namespace kumbara {

// The namespace of a system account's label: reasons and funding classes are
// numbered apart.
CodeSpace LabelSpace(Account account);

// Members, purchase records and system accounts of all shards of a ledger.
// Cost: reads every member.
Digest DigestOf(std::span<const Shard* const> shards, TextHashes& hashes);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_STATE_DIGEST_H_
