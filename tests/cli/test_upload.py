# SPDX-License-Identifier: GPL-3.0-or-later
"""pichoist upload: what stands on standard output where nothing can be sent at all."""

import json
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import R2, CommandTest  # noqa: E402

INPUTS = ["a.png", "https://example.com/b.png", "no such\nfile"]


class Refused(CommandTest):
    def setUp(self):
        super().setUp()
        site = os.path.join(self.folder, "site")
        os.mkdir(site)
        self.good("profile", "add", "site", "provider=folder", f"folder={site}",
                  "public-url=https://img.example.com")

    def check_failed(self, code, words):
        """Line N belongs to input N, also where the reason is none of theirs and is told once."""
        done = self.run_it("upload", *INPUTS)
        self.assertEqual((done.returncode, done.stdout), (1, b"\n\n\n"), done.stderr)
        text = done.stderr.decode()
        self.assertEqual(len(text.splitlines()), 1, text)
        self.assertIn(words, text)
        done = self.run_it("upload", "--json", *INPUTS)
        self.assertEqual((done.returncode, done.stderr.decode()), (1, text))
        items = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([item["input"] for item in items], INPUTS)
        for item in items:
            self.assertEqual((item["ok"], item["link"], item["error"]["code"]), (False, None, code))

    def test_data_folder(self):
        with open(self.data, "wb"):  # a file where the folder should be
            pass
        self.check_failed("disk", self.data)

    def test_database(self):
        os.makedirs(os.path.join(self.data, "pichoist.db"))
        self.check_failed("disk", "the database can't be used")

    def test_settings(self):
        os.remove(self.ini)
        os.mkdir(self.ini)
        self.check_failed("disk", "config.ini")

    def test_nothing_was_tried(self):
        """Wrong usage or settings: one message, no line, as 2 says."""
        self.use_file()
        self.good("profile", "add", "blog", *R2)
        for options, words in ((["-p", "nosuch"], "no profile “nosuch”"),
                               (["-p", "blog"], "no secret access key is stored"),
                               (["--expires", "1h"], "--expires needs a bucket"),
                               (["--nothing"], "--nothing"), (["-f", "{nothing}"], "nothing")):
            for more in ([], ["--json"]):
                text = self.bad(2, "upload", *options, *more, *INPUTS)
                self.assertIn(words, text)
                self.assertEqual(len(text.splitlines()), 1, text)


if __name__ == "__main__":
    unittest.main()
