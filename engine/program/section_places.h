// The places of tier sets, achievements and benefits, which members have
// something of by place, and the numbers of tiers.
//
// A section has one place in all versions of a program, by its name: those of
// the versions before in theirs, new ones behind them. Where a version does not
// name one it stands marked. Tiers have numbers likewise (tier_rules.h).
//
// Threads: safe; no state.

#ifndef KUMBARA_ENGINE_PROGRAM_SECTION_PLACES_H_
#define KUMBARA_ENGINE_PROGRAM_SECTION_PLACES_H_

#include "engine/program/program.h"

namespace kumbara {

// Puts the sections of a compiled program, which are in the order of its file,
// into their places, with what refers to them.
void PlaceSections(const Program& before, Program* next);

// Adds to an earlier version what `next` has more.
void AddLaterSections(const Program& next, Program* earlier);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_SECTION_PLACES_H_
