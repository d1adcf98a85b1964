// LinkedLoad: the rows of a linked run on their way into one frame, or, if one
// of them cannot become a command, to the rejects.
//
// Threads: one owner.
// Cost:    keeps up to 64 rows.

#ifndef KUMBARA_TOOLS_KUMBARA_LINKED_LOAD_H_
#define KUMBARA_TOOLS_KUMBARA_LINKED_LOAD_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tools/csv/csv_row.h"
#include "tools/csv/row_error.h"
#include "tools/kumbara/command_maker.h"

namespace kumbara::tools {

class LinkedLoad {
 public:
  struct Taken {
    CommandMaker::Made made;
    Row row;  // Its kind and place; the texts are here:
    std::string raw;
    std::string transaction_id;
    std::optional<RowError> error;
  };

  // Whether a run has begun and not ended.
  bool goes_on() const { return goes_on_; }
  // Takes the next row of a run: what it became, or why it became nothing. True
  // with its last row.
  bool Take(const Row& row, const CommandMaker::Made& made,
            std::optional<RowError> error);

  // Of the run last taken; the texts of the rows are where they stay.
  std::vector<Taken>& rows();
  // The line of the first row that became nothing; 0 if there is none.
  std::uint64_t spoiled_by() const;
  std::size_t bytes() const;  // Of its commands and details.
  void Clear() { rows_.clear(); }

 private:
  std::vector<Taken> rows_;
  bool goes_on_ = false;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_LINKED_LOAD_H_
