#include "tools/kumbara/voucher_flags.h"

#include <filesystem>
#include <optional>

#include "tools/kumbara/credential.h"

namespace kumbara::tools {

void VoucherFlags::AddTo(CLI::App& command) {
  command.add_option("--voucher-key", key_files,
                     "A file of `kumbara voucher-key` that codes are made from "
                     "(default: what the service manager gives as "
                     "kumbara-voucher-key); again for an older key");
}

absl::StatusOr<std::vector<VoucherCoder>> VoucherFlags::Coders(
    const LedgerId& ledger) const {
  std::vector<std::string> files = key_files;
  if (files.empty()) {
    const auto given = CredentialPath("kumbara-voucher-key");
    if (given && std::filesystem::exists(*given)) files.push_back(*given);
  }
  std::vector<VoucherCoder> coders;
  for (const std::string& file : files) {
    const absl::StatusOr<storage::LedgerKey> key =
        storage::ReadKeyFile(file, kVoucherKeyFile);
    if (!key.ok()) return key.status();
    coders.emplace_back(*key, ledger);
  }
  return coders;
}

}  // namespace kumbara::tools
