# SPDX-License-Identifier: GPL-3.0-or-later
"""Each check must be able to fail: small trees with one fault each, and one without."""

import os
import shutil
import subprocess
import tempfile
import unittest

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SPDX = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
APPLICATION = "io.github.pichoist.Pichoist"
HASH_SPDX = "# SPDX-License-Identifier: GPL-3.0-or-later\n"


def run_check(name, files, *arguments):
    """(status, output) of a check on a tree of {path: text}."""
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)
        env = {key: value for key, value in os.environ.items() if key != "PICHOIST"}
        done = subprocess.run([os.path.join(TESTS, name), "--root", root, *arguments],
                              capture_output=True, text=True, check=False, env=env)
        return done.returncode, done.stdout + done.stderr


class CheckTest(unittest.TestCase):
    check = None

    def holds(self, files, *arguments):
        status, output = run_check(self.check, files, *arguments)
        self.assertEqual(status, 0, output)

    def fails(self, files, expected, *arguments):
        status, output = run_check(self.check, files, *arguments)
        self.assertEqual(status, 1, output)
        self.assertIn(expected, output)


class Layers(CheckTest):
    check = "check-layers"

    def test_downwards(self):
        self.holds({
            "src/model/ph-a.h": "",
            "src/storage/ph-b.h": '#include "ph-a.h"\n',
            "src/pipeline/ph-c.c": '#include "ph-b.h"\n#include "ph-a.h"\n#include <glib.h>\n',
            "src/cli/ph-d.c": '#include "ph-b.h"\n',
        })

    def test_upwards(self):
        self.fails({"src/model/ph-a.c": '#include "ph-b.h"\n', "src/storage/ph-b.h": ""},
                   "src/model/ph-a.c: includes ph-b.h: model/ may not use storage/")

    def test_sideways(self):
        self.fails({"src/server/ph-a.c": '  #  include "ph-b.h"\n', "src/posts/ph-b.h": ""},
                   "server/ may not use posts/")

    def test_upwards_by_path(self):
        self.fails({"src/model/ph-a.c": '#include "../cli/ph-b.h"\n', "src/cli/ph-b.h": ""},
                   "model/ may not use cli/")

    def test_unknown_floor(self):
        self.fails({"src/attic/ph-a.c": ""}, "src/attic is no floor")

    def test_nothing_to_check(self):
        self.fails({"README.md": ""}, "no C file found")

    def test_owners(self):
        rows = [
            ("gtk/gtk.h", "src/cli/a.c", "src/desktop/a.c"),
            ("gdk/gdk.h", "src/server/a.c", "src/desktop/a.c"),
            ("curl/curl.h", "src/storage/ph-s3.c", "src/storage/ph-http.c"),
            ("sqlite3.h", "src/pipeline/ph-spool.c", "src/pipeline/ph-database.c"),
            ("sqlite3.h", "src/cli/ph-list.c", "src/pipeline/ph-history.c"),
            ("openssl/hmac.h", "src/storage/ph-s3.c", "src/storage/ph-sigv4.c"),
            ("libsecret/secret.h", "src/model/ph-config.c", "src/model/ph-secret-store.c"),
            ("libxml/parser.h", "src/cli/a.c", "src/storage/ph-s3-xml.c"),
            ("libsoup/soup.h", "src/cli/a.c", "src/server/a.c"),
            ("libayatana-appindicator/app-indicator.h", "src/desktop/ph-window.c",
             "src/desktop/ph-tray.c"),
        ]
        for header, wrong, right in rows:
            with self.subTest(header=header, wrong=wrong):
                text = f"#include <{header}>\n"
                self.holds({right: text})
                self.fails({wrong: text}, f"{wrong}: includes {header}")

    def test_program(self):
        tree = {"src/model/ph-a.h": ""}
        self.holds(tree, "--program", "/bin/true")
        self.fails(tree, "ldd", "--program", "/nonexistent")

    def test_program_with_desktop_library(self):
        with tempfile.TemporaryDirectory() as folder:
            library, program = os.path.join(folder, "libgtk-0.so"), os.path.join(folder, "a")
            for arguments, text in ((["-shared", "-o", library], "int ph_x;"),
                                    (["-o", program, library], "extern int ph_x;"
                                     "int main (void) { return ph_x; }")):
                subprocess.run(["cc", "-xc", "-", *([] if "-shared" in arguments else ["-xnone"]),
                                *arguments], input=text, text=True, check=True)
            self.fails({"src/model/ph-a.h": ""}, "loads", "--program", program)


