// Units by their codes.

#ifndef KUMBARA_TOOLS_KUMBARA_UNIT_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_UNIT_TEXT_H_

#include <cstdint>
#include <string>

#include "engine/program/program.h"

namespace kumbara::tools {

// "unit 7" of one that the program does not have; empty of code 0.
std::string UnitName(const Program& program, std::uint8_t code);

// 0 of one that the program does not have.
int UnitDecimals(const Program& program, std::uint8_t code);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_UNIT_TEXT_H_
