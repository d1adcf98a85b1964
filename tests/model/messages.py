"""What messages do at the round's end, each at its addressee.

A function for each kind: from the ledger and a message to what becomes of both. It
may send others, which are delivered in the next wave: the answer to the member whose
command it was is one.
"""

import claims
import giving
import merging
import pools
import referrals
import rewards
from books import Record


def answer(ledger, message, **data):
    """Tells the member whose command it was, of the same index."""
    ledger.messages.append(message._replace(
        kind=message.kind + " answered", to=message.sender, sender=message.to,
        data={**message.data, **data}))


def open_member(ledger, name):
    """One that takes messages, settled; or the code of a refusal."""
    member = ledger.members.get(name)
    if member is None:
        return None, "receiver_unknown"
    ledger.settle(name)
    if member.closed is not None:
        return None, "receiver_closed"
    return ledger.members[name], None


def go_on(ledger, message):
    """To the member that its addressee is merged into, in the next wave."""
    into, shifts = ledger.merged[message.to]
    before = message.data.get("shifts", {})
    ledger.events["a message goes on"] += 1
    ledger.messages.append(message._replace(to=into, data={
        **message.data, "shifts": {unit: before.get(unit, 0) + shift
                                   for unit, shift in shifts.items()}}))


def shifted(message, unit, number):
    """The number of a lot of somebody who may have been merged."""
    return number and number + message.data.get("shifts", {}).get(unit, 0)


# --- Transfers ----------------------------------------------------------------


def transfer(ledger, message):
    arrived, account = None, None
    receiver, refusal = open_member(ledger, message.to)
    if message.to == message.sender:
        refusal = "receiver_refused"  # It came by a name that is merged into it.
    if not refusal:
        account, arrived, refusal = receive(ledger, message, receiver)
    if account:
        ledger.keep(message.to, account, message.answer.command.at)
    answer(ledger, message, arrived=arrived, refusal=refusal)


def receive(ledger, message, receiver):
    """The receiver's account with a transfer in it, the numbers of the lots made,
    and a code: the first two or the last are None."""
    command = message.answer.command
    giver = ledger.members[message.sender].wallets[command.unit]
    account = message.account(ledger)
    if not giving.is_among(message.answer.program.may_receive, receiver.attributes):
        ledger.events["may not receive"] += 1
        return None, None, "receiver_refused"
    account.member.clock = max(account.member.clock, command.at)
    account.settle()
    if not account.wallet(command.unit).has_room(command.amount):
        return None, None, "receiver_refused"
    before, arrived = account.availables(), []
    for piece in giver.slices[command.id]:
        piece = dated(message.answer.program, command, piece)
        owed = account.wallet(command.unit).deficit
        number = account.place(command.unit, piece._replace(number=None),
                               command.at)
        absorbed = account.wallet(command.unit).deficit < owed
        arrived.append(None if absorbed else number)
        late = piece.activation > account.member.clock
        account.events["received lot is pending"] += late
    account.post(command.unit, "in_transit", None, -command.amount)
    account.settle_again()
    account.redeem_automatically(before, "credit")
    return account, tuple(arrived), None


def dated(program, command, piece):
    """A slice as the receiver gets it."""
    if not program.new_dates:
        return piece
    policy = program.units[command.unit].lots
    return piece._replace(activation=command.at,
                          expiry=policy.expiry(command.at, command.at))


def transfer_answered(ledger, message):
    command, refusal = message.answer.command, message.data["refusal"]
    ledger.settle(message.to)
    account = message.account(ledger)
    wallet = account.wallet(command.unit)
    slices = wallet.slices.pop(command.id)
    if refusal:
        account.events["slices return beside a deficit"] += (
            wallet.deficit > 0 and len(slices) > 1)
        account.put_back(command.unit, slices)
        giving.give_back(account, command, command.amount)
        account.settle_again()
        account.events["slice returns and expires"] += (
            account.events["due: expiry"] > 0)
    else:
        account.post(command.unit, "in_transit", None, command.amount)
        account.member.records[command.id] = Record(
            command, command.unit, command.amount, slices=tuple(slices),
            receiver=message.sender, arrived=message.data["arrived"],
            version=account.program.version)
    ledger.finish(message, account, refusal)


# --- Reversals of transfers ---------------------------------------------------


def record_of(ledger, message, giver):
    """That of the transfer."""
    return ledger.members[giver].records[message.answer.command.reference]


def reversal(ledger, message):
    receiver, refusal = open_member(ledger, message.to)
    if message.to == message.sender:
        refusal = "receiver_refused"
    if not refusal:
        account, refusal = take_back(ledger, message, receiver)
    if not refusal:
        ledger.keep(message.to, account)
    answer(ledger, message, refusal=refusal)


