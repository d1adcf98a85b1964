// Commands of the journal as lines of JSON: codes as texts, ids as hex digits,
// members by their external ids.

#ifndef KUMBARA_TOOLS_KUMBARA_COMMAND_JSON_H_
#define KUMBARA_TOOLS_KUMBARA_COMMAND_JSON_H_

#include <span>
#include <string>

#include "engine/record/command.h"
#include "engine/record/detail.h"
#include "engine/record/id_entry.h"
#include "storage/open/event_reader.h"

namespace kumbara::tools {

// The fields of a command, without braces: its keys are the columns of
// docs/csv.md where those have the same. `reader` gave it.
std::string CommandFields(Sequence sequence, const Command& command,
                          std::span<const Detail> details,
                          const storage::EventReader& reader);

// The fields of its answer. `entry` is that of its id.
std::string AnswerFields(Sequence sequence, const IdAnswer& entry,
                         const storage::EventReader& reader);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_COMMAND_JSON_H_
