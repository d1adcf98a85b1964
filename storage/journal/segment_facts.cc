#include "storage/journal/segment_facts.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/base/hex.h"
#include "engine/base/time_text.h"
#include "storage/lmdb/file.h"
#include "storage/lmdb/line_checksum.h"

namespace kumbara::storage {
namespace {

constexpr char kPlace[] = "place";
constexpr char kChecksum[] = "checksum ";  // Of all that stands before it.

constexpr char kPutBackList[] =
    "put the file back, or lay the archived segments, unpacked, into the "
    "journal again and remove it";

std::string ArchivedPath(const std::string& ledger_directory) {
  return ledger_directory + "/ARCHIVED";
}

// The last line of a list.
std::string ChecksumLine(std::string_view list) {
  return absl::StrCat(kChecksum, LineChecksum(std::as_bytes(std::span(list))),
                      "\n");
}

bool ParseTime(std::string_view text, Instant* time) {
  const std::optional<Instant> parsed = ParseInstant(text);
  if (parsed) *time = *parsed;
  return parsed.has_value();
}

template <class Number>
bool ParseNumber(std::string_view text, Number* number) {
  return absl::SimpleAtoi(absl::string_view(text.data(), text.size()), number);
}

// Takes the lines of a text in their order.
class FactLines {
 public:
  FactLines(std::string_view text, std::string path) : path_(std::move(path)) {
    const absl::string_view all(text.data(), text.size());
    for (absl::string_view line : absl::StrSplit(all, '\n')) {
      if (!line.empty()) lines_.emplace_back(line.data(), line.size());
    }
  }

  bool AtEnd() const { return next_ == lines_.size(); }
  bool NextIs(std::string_view name) const {
    return !AtEnd() && lines_[next_].substr(0, name.size()) == name;
  }
  const absl::Status& status() const { return status_; }

  // The value of the next line, which must have this name.
  std::string_view Take(std::string_view name) {
    const bool fits = NextIs(name) && lines_[next_].size() > name.size() &&
                      lines_[next_][name.size()] == ' ';
    if (!fits) {
      Refuse(name);
      return {};
    }
    return lines_[next_++].substr(name.size() + 1);
  }
  template <class Value, class Parse>
  void Take(std::string_view name, Value* value, const Parse& parse) {
    const std::string_view text = Take(name);
    if (status_.ok() && !parse(text, value)) Refuse(name);
  }
  void Refuse(std::string_view name) {
    if (!status_.ok()) return;
    status_ = absl::DataLossError(absl::StrCat(
        path_, ": the line \"", absl::string_view(name.data(), name.size()),
        "\" is missing or wrong"));
  }

