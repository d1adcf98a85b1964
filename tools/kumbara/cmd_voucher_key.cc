// kumbara voucher-key: makes a key that codes of vouchers are made from, or
// tells which one it is.

#include <memory>
#include <string>

#include "engine/base/hex.h"
#include "storage/directory/key_file.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/voucher_flags.h"

namespace kumbara::tools {
namespace {

struct VoucherKeyFlags {
  std::string path;
  bool make = false;
};

int RunVoucherKey(const VoucherKeyFlags& flags) {
  const absl::StatusOr<storage::LedgerKey> key =
      flags.make ? storage::CreateKeyFile(flags.path)
                 : storage::ReadKeyFile(flags.path, kVoucherKeyFile);
  if (!key.ok()) return Fail(key.status());
  const std::string print = BytesToHex(storage::FingerprintOf(*key)) + "\n";
  return flags.make ? PrintDone(print, flags.path + ": the key is made")
                    : PrintWhole(print);
}

}  // namespace

void AddVoucherKey(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<VoucherKeyFlags>();
  CLI::App* command = app.add_subcommand(
      "voucher-key",
      "Make a key for the codes of vouchers; print its fingerprint");
  command->add_option("FILE", flags->path, "The key's file, mode 0600")
      ->required();
  command->add_flag("--new", flags->make, "Make the file; never overwrites");
  command->footer("Example:\n  kumbara voucher-key vouchers.key --new\n");
  command->callback([flags, exit_code] { *exit_code = RunVoucherKey(*flags); });
}

}  // namespace kumbara::tools
