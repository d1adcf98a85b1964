"""Bugs in what reads commands and programs from files, and in what shows members."""

from patch import Patch

K = "tools/kumbara/"

PATCHES = [
    Patch("a row may not return an amount of 0", "tools/csv/csv_row.cc",
          "  if (is_return ? *count > 0 : *count < 0) {",
          "  if (is_return ? *count >= 0 : *count < 0) {"),
    Patch("a number out of range is a way of running", K + "scenario_ledger.cc",
          "  return absl::SimpleAtoi(text, number) && *number >= least && "
          "*number <= most;",
          "  return absl::SimpleAtoi(text, number) && least <= most;"),
    Patch("verify believes what a snapshot says", K + "cmd_verify.cc",
          "  if ((*opened)->ledger().StateDigest() != state) {",
          "  if (snapshot.size() == 1) {",
          by="tests_tools_kumbara"),
    Patch("half a program is read where reading fails", K + "report.cc",
          "  if (!file.is_open() || file.bad()) {",
          "  if (!file.is_open()) {",
          by="tests_tools_kumbara"),
    Patch("an acknowledged answer that is lost is not missed", K + "kept_answers.cc",
          "  if (answer == nullptr) return false;",
          "  if (answer == nullptr) return true;",
          by="tests_tools_kumbara"),
    Patch("an acknowledged answer may be another one", K + "kept_answers.cc",
          "         answer->delta == kept.delta;",
          "         answer->unit != 255;",
          by="tests_tools_kumbara"),
    Patch("what is issued at any instant is a present", K + "ledger_audit.cc",
          "  return zone.ToInstant(day) == posting.at &&\n",
          "  (void)zone, (void)day;\n  return\n",
          by="tests_tools_kumbara"),
    Patch("what is issued for anybody is a present", K + "ledger_audit.cc",
          "                              rule.funding_class == posting.label &&\n",
          "", by="tests_tools_kumbara"),
    Patch("whatever is redeemed was by itself", K + "ledger_audit.cc",
          " &&\n                              rule.label == posting.label;",
          ";",
          by="tests_tools_kumbara"),
    Patch("the first unit's decimals are anybody's", K + "command_maker.cc",
          "    if (decimals && *decimals != unit.decimals) return std::nullopt;",
          "    if (decimals) return decimals;"),
    Patch("what is left out is shown of who is behind the ledger's clock",
          K + "achievement_text.cc",
          "  const Program& program = StandingBy(any, view.settled_to);\n  for",
          "  const Program& program = StandingBy(any, view.clock);\n  for"),
]
