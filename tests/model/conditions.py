"""When an earn rule applies: section 2 of docs/semantics.md."""

import functools
import hashlib
import hmac

import dates
import lines
from giving import is_among
from values import listed

MINUTE = 60 * dates.SECOND
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
            "sunday")
WORDS = 2**64


class When:
    """What must hold, and for how long a rule rests."""

    def __init__(self, source, cooldown, name, zone):
        self.source = {} if source == "always" else source
        self.salt = self.source.get("salt", name)
        self.cooldown, self.zone = cooldown, zone

    def holds(self, command, name, member, has_bought, last):
        """Of what is looked at once, for a member of some name. `last` is when the rule
        gave something to it, or None."""
        when = self.source
        return (self.names("store", command.store)
                and self.names("channel", command.channel)
                and self.is_paid(command.lines)
                and self.is_time(command.at)
                and self.is_for(member.attributes_at(command.at))
                and self.has_bucket(name)
                and not (when.get("first_purchase") and has_bought)
                and (self.cooldown is None or last is None or command.at >= dates.add(
                    last, self.cooldown, self.zone)))

    def looks_at(self, basket):
        """Whether it has enough, and of the right things; what remains of it too."""
        when = self.source
        keys = {key: listed(when[key]) for key in lines.FILTERS if key in when}
        return (basket.amount >= when.get("total_min", basket.amount)
                and (not keys or basket.sum_of(lines.GOODS, keys) > 0))

    # --- Each ---------------------------------------------------------------

    def names(self, key, word):
        return key not in self.source or word in listed(self.source[key])

    def is_paid(self, given):
        return "tender" not in self.source or any(
            line.kind == "tender" and line.category in listed(self.source["tender"])
            for line in given or ())

    def is_time(self, at):
        local = self.zone.local(at)
        day, time = divmod(local, dates.DAY)
        begin = minutes(self.source.get("from", "00:00")) * MINUTE
        end = minutes(self.source.get("until", "24:00")) * MINUTE
        inside = (begin <= time < end if begin < end
                  else begin <= time or time < end)
        # 1970-01-01 was a Thursday.
        return inside and self.names("weekday", WEEKDAYS[(day + 3) % 7])

    def is_for(self, attributes):
        who = {key: self.source[key] for key in ("segments", "plans")
               if key in self.source}
        return not who or is_among(who, attributes)

    def has_bucket(self, name):
        if "bucket" not in self.source:
            return True
        first, last = self.source["bucket"]
        return first <= spread(self.salt.encode() + id_of(name)) % 100 <= last


def minutes(text):
    hours, rest = text.split(":")
    return int(hours) * 60 + int(rest)


@functools.lru_cache(None)
def id_of(name):
    """The 16 bytes of a member, where pseudonyms are stable."""
    return hmac.new(bytes(32), bytes(16) + name.encode(), hashlib.sha256).digest()[:16]


def spread(data):
    h = 0xcbf29ce484222325
    for byte in data:
        h = (h ^ byte) * 0x100000001b3 % WORDS
    for factor in (0xff51afd7ed558ccd, 0xc4ceb9fe1a85ec53):
        h = (h ^ h >> 33) * factor % WORDS
    return h ^ h >> 33
