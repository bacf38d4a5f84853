# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection is opened ahead once somebody has said that a picture is to go up; for one that was
merely copied none is."""

import os
import socket
import unittest

from gi.repository import GLib
from session import SLOWNESS, DesktopTest, png


class ConnectionAhead(DesktopTest):
    def setUp(self):
        super().setUp()
        self.program.check("config", "set", "secret-store", "file")
        self.server = self.add_server("near")
        self.hold = os.path.join(self.session.folder, "hold")
        with open(self.hold, "wb"):
            pass

    def add_server(self, name):
        server = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(server.close)
        self.program.check("profile", "add", name, "provider=other", "bucket=pics", "access-key-id=AKEXAMPLE",
                           f"endpoint=http://127.0.0.1:{server.getsockname()[1]}",
                           "public-url=https://img.example.com", "--secret-stdin", stdin=b"secret\n")
        return server

    def start_watching(self, mode):
        self.program.check("config", "set", "watch-clipboard", mode)
        return self.start_desktop()

    def copy_slowly(self):
        """The owner needs its time to draw the picture."""
        return self.session.copy(hold=self.hold, **{"image/png": png("slow")})

    def assert_connected(self, server=None):
        server = server or self.server
        server.settimeout(20 * SLOWNESS)
        server.accept()[0].close()

    def assert_not_connected(self, server=None):
        server = server or self.server
        server.settimeout(0.5)
        with self.assertRaises(TimeoutError):
            server.accept()

    def test_library(self):
        """libcurl, with all that it brings along, is loaded for the first connection, and not before."""
        desktop = self.start_watching("upload")

        def is_loaded():
            with open(f"/proc/{desktop.pid}/maps", encoding="utf-8") as maps:
                return "/libcurl." in maps.read()

        self.assertFalse(is_loaded())
        self.copy_slowly()
        self.assert_connected()
        self.assertTrue(is_loaded())

    def test_off(self):
        self.start_watching("off")
        self.session.copy(**{"image/png": png("merely copied")})
        self.assert_not_connected()

    def test_ask(self):
        self.start_watching("ask")
        owner = self.copy_slowly()
        self.assertEqual(owner.stdout.readline(), b"asked\n")
        self.assert_not_connected()
        os.unlink(self.hold)
        self.assert_not_connected()

    def test_upload(self):
        """While the picture is being read."""
        self.start_watching("upload")
        self.session.copy(**{"UTF8_STRING": "words"})
        self.assert_not_connected()
        owner = self.copy_slowly()
        self.assertEqual(owner.stdout.readline(), b"asked\n")
        self.assert_connected()
        self.assertTrue(os.path.exists(self.hold))

    def test_asked_for(self):
        """By a hotkey, the menu or another program."""
        self.start_watching("off")
        self.copy_slowly()
        self.activate("upload-clipboard")
        self.assert_connected()

    def test_other_destination(self):
        other = self.add_server("other")
        self.start_watching("off")
        self.copy_slowly()
        options = {"profile": GLib.Variant("s", "other")}
        self.session.bus.call("io.github.pichoist.Pichoist", "/io/github/pichoist/Pichoist",
                              "io.github.pichoist.Pichoist1", "UploadClipboard", GLib.Variant("(a{sv})", (options,)),
                              None, 0, -1, None, None)
        self.assert_connected(other)
        self.assert_not_connected()

    def test_screenshot(self):
        """While the person chooses a part of the screen."""
        self.program.check("config", "set", "screenshot-command",
                           f"sh -c 'while test -e {self.hold}; do sleep 0.05; done; exit 1' %f")
        self.start_watching("off")
        self.activate("screenshot")
        self.assert_connected()
        self.assertTrue(os.path.exists(self.hold))
        os.unlink(self.hold)


if __name__ == "__main__":
    unittest.main()
