#!/usr/bin/env python3
"""The table of a long run: what it takes from others, and how it adds up."""

import unittest

from fault_table import (Row, add_up, lost_in, rows_of_counts, rows_of_table,
                         table)

PRINTED = """skipped: disk full, then room again: mounting needs root
fault                             tried  survived
power loss: state of the disk     9,990     9,989
kill -9 at a call                    24        24
all                              10,014    10,013
"""


class FaultTable(unittest.TestCase):
    def test_a_table_is_read_without_head_and_sum(self):
        self.assertEqual(rows_of_table(PRINTED),
                         [Row("power loss: state of the disk", 9990, 9989),
                          Row("kill -9 at a call", 24, 24)])

    def test_counts_are_read_and_what_is_not_there_is_left_out(self):
        kinds = {"archiving": r"^archive: (\d+) faults",
                 "attaching": r"^attach: (\d+) faults",
                 "listing": r"(\d+) calls"}
        self.assertEqual(
            rows_of_counts("archive: 12 faults\nlist: 3 calls, 40 calls\n", kinds),
            [Row("archiving", 12, 12), Row("listing", 43, 43)])

    def test_losses_are_counted(self):
        self.assertEqual(lost_in("LOST: one\nstate 7: LOST\nnothing LOSTed"), 2)

    def test_rows_of_a_kind_are_one(self):
        rows = add_up([Row("a", 1, 1), Row("b", 5, 4, 1), Row("a", 1000, 1000)])
        self.assertEqual(rows, [Row("a", 1001, 1001), Row("b", 5, 4, 1)])
        self.assertEqual(table(rows), """\
fault  how many  survived  acknowledged and lost
a         1,001     1,001                      0
b             5         4                      1
all       1,006     1,005                      1
""")


if __name__ == "__main__":
    unittest.main()
