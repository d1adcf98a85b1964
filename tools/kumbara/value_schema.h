// The JSON Schema of one value of a program file.

#ifndef KUMBARA_TOOLS_KUMBARA_VALUE_SCHEMA_H_
#define KUMBARA_TOOLS_KUMBARA_VALUE_SCHEMA_H_

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/program/key_rule.h"

namespace kumbara::tools {

// An object of JSON, whose values are JSON already.
using JsonMembers = std::vector<std::pair<std::string, std::string>>;
std::string JsonObject(const JsonMembers& members);

// An array, likewise.
std::string JsonArray(const std::vector<std::string>& elements);

std::string JsonTexts(std::span<const std::string_view> texts);

// What `allowed` lets a value be; too much where no pattern tells.
std::string ValueSchema(const Allowed& allowed);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_VALUE_SCHEMA_H_
