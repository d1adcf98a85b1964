#include "tools/kumbara/balance_table.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/hex.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/text_table.h"

namespace kumbara::tools {
namespace {

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
                  int decimals) {
  if (column == "member_id") return row.name;
  const AmountColumn* amount = FindAmount(column);
  KUMBARA_CHECK(amount != nullptr);
  return Scaled(amount->of(row.balance.wallet).count(), decimals, false);
}

std::string CsvField(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted.push_back('"');
    quoted.push_back(c);
  }
  return quoted + "\"";
}

std::string FormatCsv(const std::vector<NamedBalance>& balances,
                      const TableOptions& options) {
  std::string text;
  const auto add_line = [&](const auto& field_of) {
    for (std::size_t i = 0; i < options.columns.size(); ++i) {
      if (i > 0) text.push_back(',');
      text += CsvField(field_of(options.columns[i]));
    }
    text.push_back('\n');
  };
  if (options.header) {
    add_line([](const std::string& column) { return column; });
  }
  for (const NamedBalance& row : balances) {
    add_line([&](const std::string& column) {
      return Value(row, column, options.decimals);
    });
  }
  return text;
}

// One object a line, in an array. Amounts are texts: they may have decimals
// that a reader's floating point would change.
std::string FormatJson(const std::vector<NamedBalance>& balances,
                       const TableOptions& options) {
  std::string text = "[";
  for (std::size_t row = 0; row < balances.size(); ++row) {
    text += row == 0 ? "\n {" : ",\n {";
    for (std::size_t i = 0; i < options.columns.size(); ++i) {
      const std::string& column = options.columns[i];
      if (i > 0) text += ", ";
      text += JsonText(column) + ": " +
              JsonText(Value(balances[row], column, options.decimals));
    }
    text += "}";
  }
  return text + "\n]\n";
}

std::string FormatTable(const std::vector<NamedBalance>& balances,
                        const TableOptions& options) {
  std::vector<TextTable::Column> columns;
  for (const std::string& column : options.columns) {
    const bool is_name = column == "member_id";
    columns.push_back({column, is_name ? Align::kLeft : Align::kRight});
  }
  TextTable table(std::move(columns), options.header);
  for (const NamedBalance& row : balances) {
    std::vector<std::string> line;
    for (const std::string& column : options.columns) {
      line.push_back(Value(row, column, options.decimals));
    }
    table.Add(std::move(line));
  }
  return table.ToText();
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
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  KUMBARA_CHECK(EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1);
  for (const NamedBalance& row : balances) {
    const std::string line =
        row.name + "," + Value(row, "net", decimals) + "\n";
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
  return names;
}

bool IsColumn(std::string_view name) {
  return name == "member_id" || FindAmount(name) != nullptr;
}

std::string FormatBalances(const std::vector<NamedBalance>& balances,
                           const TableOptions& options) {
  switch (options.format) {
    case TableFormat::kCsv:
      return FormatCsv(balances, options);
    case TableFormat::kJson:
      return FormatJson(balances, options);
    case TableFormat::kTable:
      return FormatTable(balances, options);
  }
  return {};
}

}  // namespace kumbara::tools
