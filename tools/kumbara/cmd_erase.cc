// kumbara erase: a member is closed, and its name leaves the directory.

#include <cstdio>
#include <memory>

#include "absl/strings/str_cat.h"
#include "engine/base/hex.h"
#include "storage/open/erase_member.h"
#include "tools/csv/printable.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/outcome_text.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

struct EraseFlags {
  OpenFlags open;
  std::string member;
  bool force = false;
};

constexpr char kWhatStays[] =
    "what stays:\n"
    "  in the journal    under the member id: amounts, times, stores, reasons "
    "and the like of its\n"
    "                    commands, birthdays (month and day), segments and "
    "plans it was given\n"
    "  in DIR/ERASED     the member id, so that an older copy of the directory "
    "is erased from as\n"
    "                    well when it is put back\n"
    "  elsewhere         copies of directory.mdb, files that were loaded and "
    "what was printed: these\n"
    "                    are not reached from here\n";

constexpr char kSalted[] =
    "The member id cannot be linked to the external id any more, not even by "
    "who has the key.\n";

constexpr char kStable[] =
    "CANNOT BE UNLINKED: the pseudonyms of this ledger are stable. Whoever "
    "knows or guesses the\nexternal id can work out the member id. Only "
    "ledgers "
    "made with --pseudonym salted, the\ndefault, forget for good.\n";

void PrintErased(const EraseFlags& flags, const storage::Erasure& erasure,
                 storage::OpenLedger& opened) {
  std::printf("%s: erased; the member id was %s\n",
              Printable(flags.member).c_str(), ToHex(erasure.member).c_str());
  if (erasure.closed) {
    std::printf("closed: %s\n",
                OutcomeText(opened.ledger(), *erasure.closed).c_str());
  } else {
    std::printf("it was no open member\n");
  }
  std::printf(
      "%s%s", kWhatStays,
      opened.directory().pseudonym() == Pseudonym::kStable ? kStable : kSalted);
}

int Erase(const EraseFlags& flags, storage::OpenLedger& opened) {
  opened.Start();
  const absl::StatusOr<storage::Erasure> erasure = storage::EraseMember(
      opened, flags.open.directory, flags.member, flags.force);
  const absl::Status closed = opened.Close();
  if (!erasure.ok()) return Fail(erasure.status());
  if (!closed.ok()) return Fail(closed);
  const std::string name = Printable(flags.member);
  if (erasure->member.IsZero()) {
    std::printf(
        "%s: the directory has no such name: it never had, or it was erased\n",
        name.c_str());
    return EndDone(absl::StrCat(name, ": it has no name here"));
  }
  if (!erasure->merged_into.IsZero()) {
    std::fprintf(
        stderr,
        "kumbara: %s: not erased: it was merged into %s, with whom it "
        "is erased\n",
        name.c_str(),
        Printable(NameOf(opened.directory(), erasure->merged_into)).c_str());
    return kExitRowsRejected;
  }
  if (erasure->is_erased) {
    PrintErased(flags, *erasure, opened);
    return EndDone(absl::StrCat(name, ": it is erased"));
  }
  std::fprintf(stderr, "kumbara: %s: not erased, closing it was refused: %s\n",
               name.c_str(),
               OutcomeText(opened.ledger(), *erasure->closed).c_str());
  if (erasure->closed->code == ResultCode::kNotPermitted) {
    std::fprintf(stderr,
                 "kumbara: something is held, or members are joined to it: "
                 "--force gives back what is held and lets them go first\n");
  }
  return kExitRowsRejected;
}

int RunErase(const EraseFlags& flags) {
  storage::OpenOptions options;
  options.mode = storage::OpenMode::kWrite;
  auto opened = OpenWithProgress(flags.open, options);
  if (!opened.ok()) return Fail(opened.status());
  const std::size_t before = (*opened)->names_erased();
  if (before > 0) {
    std::printf("erased again from the directory: %zu\n", before);
    EndDone("who was erased before is erased again");
  }
  return flags.member.empty() ? kExitOk : Erase(flags, **opened);
}

}  // namespace

void AddErase(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<EraseFlags>();
  CLI::App* command = app.add_subcommand(
      "erase", "Close a member and delete its name from the directory");
  flags->open.AddDirectoryTo(*command);
  command->add_option("MEMBER", flags->member,
                      "The member's external id; without, only whoever was "
                      "erased before is, from a directory put back");
  command->add_flag("--force", flags->force,
                    "Also while something is held, which is given back first, "
                    "or while members are joined to it");
  flags->open.AddKeyTo(*command);
  command->footer(
      "What it still has is forfeited; `kumbara submit DIR 'close MEMBER "
      "pay_out=yes'`\nbefore pays it out. docs/erasure.md says what stays.\n\n"
      "Example:\n  kumbara erase shop 4711\n");
  command->callback([flags, exit_code] { *exit_code = RunErase(*flags); });
}

}  // namespace kumbara::tools
