// TermsTable: the different terms of a shard's lots, each kept once, so that a
// lot names its own in 32 bits.
//
// Units:   slots are never given back: terms differ by funding class, version
//          and month, so there are few.
// Threads: one shard worker at a time.
// Cost:    a comparison when the last earn of the funding class, or nearly so,
//          had the same terms, else a lookup.

#ifndef KUMBARA_ENGINE_MEMBER_TERMS_TABLE_H_
#define KUMBARA_ENGINE_MEMBER_TERMS_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/member/lot.h"

namespace kumbara {

class TermsTable {
 public:
  TermsSlot SlotOf(const LotTerms& terms) {
    TermsSlot& recent = recent_[terms.funding_class % kRecent];
    const bool known = recent < terms_.size() && terms_[recent] == terms;
    if (!known) recent = Look(terms);
    return recent;
  }
  const LotTerms& At(TermsSlot slot) const { return terms_[slot]; }

  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [terms, slots, recent] = self;
    stream.Pass(terms);
    if constexpr (Stream::kReads) {
      for (const LotTerms& read : std::exchange(terms, {})) self.Look(read);
    }
  }

 private:
  static constexpr std::size_t kRecent = 8;

  TermsSlot Look(const LotTerms& terms);

  std::vector<LotTerms> terms_;
  absl::flat_hash_map<std::uint64_t, TermsSlot> slots_;
  // Where terms are looked for first: a purchase by several rules has several.
  std::array<TermsSlot, kRecent> recent_{};
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_TERMS_TABLE_H_
