# SPDX-License-Identifier: GPL-3.0-or-later
"""Hundreds of copies in a row with the watcher on: each picture goes up once, nothing else ever does, and
the memory stays where it was."""

import os
import random
import sys
import time
import unittest

from gi.repository import GLib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "desktop"))
from session import HERE as DESKTOP_TESTS, SLOWNESS, DesktopTest, find_child, png, wait_until  # noqa: E402
from wayland import MutterXwaylandSession, SwaySession  # noqa: E402

COPIES = int(os.environ.get("PICHOIST_CLIPBOARD_COPIES", "500"))
# How much it may have grown from the first hundred to the last: the allocator's ups and downs.
GROWTH = 4_000_000

TABLE = "<table><tr><td>A1</td></tr></table>"


class Clipboard(DesktopTest):
    def setUp(self):
        super().setUp()
        self.site = self.use_folder()
        self.program.check("config", "set", "watch-clipboard", "upload")
        self.desktop = self.start_desktop()
        self.seed = random.randrange(2 ** 32)
        self.chance = random.Random(self.seed)
        print(f"# seed {self.seed}", flush=True)

    def memory(self):
        return self.measure(self.desktop.pid)

    def measure(self, process):
        """Bytes that only this process has."""
        with open(f"/proc/{process}/smaps_rollup", encoding="ascii") as file:
            return sum(int(line.split()[1]) for line in file if line.startswith("Private_")) * 1024

    def make(self, number):
        """What is copied, and the pictures of it that are to go up."""
        data = png((self.seed, number), noise=self.chance.choice((0, 3_000, 300_000)))
        name = self.program.write(f"{number}.png", data)
        document = self.program.write(f"{number}.docx", data[8:])
        uris = [GLib.filename_to_uri(os.path.abspath(path)) + "\r\n" for path in (name, document)]
        return self.chance.choice((
            ({"image/png": data}, [data]),
            ({"image/png": data, "image/bmp": data}, [data]),
            ({"text/html": '<img src="https://a.example/a.png">', "image/png": data}, [data]),
            ({"text/uri-list": uris[0]}, [data]),
            ({"text/uri-list": "".join(uris), "image/png": data[:100]}, [data]),
            ({"text/uri-list": uris[1]}, []),
            ({"UTF8_STRING": f"words {number}"}, []),
            ({"UTF8_STRING": "A1", "text/html": TABLE, "image/png": data}, []),
            ({"image/png": data, "x-kde-passwordManagerHint": "secret"}, []),
            ({"image/png": data[1:]}, []),
        ))

    def copy(self, targets):
        """The owner from before ends: only one is left at the end."""
        owner = self.session.copy(**targets)
        for running in self.session.running[:-1]:
            if running is not self.desktop and DESKTOP_TESTS in " ".join(map(str, running.args)):
                running.terminate()
                running.wait()
                running.stdout.close()
                self.session.running.remove(running)
        return owner

    def read_objects(self):
        found = []
        for folder, _, names in os.walk(self.site):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    found.append(file.read())
        return found

    def check_memory(self, samples):
        """The least of some tells what is kept; others tell what is in use just then."""
        part = len(samples) // 5
        before, after = min(samples[part:2 * part]), min(samples[-part:])
        print(f"# memory: {before} bytes, then {after}", flush=True)
        self.assertLess(after, before + GROWTH)

    def test_copies(self):
        right, memory = [], []
        for number in range(COPIES):
            targets, pictures = self.make(number)
            right += pictures
            self.copy(targets)
            wait_until(lambda: self.count_objects(self.site) >= len(right), f"picture {number}")
            if not pictures:
                time.sleep(0.05 * SLOWNESS)
            memory.append(self.memory())
        time.sleep(1 * SLOWNESS)
        self.assertEqual(sorted(self.read_objects()), sorted(right))
        self.assertEqual(self.program.count_history(), len(right))
        self.assertEqual(self.program.list_queue(), [])
        self.assertEqual(self.program.list_spool(), [])
        print(f"# {len(right)} pictures of {COPIES} copies", flush=True)
        self.check_memory(memory)


class ClipboardOnSway(Clipboard):
    needed = ("dbus-daemon", "sway", "wl-paste")
    kind = SwaySession


class ClipboardOnMutter(Clipboard):
    """The program that has the clipboard for ours counts, too."""
    needed = ("dbus-daemon", "mutter", "Xwayland", "xclip")
    kind = MutterXwaylandSession

    def setUp(self):
        super().setUp()
        self.agent = wait_until(lambda: find_child(self.desktop.pid, "--clipboard-agent"), "the agent")
        wait_until(lambda: ("watching", "yes", "") in self.session.call("GetCapabilities")[0], "the agent's word")

    def memory(self):
        return super().memory() + self.measure(self.agent)

    def test_copies(self):
        super().test_copies()
        self.assertEqual(find_child(self.desktop.pid, "--clipboard-agent"), self.agent)


if __name__ == "__main__":
    unittest.main()
