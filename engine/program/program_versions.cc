#include "engine/program/program_versions.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/program/counted_numbers.h"
#include "engine/program/earn_compiler.h"
#include "engine/program/section_places.h"

namespace kumbara {
namespace {

// The units of a program in the places that they have in those before it.
void PlaceUnits(const Program& before, Program* next) {
  std::vector<Unit> named = std::move(next->units);
  next->units.clear();
  next->units.reserve(kUnitsMax);
  for (const Unit& known : before.units) {
    const auto found =
        std::find_if(named.begin(), named.end(),
                     [&](const Unit& unit) { return unit.code == known.code; });
    if (found != named.end()) {
      next->units.push_back(std::move(*found));
      named.erase(found);
    } else {
      next->units.push_back(known);
      next->units.back().standing = UnitStanding::kRemoved;
    }
  }
  std::move(named.begin(), named.end(), std::back_inserter(next->units));
  KUMBARA_CHECK(next->units.size() <= kUnitsMax);
  for (std::size_t i = 0; i < next->units.size(); ++i) {
    next->unit_index[next->units[i].code] = static_cast<std::uint8_t>(i);
  }
}

// Inactivity that a version brings to a unit of those before it counts from its
// start. Once brought it stays.
void PlaceInactivity(const Program& before, Instant start, Program* next) {
  for (std::size_t i = 0; i < before.units.size(); ++i) {
    const LotPolicy& known = before.units[i].lots;
    LotPolicy& lots = next->units[i].lots;
    if (known.has_inactivity()) {
      lots.inactive_from = known.inactive_from;
    } else if (lots.has_inactivity()) {
      lots.inactive_from = start;
    }
  }
}

// Inactivity ends what earlier versions made, too; which commands are
// activities stays each version's own.
void AddLaterInactivity(const Program& next, Program* before) {
  for (std::size_t i = 0; i < before->units.size(); ++i) {
    const LotPolicy& later = next.units[i].lots;
    LotPolicy& lots = before->units[i].lots;
    if (lots.has_inactivity() == later.has_inactivity()) continue;
    lots.inactive_from = later.inactive_from;
    lots.inactive = later.inactive;
    lots.inactive_rounding = later.inactive_rounding;
  }
}

// Units that a later version names first.
void AddLaterUnits(const Program& next, Program* before) {
  for (std::size_t i = before->units.size(); i < next.units.size(); ++i) {
    before->units.push_back(next.units[i]);
    before->units.back().standing = UnitStanding::kLater;
    before->units.back().retire_at = Instant::Greatest();
    before->unit_index[next.units[i].code] = static_cast<std::uint8_t>(i);
  }
}

}  // namespace

ProgramVersions::ProgramVersions(Program first) {
  first.version = 1;
  first.units.reserve(kUnitsMax);
  message_kinds_ = first.message_kinds;
  auto program = std::make_unique<Program>(std::move(first));
  program->versions = this;
  versions_.push_back({std::move(program), {}});
}

void ProgramVersions::Add(Program next, const Activation& activation) {
  KUMBARA_CHECK(activation.version == versions_.size() + 1);
  const Program& before = newest();
  next.version = activation.version;
  next.versions = this;
  next.has_birthdays |= before.has_birthdays;
  next.has_anniversaries |= before.has_anniversaries;
  PlaceUnits(before, &next);
  PlaceInactivity(before, StandsFrom(activation), &next);
  NumberCounted(before, &next);
  PlaceSections(before, &next);
  for (const Version& version : versions_) {
    AddLaterInactivity(next, version.program.get());
    AddLaterUnits(next, version.program.get());
    AddLaterSections(next, version.program.get());
  }
  message_kinds_ |= next.message_kinds;
  const auto place = std::upper_bound(
      by_effective_.begin(), by_effective_.end(), activation.effective,
      [&](std::int64_t effective, std::size_t version) {
        return effective < versions_[version].activation.effective;
      });
  by_effective_.insert(place, versions_.size());
  versions_.push_back({std::make_unique<Program>(std::move(next)), activation});
  SetRetirements();
}

// A unit retires when a version that says so is the one for what falls due.
void ProgramVersions::SetRetirements() {
  for (std::size_t unit = 0; unit < newest().units.size(); ++unit) {
    Instant retires = Instant::Greatest();
    Instant start = Instant::Least();
    while (start < retires) {
      const Instant end = NextStart(start);
      const Instant at = std::max(DueAt(start).units[unit].retire_at, start);
      if (at < end) retires = at;
      start = end;
    }
    for (Version& version : versions_) {
      version.program->units[unit].retires = retires;
    }
  }
  for (Version& version : versions_) FindAlwaysApplying(version.program.get());
}

Instant ProgramVersions::NextStart(Instant after) const {
  Instant next = Instant::Greatest();
  for (const std::size_t version : by_effective_) {
    const Instant start = StandsFrom(versions_[version].activation);
    if (start > after) next = std::min(next, start);
  }
  return next;
}

}  // namespace kumbara
