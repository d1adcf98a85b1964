"""Reversals: what each kind of command gives back or takes back."""

import caps
import dates
import giving
from clawback import claw_back
from earning import Basket, Demand
from pools import Pools
from values import Refused, named_as


class Reversals(Pools):
    """The part of an Execution that is about reversing."""

    def do_reverse(self):
        record, kind = self.record, named_as(self.record.command)
        self.refuse_if_too_old(record)
        amount = self.left(record, self.command.amount)
        restores = kind in ("redeem", "donate", "capture")
        if self.command.amount is not None and not restores:
            raise Refused("not_reversible")
        if record.command.reward is not None:
            self.refuse_reversal_of_reward(record)
        self.change_record(taken_back=record.taken_back + amount)
        self.events[f"reverse {kind}"] += 1
        if restores:
            self.restore(self.unit, record.slices, amount, record.taken_back)
            giving.give_back(self, record.command, amount)
            if record.command.reward is not None:
                self.reverse_reward(record, amount)
        else:
            getattr(self, "reverse_" + kind)(record, amount)

    def reverse_purchase(self, record, amount):
        demanded = self.demand(record, None, None)
        self.take_back(record, demanded)

    def reverse_event(self, record, amount):
        given = self.rate_again(record, Basket(1, tiers=record.tiers))
        self.change_record(demanded=given)
        caps.give_back(self, self.program.event_rules, given, record.command.at)
        self.take_back(record, given)

    def reverse_award(self, record, amount):
        funding_class = record.command.funding_class or "goodwill"
        own, = record.lots
        demands = [Demand(self.unit, amount, own, funding_class)]
        if record.pool is not None:
            self.claw_back_of_pool(record.pool, demands, record.command.at)
            return
        taken = claw_back(self, demands)
        self.refuse_overflow()
        self.give_back_to_budgets(demands, taken, record.command.at)

    # --- Redemptions ------------------------------------------------------

    def restore(self, unit, slices, amount, skipped):
        """From the end of the slices backwards, after what is skipped there."""
        wallet = self.wallet(unit)
        self.refuse_overflow(amount, unit)
        wallet.restored += amount
        self.refuse_overflow(unit=unit)
        for piece in last_of(slices, amount, skipped):
            self.restore_slice(unit, piece)
        self.post(unit, "restored", None, -amount)

    def restore_slice(self, unit, piece):
        policy, at = self.program.restore, self.command.at
        how = policy if isinstance(policy, str) else "grace"
        self.events[f"restored, {how}"] += 1
        if how == "new":
            expiry = self.program.units[unit].lots.expiry(at, at)
            piece = piece._replace(number=None, activation=at, expiry=expiry)
        elif how == "grace":
            end = dates.add(at, policy["grace"], self.program.zone)
            if end > piece.expiry:
                self.events["restored, and grace is longer"] += 1
                piece = piece._replace(number=None, expiry=end)
        self.place(unit, piece, at)

    # --- Adjustments ------------------------------------------------------

    def reverse_adjust(self, record, amount):
        negative = record.command.amount < 0
        if negative:
            self.refuse_overflow(credit=amount)
            self.credit(self.unit, record.owed, self.program.units[self.unit].lots,
                        self.command.at, False, "")
            self.put_back(self.unit, record.slices)
        else:
            own, = record.lots
            taken = self.take_of(self.unit, own, amount)
            self.use_into_deficit(self.unit, amount - taken)
            self.refuse_overflow()
        self.post(self.unit, "adjusted", record.command.reason,
                  -amount if negative else amount)

    # --- Transfers --------------------------------------------------------

    def reverse_transfer(self, record, amount):
        """By message, but for one of 0."""
        if amount:
            self.refuse_overflow(credit=amount)
            self.wallet(self.unit).coming_back += amount
            self.ask("reversal", record.receiver)


def last_of(slices, amount, skipped):
    for piece in reversed(slices):
        part = min(piece.remaining - min(skipped, piece.remaining), amount)
        skipped -= min(skipped, piece.remaining)
        amount -= part
        if part:
            yield piece._replace(remaining=part)
