# SPDX-License-Identifier: GPL-3.0-or-later
"""packaging/quickstart as a newcomer runs it, in a folder with an awkward name."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from program import SLOWNESS, UNDER_VALGRIND, fetch

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


@unittest.skipIf(UNDER_VALGRIND or SLOWNESS > 1, "it builds the program in a way of its own")
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

        for _ in range(2):
            out, _ = self.start().communicate(timeout=300)
            link = re.search(r"^!\[evening\]\((http://\S+\.png)\)$", out, re.M)
            self.assertIsNotNone(link, out)
            self.assertEqual(fetch(link[1])[0], 200)
        self.assertEqual(os.listdir(self.home), [], "something was written into the person's own folders")
        # The words at the end can be pasted as they stand.
        words = out[out.index("export PICHOIST_CONFIG_DIR"):out.index("Stop it")]
        done = subprocess.run(["bash", "-ec", words.replace("upload PICTURE...", "status")], cwd="/",
                              env=self.environment, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("evening", done.stdout)
        stop = re.search(r"^ +(\S+.*r2-down .*)$", out, re.M)[1]
        subprocess.run(["bash", "-ec", stop], cwd="/", env=self.environment, check=True, capture_output=True)
        time.sleep(0.1)
        self.assertFalse(listens(link[1]))


if __name__ == "__main__":
    unittest.main()
