"""The bugs that tests/planted/run plants: file, what stands there, the bug."""

from typing import NamedTuple


class Bug(NamedTuple):
    name: str
    file: str
    search: str
    replace: str


P = "engine/pipeline/"
A = "engine/apply/"

BUGS = [
    Bug("answer before sync", P + "acknowledger.cc",
        "ordinal == ring_.durable.load() ||",
        "ordinal == ring_.sequenced.load() ||"),
    Bug("poison ignored by the acknowledger", P + "acknowledger.cc",
        "  if (poison_.is_set()) return false;\n  const bool released",
        "  const bool released"),
    Bug("read released before durable", P + "acknowledger.cc",
        "read->view.last_sequence > durable ||", "false ||"),
    Bug("read shows a tick not durable", P + "shard_worker.cc",
        "  NoteBatchShown();\n  for", "  for"),
    Bug("repeat of an open command answered at once", P + "acknowledger.cc",
        "if (first.state != IdState::kFinal) return false;", ""),
    Bug("waiting frames given back twice as unknown", P + "acknowledger.cc",
        "  waiting_.clear();\n  bytes_waiting_ = 0;\n",
        "  bytes_waiting_ = 0;\n"),
    Bug("repeats are new", P + "resolve.cc",
        "if (known == kNoSlot) {",
        "if (known == kNoSlot || slot.header.number % 7 == 3) {"),
    Bug("repeats count into rounds", P + "resolve.cc",
        "if (counted && IsCounted", "if (IsCounted"),
    Bug("ticks count into rounds", P + "resolve.cc",
        "if (counted && IsCounted(item.command->kind) && ",
        "if ((counted || item.kind == ItemKind::kTick) && "),
    Bug("a round ends with recovery", P + "sequencer.cc",
        "  slot.header = batch->header;\n",
        "  slot.header = batch->header;\n  slot.header.flags |= kRoundEnd;\n"),
    Bug("recovery takes batch times from the clock", P + "sequencer.cc",
        "sequence - 1, Instant(slot.header.batch_time)};",
        "sequence - 1, clock_.Now()};"),
    Bug("definitions are not journaled", P + "sequencer.cc",
        "  Fill(&slot);\n  for (const CodeDefinition& definition : "
        "codes_.TakeUnwritten()) {\n    slot.records",
        "  Fill(&slot);\n  for (const CodeDefinition& definition : "
        "codes_.TakeUnwritten()) {\n    if (definition.code != 3) slot.records"),
    Bug("batch time follows the clock back", P + "sequencer.cc",
        "std::max(end_.batch_time, clock_.Now())",
        "clock_.Now()"),
    Bug("messages delivered unsorted", P + "shard_worker.cc",
        "return DeliveredBefore(a.message, b.message);",
        "return a.message.to < b.message.to;"),
    Bug("no hold", A + "apply_transfer.cc",
        "  context.books().Hold(wallet, amount, &context.messages.slices());\n",
        ""),
    Bug("a refused transfer stays held", A + "apply_transfer.cc",
        "      books.Release(wallet, LotOf(*slice, giver.shard.terms));\n",
        "      (void)slice;\n"),
    Bug("slices come back in the order of taking", A + "apply_transfer.cc",
        "for (auto slice = slices.rbegin(); slice != slices.rend(); ++slice) {",
        "for (auto slice = slices.begin(); slice != slices.end(); ++slice) {"),
    Bug("slices of a message get lost on its way", P + "shard_worker.cc",
        "inbound_.push_back({message, sent.SlicesOf(message)});",
        "inbound_.push_back({message, worker == 0 ? sent.SlicesOf(message)\n"
        "                                         : std::span<const Slice>()});"),
    Bug("read shows what a clock not durable makes due", P + "shard_worker.cc",
        "request->batches = std::max(batches_shown_, clock_batches_);", ""),
    Bug("repeats move the ledger's clock", P + "resolve.cc",
        "item.kind == ItemKind::kCarried ||\n"
        "                       item.kind == ItemKind::kTick;",
        "item.kind != ItemKind::kSkipped;"),
    Bug("digest of members not settled", A + "settled_copy.cc",
        "if (!MayBeDue(shard, member, clock)) return RefOf(shard, slot);",
        "return RefOf(shard, slot);"),
    Bug("what is due is posted under who finds it", A + "settle.cc",
        "if (by_ticks && tick != shard_.ticks.end()) {", "if (false) {"),
    Bug("a member is not listed anew", A + "settle.cc",
        "    shard.ListDue(entry.member, *wallet,",
        "    if (entry.member % 2 == 0) shard.ListDue(entry.member, *wallet,"),
    Bug("expiry before activation at one instant", A + "settle.cc",
        "      while (IsActivatedBy(*wallet, due)) books.Activate(*wallet);",
        "      if (NextOf(*wallet, program_.units[i]) <= due) "
        "books.Expire(*wallet, due);\n"
        "      while (IsActivatedBy(*wallet, due)) books.Activate(*wallet);"),
    Bug("a deficit does not absorb what activates", A + "books.cc",
        "  const Amount absorbed = std::min(wallet.deficit, lot.remaining);",
        "  const Amount absorbed = lot.number == 0\n"
        "      ? std::min(wallet.deficit, lot.remaining) : Amount();"),
    Bug("a late lot lives on", A + "apply.cc",
        "  SettlePlaced(MoverOf(context), context.program, context.shard, "
        "context.slot,\n               member);\n", ""),
    Bug("inactivity spares pending lots", A + "books.cc",
        "  if (side != nullptr) {\n    CollectFallen(",
        "  if (side != nullptr && side->inactive_at > instant) {\n"
        "    CollectFallen("),
    Bug("a hold takes nothing", A + "apply_hold.cc",
        "  context.books().Hold(wallet, amount, &shard.records);\n", ""),
    Bug("a hold is not listed as due", A + "apply_hold.cc",
        "  shard.ListDue(context.slot, wallet, record.timeout());\n", ""),
    Bug("a hold can be captured at its end", A + "apply_hold.cc",
        "(*hold)->timeout() <= context.member().clock",
        "(*hold)->timeout() < context.member().clock"),
    Bug("a capture takes slices in the order of taking", A + "apply_hold.cc",
        "return Before(LotOrder::kByExpiry, KeyOf(SliceAt(a)),\n"
        "                              KeyOf(SliceAt(b)));",
        "return a < b;"),
    Bug("the rest of a capture comes back in the order of taking",
        A + "apply_hold.cc",
        "for (std::uint32_t i = count_; i-- > 0;) {",
        "for (std::uint32_t i = 0; i < count_; ++i) {"),
    Bug("a void gives back in the order of taking", A + "books.cc",
        "  for (std::uint32_t i = records.SliceCount(hold); i-- > 0;) {",
        "  for (std::uint32_t i = 0; i < records.SliceCount(hold); ++i) {"),
    Bug("holds time out before activations", A + "settle.cc",
        "      while (IsActivatedBy(*wallet, due)) books.Activate(*wallet);",
        "      TimeOutHolds(*wallet, due, books);\n"
        "      while (IsActivatedBy(*wallet, due)) books.Activate(*wallet);"),
    Bug("what comes back too late can be used", A + "settle.cc",
        "      ExpireOverdue(*wallet, unit, due, by_ticks);\n"
        "      if (NextOf(*wallet, unit) <= due) books.Expire(*wallet, due);",
        "      if (NextOf(*wallet, unit) == due) books.Expire(*wallet, due);"),
    Bug("a copy of a member has no holds", A + "settled_copy.cc",
        "    ListHold(scratch_, side_copy, scratch_.records.Copy(shard.records, "
        "hold));\n", "    (void)hold;\n"),
    Bug("the horizon is over at its end", A + "naming.cc",
        "return context.occurred_at() > last", "return context.occurred_at() >= last"),
    Bug("a redemption is restored from its beginning", A + "restore.h",
        "Lot part = records.SliceAt(record, --i);",
        "Lot part = records.SliceAt(record, records.SliceCount(record) - i--);"),
    Bug("parts are restored from the same end", A + "restore.h",
        "  Amount passed(record.taken_back);", "  Amount passed;"),
    Bug("an adjustment comes back without what was owed", A + "restore.cc",
        "  books.Credit(wallet, adjusted, context.NewLot(owed, dates, 0));\n",
        ""),
    Bug("a receiver gives what he has", A + "reverse_transfer.cc",
        "if (found.lot == nullptr || found.lot->remaining < slices[i].amount) {",
        "if (found.lot == nullptr) {"),
    Bug("a receiver gives back what paid his debt", A + "apply_transfer.cc",
        "reply.first_lot = is_whole ? first_lot : 0;",
        "reply.first_lot = first_lot;"),
    Bug("a refused reversal is the last", A + "reverse_transfer.cc",
        "  shard.records.TakeBack(record, -message.amount.count());\n"
        "  Outcome", "  Outcome"),
    Bug("no room is kept for what comes back", A + "reverse_transfer.cc",
        "  shard.SideOf(wallet).reserved += amount;",
        "  shard.SideOf(wallet).reserved += Amount();"),
    Bug("two reversals of a transfer at once", A + "reverse_transfer.cc",
        "  records.TakeBack(record, record.left());\n", ""),
    Bug("a reversal does not wait for its transfer", P + "resolve.cc",
        "if (MayBeOpen(entry)) item->kind = ItemKind::kCarried;", ""),
    Bug("a refusal opens its member", A + "apply_credit.cc",
        "  if (before.available < amount) return ResultCode::kInsufficient;",
        "  if (before.available < amount) {\n"
        "    context.shard.members.WalletOf(context.member(), unit).redeemed +="
        " Amount(1);\n    return ResultCode::kInsufficient;\n  }"),
    Bug("digest holds the sequence", P + "acknowledger.cc",
        "      entry.id, entry.content_hash, entry.delta,",
        "      entry.id, entry.content_hash,\n"
        "      entry.delta + static_cast<std::int64_t>(entry.first_sequence),"),
    Bug("content hash takes the code of a store", P + "content_hash.cc",
        "texts.Of(CodeSpace::kStore, command.store).low", "command.store"),
    Bug("frames of a poisoned ledger are lost", P + "acknowledger.cc",
        "      if (frame.frame != nullptr) GiveBack(&frame, "
        "AnswerStatus::kUnknown);", "      (void)frame;"),
    Bug("what waits in the intake is not given back", P + "ledger.cc",
        "  while (sequencer_.TakeUnsequenced(&frame)) {",
        "  while (false && sequencer_.TakeUnsequenced(&frame)) {"),
]
