#include "tools/kumbara/explained.h"

#include <variant>

namespace kumbara::tools {

void AddEventsOf(Sequence cause, const std::vector<Event>& found,
                 std::vector<Event>* events) {
  for (const Event& event : found) {
    const Sequence of =
        std::visit([](const auto& one) { return one.cause; }, event);
    if (of == cause) events->push_back(event);
  }
}

}  // namespace kumbara::tools