class Style(CheckTest):
    check = "check-style"

    def test_good(self):
        body = "  g_print (\"system (1)\"); /* atoi () is bad */\n" * 50
        self.holds({"src/model/ph-a.c": f"{SPDX}void\nph_a (void)\n{{\n{body}}}\n",
                    "tests/a.py": f"{HASH_SPDX}def a():\n    pass\n",
                    "README.md": "Nothing to do.\n"})

    def test_banned(self):
        for call in ("malloc", "sprintf", "atoi", "strtok", "strcpy", "strcat", "system", "gets",
                     "g_main_context_iteration"):
            with self.subTest(call=call):
                self.fails({"src/cli/ph-a.c": f"{SPDX}int a;\nint b = {call} (1);\n"},
                           f"src/cli/ph-a.c:3: {call} ()")

    def test_longer_names_are_not_banned(self):
        self.holds({"src/cli/ph-a.c": f"{SPDX}int b = g_malloc (1) + my_system (2);\n"})

    def test_unfinished(self):
        word = "TO" + "DO"
        self.fails({"src/cli/ph-a.c": f"{SPDX}/* {word}: think */\n"}, "unfinished work")

    def test_spdx(self):
        for path, text in (("src/cli/ph-a.h", "#pragma once\n"), ("tests/a.py", "pass\n"),
                           ("packaging/a", "#!/bin/sh\ntrue\n")):
            with self.subTest(path=path):
                self.fails({path: text}, f"{path}: lacks the line")

    def test_spdx_after_shebang(self):
        self.holds({"packaging/a": f"#!/bin/sh\n{HASH_SPDX}true\n"})

    def test_file_length(self):
        self.holds({"src/cli/ph-a.c": SPDX + "\n" * 599})
        self.fails({"src/cli/ph-a.c": SPDX + "\n" * 600}, "601 lines, over 600")

    def test_function_length(self):
        def function(lines):
            return f"{SPDX}static int\nph_a (int a,\n      int b)\n{{\n{'  a++;' + chr(10)}" \
                   + "\n" * (lines - 5) + "}\n"

        self.holds({"src/cli/ph-a.c": function(60)})
        self.fails({"src/cli/ph-a.c": function(61)}, "src/cli/ph-a.c:3: ph_a has 61 lines")

    def test_tables_are_no_functions(self):
        table = "static const struct\n{\n" + "  int a;\n" * 70 + "} rows[] = {\n};\n"
        self.holds({"src/cli/ph-a.c": SPDX + table})

    def test_python_function_length(self):
        self.fails({"tests/a.py": HASH_SPDX + "def a():\n" + "    a = 1\n" * 60},
                   "tests/a.py:2: a has 61 lines")

    def test_catch_all_names(self):
        self.fails({"src/model/ph-utils.c": SPDX}, "could hold anything")


class Format(CheckTest):
    check = "check-format"

    def test_format(self):
        config = {".clang-format": "BasedOnStyle: GNU\n"}
        status, output = run_check(self.check, config)
        if status == 77:
            self.skipTest(output.strip())
        self.holds({**config, "src/a.c": "int a;\n"})
        self.fails({**config, "src/a.c": "int   a;\n"}, "src/a.c:1")


