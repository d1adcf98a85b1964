#include "storage/runs/run_file.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace kumbara::storage {

std::string RunFile::PathIn(const std::string& directory, RunNumber number) {
  return absl::StrCat(directory, "/", absl::Dec(number, absl::kZeroPad8),
                      ".run");
}

absl::StatusOr<bool> RunFile::Find(const CommandId& id, ColdId* found) const {
  const auto behind =
      std::upper_bound(first_ids_.begin(), first_ids_.end(), id);
  if (behind == first_ids_.begin()) return false;
  IdBlock block;
  const absl::Status read = ReadBlock(
      static_cast<std::uint32_t>(behind - first_ids_.begin() - 1), &block);
  if (!read.ok()) return read;
  const std::span<const WrittenId> ids = std::as_const(block).used();
  const auto at = std::lower_bound(
      ids.begin(), ids.end(), id,
      [](const WrittenId& a, const CommandId& b) { return a.entry.id < b; });
  if (at == ids.end() || at->entry.id != id) return false;
  *found = {at->entry, at->slot};
  return true;
}

absl::Status RunFile::ReadBlock(std::uint32_t number, IdBlock* block) const {
  const absl::StatusOr<std::size_t> bytes =
      file_.ReadAt(std::uint64_t{number} * sizeof(IdBlock), BytesOf(*block));
  if (!bytes.ok()) return bytes.status();
  absl::Status whole =
      *bytes == sizeof(IdBlock)
          ? CheckBlock(number_, number, *block)
          : absl::DataLossError("the file ends before its end");
  if (whole.ok()) return whole;
  return absl::DataLossError(absl::StrCat(file_.path(), ": block ", number,
                                          " is damaged: ", whole.message()));
}

}  // namespace kumbara::storage
