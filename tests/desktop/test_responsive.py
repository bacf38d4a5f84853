# SPDX-License-Identifier: GPL-3.0-or-later
"""No upload and no foreign program keeps the program's own thread from answering."""

import signal
import socket
import subprocess
import threading
import unittest

from gi.repository import GLib
from session import FRAME_SECONDS, HERE, SLOWNESS, Accessible, DesktopTest, png

OWN_NAME = """
import sys
from gi.repository import Gio, GLib
Gio.bus_own_name(Gio.BusType.SESSION, sys.argv[1], 0, None, lambda *_: print("ready", flush=True), None)
GLib.MainLoop().run()
"""
# What was lost to other programs isn't counted, yet a busy machine may hit any try; a thread that waits
# for a disk or a peer is silent for longer than a few frames each time.
TRIES = 5
LONGEST = 6 * FRAME_SECONDS * SLOWNESS


class ResponsiveTest(DesktopTest):
    def start_stopped(self, *command):
        """A program that owns its name and never answers."""
        running = self.session.start(*command, stdout=subprocess.PIPE)
        self.assertEqual(running.stdout.readline(), b"ready\n")
        running.send_signal(signal.SIGSTOP)
        return running


class Responsive(ResponsiveTest):
    server_prefix = "S3_"

    def upload_in_thread(self, paths):
        answers = []

        def upload():
            try:
                inputs = GLib.Variant("aay", [path.encode() + b"\0" for path in paths])
                answers.append(self.session.call("Upload", GLib.Variant.new_tuple(inputs, GLib.Variant("a{sv}", {})))[0])
            except GLib.Error as error:
                answers.append(error)

        thread = threading.Thread(target=upload)
        thread.start()
        return thread, answers

    def measure(self, prefix, count):
        """Longest silence while so many pictures go up, and their outcomes."""
        paths = [self.program.write(f"{prefix}-{i}.png", png(f"{prefix} {i}", noise=300_000)) for i in range(count)]
        thread, answers = self.upload_in_thread(paths)
        longest = self.session.measure_answers(self.desktop, thread.is_alive)
        thread.join()
        return longest, answers[0]

    def measure_often(self, name, count):
        """The best of some tries, all of whose pictures must be up."""
        longest = []
        for number in range(TRIES):
            seconds, results = self.measure(f"{name}-{number}", count)
            self.assertEqual([result["ok"] for result in results], [True] * count)
            longest.append(seconds)
            if seconds < FRAME_SECONDS:
                break
        print(f"# longest silence: {min(longest) * 1000:.1f} ms", flush=True)
        self.assertLess(min(longest), LONGEST)

    def test_hundred_pictures(self):
        self.desktop = self.start_desktop()
        self.measure_often("hundred", 100)

    def test_stopped_panel(self):
        """The icon changes with each upload; whoever shows it has stopped."""
        self.start_stopped("/usr/bin/python3", f"{HERE}/panel.py")
        self.desktop = self.start_desktop()
        self.measure_often("panel", 10)

    def test_stopped_notifications(self):
        self.start_stopped("/usr/bin/python3", "-c", OWN_NAME, "org.freedesktop.Notifications")
        self.desktop = self.start_desktop()
        self.measure_often("notifications", 10)

    def test_stopped_keyring(self):
        for name in ("PICHOIST_ACCESS_KEY_ID", "PICHOIST_SECRET_ACCESS_KEY"):
            del self.session.environment[name]
        self.start_stopped("/usr/bin/python3", "-c", OWN_NAME, "org.freedesktop.secrets")
        self.desktop = self.start_desktop()
        longest, answer = self.measure("keyring", 3)
        print(f"# longest silence: {longest * 1000:.1f} ms", flush=True)
        self.assertIsInstance(answer, GLib.Error)
        self.assertIn("keyring", answer.message)
        self.assertLess(longest, LONGEST)


class ResponsiveSettings(ResponsiveTest):
    def setUp(self):
        super().setUp()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(self.server.close)
        self.session.start_accessibility()

    def add_profile(self, *arguments, **options):
        self.program.check("profile", "add", "far", "provider=other", "bucket=pics", "access-key-id=AKEXAMPLE",
                           f"endpoint=http://127.0.0.1:{self.server.getsockname()[1]}",
                           "public-url=https://img.example.com", *arguments, **options)

    def check(self):
        self.activate("settings")
        windows = Accessible(self.session)
        windows.select("Destinations", "far", role="list box")
        windows.press("Edit…")
        windows.press("Check")
        return windows

    def assert_responsive(self, work):
        """Making windows takes some frames, but nobody is waited for meanwhile."""
        failures = []

        def run():
            try:
                work()
            except (AssertionError, OSError) as error:
                failures.append(error)

        self.desktop = self.start_desktop()
        thread = threading.Thread(target=run)
        thread.start()
        longest = self.session.measure_answers(self.desktop, thread.is_alive)
        thread.join()
        self.assertEqual(failures, [])
        print(f"# longest silence: {longest * 1000:.1f} ms", flush=True)
        self.assertLess(longest, SLOWNESS)

    def test_stopped_keyring(self):
        """It has the secret that the editor shows and the check needs."""
        self.add_profile()
        self.start_stopped("/usr/bin/python3", "-c", OWN_NAME, "org.freedesktop.secrets")
        # Whoever looks at the windows asks the thread, too.
        self.assert_responsive(lambda: self.check().look("Check"))

    def test_stopped_server(self):
        """The one that is checked never answers."""
        self.program.check("config", "set", "secret-store", "file")
        self.add_profile("--secret-stdin", stdin=b"secret\n")

        def work():
            windows = self.check()
            self.server.settimeout(20 * SLOWNESS)
            connection = self.server.accept()[0]
            self.addCleanup(connection.close)
            windows.look("Check")

        self.assert_responsive(work)


if __name__ == "__main__":
    unittest.main()
