# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of a new destination, clicked and typed into: what is in the way of a mouse a screen reader
doesn't see."""

import unittest

from session import Accessible, DesktopTest, wait_until


class Mouse(DesktopTest):
    needed = DesktopTest.needed + ("xdotool", "openbox", "xprop")

    def setUp(self):
        super().setUp()
        self.session.start_window_manager()
        self.session.start_accessibility()
        self.start_desktop()

    def click(self, name):
        left, top, width, height = self.window.look(name, role="text")["place"]
        self.session.run("xdotool", "mousemove", str(left + width // 2), str(top + height // 2), "click", "1")

    def type_into(self, name, text):
        self.click(name)
        self.session.run("xdotool", "type", "--delay", "20", text)
        wait_until(lambda: self.window.look(name, role="text")["text"] == text, f"“{text}” in {name}")

    def test_fields_of_another_provider(self):
        """Those that go to “Advanced” or come from there leave nothing behind where they were."""
        self.activate("settings")
        self.window = Accessible(self.session)
        for first, second, name in (("Amazon S3", "Another S3 server", "Endpoint"), ("Amazon S3", "MinIO", "Endpoint"),
                                    ("MinIO", "Amazon S3", "Region"), ("Cloudflare R2", "Another S3 server", "Endpoint")):
            with self.subTest(first=first, second=second):
                self.window.press("Add…")
                for provider in (first, second):
                    self.window.choose("Provider", provider)
                    wait_until(lambda: self.window.look("Bucket", role="text"), "the fields")
                self.type_into("Bucket", "pictures")
                self.type_into(name, "s3.example.com")
                self.window.press("Cancel")


if __name__ == "__main__":
    unittest.main()
