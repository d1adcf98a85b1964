#include "engine/record/import_what.h"

#include <array>
#include <cstddef>

#include "engine/base/check.h"

namespace kumbara {
namespace {

// Indexed by number - 1.
constexpr std::array<std::string_view, kImportWhatLast> kNames = {
    "lot",      "deficit",  "earned", "clawed_back",
    "redeemed", "restored", "expired"};

}  // namespace

std::string_view Name(ImportWhat what) {
  const auto number = static_cast<std::size_t>(what);
  KUMBARA_CHECK(number >= 1 && number <= kNames.size());
  return kNames[number - 1];
}

std::optional<ImportWhat> ImportWhatByName(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<ImportWhat>(i + 1);
  }
  return std::nullopt;
}

}  // namespace kumbara
