# SPDX-License-Identifier: GPL-3.0-or-later
"""The clipboard under sway, by data-control: all that is promised of X11's (its tests run here, too), and
what can only go wrong there."""

import os
import signal
import subprocess
import time
import unittest

from gi.repository import GLib

import test_clipboard_traps
import test_clipboard_upload
import test_clipboard_watch
from session import DESKTOP, HERE, SLOWNESS, DesktopTest, Session, png, wait_until
from wayland import SwaySession

MARK = "application/x-pichoist-link"
NEEDED = ("dbus-daemon", "sway", "wl-copy", "wl-paste", "wtype")


class OnSway:
    needed = NEEDED
    kind = SwaySession


class Watch(OnSway, test_clipboard_watch.Watch):
    pass


class Upload(OnSway, test_clipboard_upload.ClipboardUpload):
    pass


class Traps(OnSway, test_clipboard_traps.Traps):
    def copy_by_xclip(self, data):
        """By wl-copy, here."""
        owner = self.session.copy_by_wl_copy(data)
        wait_until(lambda: self.session.paste("TARGETS").split() == [b"image/png"], "wl-copy")
        return owner

    def test_killed_in_the_middle(self):
        """Its pipe ends as if that were all."""
        # Or the watcher would be the one who is given the half.
        self.activate("watch", GLib.Variant("s", "off"))
        wait_until(lambda: self.session.get("Watching") == "off", "the watcher's end")
        data = png("killed", noise=3_000_000)
        for length in (0, 100, 1_000_000, len(data) - 1):
            with self.subTest(length=length):
                self.session.copy(options=("--stop-after", str(length)), **{"image/png": data})
                thread, answers = self.upload_in_thread()
                thread.join()
                self.assertIn("clipboard", str(answers[0]))
                self.assertEqual(self.read_objects(), [])


class Link(OnSway, DesktopTest):
    def setUp(self):
        super().setUp()
        self.site = self.use_folder()

    def test_reader_that_does_not_read(self):
        """A link longer than a pipe holds: others get theirs meanwhile, and the reader gets all in the end."""
        self.program.check("config", "set", "link-format", "{url} " * 10_000)
        self.start_desktop()
        self.session.copy(**{"image/png": png("a")})
        self.upload_clipboard(copy=GLib.Variant("b", True))
        link = self.wait_for_text()
        self.assertEqual(link.count("https://img.example.com/"), 10_000)
        slow = self.session.start("wl-paste", "--no-newline", stdout=subprocess.PIPE)
        wait_until(lambda: slow.stdout.peek(1), "its first bytes")
        self.assertEqual(self.session.paste().decode(), link)
        self.assertEqual(slow.stdout.read().decode(), link)

    def test_reader_that_goes(self):
        self.program.check("config", "set", "link-format", "{url} " * 10_000)
        desktop = self.start_desktop()
        self.session.copy(**{"image/png": png("a")})
        self.upload_clipboard(copy=GLib.Variant("b", True))
        link = self.wait_for_text()
        for _ in range(5):
            reader = self.session.start("wl-paste", "--no-newline", stdout=subprocess.PIPE)
            wait_until(lambda: reader.stdout.peek(1), "its first bytes")  # pylint: disable=cell-var-from-loop
            reader.kill()
            reader.wait()
        self.assertEqual(self.session.paste().decode(), link)
        self.assertIsNone(desktop.poll())

    def test_primary_selection(self):
        """What is merely marked is neither taken nor replaced."""
        self.program.check("config", "set", "watch-clipboard", "upload")
        self.start_desktop()
        with open(self.program.write("marked.png", png("marked")), "rb") as file:
            self.session.start("wl-copy", "--foreground", "--primary", "--type", "image/png", stdin=file)
        wait_until(lambda: b"image/png" in self.session.run("wl-paste", "--primary", "--list-types", check=False),
                   "the primary selection")
        self.session.copy(**{"image/png": png("copied")})
        self.wait_for_text()
        self.assertEqual(self.count_objects(self.site), 1)
        self.assertEqual(self.session.run("wl-paste", "--primary", "--type", "image/png"), png("marked"))

    def test_there_before(self):
        """What was copied before the start isn't taken unasked, but is there for who asks."""
        self.program.check("config", "set", "watch-clipboard", "upload")
        self.session.copy(**{"image/png": png("before")})
        self.start_desktop()
        time.sleep(0.5 * SLOWNESS)
        self.assertEqual(self.count_objects(self.site), 0)
        self.assertTrue(self.upload_clipboard(copy=GLib.Variant("b", True))[0]["ok"])
        self.wait_for_text()

    def test_taken_over(self):
        """A clipboard manager's copy of our link isn't newer than what is sent meanwhile, and outlives us."""
        desktop = self.start_desktop()
        self.session.copy(**{"image/png": png("first")})
        self.upload_clipboard(copy=GLib.Variant("b", True))
        first = self.wait_for_text()
        self.activate("pause")
        # What it is called with when a picture is dropped on it.
        self.session.start(DESKTOP, self.program.write("second.png", png("second")))
        wait_until(self.program.list_queue, "the second picture")
        self.session.copy(**{MARK: self.session.paste(MARK), "UTF8_STRING": first, "x-manager": "1"})
        wait_until(lambda: b"x-manager" in self.session.paste("TARGETS"), "the clipboard manager")
        self.activate("pause")
        second = wait_until(lambda: b"x-manager" not in self.session.paste("TARGETS") and self.wait_for_text(),
                            "the second link")
        self.assertNotEqual(first, second)
        self.session.copy(**{MARK: self.session.paste(MARK), "UTF8_STRING": second})
        desktop.terminate()
        desktop.wait()
        self.assertEqual(self.session.paste().decode(), second)

    def test_command_line(self):
        self.start_desktop()
        self.session.copy(**{"image/png": png("asked")})
        link = self.program.check("upload", "--clipboard", "--copy")
        self.assertEqual(self.wait_for_text() + "\n", link)
        targets = self.session.paste("TARGETS").decode().split()
        self.assertLessEqual({"text/plain;charset=utf-8", "text/plain", "UTF8_STRING", "STRING", "TEXT", "text/html"},
                             set(targets))
        self.assertIn(b"<img src=", self.session.paste("text/html"))
        link = self.program.check("upload", "--copy", self.program.write("file.png", png("file")))
        wait_until(lambda: self.session.paste().decode() + "\n" == link, "the link of the file")

    def test_command_line_alone(self):
        """Nobody but the desktop program has the clipboard."""
        done = self.program.run("upload", "--clipboard")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"pichoist desktop", done.stderr)
        done = self.program.run("upload", "--copy", self.program.write("file.png", png("file")))
        self.assertIn(b"https://img.example.com/", done.stdout)
        self.assertIn(b"pichoist desktop", done.stderr)


