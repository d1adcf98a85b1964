// ControlTotals: what a load of imports should amount to, as someone else has
// counted it, and what it does.
//
// Units:   the smallest decimal of a unit; of what is spent elsewhere minor
//          units, of visits their number, of tiers and ids nothing but the
//          rows.
// Threads: one owner.
// Cost:    a lookup in a map of a few entries for an imported row.

#ifndef KUMBARA_TOOLS_KUMBARA_CONTROL_TOTALS_H_
#define KUMBARA_TOOLS_KUMBARA_CONTROL_TOTALS_H_

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <tuple>

#include "absl/status/statusor.h"
#include "engine/base/rational.h"
#include "engine/program/program.h"
#include "engine/record/command.h"
#include "engine/record/detail.h"
#include "engine/record/import_what.h"

namespace kumbara::tools {

class ControlTotals {
 public:
  // Reads `path` (CSV: what,unit,rows,amount under a header that says so).
  static absl::StatusOr<ControlTotals> Read(const std::string& path,
                                            const Program& program);

  // Counts an import that is in the ledger. REQUIRES: a well-formed one, of a
  // unit of the program if it has one.
  void Count(const Command& command, std::span<const Detail> details);

  // Prints every difference, or that there is none; returns kExitOk or
  // kExitDiffers.
  int Compare(const Program& program) const;

 private:
  // What and the code of the unit, 0 for none, in the order in which they are
  // shown.
  using Key = std::tuple<ImportWhat, std::uint8_t>;
  struct Total {
    std::uint64_t rows = 0;
    Int128 amount = 0;

    friend bool operator==(const Total&, const Total&) = default;
  };
  struct Pair {
    Total expected;
    Total loaded;
  };

  void Add(const Key& key, std::int64_t amount);

  std::string path_;
  std::map<Key, Pair> totals_;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_CONTROL_TOTALS_H_
