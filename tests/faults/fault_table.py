"""What the programs of faults print, added up to one table."""

import re
from typing import NamedTuple


class Row(NamedTuple):
    kind: str
    tried: int
    survived: int
    lost: int = 0  # Acknowledged and lost.


def number(text):
    return int(text.replace(",", ""))


def rows_of_table(output):
    """Of the table that fault_test.py prints, without its sum."""
    lines = re.findall(r"^(\S.*\S) {2,}([\d,]+) {2,}([\d,]+)$", output, re.M)
    return [Row(kind, number(tried), number(survived))
            for kind, tried, survived in lines if kind != "all"]


def rows_of_counts(output, kinds):
    """Of a program that ends at the first fault which is not survived: `kinds` has
    what each line that counts looks like."""
    rows = []
    for kind, pattern in kinds.items():
        tried = sum(map(number, re.findall(pattern, output, re.M)))
        if tried:
            rows.append(Row(kind, tried, tried))
    return rows


def lost_in(text):
    """How often a program says that something acknowledged is lost."""
    return len(re.findall(r"\bLOST\b", text))


def add_up(rows):
    """One row for each kind, in the order in which they first come."""
    sums = {}
    for row in rows:
        _, tried, survived, lost = sums.get(row.kind, Row(row.kind, 0, 0))
        sums[row.kind] = Row(row.kind, tried + row.tried,
                             survived + row.survived, lost + row.lost)
    return list(sums.values())


def total(rows):
    return Row("all", sum(row.tried for row in rows),
               sum(row.survived for row in rows), sum(row.lost for row in rows))


def table(rows):
    lines = [("fault", "how many", "survived", "acknowledged and lost")]
    lines += [(row.kind, *(f"{value:,}" for value in row[1:]))
              for row in [*rows, total(rows)]]
    widths = [max(map(len, column)) for column in zip(*lines)]
    return "".join(
        "  ".join([line[0].ljust(widths[0]),
                   *(word.rjust(width)
                     for word, width in zip(line[1:], widths[1:]))]) + "\n"
        for line in lines)
