#include "engine/apply/award_claim.h"

#include <span>

#include "engine/apply/earn_claims.h"

namespace kumbara {
namespace {

// The award as far as it matters to who applies it.
Command AwardOf(const Message& answer) {
  Command award;
  award.id = answer.command;
  award.member = answer.from;
  award.amount = answer.amount.count();
  award.occurred_at = answer.occurred_at.micros();
  award.kind = CommandKind::kAward;
  award.unit_or_currency = answer.unit;
  award.detail_count = 1;
  return award;
}

// What was granted in vain, as the member has no room for it.
void GiveBack(const Message& answer, const Program& program,
              Messages& messages) {
  Demand granted;
  granted.taken = Amount(answer.claimed);
  granted.of_budget = static_cast<std::uint16_t>(answer.budget + 1);
  GiveBackToBudgets(answer, answer.occurred_at, std::span(&granted, 1), program,
                    messages);
}

}  // namespace

ResultCode ClaimAward(CommandContext& context, std::uint32_t budget) {
  Message claim = context.NewMessage(MessageKind::kAwardClaim,
                                     context.program.budgets[budget].counter);
  claim.budget = budget;
  claim.amount = context.amount();
  claim.claimed = claim.amount.count();
  if (const MemberId* pool = context.JoinedPool()) claim.pool = *pool;
  context.messages.Add(claim);
  context.outcome.reserved = kOutcomeOpen;
  return ResultCode::kOk;
}

void FinishAward(SemanticVersion version, const Addressee& to,
                 Messages& messages) {
  const Message& answer = to.message;
  const Command award = AwardOf(answer);
  const Detail funding_class = Detail::OfCode(
      CodeKind::kFundingClass, to.program.budgets[answer.budget].funding_class);
  Input input{award, std::span(&funding_class, 1), answer.origin,
              to.mover.sequence, Instant::Greatest()};
  input.id_slot = answer.id_slot;
  input.likely_slot = to.slot;
  input.answer = &answer;
  const std::size_t before = messages.size();
  Apply(version, input, to.program, to.shard, messages, answer.outcome);
  for (Message& made : messages.list().subspan(before)) {
    made.outcome = answer.outcome;
  }
  if (answer.outcome->code != ResultCode::kOk && answer.claimed != 0) {
    GiveBack(answer, to.program, messages);
  }
}

}  // namespace kumbara
