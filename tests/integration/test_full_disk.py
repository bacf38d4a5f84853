# SPDX-License-Identifier: GPL-3.0-or-later
"""Data folders on disks that are full, nearly full or read-only, as small file systems of our own."""

import ctypes
import json
import os
import subprocess
import tempfile
import threading
import unittest

from program import ProgramTest, png

CLONE_NEWNS = 0x00020000


def setUpModule():
    """Mounts below are seen by this process and its children alone, and end with it."""
    libc = ctypes.CDLL(None, use_errno=True)
    if os.geteuid() != 0 or libc.unshare(CLONE_NEWNS) != 0:
        raise unittest.SkipTest("mounting needs root")
    done = subprocess.run(["mount", "--make-rprivate", "/"], capture_output=True, check=False)
    if done.returncode != 0:
        raise unittest.SkipTest("this machine allows no mounts")


def mount(*words):
    done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise unittest.SkipTest(f"this machine allows no such mount: {done.stderr.strip()}")


class Disk(ProgramTest):
    kilobytes = 8192

    def setUp(self):
        super().setUp()
        os.makedirs(self.program.data, exist_ok=True)
        self.mount()
        self.addCleanup(subprocess.run, ["umount", "--lazy", self.program.data], check=False)

    def mount(self):
        mount("-t", "tmpfs", "-o", f"size={self.kilobytes}k,mode=700", "tmpfs", self.program.data)

    def free(self):
        info = os.statvfs(self.program.data)
        return info.f_bavail * info.f_frsize

    def fill(self, leave=0):
        """Other people's files take all but leave bytes."""
        path = os.path.join(self.program.data, "ballast")
        with open(path, "ab", buffering=0) as ballast:
            while self.free() > leave:
                try:
                    ballast.write(b"x" * min(self.free() - leave, 65536))
                except OSError:
                    break
        return path

    def names(self, first, count):
        return [self.program.write(f"{i}.png", png(i)) for i in range(first, first + count)]


class Full(Disk):
    def add_history(self, count):
        """Rows of pictures that were put up long ago."""
        self.program.upload(*self.names(900, 1))
        row = json.loads(self.program.check("history", "export"))
        path = os.path.join(self.program.folder, "history.jsonl")
        with open(path, "w", encoding="utf-8") as lines:
            for i in range(count):
                row |= {"key": f"old/{i}.png", "name": f"屏幕截图 {i}.png", "sha256": f"{i:064x}"}
                lines.write(json.dumps(row) + "\n")
        self.program.check("history", "import", path)
        self.assertEqual(self.program.count_history(), count + 1)

    def test_with_a_long_history(self):
        """Searching, removing and going on, where the history takes most of the disk."""
        self.add_history(5000)
        self.program.check("upload", "--queue", *self.names(0, 3))
        self.fill()
        for words in (["list", "--search", "截图 49", "--limit", "3"], ["queue"], ["status"]):
            self.program.check(*words)
        queued = [str(job["id"]) for job in self.program.list_queue()]
        self.program.check("queue", "cancel", queued[0])
        ids = [row["id"] for row in map(json.loads, self.program.check("list", "--json", "--limit", "40")
                                        .splitlines())]
        self.program.check("delete", "--yes", "--row", *map(str, ids))
        self.assertEqual(self.program.count_history(), 5001 - len(ids))
        self.program.check("queue", "run")
        self.assertEqual((self.program.list_queue(), self.program.list_spool()), ([], []))
        self.assertEqual(self.program.count_history(), 5003 - len(ids))

    def test_removing_and_going_on(self):
        urls = self.program.upload(*self.names(0, 6))
        self.program.check("upload", "--queue", *self.names(10, 4))
        ballast = self.fill()
        self.assertEqual(self.free(), 0)

        # The reserve serves for some more; then they are refused, with the reason and what to do.
        for i in range(20, 200):
            done = self.program.run("upload", "-f", "url", *self.names(i, 1))
            if done.returncode != 0:
                break
            urls += done.stdout.decode().split()
        message = done.stderr.decode()
        self.assertEqual(done.returncode, 1, message)
        self.assertIn("No space left", message)
        self.assertIn("free some space", message)
        self.assertEqual(self.program.count_history(), len(urls))

        # What is no longer wanted can go.
        queued = [str(job["id"]) for job in self.program.list_queue()]
        self.assertEqual(len(queued), 4)
        self.program.check("queue", "cancel", queued[0])
        for url in urls[:3]:
            self.program.check("delete", "--yes", url)
        self.program.check("delete", "--yes", *urls[3:])
        self.assertEqual(self.program.count_history(), 0)

        # What was accepted is sent.
        done = self.program.run("queue", "run", "-f", "url")
        self.assertEqual(done.returncode, 0, done.stderr)
        for i, url in enumerate(done.stdout.decode().split()):
            self.assert_shows(url, png(11 + i))
        self.assertEqual(self.program.list_queue(), [])
        self.assertEqual(self.program.list_spool(), [])
        self.assertEqual(self.program.count_history(), 3)

        # Nothing at all is left: each command says so, and none ends in another way.
        self.fill()
        for words in (["list"], ["queue"], ["upload", *self.names(300, 1)], ["status"]):
            done = self.program.run(*words)
            self.assertIn(done.returncode, (0, 1), words)
            if done.returncode == 1:
                self.assertIn("No space left", done.stderr.decode())

        os.unlink(ballast)
        self.program.upload(*self.names(20, 3))
        self.assertEqual(self.program.count_history(), 6)


