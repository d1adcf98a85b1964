// The form of a command: what every producer must keep to, whatever the
// ledger's state. A command of wrong form is never sequenced.

#ifndef KUMBARA_ENGINE_RECORD_FORM_H_
#define KUMBARA_ENGINE_RECORD_FORM_H_

#include <array>
#include <span>
#include <string_view>

#include "engine/record/code_table.h"
#include "engine/record/command.h"
#include "engine/record/detail.h"

namespace kumbara {

// How many codes of each namespace have been given.
using CodeCounts = std::array<Code, kCodeSpaces>;
CodeCounts CountCodes(const CodeTable& codes);

// What is wrong with a command, as the name of the field and what was expected;
// empty when its form is right. Cost: a few comparisons, no memory.
std::string_view FormError(const Command& command,
                           std::span<const Detail> details,
                           const CodeCounts& codes);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_FORM_H_
