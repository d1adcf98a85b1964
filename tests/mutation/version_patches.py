"""Bugs in the versions of programs."""

from patch import Patch

A = "engine/apply/"
G = "engine/program/"
R = "storage/recovery/"

PATCHES = [
    Patch("a command goes by the newest version", G + "program_versions.h",
          "return activation.behind < sequence;",
          "return activation.behind < sequence || true;"),
    Patch("a version applies to nothing that comes late",
          G + "program_versions.h",
          "if (Instant(version.activation.effective) <= at &&\n"
          "          counts",
          "if (at > Instant(version.activation.effective) &&\n"
          "          counts"),
    Patch("of versions the last one made is in force", G + "program_versions.cc",
          "by_effective_.insert(place, versions_.size());",
          "static_cast<void>(place);\n"
          "  by_effective_.push_back(versions_.size());"),
    Patch("what fell due long ago is done by a retroactive version",
          G + "program_versions.h",
          "return Instant(activation.clock) < due;",
          "return Instant(activation.clock) < due || activation.retroactive;"),
    Patch("what falls due goes by the first version", A + "settle.cc",
          "program_ = &program_->versions->DueAt(due);",
          "program_ = &program_->versions->first();"),
    Patch("what is taken back goes by its own time", A + "apply.cc",
          "if (const CommandRecord* named = OwnRecord(input, shard)) {",
          "if (const CommandRecord* named = nullptr) {"),
    Patch("a message goes by the first version", A + "apply.cc",
          "  message.version = program.version;\n",
          ""),
    Patch("a rule is counted by its place", G + "counted_numbers.cc",
          "known - names->begin());\n"
          "  if",
          "names->size());\n"
          "  if"),
    Patch("an allowance begins anew", G + "counted_numbers.cc",
          "return a.kinds == b.kinds && a.unit == b.unit && a.per == b.per;",
          "return &a == &b;"),
    Patch("what a version leaves out begins anew", G + "counted_numbers.cc",
          "  program->rule_names = before.rule_names;\n",
          "  for (const EarnRule& rule : before.rules) {\n"
          "    program->rule_names.push_back(rule.name);\n"
          "  }\n"),
    Patch("a unit that is gone is awarded", A + "apply_credit.cc",
          "if (program.FindUnit(unit)->standing == UnitStanding::kRemoved) {",
          "if (program.FindUnit(unit) == nullptr) {"),
    Patch("a unit is known before its time", A + "command_context.h",
          "if (unit == nullptr || unit->standing == UnitStanding::kLater) {",
          "if (unit == nullptr) {"),
    Patch("a referral is taken back by today's dates", A + "referral.cc",
          "VersionOf(program, paid.version)",
          "program"),
    Patch("an achievement is taken back by today's dates", A + "achievements.cc",
          "VersionOf(program, static_cast<std::uint16_t>(state.version));",
          "program;"),
    Patch("a version may begin before the clock", R + "recovered_ledger.cc",
          "if (activation.retroactive == 0 &&",
          "if (activation.retroactive > 1 &&"),
    Patch("snapshots hold the first version alone",
          "storage/open/snapshot_maker.cc",
          "  for (const LaterVersion& version : foundation.later) {\n",
          "  for (const LaterVersion& version : {LaterVersion()}) {\n"
          "    if (version.activation.version == 0) continue;\n"),
    Patch("a version counts decimals anew", G + "succession.cc",
          "if (kept.before == kept.next) continue;",
          "if (kept.before == kept.next || kept.before == \"2\") continue;"),
    Patch("a version out of turn is taken", R + "recovery.cc",
          "  return follows && in_time\n",
          "  return follows || in_time\n"),
    Patch("what a merged member bought goes by the version of its return",
          A + "apply.cc",
          "  return record.member == member ? &record : nullptr;",
          "  return whose == Reference::Whose::kOwn && record.member == member\n"
          "             ? &record\n"
          "             : nullptr;"),
    Patch("a lowered budget takes back", A + "counters.cc",
          "shard.granted.Count(budget.counter, period), 0);",
          "shard.granted.Count(budget.counter, period),\n"
          "      Amount::kMax * -1);"),
    Patch("a merge knows only its own version's rewards", A + "merge_records.cc",
          "VersionOf(to.program, record.version).FindReward",
          "to.program.FindReward"),
    Patch("a version may ask who bought before it", G + "succession.cc",
          "  if (NotesFirst(pair.before) || !NotesFirst(pair.next)) return;",
          "  if (!NotesFirst(pair.before) || !NotesFirst(pair.next)) return;"),
    Patch("pools may be left out", G + "succession.cc",
          "  if (!pair.before.pool || pair.next.pool) return;",
          "  if (!pair.before.pool || pair.next.pool || true) return;"),
]
