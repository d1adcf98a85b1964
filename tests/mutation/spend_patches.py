"""Bugs in what is spent: rewards, stocks, holds, automatic redemption, closing."""

from patch import Patch

A = "engine/apply/"

PATCHES = [
    Patch("a hold takes nothing", A + "apply_hold.cc",
          "  context.books().Hold(wallet, amount, &shard.records);\n",
          ""),
    Patch("a hold is not listed as due", A + "apply_hold.cc",
          "  shard.ListDue(context.slot, wallet, record.timeout());\n",
          ""),
    Patch("a hold can be captured at its end", A + "apply_hold.cc",
          "(*hold)->timeout() <= context.member().clock",
          "(*hold)->timeout() < context.member().clock"),
    Patch("a capture takes slices in the order of taking", A + "apply_hold.cc",
          "return Before(LotOrder::kByExpiry, KeyOf(SliceAt(a)),\n"
          "                              KeyOf(SliceAt(b)));",
          "return a < b;"),
    Patch("the rest of a capture comes back in the order of taking",
          A + "apply_hold.cc",
          "for (std::uint32_t i = count_; i-- > 0;) {",
          "for (std::uint32_t i = 0; i < count_; ++i) {",
          by="tests_engine_apply"),
    Patch("a refusal opens its member", A + "apply_credit.cc",
          "  if (before.available < amount) return ResultCode::kInsufficient;",
          "  if (before.available < amount) {\n"
          "    context.shard.members.WalletOf(context.member(), unit).redeemed "
          "+= Amount(1);\n"
          "    return ResultCode::kInsufficient;\n"
          "  }"),
    Patch("what cannot be spent is paid out", A + "apply_close.cc",
          "pay_out && unit.spendable",
          "pay_out"),
    Patch("attributes outlive their member", A + "apply_close.cc",
          "  MemberProfile profile;  // Attributes go with the member.\n",
          "  MemberProfile profile = context.shard.ProfileOf(context.slot);\n",
          by="tests_engine_apply"),
    Patch("one person is enough", A + "apply_credit.cc",
          "by->member_id() != approver->member_id();",
          "true;"),
    Patch("a donation has no label", A + "apply_credit.cc",
          "cause != nullptr ? cause->code32 : 0)",
          "cause != nullptr ? Code{0} : 0)"),
    Patch("a refused redemption counts toward the limit", A + "finish_redemption.cc",
          "-message.claimed, to.program,",
          "0, to.program,",
          by="tests_engine_apply"),
    Patch("a refused redemption stays in the total", A + "finish_redemption.cc",
          "  wallet.redeemed -= message.amount;\n",
          ""),
    Patch("counts of rewards outlive their member", A + "apply_close.cc",
          "  shard.ForgetRewardsHad(context.slot);\n",
          "",
          by="tests_engine_apply"),
    Patch("a reward that gives another unit forgets its lot", A + "redeem_reward.cc",
          "return wallet.deficit == deficit_before",
          "return wallet.deficit != deficit_before"),
    Patch("a forced close keeps its holds", A + "apply_close.cc",
          "    VoidHolds(shard, *wallet, books);\n",
          ""),
    Patch("any close voids holds", A + "apply_close.cc",
          "    if (!force && HasOpenHold(",
          "    if (force && !HasOpenHold("),
    Patch("whatever is there can be held", A + "apply_hold.cc",
          "  code = RefuseUnit(context, true);",
          "  code = RefuseUnit(context, false);",
          by="tests_engine_apply"),
    Patch("room comes before two persons", A + "apply_credit.cc",
          "  if (context.program.adjust_approver &&\n"
          "      !AreTwoPersons(context.input.details)) {",
          "  if (context.program.adjust_approver &&\n"
          "      Books::CanCredit(context.shard, context.Look(context.unit),\n"
          "                       context.amount()) &&\n"
          "      !AreTwoPersons(context.input.details)) {"),
    Patch("a capture does not tell the unit of its hold", A + "apply_hold.cc",
          "  context.AnswerIn((*hold)->unit);\n",
          ""),
    Patch("a hold is out of any number of lots", A + "apply_hold.cc",
          "  code = RefuseManyLots(context, before, amount);\n"
          "  if (code != ResultCode::kOk) return code;\n",
          ""),
    Patch("a reward outlasts its end", A + "redeem_reward.cc",
          "at >= reward.until) return false;",
          "at > reward.until) return false;"),
    Patch("a reward is for anyone", A + "redeem_reward.cc",
          "(attributes.segments >> *reward.segment & 1) == 0) {",
          "false) {"),
    Patch("as many rewards as allowed are too many", A + "redeem_reward.cc",
          "had + quantity > *reward.limit",
          "had + quantity >= *reward.limit"),
    Patch("rewards cost one however many", A + "redeem_reward.cc",
          "= Times(reward->cost, what.quantity);",
          "= Times(reward->cost, 1);"),
    Patch("a close spares what is pending", A + "apply_close.cc",
          "  books.DebitPending(wallet, forfeited, wallet.pending);\n",
          ""),
    Patch("what is given is redeemed by nothing", A + "finish_redemption.cc",
          "  occasion.raised.set(reward.gives->unit);\n",
          ""),
    Patch("a linked run answers with its last reason", A + "linked_run.cc",
          "refusal = {one.against == ResultCode::kOk ? ResultCode::kLinkedFailed\n"
          "                                                : one.against};",
          "refusal = {ResultCode::kLinkedFailed};"),
    Patch("a linked run knows nothing of itself", A + "linked_run.cc",
          "      inputs_[later].reference.id_slot = inputs_[i].id_slot;\n",
          ""),
    Patch("who is merged runs linked", A + "linked_run.cc",
          "  if (member != kNoSlot && shard.members.At(member).is_merged != 0) {",
          "  if (false) {"),
    Patch("what a reward gives needs no room", A + "redeem_reward.cc",
          "    if (!given ||\n"
          "        !Books::CanCredit(context.shard, "
          "context.Look(reward->gives->unit),\n"
          "                          *given)) {",
          "    if (!given) {"),
    Patch("two persons are asked for always", A + "apply_credit.cc",
          "  if (context.program.adjust_approver &&\n",
          "  if (true &&\n"),
    Patch("a donation knows no allowance", A + "apply_credit.cc",
          "  if (code == ResultCode::kOk) code = RefuseGiving(context);\n"
          "  if (code != ResultCode::kOk) return code;\n"
          "  const Detail* cause",
          "  if (code != ResultCode::kOk) return code;\n"
          "  const Detail* cause"),
]
