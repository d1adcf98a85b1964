#include "engine/apply/purchase_counts.h"

#include "engine/apply/achievements.h"
#include "engine/apply/referral.h"
#include "engine/apply/tiers.h"

namespace kumbara {

void CountAccepted(CommandContext& context, const CommandRecord& purchase,
                   std::span<const Detail> lines) {
  const Program& program = context.program;
  if (!program.achievements.empty()) {
    CountTowardAchievements(context, purchase, lines);
  }
  if (program.referral) NotePurchase(context);
  if (!program.tier_sets.empty()) CountPurchase(context, purchase);
}

void CountBroughtBack(CommandContext& context, const CommandRecord& purchase,
                      Money asked) {
  const Program& program = context.program;
  if (!program.achievements.empty()) {
    UncountFromAchievements(context, purchase, asked);
  }
  if (program.referral) NoteTakenBack(context, purchase, asked);
  if (!program.tier_sets.empty()) CountTakenBack(context, purchase, asked);
}

void CountBroughtBack(CommandContext& context) {
  if (context.program.referral) NoteReturnOfNone(context);
  if (!context.program.tier_sets.empty()) CountReturnOfNone(context);
}

}  // namespace kumbara
