"""A history in which much happens: lots that wait and expire, deficits, returns
that forgo, transfers, ticks, automatic redemption. And what its events say."""

import collections
import datetime
import decimal
import json

from cli import purchase, row

PROGRAM = """
program = { name = "busy", currency = "GBP", enrol = "first_sight" }
unit.points = { decimals = 1, expiry = { after = "3d" } }
unit.stars = { decimals = 0, expiry = { after = "5d" }, pending = { for = "6h" } }
returns = { deficit = "clamp" }
[[earn]]
name = "base"
on = "purchase"
unit = "points"
basis = "total"
give = 1
per = 100
[[auto_redeem]]
unit = "stars"
when = "credit"
at = 30
take = 25
"""

START = datetime.datetime(2024, 5, 1, tzinfo=datetime.timezone.utc)
OWN = ("pending", "available", "held", "deficit")


def history(random, rows, transfers=True):
    """Rows some ten minutes apart; ever new members come in."""
    made = []
    for i in range(rows):
        at = (START + datetime.timedelta(minutes=10 * i)).isoformat()
        member = f"m{random.randrange(6 + i // 20)}"
        other = f"m{random.randrange(6 + i // 20)}"
        points = f"{random.randrange(40)}.{random.randrange(10)}"
        kind = random.randrange(100)
        if kind < 35:
            made.append(purchase(f"t{i}", member, random.randrange(9000), at))
        elif kind < 45:
            made.append(row("return", f"t{i}", member, at, currency="GBP",
                            amount_minor=-random.randrange(5000)))
        elif kind < 60:
            made.append(row("award", f"t{i}", member, at, unit="stars",
                            points=random.randrange(25)))
        elif kind < 75:
            made.append(row("redeem", f"t{i}", member, at, unit="points",
                            points=points))
        elif kind < 80:
            made.append(row("adjust", f"t{i}", member, at, unit="points",
                            points=f"-{points}", reason="slip"))
        elif kind < 90 and transfers and member != other:
            made.append(row("transfer", f"t{i}", member, at, unit="points",
                            points=points, to_member_id=other))
        elif kind < 95:
            made.append({"kind": "tick", "occurred_at": at})
    return made


def parse(text):
    return [json.loads(line, parse_float=str) for line in text.splitlines()]


def nets(events, unit):
    """What each member has, by its postings."""
    sums = collections.Counter()
    for event in events:
        if event.get("account") in OWN and event["unit"] == unit:
            sums[event["member"]] += decimal.Decimal(event["amount"])
    return sums
