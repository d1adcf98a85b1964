// NewLot: what something earned at an instant makes, without what a command
// remembers of the one before it.

#ifndef KUMBARA_ENGINE_APPLY_NEW_LOT_H_
#define KUMBARA_ENGINE_APPLY_NEW_LOT_H_

#include "engine/member/shard.h"
#include "engine/program/lot_dates.h"
#include "engine/program/program.h"

namespace kumbara {

// `policy` is one of the program's.
inline Lot NewLot(const Program& program, TermsTable& terms, Instant at,
                  Amount amount, const LotPolicy& policy, Code funding_class) {
  const LotDates dates = DatesOf(policy, at, program.zone);
  Lot lot;
  lot.activation = dates.activation;
  lot.expiry = dates.expiry;
  lot.remaining = amount;
  lot.terms = terms.SlotOf(
      {funding_class, program.version, VintageOf(at, program.zone)});
  return lot;
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_NEW_LOT_H_
