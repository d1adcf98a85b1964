#include "bench/load/figures.h"

#include <algorithm>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/base/check.h"

namespace kumbara::bench {
namespace {

std::string Json(const Figures& figures) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : figures.all()) {
    parts.push_back(absl::StrCat("\"", name, "\": ", value));
  }
  return absl::StrCat("{", absl::StrJoin(parts, ", "), "}");
}

}  // namespace

double Figures::Get(const std::string& name) const {
  const auto found =
      std::find_if(all_.begin(), all_.end(),
                   [&](const auto& figure) { return figure.first == name; });
  KUMBARA_CHECK(found != all_.end());
  return found->second;
}

absl::Status WriteJson(const std::string& path, const Figures& options,
                       const std::vector<Figures>& runs) {
  std::vector<std::string> parts;
  for (const Figures& run : runs) parts.push_back(Json(run));
  std::ofstream file(path);
  file << "{\"options\": " << Json(options) << ",\n \"runs\": [\n  "
       << absl::StrJoin(parts, ",\n  ") << "]}\n";
  file.close();
  if (!file) return absl::UnavailableError(absl::StrCat(path, ": not written"));
  return absl::OkStatus();
}

double Median(std::vector<double> values) {
  KUMBARA_CHECK(!values.empty());
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return (values[middle - 1] + values[middle]) / 2;
}

std::int64_t Percentile(std::vector<std::int64_t>* values, int per_mille) {
  if (values->empty()) return 0;
  const std::size_t wanted =
      (values->size() * static_cast<std::size_t>(per_mille) + 999) / 1000;
  const auto at =
      values->begin() +
      static_cast<std::ptrdiff_t>(std::max<std::size_t>(wanted, 1)) - 1;
  std::nth_element(values->begin(), at, values->end());
  return *at;
}

}  // namespace kumbara::bench
