// The word that was meant, most likely, by one that is not known.
//
// Cost:    the product of the lengths for each word.

#ifndef KUMBARA_ENGINE_PROGRAM_NEAREST_WORD_H_
#define KUMBARA_ENGINE_PROGRAM_NEAREST_WORD_H_

#include <span>
#include <string_view>

namespace kumbara {

// The one of `known` that the fewest slips of the pen turn into `word`, the
// first of several; empty if that takes more than one for each three letters.
// A slip leaves a letter out, adds one, writes another, or swaps two.
std::string_view NearestWord(std::string_view word,
                             std::span<const std::string_view> known);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_NEAREST_WORD_H_
