# SPDX-License-Identifier: GPL-3.0-or-later
"""Where settings, data and log are kept, whatever the environment says."""

import os
import pwd
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import CommandTest  # noqa: E402


class Folders(CommandTest):
    def setUp(self):
        super().setUp()
        for name in ("PICHOIST_CONFIG_DIR", "PICHOIST_DATA_DIR", "XDG_CONFIG_HOME"):
            del self.environment[name]

    def path(self, **environment):
        return self.good("config", "path", **environment).rstrip("\n")

    def test_home(self):
        own = os.path.join(pwd.getpwuid(os.getuid()).pw_dir, ".config/pichoist/config.ini")
        self.assertEqual(self.path(), os.path.join(self.folder, ".config/pichoist/config.ini"))
        for home in ("", ".", "home", "~"):
            with self.subTest(home=home):
                self.assertEqual(self.path(HOME=home), own)
        del self.environment["HOME"]
        self.assertEqual(self.path(), own)
        self.assertEqual(os.listdir(self.folder), [])

    def test_relative_folders_of_the_desktop(self):
        names = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
        relative = {name: f"here-{name}" for name in names}
        self.assertEqual(self.path(**relative), os.path.join(self.folder, ".config/pichoist/config.ini"))
        self.good("config", "set", "copy-link", "true", **relative)
        self.good("list", **relative)
        self.assertEqual(sorted(os.listdir(self.folder)), [".config", ".local"])

    def test_relative_folders_of_ours(self):
        for name in ("PICHOIST_CONFIG_DIR", "PICHOIST_DATA_DIR"):
            for value in ("here", "./here", "~/here"):
                with self.subTest(name=name, value=value):
                    text = self.bad(2, "list", **{name: value})
                    self.assertIn(f"{name} can't be “{value}”: write the whole path", text)
        self.assertEqual(os.listdir(self.folder), [])
        self.assertIn("pichoist", self.good("--version", PICHOIST_DATA_DIR="here"))


if __name__ == "__main__":
    unittest.main()
