"""Bugs in tiers."""

from patch import Patch

A = "engine/apply/"

PATCHES = [
    Patch("a late basket is rated with the tier of today", A + "tier_ladder.cc",
          "state.in_force_at(at);",
          "state.in_force();"),
    Patch("a tier is told of, but not in force", A + "tier_ladder.cc",
          "    state_.changes.push_back({clock, tier});\n",
          ""),
    Patch("who is merged is in a window that is over", A + "merge_tiers.cc",
          "    PassAllDue(LadderOf(to.program, other, i), clock, balance);\n",
          "    static_cast<void>(balance);\n"),
]
