"""Commands and what the model says of them as a scenario (docs/scenarios.md)."""

from kinds import KINDS
from values import COLUMNS as FIELDS
from values import field_text, text_of

COLUMNS = ("net", "pending", "available", "held", "deficit", "earned",
           "clawed_back", "redeemed", "restored", "expired")
KEYS = {"id": "id", "at": "at", **FIELDS, "receiver": "to", "actor": "actor"}


def scaled(amount, decimals):
    if decimals == 0:
        return str(amount)
    whole, part = divmod(abs(amount), 10**decimals)
    return f"{'-' * (amount < 0)}{whole}.{part:0{decimals}}"


class Writer:
    def __init__(self, ledger):
        self.ledger = ledger
        self.units = ledger.program.units

    def points(self, amount, unit):
        return f"{self.decimal(amount, unit)} {unit}"

    def decimal(self, amount, unit):
        rules = self.units.get(unit)
        return scaled(amount, rules.decimals if rules else 0)

    # --- Commands and answers ---------------------------------------------

    def command(self, command):
        if command.kind == "tick":
            return f"tick {text_of(command.at)}"
        words = [command.kind, command.member]
        names = KINDS[command.kind].names
        if command.amount is not None and names == "currency":
            words.append(f"{command.amount} {command.unit}")
        elif command.amount is not None:
            words.append(self.points(command.amount, self.counted_in(command)))
        elif command.unit is not None:
            words.append(f"currency={command.unit}" if names == "currency"
                         else command.unit)
        for field, key in KEYS.items():
            value = field_text(field, getattr(command, field), self.decimal)
            if value is not None:
                words.append(f'{key}="{value}"' if " " in value else f"{key}={value}")
        return " ".join(words)

    def counted_in(self, command):
        """The unit of an amount: if the command names none, that of the command it
        refers to, if there is one."""
        named = self.ledger.ids.get(command.reference)
        return command.unit or (named and self.unit_of(named)) or next(
            iter(self.units))

    def unit_of(self, answer):
        if answer.of_nobody or answer.unit not in self.units:
            return None
        return answer.unit

    def answer(self, answer):
        text, first = answer.code, answer.first
        if first:
            text += f", first answered {first.code}"
        text += f"  sequence {answer.sequence}"
        unit = self.unit_of(first or answer)
        if unit is None:
            return text
        text += f"  delta {self.points((first or answer).delta, unit)}"
        return text if first else f"{text}  net {self.points(answer.net, unit)}"

    def frame(self, answers):
        """A frame is answered as a whole, when nothing of it is open."""
        if any(map(self.ledger.waits, answers)):
            return ["open"] * len(answers)
        return [self.answer(answer) for answer in answers]

    # --- State ------------------------------------------------------------

    def balances(self, ledger, unit):
        wallets, decimals = ledger.wallets(unit), self.units[unit].decimals
        return ["member_id," + ",".join(COLUMNS)] + [
            ",".join([name] + [scaled(getattr(wallets[name], column), decimals)
                               for column in COLUMNS])
            for name in sorted(wallets, key=str.encode)]

    def lot(self, member, unit, lot, state):
        never = lambda instant: text_of(instant) or "never"
        month = f"{lot.vintage // 12:04}-{lot.vintage % 12 + 1:02}"
        return (f"lot {lot.number} of {member}  "
                f"{self.points(lot.remaining, unit)}  {state}  "
                f"{never(lot.activation)} to {never(lot.expiry)}  "
                f"{lot.funding_class or 'no class'}, version {lot.version}, "
                f"{month}")

    def lots(self, ledger):
        lines, members = [], ledger.read()
        for name in sorted(members, key=str.encode):
            for unit in self.units:
                wallet = members[name].wallets.get(unit)
                if wallet is None:
                    continue
                lots = [(lot, "pending") for lot in wallet.waiting]
                lots += [(lot, "available") for lot in wallet.lots]
                lines += [self.lot(name, unit, lot, state)
                          for lot, state in sorted(lots)]
                lines += [self.lot(name, unit, lot, "expired")
                          + ", remembered until "
                          + (text_of(self.units[unit].last_chance(lot))
                             or "never")
                          for lot in wallet.remembered]
        return lines or ["none"]


def block(inputs, results):
    return "\n".join([*inputs, "----", *results]) + "\n\n"
