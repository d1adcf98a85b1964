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
    Bug("messages are posted under the last of their batch",
        P + "shard_worker.cc",
        "return slot_->header.first_sequence + "
        "slot_->round_ends[next_round_end_ - 1] -\n         1;",
        "return slot_->header.last_sequence();"),
    Bug("carried commands are posted in their place", P + "shard_worker.cc",
        "ApplyItem(command.item, command.sequence, RoundLast(),",
        "ApplyItem(command.item, command.sequence, command.sequence,"),
    Bug("members share the count of legs", A + "books.cc",
        "LegCount& count = shard_.legs[facts_.slot];",
        "LegCount& count = shard_.legs[0];"),
    Bug("events without what the tick itself makes due", A + "settle.cc",
        "while (shard.due.least() <= now) {",
        "while (shard.due.least() < now) {"),
    Bug("no hold", A + "apply_transfer.cc",
        "  context.books().Hold(wallet, amount, &context.messages.slices());\n",
        ""),
    Bug("a refused transfer stays held", A + "apply_transfer.cc",
        "      books.Release(wallet, *slice);\n", "      (void)slice;\n"),
    Bug("slices come back in the order of taking", A + "apply_transfer.cc",
        "for (auto slice = slices.rbegin(); slice != slices.rend(); ++slice) {",
        "for (auto slice = slices.begin(); slice != slices.end(); ++slice) {"),
    Bug("slices of a message get lost on its way", P + "shard_worker.cc",
        "inbound_.push_back({message, sent.SlicesOf(message)});",
        "inbound_.push_back({message, worker == 0 ? sent.SlicesOf(message)\n"
        "                                         : std::span<const Slice>()});"),
    Bug("read shows what a clock not durable makes due", P + "shard_worker.cc",
        "request->batches = std::max(batches_shown_, clock_batches_);",
        "request->batches = batches_shown_;"),
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
    Bug("an imported debt spares what is available", A + "apply_import.cc",
        "  return std::min(wallet.available, amount);",
        "  return std::min(Amount(), std::max(amount, wallet.available));"),
    Bug("an imported lot has the dates of its unit", A + "apply_import.cc",
        "  lot.expiry = expiry != nullptr ? expiry->instant() : "
        "Instant::Greatest();",
        "  lot.expiry = context.DatesBy(\n"
        "      context.program.FindUnit(context.unit())->lots).expiry;\n"
        "  (void)expiry;"),
    Bug("a total of what expired has the room of others", A + "apply_import.cc",
        "    case ImportWhat::kExpired:\n      return Books::",
        "      return Books::"),
    Bug("the last chance is inclusive", A + "remembered_lots.h",
        "if (last_chance > clock) visit", "if (last_chance >= clock) visit"),
    Bug("the digest tells what is really forgotten", A + "remembered_lots.h",
        "if (last_chance > clock) visit",
        "if (clock >= Instant::Least()) visit"),
    Bug("what came back is still remembered", A + "books_reinstate.cc",
        "    for (const RecalledLot& one : recalled) lists.Remove(list, "
        "KeyOf(one.lot));", ""),
    Bug("a lot comes back under a new number", A + "books_reinstate.cc",
        "    one.lot.expiry = until;\n",
        "    one.lot.expiry = until;\n    if (!one.rest) one.lot.number = 0;\n"),
    Bug("a lot comes back beside the rest of it", A + "books_reinstate.cc",
        "    if (one.rest) {\n", "    if (one.rest && false) {\n"),
    Bug("the total expired keeps what came back", A + "books_reinstate.cc",
        "    wallet.expired -= one.lot.remaining;\n", ""),
    Bug("own lots that moved are not found", A + "apply_return.cc",
        "    taking.own = context.books().KeyNow(wallet, *taking.own);\n", ""),
    Bug("nothing is ever forgotten", A + "books_reinstate.cc",
        "    lists.PopFront(list);\n", "    break;\n"),
    Bug("a copy shows nothing remembered", A + "settled_copy.cc",
        "  CopyLots(shard, side->expired,", "  if (false) CopyLots(shard, side->expired,"),
    Bug("a refusal opens its member", A + "apply_credit.cc",
        "  if (before.available < amount) return ResultCode::kInsufficient;",
        "  if (before.available < amount) {\n"
        "    context.shard.members.WalletOf(context.member(), unit).redeemed +="
        " Amount(1);\n    return ResultCode::kInsufficient;\n  }"),
    Bug("a closed member goes on", A + "apply.cc",
        "  if (context.IsClosed()) return ResultCode::kMemberClosed;\n", ""),
    Bug("a closed member receives gifts", A + "apply_transfer.cc",
        "  if (to.member().is_closed != 0) return "
        "ResultCode::kReceiverClosed;\n", ""),
    Bug("a close waits for nothing", P + "resolve.cc",
        "if (command.kind == CommandKind::kClose && "
        "MayHaveOpen(command.member)) {", "if (false) {"),
    Bug("a close waits for transfers of rounds before", P + "resolve.cc",
        "  senders_.clear();\n", ""),
    Bug("what cannot be spent is paid out", A + "apply_close.cc",
        "pay_out && unit.spendable", "pay_out"),
    Bug("attributes outlive their member", A + "apply_close.cc",
        "  MemberProfile profile;  // Attributes go with the member.\n",
        "  MemberProfile profile = context.shard.ProfileOf(context.slot);\n"),
    Bug("a copy has no attributes", A + "settled_copy.cc",
        "shard.terms, shard.ProfileOf(slot)}", "shard.terms, {}}"),
    Bug("lots that moved are lost", A + "books.cc",
        "  if (lot != nullptr || side == nullptr || !side->has_moved_lots) "
        "return lot;\n", "  if (true) return lot;\n"),
    Bug("a moved lot is taken out by its old dates", A + "books.cc",
        "lists.Remove(list, KeyOf(*lot));", "lists.Remove(list, key);"),
    Bug("an extension moves earlier", A + "books.cc",
        "lot.expiry < std::min(extension.until, extension.before)",
        "lot.expiry < extension.before"),
    Bug("an event is an activity where it is not listed",
        A + "apply_event.cc",
        "if ((unit.lots.activities & SetOf(CommandKind::kEvent)) != 0) {",
        "if (unit.lots.activities != 0) {\n"
        "      context.books().NoteActivity(\n"
        "          context.shard.members.WalletOf(context.member(), "
        "unit.code),\n          context.occurred_at());"),
    Bug("one person is enough", A + "apply_credit.cc",
        "by->member_id() != approver->member_id();", "true;"),
    Bug("a donation has no label", A + "apply_credit.cc",
        "cause != nullptr ? cause->code32 : 0;",
        "cause != nullptr ? Code{0} : 0;"),
    Bug("content hash leaves the plan out", P + "content_hash.cc",
        "canonical.text = texts.Of(space, detail.code32).low;",
        "canonical.text = space == CodeSpace::kPlan ? 0\n"
        "        : texts.Of(space, detail.code32).low;"),
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
