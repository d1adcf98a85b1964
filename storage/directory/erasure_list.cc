#include "storage/directory/erasure_list.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "engine/base/hex.h"
#include "storage/lmdb/file.h"
#include "storage/lmdb/line_checksum.h"

namespace kumbara::storage {
namespace {

constexpr std::size_t kIdDigits = 2 * sizeof(MemberId);

std::string ChecksumOf(const MemberId& member) {
  return LineChecksum(std::as_bytes(std::span(&member, 1)));
}

// Null, in words, if the line is whole.
const char* ReadLine(std::string_view line, MemberId* member) {
  const bool has_id =
      FromHex(line.substr(0, kIdDigits), member) && !member->IsZero();
  const bool is_old = line.size() == kIdDigits;
  if (!has_id || (!is_old && line[kIdDigits] != ' ')) return "is no member id";
  if (!is_old && line.substr(kIdDigits + 1) != ChecksumOf(*member)) {
    return "its checksum differs; put back the newest copy that is whole";
  }
  return nullptr;
}

}  // namespace

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
    const std::string_view line(text->data() + begin, end - begin);
    if (const char* const error = ReadLine(line, &member)) {
      return absl::DataLossError(
          absl::StrCat(list.path_, ":", list.members_.size() + 1, ": ", error));
    }
    list.members_.push_back(member);
    begin = end + 1;
  }
  list.bytes_ = begin;
  return list;
}

absl::Status ErasureList::Add(const MemberId& member) {
  if (std::find(members_.begin(), members_.end(), member) != members_.end()) {
    return absl::OkStatus();
  }
  absl::StatusOr<File> file = File::Open(path_, O_RDWR | O_CREAT);
  if (!file.ok()) return file.status();
  const std::string line =
      absl::StrCat(ToHex(member), " ", ChecksumOf(member), "\n");
  absl::Status status =
      file->WriteAt(bytes_, std::as_bytes(std::span(line.data(), line.size())));
  if (status.ok()) status = file->SyncData();
  if (status.ok()) status = SyncDirectory(ParentOf(path_));
  if (!status.ok()) return status;
  members_.push_back(member);
  bytes_ += line.size();
  return status;
}

}  // namespace kumbara::storage
