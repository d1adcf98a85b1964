"""The table of kinds of commands: what each names and needs.

What it does is the method do_KIND of commands.Execution, how it is drawn at random a
function of random_kinds.py.
"""

from collections import namedtuple

# names    what its field `unit` is: a unit of the program, a currency, or nothing,
#          and then the unit is that of the command it refers to, or none
# opens    an unknown member: always, at first_sight, or never
# spends   whether its unit, or that of a points tender, must be spendable
# redeems  how rules for automatic redemption see it: purchase, credit, or not
Kind = namedtuple("Kind", "names opens spends redeems",
                  defaults=("unit", "never", False, "credit"))

KINDS = {
    "enroll": Kind(names=None, opens="always"),
    "purchase": Kind(names="currency", opens="first_sight", spends=True,
                     redeems="purchase"),
    "return": Kind(names="currency", opens="first_sight", redeems=None),
    "award": Kind(opens="first_sight"),
    "redeem": Kind(spends=True),
    "donate": Kind(spends=True),
    "event": Kind(names=None, opens="first_sight"),
    "adjust": Kind(),
    "transfer": Kind(spends=True),
    "hold": Kind(spends=True),
    "capture": Kind(names="reference"),
    "void": Kind(names="reference"),
    "reverse": Kind(names="reference"),
    "extend": Kind(),
    "refer": Kind(names=None),
    "set": Kind(names=None),
    "reinstate": Kind(),
    "close": Kind(names=None),
    "import": Kind(opens="always"),
    "join": Kind(names=None),
    "leave": Kind(names=None),
    "merge": Kind(names=None),
    "tick": Kind(names=None),
}
