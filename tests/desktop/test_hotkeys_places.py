# SPDX-License-Identifier: GPL-3.0-or-later
"""Where no program can have a hotkey: what is entered in the desktop's own settings, and where."""

import json
import unittest

from session import Accessible, DesktopTest, wait_until

COMMAND = "pichoist upload --clipboard --copy"
PLACES = {
    "sway": (f"bindsym Ctrl+Mod1+u exec {COMMAND}", "to ~/.config/sway/config",
             "bindsym KEYS exec pichoist-desktop --action screenshot"),
    "Hyprland": (f"bind = CTRL ALT, u, exec, {COMMAND}", "to ~/.config/hypr/hyprland.conf",
                 "bind = MODIFIERS, KEY, exec, pichoist-desktop --action screenshot"),
    "ubuntu:GNOME": (COMMAND, "in Settings → Keyboard → View and Customise Shortcuts → Custom Shortcuts",
                     "pichoist-desktop --action screenshot"),
    "KDE": (COMMAND, "in System Settings → Shortcuts → Add New → Command", "pichoist-desktop --action screenshot"),
    "labwc": (COMMAND, "as a shortcut in your desktop's own settings", "pichoist-desktop --action screenshot"),
}


class HotkeysPlaces(DesktopTest):
    def test_places(self):
        self.use_folder()
        self.session.start_accessibility()
        self.session.environment["XDG_SESSION_TYPE"] = "wayland"
        for desktop, (text, place, screenshot) in PLACES.items():
            with self.subTest(desktop):
                self.session.environment["XDG_CURRENT_DESKTOP"] = desktop
                running = self.start_desktop()
                window = Accessible(self.session)
                self.activate("settings")
                window.select_any("Clipboard and hotkeys")
                window.wait_for(f"“{text}” {place}")
                said = json.loads(self.program.check("status", "--json"))["hotkey"]
                self.assertEqual(said["state"], "no")
                for name, expected in (("Upload the clipboard", text), ("Take a screenshot", screenshot)):
                    window.press(f"{name}: Copy")
                    wait_until(lambda expected=expected: self.session.paste().decode() == expected, expected)
                self.activate("quit")
                running.wait(20)

    def test_none_needed(self):
        """On X11 there is nothing to copy."""
        self.use_folder()
        self.session.start_accessibility()
        self.start_desktop()
        window = Accessible(self.session)
        self.activate("settings")
        window.select_any("Clipboard and hotkeys")
        window.look("Upload the clipboard: Ctrl+Alt+U")
        self.assertFalse(window.is_there("Upload the clipboard: Copy"))


if __name__ == "__main__":
    unittest.main()
