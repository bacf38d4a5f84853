# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking for names before uploads: ask-name."""

import os
import unittest

from session import Accessible, DesktopTest, happens, png, wait_until


class Names(DesktopTest):
    def setUp(self):
        super().setUp()
        self.session.start_accessibility()
        self.site = self.use_folder()
        self.program.check("profile", "set", "site", "key-template={name}.{ext}")
        self.program.check("config", "set", "ask-name", "true")
        self.start_desktop()
        self.window = Accessible(self.session)

    def hand_in(self, what="a"):
        self.session.copy(**{"image/png": png(what)})
        self.activate("upload-clipboard")
        self.window.look("Name", role="text")

    def list_objects(self):
        return sorted(os.listdir(self.site))

    def test_upload(self):
        self.hand_in()
        self.window.type("Name", "evening")
        self.window.wait_for("https://img.example.com/evening.png")
        self.assertEqual(self.list_objects(), [])
        self.window.press("Upload")
        self.assertIn("https://img.example.com/evening.png", self.wait_for_text())
        self.assertEqual(self.list_objects(), ["evening.png"])

    def test_cancel(self):
        self.hand_in()
        self.window.press("Cancel")
        wait_until(lambda: not self.window.is_there("Name", role="text"), "the end of the window")
        self.assertFalse(happens(self.list_objects, 1))
        self.assertEqual(self.session.get("State"), "idle")

    def test_one_after_another(self):
        self.hand_in("first")
        self.session.copy(**{"image/png": png("second")})
        self.activate("upload-clipboard")
        for name in ("one", "two"):
            wait_until(lambda: self.window.is_there("Name", role="text"), "the window")
            self.window.type("Name", name)
            self.window.press("Upload")
            wait_until(lambda name=name: f"{name}.png" in self.list_objects(), name)

    def test_quit(self):
        """What is still asked about doesn't go up, and keeps nobody waiting."""
        self.hand_in()
        self.activate("quit")
        wait_until(lambda: not self.session.owns("io.github.pichoist.Pichoist"), "the end")
        self.assertEqual(self.list_objects(), [])

    def test_bus(self):
        """Who waits on the command line isn't kept waiting by a question."""
        self.session.copy(**{"image/png": png("c")})
        self.assertTrue(self.upload_clipboard()[0]["url"].startswith("https://img.example.com/"))


if __name__ == "__main__":
    unittest.main()
