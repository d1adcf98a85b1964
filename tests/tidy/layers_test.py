#!/usr/bin/env python3
"""Plants one violation at a time in a small tree and expects it to be found."""

import pathlib
import tempfile
import unittest

import layers


def header(name, body=""):
    guard = "KUMBARA_" + name.upper().replace("/", "_").replace(".", "_") + "_"
    return (
        f"// Sample.\n\n#ifndef {guard}\n#define {guard}\n\n{body}\n"
        f"#endif  // {guard}\n"
    )


# A tree in which everything is right: path -> content.
CLEAN = {
    "engine/CMakeLists.txt": "kumbara_layer(engine/base SOURCES clock.cc)\n"
    "kumbara_layer(engine/program SOURCES toml_document.cc)\n",
    "storage/CMakeLists.txt": "kumbara_layer(\n  storage/lmdb # the door\n"
    "  SOURCES environment.cc)\n",
    "tests/CMakeLists.txt": "kumbara_test(tests/engine/base/clock_test.cc x)\n"
    "foreach(name frame_fuzz)\n"
    '  add_executable(${name} "${CMAKE_CURRENT_SOURCE_DIR}/fuzz/${name}.cc")\n'
    "endforeach()\n",
    "tools/CMakeLists.txt": "add_executable(kumbara kumbara/main.cc)\n",
    "engine/base/types.h": header("engine/base/types.h"),
    "engine/base/clock.cc": '#include "engine/base/types.h"\ndouble x = 1;\n',
    "engine/member/lot.h": header(
        "engine/member/lot.h",
        '#include "engine/base/types.h"\n// A double entry, no float.\n',
    ),
    "engine/apply/apply.h": header(
        "engine/apply/apply.h", '#include "engine/member/lot.h"\n'
    ),
    "engine/pipeline/ingress.h": header(
        "engine/pipeline/ingress.h",
        "#include <concurrentqueue/concurrentqueue.h>\n",
    ),
    "engine/program/toml_document.cc": "#include <toml++/toml.h>\n",
    "storage/lmdb/environment.cc": "#include <lmdb.h>\n",
    "storage/open/open.h": header("storage/open/open.h"),
    "tests/engine/base/clock_test.cc": "#include <lmdb.h>\n",
    "tests/fuzz/frame_fuzz.cc": '#include "engine/base/types.h"\n',
    "tests/support/printers.h": header("tests/support/printers.h"),
    "tools/kumbara/main.cc": '#include "storage/open/open.h"\n'
    '#include "absl/status/status.h"\n',
    "README.md": "# Sample\n",
}

