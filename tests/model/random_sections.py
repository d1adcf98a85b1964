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


LIFETIME = PERIODS + ("lifetime",)


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


def pool(rng):
    if rng.random() < 0.55:
        return {}
    return {"pool": {"members_max": rng.choice((1, 2, 2, 6))}}
