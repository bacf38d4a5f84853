# SPDX-License-Identifier: GPL-3.0-or-later
"""From a picture to a link, with the real program and real servers."""

import concurrent.futures
import hashlib
import os
import re
import resource
import subprocess
import threading
import time
import unittest

from program import (SALT, SLOWNESS, UNDER_VALGRIND, Program, ProgramTest, Server, fetch,
                     png)


class Upload(ProgramTest):
    def test_default_link(self):
        data = png("default")
        self.program.write("shot 1.png", data)
        out = self.program.check("upload", "shot 1.png")
        found = re.fullmatch(r"!\[shot 1\]\((\S+)\)\n", out)
        self.assertIsNotNone(found, out)
        digest = hashlib.sha256(data).hexdigest()
        self.assertRegex(found.group(1), rf"/\d{{4}}/\d{{2}}/{digest[:16]}\.png$")
        self.assert_shows(found.group(1), data)

    def test_headers_of_the_object(self):
        self.program.write("a.png", png("headers"))
        _, headers, _ = fetch(self.program.upload("a.png")[0])
        self.assertEqual(headers["Content-Type"], "image/png")
        self.assertEqual(headers["Cache-Control"], "public, max-age=31536000, immutable")
        self.program.check("profile", "set", "test", f"key-template=plain-{SALT}/{{name}}.{{ext}}")
        _, headers, _ = fetch(self.program.upload("a.png")[0])
        self.assertEqual(headers["Cache-Control"], "public, max-age=300")

    def test_order_of_lines(self):
        names = [f"{i}.png" for i in range(12)]
        for i, name in enumerate(names):
            self.program.write(name, png(f"order {i}", noise=(12 - i) * 40000))
        links = self.program.upload(*names)
        self.assertEqual(len(links), 12)
        for i, (name, link) in enumerate(zip(names, links)):
            with open(os.path.join(self.program.files, name), "rb") as file:
                self.assert_shows(link, file.read())

    def test_standard_input(self):
        data = png("stdin")
        link = self.program.upload("-", stdin=data)[0]
        self.assert_shows(link, data)
        self.assertEqual(self.program.list_spool(), [])

    def test_one_failure_among_many(self):
        self.program.write("a.png", png("a"))
        self.program.write("b.png", png("b"))
        done = self.program.run("upload", "-f", "url", "a.png", "missing.png", "b.png")
        self.assertEqual(done.returncode, 1)
        lines = done.stdout.decode().split("\n")
        self.assertEqual(len(lines), 4)
        self.assertTrue(lines[0] and lines[2])
        self.assertEqual(lines[1], "")
        self.assertEqual(done.stderr.decode().count("\n"), 1)
        self.assertTrue(done.stderr.decode().startswith("pichoist: missing.png: "))
        self.assertEqual(self.program.list_queue(), [])

    @unittest.skipIf(UNDER_VALGRIND, "valgrind opens closed streams before the program starts")
    def test_closed_streams(self):
        self.program.write("a.png", png("closed"))
        for streams, arguments, status in (("<&-", ["-"], 1), (">&-", ["a.png"], 1), ("2>&-", ["a.png"], 0),
                                           ("<&- >&- 2>&-", ["-"], 1)):
            with self.subTest(streams=streams):
                done = subprocess.run(["bash", "-c", f'"$@" {streams}', "bash",
                                       *self.program.command("upload", *arguments)], timeout=30,
                                      env=self.program.environment, cwd=self.program.files,
                                      capture_output=True)
                self.assertEqual(done.returncode, status, done.stderr)

    def test_full_output(self):
        for arguments in (["--version"], ["config", "export"], ["profile", "list"], ["report"]):
            with self.subTest(arguments=arguments), open("/dev/full", "wb") as full:
                done = subprocess.run(self.program.command(*arguments), stdout=full,
                                      stderr=subprocess.PIPE, env=self.program.environment)
                self.assertEqual(done.returncode, 1)
                self.assertIn(b"standard output", done.stderr)

    def test_few_descriptors(self):
        names = [f"{i}.png" for i in range(60)]
        for name in names:
            self.program.write(name, png("few " + name, noise=1_100_000))
        done = subprocess.run(self.program.command("upload", "-f", "url", *names), timeout=120,
                              env=self.program.environment, cwd=self.program.files, capture_output=True,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(set(done.stdout.split())), 60)

    def test_reader_that_goes_away(self):
        names = [f"{i}.png" for i in range(5)]
        for name in names:
            self.program.write(name, png("reader " + name))
        running = self.program.start("upload", "-f", "url", *names)
        running.stdout.close()
        _, err = running.communicate(timeout=60 * SLOWNESS)
        self.assertEqual(running.returncode, 1)
        self.assertIn(b"standard output", err)
        self.assertEqual(self.program.count_history(), 5)

    def test_json(self):
        self.program.write(b"caf\xe9.png", png("json"))
        status, lines = self.program.upload_json(os.fsdecode(b"caf\xe9.png"), "missing.png")
        self.assertEqual(status, 1)
        keys = {"input", "ok", "url", "link", "key", "profile", "sha256", "size", "mime", "width",
                "height", "reused", "id", "error"}
        self.assertEqual(set(lines[0]), keys | {"input_base64"})
        self.assertEqual(set(lines[1]), keys)
        self.assertEqual((lines[0]["ok"], lines[0]["width"], lines[0]["mime"]), (True, 8, "image/png"))
        self.assertIn("\ufffd", lines[0]["input"])
        self.assertFalse(lines[1]["ok"])
        self.assertEqual(lines[1]["error"]["code"], "input")
        self.assertIsNone(lines[1]["url"])

    def test_same_picture_again_is_reused(self):
        self.program.write("a.png", png("again"))
        self.program.write("b.png", png("again"))
        first = self.program.upload_json("a.png")[1][0]
        second = self.program.upload_json("b.png")[1][0]
        self.assertEqual((first["reused"], second["reused"]), (False, True))
        self.assertEqual((first["url"], first["id"]), (second["url"], second["id"]))
        self.assertEqual(self.program.count_history(), 1)
        third = self.program.upload_json("--no-reuse", "a.png")[1][0]
        self.assertFalse(third["reused"])
        self.assertEqual(self.program.count_history(), 2)

    def test_twice_in_one_call(self):
        self.program.write("a.png", png("twice"))
        links = self.program.upload("a.png", "a.png", "a.png")
        self.assertEqual(len(set(links)), 1)
        self.assertEqual(self.program.count_history(), 1)
        self.assertEqual(self.program.list_queue(), [])

    def test_changed_prefix_is_not_reused(self):
        self.program.write("a.png", png("prefix"))
        first = self.program.upload("a.png")[0]
        self.program.check("profile", "set", "test", "key-template=new/{year}/{sha256:16}.{ext}")
        second = self.program.upload("a.png")[0]
        self.assertNotEqual(first, second)
        self.assertIn("/new/", second)

    def test_name(self):
        self.program.write("a.png", png("name"))
        self.program.check("profile", "set", "test", f"key-template={SALT}/{{name}}.{{ext}}")
        out = self.program.check("upload", "--name", "Plan B.png", "a.png")
        self.assertRegex(out, r"^!\[Plan B\]\(\S+/Plan%20B\.png\)\n$")
        self.assertEqual(self.program.run("upload", "--name", "x", "a.png", "a.png").returncode, 2)

    def test_folder(self):
        sub = os.path.join(self.program.files, "sub")
        os.mkdir(sub)
        self.program.write("sub/b.png", png("folder b"))
        self.program.write("sub/a.png", png("folder a"))
        self.program.write("sub/notes.txt", b"no picture here\n")
        done = self.program.run("upload", "-f", "url", "sub")
        self.assertEqual(done.returncode, 1)
        self.assertIn("-r", done.stderr.decode())
        done = self.program.run("upload", "-r", "-f", "url", "sub")
        self.assertEqual(done.returncode, 0, done.stderr)
        links = done.stdout.decode().splitlines()
        self.assertEqual(len(links), 2)
        self.assert_shows(links[0], png("folder a"))
        self.assertIn("notes.txt", done.stderr.decode())

    def test_folder_tells_what_it_leaves_out(self):
        sub = os.path.join(self.program.files, "sub")
        os.makedirs(os.path.join(sub, "deeper"))
        for name in ("sub/a.png", "sub/deeper/b.png", "sub/.hidden.png", "sub/deeper/.hidden.png"):
            self.program.write(name, png("left out " + name))
        self.program.write("sub/notes.txt", b"no picture here\n")
        os.mkfifo(os.path.join(sub, "fifo.png"))
        os.symlink("/dev/null", os.path.join(sub, "null.png"))
        os.symlink("nowhere", os.path.join(sub, "lost.png"))
        done = self.program.run("upload", "-r", "-f", "url", "sub")
        lines = done.stdout.decode().split("\n")
        # a.png, deeper/b.png, lost.png: what failed has an empty line, what is left out has none.
        self.assertEqual((done.returncode, len(lines), lines[2]), (1, 4, ""), done)
        self.assert_shows(lines[0], png("left out sub/a.png"))
        self.assert_shows(lines[1], png("left out sub/deeper/b.png"))
        said = done.stderr.decode()
        for words in ("sub/fifo.png: left out: a named pipe", "sub/null.png: left out: a device",
                      "sub/lost.png: this link leads nowhere", "sub/notes.txt: passed over",
                      "sub: 1 file that is no picture was passed over",
                      "sub: 2 hidden files or folders were left out"):
            self.assertIn(words, said)
        self.assertNotIn("there is no picture", said)

    def test_folder_without_pictures(self):
        sub = os.path.join(self.program.files, "sub")
        os.mkdir(sub)
        for name in (None, "notes.txt", ".hidden.png"):
            with self.subTest(name=name):
                if name is not None:
                    self.program.write(f"sub/{name}", b"no picture here\n")
                done = self.program.run("upload", "-r", "sub")
                self.assertEqual((done.returncode, done.stdout), (0, b""))
                self.assertIn("sub: there is no picture in this folder", done.stderr.decode())

    def test_usage(self):
        self.program.write("a.png", png("usage"))
        for arguments in (["upload"], ["upload", "-p", "nobody", "a.png"],
                          ["upload", "--frobnicate", "a.png"], ["upload", "-f", "{nope}", "a.png"],
                          ["upload", "-f", "a\nb{url}", "a.png"], ["upload", "--expires", "8d", "a.png"],
                          ["upload", "--expires", "7", "a.png"],
                          ["upload", "--timeout", "0", "a.png"], ["nonsense"], []):
            with self.subTest(arguments=arguments):
                done = self.program.run(*arguments)
                self.assertEqual(done.returncode, 2)
                self.assertEqual(done.stdout, b"")
                self.assertNotEqual(done.stderr, b"")
        self.assertEqual(self.program.count_history(), 0)

    def test_missing_secret(self):
        self.program.write("a.png", png("secret"))
        for name in ("PICHOIST_ACCESS_KEY_ID", "PICHOIST_SECRET_ACCESS_KEY"):
            del self.program.environment[name]
        self.program.check("config", "set", "secret-store", "file")
        done = self.program.run("upload", "a.png")
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn("secret", done.stderr.decode())

    def test_expires(self):
        data = png("expires")
        self.program.write("a.png", data)
        link = self.program.upload("--expires", "1h", "a.png")[0]
        self.assertIn("X-Amz-Expires=3600", link)
        self.assert_shows(link, data)
        number = self.program.upload_json("a.png")[1][0]["id"]
        link = self.program.check("copy", "-f", "url", "--expires", "10m", str(number)).strip()
        self.assertIn("X-Amz-Expires=600", link)
        self.assert_shows(link, data)

    def test_copy_in_the_format_of_the_profile(self):
        self.program.write("a.png", png("copied"))
        number = str(self.program.upload_json("a.png")[1][0]["id"])
        for setting, link in (("link-format=", "![a]("), ("link-format=html", "<img "),
                              ("link-format=bbcode", "[img")):
            self.program.check("profile", "set", "test", setting)
            self.assertIn(link, self.program.check("copy", number))
            self.assertIn(link, self.program.check("list"))
        self.assertEqual(self.program.check("copy", "-f", "{ext}", number), "png\n")
        self.assertEqual(self.program.run("copy", "-f", "{no}", number).returncode, 2)

    def test_dashes(self):
        for name in ("-rf.png", "--help.png"):
            self.program.write(name, png(name))
        links = self.program.upload("--", "-rf.png", "--help.png")
        self.assert_shows(links[0], png("-rf.png"))
        self.assert_shows(links[1], png("--help.png"))
        self.assert_shows(self.program.upload("--no-reuse", "./-rf.png")[0], png("-rf.png"))

    def test_clipboard_needs_the_desktop(self):
        done = self.program.run("upload", "--clipboard")
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(done.stdout, b"")
        self.assertIn("desktop program", done.stderr.decode())


