"""What a random case contained: so that a run can say what it tested."""

import itertools
from collections import Counter

import dates
import random_dates
import random_earning
import random_kinds
import random_program
import records
import section_features
import values
import version_features
from kinds import KINDS

# Kinds of due items, of automatic redemption and what else befalls lots.
EVENTS = (
    "due: activation", "due: expiry", "due: expiry while pending",
    "due: expiry by inactivity", "inactivity begins anew",
    "due: expiry at activation",
    "auto_redeem purchase once", "auto_redeem purchase while",
    "auto_redeem credit once", "auto_redeem credit while",
    "auto_redeem after purchase", "auto_redeem after credit",
    "auto_redeem after due", "auto_redeem cut by overflow", "deficit absorbs",
    "deficit absorbs at activation", "expires as it comes",
    "clawback negative", "clawback clamp", "clawback clamp forgoes",
    "clawback only_pending", "clawback only_pending forgoes",
    "clawback only_pending takes", "clawback of the own pending lot",
    "received lot is pending", "slice returns to a lot that is gone",
    "slice returns and expires", "slices return beside a deficit",
    "an event ends waiting",
    "extended while pending", "extended when available", "close is carried",
    "closed: points are forfeited", "closed: points are paid out",
    "closed: a deficit is written off", "closed: a hold is voided",
    "due: time-out", "due: time-out beside a deficit",
    "due: time-out of expired points", "hold comes after its end",
    "capture of a part", "capture of expired points", "reverse is carried",
    *(f"reverse {kind}" for kind in records.REVERSIBLE),
    "restored, original", "restored, new", "restored, grace",
    "restored, and grace is longer", "reversed transfer comes back",
    "reversal is refused by the receiver", "reinstated", "reinstated and expires",
    "reinstated while pending", "reinstated beside a deficit",
    "a lot is forgotten", "import of a pending lot", "import of an expired lot",
    "import lot", "import deficit", "import purchase", "import id",
    "imported purchase is returned", "imported purchase has less left",
    *(f"import {what}" for what in random_kinds.TOTALS))
TIMES = ("tick", "late command", "equal instants", "month end", "leap day",
         "day of a clock change", "past the last vintage")
FORMS = ("never", "elapsed", "civil", "on", "inactive", "inactive and after")
OPEN = "open"  # Not answered yet when the case ends.
CODES = ("ok", OPEN) + values.REFUSALS
POLICIES = (
    tuple(f"expiry {form}" for form in FORMS)
    + tuple(f"{what} round {name}" for what in ("expiry", "pending")
            for name in random_dates.ROUNDS)
    + ("expiry from earn", "activities", "pending none", "pending for",
       "pending until", "pending event", "consume earliest_expiry", "consume fifo",
       "deficit negative", "deficit clamp", "deficit only_pending",
       "enrol explicit", "enrol first_sight", "unmatched rate",
       "unmatched refuse", "unknown_reference refuse",
       "unknown_reference as_none", "earn with expiry", "earn with pending",
       "no earn", "no auto_redeem", "several auto_redeem", "status expires")
    + tuple(f"zone {zone}" for zone in random_program.ZONES)
    + tuple(f"earn round {name}" for name in random_earning.ROUNDINGS)
    + tuple(f"auto_redeem {when} {times}" for when in ("purchase", "credit")
            for times in ("once", "while"))
    + ("currency *", "currency GBP", "earn with funding_class",
       "decimals 0", "decimals 1", "decimals 2", "decimals 6",
       "approver True", "approver False", "activity event",
       "reinstate_within", "restore original", "restore new", "restore grace",
       "reversal_horizon never", "reversal_horizon given", "oldest"))
ALL = {"kind": tuple(KINDS), "code": CODES, "answer": section_features.ANSWERS,
       "event": EVENTS + section_features.EVENTS + version_features.EVENTS, "time": TIMES,
       "policy": POLICIES + section_features.POLICIES + version_features.POLICIES}


def expiry_features(expiry):
    if expiry == "never":
        return {"expiry never"}
    found = {f"expiry round {expiry.get('round', 'none')}"}
    if "on" in expiry:
        found = {"expiry on"}
    elif "inactive" in expiry:
        found.add("expiry inactive and after" if "after" in expiry
                  else "expiry inactive")
    else:
        civil = expiry["after"].endswith(("mo", "y"))
        found.add("expiry civil" if civil else "expiry elapsed")
    if expiry.get("from") == "earn":
        found.add("expiry from earn")
    if "activities" in expiry:
        found.add("activities")
        found |= {"activity event"} & {
            f"activity {kind}" for kind in expiry["activities"]}
    return found


