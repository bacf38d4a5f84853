# SPDX-License-Identifier: GPL-3.0-or-later
"""Notifications, with a server that writes down what it is asked to show and does as it is told."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import unittest

from gi.repository import GLib
from session import HERE, INTERFACE, NAME, PATH, SLOWNESS, DesktopTest, png, wait_until
from program import HangingServer  # noqa: E402,I100  (session knows where it is)

sys.path.insert(0, os.path.dirname(HERE))
import mkimg  # noqa: E402

SERVER = "org.freedesktop.Notifications"
SERVER_PATH = "/org/freedesktop/Notifications"
XFCE = "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd"
EVERYTHING = ("actions", "body", "body-markup", "icon-static")


class NotificationTest(DesktopTest):
    capabilities = EVERYTHING

    def setUp(self):
        super().setUp()
        self.site = self.use_folder()
        if self.capabilities is not None:
            self.server = self.start_server(*self.capabilities)

    def start_server(self, *capabilities):
        server = self.session.start("/usr/bin/python3", os.path.join(HERE, "notifyserver.py"), *capabilities,
                                    stdout=subprocess.PIPE)
        self.assertEqual(server.stdout.readline(), b"ready\n")
        return server

    def end_server(self):
        self.server.terminate()
        self.server.wait()
        wait_until(lambda: not self.session.owns(SERVER), "the server's end")

    def control(self, method, parameters=None):
        return self.session.call(method, parameters, SERVER, SERVER_PATH, "test.Control")

    def list_shown(self):
        """All that was ever shown, in its order."""
        return json.loads(self.control("List")[0])

    def wait_for_shown(self, summary, seconds=10):
        """The newest notification whose summary matches."""
        def find():
            found = [shown for shown in self.list_shown() if re.search(summary, shown.get("summary", ""))]
            return found and found[-1]
        try:
            return wait_until(find, f"a notification “{summary}”", seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}: {self.list_shown()}") from None

    def press(self, shown, label):
        """The person presses the button of that name."""
        keys = [key for key, value in shown["buttons"].items() if value == label and key != "default"]
        self.control("Press", GLib.Variant("(us)", (shown["id"], keys[0])))

    def labels(self, shown):
        return [label for key, label in shown["buttons"].items() if key != "default"]

    def get_capability(self):
        for name, state, reason in self.session.call("GetCapabilities")[0]:
            if name == "notifications":
                return state, reason
        raise AssertionError("no such capability")

    def upload(self, *names, **options):
        paths = [self.program.write(name, png(name)) for name in names]
        inputs = GLib.Variant("aay", [path.encode() + b"\0" for path in paths])
        return self.session.call("Upload", GLib.Variant.new_tuple(inputs, GLib.Variant("a{sv}", options)))


class Ask(NotificationTest):
    def setUp(self):
        super().setUp()
        self.program.check("config", "set", "watch-clipboard", "ask")
        self.start_desktop()

    def test_upload(self):
        self.session.copy(**{"image/png": png("asked", width=400, height=200)})
        question = self.wait_for_shown("Upload this picture")
        self.assertEqual(self.labels(question), ["Upload", "Ignore"])
        self.assertNotIn("default", question["buttons"])
        self.assertEqual(question["image"], [128, 64])
        self.assertIn("PNG", question["body"])
        self.assertEqual(self.count_objects(self.site), 0)
        self.press(question, "Upload")
        self.assertEqual(self.labels(self.wait_for_shown("Link copied")), ["Copy link", "Open", "Undo"])
        self.assertEqual(self.count_objects(self.site), 1)

    def test_ignore(self):
        self.session.copy(**{"image/png": png("ignored")})
        question = self.wait_for_shown("Upload this picture")
        self.press(question, "Ignore")
        time.sleep(0.5)
        self.assertEqual(self.count_objects(self.site), 0)
        self.assertEqual(len(self.list_shown()), 1)

    def test_another_copy_takes_its_place(self):
        self.session.copy(**{"image/png": png("first")})
        first = self.wait_for_shown("Upload this picture")
        time.sleep(1.2)
        self.session.copy(**{"image/png": png("second", width=16)})
        wait_until(lambda: len(self.list_shown()) == 2, "the second question")
        self.assertEqual(self.list_shown()[1]["replaces"], first["id"])
        self.session.copy(**{"text/plain": "hello"})
        wait_until(lambda: self.list_shown()[1]["closed"] == "program", "the question's end")

    def test_says_where_it_was_taken(self):
        self.session.copy(**{"image/jpeg": mkimg.exif()})
        self.assertNotIn("GPS", self.wait_for_shown("Upload this picture")["body"])
        self.session.copy(**{"image/jpeg": mkimg.exifgps()})
        wait_until(lambda: len(self.list_shown()) == 2, "the second question")
        self.assertIn("GPS", self.list_shown()[1]["body"])

    def test_too_large_for_a_thumbnail(self):
        self.session.copy(**{"image/png": png("huge", width=20000, height=20000)[:4000]})
        self.assertIsNone(self.wait_for_shown("Upload this picture")["image"])


class Result(NotificationTest):
    def setUp(self):
        super().setUp()
        self.start_desktop()

    def test_undo(self):
        self.upload("a.png", copy=GLib.Variant("b", True))
        self.press(self.wait_for_shown("Link copied"), "Undo")
        self.assertIn("a.png", self.wait_for_shown("was removed")["summary"])
        self.assertEqual(self.count_objects(self.site), 0)

    def test_copy_link(self):
        self.upload("a.png", copy=GLib.Variant("b", False))
        self.press(self.wait_for_shown("^Uploaded$"), "Copy link")
        self.assertIn("https://img.example.com/", self.wait_for_text())

    def test_no_undo_for_what_was_there(self):
        self.upload("a.png", copy=GLib.Variant("b", False))
        self.wait_for_shown("^Uploaded$")
        self.upload("a.png", copy=GLib.Variant("b", False))
        wait_until(lambda: len(self.list_shown()) == 2, "the second notification")
        again = self.list_shown()[1]
        self.assertIn("a.png was there already", again["body"])
        self.assertNotIn("Undo", self.labels(again))

    def test_names_that_do_harm(self):
        self.upload('<b>&amp;"\n\x1b[31m\u202egnp.png', copy=GLib.Variant("b", False))
        body = self.wait_for_shown("^Uploaded$")["body"]
        self.assertIn("&lt;b&gt;&amp;amp;", body)
        self.assertNotRegex(body, "[<\n\x1b\u202e]")
        self.upload("x" * 240 + ".png", copy=GLib.Variant("b", False))
        wait_until(lambda: len(self.list_shown()) == 2, "the second notification")
        self.assertLess(len(self.list_shown()[1]["body"]), 100)

    def test_no_picture(self):
        self.session.copy(**{"text/plain": "hello"})
        self.activate("upload-clipboard")
        self.assertIn("clipboard", self.wait_for_shown("No picture")["body"])

    def test_failure_stays_and_is_retried(self):
        os.rename(self.site, self.site + ".away")
        with open(self.site, "w", encoding="utf-8"):
            pass
        try:
            self.upload("a.png")
        except GLib.Error:
            pass
        failure = self.wait_for_shown("was not uploaded|Nothing was uploaded")
        self.assertEqual(failure["timeout"], 0)
        self.assertEqual(self.labels(failure), ["Retry", "Settings"])
        self.assertNotIn(self.session.folder, failure["body"])
        os.remove(self.site)
        os.rename(self.site + ".away", self.site)
        self.press(failure, "Retry")
        self.wait_for_shown("^Uploaded$")

    def test_batch(self):
        self.upload(*[f"{number}.png" for number in range(5)], copy=GLib.Variant("b", True))
        summary = self.wait_for_shown("5 pictures uploaded")
        self.assertIn("on the clipboard", summary["body"])
        self.assertEqual(len(self.list_shown()), 1)

    def test_batch_with_failures(self):
        path = os.path.join(self.program.files, "gone.png")
        good = self.program.write("good.png", png("good"))
        self.session.call("Upload", GLib.Variant.new_tuple(
            GLib.Variant("aay", [name.encode() + b"\0" for name in (good, path)]), GLib.Variant("a{sv}", {})))
        summary = self.wait_for_shown("1 picture uploaded, 1 picture not uploaded")
        self.assertIn("gone.png", summary["body"])
        self.assertEqual(summary["timeout"], 0)

    def test_closed_with_the_program(self):
        self.upload("a.png")
        self.wait_for_shown("Link copied|Uploaded")
        self.activate("quit")
        wait_until(lambda: self.list_shown()[0]["closed"] == "program", "the end of the notification")


class Folder(NotificationTest):
    def setUp(self):
        super().setUp()
        self.folder = os.path.join(self.session.folder, "shots")
        os.mkdir(self.folder)
        self.program.check("config", "set", "watch-folders", self.folder)
        self.program.check("config", "set", "watch-folders-mode", "ask")
        self.start_desktop()
        time.sleep(0.3)

    def take_shot(self, name):
        with open(os.path.join(self.folder, name), "wb") as file:
            file.write(png(name))

    def test_each_question_is_for_its_own(self):
        self.take_shot("a.png")
        first = self.wait_for_shown("Upload this picture")
        self.take_shot("b.png")
        wait_until(lambda: len(self.list_shown()) == 2, "the second question")
        self.assertIn("b.png", self.list_shown()[1]["body"])
        self.press(self.list_shown()[1], "Ignore")
        self.press(first, "Upload")
        self.assertIn("a.png", self.wait_for_shown("Link copied|Uploaded")["body"])
        self.assertEqual(self.count_objects(self.site), 1)


class UnderWay(NotificationTest):
    def setUp(self):
        super().setUp()
        self.program.check("config", "set", "secret-store", "file")

    def add_away(self, port):
        self.program.check("profile", "add", "away", "provider=other", f"endpoint=http://127.0.0.1:{port}",
                           "bucket=pictures", "public-url=https://away.example.com", "region=us-east-1",
                           "access-key-id=a", "--secret-stdin", stdin=b"secret\n")

    def start_uploading(self, *names):
        """Without waiting for what becomes of them."""
        paths = [self.program.write(name, png(name)).encode() + b"\0" for name in names]
        self.session.bus.call(NAME, PATH, INTERFACE, "Upload", GLib.Variant.new_tuple(
            GLib.Variant("aay", paths), GLib.Variant("a{sv}", {"profile": GLib.Variant("s", "away")})),
            None, 0, -1, None, None)

    def cancel_all(self):
        for job in self.program.list_queue():
            self.activate("cancel", GLib.Variant("x", job["id"]))

    def wait_for_end(self, shown):
        wait_until(lambda: all(one["closed"] == "program" for one in self.list_shown() if one["id"] == shown["id"]),
                   "the notification's end")

    def test_waiting_is_said_once(self):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            self.add_away(closed.getsockname()[1])
            self.start_desktop()
            self.start_uploading("a.png")
            waiting = self.wait_for_shown("1 picture waits", 20)
            self.assertEqual(self.labels(waiting), ["Settings"])
            time.sleep(4)
            self.assertEqual(len(self.list_shown()), 1)
            self.cancel_all()
            self.wait_for_end(waiting)

    def test_progress(self):
        server = HangingServer()
        self.addCleanup(server.close)
        self.add_away(server.port)
        self.start_desktop()
        self.start_uploading("a.png", "b.png", "c.png")
        time.sleep(0.7)
        self.assertEqual(self.list_shown(), [])
        progress = self.wait_for_shown("Uploading 3 pictures")
        self.assertIn("value", progress["hints"])
        time.sleep(1)
        self.assertLess(len(self.list_shown()), 4)
        self.cancel_all()
        self.wait_for_end(progress)
        self.assertEqual(len({shown["id"] for shown in self.list_shown()}), 1)


class Server(NotificationTest):
    """What becomes of the server is no fault of ours."""

    capabilities = None

    def fail_to_upload(self):
        """Something to be told that stays until it was read."""
        self.upload_missing = self.program.write("gone.png", b"")
        self.session.call("Upload", GLib.Variant.new_tuple(
            GLib.Variant("aay", [self.upload_missing.encode() + b"\0"]), GLib.Variant("a{sv}", {})))

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
        self.start_desktop()
        self.upload("first.png")
        self.wait_for_shown("Link copied|Uploaded")
        self.control("Hang", GLib.Variant("(b)", (True,)))
        for number in range(20):
            self.upload(f"{number}.png")
        self.assertLess(self.measure_slowest_answer(3), 0.1 * SLOWNESS)
        self.assertEqual(sum("hung" in asked for asked in self.list_shown()), 1)
        self.fail_to_upload()
        self.end_server()
        self.server = self.start_server(*EVERYTHING)
        self.wait_for_shown("gone.png was not uploaded")

    def measure_slowest_answer(self, seconds):
        """Of a question that costs the program nothing.  Its own share in it is far below a frame; the rest
        is what two other processes and the bus take on a busy computer."""
        slowest, end = 0, time.monotonic() + seconds
        while time.monotonic() < end:
            begin = time.monotonic()
            self.get_capability()
            slowest = max(slowest, time.monotonic() - begin)
        return slowest

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
        if not os.path.exists(XFCE):
            self.skipTest("xfce4-notifyd is not installed")
        self.start_and_upload(XFCE)
        wait_until(lambda: b"notifyd" in self.session.run("xwininfo", "-root", "-tree").lower(), "its window")


if __name__ == "__main__":
    unittest.main()
