# SPDX-License-Identifier: GPL-3.0-or-later
"""Watched folders: new pictures go up once they are whole, and nothing else ever does."""

import os
import time
import unittest

from session import DesktopTest, png, wait_until


class WatchedFolder(DesktopTest):
    mode = "upload"

    def setUp(self):
        super().setUp()
        self.site = self.use_folder()
        self.folder = os.path.join(self.session.folder, "shots")
        os.mkdir(self.folder)
        self.write("before.png", png("before"))
        self.program.check("config", "set", "watch-folders", self.folder)
        self.program.check("config", "set", "watch-folders-mode", self.mode)
        self.start_desktop()
        time.sleep(0.3)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, data):
        with open(self.path(name), "wb") as file:
            file.write(data)

    def get_objects(self):
        found = []
        for folder, _, names in os.walk(self.site):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    found.append(file.read())
        return sorted(found)

    def assert_only(self, *wanted):
        """These have gone up, and after a while still no other."""
        wait_until(lambda: len(self.get_objects()) >= len(wanted), "the pictures")
        time.sleep(1)
        self.assertEqual(self.get_objects(), sorted(wanted))


class Upload(WatchedFolder):
    def test_new(self):
        self.write("a.png", png("a"))
        self.assertRegex(self.wait_for_text(), r"^!\[a\]")
        self.assert_only(png("a"))
        self.assertTrue(os.path.exists(self.path("a.png")))

    def test_written_slowly(self):
        data = png("slow", noise=200_000)
        with open(self.path("slow.png"), "wb", buffering=0) as file:
            for start in range(0, len(data), 20_000):
                file.write(data[start:start + 20_000])
                time.sleep(0.1)
            self.assertEqual(self.get_objects(), [])
        self.assert_only(data)

    def test_gets_its_name_at_last(self):
        for number, name in enumerate(("b.png.part", "b.png.crdownload", ".b.png.xyz", "b.png~")):
            self.write(name, png(number))
        time.sleep(1)
        self.assertEqual(self.get_objects(), [])
        os.rename(self.path("b.png.part"), self.path("b.png"))
        self.assert_only(png(0))

    def test_moved_in(self):
        other = os.path.join(self.session.folder, "c.png")
        with open(other, "wb") as file:
            file.write(png("c"))
        os.rename(other, self.path("c.png"))
        self.assert_only(png("c"))

    def test_left_alone(self):
        os.rename(self.path("before.png"), self.path("renamed.png"))
        self.write("renamed.png", png("edited"))
        self.write("notes.txt", b"no picture")
        os.mkdir(self.path("deep"))
        self.write("deep/d.png", png("d"))
        self.write("gone.png", png("gone"))
        os.unlink(self.path("gone.png"))
        time.sleep(1.5)
        self.assertEqual(self.get_objects(), [])

    def test_many_at_once(self):
        """A whole folder that is copied there is nothing to be published unasked."""
        for number in range(25):
            self.write(f"{number}.png", png(number))
        time.sleep(1.5)
        self.assertEqual(self.get_objects(), [])

    def test_turned_off(self):
        self.program.check("config", "set", "watch-folders-mode", "off")
        time.sleep(0.5)
        self.write("a.png", png("a"))
        time.sleep(1)
        self.assertEqual(self.get_objects(), [])
        self.program.check("config", "set", "watch-folders-mode", "upload")
        time.sleep(0.5)
        self.write("b.png", png("b"))
        self.assert_only(png("b"))

    def test_own_work(self):
        self.program.check("config", "set", "watch-folders", self.site)
        time.sleep(0.5)
        with open(os.path.join(self.site, "e.png"), "wb") as file:
            file.write(png("e"))
        time.sleep(1)
        self.assertEqual(self.get_objects(), [png("e")])


class Ask(WatchedFolder):
    mode = "ask"

    def test_nothing_goes_up(self):
        self.write("a.png", png("a"))
        time.sleep(1.5)
        self.assertEqual(self.get_objects(), [])


if __name__ == "__main__":
    unittest.main()
