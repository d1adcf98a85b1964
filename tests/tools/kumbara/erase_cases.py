"""Erasing a member, and exporting all that is known of one."""

import json
import shutil

from cli import COLUMNS, FAILED, OK, REJECTED, CliTest, purchase, row

# Unlike anything else that a ledger writes.
ADA = "ada-lovelace@example.org-4711"
BOB = "bob-4712"
HISTORY = [
    purchase("t1", ADA, "10000", store_id="London", category="books"),
    row("award", "t2", ADA, unit="points", points="50", reason="goodwill"),
    row("transfer", "t3", ADA, unit="points", points="30", to_member_id=BOB),
    purchase("t4", BOB, "20000"),
    row("transfer", "t5", BOB, unit="points", points="7", to_member_id=ADA),
    row("redeem", "t6", ADA, unit="points", points="9999"),
    purchase("t1", ADA, "10000", store_id="London", category="books"),
]


class EraseCases(CliTest):
    def shop(self, *words):
        self.init("shop", *words)
        self.run_to(REJECTED, "load", "shop", self.write("in.csv", HISTORY))
        return "shop"

    def files_with(self, text):
        return sorted(str(path.relative_to(self.folder / "shop"))
                      for path in (self.folder / "shop").rglob("*")
                      if path.is_file() and text.encode() in path.read_bytes())

    def test_the_name_is_in_no_file_any_more(self):
        self.shop()
        self.assertEqual(self.files_with(ADA), ["directory.mdb"])
        net = self.balances()[BOB]
        ran = self.ok("erase", "shop", ADA)
        self.assertIn(f"{ADA}: erased; the member id was ", ran.out)
        self.assertIn("closed: ok  sequence 9", ran.out)
        self.assertIn("cannot be linked to the external id any more", ran.out)
        member = ran.out.split("the member id was ")[1].split("\n")[0]
        self.assertEqual(self.files_with(ADA), [])
        listed = (self.folder / "shop/ERASED").read_text()
        self.assertRegex(listed, f"^{member} [0-9a-f]{{16}}\n$")
        # What it had is forfeited, under its id; the rest is as it was.
        self.assertEqual(self.balances(), {BOB: net, member: "0"})
        self.assertIn(f'"member": "{member}"', self.ok("events", "shop").out)
        self.ok("verify", "shop")
        self.run_to(FAILED, "member", "shop", ADA)
        again = self.ok("erase", "shop", ADA)
        self.assertIn("the directory has no such name", again.out)
        # Who comes under the same name is somebody else.
        self.ok("submit", "shop", f"award {ADA} 5 points")
        self.assertEqual(self.balances()[ADA], "5")

    def test_stable_pseudonyms_are_said_to_forget_nobody(self):
        self.shop("--pseudonym", "stable")
        ran = self.ok("erase", "shop", ADA)
        self.assertIn("CANNOT BE UNLINKED", ran.out)
        self.assertNotIn("any more", ran.out)
        self.assertEqual(self.files_with(ADA), [])

    def test_what_is_held_is_given_back_only_by_force(self):
        self.shop()
        self.ok("submit", "shop", f"hold {ADA} 5 points until=2999-01-01")
        ran = self.run_to(REJECTED, "erase", "shop", ADA)
        self.assertIn("not_permitted", ran.err)
        self.assertIn("--force", ran.err)
        self.assertEqual(self.files_with(ADA), ["directory.mdb"])
        self.ok("erase", "shop", ADA, "--force")
        self.assertEqual(self.files_with(ADA), [])

    def test_a_directory_put_back_is_erased_from_again(self):
        self.shop()
        copy = self.folder / "directory.mdb"
        shutil.copy(self.folder / "shop/directory.mdb", copy)
        self.ok("erase", "shop", ADA)
        shutil.copy(copy, self.folder / "shop/directory.mdb")
        self.assertEqual(self.files_with(ADA), ["directory.mdb"])
        self.assertEqual(self.ok("erase", "shop").out,
                         "erased again from the directory: 1\n")
        self.assertEqual(self.files_with(ADA), [])
        self.assertEqual(self.ok("erase", "shop").out, "")

    def test_a_list_that_is_damaged_stops_whoever_writes(self):
        self.shop()
        (self.folder / "shop/ERASED").write_text("nobody\n")
        ran = self.run_any("erase", "shop", ADA)
        self.assertIn("ERASED:1: is no member id", ran.err)
        self.assertEqual(self.files_with(ADA), ["directory.mdb"])

    # Another digit was another member, and who was erased came back in silence.
    def test_a_digit_of_the_list_that_differs_is_named(self):
        self.shop()
        self.ok("erase", "shop", ADA)
        path = self.folder / "shop/ERASED"
        listed = path.read_text()
        path.write_text(("1" if listed[0] == "0" else "0") + listed[1:])
        ran = self.run_any("erase", "shop", BOB)
        self.assertIn("ERASED:1: its checksum differs", ran.err)
        # As they were before they had checksums.
        path.write_text(listed.split()[0] + "\n")
        self.ok("erase", "shop", BOB)
        self.assertEqual([len(line) for line in path.read_text().splitlines()],
                         [32, 49])

    def test_who_was_merged_is_erased_with_who_it_is(self):
        self.shop()
        self.ok("submit", "shop", f"merge {ADA} to={BOB}")
        net = self.balances()
        ran = self.run_to(REJECTED, "erase", "shop", ADA)
        self.assertIn(f"{ADA}: not erased: it was merged into {BOB}", ran.err)
        self.assertEqual(self.balances(), net)
        self.ok("erase", "shop", BOB)
        self.assertEqual(self.files_with(ADA) + self.files_with(BOB), [])
        listed = (self.folder / "shop/ERASED").read_text().split()[::2]
        self.assertEqual(self.balances(), {member: "0" for member in listed})
        self.assertEqual(len(listed), 2)
        self.run_to(FAILED, "member", "shop", ADA)


