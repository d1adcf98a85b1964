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
    Bug("messages delivered backwards", P + "shard_worker.cc",
        "DeliveredBefore(a.message, b.message)",
        "DeliveredBefore(b.message, a.message)"),
    Bug("no hold", A + "apply_transfer.cc",
        "  context.books().Hold(wallet, amount, &context.messages.slices());\n",
        ""),
    Bug("a refused transfer stays held", A + "apply_transfer.cc",
        "      books.Release(wallet, *slice);\n", ""),
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
