#include "engine/program/compiled_names.h"

#include "absl/strings/str_cat.h"

namespace kumbara {

absl::Status InternInto(CodeTable& codes, CodeSpace space,
                        std::string_view text, Code* code) {
  *code = codes.Intern(space, text);
  if (*code != 0) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrCat(
      "no code is left for the ", std::string(Name(space)), " ",
      std::string(text), "; a ledger has at most ", GreatestCode(space)));
}

absl::StatusOr<const Unit*> UnitNamed(const std::string& section,
                                      const std::string& name,
                                      const CodeTable& codes,
                                      const Program& program) {
  const Unit* unit = program.FindUnit(
      static_cast<std::uint8_t>(codes.Find(CodeSpace::kUnit, name)));
  if (unit != nullptr) return unit;
  return absl::InvalidArgumentError(
      absl::StrCat(section, ": unit ", name, " is not defined"));
}

absl::StatusOr<const Unit*> SpendableUnitNamed(const std::string& section,
                                               const std::string& name,
                                               const CodeTable& codes,
                                               const Program& program) {
  absl::StatusOr<const Unit*> unit = UnitNamed(section, name, codes, program);
  if (!unit.ok() || (*unit)->spendable) return unit;
  return absl::InvalidArgumentError(
      absl::StrCat(section, ": unit ", name, " is not spendable"));
}

}  // namespace kumbara
