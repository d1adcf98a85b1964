#include "engine/query/liability.h"

#include "engine/apply/settled_state.h"

namespace kumbara {
namespace {

class Adder {
 public:
  explicit Adder(Liabilities* all) : all_(*all) {}

  void Add(const MemberRef& ref, const Wallet& wallet) {
    const Shard& shard = ref.shard;
    ForEachLot(shard, wallet, [&](const Lot& lot, bool pending) {
      Liability& liability = Of(wallet, shard.terms.At(lot.terms));
      (pending ? liability.pending : liability.available) +=
          lot.remaining.count();
    });
    Int128 in_holds = 0;
    ForEachHold(shard, wallet, [&](const CommandRecord& hold) {
      const std::uint32_t slices = shard.records.SliceCount(hold);
      for (std::uint32_t i = 0; i < slices; ++i) {
        const Lot lot = shard.records.SliceAt(hold, i);
        Of(wallet, shard.terms.At(lot.terms)).held += lot.remaining.count();
        in_holds += lot.remaining.count();
      }
    });
    const Int128 waiting = wallet.held.count() - in_holds;
    const Amount claimed = shard.ClaimedOf(wallet);
    if (waiting == 0 && claimed == Amount() && wallet.deficit == Amount()) {
      return;
    }
    Liability& of_nobody = Of(wallet, {});
    of_nobody.pending += claimed.count();
    of_nobody.held += waiting;
    of_nobody.deficit += wallet.deficit.count();
  }

 private:
  Liability& Of(const Wallet& wallet, const LotTerms& terms) {
    return all_[{wallet.unit, terms.funding_class, terms.vintage}];
  }

  Liabilities& all_;
};

}  // namespace

Liabilities LiabilitiesOf(std::span<const Shard* const> shards,
                          const Program& program, Instant clock) {
  Liabilities all;
  Adder adder(&all);
  ForEachSettled(shards, program, clock, [&](const MemberRef& ref) {
    ForEachWallet(ref, [&](const Wallet& wallet) { adder.Add(ref, wallet); });
  });
  return all;
}

}  // namespace kumbara
