# SPDX-License-Identifier: GPL-3.0-or-later
"""What the command line hands to the desktop program: the clipboard, its window, what works."""

import json
import os
import unittest

from session import DesktopTest, png


class CommandLine(DesktopTest):
    def setUp(self):
        super().setUp()
        self.site = self.use_folder()

    def test_without_a_bus(self):
        for arguments, status in ((["upload", "--clipboard"], 1), (["desktop"], 1)):
            done = self.program.run(*arguments, DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent")
            self.assertEqual((done.returncode, done.stdout), (status, b""))
            self.assertIn("no session bus", done.stderr.decode())

    def test_not_running(self):
        done = self.program.run("upload", "--clipboard")
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertIn("pichoist desktop", done.stderr.decode())
        self.assertEqual(self.status()["tray"]["state"], "no")

    def status(self):
        return json.loads(self.program.check("status", "--json"))

    def test_clipboard(self):
        self.start_desktop()
        data = png("by command")
        self.session.copy(**{"image/png": data})
        done = self.program.run("upload", "--clipboard", "--json", "-f", "html", "--name", "my shot.png")
        self.assertEqual(done.returncode, 0, done.stderr)
        answer = json.loads(done.stdout)
        self.assertEqual((answer["ok"], answer["mime"], answer["width"], answer["reused"], answer["profile"]),
                         (True, "image/png", 8, False, "site"))
        self.assertIn('alt="my shot"', answer["link"])
        with open(os.path.join(self.site, answer["key"]), "rb") as file:
            self.assertEqual(file.read(), data)
        # Nobody asked for the link to be copied.
        self.assertEqual(self.session.paste("image/png"), data)

    def test_no_picture(self):
        self.start_desktop()
        self.session.copy(**{"text/plain": "hello"})
        done = self.program.run("upload", "--clipboard")
        self.assertEqual((done.returncode, done.stdout), (3, b""))
        self.assertIn("no picture on the clipboard", done.stderr.decode())

    def test_unknown_profile(self):
        self.start_desktop()
        self.session.copy(**{"image/png": png("x")})
        done = self.program.run("upload", "--clipboard", "-p", "nobody")
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn("nobody", done.stderr.decode())

    def test_files_and_clipboard(self):
        self.start_desktop()
        self.program.write("a.png", png("file"))
        self.session.copy(**{"image/png": png("copied")})
        lines = self.program.check("upload", "-c", "--copy", "a.png", "-f", "markdown").splitlines()
        self.assertEqual(len(lines), 2)
        self.assertTrue(lines[0].startswith("![a]("))
        self.assertEqual(self.wait_for_text().splitlines(), lines)
        self.assertEqual(self.session.paste("text/html").count(b"<img "), 2)

    def test_copy(self):
        self.start_desktop()
        self.program.write("a.png", png("copy"))
        number = str(self.program.upload_json("a.png")[1][0]["id"])
        link = self.program.check("copy", "-f", "bbcode", number).strip()
        self.assertEqual(self.wait_for_text(), link)
        self.assertIn(b"<img ", self.session.paste("text/html"))

    def test_status(self):
        self.start_desktop()
        self.assertEqual(set(self.status()), {"upload", "keyring", "tray", "watching", "hotkey", "drop",
                                              "screenshot", "notifications", "server"})


if __name__ == "__main__":
    unittest.main()
