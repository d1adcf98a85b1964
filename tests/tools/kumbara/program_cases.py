"""kumbara program: what it finds in program files."""

import json
import re

import cli

GALLERY = cli.TESTS.parent / "docs" / "programs"

SOUND = """\
program = { name = "shop" }
unit.points = {}
"""

# An error of the reader on each of two lines, a warning that nobody sees then.
WRONG = SOUND + """\
[[reward]]
name = "cup"
cost = 0
stock = 0
kost = 1
"""

DOUBTFUL = SOUND + """\
[[reward]]
name = "cup"
cost = 1
stock = 0
"""

NOBODY = "nobody ever gets one; valid: at least 1, or no stock"


class Check(cli.CliTest):
    def setUp(self):
        super().setUp()
        for name, text in [("sound", SOUND), ("wrong", WRONG),
                           ("doubtful", DOUBTFUL)]:
            (self.folder / f"{name}.toml").write_text(text)

    def test_sound_program(self):
        ran = self.run_to(cli.OK, "program", "check", "sound.toml")
        self.assertEqual((ran.out, ran.err), ("", ""))

    def test_all_errors_with_their_places(self):
        ran = self.run_to(cli.FAILED, "program", "check", "wrong.toml")
        lines = ran.out.splitlines()
        self.assertEqual(len(lines), 2)
        self.assertRegex(lines[0], r"^wrong\.toml:5:8: error: cost = 0 is not "
                                   r"allowed; valid: ")
        self.assertRegex(lines[1], r'^wrong\.toml:7:1: error: unknown key '
                                   r'"kost" in a reward; nearest: cost; valid')

    def test_errors_are_those_of_init(self):
        checked = self.run_to(cli.FAILED, "program", "check", "wrong.toml")
        refused = self.run_to(cli.FAILED, "init", "shop", "--program",
                              "wrong.toml")
        self.assertEqual("kumbara: " + checked.out.replace(" error: ", " "),
                         refused.err)

    def test_warning_is_no_error(self):
        ran = self.run_to(cli.OK, "program", "check", "doubtful.toml")
        self.assertEqual(ran.out, f"doubtful.toml:6:9: warning: {NOBODY}\n")
        self.run_to(cli.OK, "init", "shop", "--program", "doubtful.toml")

    def test_several_files_as_json(self):
        ran = self.run_to(cli.FAILED, "program", "check", "--format", "json",
                          "sound.toml", "wrong.toml", "doubtful.toml")
        found = json.loads(ran.out)
        self.assertEqual([(one["file"], one["line"], one["column"],
                           one["severity"]) for one in found],
                         [("wrong.toml", 5, 8, "error"),
                          ("wrong.toml", 7, 1, "error"),
                          ("doubtful.toml", 6, 9, "warning")])
        self.assertEqual(found[2]["message"], NOBODY)
        ran = self.run_to(cli.OK, "program", "check", "--format=json",
                          "sound.toml")
        self.assertEqual(json.loads(ran.out), [])

    def test_standard_input(self):
        ran = self.run_any("program", "check", "-", stdin=DOUBTFUL.encode())
        self.assertEqual((ran.code, ran.out),
                         (cli.OK, f"-:6:9: warning: {NOBODY}\n"))

    def test_file_that_is_not_there(self):
        ran = self.run_to(cli.FAILED, "program", "check", "none.toml",
                          "doubtful.toml")
        self.assertEqual(ran.err, "kumbara: none.toml: cannot be read\n")
        self.assertIn("doubtful.toml:6:9", ran.out)

    def test_a_file_whose_reading_fails_ends_no_process(self):
        """Nothing stands at the first address of a process's memory: EIO."""
        memory = "/proc/self/mem"
        ran = self.run_to(cli.FAILED, "program", "check", memory,
                          "doubtful.toml")
        self.assertEqual(ran.err, f"kumbara: {memory}: cannot be read\n")
        self.assertIn("doubtful.toml:6:9", ran.out)
        with open(memory, "rb") as file:
            process = self.start("program", "check", "-", stdin=file)
            self.assertEqual(process.communicate(timeout=60), (
                b"", b"kumbara: standard input cannot be read\n"))

    def test_directory_in_place_of_a_file(self):
        ran = self.run_to(cli.FAILED, "program", "check", ".", "doubtful.toml")
        self.assertEqual(ran.err,
                         "kumbara: .: is a directory, not a file\n")
        self.assertIn("doubtful.toml:6:9", ran.out)

    def test_zone_that_the_machine_has_not(self):
        (self.folder / "zone.toml").write_text(
            SOUND.replace(" }", ', zone = "Europe/Atlantis" }', 1))
        ran = self.run_to(cli.FAILED, "program", "check", "zone.toml")
        self.assertRegex(ran.out, r'^zone\.toml:1:35: error: time zone '
                                  r'"Europe/Atlantis" is not known')

    def test_broken_toml(self):
        (self.folder / "broken.toml").write_text('a = "\n\x1b[1m"\n')
        ran = self.run_to(cli.FAILED, "program", "check", "--format", "json",
                          "broken.toml")
        (found,) = json.loads(ran.out)
        self.assertEqual(found["line"], 1)
        self.assertIsNone(re.search("[\x00-\x1f]", found["message"]))

    def test_command_line(self):
        self.run_to(cli.USAGE, "program")
        self.run_to(cli.USAGE, "program", "check")
        self.run_to(cli.USAGE, "program", "check", "--format", "xml",
                    "sound.toml")


class New(cli.CliTest):
    def gallery(self):
        return sorted(path.parent for path in GALLERY.glob("*/program.toml"))

    def test_every_program_of_the_gallery(self):
        self.assertGreaterEqual(len(self.gallery()), 4)
        for folder in self.gallery():
            text = (folder / "program.toml").read_text()
            ran = self.ok("program", "new", "--from", folder.name)
            self.assertEqual(ran.out, text)
            self.ok("program", "new", f"{folder.name}.toml", "--from",
                    folder.name)
            written = self.folder / f"{folder.name}.toml"
            self.assertEqual(written.read_text(), text)

    def test_overwrites_nothing(self):
        (self.folder / "mine.toml").write_text("mine")
        ran = self.run_to(cli.FAILED, "program", "new", "mine.toml", "--from",
                          "tiers")
        self.assertEqual(ran.err, "kumbara: mine.toml: is there already\n")
        self.assertEqual((self.folder / "mine.toml").read_text(), "mine")

    def test_file_that_cannot_be_written(self):
        ran = self.run_to(cli.FAILED, "program", "new", "none/x.toml",
                          "--from", "tiers")
        self.assertEqual(ran.err, "kumbara: none/x.toml: cannot be written\n")

    def test_unknown_template_names_those_there_are(self):
        ran = self.run_to(cli.USAGE, "program", "new", "--from", "casino")
        names = ", ".join(folder.name for folder in self.gallery())
        self.assertEqual(ran.err, "kumbara: --from casino: expected one of "
                                  f"{names}\n")
        self.run_to(cli.USAGE, "program", "new")


class Schema(cli.CliTest):
    def test_is_json_of_every_section(self):
        schema = json.loads(self.ok("program", "schema").out)
        self.assertEqual(schema["$schema"],
                         "https://json-schema.org/draft/2020-12/schema")
        self.assertIn("tier_set", schema["properties"])
        decimals = schema["properties"]["unit"]["additionalProperties"][
            "properties"]["decimals"]
        self.assertEqual(decimals, {
            "type": "integer", "minimum": 0, "maximum": 6,
            "description": "an integer, 0 to 6", "default": 0})
