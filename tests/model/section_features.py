"""What a random case contained of the newer parts of the document: for each part the
events, the answers that several reasons share, and the policies that must occur, and
the function that finds its policies in a program as read from TOML."""

from collections import namedtuple

import random_earning
import random_sections
from days import KINDS

Part = namedtuple("Part", "events answers policies find")


def each(text, names):
    return tuple(text.format(name) for name in names)


def giving(source):
    found = set()
    for kind, key, words in (("transfer", "give", "transfer by"),
                             ("transfer", "receive", "transfer to"),
                             ("donate", "give", "donate by")):
        who = source.get(kind, {}).get(key, "anyone")
        found.add(f"{words} {who if isinstance(who, str) else 'some'}")
    if "dates" in source.get("transfer", {}):
        found.add(f"dates {source['transfer']['dates']}")
    rules = source.get("allowance", [])
    found |= {f"allowance per {rule['per']}" for rule in rules}
    found |= {"allowance on both" for rule in rules if len(rule["on"]) == 2}
    return found | ({"several allowances"} if len(rules) > 1 else set())


def lines(source):
    found = set()
    for rule in source.get("earn", []):
        if "basis" in rule:
            found.add("basis total" if rule["basis"] == "total" else "basis of lines")
        if "exclude_tender" in rule:
            found.add(f"exclude_tender {rule['exclude_tender']}")
        if "round_per" in rule:
            found.add(f"round_per {rule['round_per']}")
    return found


def tiers(source):
    sets = source.get("tier_set", [])
    found = {"several tier sets"} if len(sets) > 1 else set()
    for rule in sets:
        window = rule["window"]
        found |= {f"tiers by {rule['basis']}", "tiers per " + (
            window if isinstance(window, str) else "months")}
        found |= {f"{key} {rule[key]}" for key in (
            "qualify", "keep", "downgrade", "tier_applies") if key in rule}
        found |= {f"tiers with {key}" for key in ("per_day", "grace") if key in rule}
    for rule in source.get("earn", []):
        found |= {"earn by_tier"} if "by_tier" in rule else set()
        found |= {"earn of a tier"} if "tier" in rule else set()
    return found


def limits(rule):
    """Of an earn rule: when it applies, and how much it gives."""
    found = {f"earn by {key}" for key in ("table", "cooldown") if key in rule}
    found |= {f"earn when {key}" for key in rule.get("when", ())
              if rule["when"] != "always"}
    found |= {f"cap {key}" for key in rule.get("cap", ())}
    found |= {f"stacking {rule.get('stacking', 'sum')}"} if "group" in rule else set()
    basis = rule.get("basis", "total")
    found |= {f"basis of {key}" for key in basis} if basis != "total" else set()
    return found | {f"earn on {rule['on']}"}


def rules(source):
    earn = source.get("earn", [])
    found = {"several earn rules"} if len(earn) > 1 else set()
    bases = [rule.get("multiply") for rule in earn]
    for rule in earn:
        several = bases.count(rule["name"]) > 1
        found |= {"a fixed earn rule"} if "per" not in rule and "give" in rule else set()
        found |= {f"{rule.get('combine', 'add')} of several"} if several else set()
        found |= limits(rule)
    return found | {f"earn in {rule['unit']}" for rule in earn if "unit" in rule}


def rewards(source):
    found = set()
    for rule in source.get("reward", []):
        found |= {f"reward with {key}" for key in rule}
        if "limit" in rule:
            found.add(f"reward per {rule.get('per', 'lifetime')}")
    for rule in source.get("budget", []):
        found.add(f"budget per {rule.get('per', 'lifetime')}")
        found |= {"budget of awards"} if "funding_class" in rule else set()
    claiming = [rule for rule in source.get("earn", []) if "budget" in rule]
    for rule in claiming:
        found |= {"budget with partial"} if rule.get("partial") else set()
        found |= {"budget on enrolment"} if rule["on"] == "enrolment" else set()
    budgets = [rule["budget"] for rule in claiming]
    found |= {"budget of several"} if len(set(budgets)) < len(budgets) else set()
    found |= {"several budgets"} if len(set(budgets)) > 1 else set()
    found |= {"budget beside pool"} if budgets and "pool" in source else set()
    return found


def pools(source):
    return {"pool" if "pool" in source else "no pool"}


def referrals(source):
    rule = source.get("referral")
    if rule is None:
        return {"no referral"}
    found = {f"referral {rule['when']}"} | {
        f"referral with {key}" for key in ("keep", "cap") if rule.get(key)}
    return found | ({f"referral per {rule['per']}"} if "per" in rule else set())


