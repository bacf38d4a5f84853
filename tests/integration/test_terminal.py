# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person sees in a terminal: the progress bar, questions, Ctrl-C."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
import unicodedata
import unittest

from program import SLOWNESS, ProgramTest, png


def read_all(descriptor, seconds=20, mark=None):
    """What was written to a terminal until its other end closed, or mark was written."""
    out = b""
    end = time.monotonic() + seconds
    while time.monotonic() < end and (mark is None or mark not in out):
        ready, _, _ = select.select([descriptor], [], [], 0.2)
        if not ready:
            continue
        try:
            data = os.read(descriptor, 65536)
        except OSError:
            break
        if not data:
            break
        out += data
    return out


def resize(terminal, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))


def count_cells(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class Terminal(ProgramTest):
    def start_on_terminal(self, *arguments, columns=80):
        """Standard input and error on a terminal, standard output on a pipe."""
        main, other = pty.openpty()
        resize(main, columns)
        self.addCleanup(os.close, main)
        running = subprocess.Popen(self.program.command(*arguments), stdin=other, stderr=other,
                                   stdout=subprocess.PIPE, env=self.program.environment,
                                   cwd=self.program.files, start_new_session=True)
        os.close(other)
        return running, main

    def test_no_bar_for_quick_work(self):
        self.program.write("a.png", png("quick"))
        begin = time.monotonic()
        running, terminal = self.start_on_terminal("upload", "-f", "url", "a.png")
        out, _ = running.communicate(timeout=30 * SLOWNESS)
        self.assertTrue(out.startswith(b"http"))
        if time.monotonic() - begin > 0.5:
            self.skipTest("this computer is too busy for quick work")
        self.assertEqual(read_all(terminal, 2), b"")

    def test_bar_and_interrupt(self):
        self.program.write("a.png", png("slow", noise=2_000_000))
        hanging = self.point_at_hanging_server()
        running, terminal = self.start_on_terminal("upload", "a.png")
        hanging.wait_for_request()
        time.sleep(1.5)
        running.send_signal(signal.SIGINT)
        out, _ = running.communicate(timeout=30 * SLOWNESS)
        self.assertEqual((running.returncode, out), (130, b"\n"))
        shown = read_all(terminal, 3).decode()
        self.assertIn("0 of 1", shown)
        self.assertIn("of 2.0\xa0MB", shown)
        # The bar is off the line before anything else stands there.
        self.assertIn("\r\x1b[Kpichoist: stopping", shown)

    def test_bar_fits_the_terminal(self):
        """By cells, of which a Chinese character has two; also where the window changes its size."""
        locale = os.path.join(os.environ.get("PICHOIST_BUILD", ""), "po")
        if not os.path.exists(os.path.join(locale, "zh_CN/LC_MESSAGES/pichoist.mo")):
            self.skipTest("the translations are not built")
        self.program.environment.update(LANGUAGE="zh_CN", PICHOIST_LOCALE_DIR=locale)
        self.program.write("a.png", png("narrow", noise=2_000_000))
        hanging = self.point_at_hanging_server()
        running, terminal = self.start_on_terminal("upload", "a.png", columns=100)
        hanging.wait_for_request()
        for columns in (100, 46, 30, 12, 2):
            resize(terminal, columns)
            time.sleep(0.2 * SLOWNESS)
            while select.select([terminal], [], [], 0)[0]:
                os.read(terminal, 65536)
            shown = b""
            while shown.count(b"\r\x1b[K") < 3:
                shown += os.read(terminal, 65536)
            bars = [bar.decode() for bar in shown.split(b"\r\x1b[K")[1:-1]]
            with self.subTest(columns=columns, bars=bars):
                for bar in bars:
                    self.assertLess(count_cells(bar), columns)
                    self.assertEqual("[" in bar, columns >= 46)
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=30 * SLOWNESS)

    def test_delete_asks(self):
        self.program.write("a.png", png("asks"))
        picture = self.program.upload_json("a.png")[1][0]
        number, url = str(picture["id"]), picture["url"]
        for answer, status, left in ((b"n\n", 1, 1), (b"y\n", 0, 0)):
            running, terminal = self.start_on_terminal("delete", number)
            shown = read_all(terminal, 30 * SLOWNESS, b"[y/N]").decode()
            for word in (f"{number} “a.png” (test) {url}", "the object and its entry", "Delete 1 picture?"):
                self.assertIn(word, shown)
            os.write(terminal, answer)
            running.communicate(timeout=30 * SLOWNESS)
            self.assertEqual(running.returncode, status)
            self.assertEqual(self.program.count_history(), left)

    def test_secret_is_not_echoed(self):
        self.program.check("config", "set", "secret-store", "file")
        for half in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
            del self.program.environment["PICHOIST_" + half]
        running, terminal = self.start_on_terminal(
            "profile", "add", "asked", "provider=other", f"endpoint={self.server.endpoint}",
            f"bucket={self.server.bucket}", "region=auto", f"public-url={self.server.public_url}",
            f"access-key-id={self.server.access_key}")
        shown = b""
        while b": " not in shown:
            shown += os.read(terminal, 1000)
        os.write(terminal, self.server.secret_key.encode() + b"\n")
        running.communicate(timeout=30 * SLOWNESS)
        shown += read_all(terminal, 2)
        self.assertEqual(running.returncode, 0, shown)
        self.assertNotIn(self.server.secret_key.encode(), shown)
        self.program.write("a.png", png("asked"))
        self.assert_shows(self.program.upload("-p", "asked", "a.png")[0], png("asked"))


if __name__ == "__main__":
    unittest.main()
