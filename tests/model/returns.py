"""Returns: what they refer to, what they demand, and from which lots it is taken."""

import caps
import lines
from achieving import Achieving
from clawback import claw_back
from earning import Basket, Demand, Rated
from pools import Pools
from referrals import Referrals
from tiers import Tiers
from values import Refused, named_as


class Returns(Pools, Referrals, Achieving):
    """The part of an Execution that is about returns."""

    def do_return(self):
        command = self.command
        purchase = self.find_purchase()
        if purchase is None:
            in_force = Tiers(self).rated_with(command.at)
            demanded = self.rate_alone(
                Basket(command.amount, command.lines, {}, 0, in_force))
            self.note_spend(-command.amount)
            Tiers(self).count_spend(command.at, -command.amount)
        else:
            self.refuse_if_too_old(purchase)
            demanded = self.demand(purchase, command.amount, command.lines)
        self.take_back(purchase, demanded)

    def find_purchase(self):
        """The purchase a return names, or None for a return of none."""
        command = self.command
        first = self.ledger.named(command)
        if command.reference is None or first is None:
            unknown = command.reference is not None
            if unknown and not self.program.as_none:
                raise Refused("reference_not_found")
            alone = command.amount is not None and lines.add_up(
                command.lines, command.amount)
            if not alone or not self.program.rate_unmatched:
                raise Refused("reference_not_found")
            return None
        if named_as(first.command) != "purchase":
            raise Refused("reference_wrong_kind")
        is_own = command.reference in self.member.records
        if not is_own and first.command.member != command.member:
            raise Refused("reference_of_other_member")
        if not is_own:
            raise Refused("reference_not_found")
        return self.member.records[command.reference]

    def demand(self, purchase, amount, given):
        """Takes an amount of a purchase back, or lines, or all that is left; returns
        how many points that demands of each rule."""
        left = self.left(purchase, amount)
        gone = self.take_lines(purchase, given)
        returned = purchase.taken_back + left
        if amount is None and given:
            came = sum(a for a, _ in gone.values()) - sum(
                a for a, _ in purchase.gone.values())
            returned = purchase.taken_back + min(max(came, 0), left)
        groups = lines.groups(purchase.command.lines)
        all_lines = (amount is None and not given
                     or purchase.taken_back < returned == purchase.amount)
        if all_lines:
            gone = groups
        self.note_lines(purchase, given, all_lines, gone)
        restored = self.to_restore(purchase, returned, all_lines)
        rules = self.rules_of(purchase)
        if rules:
            rated = [self.rate_again(purchase, basket)
                     for basket in (self.what_remains(purchase, {}, 0),
                                    self.what_remains(purchase, gone, returned,
                                                      all_lines))]
        else:
            rated = self.shares(purchase, returned)
        demanded = [max(0, all_of - rest - before) for all_of, rest, before
                    in zip(*rated, purchase.demanded)]
        self.change_record(
            taken_back=returned, gone=gone,
            demanded=list(map(sum, zip(purchase.demanded, demanded))),
            restored=max(purchase.restored, restored))
        self.note_spend(purchase.taken_back - returned)
        tiers, bought_at = Tiers(self), purchase.command.at
        tiers.count_spend(bought_at, purchase.taken_back - returned)
        if purchase.taken_back < returned == purchase.amount:
            tiers.take_visit_back(bought_at, purchase.visits)
        caps.give_back(self, rules, demanded, bought_at)
        return demanded

    def rules_of(self, purchase):
        """Those that rated it: what was imported was rated elsewhere."""
        if purchase.command.kind == "import":
            return []
        return self.program.rules_for(purchase.command)

    def shares(self, purchase, returned):
        """Of what an imported purchase earned: all, and what is left after a return.
        Without rules here nothing was earned."""
        if purchase.command.kind != "import":
            return [], []
        earned, amount = purchase.command.points or 0, purchase.amount
        left = earned * (amount - returned) // amount if amount else earned
        self.events["imported purchase is returned"] += left < earned
        return [earned], [left]

    def rate_alone(self, basket):
        """Of a return that names no purchase: what each rule gives by amounts."""
        rules = self.program.earn_rules
        applies = [rule.is_of_amounts and is_on for rule, is_on
                   in zip(rules, self.applying(rules, basket.tiers))]
        rated = Rated(rules, basket, applies)
        rated.refuse_too_much(rated.points.values())
        return list(rated.points.values())

    def rate_again(self, purchase, basket):
        """By the rules that applied, within what caps and budgets kept them to."""
        rated = Rated(self.program.rules_for(purchase.command), basket, purchase.acts,
                      purchase.giver)
        return [part if most is None else min(part, most)
                for part, most in zip(rated.points.values(), purchase.most)]

    def take_lines(self, purchase, given):
        """What is gone of each group after the lines of a return, one by one."""
        groups = lines.groups(purchase.command.lines)
        gone = dict(purchase.gone)
        for line in given or ():
            key = line.kind, line.sku
            gone[key] = take_line(line, groups.get(key), gone.get(key, (0, 0)))
        return gone

    def to_restore(self, purchase, returned, all_lines):
        """How much of the points tender has come back after a return."""
        _, tender, _ = lines.tendered(purchase.command.lines)
        if all_lines:
            return tender
        return tender * returned // purchase.amount if purchase.amount else 0

    def what_remains(self, purchase, gone, returned, all_lines=False):
        """Of a purchase, as a basket."""
        amount = purchase.amount
        _, _, paid = lines.tendered(purchase.command.lines)
        returned_of = paid * returned // amount if amount else 0
        left = () if all_lines else purchase.command.lines
        return Basket(amount - returned, left, gone,
                      paid - returned_of, purchase.tiers)

    def note_lines(self, purchase, given, all_lines, gone):
        self.events["return of lines"] += bool(given)
        self.events["return of lines that were not bought"] += any(
            (line.kind, line.sku) not in lines.groups(purchase.command.lines)
            for line in given or ())
        self.events["return of the last line"] += bool(given) and all_lines
        self.events["return of a part of lines"] += (
            bool(given) and not all_lines and gone != purchase.gone)

    def take_back(self, purchase, demanded):
        """Claws back what is demanded of a purchase or event, then restores what comes
        back of a points tender, for which there must be room beforehand."""
        unit, amount = None, 0
        if purchase is not None:
            unit, _, _ = lines.tendered(purchase.command.lines)
            record = self.member.records[purchase.command.id]
            amount = record.restored - purchase.restored
        if unit is not None:
            self.refuse_overflow(amount, unit)
        pool = self.joined_pool if purchase is None else purchase.pool
        demands = self.demands_of(purchase, demanded)
        if pool is not None:
            self.claw_back_of_pool(pool, demands, purchase and purchase.command.at)
        else:
            taken = claw_back(self, demands)
            self.give_back_to_budgets(demands, taken,
                                      purchase and purchase.command.at)
        if unit is not None:
            self.events["tender is restored"] += amount > 0
            self.restore(unit, record.slices, amount, purchase.restored)
        for demand in demands:
            self.refuse_overflow(unit=demand.unit)
        if purchase is not None:
            back = self.member.records[purchase.command.id].taken_back
            self.uncount(purchase, back - purchase.taken_back,
                         purchase.taken_back < back == purchase.amount)
            self.take_back_referral(purchase)


    def demands_of(self, purchase, demanded):
        if purchase is not None and purchase.command.kind == "import":
            (amount,), (own,), named = demanded, purchase.lots, purchase.command
            self.events["imported purchase has less left"] += (
                amount > 0 and named.points_left not in (None, named.points))
            return [Demand(purchase.unit, amount, own, named.funding_class or "")
                    ] * (purchase.unit is not None)
        rules = self.program.rules_for(purchase.command if purchase else self.command)
        return self.program.demands(
            rules, demanded, purchase.lots if purchase else [None] * len(demanded))


def take_line(line, group, gone):
    """What is gone of a group of a purchase after a line of a return."""
    of, count = group or (0, 0)
    a, q = gone
    amount, quantity = line.amount, line.quantity or 0
    if line.amount is None and line.quantity is None:
        if group is None or (gone != (0, 0) and gone == group):
            raise Refused("exceeds_remaining")
        amount, quantity = of - a, count - q
    elif line.amount is None:
        amount = share(of, count, a, q, quantity)
    if (quantity > count - q or amount * of < 0 or amount and not of
            or abs(amount) > abs(of - a)):
        raise Refused("exceeds_remaining")
    return a + amount, q + quantity


def share(of, count, a, q, quantity):
    """The amount of so many of a group."""
    if quantity == 0 or quantity > count - q:
        return 0
    part = of - a
    if q + quantity < count:
        size = abs(of) * (q + quantity) // count
        part = (size if of > 0 else -size) - a
    return 0 if part * of < 0 else part