class Shell(CheckTest):
    check = "check-shell"

    def test_shell(self):
        self.holds({"tests/a": "#!/usr/bin/env bash\necho \"$1\"\n", "tests/b.py": "x = `1`\n"})
        self.fails({"tests/a": "#!/usr/bin/env bash\nrm $1/*\n"}, "SC2")
        self.fails({"packaging/a.sh": "#!/bin/sh\ncd $1\n"}, "SC2")


PROGRAM = r"""#!/bin/sh
case $1 in
--help) printf 'Usage: x\n\n  upload     Upload pictures\n  list       List them\n' ;;
upload) printf 'Usage:\n  -p, --profile=PROFILE   Where to\n  -h, --help  Help\n' ;;
list) printf 'Usage:\n  --json   As JSON\n' ;;
esac
"""

MAN = """.SH COMMANDS
.SS upload
.BR \\-p ", " \\-\\-profile
.SS list
.B \\-\\-json
.SH FILES
"""


class Docs(CheckTest):
    check = "check-docs"

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.program = os.path.join(folder.name, "pichoist")
        with open(self.program, "w", encoding="utf-8") as file:
            file.write(PROGRAM)
        os.chmod(self.program, 0o755)
        self.tree = {
            "data/pichoist.1": MAN,
            "data/completions/pichoist.bash": "words 'upload list' '--profile --json --help'\n",
            "data/completions/_pichoist": "upload list {-p,--profile} --json\n",
            "data/completions/pichoist.fish": "complete -c pichoist -n upload -s p -l profile\n"
                                              "complete -c pichoist -n list -l json\n",
        }

    def fails_with(self, path, old, new, expected):
        tree = dict(self.tree)
        tree[path] = tree[path].replace(old, new)
        self.assertNotEqual(tree, self.tree)
        self.fails(tree, f"{path}: {expected}", "--program", self.program)

    def test_complete(self):
        self.holds(self.tree, "--program", self.program)

    def test_man(self):
        man = "data/pichoist.1"
        self.fails_with(man, ".SS list", ".SS other", "has no section “.SS list”")
        self.fails_with(man, ".SS list", ".SS list\n.SS other", "there is no command other")
        self.fails_with(man, "\\-\\-json", "", "list has an option --json")
        self.fails_with(man, "\\-\\-json", "\\-\\-json \\-\\-xml", "list has no option --xml")

    def test_completions(self):
        for path in list(self.tree)[1:]:
            with self.subTest(path=path):
                self.fails_with(path, "list", "other", "lacks the command list")
                self.fails_with(path, "profile", "profiles", "lacks the option --profile")
                self.fails_with(path, "profile", "profiles", "no command has an option --profiles")


class Data(CheckTest):
    check = "check-data"

    def setUp(self):
        for tool in ("desktop-file-validate", "appstreamcli"):
            if shutil.which(tool) is None:
                self.skipTest(f"{tool} is not installed")
        self.tree = {}
        project = os.path.dirname(TESTS)
        for path in ("meson.build", "po/LINGUAS", "po/zh_CN.po", "src/desktop/ph-tray-menu.c",
                     *(f"data/{APPLICATION}.{kind}.in" for kind in ("desktop", "metainfo.xml", "service")),
                     f"data/icons/{APPLICATION}.svg"):
            with open(os.path.join(project, path), encoding="utf-8") as file:
                self.tree[path] = file.read()

    def fails_with(self, path, old, new, expected):
        tree = dict(self.tree)
        tree[path] = tree[path].replace(old, new)
        self.assertNotEqual(tree, self.tree)
        self.fails(tree, expected)

    def test_whole(self):
        self.holds(self.tree)

    def test_desktop(self):
        path = f"data/{APPLICATION}.desktop.in"
        self.fails_with(path, "Categories=Network;", "Categories=Nothing;", "desktop-file-validate")
        self.fails_with(path, "Icon=", "Icon=no.", "there is no icon no.")
        self.fails_with(path, "--action screenshot", "--action quit", "Exec of screenshot does something else")
        self.fails_with("src/desktop/ph-tray-menu.c", '"screenshot"', '"other"', "has no action screenshot")

    def test_metainfo(self):
        path = f"data/{APPLICATION}.metainfo.xml.in"
        self.fails_with(path, "<summary>", "<summary/><other>", "msgfmt")
        self.fails_with(path, "<metadata_license>CC0-1.0</metadata_license>", "", "appstreamcli")
        self.fails_with("meson.build", "  version: '", "  version: '9", "the newest release")

    def test_service(self):
        self.fails_with(f"data/{APPLICATION}.service.in", "Name=io", "Name=oi", "the name isn't")


