#include "bench/load/thread_times.h"

#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <system_error>

namespace kumbara::bench {
namespace {

std::int64_t Nanos(const timeval& time) {
  return (std::int64_t{time.tv_sec} * 1'000'000 + time.tv_usec) * 1'000;
}

}  // namespace

std::map<std::string, std::int64_t> ThreadTimes() {
  std::map<std::string, std::int64_t> times;
  std::error_code ignored;
  for (const std::filesystem::directory_entry& task :
       std::filesystem::directory_iterator("/proc/self/task", ignored)) {
    std::string name;
    std::getline(std::ifstream(task.path() / "comm"), name);
    std::int64_t on_processor = 0;
    std::ifstream(task.path() / "schedstat") >> on_processor;
    times[name] += on_processor;
  }
  return times;
}

std::int64_t ProcessTime() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return Nanos(usage.ru_utime) + Nanos(usage.ru_stime);
}

}  // namespace kumbara::bench
