#include "engine/record/closing.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <utility>

#include "engine/base/limits.h"
#include "engine/record/posting.h"

namespace kumbara {
namespace {

std::pair<std::uint8_t, std::uint8_t> PlaceOf(const ClosedAmount& amount) {
  return {amount.unit, amount.part};
}

bool IsSound(const ClosingTerms& terms) {
  return terms.month >= kVintageMin && terms.month <= kVintageMax &&
         !terms.by.IsZero() && terms.by != terms.approver;
}

bool IsSound(const std::vector<ClosedAmount>& amounts) {
  const ClosedAmount blank;
  const bool is_whole = std::all_of(
      amounts.begin(), amounts.end(), [&](const ClosedAmount& amount) {
        return amount.unit != 0 && amount.part != 0 && amount.amount != 0 &&
               std::memcmp(amount.reserved, blank.reserved,
                           sizeof(blank.reserved)) == 0;
      });
  return is_whole &&
         std::adjacent_find(amounts.begin(), amounts.end(),
                            [](const ClosedAmount& a, const ClosedAmount& b) {
                              return PlaceOf(a) >= PlaceOf(b);
                            }) == amounts.end();
}

}  // namespace

std::string_view PartName(std::uint8_t part) {
  switch (part) {
    case kOpeningPart:
      return "opening";
    case kPriorPeriodPart:
      return "prior_period";
    case kClosingPart:
      return "closing";
    default:
      return Name(Account{part});
  }
}

std::string Closing::ToBytes() const {
  const std::size_t rest = amounts.size() * sizeof(ClosedAmount);
  std::string bytes(sizeof(terms) + rest, '\0');
  std::memcpy(bytes.data(), &terms, sizeof(terms));
  if (rest != 0) std::memcpy(&bytes[sizeof(terms)], amounts.data(), rest);
  return bytes;
}

std::optional<Closing> Closing::FromBytes(std::string_view bytes) {
  Closing closing;
  if (bytes.size() < sizeof(closing.terms)) return std::nullopt;
  std::memcpy(&closing.terms, bytes.data(), sizeof(closing.terms));
  bytes.remove_prefix(sizeof(closing.terms));
  if (bytes.size() % sizeof(ClosedAmount) != 0) return std::nullopt;
  closing.amounts.resize(bytes.size() / sizeof(ClosedAmount));
  if (!bytes.empty()) {
    std::memcpy(closing.amounts.data(), bytes.data(), bytes.size());
  }
  if (!IsSound(closing.terms) || !IsSound(closing.amounts)) return std::nullopt;
  return closing;
}

}  // namespace kumbara
