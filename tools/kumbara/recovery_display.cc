#include "tools/kumbara/recovery_display.h"

#include <cstdio>
#include <string>

#include "absl/strings/str_format.h"
#include "tools/kumbara/numbers.h"

namespace kumbara::tools {
namespace {

using storage::RecoveryPhase;

constexpr std::int64_t kWorthTellingNanos = 1'000'000'000;
constexpr std::uint64_t kMegabyte = 1'000'000;

std::string Seconds(std::int64_t nanos) {
  return absl::StrFormat("%.2f s", static_cast<double>(nanos) / 1e9);
}

}  // namespace

storage::RecoveryProgress RecoveryDisplay::progress() {
  return [this](RecoveryPhase phase, std::uint64_t done, std::uint64_t all) {
    const bool loads = phase == RecoveryPhase::kLoading;
    if (loads && done < kMegabyte) return;  // Nothing to reckon with yet.
    if (phase_ != phase) {
      phase_ = phase;
      bar_.emplace(loads ? "loading" : "re-applying", loads ? "MB" : "batches");
    }
    bar_->Show(done, all, loads ? done / kMegabyte : done);
  };
}

void RecoveryDisplay::Tell(const storage::RecoveryReport& report) {
  bar_.reset();
  for (const storage::DamagedSnapshot& damaged : report.damaged) {
    std::fprintf(stderr, "kumbara: %s; %s\n", damaged.why.c_str(),
                 report.snapshot.empty() ? "the whole journal was re-applied"
                                         : "an older snapshot was used");
  }
  const std::int64_t nanos = report.load_nanos + report.reapply_nanos;
  if (nanos < kWorthTellingNanos) return;
  std::string how;
  if (!report.snapshot.empty()) {
    how = "snapshot of batch " + Grouped(Int128{report.snapshot_batch}) + ", " +
          Bytes(report.snapshot_bytes) + ", in " + Seconds(report.load_nanos) +
          "; ";
  }
  std::fprintf(stderr, "recovered in %s: %s%s batches re-applied in %s\n",
               Seconds(nanos).c_str(), how.c_str(),
               Grouped(Int128{report.reapplied.batches}).c_str(),
               Seconds(report.reapply_nanos).c_str());
}

}  // namespace kumbara::tools
