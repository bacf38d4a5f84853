# SPDX-License-Identifier: GPL-3.0-or-later
"""The tray icon in waybar's tray under sway, with a pointer as a person has it, and notifications
beside it.  Nothing in it may make GTK complain."""

import json
import os
import shutil
import time
import unittest

from notifications import EVERYTHING, NotificationTest
from panel import WATCHER
from session import SLOWNESS, png, wait_until
from wayland import SwaySession

BAR = {"layer": "top", "position": "top", "height": 30, "modules-left": ["tray"], "tray": {"icon-size": 20}}
ICON = (12, 15)  # the only thing in the bar
UPLOAD = (60, 62)  # in the menu that opens there: its first row that can be chosen


@unittest.skipUnless(shutil.which("sway"), "sway is not installed")
class Waybar(NotificationTest):
    needed = ("dbus-daemon", "wl-copy", "wtype", "waybar")
    kind = SwaySession
    capabilities = EVERYTHING

    def setUp(self):
        super().setUp()
        self.session.environment["G_DEBUG"] = "fatal-criticals"
        self.start_bar()
        self.session.start_keyboard()
        self.session.start_mouse()

    def start_bar(self):
        settings = os.path.join(self.session.folder, "bar.json")
        with open(settings, "w", encoding="utf-8") as file:
            json.dump(BAR, file)
        style = os.path.join(self.session.folder, "bar.css")
        with open(style, "w", encoding="utf-8") as file:
            file.write("#tray { padding: 0 2px; }\n")
        self.bar = self.session.start("waybar", "-c", settings, "-s", style, environment={"G_DEBUG": ""})
        wait_until(lambda: self.session.owns(WATCHER), "waybar")

    def click(self, x, y):
        self.session.point(x, y, x, y)

    def test_menu(self):
        """From a copied picture by the icon to the link, and after the bar has died."""
        desktop = self.start_desktop()
        self.wait_for_tray()

        def upload():
            self.session.copy(**{"image/png": png(os.urandom(4))})
            self.click(*ICON)
            time.sleep(0.3 * SLOWNESS)
            self.click(*UPLOAD)
            try:
                return self.session.wait_for_link(2)
            except AssertionError:
                return False  # the bar may not be ready for the first clicks, and tells nobody when it is

        self.assertIn("https://img.example.com/", wait_until(upload, "the link", 20))
        self.wait_for_shown("Link copied")
        self.bar.kill()
        self.bar.wait()
        wait_until(lambda: not self.session.owns(WATCHER), "no tray")
        self.start_bar()
        self.wait_for_tray()
        self.assertIn("https://img.example.com/", wait_until(upload, "the link", 20))
        self.assertIsNone(desktop.poll())


del NotificationTest

if __name__ == "__main__":
    unittest.main()
