#include "tools/kumbara/expected_balances.h"

#include <cstdio>
#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "tools/csv/decimal.h"
#include "tools/csv/printable.h"
#include "tools/csv/record_reader.h"
#include "tools/csv/record_splitter.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

constexpr int kDifferencesShown = 10;

using Expected = std::map<std::string, std::int64_t>;

absl::StatusOr<Expected> ReadExpected(const std::string& path, int decimals) {
  const absl::StatusOr<std::string> text = ReadTextFile(path);
  if (!text.ok()) return text.status();
  RecordReader reader(SplitRecord, RecordReader::BytesOf(*text));
  Expected expected;
  while (const Record* record = reader.Next()) {
    if (record->field_count < 2) {
      return absl::InvalidArgumentError(absl::StrCat(
          path, ":", record->line, ": expected a member id and a balance"));
    }
    const std::optional<std::int64_t> net =
        ScaleDecimal(record->fields[1], decimals);
    if (!net && record->line == 1) continue;  // The header.
    if (!net) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", record->line, ": expected a balance"));
    }
    expected[std::string(record->fields[0])] = *net;
  }
  return expected;
}

}  // namespace

int CompareWithExpected(const std::vector<NamedBalance>& balances, int decimals,
                        const std::string& path) {
  absl::StatusOr<Expected> expected = ReadExpected(path, decimals);
  if (!expected.ok()) return Fail(expected.status());
  std::uint64_t differences = 0;
  const auto differs = [&](const std::string& member, const std::string& is,
                           const std::string& should) {
    if (++differences > kDifferencesShown) return;
    std::printf("  member %s: balance %s, expected %s\n",
                Printable(member).c_str(), is.c_str(), should.c_str());
  };
  for (const NamedBalance& row : balances) {
    const auto found = expected->find(row.name);
    const std::int64_t net = row.balance.wallet.net().count();
    const std::string is = Scaled(net, decimals, false);
    if (found == expected->end()) {
      differs(row.name, is, "none");
      continue;
    }
    if (found->second != net) {
      differs(row.name, is, Scaled(found->second, decimals, false));
    }
    expected->erase(found);
  }
  for (const auto& [member, net] : *expected) {
    differs(member, "none", Scaled(net, decimals, false));
  }
  if (differences == 0) {
    std::printf("  expected         %s: all %s balances equal\n", path.c_str(),
                Grouped(static_cast<std::int64_t>(balances.size())).c_str());
    return kExitOk;
  }
  std::printf("  expected         %s: %s balances differ\n", path.c_str(),
              Grouped(Int128{differences}).c_str());
  return kExitDiffers;
}

}  // namespace kumbara::tools
