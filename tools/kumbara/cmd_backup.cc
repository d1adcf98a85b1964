// kumbara backup: copies a ledger beside its writer, lists what a copy holds
// and verifies it.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/hex.h"
#include "engine/base/time_text.h"
#include "storage/backup/make_backup.h"
#include "storage/backup/verify_backup.h"
#include "storage/open/open_ledger.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/evidence_flags.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/segment_text.h"
#include "tools/kumbara/stopwatch.h"
#include "tools/kumbara/text_table.h"

namespace kumbara::tools {
namespace {

using storage::BackupFile;
using storage::BackupManifest;
using storage::SegmentFacts;

struct BackupFlags {
  std::string directory;
  std::string backup;
  bool snapshot = false;
  std::string format = "text";
  VerifierFlags verifiers;
};

std::uint64_t BytesIn(const BackupManifest& manifest) {
  std::uint64_t bytes = 0;
  for (const SegmentFacts& segment : manifest.segments) bytes += segment.bytes;
  for (const BackupFile& file : manifest.files) bytes += file.bytes;
  return bytes;
}

int RunCreateBackup(const BackupFlags& flags) {
  const absl::Status is_ledger = storage::CheckIsLedger(flags.directory);
  if (!is_ledger.ok()) return Fail(is_ledger);
  const Stopwatch stopwatch;
  std::size_t copied = 0;
  const storage::OnSegment tell = TellingOfSegments("copied");
  int code = kExitOk;
  const auto leave_out = [&](const absl::Status& damage) {
    code = Fail(absl::Status(
        damage.code(),
        absl::StrCat(damage.message(), "; left out of the backup")));
  };
  const auto manifest = storage::MakeBackup(
      {flags.directory, flags.backup, flags.snapshot, leave_out},
      [&](const SegmentFacts& facts) {
        ++copied;
        tell(facts);
      });
  if (!manifest.ok()) return Fail(manifest.status());
  const storage::JournalPosition& end = manifest->end();
  std::printf(
      "%s: up to batch %s, sequence %s; segments copied: %zu, there already: "
      "%zu, in %.2f s\n",
      flags.backup.c_str(), Grouped(Int128{end.number}).c_str(),
      Grouped(Int128{end.last_sequence}).c_str(), copied,
      manifest->segments.size() - copied, stopwatch.Seconds());
  const bool has_snapshot = std::any_of(
      manifest->files.begin(), manifest->files.end(),
      [](const auto& file) { return file.path.starts_with("snapshots/"); });
  if (flags.snapshot && !has_snapshot) {
    std::printf("the ledger has no whole snapshot to go with it\n");
  }
  return std::max(code, EndDone("the backup is made"));
}

std::string TextOfBackup(const BackupManifest& manifest) {
  TextTable table({{"file", Align::kLeft},
                   {"bytes", Align::kRight},
                   {"batches", Align::kRight},
                   {"sequences", Align::kRight},
                   {"from", Align::kLeft},
                   {"to", Align::kLeft}});
  for (const SegmentFacts& facts : manifest.segments) {
    table.Add(
        {storage::FileOf(facts).path, Grouped(Int128{facts.bytes}),
         RangeText(facts.before.number + 1, facts.behind.number),
         RangeText(facts.before.last_sequence + 1, facts.behind.last_sequence),
         ToText(facts.first_time), ToText(facts.last_time)});
  }
  for (const BackupFile& file : manifest.files) {
    table.Add({file.path, Grouped(Int128{file.bytes}), "", "", "", ""});
  }
  return absl::StrCat("ledger ", ToHex(manifest.ledger), ", made ",
                      ToText(manifest.made), ", ", Bytes(BytesIn(manifest)),
                      "\n", table.ToText());
}

std::string JsonOfBackup(const BackupManifest& manifest) {
  const storage::JournalPosition& end = manifest.end();
  std::string text =
      absl::StrCat("{\"ledger\": ", JsonText(ToHex(manifest.ledger)),
                   ", \"made\": ", JsonText(ToText(manifest.made)),
                   ", \"last_batch\": ", end.number,
                   ", \"last_sequence\": ", end.last_sequence,
                   ", \"bytes\": ", BytesIn(manifest), ",\n \"segments\": [");
  const char* between = "\n  ";
  for (const SegmentFacts& facts : manifest.segments) {
    absl::StrAppend(&text, between, "{\"segment\": ", facts.segment(),
                    ", \"first_batch\": ", facts.before.number + 1,
                    ", \"last_batch\": ", facts.behind.number,
                    ", \"first_sequence\": ", facts.before.last_sequence + 1,
                    ", \"last_sequence\": ", facts.behind.last_sequence,
                    ", \"bytes\": ", facts.bytes,
                    ", \"from\": ", JsonText(ToText(facts.first_time)),
                    ", \"to\": ", JsonText(ToText(facts.last_time)), "}");
    between = ",\n  ";
  }
  absl::StrAppend(&text, "],\n \"files\": [");
  between = "\n  ";
  for (const BackupFile& file : manifest.files) {
    absl::StrAppend(&text, between, "{\"file\": ", JsonText(file.path),
                    ", \"bytes\": ", file.bytes, "}");
    between = ",\n  ";
  }
  return text + "]}\n";
}

int RunListBackup(const BackupFlags& flags) {
  const auto manifest = storage::ReadManifest(flags.backup);
  if (!manifest.ok()) return Fail(manifest.status());
  return PrintWhole(flags.format == "json" ? JsonOfBackup(*manifest)
                                           : TextOfBackup(*manifest));
}

int RunVerifyBackup(const BackupFlags& flags) {
  const auto keys = flags.verifiers.Read();
  if (!keys.ok()) return Fail(keys.status());
  const absl::Status verified = storage::VerifyBackup(
      flags.backup, *keys,
      [](const BackupFile& file, const absl::Status& wrong) {
        if (!wrong.ok()) {
          Fail(wrong);
          return;
        }
        std::printf("verified %s, %s\n", file.path.c_str(),
                    Bytes(file.bytes).c_str());
        std::fflush(stdout);
      });
  if (!verified.ok()) return Fail(verified);
  if (keys->empty()) {
    std::printf("the signatures of seals were not looked at: --verifier\n");
  }
  return EndOutput();
}

void AddCreateBackup(CLI::App& group, int* exit_code) {
  auto flags = std::make_shared<BackupFlags>();
  CLI::App* command = group.add_subcommand(
      "create",
      "Copy a ledger, or what is new of it, beside its writer or not");
  command->add_option("DIR", flags->directory, "The ledger's directory")
      ->required();
  command
      ->add_option("BACKUP", flags->backup,
                   "Where it is copied to; made if it is not there")
      ->required();
  command->add_flag("--snapshot", flags->snapshot,
                    "The newest snapshot too: what is restored opens faster");
  command->callback(
      [flags, exit_code] { *exit_code = RunCreateBackup(*flags); });
}

void AddListBackup(CLI::App& group, int* exit_code) {
  auto flags = std::make_shared<BackupFlags>();
  CLI::App* command =
      group.add_subcommand("ls", "What a backup holds, and up to where");
  command->add_option("BACKUP", flags->backup, "Where it lies")->required();
  command->add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->callback([flags, exit_code] { *exit_code = RunListBackup(*flags); });
}

void AddVerifyBackup(CLI::App& group, int* exit_code) {
  auto flags = std::make_shared<BackupFlags>();
  CLI::App* command = group.add_subcommand(
      "verify", "Read all of a backup; exit code 4 names what is damaged");
  command->add_option("BACKUP", flags->backup, "Where it lies")->required();
  flags->verifiers.AddTo(*command);
  command->callback(
      [flags, exit_code] { *exit_code = RunVerifyBackup(*flags); });
}

}  // namespace

void AddBackup(CLI::App& app, int* exit_code) {
  CLI::App* group =
      app.add_subcommand("backup", "Copies of a ledger: make, list, verify");
  group->require_subcommand(1);
  // Before the subcommands, which take it over.
  group->footer(
      "The ledger's key is never copied: keep it elsewhere. kumbara restore "
      "makes a ledger\nof a backup; docs/backup.md has the "
      "drill.\n\nExamples:\n"
      "  kumbara backup create shop /mnt/backup/shop\n"
      "  kumbara backup ls /mnt/backup/shop\n"
      "  kumbara backup verify /mnt/backup/shop\n");
  AddCreateBackup(*group, exit_code);
  AddListBackup(*group, exit_code);
  AddVerifyBackup(*group, exit_code);
}

}  // namespace kumbara::tools
