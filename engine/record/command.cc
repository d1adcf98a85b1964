#include "engine/record/command.h"

namespace kumbara {

std::string_view Name(CommandKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  return index < kKindFacts.size() ? kKindFacts[index].name
                                   : kKindFacts[0].name;
}

std::optional<CommandKind> CommandKindByName(std::string_view name) {
  for (const KindFacts& facts : kKindFacts) {
    if (facts.kind != CommandKind{} && facts.name == name) return facts.kind;
  }
  return std::nullopt;
}

std::ostream& operator<<(std::ostream& out, CommandKind kind) {
  return out << Name(kind);
}

}  // namespace kumbara
