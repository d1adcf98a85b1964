// HandoffQueue: many producers, one consumer, first in first out per producer.
//
// moodycamel's ConcurrentQueue with tokens. It orders its accesses by fences,
// which ThreadSanitizer does not model, so that build takes a queue under a
// mutex with the same promises instead.
//
// A Taker takes from every producer in turn, so that none is starved by others
// that are always ready; without one, whoever has most waiting is preferred.
//
// Threads: each Token and Taker belongs to one thread; one thread takes.
// Cost:    tens of nanoseconds, so what travels is a frame, never a command.

#ifndef KUMBARA_ENGINE_PIPELINE_HANDOFF_QUEUE_H_
#define KUMBARA_ENGINE_PIPELINE_HANDOFF_QUEUE_H_

#include <type_traits>

#ifdef KUMBARA_MUTEX_QUEUE
#include <deque>
#include <mutex>
#else
#include <concurrentqueue/concurrentqueue.h>
#endif

#include "engine/base/check.h"

namespace kumbara {

#ifdef KUMBARA_MUTEX_QUEUE

template <class T>
class HandoffQueue {
 public:
  class Token {
   public:
    explicit Token(HandoffQueue&) {}
  };
  class Taker {
   public:
    explicit Taker(HandoffQueue&) {}
  };

  void Put(Token&, T value) {
    const std::scoped_lock lock(mutex_);
    values_.push_back(value);
  }
  bool Take(T* value) {
    const std::scoped_lock lock(mutex_);
    if (values_.empty()) return false;
    *value = values_.front();
    values_.pop_front();
    return true;
  }
  bool Take(Taker&, T* value) { return Take(value); }
  bool SeemsEmpty() const {
    const std::scoped_lock lock(mutex_);
    return values_.empty();
  }

 private:
  mutable std::mutex mutex_;
  std::deque<T> values_;
};

#else

template <class T>
class HandoffQueue {
  // An element whose assignment throws would be lost by the queue.
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  class Token {
   public:
    explicit Token(HandoffQueue& queue) : token_(queue.queue_) {}

   private:
    friend class HandoffQueue;
    moodycamel::ProducerToken token_;
  };
  class Taker {
   public:
    explicit Taker(HandoffQueue& queue) : token_(queue.queue_) {}

   private:
    friend class HandoffQueue;
    moodycamel::ConsumerToken token_;
  };

  // Allocates when more is under way than ever before; credits bound that.
  void Put(Token& token, T value) {
    const bool put = queue_.enqueue(token.token_, value);
    KUMBARA_CHECK(put);
  }
  // False does not mean empty for ever: an element may be on its way.
  bool Take(T* value) { return queue_.try_dequeue(*value); }
  bool Take(Taker& taker, T* value) {
    return queue_.try_dequeue(taker.token_, *value);
  }
  bool SeemsEmpty() const { return queue_.size_approx() == 0; }

 private:
  moodycamel::ConcurrentQueue<T> queue_;
};

#endif

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_HANDOFF_QUEUE_H_
