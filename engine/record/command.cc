#include "engine/record/command.h"

#include <array>

namespace kumbara {
namespace {

// Indexed by number.
constexpr std::array<std::string_view, kCommandKindLast + 1> kNames = {
    "none",   "tick",     "enroll", "purchase", "return", "award",   "redeem",
    "adjust", "transfer", "hold",   "capture",  "void",   "reverse",
};

}  // namespace

std::string_view Name(CommandKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  return index < kNames.size() ? kNames[index] : kNames[0];
}

std::optional<CommandKind> CommandKindByName(std::string_view name) {
  for (std::size_t i = 1; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<CommandKind>(i);
  }
  return std::nullopt;
}

std::ostream& operator<<(std::ostream& out, CommandKind kind) {
  return out << Name(kind);
}

}  // namespace kumbara
