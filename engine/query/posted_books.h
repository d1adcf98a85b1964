// PostedBooks: every balance once more, from the postings alone.
//
// Whoever adds up the stream of events has books that owe nothing to the state:
// they show by themselves whether each sequence balances, and next to a state
// whether that is what was posted.
//
// Found are violations of
//    1. the postings of each member and unit in a sequence sum to zero, and
//       each balance of a state is the sum of its postings;
//    3. no balance is negative, deficit and available never stand together,
//       behind any sequence;
//    4. nothing is in transit behind any sequence, and each account of a state
//       is the sum of its postings;
//    9. of no lot more is used than was put into it, nor given back.
//
// Units:   the smallest decimals of the units.
// Threads: one owner, of the shards too.
// Cost:    a few lookups a posting; memory for every wallet and lot there was.

#ifndef KUMBARA_ENGINE_QUERY_POSTED_BOOKS_H_
#define KUMBARA_ENGINE_QUERY_POSTED_BOOKS_H_

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/member/shard.h"
#include "engine/member/violation.h"
#include "engine/record/event.h"

namespace kumbara {

class PostedBooks {
 public:
  // `shards` are those whose postings come, and outlive it: a lot that came
  // with a merge has the name there under which it was made.
  explicit PostedBooks(std::span<const Shard* const> shards)
      : shards_(shards) {}

  // Adds whole sequences: events ordered by id, behind all added before.
  void Add(std::span<const Event> events, const OnViolation& found);

  // Whether a member's balances are those posted.
  void CompareMember(const Shard& shard, Slot member,
                     const OnViolation& found) const;
  // Whether the accounts of all shards together are, and nothing was posted to
  // a member that no shard has.
  void CompareAccounts(std::span<const Shard* const> shards,
                       const OnViolation& found) const;

  Sequence last_sequence() const { return last_sequence_; }

 private:
  using WalletKey = std::pair<MemberId, std::uint8_t>;
  using LotKey = std::pair<WalletKey, std::uint32_t>;
  // By account; a debt is negative.
  using Balances = std::array<Int128, 5>;
  struct PostedLot {
    Int128 made = 0;  // What was first put into it.
    Int128 remaining = 0;
  };

  void Take(const Posting& posting);
  // The legs of one member in one sequence have been added.
  void EndLegs(const OnViolation& found);
  void EndSequence(const OnViolation& found);
  // What was put into a lot, under whatever name it was made.
  Int128 MadeOf(const LotKey& key) const;

  const std::span<const Shard* const> shards_;
  absl::flat_hash_map<WalletKey, Balances> wallets_;
  absl::flat_hash_map<LotKey, PostedLot> lots_;
  std::map<SystemAccount, Int128> accounts_;
  Sequence last_sequence_ = 0;
  // Of the member whose legs are being added.
  MemberId member_;
  std::map<std::uint8_t, Int128> sums_;
  std::vector<LotKey> moved_lots_;
  std::map<std::uint8_t, Int128> in_transit_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_QUERY_POSTED_BOOKS_H_
