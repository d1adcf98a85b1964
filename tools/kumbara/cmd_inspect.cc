// kumbara digest and info: a ledger looked at without names.

#include <cstdio>
#include <memory>

#include "engine/base/hex.h"
#include "engine/base/time_text.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

int RunDigest(const OpenFlags& flags) {
  auto opened = OpenWithProgress(flags, {});
  if (!opened.ok()) return Fail(opened.status());
  return PrintWhole(ToHex((*opened)->ledger().StateDigest()) + "\n");
}

std::string MaxAhead(std::int64_t micros) {
  return micros < 0 ? "off" : Grouped(micros / 1'000'000) + " s";
}

void PrintText(const char* what, const std::string& value) {
  std::printf("%-16s %s\n", what, value.c_str());
}

// The newest snapshot, and what of the journal is behind it.
std::string SnapshotText(const storage::RecoveryReport& report) {
  if (report.snapshot.empty()) return "none";
  return "of batch " + Grouped(Int128{report.snapshot_batch}) + ", sequence " +
         Grouped(Int128{report.snapshot_sequence}) + ", " +
         Bytes(report.snapshot_bytes) + "; " +
         Grouped(Int128{report.reapplied.batches}) + " batches, " +
         Bytes(report.reapplied.bytes) + " behind it";
}

// What is free, and whether a writer would take more.
std::string DiskText(const storage::OpenLedger& opened, std::uint64_t reserve) {
  const absl::StatusOr<std::uint64_t> free = opened.FreeOnDisk();
  if (!free.ok()) return "unknown";
  const std::string text = Bytes(*free) + " free";
  if (*free >= reserve) return text;
  return text + ", less than " + Bytes(reserve) + ": nothing new is taken";
}

int RunInfo(const OpenFlags& flags) {
  const absl::StatusOr<std::uint64_t> reserve = flags.ReserveBytes();
  if (!reserve.ok()) return FailUsage(reserve.status());
  auto opened = OpenWithProgress(flags, {});
  if (!opened.ok()) return Fail(opened.status());
  const Ledger& ledger = (*opened)->ledger();
  const LedgerSettings& settings = ledger.settings();
  const storage::JournalPosition& end = (*opened)->opened_at();
  std::uint64_t members = 0;
  std::uint64_t records = 0;
  for (const Shard* shard : ledger.shards()) {
    members += shard->members.size();
    records += shard->records.size();
  }
  PrintText("ledger", ToHex(settings.ledger));
  PrintText("program", ledger.program().name + " version " +
                           std::to_string(ledger.program().version));
  std::string units;
  for (const Unit& unit : ledger.program().units) {
    units += (units.empty() ? "" : ", ") + unit.name;
  }
  PrintText("units", units);
  PrintText("zone", ledger.program().zone.name());
  PrintText("clock", ToText(ledger.clock()));
  PrintText("members", Grouped(Int128{members}));
  PrintText("command ids", Grouped(Int128{ledger.ids()}));
  PrintText("records", Grouped(Int128{records}));
  PrintText("sequence", Grouped(Int128{end.last_sequence}));
  PrintText("batches", Grouped(Int128{end.number}));
  PrintText("segment", Grouped(Int128{end.segment}));
  PrintText("chain", ToHex(end.chain));
  PrintText("snapshot", SnapshotText((*opened)->recovery()));
  PrintText("disk", DiskText(**opened, *reserve));
  PrintText("shards", Grouped(Int128{settings.shards}));
  PrintText("round", Grouped(Int128{settings.round_commands}));
  PrintText("max ahead", MaxAhead(settings.max_ahead_micros));
  PrintText("pseudonyms",
            settings.pseudonym == Pseudonym::kStable ? "stable" : "salted");
  return EndOutput();
}

CLI::App& Add(CLI::App& app, const char* name, const char* what,
              const std::shared_ptr<OpenFlags>& flags,
              int (*run)(const OpenFlags&), int* exit_code) {
  CLI::App* command = app.add_subcommand(name, what);
  flags->AddDirectoryTo(*command);
  command->footer(std::string("Example:\n  kumbara ") + name + " shop\n");
  command->callback([flags, exit_code, run] { *exit_code = run(*flags); });
  return *command;
}

}  // namespace

void AddDigest(CLI::App& app, int* exit_code) {
  Add(app, "digest", "Print the digest of the whole state",
      std::make_shared<OpenFlags>(), RunDigest, exit_code);
}

void AddInfo(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<OpenFlags>();
  flags->AddReserveTo(Add(app, "info",
                          "Print what the ledger is and how far it has come",
                          flags, RunInfo, exit_code));
}

}  // namespace kumbara::tools
