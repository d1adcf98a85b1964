#include "engine/member/terms_table.h"

#include <bit>

namespace kumbara {

TermsSlot TermsTable::Look(const LotTerms& terms) {
  const auto next = static_cast<TermsSlot>(terms_.size());
  const auto [found, added] =
      slots_.try_emplace(std::bit_cast<std::uint64_t>(terms), next);
  if (added) terms_.push_back(terms);
  return found->second;
}

}  // namespace kumbara
