#include "storage/directory/name_table.h"

#include <cstring>

#include "engine/base/check.h"
#include "engine/base/limits.h"

namespace kumbara::storage {
namespace {

constexpr std::size_t kBlockBytes = kMiB;
static_assert(kTextBytesMax <= UINT8_MAX, "a length is one byte");

}  // namespace

bool NameTable::Add(std::string_view text, const MemberId& member) {
  KUMBARA_CHECK(!text.empty() && text.size() <= kTextBytesMax);
  KUMBARA_CHECK(!member.IsZero());
  if (by_text_.contains(text) || by_member_.contains(member)) return false;
  const NameRef name = Store(text, member);
  by_text_.insert(name);
  by_member_.insert(name);
  return true;
}

NameRef NameTable::Store(std::string_view text, const MemberId& member) {
  const std::size_t bytes = sizeof(member) + 1 + text.size();
  if (blocks_.empty() || block_used_ + bytes > kBlockBytes) {
    blocks_.push_back(std::make_unique<std::byte[]>(kBlockBytes));
    block_used_ = 0;
  }
  std::byte* at = blocks_.back().get() + block_used_;
  std::memcpy(at, &member, sizeof(member));
  at[sizeof(member)] = static_cast<std::byte>(text.size());
  std::memcpy(at + sizeof(member) + 1, text.data(), text.size());
  block_used_ += bytes;
  return NameRef(at);
}

MemberId NameTable::Find(std::string_view text) const {
  const auto found = by_text_.find(text);
  return found == by_text_.end() ? MemberId{} : found->member();
}

std::string_view NameTable::NameOf(const MemberId& member) const {
  const auto found = by_member_.find(member);
  return found == by_member_.end() ? std::string_view() : found->text();
}

void NameTable::Reserve(std::size_t names) {
  by_text_.reserve(names);
  by_member_.reserve(names);
}

}  // namespace kumbara::storage
