# SPDX-License-Identifier: GPL-3.0-or-later
"""packaging/quickstart --desktop as a newcomer runs it: on a server, and in the desktop session."""

import glob
import os
import re
import shlex
import signal
import subprocess
import unittest

import xfce
from session import NAME, SLOWNESS, Session, fetch, png, wait_until
from gi.repository import GLib
from quickstart import QuickstartTest, listens  # (session knows where it is)


class QuickstartDesktop(QuickstartTest):
    def setUp(self):
        super().setUp()
        missing = xfce.find_missing()
        if missing:
            self.skipTest(f"{missing} is not installed")
        # All that a run starts has this in its environment.
        self.mark = f"QUICKSTART_TEST={self.folder}"
        self.environment["QUICKSTART_TEST"] = self.folder

    def list_running(self):
        found = []
        for path in glob.glob("/proc/[0-9]*/environ"):
            try:
                with open(path, "rb") as file:
                    if self.mark.encode() in file.read().split(b"\0"):
                        found.append(path)
            except OSError:
                pass  # it has just ended
        return found

    def start(self, *arguments, **environment):
        return super().start("--desktop", *arguments, **environment)

    def read_until(self, running, pattern):
        """What it prints up to a line that matches."""
        lines = []
        for line in running.stdout:
            lines.append(line)
            if re.search(pattern, line):
                return "".join(lines)
        self.fail(f"no {pattern}:\n" + "".join(lines))

    def assert_nothing_left(self, base):
        self.assertFalse(listens(base))
        wait_until(lambda: self.list_running() == [], "the end of all that was started", 10)
        self.assertEqual(os.listdir(self.home), [], "something was written into the person's own folders")

    def assert_words(self, out):
        remove = re.search(r"^ +rm -rf (.*)$", out, re.M)[1]
        self.assertEqual(shlex.split(remove)[0], os.path.join(self.folder, "build"))
        self.assertNotIn("pichoist: ", out)

    def find_base(self, out):
        return re.search(r"^It listens on (http://\S+)\.$", out, re.M)[1]

    def test_desktop(self):
        """One build does for all of it."""
        self.interrupt_alone()
        self.play_alone()
        self.try_in_session()
        self.refuse_build_without()

    def interrupt_alone(self):
        running = self.start()
        out = self.read_until(running, "Another program copies")
        self.assertTrue(listens(self.find_base(out)))
        os.killpg(running.pid, signal.SIGINT)
        out += running.communicate(timeout=60 * SLOWNESS)[0]
        self.assertEqual(running.returncode, 130, out)
        self.assertTrue(out.endswith("nothing was left running\n"), out)
        self.assert_nothing_left(self.find_base(out))

    def play_alone(self):
        running = self.start()
        out, _ = running.communicate(timeout=300 * SLOWNESS)
        self.assertEqual(running.returncode, 0, out)
        self.assertRegex(out, r"(?m)^!\[\w+\]\(http://\S+\.png\)$")
        self.assertRegex(out, r"The link gives back the same \d+ bytes")
        screen = re.search(r"^ +(/.*screen\.png)$", out, re.M)[1]
        with open(screen, "rb") as file:
            self.assertTrue(file.read().startswith(b"\x89PNG"))
        self.assert_words(out)
        self.assert_nothing_left(self.find_base(out))

    def try_in_session(self):
        session = Session()
        self.addCleanup(session.close)
        own = {key: session.environment[key] for key in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR",
                                                         "NO_AT_BRIDGE", "GTK_USE_PORTAL")}
        running = self.start(**own)
        out = self.read_until(running, "^ +rm -rf")
        base = self.find_base(out)
        session.get("State")  # it has its name before it has started up
        picture = png("quickstart")
        session.copy(**{"image/png": picture})
        result = session.call("UploadClipboard", GLib.Variant("(a{sv})", ({},)))[0][0]
        self.assertTrue(result["url"].startswith(base))
        self.assertEqual(fetch(result["url"])[2], picture)

        # A second one leaves the first alone.
        second = self.start(**own)
        words, _ = second.communicate(timeout=60 * SLOWNESS)
        self.assertEqual(second.returncode, 1, words)
        self.assertIn("runs on your desktop already", words)
        self.assertTrue(listens(base))

        # What it says about its state can be pasted as it stands.
        status = re.search(r"^ +(\S+.*pichoist'? status)$", out, re.M)[1]
        done = subprocess.run(["sh", "-ec", status], cwd="/", env=dict(self.environment, **own),
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("hotkey", done.stdout)

        os.killpg(running.pid, signal.SIGINT)
        out += running.communicate(timeout=60 * SLOWNESS)[0]
        self.assertEqual(running.returncode, 0, out)
        self.assertTrue(out.endswith("All is stopped, the simulator too.\n"), out)
        self.assert_words(out)
        wait_until(lambda: not session.owns(NAME), "the program's end")
        self.assert_nothing_left(base)

    def refuse_build_without(self):
        subprocess.run(["meson", "configure", "-Ddesktop=disabled", os.path.join(self.folder, "build")], check=True,
                       env=self.environment, capture_output=True)
        running = self.start()
        out, _ = running.communicate(timeout=300 * SLOWNESS)
        self.assertEqual(running.returncode, 1, out)
        self.assertIn("meson configure build -Ddesktop=enabled", out)


if __name__ == "__main__":
    unittest.main()
