# SPDX-License-Identifier: GPL-3.0-or-later
"""pichoist report: all that a maintainer needs, and nothing that tells whose it is."""

import os
import shutil
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import ACCESS_KEY, R2, CommandTest  # noqa: E402

PRIVATE = [("account-id", "fedcba9876543210fedcba9876543210"), ("bucket", "pics-of-me"),
           ("public-url", "https://img.me.example.net/x"), ("access-key-id", ACCESS_KEY),
           ("proxy", "socks5://user@proxy.me.example.net:1080"), ("url-suffix", "!me-style")]


class Report(CommandTest):
    def test_profile(self):
        self.good("profile", "add", "mine", *[f"{key}={value}" for key, value in PRIVATE],
                  "key-template=me-my/{year}/{name}.{ext}", "link-format=[me]({url})", "stall-timeout=77")
        # Nor does the length of a password that somebody wrote there.
        text = self.read(self.ini).replace(b"user@", b"user:hidden@")
        with open(self.ini, "wb") as file:
            file.write(text)
        text = self.good("report")
        for key, value in PRIVATE:
            scheme = f", {value.split(':')[0]}" if "://" in value else ""
            self.assertIn(f"  {key} = (set, {len(value)} characters{scheme})\n", text)
            self.assertNotIn(value, text)
        for word in ("mine", "hidden", "example.net", ACCESS_KEY[:4], ACCESS_KEY[-4:], self.folder):
            self.assertNotIn(word, text)
        for line in ("profile 1 (default):", "  provider = r2", "  key-template = xx-xx/{year}/{name}.{ext}",
                     "  link-format = [xx]({url})", "  stall-timeout = 77",
                     "  comes to: https, path style, region auto", "secret-store: keyring, link-format: markdown"):
            self.assertIn(line + "\n", text)

    def test_folder(self):
        self.good("profile", "add", "site", "provider=folder", f"folder={self.folder}")
        text = self.good("report")
        self.assertIn("  provider = folder\n", text)
        self.assertIn("  comes to: a folder\n", text)
        self.assertNotIn("style", text)
        self.assertNotIn(self.folder, text)

    def test_what_is_broken_is_told(self):
        self.good("profile", "add", "blog", *R2)
        with open(self.ini, "a", encoding="utf-8") as file:
            file.write("addressing=sideways\n")
        text = self.good("report")
        self.assertIn("  error: settings\n  provider = r2\n", text)
        self.assertNotIn("pics", text)
        os.remove(self.ini)
        shutil.rmtree(self.data)
        os.mkdir(self.ini)
        os.makedirs(os.path.join(self.data, "pichoist.db"))
        text = self.good("report")
        self.assertIn("settings: error: disk\n", text)
        self.assertIn("queue: error: disk\n", text)

    def test_environment(self):
        text = self.good("report", PICHOIST_ACCESS_KEY_ID="someone", https_proxy="http://me.example.net")
        self.assertIn("set in the environment: PICHOIST_ACCESS_KEY_ID, ", text)
        self.assertIn("https_proxy", text)
        for word in ("someone", "me.example"):
            self.assertNotIn(word, text)

    def test_queue(self):
        site = os.path.join(self.folder, "site")
        os.mkdir(site)
        self.good("profile", "add", "site", "provider=folder", f"folder={site}")
        for i in range(25):
            with open(os.path.join(self.folder, f"me{i}.gif"), "wb") as file:
                file.write(b"GIF89a\x01\x00\x01\x00\x00\x00\x00;" + b"x" * i)
        self.good("upload", "--queue", *(f"me{i}.gif" for i in range(25)))
        lines = self.good("report").splitlines()
        self.assertIn("queue: 25, the newest of them:", lines)
        jobs = lines[lines.index("queue: 25, the newest of them:") + 1:]
        self.assertEqual(len(jobs), 20)
        self.assertEqual(jobs[-1], "  accepted, held by none, image/gif, 38 bytes, 0 retries, error -")


if __name__ == "__main__":
    unittest.main()
