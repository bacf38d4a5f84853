# SPDX-License-Identifier: GPL-3.0-or-later
"""pichoist upload: what can be named, and what stands on standard output where nothing can be sent."""

import base64
import json
import os
import resource
import signal
import struct
import subprocess
import sys
import unittest
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(1, os.path.dirname(sys.path[0]))
import mkimg  # noqa: E402
from program import PROGRAM, R2, CommandTest  # noqa: E402

INPUTS = ["a.png", "https://example.com/b.png", "no such\nfile"]


class Refused(CommandTest):
    def setUp(self):
        super().setUp()
        site = os.path.join(self.folder, "site")
        os.mkdir(site)
        self.good("profile", "add", "site", "provider=folder", f"folder={site}",
                  "public-url=https://img.example.com")

    def check_failed(self, code, words):
        """Line N belongs to input N, also where the reason is none of theirs and is told once."""
        done = self.run_it("upload", *INPUTS)
        self.assertEqual((done.returncode, done.stdout), (1, b"\n\n\n"), done.stderr)
        text = done.stderr.decode()
        self.assertEqual(len(text.splitlines()), 1, text)
        self.assertIn(words, text)
        done = self.run_it("upload", "--json", *INPUTS)
        self.assertEqual((done.returncode, done.stderr.decode()), (1, text))
        items = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([item["input"] for item in items], INPUTS)
        for item in items:
            self.assertEqual((item["ok"], item["link"], item["error"]["code"]), (False, None, code))

    def test_data_folder(self):
        with open(self.data, "wb"):  # a file where the folder should be
            pass
        self.check_failed("disk", self.data)

    def test_database(self):
        os.makedirs(os.path.join(self.data, "pichoist.db"))
        self.check_failed("disk", "pichoist.db isn't a file")

    def test_settings(self):
        os.remove(self.ini)
        os.mkdir(self.ini)
        self.check_failed("disk", "config.ini")

    def test_nothing_was_tried(self):
        """Wrong usage or settings: one message, no line, as 2 says."""
        self.use_file()
        self.good("profile", "add", "blog", *R2)
        for options, words in ((["-p", "nosuch"], "no profile “nosuch”"),
                               (["-p", "blog"], "no secret access key is stored"),
                               (["--expires", "1h"], "--expires needs a bucket"),
                               (["--nothing"], "--nothing"), (["-f", "{nothing}"], "nothing")):
            for more in ([], ["--json"]):
                text = self.bad(2, "upload", *options, *more, *INPUTS)
                self.assertIn(words, text)
                self.assertEqual(len(text.splitlines()), 1, text)


GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"


class Location(CommandTest):
    """B30: where a picture was taken isn't published unless that is what the person wants."""

    def setUp(self):
        super().setUp()
        self.site = os.path.join(self.folder, "site")
        os.mkdir(self.site)
        self.good("profile", "add", "site", "provider=folder", f"folder={self.site}",
                  "public-url=https://img.example.com", "key-template={name}.{ext}")

    def upload(self, name, content, *arguments):
        """What is stored for a file of that content, which stays what it is."""
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(content)
        self.good("upload", path, *arguments)
        self.assertEqual(self.read(path), content)
        return self.read(os.path.join(self.site, name))

    def test_default(self):
        before = mkimg.exifgps()
        after = self.upload("where.jpg", before)
        self.assertEqual(len(after), len(before))
        self.assertEqual(after[after.index(b"\xff\xdb"):], before[before.index(b"\xff\xdb"):], "the pixels")
        self.assertNotIn(struct.pack(">2I", 52, 1), after)
        self.assertNotIn(b"\x88\x25", after, "the way to the coordinates")
        self.assertIn(struct.pack(">HHIHH", 0x0112, 3, 1, 1, 0), after, "the orientation")
        # The same picture again is the same object, and other bytes are what they are.
        self.upload("where.jpg", before)
        self.assertEqual(os.listdir(self.site), ["where.jpg"])
        self.assertEqual(self.upload("turned.jpg", mkimg.exif()), mkimg.exif())

    def test_kept(self):
        self.good("config", "set", "keep-location", "true")
        self.assertEqual(self.upload("where.jpg", mkimg.exifgps()), mkimg.exifgps())

    def test_wrong_value(self):
        """It is no reason to publish what nobody wanted published."""
        with open(self.ini, "a", encoding="utf-8") as file:
            file.write("\n[general]\nkeep-location=ja\n")
        self.assertNotEqual(self.upload("where.jpg", mkimg.exifgps()), mkimg.exifgps())

    def test_queue(self):
        """As it was decided when it was accepted, whatever the setting is when it is sent."""
        path = os.path.join(self.folder, "where.jpg")
        with open(path, "wb") as file:
            file.write(mkimg.exifgps())
        self.good("upload", "--queue", path)
        self.good("config", "set", "keep-location", "true")
        self.good("queue", "run")
        self.assertNotIn(b"\x88\x25", self.read(os.path.join(self.site, "where.jpg")))


