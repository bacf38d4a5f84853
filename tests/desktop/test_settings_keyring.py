# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings window and a real keyring: open, locked, and one that hangs."""

import os
import signal
import unittest

from gi.repository import GLib
from session import Accessible, DesktopTest, wait_until

SECRET = "fedcba9876543210" * 4
SERVICE = "org.freedesktop.secrets"
REVEAL = "Show or hide the secret"
LOGIN = "/org/freedesktop/secrets/collection/login"


class Keyring(DesktopTest):
    needed = (*DesktopTest.needed, "gnome-keyring-daemon")

    def setUp(self):
        super().setUp()
        self.session.start_accessibility()
        for key in ("PICHOIST_ACCESS_KEY_ID", "PICHOIST_SECRET_ACCESS_KEY"):
            self.session.environment.pop(key, None)
            self.program.environment.pop(key, None)
        read, write = os.pipe()
        os.write(write, b"password\n")
        os.close(write)
        self.daemon = self.session.start("gnome-keyring-daemon", "--foreground", "--unlock",
                                         "--components=secrets", stdin=read)
        os.close(read)
        wait_until(lambda: self.session.owns(SERVICE), "the keyring")
        # A daemon that is stopped would not end with the session.
        self.addCleanup(self.daemon.send_signal, signal.SIGCONT)
        self.program.check("profile", "add", "blog", "provider=minio", "endpoint=http://127.0.0.1:1",
                           "bucket=pics", "public-url=https://img.example.com", "access-key-id=abc")
        self.start_desktop()
        self.activate("settings")
        self.window = Accessible(self.session)
        self.window.select("Destinations", "blog", role="list box")
        self.window.press("Edit…")
        self.window.look("Check")

    def lock(self):
        self.session.call("Lock", GLib.Variant("(ao)", ([LOGIN],)), name=SERVICE,
                          path="/org/freedesktop/secrets", interface="org.freedesktop.Secret.Service")

    def is_stored(self):
        """As the keyring itself says."""
        found, _ = self.session.call(
            "SearchItems", GLib.Variant("(a{ss})", ({"profile": "blog"},)), name=SERVICE,
            path="/org/freedesktop/secrets", interface="org.freedesktop.Secret.Service")
        return len(found) == 1

    def get_message(self):
        return self.window.look("Secret access key")["description"]

    def leave(self):
        self.window.press("Back to the list")

    def assert_kept(self):
        """It isn't lost, and not in any file either."""
        self.window.press(REVEAL)
        self.assertEqual(self.window.look("Secret access key")["text"], SECRET)
        self.window.press(REVEAL)
        for folder, _, names in os.walk(self.program.config):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    self.assertNotIn(SECRET.encode(), file.read(), name)

    def test_open(self):
        self.window.type("Secret access key", SECRET)
        self.leave()
        self.window.look("Edit…")
        self.assertTrue(self.is_stored())
        self.assertIn("secret: stored", self.program.check("profile", "show", "blog"))

    def test_locked(self):
        """Nobody unlocks it: what is wrong is said, with the ways out, and the secret stays here."""
        self.lock()
        self.window.type("Secret access key", SECRET)
        self.leave()
        wait_until(lambda: "keyring" in self.get_message(), "the reason", 40)
        self.assertTrue(self.window.is_there("Keep secrets in a file"))
        self.assert_kept()
        self.leave()
        self.window.wait_for("has not taken the secret yet")
        self.window.press("Keep editing")
        self.assert_kept()

    def test_hanging(self):
        """The window is alive all the while, and can be left without waiting for it."""
        self.daemon.send_signal(signal.SIGSTOP)
        self.window.type("Secret access key", SECRET)
        self.leave()
        self.window.type("Public URL", "https://new.example.com")
        self.assertEqual(self.window.look("Public URL")["text"], "https://new.example.com")
        self.assert_kept()
        self.leave()
        self.window.wait_for("has not taken the secret yet")
        self.window.press("Discard")
        self.window.look("Edit…")


if __name__ == "__main__":
    unittest.main()
