#include "tools/csv/record_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/base/check.h"

namespace kumbara::tools {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// As many bytes as a record of the greatest length may take with its line
// break. Splitting sees no more than these, so that what is too long does not
// depend on how the bytes arrived.
constexpr std::size_t kSplitBytesMax = kRecordBytesMax + 2;

}  // namespace

RecordReader::RecordReader(SplitFunction split, ReadBytes read,
                           std::size_t block_bytes)
    : split_(split),
      read_(std::move(read)),
      block_bytes_(std::max<std::size_t>(block_bytes, 16)),
      buffer_(block_bytes_ + kSplitPadding) {}

RecordReader::ReadBytes RecordReader::BytesOf(std::string_view text) {
  return [rest = text](char* to, std::size_t size) mutable {
    const std::size_t taken = rest.copy(to, size);
    rest.remove_prefix(taken);
    return absl::StatusOr<std::size_t>(taken);
  };
}

// Reads more bytes behind the unread ones, which move to the front. False at
// the end of the file.
bool RecordReader::Fill() {
  if (at_end_) return false;
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  // A long record may need several blocks: grow to a record and a block.
  if (end_ + block_bytes_ / 2 > buffer_.size() - kSplitPadding) {
    const std::size_t most = kSplitBytesMax + block_bytes_;
    buffer_.resize(std::min(2 * end_ + block_bytes_, most) + kSplitPadding);
  }
  const absl::StatusOr<std::size_t> count =
      read_(buffer_.data() + end_, buffer_.size() - kSplitPadding - end_);
  if (!count.ok()) status_ = count.status();
  if (!count.ok() || *count == 0) {
    at_end_ = true;
    return false;
  }
  end_ += *count;
  return true;
}

const Record* RecordReader::Next() {
  while (status_.ok()) {
    if (begin_ == end_ && !Fill()) return nullptr;
    if (at_start_) {
      while (end_ < kByteOrderMark.size() && Fill()) {
      }
      if (Unread().substr(0, kByteOrderMark.size()) == kByteOrderMark) {
        begin_ += kByteOrderMark.size();
      }
      at_start_ = false;
      continue;
    }
    const std::size_t taken = Split();
    if (taken == 0) continue;  // The read failed.
    begin_ += taken;
    record_.line = next_line_;
    next_line_ += record_.lines;
    if (!record_.raw.empty()) return &record_;
  }
  return nullptr;
}

// One record off the unread bytes, reading more as needed; 0 if that fails.
std::size_t RecordReader::Split() {
  for (;;) {
    const std::string_view unread = Unread();
    const bool all = at_end_ && unread.size() <= kSplitBytesMax;
    const std::size_t taken =
        split_(unread.substr(0, kSplitBytesMax),
               all ? Tail::kEndOfFile : Tail::kMoreFollows, &record_);
    const bool fits = record_.raw.size() <= kRecordBytesMax;
    if (taken != 0 && fits) return taken;
    if (taken != 0 || unread.size() >= kSplitBytesMax) return TakeOverlong();
    if (!Fill() && !status_.ok()) return 0;
  }
}

// The unread bytes begin with a record that is too long.
std::size_t RecordReader::TakeOverlong() {
  std::size_t taken =
      TakeBadLine(Unread().substr(0, kSplitBytesMax), Tail::kMoreFollows,
                  RecordFault::kOpenQuote, &record_);
  if (taken != 0 && record_.raw.size() <= kRecordBytesMax) return taken;
  // A single line: its beginning stays in front, the rest is read past.
  const std::size_t kept = kRecordBytesMax;
  std::size_t line_feed = Unread().find('\n');
  while (line_feed == std::string_view::npos) {
    end_ = begin_ + kept;
    if (!Fill()) break;
    line_feed = Unread().find('\n', kept);
  }
  if (!status_.ok()) return 0;
  const bool found = line_feed != std::string_view::npos;
  taken = found ? line_feed + 1 : end_ - begin_;
  TakeBadLine(Unread().substr(0, kept), Tail::kEndOfFile, RecordFault::kTooLong,
              &record_);
  record_.ends_with_file = !found;
  return taken;
}

}  // namespace kumbara::tools
