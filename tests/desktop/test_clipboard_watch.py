# SPDX-License-Identifier: GPL-3.0-or-later
"""Watching the clipboard: off, ask, upload; what is taken, what is left alone, and how often."""

import os
import signal
import time
import unittest

from gi.repository import GLib
from session import SLOWNESS, DesktopTest, png, wait_until

TABLE = "<table><tr><td>A1</td></tr></table>"
IMAGE = '<img src="https://a.example/a.png">'
WORDS = {"UTF8_STRING": "words", "text/plain": "words"}


class Watch(DesktopTest):
    def setUp(self):
        super().setUp()
        self.site = self.use_folder()

    def start_watching(self, mode):
        self.program.check("config", "set", "watch-clipboard", mode)
        return self.start_desktop()

    def settle(self, seconds=0.4):
        """Long enough for anything that might still come."""
        time.sleep(seconds * SLOWNESS)

    def objects(self):
        found = []
        for folder, _, names in os.walk(self.site):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    found.append(file.read())
        return found

    def wait_for_objects(self, number):
        wait_until(lambda: self.count_objects(self.site) >= number, f"{number} pictures")
        self.settle()
        self.assertEqual(self.count_objects(self.site), number)

    def state(self, action):
        return self.session.call("Describe", GLib.Variant("(s)", (action,)), interface="org.gtk.Actions")[0]

    def test_modes(self):
        """The setting, the action and the property are one, and take effect at once."""
        self.start_desktop()
        self.assertEqual(self.state("watch")[2], ["ask"])
        self.assertEqual(self.session.get("Watching"), "ask")
        self.session.copy(**{"image/png": png("asked")})
        self.settle()
        self.activate("watch", GLib.Variant("s", "upload"))
        wait_until(lambda: self.session.get("Watching") == "upload", "the mode")
        self.assertEqual(self.program.check("config", "get", "watch-clipboard"), "upload\n")
        # What was copied before isn't sent by it, nor by an answer to a question that is gone.
        self.activate("upload-found")
        self.settle()
        self.assertEqual(self.objects(), [])
        self.session.copy(**{"image/png": png("sent")})
        self.wait_for_objects(1)
        self.program.check("config", "set", "watch-clipboard", "off")
        wait_until(lambda: self.state("watch")[2] == ["off"], "the mode")
        self.session.copy(**{"image/png": png("not sent")})
        self.settle()
        self.assertEqual(self.objects(), [png("sent")])

    def test_ask(self):
        self.start_watching("ask")
        self.session.copy(**{"image/png": png("a")})
        self.settle()
        self.assertEqual(self.objects(), [])
        self.activate("upload-found")
        self.assertIn("https://img.example.com/", self.wait_for_text())
        self.activate("upload-found")
        self.wait_for_objects(1)
        self.session.copy(**{"image/png": png("b")})
        self.settle()
        self.activate("ignore-found")
        self.activate("upload-found")
        self.session.copy(**{"image/png": png("c")})
        self.settle()
        self.session.copy(**WORDS)
        self.settle()
        self.activate("upload-found")
        self.wait_for_objects(1)

    def test_ask_keeps_the_picture(self):
        """A screenshot tool may have ended by the time that the person answers."""
        self.start_watching("ask")
        owner = self.session.copy(**{"image/png": png("a")})
        self.settle()
        owner.terminate()
        owner.wait()
        self.settle()
        self.activate("upload-found")
        self.assertIn("https://img.example.com/", self.wait_for_text())
        self.assertEqual(self.objects(), [png("a")])

    def test_hotkey_answers_the_question(self):
        self.start_watching("ask")
        self.session.copy(**{"image/png": png("a")})
        self.settle()
        self.activate("upload-clipboard")
        self.wait_for_text()
        self.activate("upload-found")
        self.settle()
        self.assertEqual(self.program.count_history(), 1)

    def test_upload(self):
        self.start_watching("upload")
        for number in range(3):
            self.session.copy(**{"image/png": png(number), "image/bmp": b"BM"})
            self.wait_for_objects(number + 1)
            self.assertIn("https://img.example.com/", self.wait_for_text())
        self.session.copy(**{"text/html": IMAGE, "image/png": png("browser")})
        self.wait_for_objects(4)

    def test_left_alone(self):
        self.start_watching("upload")
        for name in ("notes.docx", "a.mp3", ".ssh_config"):
            self.program.write(name, b"words")
        self.program.write("a.png", png("file"))
        uris = {name: GLib.filename_to_uri(os.path.join(self.program.files, name)) + "\r\n"
                for name in os.listdir(self.program.files)}
        cells = png("cells")
        cases = {
            "text": WORDS,
            "cells of a table": {"text/plain": "A1", "text/html": TABLE, "image/png": cells},
            "words and pictures": {"text/html": "words " + IMAGE, "image/png": cells},
            "two pictures": {"text/html": IMAGE * 2, "image/png": cells},
            "text and a picture of it": {"UTF8_STRING": "words", "image/png": cells},
            "rich text": {"text/rtf": "{\\rtf1 words}", "image/png": cells},
            "HTML without its bytes": {"text/html": "", "image/png": cells},
            "only an address": {"text/html": IMAGE, "UTF8_STRING": "https://a.example/a.png"},
            "path": {"UTF8_STRING": os.path.join(self.program.files, "a.png")},
            "documents": {"text/uri-list": uris["notes.docx"] + uris["a.mp3"] + uris[".ssh_config"]},
            "document with a picture of it": {"text/uri-list": uris["notes.docx"], "image/png": cells},
            "files to be moved": {"x-special/gnome-copied-files": "cut\n" + uris["a.png"],
                                  "text/uri-list": uris["a.png"]},
            "files to be moved, by KDE": {"text/uri-list": uris["a.png"], "application/x-kde-cutselection": "1"},
            "remote file": {"text/uri-list": "https://a.example/a.png\r\n"},
            "secret": {"image/png": cells, "x-kde-passwordManagerHint": "secret"},
            "sound": {"audio/ogg": b"OggS"},
            "no picture": {"image/png": b"words"},
            "empty": {"image/png": b""},
        }
        for name, targets in cases.items():
            with self.subTest(name):
                self.session.copy(**targets)
                self.settle(0.2)
                self.assertEqual(self.objects(), [])
                self.assertEqual(self.session.paste(list(targets)[0]),
                                 next(value if isinstance(value, bytes) else value.encode()
                                      for value in targets.values()))
        self.assertEqual(self.program.list_queue(), [])
        # Of several files only the pictures, and only copies.
        self.session.copy(**{"text/uri-list": uris["notes.docx"] + uris["a.png"],
                             "application/x-kde-cutselection": "0"})
        self.wait_for_objects(1)
        self.assertEqual(self.objects(), [png("file")])

    def test_once(self):
        """Copies of the same bytes within a second are one; later ones are another."""
        self.start_watching("upload")
        for _ in range(3):
            self.session.copy(**{"image/png": png("a")})
            time.sleep(0.1)
        self.wait_for_objects(1)
        self.assertEqual(self.program.count_history(), 1)
        # Another picture in between is another copy, however soon.
        for seed in ("b", "c", "b"):
            self.session.copy(**{"image/png": png(seed)})
            time.sleep(0.3 * SLOWNESS)
        self.wait_for_objects(3)

    def test_off_reads_nothing(self):
        self.start_watching("off")
        owner = self.session.copy(**{"image/png": png("a")})
        self.settle()
        owner.send_signal(signal.SIGSTOP)  # whoever asks it would wait
        self.assertEqual(self.session.get("State"), "idle")
        owner.send_signal(signal.SIGCONT)
        self.activate("upload-clipboard")
        self.wait_for_text()

    def test_idle(self):
        """Nothing ticks while nothing is copied."""
        desktop = self.start_watching("upload")
        self.session.copy(**{"image/png": png("a")})
        self.wait_for_objects(1)

        def switches():
            with open(f"/proc/{desktop.pid}/status", encoding="ascii") as file:
                return sum(int(line.split()[1]) for line in file if "ctxt_switches" in line)

        # What other parts wait for after an upload has ended by then.
        time.sleep(6)
        before = switches()
        time.sleep(3)
        self.assertLessEqual(switches() - before, 3)


if __name__ == "__main__":
    unittest.main()
