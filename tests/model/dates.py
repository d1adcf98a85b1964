"""When lots become usable and when they expire: section 2, Dates.

Days are counted from 1970-01-01, local times are microseconds since its local
midnight. Offsets come from the machine's zone files; what datetime would decide
otherwise (month ends, gaps, repeated hours, years past 9999) is done by hand.
"""

import datetime
import functools
import re
import zoneinfo

from values import EPOCH, NEVER, micros

SECOND = 10**6
DAY = 86400 * SECOND
DAYS_OF_400_YEARS = 146097
EPOCH_ORDINAL = datetime.date(1970, 1, 1).toordinal()
FIRST_ASKED = micros("1000-01-01T00:00:00Z")
LAST_INSTANT = micros("9999-12-31T23:59:59.999999Z")
LAST_VINTAGE = 65535
ELAPSED = {"s": SECOND, "m": 60 * SECOND, "h": 3600 * SECOND, "d": DAY,
           "w": 7 * DAY}
MONTHS = {"mo": 1, "y": 12}


def civil(day):
    """(year, month, day of the month), the calendar repeating in 400 years."""
    era, rest = divmod(day, DAYS_OF_400_YEARS)
    date = datetime.date.fromordinal(EPOCH_ORDINAL + rest)
    return date.year + 400 * era, date.month, date.day


def day_of(year, month, day):
    """The day's number; one past the month's end is its last day."""
    era, rest = divmod(year - 1970, 400)
    for candidate in (day, day - 1, day - 2, day - 3):
        try:
            date = datetime.date(1970 + rest, month, candidate)
        except ValueError:
            continue
        return date.toordinal() - EPOCH_ORDINAL + era * DAYS_OF_400_YEARS


def has_leap_day(year):
    return civil(day_of(year, 2, 29))[2] == 29


class Zone:
    def __init__(self, name):
        self.info = zoneinfo.ZoneInfo(name)
        self.start_of = functools.lru_cache(None)(self.start_of)
        self.offset = functools.lru_cache(1 << 16)(self.offset)

    def offset(self, instant):
        """Local time minus UTC. Rules repeat with the calendar."""
        if instant > LAST_INSTANT - 400 * 366 * DAY:
            instant -= 2 * DAYS_OF_400_YEARS * DAY
        instant = max(instant, FIRST_ASKED)
        moment = EPOCH + datetime.timedelta(microseconds=instant)
        offset = moment.astimezone(self.info).utcoffset()
        return offset // datetime.timedelta(microseconds=1)

    def local(self, instant):
        return instant + self.offset(instant)

    def day(self, instant):
        return self.local(instant) // DAY

    def instant(self, local):
        """The first instant with this local time, or after the gap around it."""
        early, late = local - 36 * 3600 * SECOND, local + 36 * 3600 * SECOND
        before, after = self.offset(early), self.offset(late)
        fits = [local - offset for offset in (before, after)
                if self.local(local - offset) == local]
        if fits:
            return min(fits)
        while late - early > 1:  # The offset changes between the two.
            middle = (early + late) // 2
            if self.offset(middle) == before:
                early = middle
            else:
                late = middle
        return late

    def start_of(self, day):
        return self.instant(day * DAY)


@functools.lru_cache(None)
def zone(name):
    return Zone(name)


def in_range(instant):
    return instant if instant <= LAST_INSTANT else NEVER


