// Answers, postings and facts in words, a line each.

#ifndef KUMBARA_TOOLS_KUMBARA_OUTCOME_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_OUTCOME_TEXT_H_

#include <string>

#include "engine/pipeline/ledger.h"
#include "storage/open/open_ledger.h"

namespace kumbara::tools {

// ok  sequence 7  delta 100 points  net 130 points
std::string OutcomeText(const Ledger& ledger, const Outcome& outcome);

// The external id of a member; the hex digits of its own if the directory has
// lost it.
std::string NameOf(const storage::Directory& directory, const MemberId& id);

// 7.0  available of 4711 lot 2          100 points
// 7.2  forgone of 4711                  20 points
std::string EventText(const Ledger& ledger, const storage::Directory& directory,
                      const Event& event);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_OUTCOME_TEXT_H_
