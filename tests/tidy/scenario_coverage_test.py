#!/usr/bin/env python3
"""Asks for one thing more at a time and expects it to be missed."""

import pathlib
import shutil
import tempfile
import unittest

import scenario_coverage

ROOT = pathlib.Path(__file__).resolve().parents[2]
READ = ["engine/record/command.h", "docs/semantics.md", "docs/program_file.md",
        "docs/scenarios.md"]

# What is planted: sentence -> (path, text, what replaces it, words of the gap).
PLANTED = {
    "a new kind of command": (
        "engine/record/command.h", '    {CommandKind::kEnroll, "enroll"',
        '    {CommandKind::kGamble, "gamble", 0},\n'
        '    {CommandKind::kEnroll, "enroll"', "no gamble is ok"),
    "a new refusal": (
        "docs/semantics.md", "| 12 | `reference_not_found` |",
        "| 99 | `too_loud` | |\n| 12 | `reference_not_found` |",
        "too_loud is never answered"),
    "a new word for a key": (
        "docs/program_file.md", '"explicit" or "first_sight" |',
        '"explicit", "by_hand" or "first_sight" |',
        "no program has by_hand for enrol in program"),
    "a new key": (
        "docs/program_file.md", "| `approver` | true or false |",
        "| `approvers` | an integer, 1 to 9 | `1` |\n"
        "| `approver` | true or false |",
        "no program has 9 for approvers in adjust"),
    "a new vector": (
        "docs/semantics.md", "| 100 points for $100, $75 returned |",
        "| 3 for 2 | 2 | nobody |\n| 100 points for $100, $75 returned |",
        "no scenario has the vector: 3 for 2"),
    "a wrong word of what comes before what": (
        "tests/scenarios/precedence_by_kind.scenario",
        "# 6 before 9\naward", "# 9 before 27\naward",
        "award is answered member_unknown, not as said: # 9 before 27"),
    "a pair that nobody shows": (
        "tests/scenarios/precedence_by_kind.scenario",
        "# 6 before 9\naward", "award",
        "no award to which member_unknown and unit_unknown apply"),
    "a file in no table": (
        "docs/scenarios.md", "`golden_lots`", "`golden_gifts`",
        "docs/scenarios.md does not list golden_lots"),
    "a table with no file": (
        "docs/scenarios.md", "`golden_lots`", "`golden_lots`, `silver`",
        "docs/scenarios.md lists silver, which is no file"),
}


class ScenarioCoverageTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for tree in ["tests/scenarios", "tests/oracles"]:
            shutil.copytree(ROOT / tree, self.root / tree)
        for path in READ:
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, self.root / path)

    def test_nothing_is_missed(self):
        self.assertEqual(list(scenario_coverage.gaps(self.root)), [])

    def test_what_is_planted_is_missed(self):
        for sentence, (path, text, planted, gap) in PLANTED.items():
            with self.subTest(sentence):
                file = self.root / path
                clean = file.read_text()
                self.assertEqual(clean.count(text), 1)
                file.write_text(clean.replace(text, planted))
                found = list(scenario_coverage.gaps(self.root))
                file.write_text(clean)
                self.assertTrue(any(gap in line for line in found), found)


if __name__ == "__main__":
    unittest.main()
