#include "tools/kumbara/unit_text.h"

namespace kumbara::tools {

std::string UnitName(const Program& program, std::uint8_t code) {
  if (code == 0) return "";
  const Unit* unit = program.FindUnit(code);
  return unit != nullptr ? unit->name : "unit " + std::to_string(code);
}

int UnitDecimals(const Program& program, std::uint8_t code) {
  const Unit* unit = program.FindUnit(code);
  return unit != nullptr ? unit->decimals : 0;
}

}  // namespace kumbara::tools