 private:
  const std::string path_;
  std::vector<std::string_view> lines_;
  std::size_t next_ = 0;
  absl::Status status_;
};

void TakePeaks(FactLines& lines, std::string_view name, BatchNumber batches,
               Peaks* peaks) {
  for (int i = std::popcount(batches); i > 0; --i) {
    lines.Take(name, &peaks->emplace_back(),
               [](std::string_view text, auto* value) {
                 return HexToBytes(text, *value);
               });
  }
}

SegmentFacts TakeFacts(FactLines& lines) {
  SegmentFacts facts;
  const auto number = [](std::string_view text, auto* value) {
    return ParseNumber(text, value);
  };
  JournalPosition& before = facts.before;
  JournalPosition& behind = facts.behind;
  lines.Take("segment", &behind.segment, number);
  lines.Take("ledger", &behind.ledger, [](std::string_view text, LedgerId* id) {
    return FromHex(text, id);
  });
  lines.Take("stream", &behind.stream, number);
  lines.Take("batches-before", &before.number, number);
  lines.Take("last-batch", &behind.number, number);
  lines.Take("sequence-before", &before.last_sequence, number);
  lines.Take("last-sequence", &behind.last_sequence, number);
  lines.Take("first-time", &facts.first_time, ParseTime);
  lines.Take("last-time", &facts.last_time, ParseTime);
  lines.Take("bytes", &facts.bytes, number);
  lines.Take("content", &facts.content, ParseDigest);
  lines.Take("chain-before", &before.chain, ParseDigest);
  lines.Take("chain", &behind.chain, ParseDigest);
  before.ledger = behind.ledger;
  before.stream = behind.stream;
  if (lines.status().ok() && behind.segment == 0) lines.Refuse("segment");
  before.segment = behind.segment - 1;
  TakePeaks(lines, "peak-before", before.number, &facts.peaks_before);
  TakePeaks(lines, "peak", behind.number, &facts.peaks_behind);
  return facts;
}

}  // namespace

bool ParseDigest(std::string_view text, Digest* digest) {
  return text.size() == 32 &&
         absl::SimpleHexAtoi(absl::string_view(text.data(), 16),
                             &digest->high) &&
         absl::SimpleHexAtoi(absl::string_view(text.data() + 16, 16),
                             &digest->low);
}

std::string ToText(const SegmentFacts& facts) {
  const JournalPosition& before = facts.before;
  const JournalPosition& behind = facts.behind;
  std::string text = absl::StrCat(
      "segment ", behind.segment, "\nledger ", ToHex(behind.ledger),
      "\nstream ", behind.stream, "\nbatches-before ", before.number,
      "\nlast-batch ", behind.number, "\nsequence-before ",
      before.last_sequence, "\nlast-sequence ", behind.last_sequence,
      "\nfirst-time ", kumbara::ToText(facts.first_time), "\nlast-time ",
      kumbara::ToText(facts.last_time), "\nbytes ", facts.bytes, "\ncontent ",
      ToHex(facts.content), "\nchain-before ", ToHex(before.chain), "\nchain ",
      ToHex(behind.chain), "\n");
  for (const auto& peak : facts.peaks_before) {
    absl::StrAppend(&text, "peak-before ", BytesToHex(peak), "\n");
  }
  for (const auto& peak : facts.peaks_behind) {
    absl::StrAppend(&text, "peak ", BytesToHex(peak), "\n");
  }
  return text;
}

absl::StatusOr<SegmentFacts> ParseSegmentFacts(std::string_view text,
                                               const std::string& path) {
  FactLines lines(text, path);
  SegmentFacts facts = TakeFacts(lines);
  if (!lines.AtEnd()) lines.Refuse("peak");
  if (!lines.status().ok()) return lines.status();
  return facts;
}

Digest ContentWith(const Digest& content, std::span<const std::byte> piece) {
  const Digest both[] = {content, Hash128(piece.data(), piece.size())};
  return Hash128(both, sizeof(both));
}

absl::StatusOr<Digest> ContentOf(const std::string& path) {
  const absl::StatusOr<File> file = File::Open(path, O_RDONLY);
  if (!file.ok()) return file.status();
  std::vector<std::byte> piece(kContentPieceBytes);
  Digest content;
  for (std::uint64_t offset = 0;; offset += piece.size()) {
    const absl::StatusOr<std::size_t> read = file->ReadAt(offset, piece);
    if (!read.ok()) return read.status();
    if (*read > 0) {
      content = ContentWith(content, std::span(piece).first(*read));
    }
    if (*read < piece.size()) return content;
  }
}

absl::StatusOr<std::vector<ArchivedSegment>> ReadArchived(
    const std::string& ledger_directory) {
  const std::string path = ArchivedPath(ledger_directory);
  const absl::StatusOr<std::string> text = ReadWhole(path);
  std::vector<ArchivedSegment> segments;
  if (absl::IsNotFound(text.status())) return segments;
  if (!text.ok()) return text.status();
  const std::string_view all = *text;
  const std::string_view list = all.substr(0, all.rfind(kChecksum));
  if (list.size() == all.size()) {
    return absl::DataLossError(absl::StrCat(
        path,
        ": does not end with its checksum: it was cut off, or written by a "
        "kumbara that knew none; ",
        kPutBackList));
  }
  if (all.substr(list.size()) != ChecksumLine(list)) {
    return absl::DataLossError(
        absl::StrCat(path, ": its checksum differs; ", kPutBackList));
  }
  FactLines lines(list, path);
  while (lines.status().ok() && !lines.AtEnd()) {
    ArchivedSegment segment;
    segment.place = lines.Take(kPlace);
    segment.facts = TakeFacts(lines);
    segments.push_back(std::move(segment));
  }
  if (!lines.status().ok()) return lines.status();
  return segments;
}

absl::Status ArchivedLacks(const std::string& ledger_directory,
                           std::uint32_t segment) {
  return absl::DataLossError(absl::StrCat(
      ArchivedPath(ledger_directory), ": is missing or lacks segment ", segment,
      ", which is not in the journal; ", kPutBackList));
}

absl::Status WriteArchived(const std::string& ledger_directory,
                           std::span<const ArchivedSegment> segments) {
  const std::string path = ArchivedPath(ledger_directory);
  if (segments.empty()) {
    const absl::Status removed = RemoveFile(path);
    return removed.ok() ? SyncDirectory(ledger_directory) : removed;
  }
  std::string text;
  for (const ArchivedSegment& segment : segments) {
    absl::StrAppend(&text, kPlace, " ", segment.place, "\n",
                    ToText(segment.facts), "\n");
  }
  return WriteWhole(path, text + ChecksumLine(text));
}

absl::StatusOr<std::string> WhereArchived(const std::string& ledger_directory,
                                          std::uint32_t segment) {
  const absl::StatusOr<std::vector<ArchivedSegment>> archived =
      ReadArchived(ledger_directory);
  if (!archived.ok()) return archived.status();
  const auto found = std::find_if(
      archived->begin(), archived->end(),
      [&](const auto& one) { return one.facts.segment() == segment; });
  if (found == archived->end()) return std::string();
  auto last = found;
  while (last + 1 != archived->end() && (last + 1)->place == found->place &&
         (last + 1)->facts.segment() == last->facts.segment() + 1) {
    ++last;
  }
  const std::uint32_t until = last->facts.segment();
  return absl::StrCat(
      ledger_directory, ": segment", until == segment ? " " : "s ", segment,
      until == segment ? "" : absl::StrCat(" to ", until),
      until == segment ? " was" : " were", " archived in ", found->place,
      "; kumbara journal attach ", ledger_directory, " ", found->place,
      " brings ", until == segment ? "it" : "them", " back");
}

}  // namespace kumbara::storage
