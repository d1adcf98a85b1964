#include "engine/record/import_what.h"

#include <array>
#include <cstddef>

#include "engine/base/check.h"

namespace kumbara {
namespace {

struct ImportFacts {
  std::string_view name;
  ImportMeasure measure = ImportMeasure::kOfUnit;
};

// Indexed by number - 1.
constexpr std::array<ImportFacts, kImportWhatLast> kFacts = {{
    {"lot"},
    {"deficit"},
    {"earned"},
    {"clawed_back"},
    {"redeemed"},
    {"restored"},
    {"expired"},
    {"spend", ImportMeasure::kMoney},
    {"visits", ImportMeasure::kTimes},
    {"counted"},
    {"tier", ImportMeasure::kTier},
    {"purchase", ImportMeasure::kPurchase},
    {"id", ImportMeasure::kNothing},
}};

const ImportFacts& FactsOf(ImportWhat what) {
  const auto number = static_cast<std::size_t>(what);
  KUMBARA_CHECK(number >= 1 && number <= kFacts.size());
  return kFacts[number - 1];
}

}  // namespace

std::string_view Name(ImportWhat what) { return FactsOf(what).name; }

ImportMeasure MeasureOf(ImportWhat what) { return FactsOf(what).measure; }

std::optional<ImportWhat> ImportWhatByName(std::string_view name) {
  for (std::size_t i = 0; i < kFacts.size(); ++i) {
    if (kFacts[i].name == name) return static_cast<ImportWhat>(i + 1);
  }
  return std::nullopt;
}

}  // namespace kumbara
