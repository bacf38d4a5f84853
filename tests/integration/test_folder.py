# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder as the destination, as site generators use it."""

import os
import unittest

from program import Program, png


class Folder(unittest.TestCase):
    def setUp(self):
        self.program = Program()
        self.addCleanup(self.program.close)
        self.site = os.path.join(self.program.folder, "static")
        os.mkdir(self.site)
        self.program.check("profile", "add", "site", "provider=folder", f"folder={self.site}",
                           "public-url=https://blog.example.com/images/", "key-template={year}/{name}.{ext}")

    def read(self, link):
        path = link.replace("https://blog.example.com/images", self.site)
        with open(path, "rb") as file:
            return file.read()

    def test_upload_list_delete(self):
        self.program.write("a.png", png("folder"))
        link = self.program.upload("a.png")[0]
        self.assertTrue(link.startswith("https://blog.example.com/images/2"), link)
        self.assertEqual(self.read(link), png("folder"))
        self.assertEqual(self.program.check("list", "-f", "url").strip(), link)
        self.program.check("delete", "--yes", link)
        with self.assertRaises(FileNotFoundError):
            self.read(link)

    def test_delete_what_is_named_twice(self):
        self.program.write("a.png", png("twice"))
        self.program.write("b.png", png("once"))
        links = self.program.upload("a.png", "b.png")
        done = self.program.run("delete", "--yes", links[0], links[0], "1", links[1])
        self.assertEqual((done.returncode, done.stderr.count(b"deleted")), (0, 2), done.stderr)
        self.assertEqual(self.program.count_history(), 0)

    def test_nothing_is_overwritten(self):
        self.program.write("a.png", png("folder one"))
        first = self.program.upload("a.png")[0]
        # One that Pichoist knows nothing of stays too.
        foreign = os.path.join(os.path.dirname(first.replace("https://blog.example.com/images", self.site)), "b.png")
        with open(foreign, "wb") as file:
            file.write(b"somebody else's")
        self.program.write("a.png", png("folder two"))
        self.program.write("b.png", png("folder three"))
        second, third = self.program.upload("a.png", "b.png")
        self.assertEqual(len({first, second, third}), 3)
        self.assertEqual(self.read(first), png("folder one"))
        self.assertEqual(self.read(second), png("folder two"))
        self.assertEqual(self.read(third), png("folder three"))
        with open(foreign, "rb") as file:
            self.assertEqual(file.read(), b"somebody else's")

    def test_missing_folder(self):
        os.rename(self.site, self.site + ".away")
        self.program.write("a.png", png("missing"))
        done = self.program.run("upload", "--timeout", "2", "a.png")
        self.assertEqual((done.returncode, done.stdout), (1, b"\n"))
        self.assertFalse(os.path.exists(self.site))
        os.rename(self.site + ".away", self.site)
        self.assertEqual(len(self.program.check("queue", "retry").splitlines()), 1)

    def test_no_presigned_link(self):
        self.program.write("a.png", png("presigned"))
        self.assertEqual(self.program.run("upload", "--expires", "1h", "a.png").returncode, 2)

    def test_check(self):
        out = self.program.check("profile", "check")
        self.assertEqual(out.count(" ok\n"), 5, out)
        self.assertEqual([name for _, _, names in os.walk(self.site) for name in names], [])


if __name__ == "__main__":
    unittest.main()
