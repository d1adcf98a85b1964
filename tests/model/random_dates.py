"""Random expiries and pendings of programs: every form occurs over some seeds."""

from random_sections import maybe

ROUNDS = ("none", "end_of_day", "end_of_month", "end_of_year")
ELAPSED = ("0s", "90s", "45m", "36h", "1d", "30d", "90d", "365d", "2w")
CIVIL = ("0mo", "1mo", "3mo", "12mo", "18mo", "1y", "4y", "9000y")
DAYS = ("12-31", "02-29", "01-01", ["06-30", "12-31"],
        ["02-28", "03-31", "10-31"])
WORDS = ("survey", "survey", "visit", ["review", "visit"])
ACTIVITIES = ("purchase", "return", "award", "redeem", "adjust", "transfer",
              "donate", "event", "reinstate", "hold", "capture")


def random_expiry(rng, inactive):
    form = rng.choice(("never", "after", "after", "civil", "on")
                      + ("inactive", "inactive", "both") * inactive)
    if form == "never":
        return "never"
    if form == "on":
        return {"on": rng.choice(DAYS),
                **maybe(rng, 0.4, "from", ("activation", "earn"))}
    fields = {}
    if form in ("inactive", "both"):
        fields["inactive"] = rng.choice(ELAPSED[4:] + CIVIL[1:])
        if rng.random() < 0.6:
            fields["activities"] = rng.sample(ACTIVITIES, rng.randrange(1, 4))
    if form != "inactive":
        long = CIVIL if form in ("civil", "both") else ELAPSED
        fields["after"] = rng.choice(long)
        fields |= maybe(rng, 0.4, "from", ("activation", "earn"))
    return fields | maybe(rng, 0.5, "round", ROUNDS)


def ends(program):
    """Days on which units may end."""
    year = begin_year(program["program"]["zone"])
    return [f"{year + later}-{day}" for later in (1, 2, 2, 3)
            for day in ("01-01", "02-28", "06-15", "10-27")]


def begin_year(zone_name):
    """Of histories. Apia left out a day at the end of 2011."""
    return 2011 if zone_name == "Pacific/Apia" else 2018


def random_unit_pending(rng):
    """Rules cannot have theirs wait for an event."""
    if rng.random() < 0.8:
        return random_pending(rng)
    return {"event": rng.choice(WORDS)}


def random_pending(rng):
    form = rng.choice(("none", "none", "for", "for", "until"))
    if form == "none":
        return "none"
    if form == "until":
        year, month = rng.randrange(2018, 2025), rng.randrange(1, 13)
        return {"until": f"{year}-{month:02}-{rng.randrange(1, 29):02}"}
    return {"for": rng.choice(ELAPSED[:7] + ELAPSED[8:] + CIVIL[:3]),
            **maybe(rng, 0.7, "round", ROUNDS)}
