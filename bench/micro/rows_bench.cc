// What it costs to make a row of a purchase out of CSV and out of NDJSON, from
// bytes in memory. Baseline: finding the ends of the lines of the same bytes.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/micro/sizes.h"
#include "engine/base/check.h"
#include "engine/base/time_text.h"
#include "tools/csv/csv_row.h"
#include "tools/csv/record_reader.h"
#include "tools/csv/record_splitter.h"
#include "tools/ndjson/ndjson_splitter.h"

namespace kumbara::bench {
namespace {

using tools::Column;
using tools::Record;
using tools::RecordReader;
using tools::RowParser;

std::int64_t Rows() { return Sized(20'000); }

std::vector<Column> CsvColumns() {
  return {Column::kTransactionId, Column::kMemberId, Column::kOccurredAt,
          Column::kAmountMinor,   Column::kCurrency, Column::kKind,
          Column::kStoreId,       Column::kCategory};
}

// The values of a row, in the order of CsvColumns.
std::vector<std::string> ValuesOf(std::int64_t row) {
  return {std::to_string(536'365 + row),
          std::to_string(12'346 + row * 37 % 5'000),
          ToText(Instant((1'291'191'960 + row * 20) * 1'000'000)),
          std::to_string(100 + row * 7'919 % 90'000),
          "GBP",
          "purchase",
          "United Kingdom",
          "merchandise"};
}

std::string CsvText() {
  std::string text;
  for (std::int64_t row = 0; row < Rows(); ++row) {
    const char* between = "";
    for (const std::string& value : ValuesOf(row)) {
      text.append(std::exchange(between, ",")).append(value);
    }
    text += '\n';
  }
  return text;
}

// All values are strings but the amount, as most programs write them.
std::string NdjsonText() {
  const std::vector<Column> columns = CsvColumns();
  std::string text;
  for (std::int64_t row = 0; row < Rows(); ++row) {
    const std::vector<std::string> values = ValuesOf(row);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const bool integer = columns[i] == Column::kAmountMinor;
      text.append(i == 0 ? "{\"" : ",\"")
          .append(Name(columns[i]))
          .append("\":");
      text.append(integer ? values[i] : "\"" + values[i] + "\"");
    }
    text += "}\n";
  }
  return text;
}

void CountRows(benchmark::State& state, const std::string& text) {
  state.SetItemsProcessed(state.iterations() * Rows());
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(text.size()));
}

void ReadRows(benchmark::State& state, const std::string& text,
              tools::SplitFunction split, std::vector<Column> columns) {
  RowParser parser({"f", "", 0, std::move(columns), {}});
  tools::Row row;
  for (auto _ : state) {
    std::string_view rest = text;
    RecordReader reader(split, [&rest](char* to, std::size_t size) {
      const std::size_t taken = rest.copy(to, size);
      rest.remove_prefix(taken);
      return absl::StatusOr<std::size_t>(taken);
    });
    std::int64_t rows = 0;
    while (const Record* record = reader.Next()) {
      KUMBARA_CHECK(parser.Parse(*record, &row));
      ++rows;
    }
    KUMBARA_CHECK(rows == Rows());
  }
  CountRows(state, text);
}

void BM_RowsOfCsv(benchmark::State& state) {
  ReadRows(state, CsvText(), tools::SplitRecord, CsvColumns());
}
BENCHMARK(BM_RowsOfCsv)->Unit(benchmark::kMicrosecond);

void BM_RowsOfNdjson(benchmark::State& state) {
  ReadRows(state, NdjsonText(), tools::SplitNdjson, tools::NdjsonColumns());
}
BENCHMARK(BM_RowsOfNdjson)->Unit(benchmark::kMicrosecond);

void FindLines(benchmark::State& state, const std::string& text) {
  for (auto _ : state) {
    std::int64_t lines = 0;
    const char* at = text.data();
    const char* end = at + text.size();
    while (at < end) {
      const auto left = static_cast<std::size_t>(end - at);
      at = static_cast<const char*>(std::memchr(at, '\n', left)) + 1;
      ++lines;
    }
    KUMBARA_CHECK(lines == Rows());
  }
  CountRows(state, text);
}

void BM_RowsBaselineLinesOfCsv(benchmark::State& state) {
  FindLines(state, CsvText());
}
BENCHMARK(BM_RowsBaselineLinesOfCsv)->Unit(benchmark::kMicrosecond);

void BM_RowsBaselineLinesOfNdjson(benchmark::State& state) {
  FindLines(state, NdjsonText());
}
BENCHMARK(BM_RowsBaselineLinesOfNdjson)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace kumbara::bench
