// kumbara member: one member's wallets and lots.

#include <memory>

#include "tools/kumbara/commands.h"
#include "tools/kumbara/member_text.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/outcome_text.h"
#include "tools/kumbara/past_flags.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

struct MemberFlags {
  OpenFlags open;
  PastFlags past;
  std::string member;
  std::string format = "table";
};

int RunMember(const MemberFlags& flags) {
  const absl::StatusOr<storage::OpenOptions> options = flags.past.Options();
  if (!options.ok()) return FailUsage(options.status());
  auto opened = OpenWithProgress(flags.open, *options);
  if (!opened.ok()) return Fail(opened.status());
  const Ledger& ledger = (*opened)->ledger();
  NamedMember member;
  member.name = flags.member;
  member.name_of = [&](const MemberId& other) {
    return NameOf((*opened)->directory(), other);
  };
  const MemberId id = (*opened)->directory().Find(flags.member);
  if (!id.IsZero()) member.view = ledger.Look(id);
  if (!member.view.found) {
    return FailNoMember(flags.member);
  }
  const auto text_of = flags.format == "json" ? MemberJson : MemberTable;
  return PrintWhole(text_of(member, ledger.program(), ledger.codes()));
}

}  // namespace

void AddMember(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<MemberFlags>();
  CLI::App* command =
      app.add_subcommand("member", "Show one member with its lots");
  flags->open.AddDirectoryTo(*command);
  command->add_option("ID", flags->member, "The member's external id")
      ->required();
  flags->past.AddTo(*command);
  command->add_option("--format", flags->format, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  flags->open.AddKeyTo(*command);
  command->footer("Example:\n  kumbara member shop 4711\n");
  command->callback([flags, exit_code] { *exit_code = RunMember(*flags); });
}

}  // namespace kumbara::tools
