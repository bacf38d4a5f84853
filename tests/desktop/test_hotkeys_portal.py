# SPDX-License-Identifier: GPL-3.0-or-later
"""Hotkeys in a Wayland session by the desktop's portal: the real xdg-desktop-portal, with python-dbusmock as the
desktop's own part behind it."""

import json
import unittest

from gi.repository import GLib
from realportal import BIND, PortalTest, ShortcutsPortal
from session import Accessible, happens, png, wait_until

REFUSE = "ret = (1, dbus.Dictionary({}, signature='sv'))"


class HotkeysPortal(ShortcutsPortal, PortalTest):
    def get_bound(self):
        """What each call asked for: (session, {name: (description, trigger)})"""
        calls = self.get_calls("BindShortcuts")
        return [(arguments[1], {name: (options["description"], options["preferred_trigger"])
                                for name, options in arguments[2]}) for arguments in calls]

    def emit(self, name, signature, *arguments):
        session = self.get_bound()[-1][0]
        self.mock("EmitSignal", "(sssav)", (self.interface, name, signature,
                                            [GLib.Variant("o", session), *arguments]))

    def press(self, name):
        self.emit("Activated", "osta{sv}", GLib.Variant("s", name), GLib.Variant("t", 1), GLib.Variant("a{sv}", {}))

    def get_state(self):
        said = json.loads(self.program.check("status", "--json"))["hotkey"]
        return said["state"], said["reason"]

    def wait_for_state(self, state, reason=""):
        wait_until(lambda: self.get_state()[0] == state and reason in (self.get_state()[1] or ""),
                   f"the state “{state}: {reason}”")

    def start_all(self):
        self.start_backend()
        portal = self.start_portal()
        self.start_desktop()
        self.wait_for_state("yes")
        return portal

    def test_bound(self):
        self.program.check("config", "set", "hotkey-drop-zone", "<Shift><Super>F9")
        self.start_all()
        self.assertEqual([shortcuts for _, shortcuts in self.get_bound()],
                         [{"upload-clipboard": ("Upload the clipboard", "CTRL+ALT+u"),
                           "show-drop-zone": ("Show the drop zone", "SHIFT+LOGO+F9")}])

    def test_pressed(self):
        self.session.start_accessibility()
        self.program.check("config", "set", "hotkey-drop-zone", "<Super>F9")
        self.start_all()
        self.session.copy(**{"image/png": png("pressed")})
        self.press("upload-clipboard")
        wait_until(lambda: self.count_objects(self.site) == 1, "the upload")
        self.wait_for_text()
        window = Accessible(self.session)
        self.assertFalse(window.is_there("Drop zone"))
        self.press("show-drop-zone")
        window.look("Drop zone")

    def test_other_keys(self):
        """What the person has really chosen is what the window shows."""
        self.session.start_accessibility()
        self.start_backend(BIND.format(keys={"upload-clipboard": "Meta+Print"}))
        self.start_portal()
        self.start_desktop()
        self.wait_for_state("yes")
        self.activate("settings")
        window = Accessible(self.session)
        window.select_any("Clipboard and hotkeys")
        window.look("Upload the clipboard: Meta+Print")

        def change(keys):
            self.emit("ShortcutsChanged", "oa(sa{sv})", GLib.Variant("a(sa{sv})", [
                ("upload-clipboard", {"description": GLib.Variant("s", "Upload the clipboard"),
                                      "trigger_description": GLib.Variant("s", keys)})]))

        change("Meta+Pause")
        window.look("Upload the clipboard: Meta+Pause")
        change("")
        self.wait_for_state("limited", "no keys for “Upload the clipboard”")
        self.assertEqual(len(self.get_bound()), 1)

    def test_refused(self):
        """It is said, and the person isn't asked again until there is something else to ask."""
        self.start_backend(REFUSE)
        self.start_portal()
        self.start_desktop()
        self.wait_for_state("limited", "the desktop has refused <Primary><Alt>u")
        self.assertIn("“bindsym Ctrl+Mod1+u exec pichoist upload --clipboard --copy”", self.get_state()[1])
        self.assertFalse(happens(lambda: len(self.get_bound()) > 1, 1))
        self.answer(BIND.format(keys={}))
        self.program.check("config", "set", "hotkey-clipboard", "<Super>u")
        self.wait_for_state("yes")
        self.assertEqual(self.get_bound()[-1][1], {"upload-clipboard": ("Upload the clipboard", "LOGO+u")})

    def test_changed_and_off(self):
        self.start_all()
        self.program.check("config", "set", "hotkey-clipboard", "off")
        self.program.check("config", "set", "hotkey-screenshot", "Print")
        wait_until(lambda: self.get_bound()[-1][1] == {"screenshot": ("Take a screenshot", "Print")}, "the screenshot")
        self.wait_for_state("yes")

    def test_comes_back(self):
        portal = self.start_all()
        portal.terminate()
        self.wait_for_state("no", "Wayland")
        self.start_portal()
        self.wait_for_state("yes")
        self.assertEqual(len(self.get_bound()), 2)
        self.session.copy(**{"image/png": png("back")})
        self.press("upload-clipboard")
        wait_until(lambda: self.count_objects(self.site) == 1, "the upload")

    def test_no_backend(self):
        """A portal that has nothing behind it, as sway's."""
        self.start_portal("org.freedesktop.impl.portal.Wallpaper")
        self.start_desktop()
        self.assertFalse(happens(lambda: self.get_state()[0] != "no", 1))


del PortalTest

if __name__ == "__main__":
    unittest.main()
