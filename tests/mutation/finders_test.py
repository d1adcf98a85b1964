#!/usr/bin/env python3
"""What counts as finding a patch: programs that end in one way or another."""

import pathlib
import tempfile
import unittest

import finders
from build import KUMBARA, Failed
from finders import Section, ask

TESTS = "tests_engine_base"
FIRST, SECOND = "a.scenario", "b.scenario"
SECTIONS = {FIRST: [Section(FIRST, 1), Section(FIRST, 7)],
            SECOND: [Section(SECOND, 1)]}
STARTED = 'echo "[ RUN      ] Some.Test"; '
FAILED = 'echo "[  FAILED  ] Some.Test (0 ms)"; '


class Ends(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.binary = pathlib.Path(folder.name) / "program"
        self.addCleanup(setattr, finders, "SECONDS", finders.SECONDS)
        finders.SECONDS = 1

    def found_by(self, program, script, **options):
        self.binary.write_text(f"#!/bin/sh\n{script}\n")
        self.binary.chmod(0o700)
        return ask(self.binary, program, SECTIONS, **options)

    def shows_nothing(self, program, script, **options):
        with self.assertRaises(Failed):
            self.found_by(program, script, **options)

    def test_a_test_that_fails_is_named(self):
        self.assertEqual(self.found_by(TESTS, STARTED + FAILED + "exit 1")[0],
                         "Some.Test fails")

    def test_tests_that_pass_find_nothing(self):
        self.assertIsNone(self.found_by(TESTS, STARTED + "exit 0")[0])

    def test_a_test_that_ends_its_process_is_named(self):
        self.assertEqual(self.found_by(TESTS, STARTED + "kill -SEGV $$")[0],
                         "Some.Test ends by a signal")

    def test_an_exit_code_without_a_failed_test_shows_nothing(self):
        self.shows_nothing(TESTS, STARTED + "exit 1")
        self.shows_nothing(TESTS, STARTED + FAILED + "exit 2")
        self.shows_nothing(TESTS, "kill -SEGV $$")

    def test_a_test_that_takes_too_long_counts_only_where_expected(self):
        script = STARTED + "exec sleep 9"
        self.shows_nothing(TESTS, script)
        self.assertEqual(self.found_by(TESTS, script, may_hang=True)[0],
                         "Some.Test hangs")
        # The end of a program that has used up its processor time.
        self.shows_nothing(TESTS, STARTED + "kill -KILL $$")

    def test_scenarios_that_differ_are_named(self):
        script = f"echo '{FIRST}:8: award'; echo '{FIRST}: 4 blocks, 1 different'"
        found, failing = self.found_by(KUMBARA, f"{script}; exit 5")
        self.assertEqual((found, failing),
                         (f"{FIRST}:7", {Section(FIRST, 7)}))

    def test_a_runner_that_fails_shows_nothing(self):
        for code in (1, 2, 5, 127):
            with self.subTest(code):
                self.shows_nothing(KUMBARA, f"exit {code}")

    def test_scenarios_that_take_too_long_show_nothing(self):
        self.shows_nothing(KUMBARA, "exec sleep 9")

    def test_a_file_that_ends_its_process_has_failed(self):
        """The first file does; the second one, run by itself, differs."""
        script = (f"[ $2 = {SECOND} ] || kill -ABRT $$\n"
                  f"echo '{SECOND}:2: award'; exit 5")
        finders.ending_section, kept = (lambda *_: Section(FIRST, 1),
                                        finders.ending_section)
        self.addCleanup(setattr, finders, "ending_section", kept)
        found, failing = self.found_by(KUMBARA, script)
        self.assertEqual(failing, {Section(FIRST, 1), Section(SECOND, 1)})
        self.assertEqual(found, f"{FIRST}:1 and 1 files more")


if __name__ == "__main__":
    unittest.main()