class Po(CheckTest):
    check = "check-po"

    HEADER = ('msgid ""\nmsgstr ""\n"Language: de\\n"\n'
              '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
              '"Content-Transfer-Encoding: 8bit\\n"\n\n')

    def tree(self, translation, potfiles="src/model/ph-a.c\n"):
        return {
            "src/model/ph-a.c": 'a = _ ("in {bucket}");\n',
            "src/model/ph-b.c": "my_ (1); a_b_ (2);\n",
            "po/POTFILES": potfiles,
            "po/LINGUAS": "# languages\nde\n",
            "po/de.po": self.HEADER + translation,
        }

    def test_complete(self):
        self.holds(self.tree('msgid "in {bucket}"\nmsgstr "im {bucket}"\n'))

    def test_faults(self):
        rows = [
            ("", "untranslated: “in {bucket}”"),
            ('msgid "in {bucket}"\nmsgstr ""\n', "untranslated"),
            ('#, fuzzy\nmsgid "in {bucket}"\nmsgstr "im {bucket}"\n', "fuzzy"),
            ('msgid "in {bucket}"\nmsgstr "im {eimer}"\n', "other fields"),
            ('msgid "in {bucket}"\nmsgstr "im {bucket}\\n"\n', "both end"),
        ]
        for translation, expected in rows:
            with self.subTest(expected=expected):
                self.fails(self.tree(translation), expected)

    def test_potfiles(self):
        good = 'msgid "in {bucket}"\nmsgstr "im {bucket}"\n'
        self.fails(self.tree(good, ""), "po/POTFILES: lacks src/model/ph-a.c")
        self.fails(self.tree(good, "src/model/ph-a.c\nsrc/model/ph-b.c\n"),
                   "po/POTFILES: src/model/ph-b.c has no string")

    def test_other_files(self):
        """Windows and what tells the desktop about the program."""
        listed = "data/a.desktop.in\nsrc/desktop/ui/a.ui\nsrc/model/ph-a.c\n"
        tree = self.tree('msgid "in {bucket}"\nmsgstr "im {bucket}"\n\nmsgid "Show it"\nmsgstr "Zeigen"\n\n'
                         'msgid "Press"\nmsgstr "Drücken"\n', listed)
        tree["data/a.desktop.in"] = "[Desktop Entry]\nType=Application\nName=Show it\n"
        tree["src/desktop/ui/a.ui"] = ('<interface><object class="GtkLabel"><property name="label" '
                                       'translatable="yes">Press</property></object></interface>\n')
        tree["src/desktop/ui/b.ui"] = "<interface/>\n"
        self.holds(tree)
        for path in ("data/a.desktop.in", "src/desktop/ui/a.ui"):
            self.fails(dict(tree, **{"po/POTFILES": listed.replace(path + "\n", "")}), f"po/POTFILES: lacks {path}")
        for text in ("Show it", "Press"):
            self.fails(dict(tree, **{"po/de.po": tree["po/de.po"].replace(f'"{text}"', '"Other"')}),
                       f"untranslated: “{text}”")

    def test_missing_language(self):
        tree = self.tree("")
        del tree["po/de.po"]
        self.fails(tree, "po/de.po: is missing")


if __name__ == "__main__":
    unittest.main()
