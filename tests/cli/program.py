# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program with folders of its own, without any server, for the tests of its commands."""

import os
import pty
import shutil
import signal
import stat
import subprocess
import tempfile
import termios
import time
import unittest

SLOWNESS = int(os.environ.get("PICHOIST_SLOWNESS", "1"))  # how many times longer things may take
PROGRAM = os.environ.get("PICHOIST", "pichoist")
ACCESS_KEY = "0123456789abcdef0123456789abcdef"
SECRET = "fedcba9876543210" * 4
R2 = ["provider=r2", "account-id=fedcba9876543210fedcba9876543210", "bucket=pics",
      "public-url=https://img.example.com", f"access-key-id={ACCESS_KEY}"]
# Made up; each byte that people lost elsewhere.
ODD_SECRET = rb'ab/cd+ef/gh+ij=kl%41 mn"op\\qr#st'
OTHER = ["provider=other", "endpoint=https://s3.example.com", "bucket=pics",
         "public-url=https://img.example.com", "access-key-id=someone"]


class Terminal:
    """The program on a terminal of its own; what it shows can be read, and keys pressed."""

    def __init__(self, command, environment):
        self.shown = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(command[0], command, environment)

    def wait_for(self, text, seconds=20):
        deadline = time.monotonic() + seconds * SLOWNESS
        os.set_blocking(self.fd, False)
        while text not in self.shown and time.monotonic() < deadline:
            try:
                self.shown += os.read(self.fd, 4096)
            except BlockingIOError:
                time.sleep(0.01)
            except OSError:
                break
        if text not in self.shown:
            raise AssertionError(f"{text!r} didn't come, but {self.shown!r}")

    def echoes(self):
        return bool(termios.tcgetattr(self.fd)[3] & termios.ECHO)

    def press(self, keys):
        os.write(self.fd, keys)

    def end(self, seconds=20):
        """The exit status (negative: the signal), when it has ended by itself."""
        deadline = time.monotonic() + seconds * SLOWNESS
        os.set_blocking(self.fd, False)
        while time.monotonic() < deadline:
            try:
                self.shown += os.read(self.fd, 4096)
            except OSError:
                pass
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.01)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        raise AssertionError(f"it didn't end; shown: {self.shown!r}")


class CommandTest(unittest.TestCase):
    """Secrets go to the file, since no keyring is there."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="pichoist-cli-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.config = os.path.join(self.folder, "config")
        self.data = os.path.join(self.folder, "data")
        self.ini = os.path.join(self.config, "config.ini")
        self.secrets = os.path.join(self.config, "secrets.ini")
        self.environment = {
            "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": self.folder,
            "XDG_CONFIG_HOME": os.path.join(self.folder, "xdg"),
            "PICHOIST_CONFIG_DIR": self.config, "PICHOIST_DATA_DIR": self.data,
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent", "G_DEBUG": "fatal-warnings"}
        for name in ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "G_SLICE"):
            if name in os.environ:
                self.environment[name] = os.environ[name]
        if not os.access(PROGRAM, os.X_OK):
            self.skipTest("PICHOIST doesn't name the program")

    def run_it(self, *arguments, stdin=b"", **environment):
        return subprocess.run([PROGRAM, *arguments], input=stdin, capture_output=True, timeout=60,
                              env=dict(self.environment, **environment), cwd=self.folder)

    def good(self, *arguments, **options):
        """Standard output of a run that has to succeed."""
        done = self.run_it(*arguments, **options)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done.stdout.decode()

    def bad(self, status, *arguments, **options):
        """Standard error of a run that has to fail with status, printing no result."""
        done = self.run_it(*arguments, **options)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        self.assertEqual(done.stdout, b"")
        text = done.stderr.decode()
        for line in text.splitlines():
            self.assertTrue(line.startswith("pichoist: "), text)
        return text

    def on_terminal(self, *arguments):
        terminal = Terminal([PROGRAM, *arguments], self.environment)
        self.addCleanup(os.close, terminal.fd)
        return terminal

    def use_file(self):
        self.good("config", "set", "secret-store", "file")

    def read(self, path):
        with open(path, "rb") as file:
            return file.read()

    def assert_mode(self, path, mode):
        self.assertEqual(oct(stat.S_IMODE(os.stat(path).st_mode)), oct(mode), path)

    def assert_nowhere(self, secret):
        """The secret is in no file of ours but secrets.ini."""
        for folder, _, names in os.walk(self.folder):
            for name in names:
                if name != "secrets.ini":
                    self.assertNotIn(secret, self.read(os.path.join(folder, name)), name)
