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
            **({"receive": who(rng)} if rng.random() < 0.4 else {}),
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
