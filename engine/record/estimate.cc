#include "engine/record/estimate.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "engine/base/limits.h"

namespace kumbara {
namespace {

bool IsSound(const Estimate& estimate) {
  return estimate.number != 0 && estimate.unit != 0 &&
         Instant::InRange(estimate.effective) && IsPrice(estimate.price) &&
         IsRedemptionRate(estimate.redemption) &&
         IsVintageRange(estimate.from_vintage, estimate.to_vintage) &&
         !estimate.by.IsZero() && estimate.by != estimate.approver &&
         std::all_of(std::begin(estimate.reserved), std::end(estimate.reserved),
                     [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace

bool IsVintageRange(std::uint16_t from, std::uint16_t to) {
  return from == 0 ? to == 0 : from >= kVintageMin && from <= to;
}

std::string Estimate::ToBytes() const {
  return std::string(reinterpret_cast<const char*>(this), sizeof(*this));
}

std::optional<Estimate> Estimate::FromBytes(std::string_view bytes) {
  Estimate estimate;
  if (bytes.size() != sizeof(estimate)) return std::nullopt;
  std::memcpy(&estimate, bytes.data(), sizeof(estimate));
  if (!IsSound(estimate)) return std::nullopt;
  return estimate;
}

}  // namespace kumbara
