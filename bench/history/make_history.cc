// kumbara_bench_make_history: a long purchase history out of a short one.
//
// Copy k of the history has every transaction and member id with "-k" behind
// it and every time k steps later, so no two rows are the same, members are
// as many times more as rows are, and their histories keep their shape.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/time_text.h"

namespace kumbara::bench {
namespace {

// A row of the short history, cut where the copies differ.
struct Row {
  std::string transaction;
  std::string member;  // Empty in an anonymous sale, and stays so.
  Instant occurred_at;
  std::string rest;  // From the comma behind the time to the line's end.
};

// A row of the long one.
struct Place {
  Instant occurred_at;
  std::uint32_t copy = 0;
  std::uint32_t row = 0;
};

struct Options {
  std::string input;
  std::string output;
  std::uint64_t rows = 20'000'000;
  std::string order = "time";
  std::int64_t step_seconds = 61;
};

bool ParseRow(std::string_view line, Row* row) {
  const std::size_t first = line.find(',');
  const std::size_t second = line.find(',', first + 1);
  const std::size_t third = line.find(',', second + 1);
  if (third == std::string_view::npos) return false;
  row->transaction = line.substr(0, first);
  row->member = line.substr(first + 1, second - first - 1);
  row->rest = line.substr(third);
  const std::optional<Instant> time =
      ParseInstant(line.substr(second + 1, third - second - 1));
  if (!time) return false;
  row->occurred_at = *time;
  return true;
}

std::vector<Place> PlacesOf(const std::vector<Row>& rows,
                            const Options& options) {
  std::vector<Place> places;
  places.reserve(options.rows + rows.size());
  for (std::uint32_t copy = 0; places.size() < options.rows; ++copy) {
    const std::int64_t shift = copy * options.step_seconds * 1'000'000;
    for (std::uint32_t row = 0; row < rows.size(); ++row) {
      const Instant time(rows[row].occurred_at.micros() + shift);
      places.push_back({time, copy, row});
    }
  }
  if (options.order == "time") {
    std::stable_sort(places.begin(), places.end(),
                     [](const Place& a, const Place& b) {
                       return a.occurred_at < b.occurred_at;
                     });
  }
  return places;
}

void Append(const Row& row, const Place& place, std::string* out) {
  char suffix[16] = {'-'};
  const char* end =
      std::to_chars(suffix + 1, suffix + sizeof(suffix), place.copy).ptr;
  const std::string_view mark(suffix, static_cast<std::size_t>(end - suffix));
  out->append(row.transaction).append(mark).push_back(',');
  if (!row.member.empty()) out->append(row.member).append(mark);
  out->push_back(',');
  out->append(ToText(place.occurred_at));
  out->append(row.rest).push_back('\n');
}

bool WriteAll(const std::string& header, const std::vector<Row>& rows,
              const std::vector<Place>& places, std::FILE* file) {
  constexpr std::size_t kBlock = std::size_t{1} << 20;
  std::string out = header + "\n";
  for (const Place& place : places) {
    Append(rows[place.row], place, &out);
    if (out.size() < kBlock) continue;
    if (std::fwrite(out.data(), 1, out.size(), file) != out.size()) {
      return false;
    }
    out.clear();
  }
  return std::fwrite(out.data(), 1, out.size(), file) == out.size();
}

int Fail(const std::string& what) {
  std::fprintf(stderr, "kumbara_bench_make_history: %s\n", what.c_str());
  return 1;
}

int Make(const Options& options) {
  std::ifstream input(options.input);
  std::string header;
  if (!std::getline(input, header)) return Fail(options.input + ": no header");
  std::vector<Row> rows;
  for (std::string line; std::getline(input, line);) {
    if (!ParseRow(line, &rows.emplace_back())) {
      return Fail(options.input + ": not a purchase: " + line);
    }
  }
  if (rows.empty()) return Fail(options.input + ": no rows");
  const std::vector<Place> places = PlacesOf(rows, options);
  std::FILE* file = std::fopen(options.output.c_str(), "wb");
  if (file == nullptr) return Fail(options.output + ": cannot be written");
  const bool written = WriteAll(header, rows, places, file);
  if (std::fclose(file) != 0 || !written) {
    return Fail(options.output + ": not written whole");
  }
  std::printf("%zu rows\n", places.size());
  return 0;
}

int Main(int argc, char** argv) {
  CLI::App app{"Repeats a purchases CSV with other ids and later times"};
  Options options;
  app.add_option("INPUT", options.input)->required()->check(CLI::ExistingFile);
  app.add_option("OUTPUT", options.output)->required();
  app.add_option("--rows", options.rows, "at least so many");
  app.add_option("--order", options.order,
                 "time: ascending; file: one copy after the other")
      ->check(CLI::IsMember({"time", "file"}));
  app.add_option("--step-seconds", options.step_seconds,
                 "from one copy to the next");
  CLI11_PARSE(app, argc, argv);
  return Make(options);
}

}  // namespace
}  // namespace kumbara::bench

int main(int argc, char** argv) { return kumbara::bench::Main(argc, argv); }
