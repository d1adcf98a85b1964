// ProgramVersions: the programs that a ledger has had, and which of them a
// command or what falls due goes by.
//
// A version is in force from its effective instant until that of another one
// begins, so at every instant one is: the one that began last, of two that
// began together the later one. But nothing that the ledger did is done again.
// A command looks at the versions that were sequenced before it, and what falls
// due at those that were activated when the ledger's clock had not come to it;
// then it is the same however late it is settled.
//
// Every version knows the units of all, each at the same place: a unit that a
// version does not name has points there that expire and can be redeemed.
// Likewise what is counted of a rule or an allowance is counted under a number
// that goes with its name, or its kinds and unit, from version to version.
//
// Tier sets, achievements and benefits have one place in all versions, too.
//
// Threads: one, while nobody reads; otherwise immutable.
// Cost:    For and DueAt one comparison where there is one version; else as
//          many as versions began later.

#ifndef KUMBARA_ENGINE_PROGRAM_PROGRAM_VERSIONS_H_
#define KUMBARA_ENGINE_PROGRAM_PROGRAM_VERSIONS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/base/types.h"
#include "engine/program/program.h"
#include "engine/record/activation.h"

namespace kumbara {

// The first instant at which what falls due may go by a version.
inline Instant StandsFrom(const Activation& activation) {
  return Instant(std::max(activation.effective, activation.clock + 1));
}

class ProgramVersions {
 public:
  explicit ProgramVersions(Program first);
  ProgramVersions(const ProgramVersions&) = delete;
  ProgramVersions& operator=(const ProgramVersions&) = delete;

  // Adds the next version. REQUIRES: the program may follow the others
  // (engine/program/succession.h), and `activation` has its number.
  void Add(Program next, const Activation& activation);

  std::size_t size() const { return versions_.size(); }
  const Program& first() const { return *versions_.front().program; }
  const Program& newest() const { return *versions_.back().program; }
  // REQUIRES: number is 1 to size().
  const Program& Numbered(std::uint16_t number) const {
    return *versions_[number - 1u].program;
  }

  // The version for a command by its sequence and business time.
  const Program& For(Sequence sequence, Instant at) const {
    if (by_effective_.empty()) return first();
    return InForce(at, [&](const Activation& activation) {
      return activation.behind < sequence;
    });
  }
  // The version for what falls due at an instant.
  const Program& DueAt(Instant due) const {
    if (by_effective_.empty()) return first();
    return InForce(due, [&](const Activation& activation) {
      return Instant(activation.clock) < due;
    });
  }
  // The first instant behind `after` at which what falls due goes by another
  // version, and the members stand by that one; Greatest() = none.
  Instant NextStart(Instant after) const;

  // Kinds that may reach another member by any version so far.
  KindSet message_kinds() const { return message_kinds_; }

 private:
  struct Version {
    std::unique_ptr<Program> program;
    Activation activation;  // Of the first one, nothing.
  };

  template <class Counts>
  const Program& InForce(Instant at, const Counts& counts) const {
    for (std::size_t i = by_effective_.size(); i-- > 0;) {
      const Version& version = versions_[by_effective_[i]];
      if (Instant(version.activation.effective) <= at &&
          counts(version.activation)) {
        return *version.program;
      }
    }
    return first();
  }

  void SetRetirements();

  std::vector<Version> versions_;  // By number, from 1 on.
  // All but the first one, ascending by effective instant, then number.
  std::vector<std::size_t> by_effective_;
  KindSet message_kinds_ = 0;
};

// That version of a program, of which `any` is one.
inline const Program& VersionOf(const Program& any, std::uint16_t number) {
  return any.versions != nullptr ? any.versions->Numbered(number) : any;
}

// The version of it that what members have of tier sets and benefits goes by,
// when their clock is there: that for what falls due then.
inline const Program& StandingBy(const Program& any, Instant clock) {
  return any.versions != nullptr ? any.versions->DueAt(clock) : any;
}
// The newest of all so far.
inline const Program& NewestOf(const Program& any) {
  return any.versions != nullptr ? any.versions->newest() : any;
}
inline Instant NextStart(const Program& any, Instant after) {
  return any.versions != nullptr ? any.versions->NextStart(after)
                                 : Instant::Greatest();
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_PROGRAM_VERSIONS_H_
