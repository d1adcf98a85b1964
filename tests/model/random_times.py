"""Business times drawn at random: in steps that make ties, at the hours where
calendars and clocks hurt, at the instants at which lots made earlier fall due, and
now and then back."""

import bisect
import functools

import dates
from random_dates import begin_year
from values import micros

SECOND, HOUR, DAY = dates.SECOND, 3600 * dates.SECOND, dates.DAY
STEPS = (0,) * 8 + (SECOND, 60 * SECOND, HOUR, DAY // 2, DAY, 2 * DAY, 5 * DAY,
                    9 * DAY, 30 * DAY)
LATER = (1, SECOND, DAY, 14 * DAY, 30 * DAY, 90 * DAY, 365 * DAY)
BACK = (0,) * 12 + (SECOND, 30 * 60 * SECOND, 10 * HOUR, 40 * DAY, 400 * DAY)
YEARS = 6
LAST = micros("2025-01-01T00:00:00Z")  # Nothing is later: it is past.


@functools.lru_cache(None)
def special_instants(zone, year):
    """Starts of months and of the days around leap days, changes of clocks."""
    instants = []
    first = zone.day(micros(f"{year}-11-01T12:00:00Z"))
    for day in range(first, first + 366 * YEARS):
        _, month, of_month = dates.civil(day)
        start, end = zone.start_of(day), zone.start_of(day + 1)
        if of_month == 1 or (month, of_month) in ((2, 28), (2, 29)):
            instants += [start, start - 1, start + 10 * HOUR]
        before, after = zone.offset(start), zone.offset(end)
        if before != after:
            change = next(at for at in range(start, end + 1, 60 * SECOND)
                          if zone.offset(at) == after)
            instants += [change - 1, change, change - HOUR, change + HOUR // 2]
    return sorted(instants)


class Times:
    def __init__(self, rng, zone_name):
        self.rng = rng
        year = begin_year(zone_name)
        begin = f"{year}-11-{rng.randrange(1, 29):02}T22:00:00Z"
        self.now = micros(begin) + DAY * rng.choice((0, 0, 90, 140, 330, 470))
        self.special = special_instants(dates.zone(zone_name), year)
        self.past = []

    def next(self):
        chance = self.rng.random()
        if chance < 0.12:
            place = bisect.bisect_right(self.special, self.now)
            if place < len(self.special):
                self.now = self.special[place]
        elif chance < 0.2 and self.past:
            later = self.rng.choice(self.past[-60:]) + self.rng.choice(LATER)
            if self.now < later < self.now + 100 * DAY:
                self.now = later
        else:
            self.now += self.rng.choice(STEPS)
        self.now = min(self.now, LAST)
        at = self.now - self.rng.choice(BACK)
        self.past.append(at)
        return at
