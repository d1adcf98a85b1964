#include "engine/member/purchase_record.h"

#include "engine/base/check.h"

namespace kumbara {

// Canonical bytes: no slot enters, so the place of a member in memory does not
// reach the digest. The member itself is fixed by the command's id.
Digest PurchaseRecords::HashOf(const PurchaseRecord& record) {
  PurchaseRecord canonical = record;
  canonical.member = 0;
  return Hash128(&canonical, sizeof(canonical));
}

void PurchaseRecords::Add(const PurchaseRecord& record) {
  const Slot slot = records_.Add();
  records_.At(slot) = record;
  index_.Insert(slot);
  sum_ += HashOf(record);
}

const PurchaseRecord* PurchaseRecords::Find(const CommandId& id) const {
  const Slot slot = index_.Find(id);
  return slot == kNoSlot ? nullptr : &records_.At(slot);
}

void PurchaseRecords::NoteReturn(const CommandId& id, Money returned,
                                 Amount demanded) {
  const Slot slot = index_.Find(id);
  KUMBARA_CHECK(slot != kNoSlot);
  PurchaseRecord& record = records_.At(slot);
  sum_ -= HashOf(record);
  record.returned = returned;
  record.demanded = demanded;
  KUMBARA_CHECK(record.returned <= record.amount);
  sum_ += HashOf(record);
}

}  // namespace kumbara
