# SPDX-License-Identifier: GPL-3.0-or-later
"""Notification servers: none, such that die, hang or can do little, and those that people have."""

import json
import os
import shutil
import time
import unittest

import xfce
from gi.repository import GLib
from notifications import EVERYTHING, SERVER, NotificationTest
from session import FRAME_SECONDS, SLOWNESS, png, wait_until



class Server(NotificationTest):
    """What becomes of the server is no fault of ours."""

    capabilities = None

    def fail_to_upload(self):
        """Something to be told that stays until it was read."""
        path = self.program.write("gone.png", b"")
        self.session.call("Upload", GLib.Variant.new_tuple(
            GLib.Variant("aay", [path.encode() + b"\0"]), GLib.Variant("a{sv}", {})))

    def test_none(self):
        desktop = self.start_desktop()
        wait_until(lambda: "shows notifications" in self.get_capability()[1], "the reason")
        self.assertEqual(self.get_capability()[0], "no")
        for number in range(3):
            self.upload(f"{number}.png")
        self.assertIsNone(desktop.poll())

    def test_comes_later(self):
        self.start_desktop()
        self.upload("a.png")
        self.fail_to_upload()
        self.server = self.start_server(*EVERYTHING)
        self.wait_for_shown("gone.png was not uploaded")
        self.assertEqual(len(self.list_shown()), 1)
        wait_until(lambda: self.get_capability()[0] == "yes", "the capability")

    def test_dies_and_comes_back(self):
        self.server = self.start_server(*EVERYTHING)
        self.start_desktop()
        self.fail_to_upload()
        self.wait_for_shown("gone.png was not uploaded")
        self.upload("a.png")
        self.wait_for_shown("Link copied|Uploaded")
        self.end_server()
        wait_until(lambda: self.get_capability()[0] == "no", "the capability")
        self.upload("b.png")
        self.server = self.start_server("body")
        again = self.wait_for_shown("gone.png was not uploaded")
        self.assertEqual(again["replaces"], 0)
        self.assertEqual(len(self.list_shown()), 1)
        self.assertEqual(self.get_capability()[0], "limited")

    def test_xfce_words(self):
        """It shows what a click does as one more button, "Open" beside "Open"."""
        self.server = self.start_server("--name=Xfce Notify Daemon", *EVERYTHING)
        self.start_desktop()
        self.upload("x.png")
        shown = self.wait_for_shown("Uploaded")
        self.assertEqual(list(shown["buttons"].values()), ["Copy link", "Open", "Undo"])

    def test_without_buttons_or_markup(self):
        self.server = self.start_server("body")
        self.start_desktop()
        self.upload("<a> & b.png")
        shown = self.wait_for_shown("Link copied|Uploaded")
        self.assertEqual(shown["buttons"], {})
        self.assertRegex(shown["body"], r"^<a> & b\.png\nhttps://img\.example\.com/.*\.png$")

    def test_hangs(self):
        """The program answers at once all the time, and the newest word comes through in the end."""
        self.server = self.start_server(*EVERYTHING)
        desktop = self.start_desktop()
        self.upload("first.png")
        self.wait_for_shown("Link copied|Uploaded")
        self.control("Hang", GLib.Variant("(b)", (True,)))
        for number in range(20):
            self.upload(f"{number}.png")
        end = time.monotonic() + 3
        longest = self.session.measure_answers(desktop, lambda: time.monotonic() < end)
        self.assertLess(longest, FRAME_SECONDS * SLOWNESS)
        self.assertEqual(sum("hung" in asked for asked in self.list_shown()), 1)
        self.fail_to_upload()
        self.end_server()
        self.server = self.start_server(*EVERYTHING)
        self.wait_for_shown("gone.png was not uploaded")

    def test_hanging_server_doesnt_keep_it_from_quitting(self):
        self.server = self.start_server(*EVERYTHING)
        desktop = self.start_desktop()
        self.control("Hang", GLib.Variant("(b)", (True,)))
        self.upload("a.png")
        self.activate("quit")
        wait_until(lambda: desktop.poll() is not None, "the end", 5)
        self.assertEqual(desktop.returncode, 0)


class RealServers(NotificationTest):
    """Programs that people have; their buttons are pressed where they let themselves be told."""

    capabilities = None

    def start_and_upload(self, *command):
        server = self.session.start(*command)
        wait_until(lambda: self.session.owns(SERVER) or server.poll() is not None, command[0])
        self.start_desktop()
        self.upload("<i>a&b.png", copy=GLib.Variant("b", False))
        wait_until(lambda: self.get_capability()[0] == "yes", "the capability")

    def test_dunst(self):
        if shutil.which("dunst") is None:
            self.skipTest("dunst is not installed")
        self.start_and_upload("dunst")
        wait_until(lambda: self.session.run("dunstctl", "count", "displayed").strip() == b"1", "the notification")
        self.session.run("dunstctl", "close")
        shown = json.loads(self.session.run("dunstctl", "history"))["data"][0][0]
        self.assertEqual(shown["summary"]["data"], "Uploaded")
        self.assertIn("&lt;i&gt;a&amp;b.png", shown["body"]["data"])

    def test_dunst_click_opens(self):
        if shutil.which("dunst") is None:
            self.skipTest("dunst is not installed")
        opened = os.path.join(self.session.folder, "opened")
        applications = os.path.join(self.session.folder, ".local/share/applications")
        os.makedirs(applications)
        with open(os.path.join(applications, "browser.desktop"), "w", encoding="utf-8") as file:
            file.write(f"[Desktop Entry]\nType=Application\nName=Browser\nExec=sh -c 'echo %u >{opened}'\n"
                       "MimeType=x-scheme-handler/https;\n")
        with open(os.path.join(applications, "mimeapps.list"), "w", encoding="utf-8") as file:
            file.write("[Default Applications]\nx-scheme-handler/https=browser.desktop\n")
        self.start_and_upload("dunst")
        wait_until(lambda: self.session.run("dunstctl", "count", "displayed").strip() == b"1", "the notification")
        self.session.run("dunstctl", "action", "0")
        wait_until(lambda: os.path.exists(opened), "the browser")

    def test_xfce(self):
        notifyd = xfce.find_notifyd()
        if notifyd is None:
            self.skipTest("xfce4-notifyd is not installed")
        self.start_and_upload(notifyd)
        wait_until(lambda: b"notifyd" in self.session.run("xwininfo", "-root", "-tree").lower(), "its window")


if __name__ == "__main__":
    unittest.main()
