// SignalStack: a stack for the signal handlers of the calling thread, so that
// one can still run when the thread has used up its own.
//
// Threads: made and destroyed by the thread it is for.
// Errors:  without one, handlers run on the thread's stack.
// Cost:    64 KiB, touched only by a handler that asks for it.

#ifndef KUMBARA_ENGINE_PIPELINE_SIGNAL_STACK_H_
#define KUMBARA_ENGINE_PIPELINE_SIGNAL_STACK_H_

#include <csignal>
#include <cstddef>
#include <memory>

namespace kumbara {

class SignalStack {
 public:
  SignalStack() : bytes_(new std::byte[kBytes]) {
    stack_t mine = {};
    mine.ss_sp = bytes_.get();
    mine.ss_size = kBytes;
    sigaltstack(&mine, &previous_);
  }
  SignalStack(const SignalStack&) = delete;
  SignalStack& operator=(const SignalStack&) = delete;
  ~SignalStack() { sigaltstack(&previous_, nullptr); }

 private:
  static constexpr std::size_t kBytes = 1 << 16;

  const std::unique_ptr<std::byte[]> bytes_;
  stack_t previous_ = {};
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_SIGNAL_STACK_H_
