// Figures: what a bench found out, by name, in the order of finding out.
//
// Errors:  WriteJson says what could not be written.

#ifndef KUMBARA_BENCH_LOAD_FIGURES_H_
#define KUMBARA_BENCH_LOAD_FIGURES_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace kumbara::bench {

class Figures {
 public:
  void Add(std::string name, double value) {
    all_.emplace_back(std::move(name), value);
  }
  // REQUIRES: there is one of this name.
  double Get(const std::string& name) const;
  const std::vector<std::pair<std::string, double>>& all() const {
    return all_;
  }

 private:
  std::vector<std::pair<std::string, double>> all_;
};

// {"options": {...}, "runs": [{...}, ...]}
absl::Status WriteJson(const std::string& path, const Figures& options,
                       const std::vector<Figures>& runs);

double Median(std::vector<double> values);

// The value that `per_mille` thousandths do not exceed. Orders `values`.
std::int64_t Percentile(std::vector<std::int64_t>* values, int per_mille);

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_LOAD_FIGURES_H_
