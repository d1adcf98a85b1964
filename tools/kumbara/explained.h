// Explained: a command and all that is told of how it was answered.

#ifndef KUMBARA_TOOLS_KUMBARA_EXPLAINED_H_
#define KUMBARA_TOOLS_KUMBARA_EXPLAINED_H_

#include <vector>

#include "engine/apply/explanation.h"
#include "engine/apply/message.h"
#include "engine/pipeline/ledger.h"
#include "engine/record/event.h"
#include "storage/open/open_ledger.h"

namespace kumbara::tools {

struct Explained {
  const Explanation& told;
  // Of the command. If it was refused for its time nothing else is told.
  Outcome outcome;
  // The postings and facts that go back to it, ordered by id.
  std::vector<Event> events;
  const Ledger& ledger;
  const storage::Directory& directory;

  const Program& program() const { return *told.program; }
  // Whether its answer still waits for the end of its round.
  bool is_open() const { return outcome.reserved == kOutcomeOpen; }
  // Whether one belongs to what fell due before the command.
  bool IsDue(const Event& event) const {
    const EventId id = IdOf(event);
    return id.sequence == told.posts_under &&
           id.member == told.command.member && id.leg < told.first_leg;
  }
};

// Adds those of `found` that go back to the command of a sequence.
void AddEventsOf(Sequence cause, const std::vector<Event>& found,
                 std::vector<Event>* events);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_EXPLAINED_H_
