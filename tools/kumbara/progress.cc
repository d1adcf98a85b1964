#include "tools/kumbara/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "tools/kumbara/numbers.h"

namespace kumbara::tools {
namespace {

constexpr std::chrono::milliseconds kBarEvery{100};
constexpr std::chrono::seconds kLineEvery{5};
constexpr int kBarWidth = 28;

std::string Remaining(double share, double seconds) {
  if (share <= 0) return "";
  const auto left = static_cast<int>(seconds * (1 - share) / share + 0.5);
  char text[32];
  std::snprintf(text, sizeof(text), "  %d:%02d left", left / 60, left % 60);
  return text;
}

std::string Rate(double seconds, std::uint64_t count) {
  if (seconds <= 0) return "";
  return Grouped(
      static_cast<std::int64_t>(static_cast<double>(count) / seconds));
}

}  // namespace

Progress::Progress(std::string what, std::string unit)
    : what_(std::move(what)),
      unit_(std::move(unit)),
      terminal_(isatty(STDERR_FILENO) != 0),
      begun_(SteadyClock::now()),
      next_(begun_ + (terminal_ ? SteadyClock::duration(kBarEvery)
                                : SteadyClock::duration(kLineEvery))) {}

Progress::~Progress() {
  if (shown_ && terminal_) std::fprintf(stderr, "\r\033[K");
}

void Progress::Show(std::uint64_t done, std::uint64_t total,
                    std::uint64_t count) {
  const SteadyClock::time_point now = SteadyClock::now();
  if (now < next_) return;
  shown_ = true;
  const double seconds = std::chrono::duration<double>(now - begun_).count();
  const double share = total == 0
                           ? 0
                           : std::min(1.0, static_cast<double>(done) /
                                               static_cast<double>(total));
  if (terminal_) {
    ShowBar(share, seconds, count);
    next_ = now + kBarEvery;
  } else {
    ShowLine(share, seconds, count);
    next_ = now + kLineEvery;
  }
}

void Progress::ShowBar(double share, double seconds, std::uint64_t count) {
  const auto filled = static_cast<std::size_t>(share * kBarWidth);
  std::string bar(filled, '=');
  bar.resize(kBarWidth, ' ');
  std::fprintf(stderr, "\r%s [%s] %3d%%  %s %s/s%s\033[K", what_.c_str(),
               bar.c_str(), static_cast<int>(share * 100),
               Rate(seconds, count).c_str(), unit_.c_str(),
               Remaining(share, seconds).c_str());
}

void Progress::ShowLine(double share, double seconds, std::uint64_t count) {
  std::fprintf(stderr, "%s: %d%%, %s %s, %s %s/s%s\n", what_.c_str(),
               static_cast<int>(share * 100), Grouped(Int128{count}).c_str(),
               unit_.c_str(), Rate(seconds, count).c_str(), unit_.c_str(),
               Remaining(share, seconds).c_str());
}

}  // namespace kumbara::tools
