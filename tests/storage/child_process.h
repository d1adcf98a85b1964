// Runs a function in a child process, so that a crash is a result like others.
// REQUIRES: no environment is open in the calling process.

#ifndef KUMBARA_TESTS_STORAGE_CHILD_PROCESS_H_
#define KUMBARA_TESTS_STORAGE_CHILD_PROCESS_H_

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

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

}  // namespace kumbara::storage

#endif  // KUMBARA_TESTS_STORAGE_CHILD_PROCESS_H_
