// kumbara journal: the segments of a journal, listed, moved away, brought back
// and verified where they lie.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/time_text.h"
#include "storage/archive/archive_segments.h"
#include "storage/archive/journal_list.h"
#include "storage/archive/verify_archive.h"
#include "storage/open/open_ledger.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/evidence_flags.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/segment_text.h"
#include "tools/kumbara/temporary_directory.h"
#include "tools/kumbara/text_table.h"

namespace kumbara::tools {
namespace {

using storage::ListedSegment;
using storage::SegmentFacts;

struct JournalFlags {
  OpenFlags open;
  std::string archive;
  std::optional<std::uint32_t> before;
  bool zstd = false;
  std::string format = "text";
  VerifierFlags verifiers;
};

std::string StateOf(const ListedSegment& segment) {
  if (!segment.place.empty()) return "archived in " + segment.place;
  if (!segment.is_closed) return "open";
  return segment.is_sealed ? "closed, sealed" : "closed";
}

std::string TextOfSegments(const std::vector<ListedSegment>& segments) {
  TextTable table({{"segment", Align::kRight},
                   {"batches", Align::kRight},
                   {"sequences", Align::kRight},
                   {"bytes", Align::kRight},
                   {"from", Align::kLeft},
                   {"to", Align::kLeft},
                   {"state", Align::kLeft}});
  for (const ListedSegment& segment : segments) {
    table.Add({std::to_string(segment.number),
               RangeText(segment.first_batch, segment.last_batch),
               RangeText(segment.first_sequence, segment.last_sequence),
               Grouped(Int128{segment.bytes}), ToText(segment.first_time),
               ToText(segment.last_time), StateOf(segment)});
  }
  return table.ToText();
}

const char* JsonBool(bool value) { return value ? "true" : "false"; }

std::string JsonOfSegments(const std::vector<ListedSegment>& segments) {
  std::string text = "[";
  const char* between = "\n ";
  for (const ListedSegment& segment : segments) {
    absl::StrAppend(&text, between, "{\"segment\": ", segment.number,
                    ", \"first_batch\": ", segment.first_batch,
                    ", \"last_batch\": ", segment.last_batch,
                    ", \"first_sequence\": ", segment.first_sequence,
                    ", \"last_sequence\": ", segment.last_sequence,
                    ", \"bytes\": ", segment.bytes,
                    ", \"from\": ", JsonText(ToText(segment.first_time)),
                    ", \"to\": ", JsonText(ToText(segment.last_time)),
                    ", \"closed\": ", JsonBool(segment.is_closed),
                    ", \"sealed\": ", JsonBool(segment.is_sealed));
    if (!segment.place.empty()) {
      absl::StrAppend(&text, ", \"archive\": ", JsonText(segment.place));
    }
    absl::StrAppend(&text, "}");
    between = ",\n ";
  }
  return text + "]\n";
}

int RunList(const JournalFlags& flags) {
  const absl::Status is_ledger = storage::CheckIsLedger(flags.open.directory);
  if (!is_ledger.ok()) return Fail(is_ledger);
  const auto segments = storage::ListJournal(flags.open.directory);
  if (!segments.ok()) return Fail(segments.status());
  return PrintWhole(flags.format == "json" ? JsonOfSegments(*segments)
                                           : TextOfSegments(*segments));
}

int RunMove(const JournalFlags& flags, bool back) {
  const absl::Status is_ledger = storage::CheckIsLedger(flags.open.directory);
  if (!is_ledger.ok()) return Fail(is_ledger);
  auto keys = flags.verifiers.Read();
  if (!keys.ok()) return Fail(keys.status());
  const storage::ArchiveOptions options{
      flags.open.directory, flags.archive, flags.before, *std::move(keys),
      flags.zstd ? storage::Compression::kZstd : storage::Compression::kNone};
  std::size_t segments = 0;
  const storage::OnSegment tell =
      TellingOfSegments(back ? "attached" : "archived");
  const auto count = [&](const SegmentFacts& facts) {
    ++segments;
    tell(facts);
  };
  const absl::Status moved = back ? storage::AttachSegments(options, count)
                                  : storage::ArchiveSegments(options, count);
  if (!moved.ok()) return Fail(moved);
  if (segments == 0)
    std::printf("nothing to do: there is no segment to move\n");
  return EndDone("what there was to move is moved");
}

int RunVerifyArchive(const JournalFlags& flags) {
  const auto keys = flags.verifiers.Read();
  if (!keys.ok()) return Fail(keys.status());
  TemporaryDirectory scratch;
  if (absl::Status made = scratch.Make(); !made.ok()) return Fail(made);
  const absl::Status verified = storage::VerifyArchive(
      flags.archive, scratch.path(), *keys, TellingOfSegments("verified"));
  if (!verified.ok()) return Fail(verified);
  if (keys->empty()) {
    std::printf("the signatures of the seals were not looked at: --verifier\n");
  }
  return EndOutput();
}

void AddList(CLI::App& journal, int* exit_code) {
  auto flags = std::make_shared<JournalFlags>();
  CLI::App* command = journal.add_subcommand(
      "ls", "The segments: what they hold, how large, from when, where");
  flags->open.AddDirectoryTo(*command);
  command->add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->callback([flags, exit_code] { *exit_code = RunList(*flags); });
}

void AddArchive(CLI::App& journal, int* exit_code) {
  auto flags = std::make_shared<JournalFlags>();
  CLI::App* command = journal.add_subcommand(
      "archive", "Move closed, sealed segments to another directory");
  flags->open.AddDirectoryTo(*command);
  command->add_option("--to", flags->archive, "Made if it is not there")
      ->required();
  command
      ->add_option("--before", flags->before,
                   "Only segments below this number, be they needed to open "
                   "the ledger (default: that of the oldest whole snapshot)")
      ->check(CLI::Range(1u, std::numeric_limits<std::uint32_t>::max()));
  command->add_flag("--zstd", flags->zstd, "Compress the copies");
  flags->verifiers.AddTo(*command);
  command->callback(
      [flags, exit_code] { *exit_code = RunMove(*flags, false); });
}

void AddAttach(CLI::App& journal, int* exit_code) {
  auto flags = std::make_shared<JournalFlags>();
  CLI::App* command = journal.add_subcommand(
      "attach", "Bring archived segments back; the archive keeps its copies");
  flags->open.AddDirectoryTo(*command);
  command->add_option("ARCHIVE", flags->archive, "Where they were moved to")
      ->required();
  flags->verifiers.AddTo(*command);
  command->callback([flags, exit_code] { *exit_code = RunMove(*flags, true); });
}

void AddVerifyArchive(CLI::App& journal, int* exit_code) {
  auto flags = std::make_shared<JournalFlags>();
  CLI::App* command = journal.add_subcommand(
      "verify-archive", "Verify archived segments without their ledger");
  command->add_option("ARCHIVE", flags->archive, "Where they were moved to")
      ->required();
  flags->verifiers.AddTo(*command);
  command->callback(
      [flags, exit_code] { *exit_code = RunVerifyArchive(*flags); });
}

}  // namespace

void AddJournal(CLI::App& app, int* exit_code) {
  CLI::App* journal = app.add_subcommand(
      "journal", "The journal's segments: list, archive, attach, verify");
  journal->require_subcommand(1);
  // Before the subcommands, which take it over.
  journal->footer(
      "docs/archive.md says what happens in which order.\n\nExamples:\n"
      "  kumbara journal ls shop\n"
      "  kumbara journal archive shop --to /mnt/cold/shop --before 40\n"
      "  kumbara journal archive shop --to /mnt/cold/shop --zstd\n"
      "  kumbara journal attach shop /mnt/cold/shop\n"
      "  kumbara journal verify-archive /mnt/cold/shop\n");
  AddList(*journal, exit_code);
  AddArchive(*journal, exit_code);
  AddAttach(*journal, exit_code);
  AddVerifyArchive(*journal, exit_code);
}

}  // namespace kumbara::tools