def pending_features(pending):
    if pending == "none":
        return {"pending none"}
    for form in ("until", "event"):
        if form in pending:
            return {f"pending {form}"}
    return {"pending for", f"pending round {pending.get('round', 'none')}"}


def policies(source):
    """Of a program as read from TOML."""
    found = {f"zone {source['program']['zone']}",
             f"enrol {source['program']['enrol']}",
             f"currency {source['program']['currency']}"}
    returns = source["returns"]
    found |= {"oldest"} & source["program"].keys()
    found |= {f"{name} {value if isinstance(value, str) else 'grace'}"
              for name, value in returns.items()}
    if returns.get("reversal_horizon", "never") != "never":
        found.add("reversal_horizon given")
    found |= {f"approver {value}" for value in source.get("adjust", {}).values()}
    for unit in source["unit"].values():
        found |= expiry_features(unit.get("expiry", "never"))
        found |= pending_features(unit.get("pending", "none"))
        found |= {"reinstate_within"} & unit.keys()
        found |= {f"consume {unit['consume']}", f"decimals {unit['decimals']}"}
        if not unit["spendable"] and unit.get("expiry", "never") != "never":
            found.add("status expires")
    for rule in source.get("earn", []):
        if "round" in rule:
            found.add(f"earn round {rule['round']}")
        if "funding_class" in rule:
            found.add("earn with funding_class")
        if "expiry" in rule:
            found |= {"earn with expiry"} | expiry_features(rule["expiry"])
        if "pending" in rule:
            found |= {"earn with pending"} | pending_features(rule["pending"])
    if "earn" not in source:
        found.add("no earn")
    found |= section_features.policies(source)
    rules = source.get("auto_redeem", [])
    found |= {f"auto_redeem {rule['when']} {rule['times']}" for rule in rules}
    found |= {"no auto_redeem"} if not rules else set()
    found |= {"several auto_redeem"} if len(rules) > 1 else set()
    return found


def times(ledger):
    commands = [answer.command for answer in ledger.answers]
    zone = ledger.program.zone
    found = set()
    if any(command.kind == "tick" for command in commands):
        found.add("tick")
    if ledger.late:
        found.add("late command")
    if dates.vintage(ledger.clock, zone) == dates.LAST_VINTAGE:
        found.add("past the last vintage")
    if any(a.at == b.at for a, b in itertools.pairwise(commands)):
        found.add("equal instants")
    for day in {zone.day(command.at) for command in commands}:
        _, month, of_month = dates.civil(day)
        if dates.civil(day + 1)[2] == 1:
            found.add("month end")
        if (month, of_month) == (2, 29):
            found.add("leap day")
        if (zone.offset(zone.start_of(day))
                != zone.offset(zone.start_of(day + 1))):
            found.add("day of a clock change")
    return found


class Coverage:
    def __init__(self):
        self.seeds = 0
        self.outcomes = Counter()  # (kind, code)
        self.found = {what: Counter() for what in ALL}  # Seeds with it.

    def add(self, ledger, source):
        self.seeds += 1
        answers = ledger.answers
        self.outcomes.update((a.command.kind, a.code or OPEN) for a in answers)
        events = {name for name, count in ledger.events.items() if count}
        self.found["kind"].update({answer.command.kind for answer in answers})
        self.found["code"].update({answer.code or OPEN for answer in answers})
        self.found["answer"].update(
            {f"{answer.command.kind} {answer.code}" for answer in answers})
        self.found["event"].update(events)
        self.found["time"].update(times(ledger))
        self.found["policy"].update(
            policies(source) | version_features.policies(ledger.versions))

    def merge(self, other):
        self.seeds += other.seeds
        self.outcomes += other.outcomes
        for what, counts in other.found.items():
            self.found[what] += counts

    def print(self):
        print(f"{sum(self.outcomes.values())} outcomes")
        for code in CODES:
            cells = [f"{kind} {self.outcomes[kind, code]}"
                     for kind in KINDS
                     if self.outcomes[kind, code]]
            print(f"  {code:30} {', '.join(cells) or '-'}")
        for what, names in ALL.items():
            print(f"  {what}, of {self.seeds} seeds")
            for name in names:
                count = self.found[what][name]
                print(f"    {name:38} {count:5} {count / self.seeds:7.1%}")

    def rare(self):
        """What occurred in less than one of a hundred seeds."""
        return [f"{what} {name}" for what, names in ALL.items()
                for name in names
                if self.found[what][name] * 100 < self.seeds
                or not self.found[what][name]]
