"""Values of the reference model: codes, commands, numbers, instants as text."""

import datetime
from collections import namedtuple

import lines

LIMIT = 10**18
ROUND_BYTES = 4 << 20
SLICES = 255  # The most of one transfer or hold.
BEGINNING = -(10**18)  # Before every business time.
NEVER = 10**30  # After every business time.

# In order of precedence, as in the document.
REFUSALS = (
    "exists", "exists_with_different_content", "time_in_future", "too_late",
    "member_unknown", "member_closed", "member_exists", "unit_unknown",
    "unit_not_spendable", "wrong_currency", "reference_not_found",
    "reference_wrong_kind", "reference_of_other_member", "reference_too_old",
    "already_captured", "already_voided", "already_timed_out", "already_reversed",
    "exceeds_remaining", "not_reversible", "not_permitted", "reward_unknown",
    "reward_not_valid", "limit_reached", "overflow", "insufficient", "out_of_stock",
    "receiver_unknown", "receiver_closed",
    "receiver_refused", "linked_open", "linked_other_member", "linked_failed")

# All fields are the content; None is "not given". `unit` is the currency of a
# purchase or return; an import of spend has an amount without one, and that of a
# purchase money for its amount and points of its unit beside that. Instants are microseconds; a birthday is MM-DD, segments are
# numbers in ascending order; either, and a plan, may be CLEARED. A vintage is YYYY-MM;
# an expiry that is never is not given. Lines are a tuple of lines.Line.
FIELDS = ("kind id member at amount unit store channel reason reference receiver "
          "funding_class category cause name operator approver until lot before "
          "birthday segments plan force pay_out what activation expiry "
          "vintage lines reward tier quantity actor referrer linked points "
          "points_left").split()
Command = namedtuple("Command", FIELDS, defaults=(None,) * (len(FIELDS) - 1))
INSTANTS = ("at", "until", "before", "activation", "expiry")
OTHER_COLUMNS = {"store": "store_id", "receiver": "to_member_id",
                 "actor": "actor_member_id"}
# Where a field stands in a file of rows, if its place is the same for every kind.
COLUMNS = {field: OTHER_COLUMNS.get(field, field)
           for field in FIELDS[FIELDS.index("store"):]}
ATTRIBUTES = ("birthday", "segments", "plan")
CLEARED = "none"

# The fields that are details, each of them; all attributes together are one more.
DETAILS = ("reference", "receiver", "funding_class", "category", "cause", "name",
           "operator", "approver", "until", "lot", "before", "what",
           "activation", "expiry", "vintage", "reward", "tier", "quantity", "actor",
           "referrer", "points", "points_left")
# Those that are amounts of the command's unit.
IN_UNIT = ("points", "points_left")

ROUNDINGS = {
    "floor": lambda n, d: n // d,
    "half_up": lambda n, d: (2 * n + d) // (2 * d),
    "half_even": lambda n, d: n // d + (2 * (n % d) + (n // d) % 2 > d),
    "ceil": lambda n, d: -(-n // d),
}

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def listed(words):
    """One, or several as they are."""
    return words if isinstance(words, list) else [words]


def named_as(command):
    """The kind that a command is of to those that name it."""
    return "purchase" if command.what == "purchase" else command.kind


class Waits(Exception):
    """A command has asked, and does nothing before the answer."""


class Refused(Exception):
    """Raised with a code; whoever catches it has changed nothing yet."""


def micros(text):
    instant = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=datetime.timezone.utc)
    return (instant - EPOCH) // datetime.timedelta(microseconds=1)


def field_text(field, value, points=lambda amount, _: str(amount)):
    """Of a field of a command as rows and scenarios write it, or None; `points`
    writes an amount of a unit."""
    if value is None:
        return None
    if field == "lines":
        return lines.text(value, points)
    return text_of(value) if field in INSTANTS else str(value)


def value_of(field, text):
    """The inverse of field_text."""
    if text is None or (field, text) == ("expiry", "never"):
        return None
    if field in ("lot", "quantity", *IN_UNIT):
        return int(text)
    if field == "lines":
        return lines.parse(text)
    return micros(text) if field in INSTANTS else text


def text_of(instant):
    """The inverse of micros, or None for never."""
    if instant == NEVER:
        return None
    moment = EPOCH + datetime.timedelta(microseconds=instant)
    return moment.replace(tzinfo=None).isoformat() + "Z"
