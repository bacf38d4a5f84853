# SPDX-License-Identifier: GPL-3.0-or-later
"""On Wayland a window that is there already comes to the front only by the token of the program that has the
focus: handed over by D-Bus, by either name, by a program that is started, and by a notification."""

import os
import shutil
import subprocess
import unittest

from gi.repository import GLib
from notifications import NotificationTest
from session import DESKTOP, HERE, happens, wait_until
from wayland import SwaySession


@unittest.skipUnless(shutil.which("sway"), "sway is not installed")
class Activation(NotificationTest):
    needed = ("dbus-daemon", "swaymsg", "wtype")
    kind = SwaySession

    def setUp(self):
        super().setUp()
        self.session.run("swaymsg", "focus_on_window_activation", "focus")
        self.session.start_keyboard()
        self.start_desktop()
        self.activate("settings")
        wait_until(lambda: self.has_focus("Settings"), "the settings")
        self.giver = self.session.start("/usr/bin/python3", os.path.join(HERE, "tokengiver.py"),
                                        stdout=subprocess.PIPE, environment={"GDK_BACKEND": "wayland"})
        self.assertEqual(self.giver.stdout.readline(), b"ready\n")
        wait_until(lambda: self.has_focus("Token giver"), "the other window")

    def has_focus(self, title):
        window = self.session.list_windows().get(title)
        return window is not None and window["focused"]

    def get_token(self):
        self.session.run("wtype", "-k", "a")
        token = self.giver.stdout.readline().decode().strip()
        self.assertTrue(token)
        return token

    def call(self, interface, **data):
        data = {name.replace("_", "-"): GLib.Variant("s", value) for name, value in data.items()}
        method = "Activate" if interface == "org.gtk.Actions" else "ActivateAction"
        self.session.call(method, GLib.Variant("(sava{sv})", ("settings", [], data)), interface=interface)

    def wait_for_settings(self):
        wait_until(lambda: self.has_focus("Settings"), "the settings in front")

    def test_no_token(self):
        """Then the compositor lets nobody take the focus."""
        self.call("org.freedesktop.Application")
        self.assertFalse(happens(lambda: self.has_focus("Settings"), 1))

    def test_startup_id(self):
        self.call("org.freedesktop.Application", desktop_startup_id=self.get_token())
        self.wait_for_settings()

    def test_token(self):
        self.call("org.freedesktop.Application", activation_token=self.get_token())
        self.wait_for_settings()

    def test_gtk_actions(self):
        self.call("org.gtk.Actions", activation_token=self.get_token())
        self.wait_for_settings()

    def test_notification(self):
        os.rename(self.site, self.site + ".away")
        with open(self.site, "w", encoding="utf-8"):
            pass
        self.upload("a.png")
        failure = self.wait_for_shown("Nothing was uploaded|was not uploaded")
        self.control("SetToken", GLib.Variant("(s)", (self.get_token(),)))
        self.press(failure, "Settings")
        self.wait_for_settings()

    def test_command(self):
        """As a panel starts it from its menu."""
        self.session.environment["DESKTOP_STARTUP_ID"] = self.get_token()
        self.session.run(DESKTOP, "--action", "settings")
        self.wait_for_settings()


if __name__ == "__main__":
    unittest.main()
