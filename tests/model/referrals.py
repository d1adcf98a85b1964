"""Referrals: who brought a member, what both are paid for it, and when that is taken
back. The referee is who was brought, the referrer who brought it."""

from collections import namedtuple

import giving
from books import earn_overflows
from clawback import claw_back
from earning import Demand
from records import Records
from values import LIMIT, Refused

# What a referee has from its command on. `at` is the business time of that, `stands`
# whether the referrer has agreed, `event` the command that both are paid for, `paid`
# what the referee was, None if it was not.
Link = namedtuple("Link", "referrer sequence at stands spend event paid",
                  defaults=(False, 0, None, None))
# What a side was paid: in a lot, whose number is None if nothing was left of it.
Paid = namedtuple("Paid", "number amount unit funding_class")


class Referrals(Records):
    """The part of an Execution that is about them."""

    def do_refer(self):
        referral, member = self.program.referral, self.member
        if (referral is None or referral.when == "enrolment"
                or referral.when == "first_purchase" and has_bought(self.member)):
            raise Refused("not_permitted")
        if member.link is not None:
            raise Refused("limit_reached")
        self.ask_referrer(self.command.receiver)

    def enroll_by(self, referrer):
        if self.program.referral is None:
            raise Refused("not_permitted")
        self.ask_referrer(referrer)
        if self.program.referral.when == "enrolment":
            self.member.link = self.member.link._replace(event=self.command.id)

    def ask_referrer(self, name):
        command = self.command
        sequence = self.ledger.ids[command.id].sequence
        self.member.link = Link(name, sequence, command.at)
        self.ask("referral", name)

    def note_spend(self, amount):
        """Of a purchase, or less than 0 of what comes back of one."""
        link = self.member.link
        if link is not None:
            spend = min(max(link.spend + amount, -LIMIT), LIMIT)
            self.member.link = link._replace(spend=spend)

    def note_purchase(self, amount):
        """It may be the event that both are paid for."""
        self.note_spend(amount)
        referral, link = self.program.referral, self.member.link
        if (link is None or referral is None or link.event is not None or not amount
                or referral.when == "enrolment"
                or referral.when == "spend" and link.spend < referral.at):
            return
        self.member.link = link._replace(event=self.command.id)
        if link.stands:
            pay_referee(self, self.command.at)
            self.tell("pay referrer", link.referrer, event=self.command.id,
                      at=self.command.at)
            self.events["referral: a purchase is the event"] += 1
        else:
            self.events["referral: the event comes too early"] += 1

    def take_back_referral(self, purchase):
        """When the purchase that was the event is gone."""
        referral, name = self.program.referral, purchase.command.id
        record = self.member.records[name]
        for link in (self.member.link, *self.member.past_links):
            if (link is not None and link.event == name and not referral.keep
                    and record.taken_back == record.amount):
                take_back_of(self, link.paid)
                self.tell("take back of referrer", link.referrer, event=name,
                          at=self.command.at)
                self.events["referral is taken back"] += 1


def has_bought(member):
    return any(record.command.kind == "purchase" and record.amount > 0
               for record in member.records.values())


def pay(account, amount, at):
    """Returns what was, or None if there is no room."""
    referral = account.program.referral
    given = account.give(referral.unit, amount,
                         account.program.units[referral.unit].lots, at,
                         referral.funding_class)
    return given and Paid(*given, amount, referral.unit, referral.funding_class)


def pay_referee(account, at):
    amount = account.program.referral.referee
    if amount:
        paid = pay(account, amount, at)
        account.events["referral: the referee is not paid"] += paid is None
        account.member.link = account.member.link._replace(paid=paid)


def take_back_of(account, paid):
    """Whether it is; who would owe too much keeps all."""
    if paid is None:
        return False
    before, legs = account.member.copy(), account.legs.copy()
    claw_back(account, [Demand(paid.unit, paid.amount, paid.number,
                               paid.funding_class)])
    if account.wallet(paid.unit).in_range():
        return True
    account.member, account.legs = before, legs
    account.events["referral: who was paid keeps it"] += 1
    return False


# --- Messages -----------------------------------------------------------------


def refuses(ledger, message):
    """At who is said to have referred the member of a command."""
    link, answer = ledger.members[message.to].link, message.answer
    if message.to == message.sender:
        return True  # It came by a name that is merged into it.
    return (link is not None and ledger.final(link.referrer) == message.sender
            and (link.stands or link.sequence < answer.sequence))


def answered(ledger, account, message):
    """At the referee; returns what is sent on to the referrer."""
    link = account.member.link
    if message.data["refusal"]:
        account.member.link = None
        account.events["referral is refused"] += 1
        return []
    account.events["referral"] += 1
    account.member.link = link._replace(stands=True)
    if link.event is None:
        return []
    before = account.availables()
    pay_referee(account, link.at)
    account.settle_again()
    account.redeem_automatically(before, "credit")
    return [message._replace(kind="pay referrer", to=message.sender, sender=message.to,
                             data={"at": link.at, "event": link.event})]


def pay_referrer(ledger, message):
    referral, at = message.answer.program.referral, message.data["at"]
    member = ledger.members[message.to]
    if member.closed is not None or not referral.referrer:
        return
    ledger.settle(message.to)
    account = message.account(ledger)
    times = giving.add(account, ("cap",), referral.per, at, 1)
    if referral.cap is not None and (times is None or times > referral.cap):
        ledger.events["referral: the cap is reached"] += 1
        return
    account.member.clock = max(account.member.clock, at)
    account.settle()
    if earn_overflows(account.wallet(referral.unit), referral.referrer):
        ledger.events["referral: the referrer has no room"] += 1
        return
    before = account.availables()
    paid = pay(account, referral.referrer, at)
    account.member.brought = {**account.member.brought,
                              message.data["event"]: (paid, at)}
    account.settle_again()
    account.redeem_automatically(before, "credit")
    account.events["referral: the referrer is paid"] += 1
    ledger.keep(message.to, account, at)


def take_back_of_referrer(ledger, message):
    referral, event = message.answer.program.referral, message.data["event"]
    member = ledger.members[message.to]
    if member.closed is not None or event not in member.brought:
        return
    paid, at = member.brought[event]
    ledger.settle(message.to)
    ledger.settle(message.to, message.data["at"])
    account = message.account(ledger)
    if take_back_of(account, paid):
        account.settle_again()
        account.events["referral is taken back of the referrer"] += 1
        giving.subtract(account, ("cap",), referral.per, at, 1)
    ledger.keep(message.to, account, message.data["at"])
