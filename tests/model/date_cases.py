"""Dates of section 2: durations, gaps, repeated hours, rounding."""

import unittest

import dates
from dates import LotPolicy, Zone
from test_books import at
from values import NEVER, text_of


def local(zone, text):
    """The instant of a local time that exists once."""
    instant = zone.instant(at(text + "Z"))
    assert zone.local(instant) == at(text + "Z")
    return instant


class Dates(unittest.TestCase):
    def test_additions(self):
        for zone, begin, duration, rounding, end in (
                # Month ends and leap days.
                ("UTC", "2023-01-31T10:00", "1mo", "none", "2023-02-28T10:00"),
                ("UTC", "2024-01-31T10:00", "1mo", "none", "2024-02-29T10:00"),
                ("UTC", "2024-02-29T10:00", "1y", "none", "2025-02-28T10:00"),
                ("UTC", "2024-02-29T10:00", "4y", "none", "2028-02-29T10:00"),
                ("UTC", "2023-12-31T23:59", "2mo", "none", "2024-02-29T23:59"),
                ("UTC", "2023-03-01T00:00", "365d", "none", "2024-02-29T00:00"),
                ("UTC", "2023-12-31T00:00", "0s", "end_of_year",
                 "2024-01-01T00:00"),
                ("UTC", "2024-01-01T00:00", "0mo", "end_of_month",
                 "2024-02-01T00:00"),
                ("UTC", "2020-07-06T00:00", "2w", "end_of_day",
                 "2020-07-21T00:00"),
                # A day of elapsed time over the change, and a civil month.
                ("Europe/Prague", "2023-03-25T02:30", "1d", "none",
                 "2023-03-26T03:30"),
                ("Europe/Prague", "2023-02-26T02:30", "1mo", "none",
                 "2023-03-26T03:00"),
                ("Europe/Prague", "2023-01-31T10:00", "1mo", "end_of_day",
                 "2023-03-01T00:00"),
                # 30 minutes are skipped at 02:00.
                ("Australia/Lord_Howe", "2023-09-01T02:10", "1mo", "none",
                 "2023-10-01T02:30"),
                # 30 December 2011 did not exist.
                ("Pacific/Apia", "2011-11-30T12:00", "1mo", "none",
                 "2011-12-31T00:00"),
                ("Pacific/Apia", "2011-12-29T12:00", "0s", "end_of_day",
                 "2011-12-31T00:00"),
                # Midnight did not exist.
                ("America/Sao_Paulo", "2018-11-03T12:00", "0s", "end_of_day",
                 "2018-11-04T01:00")):
            rules = Zone(zone)
            sum_ = dates.add(local(rules, begin), duration, rules)
            found = dates.round_up(sum_, rounding, rules)
            self.assertEqual(text_of(found), text_of(local(rules, end)),
                             (zone, begin, duration))

    def test_a_repeated_time_is_the_earlier(self):
        zone = Zone("America/New_York")
        found = dates.add(local(zone, "2023-10-05T01:30"), "1mo", zone)
        self.assertEqual(text_of(found), "2023-11-05T05:30:00Z")
        # 00:00 to 00:01 came twice, so does this day's start.
        zone = Zone("America/St_Johns")
        self.assertEqual(text_of(zone.start_of(zone.day(at("2010-11-07T12:00Z")))),
                         "2010-11-07T02:30:00Z")

    def test_dates_past_the_year_9999_are_never(self):
        zone = Zone("Asia/Kathmandu")
        begin = at("9990-06-01")
        self.assertEqual(dates.add(begin, "10y", zone), NEVER)
        self.assertEqual(dates.add(begin, "4000d", zone), NEVER)
        self.assertEqual(
            text_of(dates.add(begin, "9y", zone)), "9999-06-01T00:00:00Z")
        end = dates.round_up(at("9999-06-01"), "end_of_year", zone)
        self.assertEqual(text_of(end), "9999-12-31T18:15:00Z")
        end = dates.round_up(at("9999-06-01"), "end_of_year", Zone("UTC"))
        self.assertEqual(end, NEVER)

    def test_fixed_days(self):
        policy = lambda **expiry: LotPolicy(expiry, "none", Zone("UTC"))
        for days, begin, end in (
                ("12-31", "2023-12-31T23:59:59.999999Z", "2024-01-01"),
                ("12-31", "2024-01-01", "2025-01-01"),
                (["06-30", "12-31"], "2023-07-01", "2024-01-01"),
                (["06-30", "12-31"], "2023-06-30", "2023-07-01"),
                ("02-29", "2023-02-28", "2023-03-01"),
                ("02-29", "2023-03-01", "2024-03-01")):
            found = policy(on=days).expiry(at(begin), at("2020-01-01"))
            self.assertEqual(text_of(found), text_of(at(end)), (days, begin))
        found = policy(on="12-31", **{"from": "earn"}).expiry(
            at("2024-01-01"), at("2023-12-31"))
        self.assertEqual(found, at("2024-01-01"))

    def test_pending(self):
        zone = Zone("Europe/Istanbul")
        b = at("2023-05-05T12:00:00Z")
        for pending, activation in (
                ("none", "2023-05-05T12:00:00Z"),
                ({"for": "14d"}, "2023-05-19T12:00:00Z"),
                ({"for": "14d", "round": "end_of_day"}, "2023-05-19T21:00:00Z"),
                ({"until": "2023-06-01"}, "2023-05-31T21:00:00Z"),
                ({"until": "2023-05-05"}, "2023-05-05T12:00:00Z")):
            policy = LotPolicy("never", pending, zone)
            self.assertEqual(policy.activation(b), at(activation), pending)

    def test_every_day_has_a_start_that_lies_in_it_or_ends_the_one_before(self):
        for name in ("Pacific/Apia", "America/Sao_Paulo", "Africa/Casablanca",
                     "America/St_Johns"):
            zone = Zone(name)
            first = dates.day_of(2005, 1, 1)
            starts = [zone.start_of(day) for day in range(first, first + 5000)]
            self.assertEqual(starts, sorted(starts))
            for day, start in enumerate(starts, start=first):
                self.assertLessEqual(day, zone.day(start))
                self.assertLess(zone.day(start - 1), day)

    def test_vintage_is_the_local_month(self):
        instant = at("2023-12-31T23:30:00Z")
        self.assertEqual(dates.vintage(instant, Zone("UTC")), 2023 * 12 + 11)
        self.assertEqual(dates.vintage(instant, Zone("Europe/Prague")),
                         2024 * 12)
