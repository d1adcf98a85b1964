#include "tools/kumbara/linked_load.h"

#include <utility>

namespace kumbara::tools {

bool LinkedLoad::Take(const Row& row, const CommandMaker::Made& made,
                      std::optional<RowError> error) {
  Taken& taken = rows_.emplace_back();
  taken.made = made;
  taken.row.file = row.file;
  taken.row.line = row.line;
  taken.row.kind = row.kind;
  taken.row.rare.linked = row.rare.linked;
  taken.raw = row.raw;
  taken.transaction_id = row.transaction_id;
  taken.error = std::move(error);
  goes_on_ = row.rare.linked;
  return !goes_on_;
}

std::vector<LinkedLoad::Taken>& LinkedLoad::rows() {
  for (Taken& taken : rows_) {
    taken.row.raw = taken.raw;
    taken.row.transaction_id = taken.transaction_id;
  }
  return rows_;
}

std::uint64_t LinkedLoad::spoiled_by() const {
  for (const Taken& taken : rows_) {
    if (taken.error) return taken.row.line;
  }
  return 0;
}

std::size_t LinkedLoad::bytes() const {
  std::size_t bytes = 0;
  for (const Taken& taken : rows_) {
    bytes += sizeof(Command) + taken.made.details.size() * sizeof(Detail);
  }
  return bytes;
}

}  // namespace kumbara::tools
