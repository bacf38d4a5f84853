# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything in the windows can be reached and told apart by keyboard and by screen reader."""

import os
import unittest

from session import Accessible, DesktopTest, wait_until

PAGES = ("Destinations", "Links and names", "Clipboard and hotkeys", "Network", "Startup", "About")
BUCKET = ("provider=r2", "account-id=" + "0" * 32, "bucket=pictures", "public-url=https://img.example.com",
          "access-key-id=" + "0" * 32)


class Reach(DesktopTest):
    def setUp(self):
        super().setUp()
        self.session.start_accessibility()

    def open_window(self, action):
        self.start_desktop()
        self.activate(action)
        self.window = Accessible(self.session)
        wait_until(self.window.list, "the window")

    def check(self, where, windows=1):
        """What is on the screen now.  Each window has its own mnemonics."""
        nodes = self.window.list()
        unnamed = [node["role"] for node in nodes
                   if node["focusable"] and node["sensitive"] and not node["name"].strip()
                   and node["role"] not in ("frame", "list", "list box", "scroll pane", "menu")]
        self.assertEqual(unnamed, [], f"without a name on “{where}”")
        keys = {}
        for node in nodes:
            if node["key"]:
                keys.setdefault(node["key"], []).append(node["name"])
        twice = {key: names for key, names in keys.items() if len(names) > 1}
        if windows == 1:
            self.assertEqual(twice, {}, f"the same mnemonic on “{where}”")
        return keys

    def test_settings(self):
        self.use_folder()
        self.program.check("profile", "add", "bucket", *BUCKET)
        self.open_window("settings")
        for page in PAGES:
            self.window.select_any(page)
            self.check(page)

    def test_editor(self):
        self.use_folder()
        self.program.check("profile", "add", "bucket", *BUCKET)
        self.open_window("settings")
        for name in ("site", "bucket"):
            self.window.select("Destinations", name, role="list box")
            self.window.press("Edit…")
            self.window.look("Check")
            self.check(name)
            self.window.press("Advanced")
            self.check(name + ", advanced")
            self.window.press("Back to the list")
        self.window.press("Add…")
        self.window.look("Add and check")
        self.assertTrue(self.check("New destination"))

    def test_forget_dialog(self):
        self.open_window("settings")
        self.window.press("Forget everything…")
        self.window.look("Forget")
        self.check("Forget", windows=2)

    def test_assistant(self):
        self.open_window("assistant")
        self.check("choice")
        self.window.press("Cloudflare R2")
        self.window.look("Add and check")
        self.check("bucket")
        self.window.press("Cancel")
        self.window.press("Nothing yet: just trying it out")
        self.window.look("Use this folder")
        self.check("folder")
        self.window.type("Folder", os.path.join(self.program.folder, "tried"))
        self.window.press("Use this folder")
        self.window.look("Upload a sample picture")
        self.check("done")

    def test_drop_zone(self):
        self.use_folder()
        self.open_window("show-drop-zone")
        self.check("drop zone")


if __name__ == "__main__":
    unittest.main()
