# SPDX-License-Identifier: GPL-3.0-or-later
"""packaging/install-packages asks for what is missing, believes no stand-in, and says why it failed."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest

PACKAGING = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))),
                         "packaging")

PROGRAMS = {
    "id": "echo 0",
    "dpkg-query": '[[ ${!#} == present ]] && echo installed',
    "apt-get": 'echo "$*" >>"$CALLS"; echo "$TROUBLE" >&2; [[ -z $TROUBLE ]]',
    "tool": "true",      # what a package of this name is for, or anything else
    "broken": "exit 1",  # found, but doesn't run
}


class InstallPackages(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="pichoist packages-")
        self.addCleanup(shutil.rmtree, self.folder)
        for name in ("install-packages", "answer-help", "guess-reason"):
            shutil.copy(os.path.join(PACKAGING, name), self.folder)
        for name, body in PROGRAMS.items():
            path = os.path.join(self.folder, name)
            with open(path, "w", encoding="utf-8") as file:
                file.write(f"#!/bin/bash\n{body}\n")
            os.chmod(path, 0o755)
        self.calls = os.path.join(self.folder, "calls")

    def install(self, packages, trouble=""):
        with open(os.path.join(self.folder, "packages"), "w", encoding="utf-8") as file:
            file.write(f"# all: comment\nall: {packages}\n")
        env = dict(os.environ, PATH=f"{self.folder}:{os.environ['PATH']}", CALLS=self.calls,
                   TROUBLE=trouble)
        return subprocess.run([os.path.join(self.folder, "install-packages"), "all"], env=env,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)

    def asked_for(self):
        if not os.path.exists(self.calls):
            return []
        with open(self.calls, encoding="utf-8") as file:
            words = re.search(r"--no-install-recommends (.*)", file.read())[1].split()
        os.unlink(self.calls)
        return words

    def test_what_is_missing(self):
        rows = [
            ("present", []),
            ("present absent", ["absent"]),
            ("absent absent", ["absent"]),
            ("tool", ["tool"]),  # a command of the package's name proves nothing
            ("tool=absent", []),
            ("broken=absent", ["absent"]),
            ("nowhere=absent", ["absent"]),
        ]
        for packages, expected in rows:
            with self.subTest(packages=packages):
                done = self.install(packages)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(done.stdout, "")
                self.assertEqual(self.asked_for(), expected)
                if not expected:
                    self.assertEqual(done.stderr, "")

    def test_failure_in_words(self):
        rows = [
            ("E: You don't have enough free space in /var/cache/apt/archives/.", "The disk is full"),
            ("write error (No space left on device)", "The disk is full"),
            ("Temporary failure resolving 'deb.example.org'", "The network"),
            ("Could not connect to deb.example.org:80 (192.0.2.1), connection timed out", "The network"),
            ("E: Unable to locate package absent", "could not install: absent"),
        ]
        for trouble, words in rows:
            with self.subTest(trouble=trouble):
                done = self.install("absent", trouble)
                self.assertEqual(done.returncode, 1)
                self.assertIn(trouble, done.stderr)
                self.assertIn(words, done.stderr)

    def test_only_newer_tools_by_command(self):
        """Beside these, an entry is a package that dpkg knows."""
        with open(os.path.join(PACKAGING, "packages"), encoding="utf-8") as file:
            text = re.sub(r"^#.*", "", file.read(), flags=re.M)
        self.assertLessEqual(set(re.findall(r"(\S+)=", text)), {"ninja", "node", "npm", "rclone"})


if __name__ == "__main__":
    unittest.main()
