# SPDX-License-Identifier: GPL-3.0-or-later
"""packaging/quickstart as a newcomer runs it, in a folder with an awkward name."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import time
import unittest

from program import SLOWNESS, fetch
from quickstart import QuickstartTest, listens


class Quickstart(QuickstartTest):
    def move(self):
        """The clone goes elsewhere, and changes."""
        self.stop()
        moved = self.folder + "'s"
        os.rename(self.folder, moved)
        self.addCleanup(shutil.rmtree, moved, ignore_errors=True)
        self.folder = moved
        self.home = self.environment["HOME"] = os.path.join(moved, "home")
        os.utime(os.path.join(moved, "meson.build"))

    def test_quickstart(self):
        # Interrupted when the simulator runs: it runs no more, and a later run is none the worse.
        running = self.start()
        base = None
        for line in running.stdout:
            found = re.match(r"It listens on (http://\S+)\.$", line)
            if found:
                base = found[1]
                self.assertTrue(listens(base))
                os.killpg(running.pid, signal.SIGINT)
        running.stdout.close()
        self.assertEqual(running.wait(30), 130)
        self.assertIsNotNone(base)
        self.assertFalse(listens(base))

        # Neither is one whose build folder is damaged, or was made for another clone.
        for damage in ("build/build.ninja", "build/meson-private/coredata.dat", None):
            if damage:
                os.unlink(os.path.join(self.folder, damage))
            else:
                self.move()
            out, _ = self.start().communicate(timeout=300)
            link = re.search(r"^!\[evening\]\((http://\S+\.png)\)$", out, re.M)
            self.assertIsNotNone(link, out)
            self.assertEqual(fetch(link[1])[0], 200)
            self.assertNotIn("pichoist: ", out)  # nothing to warn of
        self.assertEqual(os.listdir(self.home), [], "something was written into the person's own folders")
        # The words at the end can be pasted as they stand.
        words = out[out.index("from any folder:\n"):out.index("Stop it")].split("\n", 1)[1]
        done = subprocess.run(["sh", "-ec", words.replace("upload PICTURE...", "status")], cwd="/",
                              env=self.environment, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("evening", done.stdout)
        stop = re.search(r"^ +(\S+.*r2-down.*)$", out, re.M)[1]
        subprocess.run(["sh", "-ec", stop], cwd="/", env=self.environment, check=True, capture_output=True)
        time.sleep(0.1)
        self.assertFalse(listens(link[1]))
        remove = re.search(r"^ +rm -rf (.*)$", out, re.M)[1]
        self.assertEqual(shlex.split(remove), [os.path.join(self.folder, "build"),
                                               os.path.join(self.environment["XDG_CACHE_HOME"],
                                                            "pichoist-tests")])

    def test_failures_in_words(self):
        """Of disk, build and fetch; nothing is left that a later run would stumble over."""
        self.environment["XDG_CACHE_HOME"] = os.path.join(self.folder, "cache")
        rows = [
            ("df", "echo; echo 99", "the disk is nearly full"),
            ("ninja", "echo 'cc1: fatal error: a.o: No space left on device'; exit 1", "The disk is full"),
            ("npm", "echo 'npm ERR! code ENOTFOUND' >&2; exit 1", "The network"),
        ]
        harmless = {"df": 'exec /bin/df "$@"', "meson": "exit 0", "ninja": "exit 0", "npm": "exit 0"}
        for name, body, words in rows:
            with self.subTest(words=words):
                for other, good in harmless.items():
                    self.put_in_path(other, good)
                self.put_in_path(name, f'[ "$1" != --version ] || exit 0\n{body}')
                out, _ = self.start().communicate(timeout=300)
                self.assertIn(words, out)
                self.assertTrue(out.endswith("nothing was left running\n"), out)

    def test_interrupted_fetch(self):
        self.environment["XDG_CACHE_HOME"] = os.path.join(self.folder, "cache")
        for name in ("meson", "ninja"):
            self.put_in_path(name, "exit 0")
        self.put_in_path("npm", '[ "$1" != --version ] || exit 0\necho $$ >"$HOME/npm"\nexec sleep 600')
        running = self.start()
        note = os.path.join(self.home, "npm")
        while running.poll() is None and not os.path.exists(note):
            time.sleep(0.02)
        time.sleep(0.1)
        os.killpg(running.pid, signal.SIGINT)
        out, _ = running.communicate(timeout=30)
        self.assertEqual(running.returncode, 130, out)
        with open(note, encoding="utf-8") as file:
            self.assertFalse(os.path.exists(f"/proc/{file.read().strip()}/exe"))


if __name__ == "__main__":
    unittest.main()
