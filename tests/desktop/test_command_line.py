# SPDX-License-Identifier: GPL-3.0-or-later
"""What the command line hands to the desktop program: the clipboard, its window, what works."""

import json
import os
import shutil
import unittest

from session import DESKTOP, NAME, DesktopTest, png, wait_until
from wayland import SwaySession


class CommandLine(DesktopTest):
    def setUp(self):
        super().setUp()
        self.site = self.use_folder()

    def test_without_a_bus(self):
        for arguments, status in ((["upload", "--clipboard"], 1), (["desktop"], 1)):
            done = self.program.run(*arguments, DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent")
            self.assertEqual((done.returncode, done.stdout), (status, b""))
            self.assertIn("no session bus", done.stderr.decode())

    def test_not_running(self):
        done = self.program.run("upload", "--clipboard")
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertIn("pichoist desktop", done.stderr.decode())
        self.assertEqual(self.status()["tray"]["state"], "no")

    def status(self):
        return json.loads(self.program.check("status", "--json"))

    def test_clipboard(self):
        self.start_desktop()
        data = png("by command")
        self.session.copy(**{"image/png": data})
        done = self.program.run("upload", "--clipboard", "--json", "-f", "html", "--name", "my shot.png")
        self.assertEqual(done.returncode, 0, done.stderr)
        answer = json.loads(done.stdout)
        self.assertEqual((answer["ok"], answer["mime"], answer["width"], answer["reused"], answer["profile"]),
                         (True, "image/png", 8, False, "site"))
        self.assertIn('alt="my shot"', answer["link"])
        with open(os.path.join(self.site, answer["key"]), "rb") as file:
            self.assertEqual(file.read(), data)
        # Nobody asked for the link to be copied.
        self.assertEqual(self.session.paste("image/png"), data)

    def test_no_picture(self):
        self.start_desktop()
        self.session.copy(**{"text/plain": "hello"})
        done = self.program.run("upload", "--clipboard")
        self.assertEqual((done.returncode, done.stdout), (3, b""))
        self.assertIn("no picture on the clipboard", done.stderr.decode())

    def test_unknown_profile(self):
        self.start_desktop()
        self.session.copy(**{"image/png": png("x")})
        done = self.program.run("upload", "--clipboard", "-p", "nobody")
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn("nobody", done.stderr.decode())

    def test_files_and_clipboard(self):
        self.start_desktop()
        self.program.write("a.png", png("file"))
        self.session.copy(**{"image/png": png("copied")})
        lines = self.program.check("upload", "-c", "--copy", "a.png", "-f", "markdown").splitlines()
        self.assertEqual(len(lines), 2)
        self.assertTrue(lines[0].startswith("![a]("))
        self.assertEqual(self.wait_for_text().splitlines(), lines)
        self.assertEqual(self.session.paste("text/html").count(b"<img "), 2)

    def test_copy(self):
        self.start_desktop()
        self.program.write("a.png", png("copy"))
        number = str(self.program.upload_json("a.png")[1][0]["id"])
        link = self.program.check("copy", "-f", "bbcode", number).strip()
        self.assertEqual(self.wait_for_text(), link)
        self.assertIn(b"<img ", self.session.paste("text/html"))

    def test_status(self):
        self.start_desktop()
        self.assertEqual(set(self.status()), {"upload", "keyring", "tray", "watching", "hotkey", "drop",
                                              "screenshot", "notifications", "server"})


class BusWithoutADisplay(DesktopTest):
    """The session bus starts programs with its own environment, which nobody told of the display."""
    variables = ("DISPLAY",)

    def setUp(self):
        super().setUp()
        self.site = self.use_folder()
        with open(os.path.join(self.session.services, NAME + ".service"), "w", encoding="utf-8") as file:
            file.write(f"[D-BUS Service]\nName={NAME}\n"
                       f"Exec=/usr/bin/env -u DISPLAY -u WAYLAND_DISPLAY {DESKTOP} --background\n")
        self.session.call("ReloadConfig", None, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus")
        self.program.environment.update({name: self.session.environment[name] for name in self.variables})
        self.program.environment["PATH"] = os.path.dirname(DESKTOP) + ":" + os.environ["PATH"]
        self.addCleanup(self.quit)

    def quit(self):
        if self.session.owns(NAME):
            self.activate("quit")
            wait_until(lambda: not self.session.owns(NAME), "the end")

    def test_clipboard(self):
        data = png("by command")
        self.session.copy(**{"image/png": data})
        link = self.program.check("upload", "--clipboard", "--copy", "-f", "url").strip()
        with open(os.path.join(self.site, link.split("/", 3)[3]), "rb") as file:
            self.assertEqual(file.read(), data)
        self.assertEqual(self.session.wait_for_link(), link)

    def test_window(self):
        self.program.check("desktop")
        self.assertTrue(self.session.owns(NAME))

    def test_nobody_knows_it(self):
        done = self.program.run("upload", "--clipboard", **dict.fromkeys(self.variables, ""))
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertIn("dbus-update-activation-environment", done.stderr.decode())
        self.assertEqual(done.stderr.count(b"\n"), 1)
        self.assertFalse(self.session.owns(NAME))

    def test_broken_program(self):
        """It is said at once."""
        os.mkdir(os.path.join(self.program.files, "bin"))
        path = self.program.write("bin/pichoist-desktop", b"#!/bin/sh\nexit 1\n")
        os.chmod(path, 0o755)
        self.program.environment["PATH"] = os.path.dirname(path) + ":" + os.environ["PATH"]
        for command in (["upload", "--clipboard"], ["desktop"]):
            done = self.program.run(*command)
            self.assertEqual((done.returncode, done.stdout), (1, b""))
            self.assertIn("“pichoist-desktop”", done.stderr.decode())


@unittest.skipUnless(shutil.which("sway"), "sway is not installed")
class BusWithoutAWaylandDisplay(BusWithoutADisplay):
    needed = ("dbus-daemon", "wl-copy")
    kind = SwaySession
    variables = ("WAYLAND_DISPLAY",)


if __name__ == "__main__":
    unittest.main()
