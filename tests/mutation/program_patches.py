"""Bugs in programs, records, and how they are read."""

from patch import Patch

G = "engine/program/"

PATCHES = [
    Patch("the end of a year is that of a month", G + "lot_dates.cc",
          "      return zone.ToInstant(StartOfNextYear(local));",
          "      return zone.ToInstant(StartOfNextMonth(local));"),
    Patch("the end of a month is that of a day", G + "lot_dates.cc",
          "      return zone.ToInstant(StartOfNextMonth(local));",
          "      return zone.ToInstant(StartOfNextDay(local));"),
    Patch("pending is not rounded", G + "lot_dates.cc",
          "policy.pending_rounding, zone);",
          "DateRounding::kNone, zone);"),
    Patch("expiry counts from the earning always", G + "lot_dates.cc",
          "from_earn ? earned : activation",
          "earned"),
    Patch("expiry never counts from the earning", G + "lot_dates.cc",
          "from_earn ? earned : activation",
          "activation"),
    Patch("inactivity ends sharp", G + "lot_dates.cc",
          "policy.inactive_rounding, zone);",
          "DateRounding::kNone, zone);"),
    Patch("the vintage is that of the year", G + "lot_dates.cc",
          "const int month = MonthNumberOf(zone.ToLocal(earned));",
          "const int month = MonthNumberOf(zone.ToLocal(earned)) / 12 * 12;"),
    Patch("what is not listed is an activity too", G + "lot_compiler.cc",
          "    policy->activities |= SetOf(*kind);",
          "    policy->activities = ~KindSet{0};"),
    Patch("a reward gives what it costs", G + "reward_compiler.cc",
          "  if ((*unit)->code == reward->unit) {",
          "  if (false) {",
          by="tests_engine_program"),
    Patch("errors of a program stand a line too high", G + "file_errors.cc",
          '":", at.line, ":",',
          '":", at.line - 1, ":",'),
    Patch("a program fixes its currency", G + "key_rule.cc",
          '  return text == "*" ||\n'
          "         (text.size()",
          "  return (text.size()"),
]
