#include "storage/open/crash_handler.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <csignal>
#include <iterator>

#include "engine/pipeline/being_applied.h"
#include "engine/pipeline/signal_stack.h"
#include "storage/lmdb/file.h"
#include "storage/recovery/crash_note.h"

namespace kumbara::storage {
namespace {

constexpr int kFatalSignals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};

// Ends in a 0; a handler may allocate nothing.
std::array<char, PATH_MAX> note_path;
struct sigaction previous_actions[std::size(kFatalSignals)];

void AppendToNote(int signal) {
  CrashLine line;
  const std::size_t bytes = WriteCrashLine(being_applied, signal, line);
  const int file = open(note_path.data(),
                        O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, kFileMode);
  if (file < 0) return;
  // What cannot be noted is not noted: the process ends either way.
  static_cast<void>(!write(file, line.data(), bytes));
  close(file);
}

void NoteCrash(int signal) {
  if (being_applied.sequence != 0) AppendToNote(signal);
  const auto at =
      std::find(std::begin(kFatalSignals), std::end(kFatalSignals), signal);
  sigaction(signal, &previous_actions[at - std::begin(kFatalSignals)], nullptr);
  // It waits until this returns, and then finds the thread where it failed.
  raise(signal);
}

void Install() {
  static const SignalStack stack;
  struct sigaction action = {};
  action.sa_handler = NoteCrash;
  action.sa_flags = SA_ONSTACK;
  for (std::size_t i = 0; i < std::size(kFatalSignals); ++i) {
    sigaction(kFatalSignals[i], &action, &previous_actions[i]);
  }
}

}  // namespace

void NoteCrashesOf(const std::string& ledger_directory) {
  const std::string path = CrashNote::PathIn(ledger_directory);
  // Nothing can be opened by a longer path.
  if (path.size() >= note_path.size()) return;
  std::copy(path.c_str(), path.c_str() + path.size() + 1, note_path.begin());
  static const bool is_installed = (Install(), true);
  static_cast<void>(is_installed);
}

}  // namespace kumbara::storage
