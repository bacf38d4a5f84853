# SPDX-License-Identifier: GPL-3.0-or-later
"""The tray icon in XFCE's panel, with a pointer and a keyboard as a person has them."""

import os
import subprocess
import time
import unittest

import xfce
from session import SLOWNESS, DesktopTest, png, wait_until


class Panel(DesktopTest):
    def setUp(self):
        super().setUp()
        missing = xfce.find_missing()
        if missing:
            self.skipTest(f"{missing} is not installed")
        self.site = self.use_folder()
        xfce.set_up(self.session)
        self.start_panel()

    def start_panel(self):
        self.panel = xfce.start_panel(self.session)

    def act(self, *arguments):
        self.session.run("xdotool", *map(str, arguments))

    def upload_by(self, *steps):
        """Copies a picture and does these things with xdotool until there is a link; the panel may not be
        ready for the first ones, and tells nobody when it is."""
        def try_it():
            self.session.copy(**{"image/png": png(os.urandom(4))})
            for step in steps:
                self.act("mousemove", *xfce.ICON, *step)
                time.sleep(0.3 * SLOWNESS)
            try:
                return self.wait_for_text(2)
            except AssertionError:
                self.act("key", "Escape")
                return False

        self.assertIn("https://img.example.com/", wait_until(try_it, "the link", 20))

    def keep_picture(self, name):
        """For whoever wants to see it."""
        folder = os.environ.get("PICHOIST_PICTURES")
        if folder:
            subprocess.run(["import", "-window", "root", os.path.join(folder, name)], check=True,
                           env=self.session.environment)

    def test_click(self):
        self.start_desktop()
        self.wait_for_tray()
        # The first row only tells; the first that can be chosen uploads.
        self.upload_by(("click", 1), ("key", "Down", "Return"))
        self.act("mousemove", *xfce.ICON, "click", 1)
        time.sleep(0.5 * SLOWNESS)
        self.keep_picture("menu.png")
        self.act("key", "Escape")

    def test_middle_click(self):
        self.start_desktop()
        self.wait_for_tray()
        self.upload_by(("click", 2))

    def test_new_panel(self):
        """As when the panel crashes, or is restarted for an update."""
        self.start_desktop()
        self.wait_for_tray()
        self.panel.kill()
        self.panel.wait()
        wait_until(lambda: not self.session.owns(xfce.WATCHER), "the panel's end")
        self.start_panel()
        self.wait_for_tray()
        self.upload_by(("click", 1), ("key", "Down", "Return"))


if __name__ == "__main__":
    unittest.main()
