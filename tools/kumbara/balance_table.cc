#include "tools/kumbara/balance_table.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/hex.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/tier_text.h"

namespace kumbara::tools {
namespace {

constexpr std::string_view kTierColumn = "tier";

struct AmountColumn {
  std::string_view name;
  Amount (*of)(const Wallet&);
};

constexpr std::array<AmountColumn, 10> kAmounts = {{
    {"net", [](const Wallet& w) { return w.net(); }},
    {"pending", [](const Wallet& w) { return w.pending; }},
    {"available", [](const Wallet& w) { return w.available; }},
    {"held", [](const Wallet& w) { return w.held; }},
    {"deficit", [](const Wallet& w) { return w.deficit; }},
    {"earned", [](const Wallet& w) { return w.earned; }},
    {"clawed_back", [](const Wallet& w) { return w.clawed_back; }},
    {"redeemed", [](const Wallet& w) { return w.redeemed; }},
    {"restored", [](const Wallet& w) { return w.restored; }},
    {"expired", [](const Wallet& w) { return w.expired; }},
}};

const AmountColumn* FindAmount(std::string_view name) {
  for (const AmountColumn& column : kAmounts) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

std::string Value(const NamedBalance& row, std::string_view column,
                  const TableOptions& options) {
  if (column == "member_id") return row.name;
  if (column == kTierColumn) {
    if (options.tier_set == nullptr) return {};
    return TierText(*options.tier_set,
                    row.balance.tiers[options.tier_set_index], "");
  }
  const AmountColumn* amount = FindAmount(column);
  KUMBARA_CHECK(amount != nullptr);
  return Scaled(amount->of(row.balance.wallet).count(), options.decimals,
                false);
}

}  // namespace

std::vector<NamedBalance> NamedBalances(storage::OpenLedger& opened,
                                        std::uint8_t unit) {
  std::vector<NamedBalance> named;
  const Ledger& ledger = opened.ledger();
  for (const Balance& balance :
       BalancesOf(ledger.shards(), ledger.program(), ledger.clock(), unit)) {
    std::string name(opened.directory().NameOf(balance.member));
    if (name.empty()) name = ToHex(balance.member);
    named.push_back({std::move(name), balance});
  }
  std::sort(named.begin(), named.end(),
            [](const NamedBalance& a, const NamedBalance& b) {
              return a.name < b.name;
            });
  return named;
}

std::string BalancesSha256(const std::vector<NamedBalance>& balances,
                           int decimals) {
  TableOptions options;
  options.decimals = decimals;
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  KUMBARA_CHECK(EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1);
  for (const NamedBalance& row : balances) {
    const std::string line = row.name + "," + Value(row, "net", options) + "\n";
    KUMBARA_CHECK(EVP_DigestUpdate(context, line.data(), line.size()) == 1);
  }
  std::array<std::byte, 32> hash;
  KUMBARA_CHECK(
      EVP_DigestFinal_ex(context, reinterpret_cast<unsigned char*>(hash.data()),
                         nullptr) == 1);
  EVP_MD_CTX_free(context);
  return BytesToHex(hash);
}

std::string AllColumns() {
  std::string names = "member_id";
  for (const AmountColumn& column : kAmounts) {
    names += ", ";
    names += column.name;
  }
  return names + ", " + std::string(kTierColumn);
}

bool IsColumn(std::string_view name) {
  return name == "member_id" || name == kTierColumn ||
         FindAmount(name) != nullptr;
}

std::optional<std::size_t> TierSetByName(const Program& program,
                                         std::string_view name) {
  for (std::size_t i = 0; i < program.tier_sets.size(); ++i) {
    if (name.empty() || program.tier_sets[i].name == name) return i;
  }
  return std::nullopt;
}

std::string FormatBalances(const std::vector<NamedBalance>& balances,
                           const TableOptions& options) {
  std::vector<TextTable::Column> columns;
  for (const std::string& column : options.columns) {
    const bool is_name = column == "member_id" || column == kTierColumn;
    columns.push_back({column, is_name ? Align::kLeft : Align::kRight});
  }
  TextTable table(std::move(columns), options.header);
  for (const NamedBalance& row : balances) {
    std::vector<std::string> words;
    for (const std::string& column : options.columns) {
      words.push_back(Value(row, column, options));
    }
    table.Add(std::move(words));
  }
  return table.To(options.format);
}

}  // namespace kumbara::tools
