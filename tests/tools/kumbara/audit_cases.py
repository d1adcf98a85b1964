"""kumbara audit: what it says of sound ledgers and of others."""

import collections
import decimal
import json
import random

import cli
import event_history
from cli import row

# The accounts of an audit's tables whose postings face a member's.
MOVEMENTS = ("issued imported adjusted restored written_off clawed_back "
             "redeemed expired forfeited paid_out in_transit").split()


class Audits(cli.CliTest):
    def audit(self, code=cli.OK, ledger="shop"):
        return json.loads(self.run_to(code, "audit", ledger, "--format",
                                      "json").out)

    def test_a_sound_ledger_in_words(self):
        self.init()
        self.write("in.csv", [
            cli.purchase("p1", "anna", 10000, "2024-05-01T10:00:00Z"),
            row("redeem", "x1", "anna", "2024-05-31T23:59:59.999999Z",
                unit="points", points=30),
            row("redeem", "x2", "anna", "2024-06-01T00:00:00Z",
                unit="points", points=20)])
        self.ok("load", "shop", "in.csv")
        ran = self.ok("audit", "shop")
        self.assertRegex(ran.out, r"^shop: audited [\d]+ batches, \d+ commands, "
                                  r"1 members in [\d.]+ s\n")
        self.assertIn("\npoints   opening  issued  redeemed  closing\n"
                      "2024-05        0     100       -30       70\n"
                      "2024-06       70       0       -20       50\n", ran.out)
        self.assertIn(f"\nstate digest     {self.digest()}\n", ran.out)
        self.assertTrue(ran.out.endswith(
            "\ninvariants 1 to 6, 9 to 11 and 13 hold\n"), ran.out)

    def test_an_empty_ledger_has_no_months(self):
        self.init()
        audit = self.audit()
        self.assertEqual(audit["violations"], [])
        self.assertEqual(audit["units"], [{"unit": "points", "months": []}])
        self.assertEqual((audit["batches"], audit["commands"],
                          audit["members"]), (1, 0, 0))

    def test_a_refused_command_may_make_anything_due(self):
        (self.folder / "club.toml").write_text("""
program = { name = "club", zone = "UTC", currency = "*" }
unit.points = { decimals = 0, spendable = true }
unit.stars = { decimals = 0, spendable = true, retire_at = "2025-06-07" }
[[earn]]
name = "birthday"
on = "birthday"
unit = "points"
give = 10
[[tier_set]]
name = "club"
basis = "balance"
unit = "points"
window = "calendar_year"
tiers = [{ name = "bronze", at = 10 }]
[[earn]]
name = "risen"
on = "tier_entry"
tier = "bronze"
unit = "points"
give = 3
[[earn]]
name = "base"
on = "purchase"
unit = "points"
basis = "total"
give = 1
per = 100
""")
        self.ok("init", "shop", "--program", "club.toml", "--max-ahead", "off")
        self.ok("submit", "shop", "enroll ada birthday=06-07 "
                                  "at=2025-06-06T00:00:00Z")
        self.ok("submit", "shop", "award ada 5 stars at=2025-06-06T00:00:01Z")
        ran = self.run_to(cli.REJECTED, "submit", "shop",
                          "redeem ada 99 points at=2025-06-08T00:00:00Z")
        self.assertIn("issued", ran.out)
        self.assertIn("10 points", ran.out)
        self.assertIn("3 points", ran.out)  # Of the tier that the day brought her into.
        self.assertIn("forfeited", ran.out)
        self.assertEqual(self.audit()["violations"], [])

    def test_a_round_that_is_open_is_sound_to_verify_and_audit(self):
        self.init()
        self.write("in.csv", [
            row("award", f"a{i}", name, f"2024-05-01T10:00:0{i}Z",
                unit="points", points=100)
            for i, name in enumerate(("anna", "bert"))] + [
            row("transfer", "t1", "anna", "2024-05-02", unit="points",
                points=40, to_member_id="bert"),
            row("award", "a9", "anna", "2024-05-03", unit="points", points=1)])
        self.ok("load", "shop", "in.csv", "--batch", "1")
        self.assertEqual(self.audit()["violations"], [])
        self.ok("verify", "shop")

    def test_tables_are_the_sums_of_the_events(self):
        (self.folder / "busy.toml").write_text(event_history.PROGRAM)
        self.ok("init", "shop", "--program", "busy.toml", "--max-ahead", "off",
                "--round", 8)
        seed = random.randrange(1 << 32)
        self.write("in.csv", event_history.history(random.Random(seed), 800))
        self.run_any("load", "shop", "in.csv")
        audit = self.audit()
        self.assertEqual(audit["violations"], [], seed)
        sums = collections.Counter()
        for event in event_history.parse(self.ok("events", "shop").out):
            if event.get("account") in MOVEMENTS:
                sums[event["unit"], event["at"][:7], event["account"]] -= (
                    decimal.Decimal(event["amount"]))
        found = collections.Counter()
        for unit in audit["units"]:
            opening = 0
            for month in unit["months"]:
                moved = {name: decimal.Decimal(month.get(name, 0))
                         for name in MOVEMENTS}
                self.assertEqual(decimal.Decimal(month["opening"]), opening)
                opening += sum(moved.values())
                self.assertEqual(decimal.Decimal(month["closing"]), opening)
                for name, amount in moved.items():
                    found[unit["unit"], month["month"], name] += amount
            nets = self.balances("shop", "--unit", unit["unit"])
            self.assertEqual(opening, sum(map(decimal.Decimal, nets.values())),
                             seed)
        self.assertEqual({key: amount for key, amount in sums.items() if amount},
                         {key: amount for key, amount in found.items() if amount},
                         seed)

    def test_months_are_those_of_the_zone(self):
        text = cli.RULE_A.read_text().replace("UTC", "Europe/Prague")
        (self.folder / "prague.toml").write_text(text)
        self.ok("init", "shop", "--program", "prague.toml", "--max-ahead",
                "off")
        self.write("in.csv", [cli.purchase("p1", "anna", 10000,
                                           "2024-05-31T22:00:00Z")])
        self.ok("load", "shop", "in.csv")
        self.assertEqual([month["month"]
                          for month in self.audit()["units"][0]["months"]],
                         ["2024-06"])

    def test_what_a_checkpoint_signed_for_and_is_gone_breaks_7(self):
        self.init()
        ran = self.ok("signing-key", "books.key", "--new", "books")
        (self.folder / "books.pub").write_text(ran.out)
        for points in (5, 6):
            self.ok("submit", "shop", f"award anna {points} points")
        self.ok("backup", "create", "shop", "backup")
        self.ok("checkpoint", "shop", "--signing-key", "books.key", "--to",
                "kept")
        witness = ("--against", "kept", "--verifier", "books.pub")
        ran = self.ok("audit", "shop", *witness)
        self.assertIn("\ninvariants 1 to 7, 9 to 11 and 13 hold\n", ran.out)
        self.ok("restore", "backup", "cut", "--until-sequence", 1)
        self.ok("audit", "cut")
        ran = self.run_to(cli.DAMAGED, "audit", "cut", *witness)
        self.assertRegex(ran.out, r"\ninvariant 7: sequence 1: kept: batch")

    def test_answers_that_load_wrote_hold_7(self):
        self.init()
        self.write("in.csv", [cli.purchase(f"p{i}", "anna", 100 * i)
                              for i in range(1, 8)]
                   + [cli.purchase('till 2, "8"', "anna", 800)])
        self.ok("load", "shop", "in.csv", "--outcomes", "kept", "--source", "x")
        self.assertIn('\n"till 2, ""8""",ok,8,36,',
                      (self.folder / "kept").read_text())
        self.ok("load", "shop", "in.csv", "--outcomes", "again", "--source",
                "x")
        (self.folder / "older").write_text("".join(
            line.rsplit(",", 1)[0] + "\n"
            for line in (self.folder / "kept").read_text().splitlines()))
        for words in (("--answers", "kept", "--answers", "again"),
                      ("--answers", "older", "--source", "x")):
            ran = self.ok("audit", "shop", *words)
            self.assertIn("\ninvariants 1 to 7, 9 to 11 and 13 hold\n", ran.out)
        ran = self.run_to(cli.DAMAGED, "audit", "shop", "--answers", "older")
        self.assertIn("older: 8 of 8 answers are not in the journal, the first "
                      "to p1 in line 2", ran.out)

    def test_answers_to_rows_with_ids_of_other_kinds_hold_7(self):
        self.init()
        self.write("in.csv", [
            cli.purchase("p1", "anna", 100, command_id="ab" * 16),
            cli.purchase("", "anna", 200, counter=7, source="till"),
            cli.row("tick", "", "", "2025-01-01T00:00:00Z")],
            [*cli.COLUMNS, "counter", "source"])
        self.ok("load", "shop", "in.csv", "--outcomes", "kept")
        kept = (self.folder / "kept").read_text()
        self.assertIn(f"\np1,ok,1,1,{'ab' * 16}\n,ok,2,3,", kept)
        self.ok("audit", "shop", "--answers", "kept")
        self.ok("load", "shop", "in.csv", "--outcomes", "again")
        again = (self.folder / "again").read_text()
        self.assertIn(f"\np1,exists,1,0,{'ab' * 16}\n,exists,2,0,", again)
        self.ok("audit", "shop", "--answers", "again")
        (self.folder / "again").write_text(again.replace("exists,2", "exists,3"))
        ran = self.run_to(cli.DAMAGED, "audit", "shop", "--answers", "again")
        self.assertIn("again: 1 of 2 answers are not in the journal", ran.out)
        (self.folder / "again").write_text(again.replace("ab" * 16, ""))
        ran = self.run_to(cli.FAILED, "audit", "shop", "--answers", "again")
        self.assertIn("again:2: expected transaction_id,code,delta,net,command_id",
                      ran.err)
        (self.folder / "kept").write_text(kept.replace("ab" * 16, "cd" * 16))
        ran = self.run_to(cli.DAMAGED, "audit", "shop", "--answers", "kept")
        self.assertIn("kept: 1 of 2 answers are not in the journal", ran.out)

    def test_damage_is_told_as_ever(self):
        self.init()
        self.ok("submit", "shop", "award anna 5 points")
        self.flip_batches(self.folder / "shop" / "journal" / "0000000001.mdb")
        ran = self.run_to(cli.DAMAGED, "audit", "shop")
        self.assertIn("0000000001.mdb: batch ", ran.err)
        self.assertEqual(ran.out, "")
