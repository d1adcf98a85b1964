#!/usr/bin/env python3
"""The kumbara program as people meet it: messages, exit codes, files.

    cli_test.py KUMBARA CASES [unittest options]

Runs the cases of CASES, such as submit_cases.py, beside it.
"""

import pathlib
import sys
import unittest

import cli

HERE = pathlib.Path(__file__).resolve().parent


def load_tests(loader, standard_tests, pattern):
    return loader.discover(str(HERE), cases, str(HERE))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    cli.PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    cases = sys.argv.pop(1)
    unittest.main()
