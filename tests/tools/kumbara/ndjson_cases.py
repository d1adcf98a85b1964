"""NDJSON files of rows: like CSV in all that comes of them."""

import csv
import json
import re

import cli
from cli import purchase, row

# What is wrong, the line, the key named, what the message says.
BAD = [
    ("no JSON", "p2,anna,2024-05-01", "record", "a JSON object in a line"),
    ("a float", '{"kind":"award","points":3.5}', "points",
     'a string or an integer; got "3.5"'),
    ("a boolean", '{"kind":true}', "kind", 'a string or an integer; got "true"'),
    ("nothing", '{"kind":null}', "kind", 'a string or an integer; got "null"'),
    ("a value within another", '{"kind":{"is":"award"}}', "kind",
     "a string or an integer"),
    ("a key twice", '{"kind":"tick","kind":"tick"}', "kind", "this key once"),
    ("an unknown key", '{"kynd":"tick"}', "key",
     "one of transaction_id, member_id, "),
    ("a NUL", '{"kind":"ti\\u0000ck"}', "kind", "no NUL byte"),
    ("a text too long", json.dumps({"kind": "9" * 129}), "kind",
     "at most 128 bytes, not 129"),
    ("a field of another kind",
     json.dumps(row("award", "t", "m", unit="points", points=5,
                    currency="EUR")),
     "currency", "nothing in a row of kind award"),
    ("no id", json.dumps(row("enroll", "", "m")), "transaction_id",
     "an id here or as command_id or counter"),
    ("more decimals than the unit has",
     json.dumps(row("award", "t", "m", unit="points", points="3.5")), "points",
     "a number of at most 0 decimals"),
    ("a line beyond 1 MiB", '{"kind":"' + "x" * (1 << 20) + '"}', "record",
     "at most 1048576 bytes in a line"),
    ("half a line", '{"kind":"tick","occurred_at":"2024-', "record",
     "a JSON object in a line"),
]


def to_ndjson(rows):
    """Rows are dicts, or texts that stand as they are."""
    return "".join((item if isinstance(item, str) else json.dumps(item)) + "\n"
                   for item in rows).encode()


def converted(path, integers=()):
    """A CSV file as NDJSON; these columns become integers."""
    with open(path, newline="", encoding="utf-8") as file:
        return to_ndjson(
            {name: int(value) if name in integers else value
             for name, value in line.items() if value}
            for line in csv.DictReader(file))


