# SPDX-License-Identifier: GPL-3.0-or-later
"""What the person doesn't want any more: it ends at once, and nothing of it stays anywhere."""

import os
import unittest

from gi.repository import GLib
from notifications import NotificationTest
from session import INTERFACE, NAME, PATH, fetch, png, wait_until
from faults import FaultProxy  # (session knows where they are)
from program import HangingServer

PICTURES = ("a.png", "b.png", "c.png")


class CancelTest(NotificationTest):
    def setUp(self):
        super().setUp()
        self.program.check("config", "set", "secret-store", "file")
        self.answers = []

    def start_uploading(self, *names, noise=0):
        """Without waiting; self.answers gets the results."""
        paths = [self.program.write(name, png(name, noise=noise)).encode() + b"\0" for name in names]

        def on_answer(bus, result):
            try:
                self.answers.append(bus.call_finish(result).unpack()[0])
            except GLib.Error:
                pass  # the test is over

        self.session.bus.call(NAME, PATH, INTERFACE, "Upload", GLib.Variant.new_tuple(
            GLib.Variant("aay", paths), GLib.Variant("a{sv}", {})), None, 0, -1, None, on_answer)

    def wait_for_answers(self, count):
        def have_come():
            while GLib.MainContext.default().iteration(False):
                pass
            return len(self.answers) >= count

        wait_until(have_come, f"{count} answers", 30)

    def list_names(self):
        """Of the pictures in the queue."""
        return [os.path.basename(job["input"]) for job in self.program.list_queue()]

    def assert_cancelled(self, results):
        self.assertEqual({result.get("error-code") for result in results}, {"cancelled"}, results)

    def assert_nothing_kept(self):
        wait_until(lambda: self.program.list_queue() == [], "the empty queue")
        wait_until(lambda: self.program.list_spool() == [], "the empty spool")

    def assert_all_closed(self):
        wait_until(lambda: all(shown["closed"] for shown in self.list_shown()), "the notification's end")

    def restart(self, desktop):
        """Whatever was left over would be sent now."""
        self.activate("quit")
        desktop.wait(30)
        wait_until(lambda: not self.session.owns(NAME), "the program's end")
        self.start_desktop()


class Hanging(CancelTest):
    """A server that takes everything and never answers."""

    def setUp(self):
        super().setUp()
        self.server_that_hangs = HangingServer()
        self.addCleanup(self.server_that_hangs.close)
        self.program.check("profile", "add", "away", "provider=other", "bucket=pictures", "region=us-east-1",
                           f"endpoint=http://127.0.0.1:{self.server_that_hangs.port}",
                           "public-url=https://away.example.com", "access-key-id=a", "--secret-stdin",
                           stdin=b"secret\n")
        self.program.check("profile", "default", "away")
        self.desktop = self.start_desktop()

    def test_notification(self):
        self.start_uploading(*PICTURES)
        progress = self.wait_for_shown("Uploading 3 pictures", 30)
        self.assertEqual(self.labels(progress), ["Cancel"])
        self.assertNotIn("default", progress["buttons"])
        self.press(progress, "Cancel")
        self.wait_for_answers(1)
        self.assert_cancelled(self.answers[0])
        self.assert_nothing_kept()
        self.assert_all_closed()
        self.assertEqual(self.session.get("State"), "idle")

    def test_only_that_batch(self):
        self.start_uploading(*PICTURES)
        first = self.wait_for_shown("Uploading 3 pictures", 30)
        self.start_uploading("d.png", "e.png")
        wait_until(lambda: len(self.program.list_queue()) == 5, "all five")
        self.press(first, "Cancel")
        self.wait_for_answers(1)
        self.assert_cancelled(self.answers[0])
        self.assertEqual(len(self.answers[0]), 3)
        self.assertEqual(self.list_names(), ["d.png", "e.png"])

    def test_menu(self):
        self.start_panel()
        tray = self.wait_for_tray()
        self.assertIsNone(tray.read_menu().find("Cancel uploads"))
        self.start_uploading("a.png")
        self.start_uploading("b.png", "c.png")
        wait_until(lambda: tray.read_menu().find("Cancel uploads"), "the row", 30)
        tray.click("Cancel uploads")
        self.wait_for_answers(2)
        for results in self.answers:
            self.assert_cancelled(results)
        self.assert_nothing_kept()
        wait_until(lambda: tray.read_menu().find("Cancel uploads") is None, "the row's end")

    def test_is_not_sent_later(self):
        self.start_uploading(*PICTURES)
        self.press(self.wait_for_shown("Uploading 3 pictures", 30), "Cancel")
        self.wait_for_answers(1)
        self.program.check("profile", "set", "away", "endpoint=http://127.0.0.1:1")
        self.restart(self.desktop)
        self.assert_nothing_kept()
        self.assertEqual(self.session.get("State"), "idle")

    def test_what_is_sent_in_a_terminal_goes_on(self):
        terminal = self.program.start("upload", self.program.write("t.png", png("t")))
        self.addCleanup(terminal.communicate)
        self.addCleanup(terminal.kill)
        wait_until(self.program.list_queue, "the job of the terminal")
        self.activate("cancel", GLib.Variant("x", 0))
        self.start_uploading("a.png")
        self.activate("cancel", GLib.Variant("x", 0))
        self.wait_for_answers(1)
        self.assertEqual(self.list_names(), ["t.png"])
        self.assertIsNone(terminal.poll())


