// LinkedRows: the rows of a linked run, which are taken whole or not at all.
//
// A run is a row with `linked`, the rows with it behind that one, and the first
// row without. It stands together in one file and at one instant, so that it
// stands together in every order of rows, too. One row that cannot be taken
// spoils the run: without it the others would be linked to whatever follows.
//
// Threads: one at a time.
// Errors:  for every row of a run that is spoiled.
// Cost:    up to 64 rows are kept as they stand and parsed once more.

#ifndef KUMBARA_TOOLS_ROWS_LINKED_ROWS_H_
#define KUMBARA_TOOLS_ROWS_LINKED_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/csv/csv_row.h"
#include "tools/csv/record.h"
#include "tools/csv/record_reader.h"
#include "tools/csv/row_error.h"

namespace kumbara::tools {

class LinkedRows {
 public:
  using OnBad = std::function<void(const RowError&, std::string_view raw)>;

  // Takes the run that begins with `first`, the record last parsed, and reads
  // on to its end. Calls on_bad for all rows of one that is spoiled.
  void Take(const Record& first, bool is_good, Row* row, RowParser& parser,
            RecordReader& reader, const OnBad& on_bad);

  // The rows of the run last taken, unless it was spoiled.
  bool has_next() const { return next_ < kept_.size(); }
  struct Kept {
    std::uint64_t line = 0;
    std::size_t size = 0;
    std::string bytes;  // The record as it stands, and kSplitPadding more.

    std::string_view raw() const { return {bytes.data(), size}; }
  };
  // Valid until the next Take. REQUIRES: has_next().
  const Kept& Next() { return kept_[next_++]; }

 private:
  std::optional<RowError> ErrorIn(const Row& row,
                                  const RowParser& parser) const;
  void Spoil(std::uint64_t line, const RowParser& parser, const OnBad& on_bad);

  std::vector<Kept> kept_;
  std::size_t next_ = 0;
  Instant at_;
};

// What is wrong with the other rows of a run that one row spoils.
std::string ExpectedOfSpoiledRun(std::uint64_t line);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_ROWS_LINKED_ROWS_H_