def achievements(source):
    rules = source.get("achievement", [])
    found = {"several achievements"} if len(rules) > 1 else set()
    for rule in rules:
        streak = rule.get("streak", "none")
        found |= {f"achievement by {rule['basis']}"} | (
            {f"streak of a {streak['period']}"} if streak != "none" else
            {f"achievement per {rule.get('window', 'lifetime')}"})
        found |= {f"achievement with {key}" for key in (
            "per_day", "event", "give", "expiry", "pending") if key in rule}
        found |= {f"achievement when {key}" for key in rule.get("when", ())}
        found |= {"achievement that repeats"} if rule.get("repeat") else set()
    for rule in source.get("benefit", []):
        found |= {f"benefit by {key}" for key in rule if key not in ("name", "for")}
    return found


def events(source):
    found = set()
    for rule in source.get("earn", []):
        if rule["on"] == "event":
            found |= {f"event rule with {key}" for key in rule} | {
                f"event when {key}" for key in rule.get("when", ())}
    return found


def days(source):
    found = {f"leap_day {source['program'].get('leap_day', 'none')}"}
    for rule in source.get("earn", []):
        if rule["on"] in KINDS:
            found |= {f"{rule['on']} rule", *(f"day with {key}" for key in rule),
                      *(f"day when {key}" for key in rule.get("when", ()))}
    return found


def retirement(source):
    return {"unit that retires" for unit in source["unit"].values()
            if "retire_at" in unit}


def plans(source):
    found = {"plans" if "plan" in source else "no plans"}
    for rule in source.get("plan", []):
        found |= {f"plan with {key}" for key in rule if key != "name"}
        found |= {"plan without end"} if "period" not in rule else set()
    return found


