"""kumbara vouchers and voucher-key, and codes in kumbara events."""

import csv
import hashlib
import hmac
import io
import json
import re

import cli

PROGRAM = """
program = { name = "shop", currency = "GBP", enrol = "first_sight" }
unit.points = { decimals = 1 }
[[reward]]
name = "gift_card"
cost = "10.5"
voucher = true
voucher_expiry = { after = "1mo" }
[[reward]]
name = "mug"
cost = 1
[[auto_redeem]]
when = "purchase"
at = 100
take = 50
times = "while"
voucher = true
"""

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def code_of(key, ledger, serial):
    """As docs/vouchers.md says."""
    mac = hmac.new(key, b"kumbara voucher" + bytes.fromhex(ledger) +
                   serial.encode(), hashlib.sha256).digest()
    number = int.from_bytes(mac[:12], "big") >> 1
    code = "".join(DIGITS[number >> shift & 31] for shift in range(90, -1, -5))
    total = 0
    for place, digit in enumerate(reversed(code)):
        product = DIGITS.index(digit) * (2 - place % 2)
        total += product // 32 + product % 32
    code += DIGITS[-total % 32]
    return "-".join(re.findall("....", code))


class Vouchers(cli.CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "shop.toml").write_text(PROGRAM)
        ran = self.ok("init", "shop", "--program", "shop.toml", "--max-ahead",
                      "off")
        self.ledger = re.search(r"ledger ([0-9a-f]{32})", ran.out)[1]
        self.fingerprint = self.ok("voucher-key", "v.key", "--new").out
        self.key = (self.folder / "v.key").read_bytes()
        self.submit("award anna 90 points at=2026-01-01")
        self.submit("award bert 200 points at=2026-01-01")
        self.submit("redeem anna reward=gift_card quantity=3 id=g1 "
                    "at=2026-01-02")
        self.submit("redeem anna reward=mug at=2026-01-02")
        self.submit("reverse anna 10.5 points reference=g1 at=2026-01-03")
        self.submit("purchase bert 1 GBP at=2026-01-04")

    def submit(self, command):
        self.ok("submit", "shop", command)

    def vouchers(self, *words):
        text = self.ok("vouchers", "shop", *words).out
        return list(csv.DictReader(io.StringIO(text)))

    def serials(self, *words):
        return [one["serial"] for one in self.vouchers(*words)]

    def check(self, code, *words, ends=cli.OK):
        return self.run_to(ends, "vouchers", "shop", "--voucher-key", "v.key",
                           "--check", code, *words)

    def test_without_a_key_serials_are_told_and_no_codes(self):
        first = self.vouchers()[0]
        self.assertEqual(first, {
            "serial": "V3-1", "member_id": "anna", "reward": "gift_card",
            "status": "issued", "issued_at": "2026-01-02T00:00:00Z",
            "void_at": "", "valid_until": "2026-02-02T00:00:00Z",
            "unit": "points", "cost": "10.5"})
        self.assertNotIn("code", self.ok("events", "shop").out)
        self.assertIn('"event": "voucher_issued", "reward": "gift_card", '
                      '"voucher": "V3-1", "valid_until": '
                      '"2026-02-02T00:00:00Z", "unit": "points", '
                      '"amount": "10.5"', self.ok("events", "shop").out)

    def test_the_last_piece_is_void_when_one_is_given_back(self):
        self.assertEqual([(one["serial"], one["status"], one["void_at"])
                          for one in self.vouchers("--member", "anna")],
                         [("V3-1", "issued", ""), ("V3-2", "issued", ""),
                          ("V3-3", "void", "2026-01-03T00:00:00Z")])

    def test_automatic_ones_have_the_id_of_their_event(self):
        events = [json.loads(line)
                  for line in self.ok("events", "shop").out.splitlines()]
        told = [one for one in events if one["event"] == "voucher_issued"
                and one["reward"] == "auto"]
        self.assertEqual(len(told), 3)
        for one, serial in zip(told, self.serials("--member", "bert")):
            self.assertRegex(serial, rf"^A{one['sequence']}-[0-9a-f]{{32}}-"
                                     rf"{one['leg']}$")
            self.assertNotIn("valid_until", one)

    def test_codes_are_what_the_page_says(self):
        for one in self.vouchers("--voucher-key", "v.key"):
            self.assertEqual(one["code"],
                             code_of(self.key, self.ledger, one["serial"]))
        listed = {one["serial"]: one["code"]
                  for one in self.vouchers("--voucher-key", "v.key")}
        lines = self.ok("events", "shop", "--voucher-key", "v.key").out
        told = [json.loads(line) for line in lines.splitlines()]
        told = [one for one in told if "voucher" in one]
        self.assertEqual(len(told), 3 + 1 + 3)
        for one in told:
            self.assertEqual(one["code"], listed[one["voucher"]])

    def test_json_and_table_say_the_same(self):
        rows = json.loads(self.ok("vouchers", "shop", "--format", "json").out)
        self.assertEqual(rows, self.vouchers())
        table = self.ok("vouchers", "shop", "--format", "table").out
        self.assertRegex(table, r"V3-3 +anna +gift_card +void ")
        self.assertNotIn("serial", self.ok("vouchers", "shop",
                                           "--no-header").out)

    def test_a_code_is_known_however_it_is_typed(self):
        code = code_of(self.key, self.ledger, "V3-2")
        for typed in (code, code.lower(), code.replace("-", ""),
                      code.replace("0", "O").replace("1", "l"),
                      code.replace("-", " ").replace("1", "i")):
            self.assertEqual(self.check(typed).out,
                             "issued  V3-2  gift_card of anna\n"
                             "  issued 2026-01-02T00:00:00Z\n"
                             "  valid until 2026-02-02T00:00:00Z\n")

    def test_a_void_code_is_genuine_and_void(self):
        ran = self.check(code_of(self.key, self.ledger, "V3-3"),
                         ends=cli.FAILED)
        self.assertIn("void  V3-3  gift_card of anna\n", ran.out)
        self.assertIn("  void since 2026-01-03T00:00:00Z\n", ran.out)

    def test_a_code_of_no_voucher_is_told_from_a_mistyped_one(self):
        code = code_of(self.key, self.ledger, "V3-4")
        self.assertIn(f"--check {code}: no voucher of this ledger",
                      self.check(code, ends=cli.FAILED).err)
        code = code_of(self.key, self.ledger, "V3-1")
        for place in range(0, 24, 5):
            other = DIGITS[(DIGITS.index(code[place]) + 1) % 32]
            wrong = code[:place] + other + code[place + 1:]
            self.assertIn("is mistyped",
                          self.check(wrong, ends=cli.FAILED).err)
        for wrong in (code[:-1], code + "0", code.replace(code[0], "U", 1)):
            self.assertIn("is mistyped",
                          self.check(wrong, ends=cli.FAILED).err)

    def test_an_empty_code_is_mistyped_and_lists_nothing(self):
        ran = self.run_to(cli.FAILED, "vouchers", "shop", "--voucher-key",
                          "v.key", "--check", "")
        self.assertEqual(ran.out, "")
        self.assertIn("is mistyped", ran.err)
        self.run_to(cli.USAGE, "vouchers", "shop", "--voucher-key", "v.key",
                    "--check", "0000-0000-0000-0000-0000", "--member", "bert")

    def test_no_key_no_check(self):
        ran = self.run_to(cli.USAGE, "vouchers", "shop", "--check",
                          code_of(self.key, self.ledger, "V3-1"))
        self.assertIn("--check: a code is known by its key only", ran.err)

    def test_another_key_makes_other_codes_and_both_can_be_checked(self):
        self.ok("voucher-key", "new.key", "--new")
        new = (self.folder / "new.key").read_bytes()
        code = code_of(new, self.ledger, "V3-1")
        self.check(code, ends=cli.FAILED)
        ran = self.ok("vouchers", "shop", "--voucher-key", "new.key",
                      "--voucher-key", "v.key", "--check",
                      code_of(self.key, self.ledger, "V3-1"))
        self.assertIn("issued  V3-1 ", ran.out)
        self.assertIn("  by key v.key\n", ran.out)
        listed = self.vouchers("--voucher-key", "new.key", "--voucher-key",
                               "v.key")
        self.assertEqual(listed[0]["code"], code)

    def test_another_ledger_has_other_codes(self):
        self.ok("init", "other", "--program", "shop.toml", "--max-ahead", "off")
        for command in ("award anna 90 points at=2026-01-01",
                        "award bert 200 points at=2026-01-01",
                        "redeem anna reward=gift_card at=2026-01-02"):
            self.ok("submit", "other", command)
        text = self.ok("vouchers", "other", "--voucher-key", "v.key").out
        (one,) = csv.DictReader(io.StringIO(text))
        self.assertEqual(one["serial"], "V3-1")
        self.assertNotEqual(one["code"],
                            code_of(self.key, self.ledger, "V3-1"))

    def test_keys_are_made_once_and_are_nobody_elses(self):
        path = self.folder / "v.key"
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        self.assertRegex(self.fingerprint, r"^[0-9a-f]{32}\n$")
        self.assertEqual(self.ok("voucher-key", "v.key").out, self.fingerprint)
        self.run_to(cli.FAILED, "voucher-key", "v.key", "--new")
        self.assertEqual(path.read_bytes(), self.key)
        path.chmod(0o640)
        for words in (("voucher-key",), ("vouchers", "shop", "--voucher-key"),
                      ("events", "shop", "--voucher-key")):
            ran = self.run_to(cli.FAILED, *words, "v.key")
            self.assertIn("open to others (mode 0640)", ran.err)
        ran = self.run_to(cli.FAILED, "vouchers", "shop", "--voucher-key",
                          "none.key")
        self.assertIn("none.key: the key file of vouchers is missing", ran.err)

    def test_the_key_of_a_service_is_found(self):
        codes = self.serials_and_codes("--voucher-key", "v.key")
        self.environment["CREDENTIALS_DIRECTORY"] = str(self.folder)
        self.assertEqual(self.serials(), [serial for serial, _ in codes])
        self.assertNotIn("code", self.vouchers()[0])
        (self.folder / "v.key").rename(self.folder / "kumbara-voucher-key")
        self.assertEqual(self.serials_and_codes(), codes)

    def serials_and_codes(self, *words):
        return [(one["serial"], one["code"]) for one in self.vouchers(*words)]

    def test_nobody_has_none(self):
        ran = self.run_to(cli.FAILED, "vouchers", "shop", "--member", "zoe")
        self.assertIn("zoe: no such member", ran.err)

    def test_who_is_erased_leaves_vouchers_without_a_name(self):
        self.ok("erase", "shop", "anna")
        one = self.vouchers()[0]
        self.assertEqual(one["serial"], "V3-1")
        self.assertRegex(one["member_id"], r"^[0-9a-f]{32}$")
        self.assertEqual(one["status"], "issued")

    def test_what_comes_later_changes_no_serial(self):
        before = self.vouchers()
        self.ok("snapshot", "create", "shop")
        self.submit("redeem anna reward=gift_card at=2026-01-05")
        self.assertEqual(self.vouchers()[:len(before)], before)
        self.submit("reverse anna reference=g1 at=2026-01-06")
        self.assertEqual([one["status"] for one in
                          self.vouchers("--member", "anna")],
                         ["void", "void", "void", "issued"])