class Ndjson(cli.CliTest):
    def oracle(self):
        return json.loads(cli.ONLINE_RETAIL.with_suffix(".json").read_text())

    def replayed(self, name):
        return self.ok("replay", name, "--program", cli.RULE_A, "--expect",
                       cli.TESTS / "data" / "online_retail_balances.csv")

    def test_a_converted_history_gives_what_the_oracle_says(self):
        self.write("in.ndjson", converted(cli.ONLINE_RETAIL, ["amount_minor"]))
        ran = self.replayed("in.ndjson")
        self.assertIn(self.oracle()["rule_A"]["sha256"], ran.out)
        self.assertEqual(self.fact(ran, "anonymous"), 3710)
        state = re.search(r"state digest +(\w+)", ran.out)[1]
        self.assertIn(state, self.replayed(cli.ONLINE_RETAIL).out)

    def test_a_converted_file_loads_as_repeats(self):
        self.write("in.ndjson", converted(cli.ONLINE_RETAIL, ["amount_minor"]))
        for first, second in ((cli.ONLINE_RETAIL, "in.ndjson"),
                              ("in.ndjson", cli.ONLINE_RETAIL)):
            with self.subTest(first):
                ledger = self.init(f"before {second}")
                self.ok("load", ledger, first)
                before = self.digest(ledger)
                ran = self.ok("load", ledger, second)
                self.assertEqual(self.fact(ran, "known before"), 22190)
                self.assertEqual(self.fact(ran, "applied"), 0)
                self.assertEqual(self.digest(ledger), before)

    def test_every_kind_of_bad_row_is_named_and_the_rest_applied(self):
        for what, bad, key, expected in BAD:
            with self.subTest(what):
                self.init(what)
                data = to_ndjson([purchase("p1", "anna", 10000), bad,
                                  purchase("p2", "bert", "500")])
                self.write("in.ndjson", data)
                rejects = f"{what}.ndjson"
                ran = self.run_to(cli.REJECTED, "load", what, "in.ndjson",
                                  "--rejects", rejects)
                self.assertIn(f"in.ndjson:2: {key}: expected {expected}",
                              ran.err)
                self.assertEqual(ran.err.count("\n"), 1, ran.err)
                self.assertEqual(self.fact(ran, "bad"), 1)
                self.assertEqual(self.balances(what),
                                 {"anna": "100", "bert": "5"})
                self.assertEqual((self.folder / rejects).read_bytes(),
                                 bad.encode()[:1 << 20] + b"\n")

    def test_a_text_that_is_not_utf8_is_bad(self):
        self.init()
        self.write("in.ndjson", to_ndjson([purchase("p1", "caf?", 100)])
                   .replace(b"?", b"\xe9"))
        ran = self.run_to(cli.REJECTED, "load", "shop", "in.ndjson")
        self.assertIn('in.ndjson:1: record: expected valid UTF-8; got '
                      '"\\"caf\\xe9\\"', ran.err)

    def test_a_cut_last_line_is_named_as_such(self):
        self.init()
        data = to_ndjson([purchase("p1", "anna", 100),
                          purchase("p2", "anna", 100)])
        self.write("in.ndjson", data[:-9])
        ran = self.run_to(cli.REJECTED, "load", "shop", "in.ndjson")
        self.assertIn("in.ndjson:2: record: expected a whole JSON object in a "
                      "last line without a line break", ran.err)
        self.assertEqual(self.balances(), {"anna": "1"})

    def test_mark_line_breaks_and_empty_lines_are_no_matter(self):
        self.init()
        data = to_ndjson([purchase("p1", "anna", 100), "",
                          purchase("p2", "anna", 100), "null"])
        self.write("in.ndjson", b"\xef\xbb\xbf" +
                   data.replace(b"\n", b"\r\n")[:-2])
        ran = self.run_to(cli.REJECTED, "load", "shop", "in.ndjson")
        self.assertIn('in.ndjson:4: record: expected a whole JSON object in a '
                      'last line without a line break; got "null"', ran.err)
        self.assertEqual(self.balances(), {"anna": "2"})

    def test_a_refused_row_is_rejected_as_it_stood_and_loads_once_repaired(self):
        self.init()
        self.write("in.ndjson", to_ndjson([
            purchase("p1", "anna", 10000),
            '{ "kind":"redeem", "transaction_id":"x1", "member_id":"anna", '
            '"occurred_at":"2024-05-02", "unit":"points", "points":500 }']))
        ran = self.run_to(cli.REJECTED, "load", "shop", "in.ndjson",
                          "--rejects", "bad.ndjson")
        self.assertIn("in.ndjson:2: redeem: expected at least that many", ran.err)
        text = (self.folder / "bad.ndjson").read_text()
        self.assertEqual(text, (self.folder / "in.ndjson").read_text()
                         .splitlines(keepends=True)[1])
        self.write("good.ndjson", text.replace("500", "50")
                   .replace("x1", "x2").encode())
        self.ok("load", "shop", "good.ndjson")
        self.assertEqual(self.balances(), {"anna": "50"})

    def test_files_of_both_forms_are_merged_by_time(self):
        # Only in this order is the redemption covered.
        self.write("a.jsonl", to_ndjson([
            row("redeem", "x1", "anna", "2024-01-03", unit="points",
                points="15"),
            purchase("p1", "anna", 1000, "2024-01-01")]))
        self.write("b.csv", [purchase("p2", "anna", 500, "2024-01-02")])
        self.init()
        self.ok("load", "shop", "a.jsonl", "b.csv", "--memory", "1M")
        self.assertEqual(self.balances(), {"anna": "0"})

    def test_rejects_of_both_forms_go_to_a_file_each(self):
        self.init()
        self.write("a.csv", [row("sale", "t1", "anna")])
        self.write("b.ndjson", b'{"kind":"sale"}\n')
        self.run_to(cli.REJECTED, "load", "shop", "a.csv", "b.ndjson",
                    "--rejects", "bad.csv")
        self.assertEqual((self.folder / "bad.2.ndjson").read_bytes(),
                         b'{"kind":"sale"}\n')

    def test_format_decides_and_standard_input_is_csv_unless_told(self):
        rows = [purchase("p1", "anna", 100)]
        data = to_ndjson(rows)
        self.init()
        ran = self.run_to(cli.FAILED, "load", "shop", "-", stdin=data)
        self.assertIn("<stdin>:1: header: expected", ran.err)
        self.ok("load", "shop", "-", "--format", "ndjson", stdin=data)
        self.assertEqual(self.balances(), {"anna": "1"})
        self.write("in.ndjson", rows)
        ran = self.ok("load", "shop", "in.ndjson", "--format", "csv")
        self.assertEqual(self.fact(ran, "known before"), 1)
        for order in ("time", "file"):
            self.write("in.txt", data + to_ndjson([purchase(
                order, "anna", 100)]))
            self.ok("load", "shop", "in.txt", "--format", "ndjson", "--order",
                    order)
        self.assertEqual(self.balances(), {"anna": "3"})

    def test_another_format_is_a_wrong_option(self):
        self.init()
        self.write("in.csv", [])
        ran = self.run_any("load", "shop", "in.csv", "--format", "xml")
        self.assertEqual(ran.code, cli.USAGE, ran)
        self.assertIn("xml", ran.err)
