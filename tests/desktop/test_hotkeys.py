# SPDX-License-Identifier: GPL-3.0-or-later
"""Hotkeys: pressed with any lock and layout, taken by others, changed in the settings, on Wayland."""

import os
import time
import unittest

from keyboard import ALT, CONTROL, Keyboard
from session import DesktopTest, happens, png, wait_until

HOTKEY = ("Control_L", "Alt_L")


class Hotkeys(DesktopTest):
    needed = DesktopTest.needed + ("setxkbmap",)

    def setUp(self):
        super().setUp()
        self.site = self.use_folder()
        self.keyboard = Keyboard(self.session.environment["DISPLAY"])
        self.addCleanup(self.keyboard.close)
        self.place = self.keyboard.find("u")

    def press(self, *keys, fires=True):
        """Presses the keys with a new picture on the clipboard: is it uploaded, and once?"""
        before = self.count_objects(self.site)
        self.session.copy(**{"image/png": png(os.urandom(8))})
        self.keyboard.press(*keys)
        if fires:
            wait_until(lambda: self.count_objects(self.site) > before, "the upload", 30)
            self.wait_for_text()
        time.sleep(0.2)
        self.assertEqual(self.count_objects(self.site) - before, int(fires))

    def get_state(self):
        return {name: (state, reason) for name, state, reason in self.session.call("GetCapabilities")[0]}["hotkey"]

    def wait_for_state(self, state):
        return wait_until(lambda: self.get_state()[0] == state and self.get_state(), f"the state “{state}”")[1]

    def test_locks(self):
        self.start_desktop()
        self.wait_for_state("yes")
        for locks in ((), ("Num_Lock",), ("Caps_Lock",), ("Num_Lock", "Caps_Lock")):
            with self.subTest(locks=locks):
                for lock in locks:
                    self.keyboard.press(lock)
                self.press(*HOTKEY, self.place)
                for lock in locks:
                    self.keyboard.press(lock)

    def test_layouts(self):
        self.start_desktop()
        for layouts in ("us,ru", "ru,us", "us,de", "fr,us"):
            self.session.run("setxkbmap", "-layout", layouts)
            for group in (0, 1):
                with self.subTest(layouts=layouts, group=group):
                    self.keyboard.lock_group(group)
                    self.press(*HOTKEY, self.place)
            self.keyboard.lock_group(0)
        self.assertEqual(self.get_state()[0], "yes")

    def test_keyboard_changes(self):
        """The first press on another keyboard changes the keys: a hotkey isn't let go of for a moment then."""
        self.start_desktop()
        self.wait_for_state("yes")
        for _ in range(10):
            changing = self.session.start("setxkbmap", "-layout", "us,de")
            while changing.poll() is None:
                self.assertFalse(self.keyboard.is_free(self.place, CONTROL | ALT))
        self.session.run("setxkbmap", "-layout", "us")
        self.press(*HOTKEY, self.place)

    def test_keys_change_places(self):
        """One layout has “a” where the other has “q”."""
        self.program.check("config", "set", "hotkey-clipboard", "<Primary><Alt>a")
        self.program.check("config", "set", "hotkey-drop-zone", "<Primary><Alt>q")
        self.start_desktop()
        self.wait_for_state("yes")
        places = {self.keyboard.find("a"), self.keyboard.find("q")}
        for layout in ("fr", "us"):
            self.session.run("setxkbmap", "-layout", layout)
            # Read from the server as it is now.
            fresh = Keyboard(self.session.environment["DISPLAY"])
            self.addCleanup(fresh.close)
            self.assertEqual({fresh.find("a"), fresh.find("q")}, places)
            self.session.copy(**{"image/png": png(layout)})
            before = self.count_objects(self.site)

            def press(fresh=fresh, before=before):
                # Again where it came before the program had heard of the layout.
                fresh.press(*HOTKEY, "a")
                return happens(lambda: self.count_objects(self.site) > before)

            wait_until(press, "the upload", 30)
            self.assertEqual(self.get_state()[0], "yes")

    def test_other_keys(self):
        self.start_desktop()
        self.wait_for_state("yes")
        self.press("Control_L", self.place, fires=False)
        self.press(*HOTKEY, "Shift_L", self.place, fires=False)

    def test_held_down(self):
        self.start_desktop()
        self.wait_for_state("yes")
        self.activate("pause")
        self.session.copy(**{"image/png": png("held")})
        self.keyboard.set_repeat(200, 20)
        self.keyboard.press(*HOTKEY, self.place, hold=lambda: time.sleep(0.8))
        wait_until(self.program.list_queue, "the job")
        time.sleep(0.2)
        self.assertEqual(len(self.program.list_queue()), 1)

    def test_modifiers_let_go_first(self):
        """A hotkey that waits until the key is up knows what was held as it went down."""
        picture = self.program.write("screen.png", png("screen"))
        self.program.check("config", "set", "screenshot-command", f"cp {picture} %f")
        self.program.check("config", "set", "hotkey-screenshot", "<Primary><Alt>s")
        self.start_desktop()
        self.wait_for_state("yes")
        keys = [self.keyboard.find(key) for key in (*HOTKEY, "s")]

        def press():
            # Again where it came before the program had the keys.
            for down in (True, False):
                for key in keys:
                    self.keyboard.move(key, down)
            return happens(lambda: self.count_objects(self.site) == 1)

        wait_until(press, "the screenshot", 30)

    def test_taken(self):
        self.keyboard.grab(self.place, CONTROL | ALT)
        self.start_desktop()
        reason = self.wait_for_state("limited")
        self.assertIn("another program has <Primary><Alt>u", reason)
        self.assertIn("pichoist upload --clipboard --copy", reason)
        self.program.check("config", "set", "hotkey-clipboard", "<Primary><Alt>j")
        self.wait_for_state("yes")
        wait_until(lambda: not self.keyboard.is_free(self.keyboard.find("j"), CONTROL | ALT), "the grab")
        self.press(*HOTKEY, "j")

    def test_change(self):
        self.start_desktop()
        self.wait_for_state("yes")
        wait_until(lambda: not self.keyboard.is_free(self.place, CONTROL | ALT), "the grab")
        self.program.check("config", "set", "hotkey-clipboard", "Pause")
        wait_until(lambda: self.keyboard.is_free(self.place, CONTROL | ALT), "the release")
        self.press("Pause")
        self.program.check("config", "set", "hotkey-clipboard", "off")
        wait_until(lambda: self.keyboard.is_free(self.keyboard.find("Pause"), 0), "the release")
        self.assertEqual(self.get_state()[0], "yes")
        self.program.check("config", "set", "hotkey-clipboard", "<Super>XF86_nonsense")
        self.assertIn("no key for <Super>XF86_nonsense", self.wait_for_state("limited"))

    def test_wayland(self):
        for environment in ({"XDG_SESSION_TYPE": "wayland"}, {"WAYLAND_DISPLAY": "wayland-9"}):
            with self.subTest(environment=environment):
                desktop = self.start_desktop_with(environment)
                reason = self.wait_for_state("no")
                self.assertIn("Wayland", reason)
                self.assertIn("pichoist upload --clipboard --copy", reason)
                self.assertTrue(self.keyboard.is_free(self.place, CONTROL | ALT))
                self.assertIn(reason, self.program.check("status"))
                self.activate("quit")
                desktop.wait(10)

    def start_desktop_with(self, environment):
        before = dict(self.session.environment)
        self.session.environment.update(environment, GDK_BACKEND="x11")
        try:
            return self.start_desktop()
        finally:
            self.session.environment = before


if __name__ == "__main__":
    unittest.main()
