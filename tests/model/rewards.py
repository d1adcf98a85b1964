"""Rewards and their stocks."""

import benefits
import dates
from records import Records
from values import LIMIT, Refused


class Rewards(Records):
    """The part of an Execution that is about rewards."""

    def redeem_reward(self):
        reward = self.program.rewards.get(self.command.reward)
        if reward is None:
            raise Refused("reward_unknown")
        if not reward.is_valid(self.command.at,
                               self.member.attributes_at(self.command.at)):
            raise Refused("reward_not_valid")
        self.count_reward(reward, self.number())
        cost, given = reward.cost * self.number(), reward.amount * self.number()
        wallet = self.wallet(self.unit)
        wallet.redeemed += cost
        if max(cost, given) > LIMIT:
            raise Refused("overflow")
        self.refuse_overflow()
        if reward.gives:
            self.refuse_overflow(given, reward.gives)
        if wallet.available < cost:
            raise Refused("insufficient")
        self.events["reward"] += 1
        slices = self.use(self.unit, cost)
        if reward.stock is None:
            hand_over(self, self.command, slices)
            return
        wallet.slices[self.command.id] = slices
        if reward.gives:
            self.wallet(reward.gives).coming_back += given
        self.ask("stock", ("reward", reward.name))

    def number(self):
        return self.command.quantity or 1

    def count_reward(self, reward, number):
        if reward.limit is None:
            return
        key = counted(self, reward, self.command.at)
        had = self.member.counts.get(key, 0) + number
        if had > reward.limit:
            raise Refused("limit_reached")
        self.member.counts[key] = had

    # --- Reversals --------------------------------------------------------

    def refuse_reversal_of_reward(self, record):
        reward = self.program.rewards[record.command.reward]
        if reward.gives:
            given = reward.amount * (record.command.quantity or 1)
            wallet = self.wallet(reward.gives)
            there = {lot.number: lot.remaining
                     for lot in wallet.waiting + wallet.lots}
            if (self.command.amount is not None
                    or there.get(record.given, 0) < given):
                raise Refused("not_reversible")

    def reverse_reward(self, record, amount):
        """Behind the restored points."""
        reward = self.program.rewards[record.command.reward]
        if reward.gives:
            given = reward.amount * (record.command.quantity or 1)
            self.take_of(reward.gives, record.given, given)
            self.post(reward.gives, "clawed_back", reward.funding_class, given)
            self.events["reverse redeem of a conversion"] += 1
        back = ((record.taken_back + amount) // reward.cost
                - record.taken_back // reward.cost)
        uncount(self, reward, record.command.at, back)
        self.events["reward is given back"] += back > 0
        if record.taken_back + amount == record.amount:
            benefits.take_back(self, record.command)
        if back and reward.stock is not None:
            self.tell("stock back", ("reward", reward.name), number=back)


def counted(account, reward, at):
    """The key of what a member had of a reward in a period."""
    return reward.name, dates.period(at, reward.per, account.program.zone)


def uncount(account, reward, at, number):
    if reward.limit is not None:
        account.member.counts[counted(account, reward, at)] -= number


def hand_over(account, command, slices):
    """What was paid is redeemed, and what the reward gives is credited."""
    reward = account.program.rewards[command.reward]
    number = command.quantity or 1
    given = None
    account.post(reward.unit, "redeemed", reward.name, reward.cost * number)
    if reward.gives:
        wallet, amount = account.wallet(reward.gives), reward.amount * number
        owed = wallet.deficit
        given = account.credit(
            reward.gives, amount, account.program.units[reward.gives].lots,
            command.at, True, reward.funding_class)
        given = given if wallet.deficit == owed else None
        account.post(reward.gives, "issued", reward.funding_class, -amount)
        account.events["reward gives"] += 1
    account.leave_of(command, reward.unit, reward.cost * number,
                     slices=tuple(slices), given=given)
    benefits.grant(account, command)


# --- Messages -----------------------------------------------------------------


def stock_of(ledger, message):
    """The counter of a reward grants or refuses a claim."""
    command = message.answer.command
    program, number = message.answer.program, command.quantity or 1
    reward = program.rewards[command.reward]
    has = ledger.counters[message.to] + number <= reward.stock
    ledger.counters[message.to] += number if has else 0
    return {"refusal": None if has else "out_of_stock"}


def stock_answered(account, command, refusal):
    reward, number = account.program.rewards[command.reward], command.quantity or 1
    wallet = account.wallet(reward.unit)
    slices = wallet.slices.pop(command.id)
    if reward.gives:
        account.wallet(reward.gives).coming_back -= reward.amount * number
    before = account.availables()
    if refusal:
        account.put_back(reward.unit, slices)
        wallet.redeemed -= reward.cost * number
        uncount(account, reward, command.at, number)
        account.settle_again()
        return
    account.events["reward of a stock"] += 1
    hand_over(account, command, slices)
    account.settle_again()
    account.redeem_automatically(before, "credit")
