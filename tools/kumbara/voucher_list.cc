#include "tools/kumbara/voucher_list.h"

#include <variant>

#include "tools/kumbara/voucher_code.h"

namespace kumbara::tools {

void VoucherList::Add(const Event& event) {
  const Fact* fact = std::get_if<Fact>(&event);
  if (fact == nullptr || !fact->is_of_voucher()) return;
  std::string serial = VoucherSerial(*fact);
  if (fact->kind == FactKind::kVoucherIssued) {
    places_.emplace(serial, vouchers_.size());
    vouchers_.push_back({std::move(serial), *fact});
  } else {
    vouchers_[places_.at(serial)].void_at = fact->at;
  }
}

}  // namespace kumbara::tools
