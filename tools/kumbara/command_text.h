// A command in words: COMMAND MEMBER [[AMOUNT] UNIT] [key=value...]
//
//   award 4711 100 points reason=goodwill
//   purchase 4711 1500 GBP store_id=London
//   transfer 4711 50 points to=4712
//   capture 4711 30 reference=h1
//   extend 4711 points until=2027-01-01
//   tick 2026-02-01T00:00:00Z
//
// The keys are the columns of docs/csv.md; `at` is short for occurred_at, `id`
// for transaction_id, `to` for to_member_id, `actor` for actor_member_id. The
// amount of a purchase or return is in minor units of its currency. A value
// with spaces stands in double quotes.

#ifndef KUMBARA_TOOLS_KUMBARA_COMMAND_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_COMMAND_TEXT_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace kumbara::tools {

// The same command as a CSV header and one record, so that one parser judges
// both. `now` is the time where none is given, `id` the transaction id or 32
// hex digits of the command id where none is given.
absl::StatusOr<std::string> CommandTextToCsv(std::string_view text,
                                             const std::string& now,
                                             const std::string& id);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_COMMAND_TEXT_H_
