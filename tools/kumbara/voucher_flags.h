// The option of subcommands that tell the codes of vouchers.

#ifndef KUMBARA_TOOLS_KUMBARA_VOUCHER_FLAGS_H_
#define KUMBARA_TOOLS_KUMBARA_VOUCHER_FLAGS_H_

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/kumbara/voucher_code.h"

namespace kumbara::tools {

// In what is said of such a file.
inline constexpr std::string_view kVoucherKeyFile = "the key file of vouchers";

struct VoucherFlags {
  std::vector<std::string> key_files;

  void AddTo(CLI::App& command);
  // Of each file named; else of what the service manager gives, if it does;
  // else none.
  absl::StatusOr<std::vector<VoucherCoder>> Coders(
      const LedgerId& ledger) const;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_VOUCHER_FLAGS_H_
