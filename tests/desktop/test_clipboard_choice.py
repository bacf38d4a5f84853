# SPDX-License-Identifier: GPL-3.0-or-later
"""Upload clipboard: what is taken of a clipboard that offers many things, and what is not."""

import base64
import hashlib
import http.server
import os
import sys
import threading
import unittest

from gi.repository import GLib
from session import DesktopTest, png

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import mkimg  # noqa: E402

BASE = "https://img.example.com/"
TABLE = "<table><tr><td>A1</td></tr></table>"


class QuietFiles(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


class Choice(DesktopTest):
    def setUp(self):
        super().setUp()
        self.site = self.use_folder()
        self.start_desktop()

    def uri(self, name):
        return GLib.filename_to_uri(os.path.join(self.program.files, name))

    def upload(self, targets):
        """What was put up of it, as bytes; the results stay in self.results."""
        self.session.copy(**targets)
        self.results = self.upload_clipboard()
        objects = []
        for result in self.results:
            if result["ok"]:
                with open(os.path.join(self.site, result["url"].removeprefix(BASE)), "rb") as file:
                    objects.append(file.read())
        return objects

    def assert_no_picture(self, targets):
        before = self.count_objects(self.site)
        self.session.copy(**targets)
        with self.assertRaisesRegex(GLib.Error, "no picture on the clipboard") as caught:
            self.upload_clipboard()
        self.assertIn("Error.NoPicture", str(caught.exception))
        self.assertEqual(self.count_objects(self.site), before)
        for target, value in targets.items():
            self.assertEqual(self.session.paste(target), value if isinstance(value, bytes) else value.encode())

    def serve(self):
        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), lambda *arguments: QuietFiles(*arguments, directory=self.program.files))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_port}/"

    def test_pictures(self):
        right, flat = png("right"), png("flat")
        for targets in ({"image/bmp": b"BM" + flat, "image/png": right},
                        {"text/plain": "A1", "text/html": TABLE, "image/png": right}):
            with self.subTest(targets=list(targets)):
                self.assertEqual(self.upload(targets), [right])
                for target, value in targets.items():
                    self.assertEqual(self.session.paste(target), value if isinstance(value, bytes) else value.encode())
        for data in (b"", b"no picture"):
            self.assert_no_picture({"image/png": data})

    def test_transparency(self):
        glass = mkimg.rgba((32, 24), 1)
        self.assertEqual(self.upload({"image/png": glass, "image/bmp": b"BM"}), [glass])

    def test_files_before_pictures(self):
        self.program.write("a.png", png("a"))
        self.program.write("notes.docx", b"PK\3\4 words")
        self.program.write("a b.png", png("b"))
        thumbnail = png("thumbnail")
        header = "x-special/gnome-copied-files"
        for name, targets, right in (
                ("file", {"text/uri-list": self.uri("a.png") + "\r\n", "image/png": thumbnail}, [png("a")]),
                ("document with a picture of it",
                 {"text/uri-list": self.uri("notes.docx") + "\r\n", "image/png": thumbnail}, [thumbnail]),
                ("empty list", {"text/uri-list": "\r\n", "image/png": thumbnail}, [thumbnail]),
                ("gone", {"text/uri-list": self.uri("gone.png"), "image/png": thumbnail}, [thumbnail]),
                ("cut", {header: f"cut\n{self.uri('a b.png')}\n{self.uri('a.png')}"}, [png("b"), png("a")]),
                ("text", {"UTF8_STRING": f"x-special/nautilus-clipboard\ncopy\n{self.uri('a.png')}\n"}, [png("a")])):
            with self.subTest(name):
                self.assertEqual(self.upload(targets), right)
        for name in ("a.png", "a b.png"):
            self.assertTrue(os.path.exists(os.path.join(self.program.files, name)))

    def test_only_documents(self):
        self.program.write("notes.docx", b"PK\3\4 words")
        self.program.write("a.mp3", b"ID3 sound")
        self.program.write("a.png", png("a"))
        names = ("notes.docx", "a.mp3")
        self.assertEqual(self.upload({"text/uri-list": "\r\n".join(map(self.uri, names))}), [])
        self.assertEqual([result["error-code"] for result in self.results], ["not-picture"] * 2)
        self.assertEqual(self.upload({"text/uri-list": "\r\n".join(map(self.uri, names + ("a.png",)))}), [png("a")])
        self.upload({"text/uri-list": "file://elsewhere/a.png"})
        self.assertIn("elsewhere", self.results[0]["error-message"])
        self.assertEqual(self.count_objects(self.site), 1)

    def test_html(self):
        base = self.serve()
        self.program.write("a.png", png("a"))
        self.program.write("page", b"<html>")
        data = base64.b64encode(png("data")).decode()
        image = f'<meta charset=utf-8><img src="{base}a.png">'
        for name, targets, right in (
                ("address", {"text/html": image, "text/plain": base + "a.png"}, [png("a")]),
                ("data", {"text/html": f'<img src="data:image/png;base64,{data}">'}, [png("data")]),
                ("UTF-16", {"text/html": ("\ufeff" + image).encode("utf-16-le")}, [png("a")]),
                ("with words", {"text/html": image + "words"}, [png("a")]),
                ("picture beside", {"text/html": image, "image/png": png("beside")}, [png("beside")])):
            with self.subTest(name):
                self.assertEqual(self.upload(targets), right)
        self.assertEqual(self.upload({"text/html": f'<img src="{base}page">'}), [])
        for html in ('<img src="file:///etc/hostname">', f'<img src="{self.uri("a.png")}">', TABLE, image + image,
                     '<img src="data:image/png;base64,AAAA">', '<img src="a.png">', '<img src="blob:x">', "", "<"):
            with self.subTest(html=html):
                self.assert_no_picture({"text/html": html})

    def test_text(self):
        base = self.serve()
        self.program.write("a b.png", png("a"))
        self.program.write("notes.txt", b"words")
        path = os.path.join(self.program.files, "a b.png")
        for text, right in ((path, [png("a")]), (self.uri("a b.png") + "\n", [png("a")]),
                            (f"{path}\n{path}", [png("a")] * 2), (base + "a%20b.png", [png("a")])):
            with self.subTest(text=text):
                self.assertEqual(self.upload({"UTF8_STRING": text, "text/plain": text}), right)
        for text in ("hello", "", "/", "/nonexistent.png", path + "\nhello", base + "a b.png is nice",
                     os.path.join(self.program.files, "notes.txt"), self.program.files, "a b.png", "ftp://a/b.png",
                     "see " + path, "x" * 1_000_000):
            with self.subTest(text=text[:60]):
                self.assert_no_picture({"UTF8_STRING": text})

    def test_empty(self):
        with self.assertRaisesRegex(GLib.Error, "no picture on the clipboard"):
            self.upload_clipboard()
        done = self.program.run("upload", "--clipboard")
        self.assertEqual((done.returncode, done.stdout), (3, b""))
        self.assertIn(b"no picture on the clipboard", done.stderr)
        self.assertEqual(self.program.count_history(), 0)

    def test_own_link(self):
        self.program.check("config", "set", "link-format", "url")
        self.session.copy(**{"image/png": png("a")})
        self.upload_clipboard(copy=GLib.Variant("b", True))
        link = self.wait_for_text()
        with self.assertRaisesRegex(GLib.Error, "no picture on the clipboard"):
            self.upload_clipboard()
        self.assertEqual(self.session.paste().decode(), link)

    def test_animation(self):
        gif = mkimg.gifanim((32, 24), 1)
        apng = mkimg.apng((32, 24), 1)
        frame = png("frame")
        for name, data in (("anim.gif", gif), ("anim.png", apng)):
            self.program.write(name, data)
            self.assertEqual(self.upload({"text/uri-list": self.uri(name) + "\r\n", "image/png": frame}), [data])
            self.assertEqual(self.results[0]["sha256"], hashlib.sha256(data).hexdigest())
            self.assertNotIn("note", self.results[0])
        html = '<img src="https://a.example/anim.gif?x=1">'
        self.assertEqual(self.upload({"text/html": html, "image/png": frame}), [frame])
        self.assertIn("still picture", self.results[0]["note"])
        self.assertIn(b"still picture", self.program.run("upload", "--clipboard").stderr)
        self.assertEqual(self.upload({"text/html": html, "image/gif": gif}), [gif])
        self.assertNotIn("note", self.results[0])


if __name__ == "__main__":
    unittest.main()
