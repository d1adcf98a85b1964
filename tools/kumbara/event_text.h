// Events as lines of JSON: the fields of docs/events.md.

#ifndef KUMBARA_TOOLS_KUMBARA_EVENT_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_EVENT_TEXT_H_

#include <cstdint>
#include <string>

#include "engine/record/event.h"
#include "storage/open/event_reader.h"
#include "tools/kumbara/voucher_code.h"

namespace kumbara::tools {

// The fields of an event but its position, without braces.
std::string EventFields(const Event& event, const Ledger& ledger,
                        const storage::Directory& directory,
                        const VoucherCoder* coder = nullptr);

// One object, with its newline. `reader` gave the event. `coder`, if there is
// one, adds its code to a voucher that is issued or void.
std::string EventJson(std::uint64_t position, const Event& event,
                      const storage::EventReader& reader,
                      const VoucherCoder* coder = nullptr);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_EVENT_TEXT_H_