def add(instant, duration, zone):
    """Instant + a duration such as 90d or 12mo."""
    count, unit = re.fullmatch(r"(\d+)(s|m|h|d|w|mo|y)", duration).groups()
    if unit in ELAPSED:
        return in_range(instant + int(count) * ELAPSED[unit])
    local = zone.local(instant)
    year, month, day = civil(local // DAY)
    years, month = divmod(month - 1 + int(count) * MONTHS[unit], 12)
    if year + years > 9999:
        return NEVER
    day = day_of(year + years, month + 1, day)
    return in_range(zone.instant(day * DAY + local % DAY))


def round_up(instant, rounding, zone):
    if instant == NEVER or rounding == "none":
        return instant
    day = zone.day(instant)
    year, month, _ = civil(day)
    if rounding == "end_of_day":
        day += 1
    elif rounding == "end_of_month":
        day = day_of(year + month // 12, month % 12 + 1, 1)
    else:
        day = day_of(year + 1, 1, 1)
    return in_range(zone.start_of(day))


def end_after(instant, days, zone):
    """The least end of one of the days (MM-DD) that is after the instant."""
    if instant == NEVER:
        return NEVER
    year, _, _ = civil(zone.day(instant))
    ends = [zone.start_of(day_of(y, int(text[:2]), int(text[3:])) + 1)
            for y in (year - 1, year, year + 1, year + 2) for text in days]
    return in_range(min(end for end in ends if end > instant))


def vintage(instant, zone):
    """The local month, up to the last that counts."""
    year, month, _ = civil(zone.day(instant))
    return min(year * 12 + month - 1, LAST_VINTAGE)


def period(instant, per, zone):
    """The number of a local day, week from Monday, month or year; a lifetime has
    one."""
    if per == "lifetime":
        return 0
    day = zone.day(instant)
    year, month, _ = civil(day)
    return {"day": day, "week": (day + 3) // 7, "month": year * 12 + month - 1,
            "year": year}[per]


def period_text(number, per):
    """As the program writes it: by its first day, or the part of that which says it."""
    if per == "lifetime":
        return per
    if per in ("month", "year"):
        year, month = divmod(number, 12) if per == "month" else (number, 0)
        return f"{year:04}" + f"-{month + 1:02}" * (per == "month")
    year, month, day = civil(number if per == "day" else number * 7 - 3)
    return f"{year:04}-{month:02}-{day:02}"


def start_of_date(text, zone):
    date = datetime.date.fromisoformat(text)
    return zone.start_of(date.toordinal() - EPOCH_ORDINAL)


class LotPolicy:
    """EXPIRY and PENDING as the program file writes them."""

    def __init__(self, expiry, pending, zone):
        self.expiry_of = {} if expiry == "never" else expiry
        self.pending = {} if pending == "none" else pending
        self.zone = zone

    @property
    def awaited(self):
        """The events that lots wait for."""
        names = self.pending.get("event", ())
        return (names,) if isinstance(names, str) else tuple(names)

    def activation(self, earned):
        if self.awaited:
            return NEVER
        if "for" in self.pending:
            end = add(earned, self.pending["for"], self.zone)
            return round_up(end, self.pending.get("round", "none"), self.zone)
        if "until" in self.pending:
            return max(earned, start_of_date(self.pending["until"], self.zone))
        return earned

    def expiry(self, activation, earned):
        begin = activation
        if self.awaited or self.expiry_of.get("from", "activation") == "earn":
            begin = earned
        if begin == NEVER:
            return NEVER
        if "on" in self.expiry_of:
            days = self.expiry_of["on"]
            days = [days] if isinstance(days, str) else days
            return end_after(begin, days, self.zone)
        if "after" in self.expiry_of:
            return self.rounded(add(begin, self.expiry_of["after"], self.zone))
        return NEVER

    def watches(self, kind):
        """Whether a command of this kind is an activity."""
        default = ("purchase", "redeem", "award", "transfer")
        kinds = self.expiry_of.get("activities", default)
        kinds = [kinds] if isinstance(kinds, str) else kinds
        return self.inactive and kind in kinds

    @property
    def inactive(self):
        return "inactive" in self.expiry_of

    def inactivity_end(self, last_activity):
        if not self.inactive or last_activity in (None, NEVER):
            return NEVER
        return self.rounded(
            add(last_activity, self.expiry_of["inactive"], self.zone))

    def rounded(self, instant):
        return round_up(instant, self.expiry_of.get("round", "none"), self.zone)