# What is planted: sentence -> (path, content, path and words of the finding).
PLANTED = {
    "a lower layer includes a higher one": (
        "engine/base/types.h",
        header("engine/base/types.h", '#include "engine/member/lot.h"\n'),
        "engine/base may not include engine/member",
    ),
    "the engine includes storage": (
        "engine/pipeline/ledger.cc",
        '#include "storage/open/open.h"\n',
        "engine/pipeline may not include storage/open",
    ),
    "a tool goes past the composition root": (
        "tools/kumbara/main.cc",
        '#include "storage/lmdb/environment.h"\n',
        "tools/kumbara may not include storage/lmdb",
    ),
    "the product includes tests": (
        "tools/kumbara/main.cc",
        '#include "tests/support/printers.h"\n',
        "tools/kumbara may not include tests",
    ),
    "a folder nobody declared a layer": (
        "engine/extra/extra.h",
        header("engine/extra/extra.h"),
        "layer engine/extra is not in the table",
    ),
    "a file outside of any layer": (
        "engine/loose.h",
        header("engine/loose.h"),
        "layer engine is not in the table",
    ),
    "an include of a file that is not there": (
        "engine/base/clock.cc",
        '#include "engine/base/gone.h"\n',
        "engine/base/gone.h does not exist",
    ),
    "an include relative to the folder": (
        "engine/base/clock.cc",
        '#include "types.h"\n',
        "write the path of types.h from the root",
    ),
    "angle brackets do not hide a project file": (
        "engine/base/clock.cc",
        "#include <engine/member/lot.h>\n",
        "engine/base may not include engine/member",
    ),
    "LMDB outside storage/lmdb": (
        "storage/open/open.h",
        header("storage/open/open.h", "# include <lmdb.h>\n"),
        "only storage/lmdb/ may include lmdb.h",
    ),
    "TOML outside its reader": (
        "engine/program/program.h",
        header("engine/program/program.h", "#include <toml++/toml.h>\n"),
        "only engine/program/toml_document.cc may include toml++/toml.h",
    ),
    "the JSON parser outside its splitter": (
        "tools/kumbara/main.cc",
        "#include <simdjson.h>\n",
        "only tools/ndjson/ndjson_splitter.cc may include simdjson.h",
    ),
    "the queue outside the pipeline": (
        "tools/kumbara/main.cc",
        "#include <concurrentqueue/concurrentqueue.h>\n",
        "only engine/pipeline/ may include concurrentqueue",
    ),
    "a source nobody builds": (
        "engine/base/orphan.cc",
        "int orphan;\n",
        "no CMakeLists.txt builds this file",
    ),
    "a source named in a comment of CMake only": (
        "storage/CMakeLists.txt",
        "# environment.cc\nkumbara_layer(storage/lmdb)\n",
        "no CMakeLists.txt builds this file",
    ),
    "a fuzzer that is not in the list": (
        "tests/fuzz/batch_fuzz.cc",
        "int fuzz;\n",
        "no CMakeLists.txt builds this file",
    ),
    "a note to do later": (
        "engine/base/clock.cc",
        "// TODO: later\n",
        "TODO: do it or leave it",
    ),
    "a note to do later in a document": (
        "README.md",
        "FIXME\n",
        "FIXME: do it or leave it",
    ),
    "a file that is too long": (
        "engine/base/clock.cc",
        "\n" * 601,
        "601 lines, the limit is 600",
    ),
    "a guard of another file": (
        "engine/member/lot.h",
        header("engine/member/old.h"),
        "the header guard is KUMBARA_ENGINE_MEMBER_LOT_H_",
    ),
    "a guard whose end is not named": (
        "engine/member/lot.h",
        header("engine/member/lot.h").replace("#endif  //", "#endif //"),
        "the last line is #endif  // KUMBARA_ENGINE_MEMBER_LOT_H_",
    ),
    "a folder whose name says nothing": (
        "tools/utils/text.h",
        header("tools/utils/text.h"),
        "the name utils says nothing",
    ),
    "a floating-point number where results are exact": (
        "engine/apply/apply.h",
        header("engine/apply/apply.h", "/* a\n */ double points;\n"),
        "no double where results are exact",
    ),
}


class LayersTest(unittest.TestCase):
    def violations(self, changes):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, content in {**CLEAN, **changes}.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content)
            return [
                f"{name}:{line}: {what}"
                for name, line, what in layers.check_tree(root)
            ]

    def test_a_clean_tree_has_no_violation(self):
        self.assertEqual(self.violations({}), [])

    def test_every_planted_violation_is_found_and_nothing_else(self):
        # Some plants lean on a second file, which has to exist.
        beside = {
            "tools/kumbara/main.cc": {
                "storage/lmdb/environment.h": header(
                    "storage/lmdb/environment.h"
                )
            },
            "engine/pipeline/ledger.cc": {
                "engine/pipeline/CMakeLists.txt": "add_library(p ledger.cc)\n"
            },
        }
        for sentence, (name, content, wanted) in PLANTED.items():
            with self.subTest(sentence):
                found = self.violations(
                    {**beside.get(name, {}), name: content}
                )
                self.assertEqual(len(found), 1, found)
                self.assertIn(wanted, found[0])

    def test_the_line_of_a_violation_is_right_behind_a_comment(self):
        text = "/* one\n two\n*/\nfloat x;\n"
        found = self.violations(
            {"engine/apply/apply.h": header("engine/apply/apply.h", text)}
        )
        self.assertEqual(
            found,
            ["engine/apply/apply.h:9: no float where results are exact"],
        )

    def test_the_table_of_layers_has_no_cycle(self):
        done = {}

        def visit(layer):
            if done.get(layer) == "open":
                self.fail(f"{layer} includes itself by a detour")
            if layer in done:
                return
            done[layer] = "open"
            for other in layers.MAY_INCLUDE[layer]:
                if other != layer and layer != "tests":
                    visit(other)
            done[layer] = "closed"

        for layer in layers.MAY_INCLUDE:
            visit(layer)


if __name__ == "__main__":
    unittest.main()
