#include "bench/workload/work_check.h"

#include "absl/strings/str_cat.h"

namespace kumbara::bench {

void WorkCheck::Add(std::uint64_t first, std::span<const Outcome> outcomes) {
  for (const Outcome& outcome : outcomes) {
    const std::uint64_t n = first++;
    ++answered_;
    if (outcome.code != workload_.ExpectedAt(n) && wrong_++ == 0) {
      first_wrong_ = n;
    }
    if (outcome.code == ResultCode::kExists) {
      ++exists_;
    } else {
      moved_ += outcome.delta;
    }
    if (outcome.code == ResultCode::kInsufficient) ++insufficient_;
  }
}

absl::Status WorkCheck::Verify(const Ledger& ledger,
                               std::uint64_t submitted) const {
  if (answered_ != submitted) {
    return absl::InternalError(absl::StrCat("submitted ", submitted,
                                            " commands, answered ", answered_));
  }
  if (wrong_ != 0) {
    return absl::InternalError(absl::StrCat(
        wrong_,
        " answers differ from the expected ones, the first that of "
        "command ",
        first_wrong_));
  }
  ledger.CheckAllBooks();
  Int128 held = 0;
  for (const Shard* shard : ledger.shards()) {
    for (Slot slot = 0; slot < shard->members.size(); ++slot) {
      held += shard->members.At(slot).wallet.net().count();
    }
  }
  if (held != moved_) {
    return absl::InternalError("the members do not hold what was moved");
  }
  if (ledger.ids() != submitted - exists_) {
    return absl::InternalError(absl::StrCat("the ledger knows ", ledger.ids(),
                                            " ids instead of ",
                                            submitted - exists_));
  }
  return absl::OkStatus();
}

}  // namespace kumbara::bench
