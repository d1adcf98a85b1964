// TermsTable: the different terms of a shard's lots, each kept once, so that a
// lot names its own in 32 bits.
//
// Units:   slots are never given back: terms differ by funding class, version
//          and month, so there are few.
// Threads: one shard worker at a time.
// Cost:    a comparison when the last earn had the same terms, else a lookup.

#ifndef KUMBARA_ENGINE_MEMBER_TERMS_TABLE_H_
#define KUMBARA_ENGINE_MEMBER_TERMS_TABLE_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/member/lot.h"

namespace kumbara {

class TermsTable {
 public:
  TermsSlot SlotOf(const LotTerms& terms) {
    if (last_ < terms_.size() && terms_[last_] == terms) return last_;
    return last_ = Look(terms);
  }
  const LotTerms& At(TermsSlot slot) const { return terms_[slot]; }

  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [terms, slots, last] = self;
    stream.Pass(terms);
    if constexpr (Stream::kReads) {
      for (const LotTerms& read : std::exchange(terms, {})) self.Look(read);
    }
  }

 private:
  TermsSlot Look(const LotTerms& terms);

  std::vector<LotTerms> terms_;
  absl::flat_hash_map<std::uint64_t, TermsSlot> slots_;
  TermsSlot last_ = 0;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_TERMS_TABLE_H_
