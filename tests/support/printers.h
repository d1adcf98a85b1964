// What a failed expectation says of the domain's types.

#ifndef KUMBARA_TESTS_SUPPORT_PRINTERS_H_
#define KUMBARA_TESTS_SUPPORT_PRINTERS_H_

#include <ostream>

#include "engine/base/hash.h"
#include "engine/base/types.h"
#include "engine/member/member.h"
#include "engine/record/fact.h"
#include "engine/record/outcome.h"
#include "engine/record/posting.h"

namespace kumbara {

template <class Tag>
void PrintTo(const Id<Tag>& id, std::ostream* out) {
  *out << id.low << "/" << id.high;
}
template <class Tag>
void PrintTo(const Quantity<Tag>& quantity, std::ostream* out) {
  *out << quantity.count();
}
inline void PrintTo(Instant instant, std::ostream* out) {
  *out << instant.micros() << " us";
}
inline void PrintTo(const Digest& digest, std::ostream* out) {
  *out << ToHex(digest);
}
inline void PrintTo(const Outcome& outcome, std::ostream* out) {
  *out << outcome.code << " (first " << outcome.first_code << ") sequence "
       << outcome.sequence << " unit " << int{outcome.unit} << " delta "
       << outcome.delta << " net " << outcome.net;
  if (outcome.reserved != 0) *out << " open";
}
inline void PrintTo(const Wallet& wallet, std::ostream* out) {
  *out << "unit " << int{wallet.unit} << ": available "
       << wallet.available.count() << " held " << wallet.held.count()
       << " deficit " << wallet.deficit.count();
}
inline void PrintTo(const Posting& posting, std::ostream* out) {
  *out << posting.sequence << "." << posting.leg << " member "
       << posting.member.low << " " << posting.account << " " << posting.amount
       << " of unit " << int{posting.unit} << " label " << posting.label
       << " cause " << posting.cause;
}
inline void PrintTo(const Fact& fact, std::ostream* out) {
  *out << fact.sequence << "." << fact.leg << " member " << fact.member.low
       << " " << fact.kind << " " << fact.amount << " of unit "
       << int{fact.unit} << " cause " << fact.cause;
}

}  // namespace kumbara

#endif  // KUMBARA_TESTS_SUPPORT_PRINTERS_H_
