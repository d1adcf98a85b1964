"""Commands and what the model says of them as a scenario (docs/scenarios.md)."""

import achievements
import dates
from account import Account
from books import Wallet
from kinds import KINDS
from values import COLUMNS as FIELDS
from tiers import Tiers, counter, projected
from values import IN_UNIT, field_text, text_of

COLUMNS = ("net", "pending", "available", "held", "deficit", "earned",
           "clawed_back", "redeemed", "restored", "expired", "tier")
KEYS = {"id": "id", "at": "at", **FIELDS, "receiver": "to", "actor": "actor"}


def scaled(amount, decimals):
    if decimals == 0:
        return str(amount)
    whole, part = divmod(abs(amount), 10**decimals)
    return f"{'-' * (amount < 0)}{whole}.{part:0{decimals}}"


class Writer:
    def __init__(self, ledger):
        self.ledger = ledger
        self.units = ledger.versions.units

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
        elif command.amount is not None and command.kind == "import" and (
                command.unit is None or command.what == "purchase"):
            words.append(f"amount_minor={command.amount}")
            words += [f"unit={command.unit}"] * (command.unit is not None)
        elif command.amount is not None:
            words.append(self.points(command.amount, self.counted_in(command)))
        elif command.unit is not None:
            words.append(f"currency={command.unit}" if names == "currency"
                         else command.unit)
        for field, key in KEYS.items():
            value = field_text(field, getattr(command, field), self.decimal)
            if value is not None and field in IN_UNIT:
                value = self.decimal(getattr(command, field), command.unit)
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
        if unit is not None:
            text += f"  delta {self.points((first or answer).delta, unit)}"
        if unit is not None and not first:
            text += f"  net {self.points(answer.net, unit)}"
        return f"{text}  tier {self.tier(answer.tier)}" if answer.tier else text

    def tier(self, number):
        """Its name, in the first set."""
        return self.ledger.versions.tier_name(0, number) if number else ""

    def frame(self, answers):
        """A frame is answered as a whole, when nothing of it is open."""
        if any(map(self.ledger.waits, answers)):
            return ["open"] * len(answers)
        return [self.answer(answer) for answer in answers]

    # --- State ------------------------------------------------------------

    def balances(self, ledger, unit):
        members, decimals = ledger.read(), self.units[unit].decimals
        lines = ["member_id," + ",".join(COLUMNS)]
        for name in sorted(members, key=str.encode):
            wallet = members[name].wallets.get(unit, Wallet())
            lines.append(",".join(
                [name] + [scaled(getattr(wallet, column), decimals)
                          for column in COLUMNS[:-1]]
                + [self.tier(members[name].tier())]))
        return lines

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


    def tiers(self, ledger):
        members, lines = ledger.read(), []
        for name in sorted(members, key=str.encode):
            if members[name].closed is None and name not in ledger.merged:
                account = Account(ledger.program, members[name])
                lines += self.standings(name, Tiers(account))
        return lines or ["none"]

    def achievements(self, ledger):
        lines, members = [], ledger.read()
        for name in sorted(members, key=str.encode):
            standing = Account(ledger.program, members[name]).standing
            lines += [self.achievement(name, members[name], rule)
                      for rule in standing.achievements
                      if rule.count in members[name].counts]
        return lines or ["none"]

    def achievement(self, name, member, rule):
        latest, count, before = member.counts[rule.count]
        _, completed, completed_before = member.counts[rule.completed]
        row = ""
        if rule.periods:
            row = f"  {achievements.in_a_row(member, rule)} in a row"
        return (f"{rule.name} of {name}  {dates.period_text(latest, rule.per)}  "
                f"{count}, {before} before  completed {completed}, "
                f"{completed_before} before{row}")

    def standings(self, name, tiers):
        """How a member stands in each set."""
        for rule in tiers.sets:
            standing = tiers.of(rule)
            bounds = tiers.bounds(rule, standing)
            begin, end = map(text_of, bounds)
            told = tiers.versions.rank_of_tier(rule, standing.told)
            before, then = counter(rule, standing, back=1), told
            if rule.basis == "balance" and not rule.tier_of(before):
                before = 0  # Of no tier it does not say more.
            if end is not None:
                then = projected(rule, standing, bounds[1])
            yield (f"{rule.name} of {name}  {rule.tier_name(told)}, qualified "
                   f"{rule.tier_name(standing.qualified)}  {counter(rule, standing)} "
                   f"from {begin} to {end or 'never'}, {before} before  then "
                   f"{rule.tier_name(then)}{self.imported(rule, standing)}")

    def imported(self, rule, standing):
        """Of each tier the last end."""
        ends = dict(sorted(standing.imported))
        return "".join(f"  imported {rule.tier_name(tier)} until {text_of(until) or 'never'}"
                       for tier, until in ends.items())


def block(inputs, results):
    return "\n".join([*inputs, "----", *results]) + "\n\n"
