// Balances with names, as text: columns chosen by name, in three formats.

#ifndef KUMBARA_TOOLS_KUMBARA_BALANCE_TABLE_H_
#define KUMBARA_TOOLS_KUMBARA_BALANCE_TABLE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/query/balances.h"
#include "storage/open/open_ledger.h"
#include "tools/kumbara/text_table.h"

namespace kumbara::tools {

struct NamedBalance {
  std::string name;
  Balance balance;
};

// Every member by the bytes of its external id; one whose name the directory
// has lost stands under the 32 hex digits of its member id.
std::vector<NamedBalance> NamedBalances(storage::OpenLedger& opened,
                                        std::uint8_t unit);

// SHA-256 in hex of "member_id,net\n" of every member, in the same order: what
// two systems compare to know that they agree.
std::string BalancesSha256(const std::vector<NamedBalance>& balances,
                           int decimals);

struct TableOptions {
  std::vector<std::string> columns = {"member_id", "net"};
  TableFormat format = TableFormat::kCsv;
  bool header = true;
  int decimals = 0;
  // Whose tiers the column `tier` shows; null if the program has none.
  const TierSet* tier_set = nullptr;
  std::size_t tier_set_index = 0;
};

// The place of a tier set by name, or of the first if it is empty; nothing if
// there is none.
std::optional<std::size_t> TierSetByName(const Program& program,
                                         std::string_view name);

// The names of all columns, for messages.
std::string AllColumns();
bool IsColumn(std::string_view name);

// REQUIRES: every column is one.
std::string FormatBalances(const std::vector<NamedBalance>& balances,
                           const TableOptions& options);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_BALANCE_TABLE_H_