class Ext(Link):
    """The same by ext_data_control_v1, which newer compositors have in its place."""

    def setUp(self):
        super().setUp()
        proxy = self.session.start("/usr/bin/python3", os.path.join(HERE, "extdatacontrol.py"), "wayland-ext",
                                   stdout=subprocess.PIPE)
        self.assertEqual(proxy.stdout.readline(), b"ready\n")

    def start_desktop(self, *arguments):
        compositor = self.session.environment["WAYLAND_DISPLAY"]
        self.session.environment["WAYLAND_DISPLAY"] = "wayland-ext"
        try:
            return super().start_desktop(*arguments)
        finally:
            self.session.environment["WAYLAND_DISPLAY"] = compositor


class Compositor(OnSway, DesktopTest):
    def kill_compositor(self):
        for running in self.session.running:
            if running.args[0] == "sway":
                running.send_signal(signal.SIGKILL)
                running.wait()

    def count_ticks(self, desktop):
        with open(f"/proc/{desktop.pid}/stat", encoding="ascii") as file:
            return sum(map(int, file.read().rsplit(")", 1)[1].split()[11:13]))

    def test_end(self):
        """The compositor ends: a program that has no window on it goes on, without the clipboard, and says so."""
        screen = Session()
        self.addCleanup(screen.close)
        self.session.environment.update(DISPLAY=screen.environment["DISPLAY"], GDK_BACKEND="x11")
        desktop = self.start_desktop()
        self.program.check("status")
        self.session.copy(**{"image/png": png("a")})
        self.kill_compositor()
        wait_until(lambda: b"any more" in self.program.run("status").stdout, "the truth about the clipboard")
        before = self.count_ticks(desktop)
        time.sleep(1)
        self.assertLess(self.count_ticks(desktop) - before, 20)  # of 100
        self.assertIsNone(desktop.poll())
        self.assertIn(b"clipboard", self.program.run("upload", "--clipboard").stderr)

    def test_end_of_all(self):
        """GTK ends a program whose windows are gone."""
        desktop = self.start_desktop()
        self.kill_compositor()
        desktop.wait(10 * SLOWNESS)


if __name__ == "__main__":
    unittest.main()
