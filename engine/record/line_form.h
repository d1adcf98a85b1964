// LineForm: what makes the lines of a basket well-formed.
//
// Threads: pure functions.

#ifndef KUMBARA_ENGINE_RECORD_LINE_FORM_H_
#define KUMBARA_ENGINE_RECORD_LINE_FORM_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/record/command.h"
#include "engine/record/form.h"
#include "engine/record/line.h"

namespace kumbara {

// What is wrong with one line, its place among the details apart, as the field
// and what was expected; empty if nothing is.
std::string_view LineError(CommandKind kind, const Detail& detail,
                           const CodeCounts& codes);

// What is wrong with all lines together. REQUIRES: LineError found nothing.
// `names_purchase`: a return that has a reference.
std::string_view LinesError(const Command& command,
                            std::span<const Detail> lines, bool names_purchase);

// Whether lines say what a basket consists of: each item, tax and discount has
// an amount, and their sum, if there are any, is `amount`.
bool AddUp(std::span<const Detail> lines, std::int64_t amount);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_LINE_FORM_H_
