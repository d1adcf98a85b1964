// The subcommands: each adds itself to the command line and, when chosen, sets
// *exit_code.

#ifndef KUMBARA_TOOLS_KUMBARA_COMMANDS_H_
#define KUMBARA_TOOLS_KUMBARA_COMMANDS_H_

#include <CLI/CLI.hpp>

namespace kumbara::tools {

void AddBench(CLI::App& app, int* exit_code);
void AddReplay(CLI::App& app, int* exit_code);
void AddInit(CLI::App& app, int* exit_code);
void AddLoad(CLI::App& app, int* exit_code);
void AddScenario(CLI::App& app, int* exit_code);
void AddSubmit(CLI::App& app, int* exit_code);
void AddMember(CLI::App& app, int* exit_code);
void AddBalances(CLI::App& app, int* exit_code);
void AddCounters(CLI::App& app, int* exit_code);
void AddLiability(CLI::App& app, int* exit_code);
void AddEstimate(CLI::App& app, int* exit_code);
void AddEstimates(CLI::App& app, int* exit_code);
void AddErase(CLI::App& app, int* exit_code);
void AddExplain(CLI::App& app, int* exit_code);
void AddExport(CLI::App& app, int* exit_code);
void AddEvents(CLI::App& app, int* exit_code);
void AddDigest(CLI::App& app, int* exit_code);
void AddInfo(CLI::App& app, int* exit_code);
void AddAudit(CLI::App& app, int* exit_code);
void AddClosePeriod(CLI::App& app, int* exit_code);
void AddVerify(CLI::App& app, int* exit_code);
void AddJournal(CLI::App& app, int* exit_code);
void AddBackup(CLI::App& app, int* exit_code);
void AddRestore(CLI::App& app, int* exit_code);
void AddSnapshot(CLI::App& app, int* exit_code);
void AddVoucherKey(CLI::App& app, int* exit_code);
void AddVouchers(CLI::App& app, int* exit_code);
void AddSigningKey(CLI::App& app, int* exit_code);
void AddCheckpoint(CLI::App& app, int* exit_code);
void AddProgram(CLI::App& app, int* exit_code);
// One of `program`'s own.
void AddProgramExplain(CLI::App& program, int* exit_code);
void AddProve(CLI::App& app, int* exit_code);
void AddCheckProof(CLI::App& app, int* exit_code);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_COMMANDS_H_
