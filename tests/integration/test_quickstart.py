# SPDX-License-Identifier: GPL-3.0-or-later
"""packaging/quickstart as a newcomer runs it, in a folder with an awkward name."""

import os
import pwd
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from program import SLOWNESS, fetch

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def copy_project(target):
    """The project's files as they are now, without builds."""
    for name in os.listdir(ROOT):
        if name != ".git" and not name.startswith("build"):
            copy = shutil.copytree if os.path.isdir(os.path.join(ROOT, name)) else shutil.copy
            copy(os.path.join(ROOT, name), os.path.join(target, name))


def listens(url):
    return subprocess.run(["curl", "--silent", "--noproxy", "*", "--max-time", "5", "--output", "/dev/null", url],
                          check=False).returncode == 0


@unittest.skipIf(os.environ.get("PICHOIST_BUILD_KIND", "plain") != "plain",
                 "it builds the program in a way of its own")
class Quickstart(unittest.TestCase):
    def setUp(self):
        if "S3_ENDPOINT" not in os.environ:
            self.skipTest(os.environ.get("S3_MISSING", "no simulator in this run"))
        self.folder = tempfile.mkdtemp(prefix="pichoist quick 起-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.addCleanup(self.stop)
        copy_project(self.folder)
        self.home = os.path.join(self.folder, "home")
        os.mkdir(self.home)
        # Tests have a HOME of their own; the simulator that this run has fetched is in the real one.
        cache = os.path.join(pwd.getpwuid(os.getuid()).pw_dir, ".cache")
        self.environment = dict(os.environ, HOME=self.home, XDG_CACHE_HOME=cache,
                                npm_config_cache=os.path.join(self.folder, "npm"))
        for name in list(self.environment):
            if name.startswith(("PICHOIST", "S3_", "RGW_")) or name == "XDG_STATE_HOME":
                del self.environment[name]

    def stop(self):
        server = os.path.join(self.folder, "build/quickstart/r2")
        if os.path.isdir(server):
            subprocess.run([os.path.join(self.folder, "tests/servers/r2-down"), server], check=False,
                           capture_output=True)

    def move(self):
        """The clone goes elsewhere, and changes."""
        self.stop()
        moved = self.folder + "'s"
        os.rename(self.folder, moved)
        self.addCleanup(shutil.rmtree, moved, ignore_errors=True)
        self.folder = moved
        self.home = self.environment["HOME"] = os.path.join(moved, "home")
        os.utime(os.path.join(moved, "meson.build"))

    def start(self):
        return subprocess.Popen([os.path.join(self.folder, "packaging/quickstart")], cwd="/", text=True,
                                env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, start_new_session=True)

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

    def put_in_path(self, name, body):
        """A program that stands before the real one."""
        folder = os.path.join(self.folder, "bin")
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\n{body}\n")
        os.chmod(path, 0o755)
        self.environment["PATH"] = f"{folder}:{os.environ['PATH']}"

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
