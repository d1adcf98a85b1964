// Runs a function in a child process, so that a crash is a result like others.
// REQUIRES: no environment is open in the calling process.

#ifndef KUMBARA_TESTS_STORAGE_CHILD_PROCESS_H_
#define KUMBARA_TESTS_STORAGE_CHILD_PROCESS_H_

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <vector>

#include "engine/base/check.h"

namespace kumbara::storage {

struct ChildResult {
  int exit_code = -1;  // -1 if a signal ended it.
  int signal = 0;
};

// The function's result is the exit code.
template <class Function>
ChildResult RunInChild(const Function& function) {
  const pid_t child = fork();
  KUMBARA_CHECK(child >= 0);
  if (child == 0) {
    for (const int fatal : {SIGSEGV, SIGBUS, SIGABRT}) signal(fatal, SIG_DFL);
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    _exit(function());
  }
  int status = 0;
  KUMBARA_CHECK(waitpid(child, &status, 0) == child);
  ChildResult result;
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) result.signal = WTERMSIG(status);
  return result;
}

// The results of function(0) to function(count - 1), which are not negative.
// One child runs all of them, and another the rest when a signal has ended it:
// under a sanitizer a fork takes long.
template <class Function>
std::vector<ChildResult> RunEachInChild(std::size_t count,
                                        const Function& function) {
  void* shared = mmap(nullptr, count * sizeof(int), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  KUMBARA_CHECK(shared != MAP_FAILED);
  int* const codes = static_cast<int*>(shared);
  for (std::size_t i = 0; i < count; ++i) codes[i] = -1;
  std::vector<ChildResult> results(count);
  std::size_t done = 0;
  while (done < count) {
    const ChildResult child = RunInChild([&] {
      for (std::size_t i = done; i < count; ++i) codes[i] = function(i);
      return 0;
    });
    // A sanitizer ends the child with a code of its own.
    KUMBARA_CHECK(child.signal != 0 || child.exit_code == 0);
    for (; done < count && codes[done] >= 0; ++done) {
      results[done].exit_code = codes[done];
    }
    if (done < count) results[done++].signal = child.signal;
  }
  munmap(shared, count * sizeof(int));
  return results;
}

}  // namespace kumbara::storage

#endif  // KUMBARA_TESTS_STORAGE_CHILD_PROCESS_H_
