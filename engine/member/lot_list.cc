#include "engine/member/lot_list.h"

#include "engine/base/check.h"
#include "engine/member/lot_tree.h"

namespace kumbara {

void LotLists::KeepRoot(LotList& list, const LotNode& root, int height) {
  list.block = root.block;
  list.head = root.head;
  list.count = root.count;
  list.shape = static_cast<std::uint8_t>(kLotBlockGreatest + height - 1);
}

void LotLists::MoveTo(LotList& list, std::uint8_t block_class) {
  const Slot block = pool_.Take(block_class);
  std::memcpy(pool_.At(block), Items<Lot>(pool_, list.node()),
              list.count * sizeof(Lot));
  pool_.GiveBack(list.block, list.shape);
  list.block = block;
  list.head = 0;
  list.shape = block_class;
}

void LotLists::Grow(LotList& list) {
  if (list.empty()) {
    list.block = pool_.Take(0);
    list.head = 0;
    list.shape = 0;
  } else {
    MoveTo(list, static_cast<std::uint8_t>(list.shape + 1));
  }
}

// A quarter full is time for half the block, so that neither the next lot nor
// the next but one moves it again.
void LotLists::ShrinkIfSparse(LotList& list) {
  constexpr std::uint8_t kLeastToShrink = 2;  // Its class; 12 lots.
  if (list.empty()) {
    pool_.GiveBack(list.block, list.shape);
    list = LotList{};
  } else if (list.shape >= kLeastToShrink &&
             list.count * 4 <= kLotBlockLots[list.shape]) {
    MoveTo(list, static_cast<std::uint8_t>(list.shape - 1));
  }
}

void LotLists::Insert(LotList& list, const Lot& lot) {
  if (list.shape < kLotBlockGreatest &&
      (list.empty() || list.count == kLotBlockLots[list.shape])) {
    Grow(list);
  }
  LotNode root = list.node();
  if (list.shape < kLotBlockGreatest) {
    InsertAt(pool_, root, kLotBlockLots[list.shape],
             LotsBefore(pool_, root, order_, KeyOf(lot)), lot);
    list.head = root.head;
    ++list.count;
    return;
  }
  LotTree tree(pool_, order_);
  int height = list.height();
  const std::optional<LotBranch> behind = tree.Insert(root, height, lot);
  if (behind) root = tree.Join(root, height++, *behind);
  KeepRoot(list, root, height);
}

Lot& LotLists::FrontOfTree(const LotList& list) const {
  return LotTree(pool_, order_).Front(list.node(), list.height());
}

void LotLists::PopFront(LotList& list) {
  if (list.height() > 1) return Remove(list, KeyOf(Front(list)));
  ++list.head;
  --list.count;
  ShrinkIfSparse(list);
}

Lot* LotLists::Find(const LotList& list, const LotKey& key) const {
  if (list.empty()) return nullptr;
  return LotTree(pool_, order_).Find(list.node(), list.height(), key);
}

std::optional<LotKey> LotLists::KeyOfNumber(const LotList& list,
                                            std::uint32_t number) const {
  std::optional<LotKey> key;
  WalkLots(pool_, list, [&](const Lot& lot) {
    if (lot.number == number) key = KeyOf(lot);
    return !key;
  });
  return key;
}

void LotLists::Remove(LotList& list, const LotKey& key) {
  KUMBARA_CHECK(!list.empty());
  LotTree tree(pool_, order_);
  LotNode root = list.node();
  int height = list.height();
  tree.Remove(root, height, key);
  if (height == 1) {
    list.head = root.head;
    list.count = root.count;
    return ShrinkIfSparse(list);
  }
  while (height > 1 && root.count == 1) {
    const Slot above = root.block;
    root = Items<LotBranch>(pool_, root)->node;
    pool_.GiveBack(above, kLotBlockGreatest);
    --height;
  }
  KeepRoot(list, root, height);
}

const Lot& LotLists::Soonest(const LotList& list) const {
  if (order_ == LotOrder::kByExpiry) return Front(list);
  return LotTree(pool_, order_).Soonest(list.node(), list.height());
}

void LotLists::Clear(LotList& list) {
  if (list.empty()) return;
  if (list.height() == 1) {
    pool_.GiveBack(list.block, list.shape);
  } else {
    LotTree(pool_, order_).Clear(list.node(), list.height());
  }
  list = LotList{};
}

}  // namespace kumbara
