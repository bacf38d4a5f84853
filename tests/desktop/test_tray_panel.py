# SPDX-License-Identifier: GPL-3.0-or-later
"""The tray icon in XFCE's panel, with a pointer and a keyboard as a person has them."""

import os
import shutil
import subprocess
import time
import unittest

from panel import Tray
from session import SLOWNESS, DesktopTest, png, wait_until

# One panel along the upper edge with nothing but a system tray in it.
PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
 <property name="configver" type="int" value="2"/>
 <property name="panels" type="array"><value type="int" value="1"/>
  <property name="panel-1" type="empty">
   <property name="position" type="string" value="p=6;x=0;y=0"/>
   <property name="position-locked" type="bool" value="true"/>
   <property name="length" type="uint" value="100"/>
   <property name="size" type="uint" value="30"/>
   <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
  </property></property>
 <property name="plugins" type="empty"><property name="plugin-1" type="string" value="systray"/></property>
</channel>
"""
SERVICE = "/usr/share/dbus-1/services/org.xfce.Xfconf.service"
ICON = (15, 15)


class Panel(DesktopTest):
    needed = (*DesktopTest.needed, "xfce4-panel", "openbox", "xdotool")

    def setUp(self):
        super().setUp()
        if not os.path.exists(SERVICE):
            self.skipTest("xfconf is not installed")
        self.site = self.use_folder()
        shutil.copy(SERVICE, self.session.services)
        folder = os.path.join(self.session.folder, ".config/xfce4/xfconf/xfce-perchannel-xml")
        os.makedirs(folder)
        with open(os.path.join(folder, "xfce4-panel.xml"), "w", encoding="utf-8") as file:
            file.write(PANEL)
        self.session.start("openbox")
        self.start_panel()

    def start_panel(self):
        self.panel = self.session.start("xfce4-panel", "--disable-wm-check", environment={"GTK_THEME": "Adwaita"})
        wait_until(lambda: self.session.owns("org.kde.StatusNotifierWatcher"), "the panel")

    def wait_for_tray(self):
        def find():
            try:
                return Tray(self.session)
            except LookupError:
                return None

        return wait_until(find, "the tray icon", 30)

    def act(self, *arguments):
        self.session.run("xdotool", *map(str, arguments))

    def upload_by(self, *steps):
        """Copies a picture and does these things with xdotool until there is a link; the panel may not be
        ready for the first ones, and tells nobody when it is."""
        def try_it():
            self.session.copy(**{"image/png": png(os.urandom(4))})
            for step in steps:
                self.act("mousemove", *ICON, *step)
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
        self.act("mousemove", *ICON, "click", 1)
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
        wait_until(lambda: not self.session.owns("org.kde.StatusNotifierWatcher"), "the panel's end")
        self.start_panel()
        self.wait_for_tray()
        self.upload_by(("click", 1), ("key", "Down", "Return"))


if __name__ == "__main__":
    unittest.main()
