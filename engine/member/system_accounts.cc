#include "engine/member/system_accounts.h"

namespace kumbara {

SystemBalances::const_iterator SystemBalances::find(
    const SystemAccount& account) const {
  const auto found = indexes_.find(account);
  return found == indexes_.end() ? end() : begin() + found->second;
}

std::uint32_t SystemBalances::IndexOf(const SystemAccount& account) {
  const auto next = static_cast<std::uint32_t>(entries_.size());
  const auto [found, is_new] = indexes_.try_emplace(account, next);
  if (is_new) entries_.emplace_back(account, 0);
  return found->second;
}

}  // namespace kumbara
