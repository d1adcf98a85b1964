// WakeUp: lets a thread sleep until someone has news for it.
//
//   take a ticket; look for work; if there was none, Wait(ticket)
//
// News that come between the two are not lost: they change the ticket.
//
// Threads: safe.
// Cost:    Notify is one atomic addition while nobody sleeps.

#ifndef KUMBARA_ENGINE_PIPELINE_WAKE_UP_H_
#define KUMBARA_ENGINE_PIPELINE_WAKE_UP_H_

#include <atomic>
#include <cstdint>

namespace kumbara {

class WakeUp {
 public:
  std::uint32_t Ticket() const { return news_.load(); }

  void Notify() {
    news_.fetch_add(1);
    if (sleepers_.load() > 0) news_.notify_all();
  }

  void Wait(std::uint32_t ticket) {
    sleepers_.fetch_add(1);
    news_.wait(ticket);
    sleepers_.fetch_sub(1);
  }

 private:
  std::atomic<std::uint32_t> news_{0};
  std::atomic<std::uint32_t> sleepers_{0};
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_WAKE_UP_H_
