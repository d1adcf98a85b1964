"""Lines of baskets: what they are, what they sum to, and as text.

The text is that of docs/csv.md. Texts of random lines need no quotes there.
"""

from collections import Counter, namedtuple

GOODS = ("item", "tax", "discount")
FILTERS = ("sku", "category", "brand")
FIELDS = "kind sku category brand unit quantity amount".split()
Line = namedtuple("Line", FIELDS, defaults=(None,) * (len(FIELDS) - 1))


def goods(lines):
    return [line for line in lines or () if line.kind in GOODS]


def sum_of(lines, gone, kinds, keys):
    return sum(parts_of(lines, gone, kinds, keys))


def parts_of(lines, gone, kinds, keys):
    """Of each group what its lines come to that say one of the words of each key, if it
    is of one of the kinds, without their part of what is gone of it."""
    parts, of_groups = Counter(), groups(lines)
    for line in goods(lines):
        if line.kind in kinds and all(
                getattr(line, key) in words for key, words in keys.items()):
            parts[line.kind, line.sku] += line.amount
    return [part - share(part, gone.get(group, (0, 0))[0], of_groups[group][0])
            for group, part in parts.items()]


def share(part, gone, of):
    """part × gone / of, rounded toward 0; nothing of nothing."""
    size = abs(part * gone) // abs(of) if of else 0
    return size if part * gone * of > 0 else -size


def groups(lines):
    """(kind, sku) -> (amount, quantity), of items, taxes and discounts."""
    found = {}
    for line in goods(lines):
        amount, quantity = found.get((line.kind, line.sku), (0, 0))
        found[line.kind, line.sku] = (amount + line.amount,
                                      quantity + (line.quantity or 0))
    return found


def tenders(lines):
    """Those that are paid with points; they have one unit."""
    return [line for line in lines or () if line.kind == "tender" and line.unit]


def tendered(lines):
    """(unit, points, money) of the points tender; a unit of None is none."""
    paid = tenders(lines)
    return (paid[0].unit if paid else None, sum(line.quantity for line in paid),
            sum(line.amount for line in paid))


def add_up(lines, amount):
    """Whether they are well-formed where they are not compared with a purchase."""
    listed = goods(lines)
    if any(line.amount is None for line in listed):
        return False
    return not listed or sum(line.amount for line in listed) == amount


# --- As text ------------------------------------------------------------------


def text(lines, points):
    """`points` writes an amount of a unit."""
    return "; ".join(line_text(line, points) for line in lines)


def line_text(line, points):
    words = [line.kind]
    for name, value in zip(FIELDS[1:], line[1:]):
        if value is not None:
            points_of = name == "quantity" and line.unit
            words.append(f"{name}={points(value, line.unit) if points_of else value}")
    return " ".join(words)


def parse(source):
    """The inverse, where units have no decimals."""
    lines = []
    for part in source.split(";"):
        kind, *words = part.split()
        fields = dict(word.split("=", 1) for word in words)
        fields |= {name: int(fields[name]) for name in ("quantity", "amount")
                   if name in fields}
        lines.append(Line(kind, **fields))
    return tuple(lines)
