#include "storage/directory/erasure_list.h"

#include <algorithm>
#include <span>

#include "absl/strings/str_cat.h"
#include "engine/base/hex.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {

std::string ErasureList::PathIn(const std::string& ledger_directory) {
  return ledger_directory + "/ERASED";
}

absl::StatusOr<ErasureList> ErasureList::Read(
    const std::string& ledger_directory) {
  ErasureList list(PathIn(ledger_directory));
  const absl::StatusOr<std::string> text = ReadWhole(list.path_);
  if (absl::IsNotFound(text.status())) return list;
  if (!text.ok()) return text.status();
  std::size_t begin = 0;
  for (std::size_t end = text->find('\n'); end != std::string::npos;
       end = text->find('\n', begin)) {
    MemberId member;
    if (!FromHex(text->substr(begin, end - begin), &member) ||
        member.IsZero()) {
      return absl::DataLossError(absl::StrCat(
          list.path_, ":", list.members_.size() + 1, ": is no member id"));
    }
    list.members_.push_back(member);
    begin = end + 1;
  }
  return list;
}

absl::Status ErasureList::Add(const MemberId& member) {
  if (std::find(members_.begin(), members_.end(), member) != members_.end()) {
    return absl::OkStatus();
  }
  absl::StatusOr<File> file = File::Open(path_, O_RDWR | O_CREAT);
  if (!file.ok()) return file.status();
  const std::string line = ToHex(member) + "\n";
  absl::Status status =
      file->WriteAt(members_.size() * line.size(),
                    std::as_bytes(std::span(line.data(), line.size())));
  if (status.ok()) status = file->SyncData();
  if (status.ok()) status = SyncDirectory(ParentOf(path_));
  if (status.ok()) members_.push_back(member);
  return status;
}

}  // namespace kumbara::storage
