#include "engine/program/program_warnings.h"

#include "absl/strings/str_cat.h"

namespace kumbara {

absl::Status FirstOf(const std::vector<ProgramConflict>& conflicts) {
  if (conflicts.empty()) return absl::OkStatus();
  const ProgramConflict& first = conflicts.front();
  return absl::InvalidArgumentError(
      absl::StrCat(std::string(first.at.section), ": ", first.text));
}

FilePosition PositionOf(const TomlNode& root, const ProgramPlace& place) {
  const TomlEntry* section = root.Find(place.section);
  if (section == nullptr) return {};
  const TomlNode* table = &section->value;
  if (table->kind == TomlNode::Kind::kArray) {
    table = &table->elements[place.index];
  } else if (place.section == "unit") {
    table = &table->entries[place.index].value;
  }
  const TomlEntry* entry = table->Find(place.key);
  return entry != nullptr ? entry->value.at : table->at;
}

std::vector<EarnRule> RulesOf(const Program& program) {
  std::vector<EarnRule> rules = program.rules;
  if (program.earn) rules.push_back(*program.earn);
  return rules;
}

void AddWarnings(const CheckedProgram& checked, FileErrors* warnings) {
  AddLotWarnings(checked, warnings);
  AddEarnWarnings(checked, warnings);
  AddEarnConditionWarnings(checked, warnings);
  AddTierWarnings(checked, warnings);
  AddRewardWarnings(checked, warnings);
  AddGiftWarnings(checked, warnings);
  AddAchievementWarnings(checked, warnings);
}

}  // namespace kumbara
