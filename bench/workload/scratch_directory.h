// ScratchDirectory: where a bench writes; removed with all it holds.

#ifndef KUMBARA_BENCH_WORKLOAD_SCRATCH_DIRECTORY_H_
#define KUMBARA_BENCH_WORKLOAD_SCRATCH_DIRECTORY_H_

#include <string>

namespace kumbara::bench {

class ScratchDirectory {
 public:
  // A fresh directory below `parent`. Ends the process if there cannot be one.
  explicit ScratchDirectory(const std::string& parent);
  ~ScratchDirectory();
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  const std::string& path() const { return path_; }
  // Makes a directory in it, or removes one with all it holds.
  std::string Make(const std::string& name) const;
  void Remove(const std::string& name) const;

 private:
  std::string path_;
};

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_WORKLOAD_SCRATCH_DIRECTORY_H_