class Inputs(ProgramTest):
    """What is no picture, or not one yet."""

    def refuse(self, name, word, *options):
        begin = time.monotonic()
        done = self.program.run("upload", *options, name)
        self.assertEqual((done.returncode, done.stdout), (1, b"\n"), name)
        self.assertIn(word, done.stderr.decode())
        self.assertLess(time.monotonic() - begin, 5 * SLOWNESS)
        self.assertEqual(self.program.count_history(), 0)

    def test_refused(self):
        self.program.write("empty.png", b"")
        self.program.write("page.png", b"<!DOCTYPE html><html><body>hi</body></html>")
        self.program.write("notes.png", b"just some words\n" * 20)
        os.mkfifo(os.path.join(self.program.files, "fifo.png"))
        os.symlink("nowhere", os.path.join(self.program.files, "dangling.png"))
        self.refuse("empty.png", "empty")
        self.refuse("page.png", "HTML")
        self.refuse("notes.png", "text")
        self.refuse("fifo.png", "pipe")
        self.refuse("dangling.png", "no such file")
        self.refuse("/dev/zero", "device")

    def test_any(self):
        self.program.write("page.html", b"<!DOCTYPE html><html><script>alert(1)</script></html>")
        _, headers, _ = fetch(self.program.upload("--any", "page.html")[0])
        self.assertEqual(headers["Content-Type"], "application/octet-stream")
        self.assertTrue(headers["Content-Disposition"].startswith("attachment"))

    def test_active_svg_is_an_attachment(self):
        plain = b'<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><rect/></svg>'
        active = plain.replace(b"<rect/>", b"<script>alert(1)</script>")
        self.program.write("plain.svg", plain)
        self.program.write("active.svg", active)
        _, headers, body = fetch(self.program.upload("plain.svg")[0])
        self.assertEqual((headers["Content-Type"], body), ("image/svg+xml", plain))
        self.assertIsNone(headers["Content-Disposition"])
        done = self.program.run("upload", "-f", "url", "active.svg")
        self.assertIn("scripts", done.stderr.decode())
        _, headers, body = fetch(done.stdout.decode().strip())
        self.assertEqual((headers["Content-Type"], body), ("image/svg+xml", active))
        self.assertTrue(headers["Content-Disposition"].startswith("attachment"))

    def test_growing_file_goes_up_whole(self):
        """Its writer has it open and pauses, for longer than one that nobody writes to is waited for."""
        data = png("grow", noise=3_000_000)
        path = self.program.write("grow.png", b"")
        with open(path, "ab", buffering=0) as file:
            file.write(data[:1_000_000])
            uploading = self.program.start("upload", "-f", "url", "grow.png")
            time.sleep(4)
            file.write(data[1_000_000:])
        out, err = uploading.communicate(timeout=60 * SLOWNESS)
        self.assertEqual(uploading.returncode, 0, err.decode())
        self.assertNotIn("end is missing", err.decode())
        self.assert_shows(out.decode().strip(), data)

    def test_stalled_writer(self):
        data = png("stalled", noise=2000)
        path = self.program.write("stalled.png", b"")
        with open(path, "ab", buffering=0) as file:
            file.write(data[:-40])
            os.utime(path, (1, 1))
            done = self.program.run("upload", "stalled.png")
            self.assertEqual((done.returncode, done.stdout), (1, b"\n"))
            self.assertIn("another program has this file open for writing", done.stderr.decode())
            self.assertEqual(self.program.count_history(), 0)
            file.write(data[-40:])
        self.program.upload("stalled.png")

    def test_truncated_new_picture_goes_up_soon(self):
        """Nobody writes to it any more, and that is known.  The time is that of the wait, not of the rest."""
        data = png("cut", noise=2000)
        self.program.write("whole.png", data)
        self.program.write("cut.png", data[:-40])
        before = time.monotonic()
        done = self.program.run("upload", "-f", "url", "cut.png")
        took = time.monotonic() - before
        self.assert_shows(done.stdout.decode().strip(), data[:-40])
        self.assertIn("end is missing", done.stderr.decode())
        before = time.monotonic()
        self.program.upload("whole.png")
        self.assertLess(took, time.monotonic() - before + 3 * SLOWNESS)

    def test_truncated_old_picture_goes_up(self):
        data = png("cut", noise=2000)[:-40]
        path = self.program.write("cut.png", data)
        os.utime(path, (1, 1))
        done = self.program.run("upload", "-f", "url", "cut.png")
        self.assert_shows(done.stdout.decode().strip(), data)
        self.assertIn("end is missing", done.stderr.decode())


