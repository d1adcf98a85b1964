// NameTable: external ids and member ids in memory, found either way.
//
// Names lie one behind the other in blocks and never move; both indexes hold
// pointers to them. A name of 15 bytes takes about 80 bytes in all, so ten
// million fit into 800 MB.
//
// Threads: one owner while it changes; then any number of readers.
// Errors:  Add refuses and changes nothing.
// Cost:    one hash lookup each; Add allocates a block now and then.

#ifndef KUMBARA_STORAGE_DIRECTORY_NAME_TABLE_H_
#define KUMBARA_STORAGE_DIRECTORY_NAME_TABLE_H_

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"
#include "engine/base/types.h"

namespace kumbara::storage {

// A name in its block: member id (16), length (1), text.
class NameRef {
 public:
  explicit NameRef(const std::byte* at) : at_(at) {}

  MemberId member() const { return MemberId::FromBytes(at_); }
  std::string_view text() const {
    return {reinterpret_cast<const char*>(at_ + sizeof(MemberId) + 1),
            std::to_integer<std::size_t>(at_[sizeof(MemberId)])};
  }

 private:
  const std::byte* at_;
};

class NameTable {
 public:
  // False if the text or the member id is there already.
  // REQUIRES: 1 to kTextBytesMax bytes of text; the member id is not zero.
  bool Add(std::string_view text, const MemberId& member);

  // Zero if unknown.
  MemberId Find(std::string_view text) const;
  // Empty if unknown; else valid as long as the table.
  std::string_view NameOf(const MemberId& member) const;

  void Reserve(std::size_t names);
  std::size_t size() const { return by_text_.size(); }

  // Calls visit(text, member) for every name, in no particular order.
  template <class Visitor>
  void ForEach(const Visitor& visit) const {
    for (const NameRef name : by_text_) visit(name.text(), name.member());
  }

 private:
  // Distinct functions because both sets hold the same type.
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return absl::Hash<std::string_view>()(text);
    }
    std::size_t operator()(NameRef name) const { return (*this)(name.text()); }
  };
  struct TextEqual {
    using is_transparent = void;
    bool operator()(NameRef a, NameRef b) const { return a.text() == b.text(); }
    bool operator()(NameRef a, std::string_view b) const {
      return a.text() == b;
    }
  };
  struct MemberHash {
    using is_transparent = void;
    std::size_t operator()(const MemberId& member) const {
      return absl::HashOf(member.low, member.high);
    }
    std::size_t operator()(NameRef name) const {
      return (*this)(name.member());
    }
  };
  struct MemberEqual {
    using is_transparent = void;
    bool operator()(NameRef a, NameRef b) const {
      return a.member() == b.member();
    }
    bool operator()(NameRef a, const MemberId& b) const {
      return a.member() == b;
    }
  };

  NameRef Store(std::string_view text, const MemberId& member);

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::size_t block_used_ = 0;  // Of the last block.
  absl::flat_hash_set<NameRef, TextHash, TextEqual> by_text_;
  absl::flat_hash_set<NameRef, MemberHash, MemberEqual> by_member_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_DIRECTORY_NAME_TABLE_H_
