"""What earn rules with budgets give, as far as these have it."""

import caps
from pools import Pools, credit_all
from values import Refused, Waits


class Claims(Pools):
    """The part of an Execution that is about claims."""

    def claim(self, gains):
        """Asks budgets for what their rules give; the rest is credited, or waits for
        the answers if all goes to a pool. Returns the numbers of the lots."""
        pool, command = self.joined_pool, self.command
        numbers = [None] * len(gains)
        for place, gain in enumerate(gains):
            if pool is not None:
                self.wallet(gain.unit).coming_back += gain.amount
            elif asks(gain):
                self.wallet(gain.unit).claims[command.id, place] = gain.amount
                self.post(gain.unit, "issued", gain.funding_class, -gain.amount)
            else:
                numbers[place], = credit_all(self, [gain], command.at)
        claims = [place for place, gain in enumerate(gains) if asks(gain)]
        for place in claims:
            budget = self.program.budget_of(gains[place].rule.budget, command.at)
            self.ask("budget", budget, gains=gains, place=place, pool=pool,
                     is_last=place == claims[-1])
        self.events["claims beside other points"] += len(claims) < sum(
            gain.amount > 0 for gain in gains)
        self.events["several claims"] += len(claims) > 1
        self.events["event is claimed"] += command.kind == "event"
        self.events["claims for a pool"] += pool is not None
        return numbers

    def wait_for_budget(self, funding_class):
        """Of an award: nothing is done before its budget has granted it."""
        command = self.command
        name = self.program.budget_of_class(self.unit, funding_class)
        if name is None or not command.amount:
            return
        if self.granted is None:
            self.tell("award", self.program.budget_of(name, command.at),
                      budget=name, pool=self.joined_pool)
            raise Waits
        if not self.granted["is_granted"]:
            raise Refused("limit_reached")


def asks(gain):
    return gain.amount > 0 and gain.rule is not None and gain.rule.budget is not None


def budget_of(ledger, message):
    """The counter of a budget grants what it has left, or a part of it."""
    gain = message.data["gains"][message.data["place"]]
    budget = message.answer.program.budgets[gain.rule.budget]
    left = max(budget["amount"] - ledger.counters[message.to], 0)  # It may be lowered.
    granted = min(gain.amount, left)
    if granted < gain.amount and not gain.rule.partial:
        granted = 0
    ledger.counters[message.to] += granted
    ledger.events["claim of a budget: all"] += granted == gain.amount
    ledger.events["claim of a budget: a part"] += 0 < granted < gain.amount
    ledger.events["claim of a budget: nothing"] += granted == 0
    return {"granted": granted}


def award_of(ledger, message):
    """All of an award, or nothing."""
    amount = message.answer.command.amount
    most = message.answer.program.budgets[message.data["budget"]]["amount"]
    has = ledger.counters[message.to] + amount <= most
    ledger.counters[message.to] += amount if has else 0
    ledger.events["award of a budget: granted"] += has
    ledger.events["award of a budget: refused"] += not has
    return {"is_granted": has}


def award_answered(ledger, message):
    """It is done, or refused, as if it came now."""
    command, data = message.answer.command, message.data
    ledger.perform(message.answer, message.to, data)
    if data["is_granted"] and message.answer.code not in (None, "ok"):
        ledger.messages.append(message._replace(
            kind="budget back",
            to=message.answer.program.budget_of(data["budget"], command.at),
            data={"number": command.amount}))


def answered(ledger, message):
    """At who claimed."""
    command, data = message.answer.command, message.data
    account = message.account(ledger)
    gain, granted = data["gains"][data["place"]], data["granted"]
    note_granted(account, command, data["place"], gain, granted)
    if data["pool"] is not None:
        account.wallet(gain.unit).coming_back -= gain.amount - granted
        ledger.keep(message.to, account)
        if data["is_last"]:
            send_on(ledger, message)
        return
    before = account.availables()
    credit(account, message.answer, data["place"], gain, granted)
    account.settle_again()
    ends = data["is_last"] and command.kind == "purchase"
    account.redeem_automatically(before, "purchase" if ends else "credit")
    ledger.finish(message, account)


def note_granted(account, command, place, gain, granted):
    """In the record of a purchase; what was not granted counts for no cap."""
    if granted == gain.amount:
        return
    caps.give_back(account, [gain.rule], [gain.amount - granted], command.at)
    record = account.member.records.get(command.id)
    if record is not None:
        account.member.records[command.id] = record._replace(
            most=put_at(record.most, place, granted))


def credit(account, answer, place, gain, granted):
    command = answer.command
    wallet = account.wallet(gain.unit)
    del wallet.claims[command.id, place]
    number = account.credit(gain.unit, granted, gain.policy, command.at, True,
                            gain.funding_class, answer.sequence)
    wallet.earned -= gain.amount - granted
    account.post(gain.unit, "issued", gain.funding_class, gain.amount - granted)
    record = account.member.records.get(command.id)
    if record is not None:
        account.member.records[command.id] = record._replace(
            lots=put_at(record.lots, place, number))


def put_at(values, place, value):
    return [*values[:place], value, *values[place + 1:]]


def send_on(ledger, message):
    """To the pool, all that was earned and granted."""
    command, data = message.answer.command, message.data
    most = ledger.members[message.to].records[command.id].most
    gains = [gain if kept is None else gain._replace(amount=min(gain.amount, kept))
             for gain, kept in zip(data["gains"], most)]
    ledger.messages.append(message._replace(
        kind="earn", to=data["pool"], sender=message.to, data={"gains": gains}))
