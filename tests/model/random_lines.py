"""Random lines of baskets and of their returns."""

import lines
from lines import Line

SKUS = (None, "A1", "A1", "B2", "C3")


def basket(draw):
    """(amount, lines) of a purchase; mostly none."""
    amount = draw.amount()
    if draw.random() < 0.55:
        return amount, None
    listed = ()
    if draw.random() < 0.85:
        listed = tuple(good(draw) for _ in range(draw.choice((1, 1, 2, 3, 5))))
        amount = sum(line.amount for line in listed)
        if amount < 0 or draw.random() < 0.1:
            listed += (Line("item", sku="A1", amount=abs(amount)),)
            amount += abs(amount)
    listed += tenders(draw, amount)
    return amount, listed or None


def good(draw):
    kind = draw.choice(("item", "item", "item", "tax", "discount"))
    amount = draw.choice((0, 100, 150, draw.rng.randrange(1, 3000)))
    if kind == "discount":
        amount = -amount // 4
    elif draw.random() < 0.08:
        amount = -amount // 2
    return Line(kind, sku=draw.choice(SKUS), amount=amount,
                category=draw.choice((None, None, "food")),
                brand=draw.choice((None, None, "acme")),
                quantity=draw.choice((None, 0, 1, 2, 3, 7)))


def tenders(draw, amount):
    """What the basket is paid with, if that is told."""
    if draw.random() < 0.5:
        return ()
    unit = draw.choice((None, draw.unit()))
    paid, listed = amount, ()
    for _ in range(draw.choice((1, 1, 2))):
        part = draw.choice((0, paid // 5, paid // 2, paid))
        paid -= part
        listed += (Line("tender", amount=part, unit=unit,
                        category=draw.choice((None, "card")),
                        quantity=draw.debit() if unit else None),)
    return listed


def returned(draw, purchase):
    """Lines of a return of a purchase, of what it has and now and then of what it
    has not."""
    groups = lines.groups(purchase.lines)
    names = list(groups) or [("item", "A1")]
    return tuple(returned_line(draw, groups, draw.choice(names))
                 for _ in range(draw.choice((1, 1, 1, 2, 3))))


def returned_line(draw, groups, name):
    kind, sku = name
    if draw.random() < 0.1:
        sku = "Z9"
    amount, quantity = groups.get(name, (0, 0))
    some_amount = draw.choice((amount, amount // 2, amount // 3, 0, amount + 1))
    some = draw.choice((quantity, quantity // 2, 1, 1, 0, quantity + 1))
    if kind == "discount":
        some_amount = min(some_amount, 0)
    amount, quantity = draw.choice((
        (None, None), (None, some), (None, some), (some_amount, None),
        (some_amount, some)))
    return Line(kind, sku=sku, amount=amount, quantity=quantity)


def alone(draw, amount):
    """Lines of a return that names no purchase."""
    if amount is None or not 10 < amount < 10**9 or draw.random() < 0.7:
        return None
    part = amount // 3
    return (Line("item", sku="A1", amount=amount - part + 2),
            Line("tax", amount=part), Line("discount", amount=-2))


def needs_currency(listed):
    return any(line.amount is not None for line in listed or ())


def shopping(draw):
    """A basket of some lines, paid with points by somebody who has them, and what
    comes back of it."""
    member, at = draw.choice(draw.members), draw.times.now
    unit = draw.choice(("points", "points", "miles"))
    do = lambda kind, **fields: draw.command(kind, member, at=at, **fields)
    goods = tuple(Line("item", sku=sku, amount=amount, quantity=quantity)
                  for sku, amount, quantity in (
                      ("A1", 600, 3), ("B2", 400, None), (None, 100, 2)))
    goods = goods[:draw.choice((1, 2, 3))] + draw.choice((
        (), (Line("discount", amount=-50),), (Line("tax", amount=190),)))
    amount = sum(line.amount for line in goods)
    paid = Line("tender", unit=unit, quantity=draw.choice((7, 25)),
                amount=draw.choice((0, 200, amount)))
    bought = do("purchase", amount=amount, unit="GBP",
                lines=draw.choice((goods + (paid,), (paid,), goods + (paid,))))
    draw.baskets.append(bought)
    given = [do("award", unit=unit, amount=30)] if draw.random() < 0.8 else []
    given.append(bought)
    for _ in range(draw.choice((1, 1, 2, 4))):
        at += draw.choice((0, 0, 86400 * 10**6))
        listed = returned(draw, bought) if draw.random() < 0.6 else None
        if draw.random() < 0.15:
            listed = tuple(Line(*name) for name in lines.groups(goods))
        part = None if listed else draw.choice((None, 300, 100, amount // 2))
        given.append(do("return", reference=bought.id, amount=part, unit="GBP",
                        lines=listed))
    if draw.random() < 0.2:
        given[-1] = do("reverse", reference=bought.id)
    return given
