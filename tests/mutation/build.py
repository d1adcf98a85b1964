"""What a build folder says of compiling one file and linking one program.

A patched file is compiled by the command of the build, without optimisation and
behind headers that are compiled once for all patches. It is linked before the
libraries of the build, so that the linker takes it in place of theirs.
"""

import json
import pathlib
import re
import shlex
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
KUMBARA = "kumbara"
FOLDERS = ("engine", "storage", "tools")


class Failed(Exception):
    pass


def run(command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True,
                          errors="replace", **options)
    if done.returncode != 0:
        raise Failed(f"{done.args}\n{done.stdout}")
    return done.stdout


def includes_of(text):
    return re.findall(r'^#include ([<"].*[>"])$', text, re.M)


def is_own(include):
    return include.strip('"').split("/")[0] in FOLDERS


class Build:
    def __init__(self, folder, programs, patched):
        """For `programs`, and the files that are patched."""
        self.folder = folder
        self.work = folder / "mutation"
        self.work.mkdir(exist_ok=True)
        run(["cmake", "--build", folder, "--target", *programs])
        self.read_commands()
        self.texts = {str(path.relative_to(ROOT)): path.read_text()
                      for top in FOLDERS for path in (ROOT / top).rglob("*.h")}
        self.texts |= {file: (ROOT / file).read_text()
                       for file in self.entries if file.startswith(FOLDERS)}
        self.links = {program: self.link_command(program)
                      for program in programs}
        self.link_flags = ["-Wl,-S"]
        if shutil.which("ld.gold"):
            self.link_flags.append("-fuse-ld=gold")
        # In a unity build what is patched stands in their file a second time.
        if self.is_unity:
            self.link_flags.append("-Wl,-z,muldefs")
        self.make_prefixes(patched)

    def read_commands(self):
        commands = json.loads(
            (self.folder / "compile_commands.json").read_text())
        self.entries, self.is_unity = {}, False
        for entry in commands:
            for file in self.files_of(entry):
                self.entries[file] = entry

    def files_of(self, entry):
        """The project's files of one compilation, seen from its root."""
        file = pathlib.Path(entry["file"])
        files = [str(file)]
        if file.parent.name == "Unity":
            self.is_unity = True
            if "-O0" not in entry["command"]:
                raise Failed(f"{self.folder} is a unity build and optimised")
            files = re.findall(r'^#include "(.*)"$', file.read_text(), re.M)
        paths = map(pathlib.Path, files)
        return [str(path.relative_to(ROOT)) for path in paths
                if path.is_relative_to(ROOT)]

    def link_command(self, program):
        text = run(["ninja", "-C", self.folder, "-t", "commands", program])
        link = text.splitlines()[-1]
        if link.count(f" -o {path_of(program)} ") != 1:
            raise Failed(f"is this how {program} is linked?\n{link}")
        return link

    def compiler_words(self, file):
        """The compiler and its options for a file, without the file."""
        words = shlex.split(self.entries[file]["command"])
        words = words[:words.index("-c")]
        at = words.index("-o")
        del words[at:at + 2]
        words = [word for word in words if not re.match("-O|-g|-W", word)]
        return words + ["-w", "-O0"]

    def make_prefixes(self, patched):
        """Two headers, compiled: of all others that anything patched includes,
        and of those alone that are not the project's."""
        reached, added = set(), {file for file in patched if file.endswith(".cc")}
        foreign = set()
        while added:
            reached |= added
            included = {include for file in added
                        for include in includes_of(self.texts[file])}
            foreign |= {one for one in included if not is_own(one)}
            added = {one.strip('"') for one in included if is_own(one)} - reached
        own = [f'"{file}"' for file in reached if file.endswith(".h")]
        self.prefixes = {}
        for name, includes in (("foreign", foreign),
                               ("all", [*foreign, *own])):
            header = self.work / f"{name}.h"
            header.write_text("".join(f"#include {include}\n"
                                      for include in sorted(includes)))
            words = self.compiler_words(min(self.texts.keys() & self.entries))
            run([*words, "-x", "c++-header", header, "-o", f"{header}.gch"])
            self.prefixes[name] = header

    def compile(self, file, source, to, headers=None):
        """A file as `source` has it; with the headers of a folder before those of
        the project, if one is named."""
        words = self.compiler_words(file)
        if headers is not None:
            words.insert(1, f"-I{headers}")
        prefix = self.prefixes["all" if headers is None else "foreign"]
        run([*words, "-include", prefix, "-c", source, "-o", to],
            cwd=self.entries[file]["directory"])

    def includers(self, header):
        """The files that include a header, themselves or by other headers."""
        reached, added = set(), {header}
        while added:
            lines = [f'#include "{name}"\n' for name in added]
            reached |= added
            added = {name for name, text in self.texts.items()
                     if name not in reached
                     and any(line in text for line in lines)}
        return sorted(name for name in reached if name.endswith(".cc"))

    def has_layer_of(self, program, file):
        """Whether a program is linked with the layer of a file."""
        layer = "_".join(pathlib.Path(file).parts[:2])
        return f"libkumbara_{layer}.a" in self.links[program]

    def link(self, program, first, to):
        run(self.links[program].replace(
                f" -o {path_of(program)} ",
                f" {' '.join(map(str, self.link_flags + first))} -o {to} "),
            shell=True, cwd=self.folder)


def path_of(program):
    return f"tools/{program}" if program == KUMBARA else f"tests/{program}"
