# SPDX-License-Identifier: GPL-3.0-or-later
"""A thousand pictures with hostile names through both servers: tests/hostile-names says what it checks."""

import os
import subprocess
import sys
import unittest

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "hostile-names")


class HostileNames(unittest.TestCase):
    def check(self, prefix):
        if prefix + "ENDPOINT" not in os.environ:
            self.skipTest("the server is not running")
        done = subprocess.run([sys.executable, SCRIPT, "--prefix", prefix], capture_output=True,
                              text=True, errors="backslashreplace", check=False)
        if done.returncode == 77:
            self.skipTest(done.stderr.strip())
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_r2(self):
        self.check("S3_")

    def test_rgw(self):
        self.check("RGW_")


if __name__ == "__main__":
    unittest.main()
