# SPDX-License-Identifier: GPL-3.0-or-later
"""Upload clipboard: from what another program has copied to the link on the clipboard."""

import os
import unittest

from gi.repository import GLib
from session import DesktopTest, png, wait_until


class ClipboardUpload(DesktopTest):
    def setUp(self):
        super().setUp()
        self.site = self.use_folder()
        self.start_desktop()

    def read_object(self, url):
        with open(os.path.join(self.site, url.removeprefix("https://img.example.com/")), "rb") as file:
            return file.read()

    def test_picture(self):
        data = png("copied", noise=300_000)
        self.session.copy(**{"image/png": data})
        self.activate("upload-clipboard")
        link = self.wait_for_text()
        self.assertRegex(link, r"^!\[.*\]\(https://img\.example\.com/.*\.png\)$")
        self.assertEqual(self.read_object(link[link.index("(") + 1:-1]), data)
        self.assertIn(b'<img src="https://img.example.com/', self.session.paste("text/html"))

    def test_nothing(self):
        self.session.copy(**{"UTF8_STRING": "hello", "text/plain": "hello"})
        with self.assertRaisesRegex(GLib.Error, "no picture on the clipboard"):
            self.upload_clipboard()
        self.assertEqual(self.session.paste(), b"hello")
        self.assertEqual(self.count_objects(self.site), 0)

    def test_files(self):
        names = ["a b.png", "u++.png", "图#1.png"]
        for name in names:
            self.program.write(name, png(name))
        uris = "".join(GLib.filename_to_uri(os.path.join(self.program.files, name)) + "\r\n" for name in names)
        self.session.copy(**{"text/uri-list": "# from a file manager\r\n" + uris, "image/png": png("thumbnail")})
        results = self.upload_clipboard(copy=GLib.Variant("b", True))
        self.assertEqual([self.read_object(result["url"]) for result in results], [png(name) for name in names])
        self.assertEqual(len(self.wait_for_text().splitlines()), 3)

    def test_quit_goes_on_next_time(self):
        self.activate("pause")
        self.session.copy(**{"image/png": png("later")})
        self.activate("upload-clipboard")
        wait_until(self.program.list_queue, "the job")
        self.activate("quit")
        wait_until(lambda: not self.session.owns("io.github.pichoist.Pichoist"), "the end")
        self.start_desktop()
        wait_until(lambda: self.count_objects(self.site) == 1, "the picture")


if __name__ == "__main__":
    unittest.main()
