// kumbara: the ledger on the command line.

#include <iostream>
#include <sstream>

#include "engine/base/limits.h"
#include "tools/csv/printable.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/standard_files.h"
#include "tools/kumbara/stop_signal.h"

namespace kumbara::tools {
namespace {

constexpr char kAfterHelp[] =
    "Exit codes:\n"
    "  0  done\n"
    "  1  not done; nothing is damaged\n"
    "  2  the command line is wrong\n"
    "  3  done, but rows were bad or refused\n"
    "  4  the ledger is damaged or does not verify\n"
    "  5  results differ from those expected\n"
    "  6  stopped by a signal, cleanly; run it again to go on\n"
    "\n"
    "Examples:\n"
    "  kumbara replay purchases.csv --program rule_a.toml\n"
    "  kumbara init shop --program rule_a.toml\n"
    "  kumbara load shop purchases.csv --rejects bad.csv\n"
    "  kumbara submit shop 'award 4711 100 points reason=goodwill'\n"
    "  kumbara balances shop --format table\n";

int Run(int argc, char** argv) {
  KeepStandardFiles();
  CLI::App app{"A loyalty-points ledger: exact, durable, provable.", "kumbara"};
  app.set_version_flag("--version", std::string(KUMBARA_VERSION));
  app.require_subcommand(1);
  app.footer(kAfterHelp);
  int exit_code = kExitOk;
  AddReplay(app, &exit_code);
  AddScenario(app, &exit_code);
  AddProgram(app, &exit_code);
  AddInit(app, &exit_code);
  AddLoad(app, &exit_code);
  AddSubmit(app, &exit_code);
  AddExplain(app, &exit_code);
  AddMember(app, &exit_code);
  AddBalances(app, &exit_code);
  AddCounters(app, &exit_code);
  AddLiability(app, &exit_code);
  AddEstimate(app, &exit_code);
  AddEstimates(app, &exit_code);
  AddEvents(app, &exit_code);
  AddExport(app, &exit_code);
  AddVouchers(app, &exit_code);
  AddVoucherKey(app, &exit_code);
  AddErase(app, &exit_code);
  AddDigest(app, &exit_code);
  AddInfo(app, &exit_code);
  AddVerify(app, &exit_code);
  AddAudit(app, &exit_code);
  AddClosePeriod(app, &exit_code);
  AddJournal(app, &exit_code);
  AddSnapshot(app, &exit_code);
  AddBackup(app, &exit_code);
  AddRestore(app, &exit_code);
  AddSigningKey(app, &exit_code);
  AddCheckpoint(app, &exit_code);
  AddProve(app, &exit_code);
  AddCheckProof(app, &exit_code);
  AddBench(app, &exit_code);
  CatchStopSignals();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream said;
    const int code = app.exit(error, std::cout, said);
    std::cerr << PrintableLines(said.str());
    return code == 0 ? kExitOk : kExitUsage;
  }
  return exit_code;
}

}  // namespace
}  // namespace kumbara::tools

int main(int argc, char** argv) { return kumbara::tools::Run(argc, argv); }
