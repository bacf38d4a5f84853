# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings file and the running program: a hand edit is seen, a change by the program keeps it."""

import os
import unittest

from gi.repository import GLib
from session import DesktopTest, png, wait_until


class ConfigWatch(DesktopTest):
    def setUp(self):
        super().setUp()
        self.site = self.use_folder()
        self.other = os.path.join(self.program.folder, "other")
        os.mkdir(self.other)
        self.program.check("profile", "add", "other", "provider=folder", f"folder={self.other}",
                           "public-url=https://other.example.com")
        self.path = os.path.join(self.program.config, "config.ini")

    def read(self):
        with open(self.path, encoding="utf-8") as file:
            return file.read()

    def edit(self, old, new, rename=True):
        """As vim does, or in place as a simple editor does."""
        text = self.read()
        self.assertIn(old, text)
        target = self.path + "~new" if rename else self.path
        with open(target, "w", encoding="utf-8") as file:
            file.write(text.replace(old, new))
        if rename:
            os.rename(target, self.path)

    def get_destination(self):
        return self.session.call("Describe", GLib.Variant("(s)", ("destination",)),
                                 interface="org.gtk.Actions")[0][2][0]

    def set_destination(self, name):
        self.session.call("SetState", GLib.Variant("(sva{sv})", ("destination", GLib.Variant("s", name), {})),
                          interface="org.gtk.Actions")

    def upload(self):
        self.session.copy(**{"image/png": png(os.urandom(8))})
        return self.upload_clipboard()[0]

    def test_hand_edit(self):
        self.start_desktop()
        self.assertEqual(self.get_destination(), "site")
        for rename in (True, False):
            with self.subTest(rename=rename):
                old, new = ("site", "other") if rename else ("other", "site")
                self.edit(f"default-profile={old}", f"default-profile={new}", rename)
                wait_until(lambda new=new: self.get_destination() == new, "the new destination")
                self.assertEqual(self.upload()["profile"], new)

    def test_edit_by_command(self):
        self.start_desktop()
        self.program.check("profile", "set", "site", "public-url=https://new.example.com")
        wait_until(lambda: self.upload()["url"].startswith("https://new.example.com/"), "the new address")

    def test_both(self):
        """A hand edit, a key that nobody knows and a change by the program: all are there afterwards."""
        self.start_desktop()
        self.edit("[general]", "# mine\n[general]\nunknown-key=kept\nlink-format=html")
        self.set_destination("other")
        wait_until(lambda: "default-profile=other" in self.read(), "the change")
        for kept in ("# mine", "unknown-key=kept", "link-format=html"):
            self.assertIn(kept, self.read())
        wait_until(lambda: self.upload()["link"].startswith("<img "), "the new format")
        self.assertEqual(self.upload()["profile"], "other")

    def test_symbolic_link(self):
        real = os.path.join(self.program.folder, "dotfiles.ini")
        os.rename(self.path, real)
        os.symlink(real, self.path)
        self.start_desktop()
        self.set_destination("other")
        wait_until(lambda: "default-profile=other" in self.read(), "the change")
        self.assertTrue(os.path.islink(self.path))
        self.path = real
        self.edit("default-profile=other", "default-profile=site")
        wait_until(lambda: self.get_destination() == "site", "the new destination")

    def test_many_changes(self):
        """They are made in the order in which they were asked for, and none is lost by quitting."""
        desktop = self.start_desktop()
        for number in range(21):
            self.set_destination(("site", "other")[number % 2])
        self.set_destination("other")
        self.activate("quit")
        self.assertEqual(desktop.wait(10), 0)
        self.assertIn("default-profile=other", self.read())

    def test_slip(self):
        """Half-way through a hand edit: told, left alone, and taken once it is right."""
        self.start_desktop()
        link = self.upload()["link"]
        self.edit("[general]", "[general]\nlink-format", rename=False)
        broken = self.read()
        wait_until(lambda: self.session.get("State") == "attention", "attention")
        self.set_destination("other")

        def upload_to_site():
            """The choice holds until the file is found to be no place for it."""
            result = self.upload()
            return result if result["profile"] == "site" else None

        again = wait_until(upload_to_site, "the destination from before")
        self.assertEqual(again["link"][:2], link[:2])
        self.assertEqual(self.read(), broken)
        self.assertEqual([name for name in os.listdir(self.program.config) if "broken" in name], [])
        self.edit("link-format\n", "link-format=html\n", rename=False)
        wait_until(lambda: self.session.get("State") == "idle", "the end of it")
        self.assertEqual(self.upload()["link"][:5], "<img ")

    def test_wrong_value(self):
        """What was chosen before holds until the value is right."""
        self.edit("[general]", "[general]\nwatch-clipboard=off")
        self.start_desktop()
        self.edit("watch-clipboard=off", "watch-clipboard=of")
        wait_until(lambda: self.session.get("State") == "attention", "attention")
        self.assertEqual(self.session.call("Describe", GLib.Variant("(s)", ("watch",)),
                                           interface="org.gtk.Actions")[0][2][0], "off")
        self.edit("watch-clipboard=of", "watch-clipboard=upload")
        wait_until(lambda: self.session.get("State") == "idle", "the end of it")

    def test_unknown_destination(self):
        self.start_desktop()
        self.set_destination("nobody")
        self.assertEqual(self.get_destination(), "site")


if __name__ == "__main__":
    unittest.main()
