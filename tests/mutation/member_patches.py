"""Bugs in what several members have to do with each other: gifts, pools, merges."""

from patch import Patch

A = "engine/apply/"

PATCHES = [
    Patch("no hold", A + "apply_transfer.cc",
          "  context.books().Hold(wallet, amount, &context.messages.slices());\n",
          ""),
    Patch("a refused transfer stays held", A + "apply_transfer.cc",
          "    ReleaseHeld(giver, slices, wallet, books);\n",
          ""),
    Patch("slices come back in the order of taking", A + "held_slices.cc",
          "for (auto slice = slices.rbegin(); slice != slices.rend(); ++slice) {",
          "for (auto slice = slices.begin(); slice != slices.end(); ++slice) {"),
    Patch("a receiver gives back what paid his debt", A + "apply_transfer.cc",
          "reply.first_lot = is_whole ? first_lot : 0;",
          "reply.first_lot = first_lot;",
          by="tests_engine_apply"),
    Patch("a closed member receives gifts", A + "apply_transfer.cc",
          "  if (to.member().is_closed != 0) return ResultCode::kReceiverClosed;\n",
          ""),
    Patch("a purchase keeps nothing alive in a pool but what it gives",
          A + "pool_earn.cc",
          "  occasion.TouchUnits();\n",
          ""),
    Patch("an event keeps one unit of a pool alive", A + "pool_earn.cc",
          "if (is_there && IsActivity(unit.code)) Touch(unit.code);",
          "if (is_there && IsActivity(unit.code)) static_cast<void>(unit);"),
    Patch("what comes back from a pool forgets what was paid", A + "pool_earn.cc",
          "  outcome.delta += (answered.net() - net_before).count();\n"
          "  outcome.net = answered.net().count();\n"
          "}\n"
          "\n"
          "// What is to be taken",
          "  outcome.delta = (answered.net() - net_before).count();\n"
          "  outcome.net = answered.net().count();\n"
          "}\n"
          "\n"
          "// What is to be taken"),
    Patch("a refused gift keeps its allowance", A + "giving.cc",
          "-gift.amount.count());\n"
          "               });\n"
          "  shard",
          "0);\n"
          "               });\n"
          "  shard"),
    Patch("an allowance of one unit counts all", A + "giving.cc",
          "allowance.unit == unit &&",
          "unit != 0 &&"),
    Patch("what moved keeps its number", A + "merge_records.cc",
          "  if (lot.number != 0) lot.number += by;\n",
          "  static_cast<void>(by);\n"),
    Patch("a merged member leaves its records behind", A + "merge_records.cc",
          "shard.records.Drop(slot);",
          "static_cast<void>(slot);"),
    Patch("a pool takes any number of members", A + "apply_join.cc",
          "profile->pool_members.size() >= pool.program.pool_members_max",
          "false"),
    Patch("units that a merge moves are got again", A + "deliver.cc",
          "merges ? CountedNetsOf(to.program, to.shard, to.slot) : to.counted,",
          "to.counted,"),
    Patch("what the other one was given counts no more", A + "merge_dealings.cc",
          "to.shard.rule_uses.Of(to.slot).Join(uses);",
          "to.shard.rule_uses.Of(to.slot) = uses;"),
    Patch("who is merged keeps what counts", A + "apply_merge.cc",
          "  shard.rule_uses.Forget(merged.slot);\n",
          "",
          by="tests_engine_apply"),
    Patch("a merge forgets what rules saw of lines", A + "merge_records.cc",
          "  shard.records.MatchesOf(basket, &kept.matches);\n",
          ""),
    Patch("an allowance itself is too much", A + "giving.cc",
          "context.amount() > allowance.amount;",
          "context.amount() >= allowance.amount;"),
    Patch("whoever may donate may transfer", A + "giving.cc",
          "context.command().kind == CommandKind::kDonate",
          "context.command().kind != CommandKind::kHold"),
    Patch("anyone may give", A + "giving.cc",
          "  if (may.who != WhoMay::Who::kAnyone &&\n",
          "  if (false &&\n"),
    Patch("a merge needs no room", A + "take_over.cc",
          "return HasRoomFor(then, purse.wallet);",
          "return HasRoomFor(then, purse.wallet) || true;"),
    Patch("pools merge whatever they hold", A + "take_over.cc",
          "return joined == 0 || (!one.is_joined() && !other.is_joined() &&\n"
          "                         joined <= program.pool_members_max);",
          "return joined < 100 || program.pool_members_max == 0;"),
    Patch("totals are not merged", A + "take_over.cc",
          "  wallet.earned += other.earned;\n",
          ""),
    Patch("an allowance knows one period only", A + "giving.cc",
          "const auto count = dealings.given[allowance.number].In(period);",
          "const PeriodCount& given = dealings.given[allowance.number];\n"
          "                 const auto count = period == given.latest\n"
          "                                        ? given.In(period)\n"
          "                                        : std::optional<std::int64_t>(0);"),
    Patch("anyone may receive", A + "apply_transfer.cc",
          "  if (may.who != WhoMay::Who::kAnyone &&\n",
          "  if (false &&\n"),
    Patch("a receiver has a plan that has lapsed", A + "apply_transfer.cc",
          "  to.MoveClock(Instant::Least());\n  const WhoMay& may",
          "  const WhoMay& may"),
    Patch("a gift gets the receiver's dates always", A + "apply_transfer.cc",
          "                 NewLotOf(AtReceiver(slice, message.unit, "
          "message.occurred_at,\n"
          "                                     to.program),\n"
          "                          shard.terms));",
          "                 NewLot(to.program, shard.terms, message.occurred_at, "
          "slice.amount,\n"
          "                        to.program.FindUnit(message.unit)->lots, 0));"),
    Patch("members join where there are no pools", A + "apply_join.cc",
          "  if (context.program.pool_members_max == 0 || profile.is_joined() ||\n",
          "  if (profile.is_joined() ||\n"),
    Patch("a gift may be more than there is", A + "apply_transfer.cc",
          "  if (before.available < amount) return ResultCode::kInsufficient;\n",
          ""),
    Patch("holds are left in a merge", A + "take_over.cc",
          "std::min(hold.timeout(), unit.retires)",
          "unit.retires"),
    Patch("a merge forgets the last activity", A + "take_over.cc",
          "    books.NoteActivity(wallet, purse.last_activity);\n",
          "    static_cast<void>(purse.last_activity);\n"),
    Patch("a merge forgets what is remembered", A + "take_over.cc",
          "        .Insert(shard.SideOf(wallet).expired, Shifted(lot, shift, "
          "shard.terms));\n",
          ";\n"),
    Patch("what one lacks does not come from the other", A + "take_over.cc",
          "  if (attributes.plan == 0) attributes.plan = other.plan;\n",
          ""),
    Patch("who was merged before is not told", A + "take_over.cc",
          "    followers.Tell(MessageKind::kMergeAnswer, before, itself);\n",
          ""),
    Patch("who is joined to one that merges is left", A + "take_over.cc",
          "    followers.Tell(MessageKind::kJoinAnswer, joined, itself);\n",
          ""),
    Patch("a merge leaves the pool of the other", A + "take_over.cc",
          "      followers.Tell(MessageKind::kJoin, itself, other.pool);\n",
          ""),
    Patch("a link to oneself pays", A + "merge_dealings.cc",
          "(is_late() || IsOneOfBoth(to, own, link.referrer));",
          "is_late();"),
    Patch("rewards had are not merged", A + "merge_dealings.cc",
          "    to.shard.rewards_had.Add({to.slot, had.reward}, had.period, "
          "had.count);\n",
          "    static_cast<void>(had);\n"),
    Patch("what was given is not merged", A + "merge_dealings.cc",
          "  dealings.AddCounts(other);\n",
          ""),
    Patch("referral payments are not merged", A + "merge_dealings.cc",
          "    to.shard.referral_payments[key] = payment;\n",
          "    static_cast<void>(key);\n"),
    Patch("a debt is not merged", A + "take_over.cc",
          "  books.Owe(wallet, transit, debt - covered);\n",
          "  static_cast<void>(covered);\n"),
]