class Inputs(CommandTest):
    """What an input may be called."""

    def setUp(self):
        super().setUp()
        self.site = os.path.join(self.folder, "site")
        os.mkdir(self.site)
        self.good("profile", "add", "site", "provider=folder", f"folder={self.site}",
                  "public-url=https://img.example.com")

    def write(self, name):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(GIF)
        return path

    def test_file_addresses(self):
        path = self.write("a b é%.gif")
        quoted = urllib.parse.quote(path)
        for address in (f"file://{quoted}", f"file://localhost{quoted}", f"FILE://{quoted}", f"file:{quoted}"):
            with self.subTest(address=address):
                self.assertRegex(self.good("upload", "--no-reuse", address), r"^!\[a b é%\]\(https://img\.example\.com/")
        for address, words in ((f"file://other.example{quoted}", "another computer, “other.example”"),
                               ("file:///%zz", "name the file by its path"), ("file:a.gif", "name the file by its path")):
            with self.subTest(address=address):
                self.assertIn(words, self.failed(address))

    def test_data_addresses(self):
        body = base64.b64encode(GIF).decode()
        link = self.good("upload", "-f", "url", f"data:image/gif;base64,{body}").strip()
        with open(os.path.join(self.site, urllib.parse.urlsplit(link).path.lstrip("/")), "rb") as file:
            self.assertEqual(file.read(), GIF)
        self.assertEqual(self.good("upload", f"DATA:,{urllib.parse.quote(GIF)}", "--name", "dot.gif")[:7], "![dot](")
        text = self.failed(f"data:image/gif;base64,{body[:-3]}")
        self.assertIn("data:image/gif;base64,…: this data: address is not whole", text)
        self.assertNotIn(body[:8], text)
        self.assertIn("not a picture", self.failed("data:,hello"))
        item = json.loads(self.run_it("upload", "--json", f"data:image/gif;base64,{body}").stdout)
        self.assertEqual((item["ok"], item["input"]), (True, "data:image/gif;base64,…"))

    def test_other_addresses(self):
        for address in ("ftp://me:word@example.org/a.png", "s3://pics/a.png", "blob:https://example.org/1", "SFTP://h/a.png",
                        "mailto:a@example.org"):
            with self.subTest(address=address):
                text = self.failed(address)
                self.assertIn("nothing can be fetched from addresses with", text)
                self.assertIn("http or https", text)
                self.assertNotIn("word@", text)
        self.assertIn("write https://example.org/a.png", self.failed("https:/example.org/a.png"))
        for name in ("note:a.gif", "12:30.gif", "C:\\a.gif"):
            self.assertIn("there is no such file", self.failed(name))
            self.write(name)
            self.good("upload", name)
        os.mkdir(os.path.join(self.folder, "ftp:"))
        os.rename(self.write("b.gif"), os.path.join(self.folder, "ftp:", "b.gif"))
        self.good("upload", "ftp://b.gif")  # a path that exists is one

    def failed(self, name):
        done = self.run_it("upload", name)
        self.assertEqual((done.returncode, done.stdout), (1, b"\n"), done.stderr)
        return done.stderr.decode()

    def test_terminal(self):
        """What is read from a terminal is said before, since nothing else happens then."""
        for arguments in (("upload", "-"), ("history", "import"), ("history", "import", "-")):
            with self.subTest(arguments=arguments):
                terminal = self.on_terminal(*arguments)
                terminal.wait_for(b"Ctrl-D ends")
                terminal.press(b"\x04")
                self.assertEqual(terminal.end(), 1 if arguments[0] == "upload" else 0)
        self.assertNotIn("Ctrl-D", self.run_it("upload", "-", stdin=GIF).stderr.decode())

    def test_copy_as_set(self):
        """There is no desktop program to copy the link, which is said where one is to be copied."""
        path = self.write("a.gif")
        for value, arguments, is_tried in (("false", [], False), ("false", ["--copy"], True),
                                           ("true", [], True)):
            with self.subTest(value=value, arguments=arguments):
                self.good("config", "set", "copy-link", value)
                done = self.run_it("upload", *arguments, path)
                self.assertEqual(done.returncode, 0)
                self.assertEqual("the links were not copied" in done.stderr.decode(), is_tried)

    def test_again_after_it_was_removed(self):
        """A folder is tidied up by hand: its link must not lead to nothing."""
        path = self.write("a.gif")
        link = self.good("upload", "-f", "url", path)
        copy = os.path.join(self.site, link.strip().removeprefix("https://img.example.com/"))
        os.remove(copy)
        self.assertEqual(self.good("upload", "-f", "url", path), link)
        self.assertEqual(self.read(copy), GIF)

    def test_limit_of_file_sizes(self):
        """Of the shell (ulimit -f) or of a service: a message, and no death by SIGXFSZ."""
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (256 << 10, 256 << 10))

        def upload(stdin):
            done = subprocess.run([PROGRAM, "upload", "-"], input=stdin, capture_output=True, timeout=60,
                                  env=self.environment, cwd=self.folder, preexec_fn=limit)
            return done.returncode, done.stderr.decode()

        self.assertEqual(upload(GIF), (0, ""))
        status, message = upload(GIF + bytes(1 << 20))
        self.assertEqual(status, 1)
        self.assertIn("File too large", message)

    def test_stopped_while_it_is_read(self):
        """Nothing stays of what nobody will send any more."""
        for number in (signal.SIGINT, signal.SIGKILL):
            with self.subTest(signal=number.name):
                process = subprocess.Popen([PROGRAM, "upload", "-"], stdin=subprocess.PIPE,
                                           env=self.environment, cwd=self.folder)
                process.stdin.write(bytes(1 << 20))  # more than a pipe holds: most of it was read
                process.stdin.flush()
                process.send_signal(number)
                process.wait()
                process.stdin.close()
                self.assertEqual(os.listdir(os.path.join(self.data, "spool")), [])


class Unreachable(CommandTest):
    def test_says_why_nothing_happens(self):
        """Once for all pictures, and for as long as it isn't reached; in a pipe too."""
        self.good("profile", "add", "far", "provider=other", "endpoint=http://127.0.0.1:9", "bucket=pics",
                  "access-key-id=abc", "public-url=https://img.example.com")
        pictures = []
        for number in range(3):
            pictures.append(os.path.join(self.folder, f"{number}.png"))
            with open(pictures[-1], "wb") as file:
                file.write(mkimg.rgba((8, 8), number))
        with subprocess.Popen([PROGRAM, "upload", *pictures], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env=dict(self.environment, PICHOIST_ACCESS_KEY_ID="abc",
                                       PICHOIST_SECRET_ACCESS_KEY="secret")) as process:
            line = process.stderr.readline().decode()
            self.assertIn("“127.0.0.1:9” can't be reached: trying again", line)
            process.send_signal(signal.SIGINT)
            rest = process.communicate()[1].decode()
        self.assertNotIn("can't be reached", rest)
        self.assertEqual(process.returncode, 130)


if __name__ == "__main__":
    unittest.main()