class ExportCases(CliTest):
    # They were told as raw details, several of them under one key.
    def test_lines_actors_referrers_and_links_are_told_by_name(self):
        lines = ("item sku=A category=food quantity=2 amount=900; tax "
                 "amount=100; tender unit=points quantity=20 amount=200")
        self.init("shop")
        rows = [
            row("award", "t1", ADA, unit="points", points=50),
            dict(purchase("t2", ADA, 1000), lines=lines),
            row("redeem", "t3", ADA, unit="points", points=1,
                actor_member_id=BOB),
            row("award", "t4", ADA, unit="points", points=1, linked="yes"),
            row("award", "t5", ADA, unit="points", points=2),
            row("enroll", "t6", BOB, referrer=ADA),
            row("redeem", "t7", ADA, reward="coffee", quantity=2),
        ]
        columns = [*COLUMNS, "lines", "actor_member_id", "linked", "referrer",
                   "reward", "quantity"]
        self.run_to(REJECTED, "load", "shop",
                    self.write("in.csv", rows, columns))
        told = self.export(ADA)
        self.assertNotIn("detail_", json.dumps(told))
        commands = [line for line in told if line["is"] == "command"]
        self.assertEqual(commands[1]["lines"], [
            {"kind": "item", "sku": "A", "category": "food", "quantity": 2,
             "amount": 900},
            {"kind": "tax", "amount": 100},
            {"kind": "tender", "unit": "points", "quantity": "20",
             "amount": 200}])
        self.assertEqual(commands[2]["actor_member_id"], BOB)
        self.assertEqual([one.get("linked") for one in commands],
                         [None, None, None, "yes", None, None])
        coffees = commands[-1]
        self.assertEqual((coffees["reward"], coffees["quantity"]),
                         ("coffee", 2))
        self.assertNotIn("unit", coffees)
        (enroll,) = [line for line in told if line["is"] == "named"]
        self.assertEqual(enroll["kind"], "enroll")

    def export(self, member):
        text = self.ok("export", "member", "shop", member).out
        return [json.loads(line) for line in text.splitlines()]

    def test_all_that_is_known_of_a_member(self):
        self.init("shop")
        self.run_to(REJECTED, "load", "shop", self.write("in.csv", HISTORY))
        self.ok("submit", "shop",
                f"set {ADA} birthday=02-29 segments=3;17 plan=gold channel=web")
        self.ok("submit", "shop", f"hold {ADA} 5 points until=2999-01-01")
        lines = self.export(ADA)
        by = lambda what: [line for line in lines if line["is"] == what]

        commands = by("command")
        self.assertEqual([one["kind"] for one in commands],
                         ["purchase", "award", "transfer", "redeem", "purchase",
                          "set", "hold"])
        first, award, gift, refused, repeat, attributes, hold = commands
        self.assertEqual(
            (first["amount_minor"], first["currency"], first["store_id"],
             first["category"], first["answer"], first["delta"]),
            (10000, "GBP", "London", "books", "ok", "100"))
        self.assertEqual((award["points"], award["unit"], award["reason"]),
                         ("50", "points", "goodwill"))
        self.assertEqual((gift["to_member_id"], gift["delta"]), (BOB, "-30"))
        self.assertEqual((refused["answer"], refused["delta"]),
                         ("insufficient", "0"))
        self.assertEqual(repeat["same_id_as"], first["sequence"])
        self.assertEqual((attributes["birthday"], attributes["segments"],
                          attributes["plan"], attributes["channel"]),
                         ("02-29", "3;17", "gold", "web"))
        self.assertEqual(hold["until"], "2999-01-01T00:00:00Z")

        named = by("named")
        self.assertEqual([one["kind"] for one in named], ["transfer"])
        self.assertNotIn("to_member_id", named[0])

        events = by("event")
        own = self.ok("events", "shop", "--member", ADA).out.splitlines()
        self.assertEqual(len(events), len(own))
        for event, line in zip(events, own):
            told = json.loads(line)
            self.assertEqual({key: event[key] for key in told}, told)
        got = [one for one in events if one["cause"] == named[0]["sequence"]]
        self.assertEqual({one["kind"] for one in got}, {"transfer"})
        self.assertEqual({one["command_id"] for one in got},
                         {named[0]["command_id"]})
        earned = [one for one in events if one["cause"] == first["sequence"]]
        self.assertEqual({one["command_id"] for one in earned},
                         {first["command_id"]})

        state = lines[-1]
        self.assertEqual(state.pop("is"), "state")
        self.assertEqual(state, json.loads(
            self.ok("member", "shop", ADA, "--format", "json").out))
        self.assertEqual([line.get("sequence", 10**9) for line in lines],
                         sorted(line.get("sequence", 10**9) for line in lines))

    def test_what_was_merged_into_a_member_is_its_own(self):
        self.init("shop")
        self.run_to(REJECTED, "load", "shop", self.write("in.csv", HISTORY))
        before = self.export(ADA)
        self.ok("submit", "shop", f"merge {ADA} to={BOB}")
        self.ok("submit", "shop", f"award {ADA} 3 points")
        old, new = self.export(ADA), self.export(BOB)
        self.assertEqual(old[:len(before) - 1], before[:-1])
        self.assertEqual(old[-1]["merged_into"], BOB)
        self.assertEqual(old[-1]["was_also"], [])
        self.assertEqual(new[-1]["was_also"], [ADA])
        self.assertEqual(new[-1]["merged_into"], None)
        kinds = [one["kind"] for one in new if one["is"] == "command"]
        self.assertEqual(kinds, ["purchase", "award", "transfer", "purchase",
                                 "transfer", "redeem", "purchase", "merge",
                                 "award"])
        self.assertEqual([one for one in new if one["is"] == "named"], [])
        told = [line for line in old if line["is"] == "event"]
        self.assertTrue(all(line in new for line in told))

    def test_nobody(self):
        self.init("shop")
        self.run_to(OK, "load", "shop",
                    self.write("in.csv", [purchase("t1", BOB, "5")]))
        ran = self.run_to(FAILED, "export", "member", "shop", "eve")
        self.assertIn("eve: no such member", ran.err)
