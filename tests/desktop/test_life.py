# SPDX-License-Identifier: GPL-3.0-or-later
"""How the desktop program is started: alone, twice at once, by the bus, after a crash."""

import os
import signal
import unittest

from gi.repository import GLib
from session import DESKTOP, NAME, DesktopTest, png, wait_until


class Life(DesktopTest):
    needed = (*DesktopTest.needed, "xdotool")

    def setUp(self):
        super().setUp()
        self.site = self.use_folder()

    def wait_for_objects(self, number):
        wait_until(lambda: self.count_objects(self.site) == number, f"{number} pictures")

    def install_service(self):
        """As an installed program has it; tests' own folders reach it by the bus."""
        with open(os.path.join(self.session.services, NAME + ".service"), "w", encoding="utf-8") as file:
            file.write(f"[D-BUS Service]\nName={NAME}\nExec={DESKTOP} --background\n")
        self.session.call("UpdateActivationEnvironment",
                          GLib.Variant("(a{ss})", (self.session.environment,)), "org.freedesktop.DBus",
                          "/org/freedesktop/DBus", "org.freedesktop.DBus")
        self.session.call("ReloadConfig", None, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus")

    def count_windows(self):
        found = self.session.run("xdotool", "search", "--onlyvisible", "--class", "pichoist", check=False)
        return len(found.split())

    def test_two_at_once(self):
        """One stays, the other hands over its files; wherever they are started, and in whatever order."""
        for number in range(5):
            with self.subTest(number=number):
                before = self.count_objects(self.site)
                paths = [self.program.write(f"{number}-{i}.png", png((number, i))) for i in range(2)]
                both = [self.session.start(DESKTOP, path) for path in paths]
                self.wait_for_objects(before + 2)
                wait_until(lambda both=both: any(one.poll() is not None for one in both), "the second to end")
                self.assertEqual(sorted(str(one.poll()) for one in both), ["0", "None"])
                self.activate("quit")
                wait_until(lambda both=both: all(one.poll() == 0 for one in both), "the first to end")

    def test_options_and_files(self):
        self.start_desktop()
        for number, arguments in enumerate((["a.png"], ["--background", "b.png"], ["--", "--c.png"]), 1):
            with self.subTest(arguments=arguments):
                with open(os.path.join(self.session.folder, arguments[-1]), "wb") as file:
                    file.write(png(number))
                self.assertEqual(self.session.start(DESKTOP, *arguments).wait(10), 0)
                self.wait_for_objects(number)

    def test_action(self):
        self.assertEqual(self.session.start(DESKTOP, "--action", "no-such-thing").wait(10), 2)
        self.assertEqual(self.session.start(DESKTOP, "--action", "retry").wait(10), 2)
        wait_until(lambda: not self.session.owns(NAME), "the end")
        running = []
        for number in (1, 2):
            self.session.copy(**{"image/png": png(number)})
            running.append(self.session.start(DESKTOP, "--action", "upload-clipboard"))
            self.wait_for_objects(number)
        self.assertEqual(running[1].wait(10), 0)
        self.assertIsNone(running[0].poll())
        self.assertEqual(self.count_windows(), 0)

    def test_background(self):
        """No window by itself, also without a destination and when started twice."""
        self.program.check("profile", "remove", "site")
        self.start_desktop()
        self.assertEqual(self.session.start(DESKTOP, "--background").wait(10), 0)
        self.assertEqual(self.count_windows(), 0)

    def test_second_start(self):
        """It opens a window, since there may be no tray icon to click: settings, or the assistant where
        there is no destination yet."""
        for number, action in enumerate(("settings", "assistant")):
            with self.subTest(action=action):
                if number == 1:
                    self.program.check("profile", "remove", "site")
                desktop = self.start_desktop()
                if action not in self.session.call("List", interface="org.gtk.Actions")[0]:
                    self.skipTest(f"there is no action {action} yet")
                self.assertEqual(self.count_windows(), 0)
                self.assertEqual(self.session.start(DESKTOP).wait(10), 0)
                wait_until(lambda: self.count_windows() == 1, "the window")
                self.activate("quit")
                self.assertEqual(desktop.wait(10), 0)

    def test_kill(self):
        for number in range(3):
            desktop = self.start_desktop()
            self.session.copy(**{"image/png": png(number)})
            self.upload_clipboard()
            self.assertEqual(self.count_objects(self.site), number + 1)
            desktop.send_signal(signal.SIGKILL)
            desktop.wait()
            wait_until(lambda: not self.session.owns(NAME), "the name to be free")

    def test_started_by_the_bus(self):
        self.install_service()
        self.session.copy(**{"image/png": png("by bus")})
        link = self.program.check("upload", "--clipboard", "-f", "url").strip()
        self.assertTrue(link.startswith("https://img.example.com/"))
        self.wait_for_objects(1)
        path = self.program.write("open.png", png("open"))
        self.session.call("Open", GLib.Variant("(asa{sv})", ([GLib.filename_to_uri(path, None)], {})),
                          interface="org.freedesktop.Application")
        self.wait_for_objects(2)
        self.session.copy(**{"image/png": png("by action")})
        self.session.call("ActivateAction", GLib.Variant("(sava{sv})", ("upload-clipboard", [], {})),
                          interface="org.freedesktop.Application")
        self.wait_for_objects(3)
        self.assertEqual(self.count_windows(), 0)
        self.activate("quit")


if __name__ == "__main__":
    unittest.main()
