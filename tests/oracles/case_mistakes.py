"""Mistakes of the model about what no history of tests/data has: events, birthdays, and
units that end. Some random case of tests/model/cases.py must tell each."""

SEEDS = range(1, 1001)

NOTE_CLOCK = "account.program, member.clock = self.versions.due(instant), instant\n"
SAYS_IN = """\
        begins = [BEGINNING, *sorted(map(start, self.all[1:]))]
"""

# Patches of the model: (old text, new text), the old one standing there once.
MISTAKES = {
    "a birthday is given when its day has begun": (
        "if self.member.stood < day.begin <= until]",
        "if self.member.stood < day.begin < until]"),
    "29 February is 28 February in every program": (
        "        return (year, *leap_day)\n", "        return (year, 2, 28)\n"),
    "a birthday is given once for ever": (
        "self.member.given_in.get(day.kind, day.year - 1) >= day.year",
        "day.kind in self.member.given_in"),
    "who moves a birthday is given twice": (
        "self.member.given_in.get(day.kind, day.year - 1) >= day.year", "False"),
    "who takes a member over is given once more": (
        "    for kind, year in gone.given_in.items():\n", "    for kind, year in ():\n"),
    "a birthday's points wait by the clock it is settled at": (
        NOTE_CLOCK, "account.program = self.versions.due(instant)\n"),
    "a birthday goes by the version of the command": (
        NOTE_CLOCK, "member.clock = instant\n"),
    "what a birthday gives counts for no tier": (
        "                tiers.count(rule, instant, change)\n", ""),
    "a rule hears every event": (
        "return self.words is None or command.name in self.words", "return True"),
    "a hold of all there is outlives its unit": (
        "wallet.lots or wallet.ends or wallet.deficit", "wallet.lots or wallet.deficit"),
    "a rule gives of a unit that has ended": (
        "        return [not self.has_retired(rule.unit) and rule.is_for(tiers)\n",
        "        return [rule.is_for(tiers)\n"),
    "no version moves the end of a unit": (SAYS_IN, "        begins = [BEGINNING]\n"),
}
