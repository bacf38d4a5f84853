# SPDX-License-Identifier: GPL-3.0-or-later
"""Each script that people run answers --help and refuses what it doesn't know, and does nothing then."""

import os
import subprocess
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCRIPTS = ["packaging/quickstart", "packaging/install-packages", "packaging/guess-reason", "po/update",
           "screenshots/make", "tests/bare-debian", "tests/run", "tests/servers/r2-up", "tests/servers/r2-down",
           "tests/servers/rgw-up", "tests/servers/rgw-down", "tests/servers/npm-folder", "tests/servers/node-path"]


class Scripts(unittest.TestCase):
    def run_script(self, script, option):
        folder, name = os.path.split(os.path.join(ROOT, script))
        return subprocess.run([f"./{name}", option], cwd=folder, capture_output=True, text=True, timeout=20,
                              stdin=subprocess.DEVNULL, check=False)

    def test_help(self):
        for script in SCRIPTS:
            with self.subTest(script=script):
                done = self.run_script(script, "--help")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertIn(os.path.basename(script), done.stdout)

    def test_unknown_option(self):
        for script in SCRIPTS:
            with self.subTest(script=script):
                done = self.run_script(script, "--nonsense")
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn("--nonsense", done.stderr)


if __name__ == "__main__":
    unittest.main()