class Names(ProgramTest):
    def test_same_second_same_name(self):
        self.program.check("profile", "set", "test",
                           f"key-template=time-{SALT}/{{year}}{{month}}{{day}}{{hour}}{{minute}}{{second}}.{{ext}}")
        names = [f"{i}.png" for i in range(20)]
        for name in names:
            self.program.write(name, png("same second " + name))
        links = self.program.upload(*names)
        self.assertEqual(len(set(links)), 20)
        for name, link in zip(names, links):
            self.assert_shows(link, png("same second " + name))

    def test_many_programs_at_once(self):
        count = 20 if SLOWNESS == 1 else 6  # each still within the time that it waits for the others
        self.program.check("profile", "set", "test",
                           f"key-template=race-{SALT}/{{year}}{{month}}{{day}}{{hour}}{{minute}}.{{ext}}")
        names = [f"{i}.png" for i in range(count)]
        for name in names:
            self.program.write(name, png("race " + name))
        with concurrent.futures.ThreadPoolExecutor(count) as pool:
            links = list(pool.map(lambda name: self.program.upload(name)[0], names))
        self.assertEqual(len(set(links)), count)
        for name, link in zip(names, links):
            self.assert_shows(link, png("race " + name))
        self.assertEqual(self.program.count_history(), count)

    def test_same_picture_by_many_programs(self):
        self.program.write("a.png", png("joined", noise=300000))
        with open(os.path.join(self.program.files, "a.png"), "rb") as file:
            data = file.read()
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            links = list(pool.map(lambda _: self.program.upload("a.png")[0], range(8)))
        self.assertEqual(len(set(links)), 1)
        self.assert_shows(links[0], data)
        self.assertEqual(self.program.count_history(), 1)
        self.assertEqual(self.program.list_queue(), [])

    def test_nothing_is_overwritten(self):
        self.program.check("profile", "set", "test", f"key-template=keep-{SALT}/{{name}}.{{ext}}")
        self.program.write("image.png", png("red"))
        red = self.program.upload("image.png")[0]
        self.program.write("image.png", png("blue"))
        other = Program(self.server)
        self.addCleanup(other.close)
        other.check("profile", "set", "test", f"key-template=keep-{SALT}/{{name}}.{{ext}}")
        other.write("image.png", png("blue"))
        blue = other.upload("image.png")[0]
        self.assertNotEqual(red, blue)
        self.assert_shows(red, png("red"))
        self.assert_shows(blue, png("blue"))
        other.write("image.png", png("red"))
        again = other.upload_json("image.png")[1][0]
        self.assertEqual(again["url"], red)


class OnCeph(Upload):
    prefix = "RGW_"


class NamesOnCeph(Names):
    prefix = "RGW_"


class VirtualHosted(ProgramTest):
    prefix = "RGW_"

    def test_upload(self):
        port = self.server.endpoint.rsplit(":", 1)[1].strip("/")
        self.program.add_profile("virtual", endpoint=f"http://localhost:{port}", addressing="virtual")
        data = png("virtual")
        self.program.write("a (1).png", data)
        self.assert_shows(self.program.upload("-p", "virtual", "a (1).png")[0], data)


if __name__ == "__main__":
    unittest.main()
