"""Programs drawn at random: every form of every policy occurs over some seeds."""

import random

ZONES = ("UTC", "Europe/Istanbul", "Europe/Prague", "America/New_York",
         "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia",
         "America/St_Johns", "America/Sao_Paulo", "Asia/Kathmandu")
ROUNDS = ("none", "end_of_day", "end_of_month", "end_of_year")
ELAPSED = ("0s", "90s", "45m", "36h", "1d", "30d", "90d", "365d", "2w")
CIVIL = ("0mo", "1mo", "3mo", "12mo", "18mo", "1y", "4y")
DAYS = ('"12-31"', '"02-29"', '"01-01"', '["06-30", "12-31"]',
        '["02-28", "03-31", "10-31"]')
ACTIVITIES = ("purchase", "return", "award", "redeem", "adjust", "transfer")
AMOUNTS = (1, 2, 5, 10, 25, 50, 100, 500)


def table(fields):
    return "{ " + ", ".join(f"{name} = {value}" for name, value in fields) + " }"


def maybe(rng, chance, name, values):
    if rng.random() >= chance:
        return []
    return [(name, f'"{rng.choice(values)}"')]


def random_expiry(rng, inactive):
    form = rng.choice(("never", "after", "after", "civil", "on")
                      + ("inactive", "both") * inactive)
    if form == "never":
        return '"never"'
    if form == "on":
        return table([("on", rng.choice(DAYS))]
                     + maybe(rng, 0.4, "from", ("activation", "earn")))
    fields = []
    if form in ("inactive", "both"):
        fields.append(("inactive", f'"{rng.choice(ELAPSED[4:] + CIVIL[1:])}"'))
        if rng.random() < 0.6:
            kinds = rng.sample(ACTIVITIES, rng.randrange(1, 4))
            fields.append(("activities", "[" + ", ".join(
                f'"{kind}"' for kind in kinds) + "]"))
    if form != "inactive":
        long = CIVIL if form in ("civil", "both") else ELAPSED
        fields.append(("after", f'"{rng.choice(long)}"'))
        fields += maybe(rng, 0.4, "from", ("activation", "earn"))
    return table(fields + maybe(rng, 0.5, "round", ROUNDS))


def random_pending(rng):
    form = rng.choice(("none", "none", "for", "for", "until"))
    if form == "none":
        return '"none"'
    if form == "until":
        year, month = rng.randrange(2018, 2027), rng.randrange(1, 13)
        return table([("until", f'"{year}-{month:02}-{rng.randrange(1, 29):02}"')])
    duration = rng.choice(ELAPSED[:7] + ELAPSED[8:] + CIVIL[:3])
    return table([("for", f'"{duration}"')] + maybe(rng, 0.7, "round", ROUNDS))


def random_unit(rng, name, spendable):
    fields = [("decimals", 0), ("spendable", str(spendable).lower()),
              ("consume", f'"{rng.choice(("earliest_expiry", "fifo"))}"')]
    if spendable or rng.random() < 0.3:
        fields.append(("expiry", random_expiry(rng, inactive=True)))
    if spendable and rng.random() < 0.7:
        fields.append(("pending", random_pending(rng)))
    return f"unit.{name} = {table(fields)}\n"


def random_earn(rng):
    give, per = rng.choice(
        ((1, 100), (1, 1000), (3, 10), (5, 4), (7, 3), (1, 7)))
    text = ('\n[[earn]]\nname = "base"\non = "purchase"\nbasis = "total"\n'
            f'unit = "points"\ngive = {give}\nper = {per}\nround = "'
            f'{rng.choice(("floor", "half_up", "half_even", "ceil"))}"\n')
    if rng.random() < 0.3:
        text += f"expiry = {random_expiry(rng, inactive=False)}\n"
    if rng.random() < 0.3:
        text += f"pending = {random_pending(rng)}\n"
    return text


def random_auto_redeem(rng):
    at = rng.choice(AMOUNTS)
    take = rng.choice([amount for amount in AMOUNTS if amount <= at])
    unit = rng.choice(("points", "points", "points", "miles"))
    return (f'\n[[auto_redeem]]\nunit = "{unit}"\n'
            f'when = "{rng.choice(("purchase", "credit"))}"\n'
            f'at = {at}\ntake = {take}\n'
            f'times = "{rng.choice(("once", "while"))}"\n')


def random_program(seed):
    """The text of a program."""
    rng = random.Random(f"program {seed}")
    choose = lambda *values: rng.choice(values)
    text = (
        f'program = {{ name = "random_{seed}", zone = "{rng.choice(ZONES)}", '
        f'currency = "{choose("*", "GBP")}", '
        f'enrol = "{choose("first_sight", "first_sight", "explicit")}" }}\n'
        + random_unit(rng, "points", True) + random_unit(rng, "miles", True)
        + random_unit(rng, "status", False)
        + f'returns = {{ unmatched = "{choose("rate", "rate", "refuse")}", '
        f'unknown_reference = "{choose("refuse", "as_none")}", '
        f'deficit = "{choose("negative", "clamp", "only_pending")}", '
        'reversal_horizon = "never" }\n')
    if rng.random() < 0.92:
        text += random_earn(rng)
    for _ in range(choose(0, 0, 0, 1, 1, 2, 3)):
        text += random_auto_redeem(rng)
    return text
