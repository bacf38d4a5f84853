# SPDX-License-Identifier: GPL-3.0-or-later
"""Each command in Chinese: no word of English is left, punctuation is Chinese, columns are aligned."""

import errno
import os
import re
import sys
import unicodedata
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import PROGRAM, R2, CommandTest  # noqa: E402

BUILD = os.environ.get("PICHOIST_BUILD") or os.path.join(os.path.dirname(os.path.abspath(PROGRAM)), "../..")
LOCALE = os.path.abspath(os.path.join(BUILD, "po"))
GLIB = "/usr/share/locale/zh_CN/LC_MESSAGES/glib20.mo"  # has the headings of --help

HAN = r"[\u4e00-\u9fff]"
# Half-width marks behind Chinese; none where a name or a column's padding is in between.
HALF_WIDTH = re.compile(rf"{HAN}[”’）》]?[:;,!?](?!//)")
WORD = re.compile(r"[A-Za-z][A-Za-z0-9'-]+")

# What is no prose: commands in quotes, options, settings, paths, URLs, fields, variables.
NAMES = [r"^  pichoist [a-z]+ ", r"\b[a-z]+(\|[a-z]+)+\b", r"“[^”]*”", r"(?<!\w)--?[a-z][a-z-]*", r"https?://\S+", r"(?<![A-Za-z])[./][\w./-]+", r"\{[^}]*\}", r"PICHOIST_\w+",
         r"[a-z-]+=\S*", r"^pichoist: ", r"\bpichoist(-desktop)?\b", r"^  [a-z]+ ", r"(?m)^[a-z-]+: .*$",
         r"[\w.-]+\.(gif|ini|db|txt)\b", r"\b[a-z]+(-[a-z]+)+\b",
         # Lists of subcommands, the usage of one, and what a provider needs.
         r"\b[a-z]+(、[a-z]+)+\b", r"…\] [a-z]+", r"^  [a-z0-9]+( +[a-z-]+)+$"]
# Names that are the same in each language.
KNOWN = set("""ID URL JSON CSV SVG HTML XML JavaScript PNG GIF S3 R2 OSS COS KWallet gnome-keyring Pichoist Kodo UTF
            markdown html url bbcode rst asciidoc org blog site Cloudflare Alibaba 7d
            true false yes no path virtual list r2 s3 provider account-id jurisdiction endpoint region bucket
            addressing folder public-url key-template access-key-id default-profile link-format copy-link
            secret-store b2 APPID socks5h PEM MiB KB""".split())


# What the C library says of an error: in English where its own translations aren't installed.
SYSTEM = [os.strerror(number) for number in errno.errorcode]


def find_english(line):
    for words in SYSTEM:
        line = line.replace(words, " ")
    for pattern in NAMES:
        line = re.sub(pattern, " ", line)
    return [word for word in WORD.findall(line) if word not in KNOWN and word.lower() != "id"]


