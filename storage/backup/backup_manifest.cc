#include "storage/backup/backup_manifest.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/base/hex.h"
#include "engine/base/time_text.h"
#include "storage/journal/segment.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

constexpr char kFirstLine[] = "kumbara backup 1";
constexpr char kNewerLine[] = "kumbara backup ";
constexpr char kChecksum[] = "checksum ";

std::string_view View(absl::string_view text) {
  return {text.data(), text.size()};
}

absl::Status WrongLine(const std::string& path, absl::string_view name) {
  return absl::DataLossError(
      absl::StrCat(path, ": the line \"", name, "\" is missing or wrong"));
}

// A path that leads out of a directory is none of a backup's.
bool IsInside(std::string_view path) {
  return !path.empty() && path.front() != '/' &&
         path.find("..") == std::string_view::npos;
}

// "BYTES CONTENT PATH"
std::optional<BackupFile> ParseFile(absl::string_view text) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(text, absl::MaxSplits(' ', 2));
  BackupFile file;
  if (words.size() != 3 || !absl::SimpleAtoi(words[0], &file.bytes) ||
      !ParseDigest(View(words[1]), &file.content) ||
      !IsInside(View(words[2]))) {
    return std::nullopt;
  }
  file.path = std::string(words[2]);
  return file;
}

// The lines above the first empty one.
absl::Status ParseHead(absl::string_view text, const std::string& path,
                       BackupManifest* manifest) {
  std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  if (lines[0] != kFirstLine) {
    return absl::StartsWith(lines[0], kNewerLine)
               ? absl::FailedPreconditionError(
                     absl::StrCat(path, ": was written by a newer kumbara"))
               : WrongLine(path, kFirstLine);
  }
  if (lines.size() < 3 || !absl::ConsumePrefix(&lines[1], "ledger ") ||
      !FromHex(View(lines[1]), &manifest->ledger)) {
    return WrongLine(path, "ledger");
  }
  if (!absl::ConsumePrefix(&lines[2], "made ")) return WrongLine(path, "made");
  const std::optional<Instant> made = ParseInstant(View(lines[2]));
  if (!made) return WrongLine(path, "made");
  manifest->made = *made;
  for (std::size_t i = 3; i < lines.size(); ++i) {
    std::optional<BackupFile> file;
    if (absl::ConsumePrefix(&lines[i], "file ")) file = ParseFile(lines[i]);
    if (!file) return WrongLine(path, "file");
    manifest->files.push_back(*std::move(file));
  }
  return absl::OkStatus();
}

// Segments are all there, in their order, and each continues the one before.
bool Continues(const BackupManifest& manifest, const SegmentFacts& next) {
  if (next.behind.ledger != manifest.ledger) return false;
  if (manifest.segments.empty()) {
    return next.segment() == 1 && next.before.number == 0;
  }
  const SegmentFacts& last = manifest.segments.back();
  return next.before == last.behind && next.peaks_before == last.peaks_behind;
}

// Takes the last line away and holds the rest against it.
absl::Status TakeChecksum(const std::string& path, absl::string_view* text) {
  const std::size_t at = text->rfind(kChecksum);
  Digest stated;
  absl::string_view line =
      at == absl::string_view::npos ? "" : text->substr(at);
  const bool is_line = absl::ConsumePrefix(&line, kChecksum) &&
                       absl::ConsumeSuffix(&line, "\n") &&
                       ParseDigest(View(line), &stated);
  if (!is_line) return WrongLine(path, "checksum");
  *text = text->substr(0, at);
  if (Hash128(View(*text)) == stated) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat(path, ": is damaged: its checksum is another one"));
}

}  // namespace

const BackupFile* BackupManifest::Find(std::string_view path) const {
  const auto found =
      std::find_if(files.begin(), files.end(),
                   [&](const BackupFile& file) { return file.path == path; });
  return found == files.end() ? nullptr : &*found;
}

BackupFile FileOf(const SegmentFacts& segment) {
  return {"journal/" + SegmentName(segment.segment()), segment.bytes,
          segment.content};
}

std::string ManifestPath(const std::string& backup) {
  return backup + "/MANIFEST";
}

std::string FilesDirectory(const std::string& backup) {
  return backup + "/files";
}

std::string StoredPath(const std::string& backup, const BackupFile& file) {
  const std::string name = file.path.substr(file.path.rfind('/') + 1);
  return absl::StrCat(FilesDirectory(backup), "/", name, ".",
                      ToHex(file.content));
}

std::string ToText(const BackupManifest& manifest) {
  std::string text =
      absl::StrCat(kFirstLine, "\nledger ", ToHex(manifest.ledger), "\nmade ",
                   kumbara::ToText(manifest.made), "\n");
  for (const BackupFile& file : manifest.files) {
    absl::StrAppend(&text, "file ", file.bytes, " ", ToHex(file.content), " ",
                    file.path, "\n");
  }
  for (const SegmentFacts& segment : manifest.segments) {
    absl::StrAppend(&text, "\n", ToText(segment));
  }
  absl::StrAppend(&text, "\n");
  absl::StrAppend(&text, kChecksum, ToHex(Hash128(text)), "\n");
  return text;
}

absl::StatusOr<BackupManifest> ParseManifest(std::string_view text,
                                             const std::string& path) {
  absl::string_view rest(text.data(), text.size());
  if (absl::Status status = TakeChecksum(path, &rest); !status.ok()) {
    return status;
  }
  const std::vector<absl::string_view> blocks =
      absl::StrSplit(absl::StripSuffix(rest, "\n\n"), "\n\n");
  BackupManifest manifest;
  absl::Status status = ParseHead(blocks[0], path, &manifest);
  if (!status.ok()) return status;
  for (std::size_t i = 1; i < blocks.size(); ++i) {
    absl::StatusOr<SegmentFacts> facts =
        ParseSegmentFacts(View(blocks[i]), path);
    if (!facts.ok()) return facts.status();
    if (!Continues(manifest, *facts)) return WrongLine(path, "segment");
    manifest.segments.push_back(*std::move(facts));
  }
  if (manifest.segments.empty()) return WrongLine(path, "segment");
  return manifest;
}

absl::StatusOr<BackupManifest> ReadManifest(const std::string& backup) {
  const std::string path = ManifestPath(backup);
  const absl::StatusOr<std::string> text = ReadWhole(path);
  if (absl::IsNotFound(text.status())) {
    return absl::NotFoundError(absl::StrCat(
        backup,
        ": is no backup: it has no MANIFEST (kumbara backup create "
        "makes one)"));
  }
  if (!text.ok()) return text.status();
  return ParseManifest(*text, path);
}

absl::Status WriteManifest(const std::string& backup,
                           const BackupManifest& manifest) {
  return WriteWhole(ManifestPath(backup), ToText(manifest));
}

}  // namespace kumbara::storage