class FullExt4(Full):
    def mount(self):
        image = tempfile.NamedTemporaryFile(prefix="pichoist-disk-")
        self.addCleanup(image.close)
        os.truncate(image.name, self.kilobytes * 1024)
        subprocess.run(["mkfs.ext4", "-q", "-F", "-m", "0", image.name], check=True)
        mount("-o", "loop", image.name, self.program.data)


class NearlyFull(Disk):
    def test_log_stays_short(self):
        """The log of many commits in one program must not use a small disk up."""
        running = self.program.start("upload", *self.names(0, 500))
        reader = threading.Thread(target=running.communicate)
        reader.start()
        log = os.path.join(self.program.data, "pichoist.db-wal")
        longest = 0
        while reader.is_alive():
            longest = max(longest, os.path.getsize(log) if os.path.exists(log) else 0)
            reader.join(0.01)
        self.assertEqual(running.returncode, 0)
        self.assertGreater(longest, 0)
        self.assertLess(longest, 2 * 1024 * 1024)
        self.assertEqual(self.program.count_history(), 500)

    def test_full_while_sending(self):
        """Each picture either has its link and its row, or is said to have failed and is kept."""
        self.program.upload(*self.names(0, 1))
        names = self.names(100, 400)
        self.fill(leave=self.free() // 8)
        done = self.program.run("upload", "-f", "url", *names)
        links = done.stdout.decode().split("\n")[:-1]
        self.assertEqual(len(links), len(names))
        given = [link for link in links if link]
        self.assertEqual(self.program.count_history(), 1 + len(given))
        self.assertEqual(done.returncode, 0 if len(given) == len(names) else 1, done.stderr)
        for i, link in enumerate(links):
            if link and i % 20 == 0:
                self.assert_shows(link, png(100 + i))


class ReadOnly(Disk):
    def test_read_only_later(self):
        url, = self.program.upload(*self.names(0, 1))
        subprocess.run(["mount", "-o", "remount,ro", self.program.data], check=True)
        for words in (["list"], ["queue"], ["upload", *self.names(1, 1)], ["upload", "--queue", *self.names(1, 1)],
                      ["delete", "--yes", url]):
            with self.subTest(words=words[:2]):
                done = self.program.run(*words)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertIn("read-only", done.stderr.decode().lower())
        subprocess.run(["mount", "-o", "remount,rw", self.program.data], check=True)
        self.program.check("delete", "--yes", url)


if __name__ == "__main__":
    unittest.main()
