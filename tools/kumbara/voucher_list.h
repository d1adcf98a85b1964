// VoucherList: the vouchers of a ledger, from its events.
//
// Threads: one owner.
// Cost:    memory for all of them.

#ifndef KUMBARA_TOOLS_KUMBARA_VOUCHER_LIST_H_
#define KUMBARA_TOOLS_KUMBARA_VOUCHER_LIST_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/record/event.h"

namespace kumbara::tools {

struct Voucher {
  std::string serial;
  Fact issued;
  std::optional<Instant> void_at = {};
};

class VoucherList {
 public:
  // Events in their order; those about no voucher are passed over.
  void Add(const Event& event);

  // In the order in which they were issued.
  const std::vector<Voucher>& vouchers() const { return vouchers_; }

 private:
  std::vector<Voucher> vouchers_;
  absl::flat_hash_map<std::string, std::size_t> places_;  // By serial.
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_VOUCHER_LIST_H_