def take_back(ledger, message, receiver):
    """The receiver's account without what a transfer brought, or a code."""
    record = record_of(ledger, message, message.sender)
    account = message.account(ledger)
    account.member.clock = max(account.member.clock, message.answer.command.at)
    account.settle()
    for number, piece in zip(record.arrived, record.slices):
        taken = account.take_of(record.unit, shifted(message, record.unit, number),
                                piece.remaining)
        if taken < piece.remaining:
            return None, "receiver_refused"
    account.post(record.unit, "in_transit", None, record.amount)
    return account, None


def reversal_answered(ledger, message):
    record, refusal = record_of(ledger, message, message.to), message.data["refusal"]
    ledger.settle(message.to)
    account = message.account(ledger)
    account.wallet(record.unit).coming_back -= record.amount
    account.events["reversal is refused by the receiver"] += refusal is not None
    account.events["reversed transfer comes back"] += refusal is None
    if refusal:
        account.member.records[record.command.id] = record._replace(taken_back=0)
    else:
        before = account.availables()
        giving.give_back(account, record.command, record.amount)
        account.put_back(record.unit, record.slices)
        account.post(record.unit, "in_transit", None, -record.amount)
        account.settle_again()
        account.redeem_automatically(before, "credit")
    ledger.finish(message, account, refusal)


# --- Claims -------------------------------------------------------------------


def stock(ledger, message):
    answer(ledger, message, **rewards.stock_of(ledger, message))


def stock_answered(ledger, message):
    refusal = message.data["refusal"]
    ledger.settle(message.to)
    account = message.account(ledger)
    rewards.stock_answered(account, message.answer.command, refusal)
    ledger.finish(message, account, refusal)


def budget(ledger, message):
    answer(ledger, message, **claims.budget_of(ledger, message))


def budget_answered(ledger, message):
    ledger.settle(message.to)
    claims.answered(ledger, message)


def award(ledger, message):
    answer(ledger, message, **claims.award_of(ledger, message))


def give_back(ledger, message):
    """Of a stock or budget; nobody is told."""
    ledger.counters[message.to] -= message.data["number"]


# --- Pools --------------------------------------------------------------------


def join(ledger, message):
    _, refusal = open_member(ledger, message.to)
    answer(ledger, message, pool=message.to,
           refusal=refusal or pools.join(ledger, message))


def join_answered(ledger, message):
    ledger.settle(message.to)
    account = message.account(ledger)
    pools.join_answered(account, message.data["pool"], message.data["refusal"])
    ledger.finish(message, account, message.data["refusal"])


def earn(ledger, message):
    answer(ledger, message, pool=message.to, took=pools.earn(ledger, message))


def earn_answered(ledger, message):
    ledger.settle(message.to)
    pools.earn_answered(ledger, message, message.data["took"])


# --- Referrals ----------------------------------------------------------------


def referral(ledger, message):
    _, refusal = open_member(ledger, message.to)
    if not refusal and referrals.refuses(ledger, message):
        refusal = "receiver_refused"
    if not refusal:
        ledger.settle(message.to, message.answer.command.at)
    answer(ledger, message, refusal=refusal)


def referral_answered(ledger, message):
    ledger.settle(message.to)
    account = message.account(ledger)
    ledger.messages += referrals.answered(ledger, account, message)
    refusal = message.data["refusal"]
    if message.answer.command.kind == "enroll":
        refusal = None  # It is ok whatever becomes of that.
    ledger.finish(message, account, refusal)


# --- Merges -------------------------------------------------------------------


def command(ledger, message):
    """Of a member that was merged, at the one that it was merged into."""
    ledger.events["command of a merged member"] += 1
    ledger.perform(message.answer, message.to)


def merge(ledger, message):
    """Here all is decided, as nothing else is under way."""
    refusal = "receiver_refused"
    if message.to not in ledger.merged and message.to != message.sender:
        _, refusal = open_member(ledger, message.to)
    program = message.answer.program
    if not refusal and merging.refuses(ledger, program, message.sender, message.to):
        refusal = "receiver_refused"
    message.answer.code = refusal or "ok"
    if not refusal:
        account = merging.merge(ledger, program, message.sender, message.to)
        ledger.keep(message.to, account)
        message.answer.tier = ledger.tier(message.to)
        ledger.send(message.answer, account, message.to)


KINDS = {
    "command": command,
    "merge": merge,
    "take a place": pools.take_a_place,
    "pool is another": pools.another,
    "referral": referral,
    "referral answered": referral_answered,
    "pay referrer": referrals.pay_referrer,
    "take back of referrer": referrals.take_back_of_referrer,
    "join": join,
    "join answered": join_answered,
    "leave": pools.leave,
    "pool closed": pools.pool_closed,
    "earn": earn,
    "earn answered": earn_answered,
    "take back": pools.take_back,
    "stock": stock,
    "stock answered": stock_answered,
    "stock back": give_back,
    "budget": budget,
    "budget answered": budget_answered,
    "budget back": give_back,
    "award": award,
    "award answered": claims.award_answered,
    "transfer": transfer,
    "transfer answered": transfer_answered,
    "reversal": reversal,
    "reversal answered": reversal_answered,
}
