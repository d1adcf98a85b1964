"""kumbara load and submit: linked rows, which are taken whole or not at all."""

import cli
from cli import purchase, row

COLUMNS = ["transaction_id", "member_id", "occurred_at", "kind", "amount_minor",
           "currency", "unit", "points", "to_member_id", "linked"]


def award(transaction, member, points, linked=""):
    return row("award", transaction, member, points=points, unit="points",
               linked=linked)


def redeem(transaction, member, points, linked=""):
    return row("redeem", transaction, member, points=points, unit="points",
               linked=linked)


class LinkedRows(cli.CliTest):
    def outcomes(self, name):
        lines = (self.folder / name).read_text().splitlines()[1:]
        return {line.split(",")[0]: line.split(",")[1] for line in lines}

    def load(self, code, rows, *words):
        self.write("in.csv", rows, COLUMNS)
        return self.run_to(code, "load", "shop", "in.csv", "--outcomes",
                           "out.csv", *words)

    def test_no_frame_is_cut_within_a_run(self):
        rows = [purchase("p", "m", 10000)]
        for run in range(20):
            rows += [redeem(f"r{run}.{i}", "m", 1, "yes") for i in range(run % 5)]
            rows.append(award(f"a{run}", "m", run % 5))
        for batch in ("1", "3", "100"):
            name = self.init(f"shop{batch}", "--pseudonym", "stable")
            self.write("in.csv", rows, COLUMNS)
            ran = self.ok("load", name, "in.csv", "--batch", batch)
            self.assertEqual(self.fact(ran, "applied"), len(rows))
        self.assertEqual(self.digest("shop1"), self.digest("shop3"))
        self.assertEqual(self.digest("shop1"), self.digest("shop100"))

    def test_the_ledger_refuses_a_run_as_a_whole(self):
        self.init()
        rows = [purchase("p", "m", 10000), redeem("r1", "m", 60, "yes"),
                redeem("r2", "m", 60), redeem("r3", "m", 60)]
        ran = self.load(cli.REJECTED, rows, "--rejects", "bad.csv")
        self.assertEqual(self.outcomes("out.csv"),
                         {"p": "ok", "r1": "linked_failed",
                          "r2": "insufficient", "r3": "ok"})
        self.assertIn("linked_failed", ran.out)
        self.assertEqual(len((self.folder / "bad.csv").read_text().splitlines()),
                         3)

    def test_what_was_between_rows_of_a_run_was_never_known(self):
        self.init()
        self.load(cli.OK, [purchase("p", "m", 10000), award("a1", "m", 1, "yes"),
                           award("a2", "m", 2)])
        ran = self.run_to(cli.FAILED, "balances", "shop", "--known", "2")
        self.assertIn("sequence 2 is inside of a linked run, which ends with 3",
                      ran.err)
        self.assertEqual(self.balances("shop", "--known", "1"), {"m": "100"})
        self.assertEqual(self.balances("shop", "--known", "3"), {"m": "103"})

    def test_a_row_that_becomes_no_command_spoils_its_run(self):
        self.init()
        rows = [purchase("p", "m", 10000), redeem("r1", "m", 1, "yes"),
                redeem("r2", "m", "1.5", "yes"), redeem("r3", "m", 1),
                redeem("r4", "m", 1)]
        ran = self.load(cli.REJECTED, rows)
        self.assertEqual(self.outcomes("out.csv"), {"p": "ok", "r4": "ok"})
        self.assertIn("in.csv:3: linked: expected rows that can all be taken, "
                      "not as line 4", ran.err)
        self.assertIn("in.csv:4: points: expected a number of at most 0 "
                      "decimals", ran.err)
        self.assertIn("in.csv:5: linked: expected rows that can all be taken",
                      ran.err)

    def test_a_command_alone_is_linked_to_nothing(self):
        self.init()
        self.ok("submit", "shop", "enroll m")
        ran = self.run_to(cli.REJECTED, "submit", "shop",
                          "award m 5 points linked=yes")
        self.assertTrue(ran.out.startswith("linked_open"), ran.out)
