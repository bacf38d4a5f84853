# SPDX-License-Identifier: GPL-3.0-or-later
"""What version 2 of the portal of hotkeys has more: its dialog for other keys, and tokens that bring windows to the
front."""

import ast
import json
import os
import shutil
import subprocess
import unittest

from session import DESKTOP, HERE, NAME, Accessible, DesktopTest, png, wait_until
from wayland import SwaySession

BUTTON = "Change Keys in the Desktop's Settings…"


@unittest.skipUnless(shutil.which("sway"), "sway is not installed")
class SecondVersion(DesktopTest):
    needed = ("dbus-daemon", "swaymsg", "wtype")
    kind = SwaySession

    def setUp(self):
        super().setUp()
        self.use_folder()
        self.program.check("config", "set", "hotkey-drop-zone", "<Super>F9")
        self.session.start_accessibility()
        self.session.start_keyboard()
        self.portal = None

    def start_portal(self):
        self.portal = self.session.start("/usr/bin/python3", os.path.join(HERE, "shortcutsportal.py"),
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.assertEqual(self.portal.stdout.readline(), b"ready\n")

    def wait_for_call(self, method):
        """Its arguments."""
        while True:
            line = self.portal.stdout.readline().decode()
            self.assertTrue(line, "the portal has ended")
            found = ast.literal_eval(line)
            if found[0] == method:
                return found[1]

    def wait_until_bound(self):
        wait_until(lambda: json.loads(self.program.check("status", "--json"))["hotkey"]["state"] == "yes", "the keys")

    def open_page(self):
        self.activate("settings")
        window = Accessible(self.session)
        window.select_any("Clipboard and hotkeys")
        return window

    def test_configure(self):
        self.start_portal()
        self.start_desktop()
        self.wait_until_bound()
        window = self.open_page()
        window.look("Upload the clipboard: CTRL+ALT+u")
        window.press(BUTTON)
        session, parent, options = self.wait_for_call("ConfigureShortcuts")
        self.assertIn("/session/", session)
        self.assertRegex(parent, "^wayland:.+")
        window.look("Upload the clipboard: Meta+P")
        # Once more, and the window's name is another one.
        window.press(BUTTON)
        self.assertRegex(self.wait_for_call("ConfigureShortcuts")[1], "^wayland:.+")

    def test_no_portal(self):
        """There is no such dialog; one that comes is told, as one that goes."""
        self.start_desktop()
        window = self.open_page()
        window.look("Hotkeys")
        self.assertFalse(window.is_there(BUTTON))
        self.start_portal()
        window.look(BUTTON)
        self.portal.terminate()
        wait_until(lambda: not window.is_there(BUTTON), "the button's end")

    def test_token(self):
        """The question for a name, which is a window that takes some time to come."""
        self.program.check("config", "set", "ask-name", "true")
        log = os.path.join(self.session.folder, "wayland.log")
        self.start_portal()
        with open(log, "wb") as file:
            self.session.start(DESKTOP, "--background", environment={"WAYLAND_DEBUG": "client"}, stderr=file)
        wait_until(lambda: self.session.owns(NAME), "pichoist-desktop")
        self.wait_until_bound()
        self.session.copy(**{"image/png": png("token")})
        self.portal.stdin.write(b"upload-clipboard the-token\n")
        self.portal.stdin.flush()
        wait_until(lambda: "Names of pictures" in self.session.list_windows(), "the question")
        with open(log, encoding="utf-8", errors="replace") as file:
            self.assertRegex(file.read(), r'xdg_activation_v1@\d+\.activate\("the-token", wl_surface@')


if __name__ == "__main__":
    unittest.main()
