"""What transfers and their reversals do at the round's end, at the receiver of the
message and then at its giver."""

from account import Account
from books import Record


def receive(ledger, command):
    """The receiver's account with a transfer in it, the numbers of the lots made,
    and a code: the first two or the last are None."""
    giver = ledger.members[command.member].wallets[command.unit]
    receiver, refusal = open_receiver(ledger, command)
    if refusal:
        return None, None, refusal
    account = Account(ledger.program, receiver)
    if not account.wallet(command.unit).has_room(command.amount):
        return None, None, "receiver_refused"
    account.member.clock = max(account.member.clock, command.at)
    account.settle()
    before, arrived = account.availables(), []
    for piece in giver.slices[command.id]:
        owed = account.wallet(command.unit).deficit
        number = account.place(command.unit, piece._replace(number=None),
                               command.at)
        absorbed = account.wallet(command.unit).deficit < owed
        arrived.append(None if absorbed else number)
        late = piece.activation > account.member.clock
        account.events["received lot is pending"] += late
    account.post(command.unit, "in_transit", None, -command.amount)
    account.settle()
    account.redeem_automatically(before, "credit")
    return account, tuple(arrived), None


def open_receiver(ledger, command):
    receiver = ledger.members.get(command.receiver)
    if receiver is None:
        return None, "receiver_unknown"
    if receiver.closed is not None:
        return None, "receiver_closed"
    return receiver, None


def finish(ledger, command, arrived, refusal):
    """The giver's account after the receiver's answer."""
    account = Account(ledger.program, ledger.members[command.member])
    wallet = account.wallet(command.unit)
    slices = wallet.slices.pop(command.id)
    if not refusal:
        account.post(command.unit, "in_transit", None, command.amount)
        account.member.records[command.id] = Record(
            command, command.unit, command.amount, slices=tuple(slices),
            arrived=arrived)
        return account
    account.events["slices return beside a deficit"] += (
        wallet.deficit > 0 and len(slices) > 1)
    account.put_back(command.unit, slices)
    account.settle()
    account.events["slice returns and expires"] += (
        account.events["due: expiry"] > 0)
    return account


# --- Reversals: `command` is the reversal, `record` that of the transfer -------


def take_back(ledger, command, record):
    """The receiver's account without what a transfer brought, or a code."""
    receiver, refusal = open_receiver(ledger, record.command)
    if refusal:
        return None, refusal
    account = Account(ledger.program, receiver)
    for number, piece in zip(record.arrived, record.slices):
        taken = account.take_of(record.unit, number, piece.remaining)
        if taken < piece.remaining:
            return None, "receiver_refused"
    account.post(record.unit, "in_transit", None, record.amount)
    account.member.clock = max(account.member.clock, command.at)
    account.settle()
    return account, None


def get_back(ledger, command, record, refusal):
    """The giver's account after the receiver's answer."""
    account = Account(ledger.program, ledger.members[command.member])
    account.wallet(record.unit).coming_back -= record.amount
    account.events["reversal is refused by the receiver"] += refusal is not None
    account.events["reversed transfer comes back"] += refusal is None
    if refusal:
        account.member.records[command.reference] = record._replace(taken_back=0)
        return account
    before = account.availables()
    account.put_back(record.unit, record.slices)
    account.post(record.unit, "in_transit", None, -record.amount)
    account.settle()
    account.redeem_automatically(before, "credit")
    return account
