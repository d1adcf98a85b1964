"""What a transfer does at the round's end, at its receiver and then at its giver."""

from books import Account


def receive(ledger, command, slices):
    """The receiver's account with a transfer in it, or a refusal's code."""
    receiver = ledger.members.get(command.receiver)
    if receiver is None:
        return None, "receiver_unknown"
    if receiver.closed is not None:
        return None, "receiver_closed"
    account = Account(ledger.program, receiver)
    if not account.wallet(command.unit).has_room(command.amount):
        return None, "receiver_refused"
    account.member.clock = max(account.member.clock, command.at)
    account.settle()
    before = account.availables()
    for piece in slices:
        account.place(command.unit, piece._replace(number=None), command.at)
        late = piece.activation > account.member.clock
        account.events["received lot is pending"] += late
    account.post(command.unit, "in_transit", None, -command.amount)
    account.settle()
    account.redeem_automatically(before, "credit")
    return account, None


def finish(ledger, command, refusal):
    """The giver's account after the receiver's answer."""
    account = Account(ledger.program, ledger.members[command.member])
    wallet = account.wallet(command.unit)
    slices = wallet.slices.pop(command.id)
    if not refusal:
        account.post(command.unit, "in_transit", None, command.amount)
        return account
    account.events["slices return beside a deficit"] += (
        wallet.deficit > 0 and len(slices) > 1)
    for piece in reversed(slices):
        gone = all(lot.number != piece.number for lot in wallet.lots)
        account.events["slice returns to a lot that is gone"] += gone
        account.place(command.unit, piece)
    account.settle()
    account.events["slice returns and expires"] += (
        account.events["due: expiry"] > 0)
    return account
