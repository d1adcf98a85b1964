// kumbara member: one member's wallets.

#include <cstdio>
#include <memory>

#include "engine/base/hex.h"
#include "engine/base/time_text.h"
#include "engine/member/member_view.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

struct Flags {
  OpenFlags open;
  std::string member;
};

void PrintWallet(const Unit& unit, const Wallet& wallet) {
  struct Line {
    const char* name;
    Amount amount;
  };
  const Line lines[] = {{"pending", wallet.pending},
                        {"available", wallet.available},
                        {"held", wallet.held},
                        {"deficit", wallet.deficit},
                        {"net", wallet.net()},
                        {"earned", wallet.earned},
                        {"clawed back", wallet.clawed_back},
                        {"redeemed", wallet.redeemed},
                        {"restored", wallet.restored},
                        {"expired", wallet.expired}};
  std::printf("%s\n", unit.name.c_str());
  for (const Line& line : lines) {
    std::printf("  %-12s %20s\n", line.name,
                Scaled(line.amount.count(), unit.decimals, true).c_str());
  }
}

int Run(const Flags& flags) {
  auto opened = OpenWithProgress(flags.open, {});
  if (!opened.ok()) return Fail(opened.status());
  const Ledger& ledger = (*opened)->ledger();
  const MemberId id = (*opened)->directory().Find(flags.member);
  MemberView view;
  if (!id.IsZero()) {
    const std::uint32_t shard = ShardOf(id, ledger.settings().shards);
    view = ViewOf(*ledger.shards()[shard], id);
  }
  if (!view.found) {
    std::fprintf(stderr, "kumbara: %s: no such member\n", flags.member.c_str());
    return kExitFailed;
  }
  std::printf("member %s\n  id           %s\n  clock        %s\n",
              flags.member.c_str(), ToHex(id).c_str(),
              ToText(view.clock).c_str());
  for (const Wallet& wallet : view.wallets) {
    const Unit* unit = ledger.program().FindUnit(wallet.unit);
    if (unit != nullptr) PrintWallet(*unit, wallet);
  }
  return kExitOk;
}

}  // namespace

void AddMember(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand("member", "Show one member");
  flags->open.AddDirectoryTo(*command);
  command->add_option("ID", flags->member, "The member's external id")
      ->required();
  flags->open.AddKeyTo(*command);
  command->footer("Example:\n  kumbara member shop 4711\n");
  command->callback([flags, exit_code] { *exit_code = Run(*flags); });
}

}  // namespace kumbara::tools
