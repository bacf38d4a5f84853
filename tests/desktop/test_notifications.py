# SPDX-License-Identifier: GPL-3.0-or-later
"""Notifications: what is said, when, and what their buttons do."""

import itertools
import os
import socket
import sys
import time
import unittest

from gi.repository import GLib
from notifications import NotificationTest
from session import HERE, INTERFACE, NAME, PATH, png, wait_until
from program import HangingServer  # (session knows where it is)

sys.path.insert(0, os.path.dirname(HERE))
import mkimg  # noqa: E402


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
        # Where it isn't installed the server would look in vain for the icon's name.
        self.assertTrue(os.path.exists(question["icon"]), question["icon"])
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
        self.assertIn("go up with it", self.list_shown()[1]["body"])
        self.program.check("config", "set", "keep-location", "true")
        numbers = itertools.count(1)

        def copy_another():
            # Again where it came before the program had heard of the setting.
            before = len(self.list_shown())
            self.session.copy(**{"image/jpeg": mkimg.exifgps() + b"%d" % next(numbers)})
            wait_until(lambda: len(self.list_shown()) > before, "the next question")
            return "whoever has the link can read that" in self.list_shown()[-1]["body"]

        wait_until(copy_another, "the other words")

    def test_too_large_for_a_thumbnail(self):
        self.session.copy(**{"image/png": png("huge", width=20000, height=20000)})
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
        self.press(summary, "Undo")
        self.wait_for_shown("5 pictures were removed")
        self.assertEqual(self.count_objects(self.site), 0)

    def test_batch_undoes_only_its_own(self):
        self.upload("a.png")
        self.wait_for_shown("Link copied|Uploaded")
        self.upload("a.png", "b.png", "c.png")
        self.press(self.wait_for_shown("3 pictures uploaded"), "Undo")
        self.wait_for_shown("2 pictures were removed")
        self.assertEqual(self.count_objects(self.site), 1)

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


if __name__ == "__main__":
    unittest.main()
