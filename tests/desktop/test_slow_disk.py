# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that hangs, such as one in the network, holds up uploads and no window: the program's own
thread asks nothing of it once it has started."""

import os
import unittest

from gi.repository import GLib
from session import Accessible, DesktopTest, png, wait_until

SLOW_FILES = os.path.join(os.environ.get("PICHOIST_BUILD", ""), "tests/desktop/slow-files.so")


class SlowDisk(DesktopTest):
    def setUp(self):
        if not os.path.exists(SLOW_FILES) or os.environ.get("PICHOIST_BUILD_KIND", "plain") != "plain":
            self.skipTest("nothing can be preloaded into this build")
        super().setUp()
        self.site = self.use_folder()
        self.shots = os.path.join(self.program.folder, "shots")
        self.log = os.path.join(self.session.folder, "slow")
        os.mkdir(self.shots)
        self.program.check("config", "set", "watch-folders", self.shots)
        self.program.check("config", "set", "watch-folders-mode", "upload")
        self.program.check("config", "set", "watch-clipboard", "upload")

    def start_slow(self):
        """Settings, database, spool, pictures and the destination are all on the slow disk."""
        before = dict(self.session.environment)
        self.session.environment.update(LD_PRELOAD=SLOW_FILES, SLOW_FILES=self.program.folder,
                                        SLOW_MILLISECONDS="10", SLOW_LOG=self.log)
        self.start_desktop()
        self.session.environment = before
        with open(self.log, "r+b") as file:
            self.assertIn(b"config.ini", file.read())
            file.truncate(0)  # at its start it may

    def assert_nothing_asked(self):
        with open(self.log, encoding="utf-8") as file:
            self.assertEqual(file.read(), "")

    def wait_for_objects(self, number):
        wait_until(lambda: self.count_objects(self.site) >= number, f"{number} pictures", 60)

    def test_sources(self):
        self.start_slow()
        path = self.program.write("a.png", png("file", noise=300_000))
        self.session.call("Upload", GLib.Variant("(aaya{sv})", ([path.encode() + b"\0"], {})))
        self.session.copy(**{"image/png": png("copied")})
        self.wait_for_objects(2)
        with open(os.path.join(self.shots, "shot.png"), "wb") as file:
            file.write(png("shot"))
        self.wait_for_objects(3)
        self.session.copy(**{"text/uri-list": f"file://{self.program.write('b.png', png('copied file'))}"})
        self.wait_for_objects(4)
        self.assert_nothing_asked()

    def test_settings(self):
        self.session.start_accessibility()
        self.start_slow()
        windows = Accessible(self.session)
        self.activate("settings")
        windows.select("Destinations", "site", role="list box")
        windows.press("Edit…")
        windows.press("Check")
        windows.wait_for("Everything works", 60)
        self.activate("watch", GLib.Variant("s", "off"))
        wait_until(lambda: self.program.check("config", "get", "watch-clipboard") == "off\n", "the mode")
        self.program.check("config", "set", "link-format", "html")
        self.session.get("State")
        self.assert_nothing_asked()


if __name__ == "__main__":
    unittest.main()
