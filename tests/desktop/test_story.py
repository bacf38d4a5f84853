# SPDX-License-Identifier: GPL-3.0-or-later
"""The story of a blogger, from the first start to the pasted link: on a desktop of real programs, with
a bucket of the R2 simulator."""

import os
import shlex
import shutil
import unittest

import xfce
from blogger import Blogger, fill_in_assistant, find_url
from session import DESKTOP, NAME, Accessible, DesktopTest, Server, fetch, happens, png, wait_until

SCREENSHOOTER = "xfce4-screenshooter"
# Print alone belongs to the desktop on XFCE, and on openbox.
SCREENSHOT_KEY = "ctrl+Print"


class Story(DesktopTest):
    def setUp(self):
        super().setUp()
        missing = xfce.find_missing()
        if missing:
            self.skipTest(f"{missing} is not installed")
        self.server = Server("S3_")
        # Nobody has set anything for this person: neither keys nor a destination.
        for name in ("PICHOIST_ACCESS_KEY_ID", "PICHOIST_SECRET_ACCESS_KEY"):
            self.session.environment.pop(name, None)
        self.session.start_accessibility()
        self.blogger = Blogger(self.session)

    def start_for_the_first_time(self):
        """From the icon among the programs, over the assistant, to a destination that works."""
        self.session.start(DESKTOP)
        wait_until(lambda: self.session.owns(NAME), "pichoist-desktop", 60)
        self.window = Accessible(self.session)
        fill_in_assistant(self.window, self.server)

    def make_picture(self, name):
        return self.program.write(name, png((self.id(), name), 640, 400))

    def assert_pasted(self, path):
        """What the person pastes leads to the very bytes of the picture."""
        self.blogger.wait_for_link()
        status, headers, data = fetch(find_url(self.blogger.paste()))
        self.assertEqual(status, 200)
        self.assertEqual(headers["Content-Type"], "image/png")
        with open(path, "rb") as file:
            self.assertEqual(data, file.read())

    def test_notification(self):
        self.start_for_the_first_time()
        self.blogger.open_editor()
        for name in ("first.png", "second.png"):
            with self.subTest(name=name):
                picture = self.make_picture(name)
                self.blogger.copy(picture)
                self.blogger.wait_for_question()
                self.blogger.say_yes()
                self.assert_pasted(picture)

    def test_hotkey(self):
        self.start_for_the_first_time()
        self.blogger.open_editor()
        picture = self.make_picture("hotkey.png")
        self.blogger.copy(picture)
        self.blogger.wait_for_question()
        self.blogger.act("key", "ctrl+alt+u")
        self.assert_pasted(picture)

    def install_screenshooter(self):
        """XFCE's own, with a mark that it runs and a copy of what it has taken."""
        folder = os.path.join(self.session.folder, "bin")
        os.mkdir(folder)
        path = os.path.join(folder, SCREENSHOOTER)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\n: >{shlex.quote(self.begun)}\n{shutil.which(SCREENSHOOTER)} "$@"\n'
                       f'for file; do :; done\ncp "$file" {shlex.quote(self.kept)}\n')
        os.chmod(path, 0o755)
        self.session.environment["PATH"] = f"{folder}:{self.session.environment['PATH']}"

    def set_screenshot_key(self):
        self.activate("settings")
        self.window.select_any("Clipboard and hotkeys")
        self.blogger.click(self.window, "Take a screenshot: Off")
        self.blogger.act("key", SCREENSHOT_KEY)
        wait_until(lambda: self.program.run("config", "get", "hotkey-screenshot").stdout == b"<Primary>Print\n",
                   "the hotkey", 60)
        self.blogger.act("key", "alt+F4")
        wait_until(lambda: not self.window.is_there("Take a screenshot"), "the window to close", 60)

    def test_screenshot(self):
        if shutil.which(SCREENSHOOTER) is None:
            self.skipTest(f"{SCREENSHOOTER} is not installed")
        self.begun = os.path.join(self.session.folder, "begun")
        self.kept = os.path.join(self.session.folder, "kept.png")
        self.install_screenshooter()
        self.start_for_the_first_time()
        self.set_screenshot_key()
        self.blogger.open_editor()

        def press():
            self.blogger.act("key", SCREENSHOT_KEY)
            return happens(lambda: os.path.exists(self.begun))

        def drag():
            self.blogger.select_area(100, 200, 500, 450)
            return happens(lambda: os.path.exists(self.kept))

        # Neither the program tells when it has the key, nor the tool when it has the pointer.
        wait_until(press, "the tool", 60)
        wait_until(drag, "the screenshot", 60)
        self.assert_pasted(self.kept)


if __name__ == "__main__":
    unittest.main()
