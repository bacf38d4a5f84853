# SPDX-License-Identifier: GPL-3.0-or-later
"""What the README says can be typed is taken by the program."""

import os
import re
import shlex
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import CommandTest  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OPTIONS = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


class Readme(CommandTest):
    def setUp(self):
        super().setUp()
        with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
            self.text = file.read()

    def test_first_profile(self):
        command = re.search(r"^    pichoist (profile add blog (?:.*\\\n)*.*)$", self.text, re.M)[1]
        self.good(*shlex.split(command.replace("\\\n", "")))
        self.assertEqual(self.good("profile", "list"), "blog\n")

    def test_providers(self):
        rows = re.findall(r"^\|[^|]*\| `(provider=[^`]*)` \|$", self.text, re.M)
        self.assertGreaterEqual(len(rows), 12)
        for number, row in enumerate(rows):
            with self.subTest(row=row):
                self.good("profile", "add", f"p{number}", *shlex.split(row.replace("access-key-id=…", "")))

    def test_options(self):
        """Of each command line that is shown."""
        lines = re.findall(r"pichoist ([a-z]+)((?: [^`#\n]*)?)", self.text)
        self.assertGreater(len(lines), 20)
        for command, rest in lines:
            known = OPTIONS.findall(self.good(command, "--help")) + ["--help"]
            for option in OPTIONS.findall(rest):
                with self.subTest(command=command, option=option):
                    self.assertIn(option, known)

    def test_messages(self):
        """The table of what can go wrong has the program's own words."""
        rows = re.findall(r"^\| (.+?) \| .+ \|$", self.text.split("## When something goes wrong")[1], re.M)
        sources = ""
        for folder, _, names in os.walk(os.path.join(ROOT, "src")):
            for name in names:
                if name.endswith(".c"):
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        sources += file.read()
        sources = re.sub(r'"\s*"', "", sources)
        for row in rows[1:]:
            row = re.sub(r"^the secret access key has \d+ (.*) \d+$", r"%s has %u \1 %u", row)
            for words in re.split(r"“…”|, (?=the public)| \(web page.*?\)| \(HTTP \d+\)", row):
                with self.subTest(row=row, words=words):
                    self.assertIn(words.strip(" ,").removesuffix(", not a picture"), sources)


if __name__ == "__main__":
    unittest.main()
