// What earn rules give for an event.

#include "engine/apply/rated_purchase.h"
#include "engine/apply/tiers.h"

namespace kumbara {

ResultCode RateEvent(const CommandContext& context, Given* given) {
  Bases bases;
  FindBasesOfEvent(context.program, &bases);
  return RateOccasion(context,
                      {.on = EarnOn::kEvent, .tiers = TiersOfOthers(context)},
                      bases, given);
}

void EarnByEvent(CommandContext& context, CommandRecord& record,
                 const Given& given) {
  for (const std::uint8_t unit : context.program.earn_units) {
    context.Watch(unit);
  }
  if (GivesAny(given)) context.shard.records.SetBasket(record, {}, {});
  EarnGiven(context, record, given);
}

}  // namespace kumbara