PARTS = (
    Part(("may not receive", "given back to an allowance"),
         ("transfer not_permitted", "donate not_permitted", "donate limit_reached"),
         ("transfer to some", "transfer by some", "transfer by nobody",
          "donate by some", "dates keep", "dates new", "allowance per command",
          "allowance on both", "several allowances")
         + each("allowance per {}", random_sections.PERIODS), giving),
    Part(("paid with points", "paid with points that it earns",
          "tender is restored", "return of lines",
          "return of lines that were not bought", "return of the last line",
          "return of a part of lines"), (),
         ("basis total", "basis of lines", "exclude_tender True",
          "exclude_tender False", "round_per line", "round_per basket"), lines),
    Part(each("tiers: {}", (
        "too long ago", "counted in the window before", "one visit too many",
        "the day of a visit is too long ago", "a visit is taken back", "a rise",
        "a fall", "lost", "qualified falls", "a window ends", "kept for the next window",
        "kept for ever", "downgraded to what is qualified", "downgraded by one step",
        "a grace begins", "a grace ends", "what is late has another one",
        "reached by the same basket", "imported, and over", "imported beside another",
        "an imported one ends")) + each("import {}", (
            "spend", "visits", "counted", "tier")) + (
                "tier_qualified", "tier_changed", "merged: both have tiers",
                "merged: windows end first"), ("import not_permitted",),
         each("tiers by {}", ("spend", "visits", "balance", "unit"))
         + each("tiers per {}", ("calendar_year", "membership_year", "months"))
         + each("qualify {}", ("peak", "net", "net_at_end"))
         + each("keep {}", ("end_of_window", "end_of_next_window"))
         + each("downgrade {}", ("to_qualified", "one_step", "none"))
         + each("tier_applies {}", ("next_basket", "same_basket"))
         + ("tiers with per_day", "tiers with grace", "several tier sets",
            "earn by_tier", "earn of a tier"), tiers),
    Part(("a rule does not apply", "a rule gives way", "a cap reduces",
          "a cap leaves nothing", "given back to a cap",
          "enrolment gives", "what is late has other attributes"), ("purchase limit_reached",),
         each("earn when {}", (
             "total_min", "store", "channel", "tender", "sku", "category", "brand",
             "weekday", "from", "until", "segments", "plans", "bucket", "salt",
             "first_purchase"))
         + each("cap {}", random_earning.PERIODS + ("on_exceed",))
         + each("stacking {}", dict.fromkeys(random_earning.STACKINGS))
         + each("basis of {}", ("sku", "category", "brand"))
         + ("earn by table", "earn by cooldown", "earn on enrolment"), rules),
    Part(("several parts are earned", "several parts are taken back"), (),
         ("several earn rules", "a fixed earn rule", "earn in miles",
          "earn in status") + each("{} of several", random_earning.COMBINES), rules),
    Part(("reward", "reward gives", "reward of a stock", "reward is given back",
          "reverse redeem of a conversion", "claim of a budget: all",
          "claim of a budget: a part", "claim of a budget: nothing",
          "claims beside other points", "several claims", "claims for a pool",
          "given back to a budget", "award of a budget: granted",
          "award of a budget: refused"),
         ("redeem limit_reached", "award limit_reached"),
         each("reward with {}", ("stock", "limit", "from", "until", "segment",
                                 "plan", "gives"))
         + each("reward per {}", random_sections.LIFETIME)
         + each("budget per {}", random_sections.LIFETIME)
         + ("budget with partial", "budget of several", "several budgets",
            "budget on enrolment", "budget beside pool", "budget of awards"), rewards),
    Part(("joined", "earned for a pool", "earned for a pool that does not take it",
          "taken back of a pool", "closed: a pool is left",
          "closed: a pool with members"),
         ("redeem not_permitted", "join not_permitted", "join ok",
          "join receiver_unknown", "join receiver_refused", "leave ok",
          "leave not_permitted"), ("pool", "no pool"), pools),
    Part(("referral", "referral is refused", "referral: a purchase is the event",
          "referral: the event comes too early", "referral: the cap is reached",
          "referral: the referrer is paid", "referral is taken back",
          "referral is taken back of the referrer"),
         ("refer not_permitted", "refer limit_reached", "refer receiver_unknown",
          "refer receiver_refused", "enroll not_permitted"),
         ("referral enrolment", "referral first_purchase", "referral spend",
          "referral with keep", "referral with cap", "no referral")
         + each("referral per {}", random_sections.LIFETIME), referrals),
    Part(("merged", "merged: into a debtor", "merged: both are referred",
          "command of a merged member",
          "merged: what was merged into it follows", "a message goes on"),
         ("merge receiver_refused", "merge receiver_unknown",
          "merge member_unknown", "merge not_permitted"), (), lambda source: set()),
    Part(("achievement_completed", "achievement_undone", "benefit_granted",
          "benefit_ended", "merged: both have counted")
         + each("benefit for a time: {}", (
             "over", "over when it comes", "beside another", "taken back",
             "of who is merged"))
         + each("achievements: {}", (
             "does not count", "period is too long ago", "one too many of a day",
             "a gap is filled", "no room", "several at once", "completed again",
             "a streak", "by an event", "too long ago to be taken back",
             "taken of its last lot", "a streak is undone")), (),
         each("achievement by {}", ("visits", "spend", "events"))
         + each("achievement per {}", random_sections.LIFETIME)
         + each("streak of a {}", ("day", "week", "month"))
         + each("achievement with {}", ("per_day", "event", "give", "expiry", "pending"))
         + each("achievement when {}", (
             "total_min", "store", "channel", "sku", "category", "brand", "weekday",
             "segments", "plans"))
         + each("benefit by {}", ("tier", "plans", "achievement", "reward"))
         + ("several achievements", "achievement that repeats"), achievements),
    Part(("plan_started", "plan_renewed", "plan_grace", "plan_ended",
          "merged: a plan comes")
         + each("plans: {}", ("renewed before its end", "renewed in grace",
                              "over at once", "lapses to another")),
         ("set not_permitted",),
         ("plans", "no plans", "plan without end")
         + each("plan with {}", ("period", "grace", "lapses_to")), plans),
    Part(("event gives", "event gives nothing", "event for a pool", "event is claimed"),
         ("event limit_reached",),
         each("event rule with {}", (
             "event", "multiply", "by_tier", "tier", "when", "cap", "cooldown", "group",
             "budget", "partial", "expiry", "pending", "funding_class"))
         + each("event when {}", random_earning.OF_EVENTS + ("salt",)), events),
    Part(KINDS + each("days: {}", (
        "the year had one", "a rule does not apply", "no room", "counted for tiers",
        "in a pool", "by an older version", "29 February in a common year"))
         + ("merged: both had their day",), (),
         each("{} rule", KINDS) + each("leap_day {}", ("none", "feb_28", "mar_1"))
         + each("day with {}", ("tier", "when", "expiry", "pending", "funding_class"))
         + each("day when {}", random_earning.OF_DAYS + ("salt",)), days),
    Part(each("retired: {}", ("a hold is voided", "points are forfeited",
                              "a deficit is written off", "what comes later")), (),
         ("unit that retires",), retirement),
    Part(("linked run", "linked run succeeds")
         + each("linked run fails: {}", ("exists", "not_permitted",
                                         "linked_other_member", "insufficient")),
         (), (), lambda source: set()),
)
EVENTS = sum((part.events for part in PARTS), ())
ANSWERS = sum((part.answers for part in PARTS), ())
POLICIES = sum((part.policies for part in PARTS), ())


def policies(source):
    return set().union(*(part.find(source) for part in PARTS))
