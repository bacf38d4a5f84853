# SPDX-License-Identifier: GPL-3.0-or-later
"""What is installed is where the system looks for it, below whichever prefix."""

import json
import os
import subprocess
import unittest


class Install(unittest.TestCase):
    def setUp(self):
        if "PICHOIST_BUILD" not in os.environ:
            self.skipTest("PICHOIST_BUILD names no build folder")
        build = os.environ["PICHOIST_BUILD"]
        done = subprocess.run(["meson", "introspect", "--installed", "--buildoptions", build],
                              capture_output=True, check=True)
        told = json.loads(done.stdout)
        options = {option["name"]: option["value"] for option in told["buildoptions"]}
        self.prefix = options["prefix"]
        self.places = {os.path.relpath(path, self.prefix) for path in told["installed"].values()}

    def test_places(self):
        # systemd looks in share/ below /usr, /usr/local and ~/.local, in lib/ not below the last.
        for path in ("bin/pichoist", "share/man/man1/pichoist.1",
                     "share/systemd/user/pichoist-queue.service",
                     "share/systemd/user/pichoist-queue.timer",
                     "share/bash-completion/completions/pichoist",
                     "share/zsh/site-functions/_pichoist",
                     "share/fish/vendor_completions.d/pichoist.fish"):
            with self.subTest(path=path):
                self.assertIn(path, self.places)


if __name__ == "__main__":
    unittest.main()
