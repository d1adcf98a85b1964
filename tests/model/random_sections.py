"""Further sections of random programs, a function for each."""

PERIODS = ("day", "week", "month", "year")
ANYONE = ("anyone", "anyone", "anyone", "nobody")


def maybe(rng, chance, name, values):
    return {name: rng.choice(values)} if rng.random() < chance else {}


def who(rng):
    if rng.random() < 0.5:
        return rng.choice(ANYONE)
    members = {**maybe(rng, 0.6, "segments", (0, 3, [3, 63], [0, 17])),
               **maybe(rng, 0.5, "plans", ("gold", "basic", ["basic", "gold"]))}
    return members or "anyone"


def giving(rng):
    """Who may give, and how much."""
    sections = {}
    if rng.random() < 0.4:
        sections["transfer"] = {
            **({"give": who(rng)} if rng.random() < 0.4 else {}),
            **({"receive": who(rng)} if rng.random() < 0.6 else {}),
            **maybe(rng, 0.6, "dates", ("keep", "new", "new"))}
    if rng.random() < 0.15:
        sections["donate"] = {"give": who(rng)}
    if rng.random() < 0.35:
        sections["allowance"] = [
            {"on": rng.choice(("transfer", "donate", ["transfer", "donate"],
                               ["transfer", "donate"])),
             "unit": rng.choice(("points", "points", "miles")),
             "amount": rng.choice((2, 10, 20, 50, 500)),
             "per": rng.choice(PERIODS + ("command",))}
            for _ in range(rng.choice((1, 1, 2, 3)))]
    return sections


REWARDS = ("coffee", "teapot", "trip", "flight")
LIFETIME = PERIODS + ("lifetime",)


def rewards(rng):
    if rng.random() < 0.5:
        return {}
    names = rng.sample(REWARDS, rng.choice((1, 2, 3)))
    return {"reward": [reward(rng, name) for name in names]}


def reward(rng, name):
    unit = rng.choice(("points", "points", "miles"))
    rule = {"name": name, "unit": unit, "cost": rng.choice((1, 2, 5, 10)),
            **maybe(rng, 0.5, "stock", (0, 1, 2, 5)),
            **rng.choice(({}, {}, {}, {}, {}, {}, {}, {}, {"from": "2018-12-01"},
                          {"from": "2020-01-01"}, {"until": "2012-06-01"},
                          {"until": "2019-03-31"},
                          {"from": "2018-12-01", "until": "2019-12-31"})),
            **maybe(rng, 0.08, "segment", (0, 3, 63)),
            **maybe(rng, 0.08, "plan", ("gold", "basic"))}
    if rng.random() < 0.4:
        rule["limit"] = rng.choice((1, 2, 3))
        rule |= maybe(rng, 0.7, "per", LIFETIME)
    if rng.random() < 0.6:
        others = [other for other in ("points", "miles", "status") if other != unit]
        rule["gives"] = {"unit": rng.choice(others),
                         "amount": rng.choice((1, 3, 80)),
                         **maybe(rng, 0.3, "funding_class", ("partner:air",))}
    return rule


def referral(rng):
    if rng.random() < 0.65:
        return {}
    when = rng.choice(("enrolment", "first_purchase", "first_purchase", "spend"))
    rule = {"unit": rng.choice(("points", "points", "miles", "status")),
            "when": when, **maybe(rng, 0.85, "referrer", (1, 50)),
            **maybe(rng, 0.85, "referee", (2, 20)),
            **maybe(rng, 0.3, "keep", (True, False)),
            **maybe(rng, 0.3, "funding_class", ("partner:fuel",))}
    if "referrer" not in rule and "referee" not in rule:
        rule["referee"] = 7
    if when == "spend":
        rule["at"] = rng.choice((1, 150, 1500))
    if rng.random() < 0.5:
        rule["cap"] = rng.choice((1, 1, 2))
        rule |= maybe(rng, 0.8, "per", LIFETIME)
    return {"referral": rule}


TIERS = ("blue", "silver", "gold", "red", "green")
BASES = ("spend", "spend", "visits", "balance", "unit")


def tier_sets(rng, units):
    """The units of the program say which may be counted."""
    if rng.random() < 0.55:
        return {}
    names = rng.sample(TIERS, rng.choice((1, 2, 3, 3, 4)))
    cut = rng.choice((0, 0, 1, 2))
    parts = [part for part in (names[:cut], names[cut:]) if part]
    return {"tier_set": [tier_set(rng, f"set_{place}", part, units)
                         for place, part in enumerate(parts)]}


def tier_set(rng, name, names, units):
    basis = rng.choice(BASES)
    if basis == "unit" and "expiry" in units["status"]:
        basis = "spend"
    least = {"spend": (100, 1500), "visits": (1, 2), "balance": (5, 20),
             "unit": (1, 10)}[basis]
    step = rng.choice(least)
    rule = {"name": name, "basis": basis,
            "window": rng.choice(("calendar_year", "membership_year", {"months": 1},
                                  {"months": 3}, {"months": 12})),
            **maybe(rng, 0.7, "qualify", ("peak", "net", "net_at_end")),
            **maybe(rng, 0.6, "keep", ("end_of_window", "end_of_next_window")),
            **maybe(rng, 0.7, "downgrade", ("to_qualified", "one_step", "none"))}
    if basis in ("unit", "balance"):
        rule["unit"] = "status" if basis == "unit" else rng.choice(
            ("points", "miles", "status"))
    if basis == "balance" and isinstance(rule["window"], dict):
        rule["window"] = "calendar_year"
    if basis == "visits":
        rule |= maybe(rng, 0.6, "per_day", (1, 2))
    if basis in ("spend", "visits"):
        rule |= maybe(rng, 0.5, "tier_applies", ("next_basket", "same_basket"))
    if rule.get("downgrade") != "none":
        rule |= maybe(rng, 0.4, "grace", ("1d", "1mo", "18mo"))
    return rule | {"tiers": [{"name": tier, "at": step * (place + 1) ** 2}
                             for place, tier in enumerate(names)]}


def pool(rng):
    if rng.random() < 0.5:
        return {}
    return {"pool": {"members_max": rng.choice((1, 2, 2, 6))}}


def budgets(rng):
    """Of earn rules, and of awards of a class that no rule has by chance."""
    if rng.random() < 0.5:
        return {}
    units = (("spring", "points"), ("autumn", rng.choice(("points", "miles", "status"))))
    return {"budget": [{"name": name, "unit": unit,
                        "amount": rng.choice((1, 10, 30, 100, 10000)),
                        **maybe(rng, 0.7, "per", LIFETIME)}
                       for name, unit in units[:rng.choice((1, 1, 2))]]
            + block(rng)}


def block(rng):
    """The points that a partner has bought for awards."""
    if rng.random() < 0.5:
        return []
    return [{"name": "block", "unit": rng.choice(("points", "points", "miles", "status")),
             "amount": rng.choice((1, 30, 100, 300)),
             **maybe(rng, 0.6, "per", LIFETIME), "funding_class": "goodwill"}]