def count_cells(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class Chinese(CommandTest):
    def setUp(self):
        super().setUp()
        for path in (os.path.join(LOCALE, "zh_CN/LC_MESSAGES/pichoist.mo"), GLIB):
            if not os.path.exists(path):
                self.skipTest(f"{path} is missing")
        self.site = os.path.join(self.folder, "site")
        os.mkdir(self.site)
        self.environment.update(LANGUAGE="zh_CN", PICHOIST_LOCALE_DIR=LOCALE)

    def lines(self, *arguments, **options):
        done = self.run_it(*arguments, **options)
        return done.stdout.decode().splitlines(), done.stderr.decode().splitlines()

    def check(self, *arguments, prose=True, **options):
        """All that a command prints is Chinese; prose: also what is on standard output."""
        out, err = self.lines(*arguments, **options)
        self.assertTrue(out or err, arguments)
        for line in (out if prose else []) + err:
            with self.subTest(arguments=arguments, line=line):
                self.assertEqual(find_english(line), [])
                self.assertIsNone(HALF_WIDTH.search(line))
        return out

    def add_folder(self):
        self.good("profile", "add", "site", "provider=folder", f"folder={self.site}", "public-url=https://img.example.com")

    def write(self, name, data=b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"):
        with open(os.path.join(self.folder, name), "wb") as file:
            file.write(data)

    def fail_upload(self):
        """Leaves a failed job in the queue."""
        self.write("lost.gif", b"GIF89a\x03\x00\x03\x00\x00\x00\x00;")
        os.rename(self.site, self.site + ".away")
        self.check("upload", "lost.gif", prose=False)
        os.rename(self.site + ".away", self.site)

    def test_is_chinese(self):
        self.assertRegex(self.good("--help"), HAN)

    def test_help(self):
        out = self.check("--help")
        self.check()
        commands = [line.split()[0] for line in out if line.startswith("  ")]
        self.assertIn("upload", commands)
        for command in commands:
            self.check(command, "--help")
        for words in ("profile add", "profile show", "config set", "queue retry", "history import"):
            self.check(*words.split(), "--help")

    def test_wrong_usage(self):
        for arguments in (["frob"], ["upload"], ["upload", "--frob"], ["upload", "-f", "{frob}", "a"],
                          ["upload", "--timeout", "0", "a"], ["upload", "--expires", "9d", "a"], ["list", "x"],
                          ["list", "--limit", "-1"], ["copy"], ["delete"], ["delete", "1"], ["queue", "frob"],
                          ["queue", "retry", "x"], ["queue", "cancel", "9"], ["profile", "frob"], ["profile", "set", "x"],
                          ["config", "frob"], ["config", "get", "frob"], ["config", "set", "copy-link", "frob"],
                          ["config", "forget"], ["history"], ["upload", "-c"],
                          ["uplaod"], ["--json", "list"], ["profile", "add", "bucket=x"], ["profile", "list", "a"],
                          ["queue", "cancel", "--json"], ["config", "set", "copy-link"], ["profile", "bucket=x"]):
            self.check(*arguments)

    def test_lists_of_words(self):
        self.assertIn("default-profile、link-format、", self.bad(2, "config", "get", "frob"))

    def test_nothing_there(self):
        for arguments in (["profile"], ["profile", "show"], ["upload", "a.gif"], ["queue"], ["queue", "run"],
                          ["queue", "retry"], ["list"], ["list", "--search", "x"], ["copy", "1"], ["status"],
                          ["config", "forget", "--yes"]):
            self.check(*arguments, DBUS_SESSION_BUS_ADDRESS="unix:path=/x")

    def test_profiles(self):
        self.check("profile", "add", "blog", *R2)
        self.check("profile", "show")
        self.check("profile", "remove", "blog")
        self.check("profile", "add", "blog", "provider=r2", "bucket=A_B")
        self.check("profile", "add", "blog", "provider=oss", "region=x", "bucket=ab")
        self.add_folder()
        self.check("profile", "show")
        self.check("profile", "check")
        self.check("status")

    def test_uploads(self):
        self.add_folder()
        self.write("a.gif")
        self.write("b.gif", b"GIF89a\x02\x00\x02\x00\x00\x00\x00;")
        self.write("c.txt", b"x")
        self.check("upload", "a.gif", "c.txt", "none.gif", prose=False)
        self.good("upload", "--queue", "b.gif")
        out = self.check("queue", prose=False)
        # Of a row the state is a word; what follows are names and the link.
        for line in out:
            self.assertEqual(find_english(line.split("  ")[3] if line.startswith(" ") else line), [])
        self.check("delete", "--yes", "--row", "1")
        self.check("history", "import", "/dev/null")

    def test_json_is_not_translated(self):
        self.add_folder()
        self.assertIn('"state":"no"', self.good("status", "--json"))
        self.fail_upload()
        self.assertIn('"state":"failed"', self.good("queue", "list", "--json"))

    def test_columns(self):
        """What follows a padded word begins in the same cell of each line."""
        self.add_folder()
        self.good("profile", "add", "图床", *R2)
        self.write("a.gif")
        self.good("upload", "--queue", "a.gif")
        self.fail_upload()
        terminal = self.on_terminal("profile", "list")
        self.assertEqual(terminal.end(), 0)
        tables = {"check": (self.lines("profile", "check")[0], r"^\S+ +"),
                  "status": (self.lines("status")[0], r"^\S+ +"),
                  "queue": (self.lines("queue")[0], r"^ +\d+ +\S+ +"),
                  "profiles": (terminal.shown.decode().splitlines(), r"^(?:\*| ) \S+ +")}
        for name, (lines, column) in tables.items():
            with self.subTest(table=name):
                self.assertGreater(len(lines), 1)
                begins = {count_cells(re.match(column, line).group()) for line in lines}
                self.assertEqual(len(begins), 1, lines)


if __name__ == "__main__":
    unittest.main()