class Bucket(CancelTest):
    """A real server behind a slow line."""

    server_prefix = "S3_"

    def setUp(self):
        super().setUp()
        self.proxy = FaultProxy(self.program.server.endpoint)
        self.addCleanup(self.proxy.stop)
        self.program.check("profile", "set", "test", f"endpoint={self.proxy.endpoint}")
        self.program.check("profile", "default", "test")
        self.desktop = self.start_desktop()

    def list_sent(self):
        return [entry for entry in self.proxy.read_log() if entry["method"] in ("PUT", "POST")]

    def get_keys(self):
        return {entry["path"].split("?")[0].split("/", 2)[2] for entry in self.list_sent()}

    def assert_absent(self, keys):
        for key in keys:
            self.assertEqual(fetch(f"{self.program.server.public_url}/{key}")[0], 404, key)

    def test_half_sent(self):
        self.proxy.set_rules("slow rate=200000 method=PUT")
        self.start_uploading(*PICTURES, noise=20_000_000)
        progress = self.wait_for_shown("Uploading 3 pictures", 30)
        wait_until(lambda: self.session.get("State") == "sending", "sending")
        self.press(progress, "Cancel")
        self.wait_for_answers(1)
        self.assert_cancelled(self.answers[0])
        self.assert_nothing_kept()
        self.restart(self.desktop)
        wait_until(lambda: all(not entry["whole"] for entry in self.list_sent()), "the ends of the requests")
        self.assert_absent(self.get_keys())
        self.assertEqual(self.program.count_history(), 0)

    def test_parts_are_aborted(self):
        self.proxy.set_rules("slow rate=2000000 method=PUT")
        self.start_uploading("large.png", "small.png", noise=70 * 1024 * 1024)
        wait_until(lambda: any("uploadId" in entry["path"] for entry in self.list_sent()), "the first part", 60)
        self.activate("cancel", GLib.Variant("x", 0))
        self.wait_for_answers(1)
        self.assert_cancelled(self.answers[0])
        self.assert_nothing_kept()
        aborted = [entry for entry in self.proxy.read_log()
                   if entry["method"] == "DELETE" and "uploadId" in entry["path"]]
        self.assertTrue(aborted)
        self.assertEqual({entry["status"] for entry in aborted}, {204})

    def test_sent_is_kept(self):
        """What was up when it was cancelled is there, with its link and a way to take it back."""
        self.proxy.set_rules("slow rate=100000 method=PUT skip=1")
        self.start_uploading("a.png", "b.png", noise=3_000_000)
        wait_until(lambda: self.program.count_history() == 1, "the first one", 60)
        self.activate("cancel", GLib.Variant("x", 0))
        self.wait_for_answers(1)
        self.assertEqual(sorted(result.get("error-code", "") for result in self.answers[0]), ["", "cancelled"])
        done = next(result for result in self.answers[0] if result["ok"])
        self.assertEqual(fetch(done["url"])[0], 200)
        self.assertIn("Undo", self.labels(self.wait_for_shown("Link copied|Uploaded")))
        self.assert_nothing_kept()


if __name__ == "__main__":
    unittest.main()
