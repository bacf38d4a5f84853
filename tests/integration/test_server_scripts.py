# SPDX-License-Identifier: GPL-3.0-or-later
"""A start of a server that was interrupted leaves nothing running, and nothing that the next start
takes for a whole server."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

SERVERS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "servers")
SLOWNESS = int(os.environ.get("PICHOIST_SLOWNESS", "1"))


def free_port(span):
    """The first of span ports that nobody listens on now."""
    while True:
        with socket.socket() as first:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
        try:
            for number in range(port, port + span):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", number))
            return port
        except OSError:
            continue


def processes_of(folder):
    """The programs that have folder in their command line."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                words = file.read()
        except OSError:
            continue
        if os.fsencode(folder) in words and b"-up\0" not in words:
            found.append(words)
    return found


class ServerScripts:
    name = None
    prefix = None
    span = 1

    def setUp(self):
        if self.prefix + "ENDPOINT" not in os.environ:
            self.skipTest(os.environ.get(self.prefix + "MISSING", "no such server in this run"))
        self.folder = os.path.join(tempfile.mkdtemp(prefix="pichoist-scripts-"), "server")
        self.addCleanup(shutil.rmtree, os.path.dirname(self.folder), ignore_errors=True)
        self.addCleanup(self.script, "down")

    def script(self, verb, *words):
        return subprocess.run([os.path.join(SERVERS, f"{self.name}-{verb}"), self.folder, *words],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=120 * SLOWNESS, check=False)

    def interrupt(self, number, mark):
        """Sends a signal to all of a start once it has written the file that mark names."""
        command = [os.path.join(SERVERS, self.name + "-up"), self.folder, str(free_port(self.span))]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, start_new_session=True) as process:
            until = time.monotonic() + 60 * SLOWNESS
            while (not os.path.exists(os.path.join(self.folder, mark)) and process.poll() is None
                   and time.monotonic() < until):
                time.sleep(0.001)
            time.sleep(0.1)  # the server has left the session of its start by now
            os.killpg(process.pid, number)
            return process.wait(60 * SLOWNESS)

    def variables(self):
        done = self.script("up", str(free_port(self.span)))
        self.assertEqual(done.returncode, 0, done.stderr)
        return dict(line.split("=", 1) for line in done.stdout.splitlines())

    def put(self, told, key):
        command = ["curl", "--silent", "--show-error", "--fail", "--max-time", "20", "--request",
                   "PUT", "--data-binary", key, "--header", "x-amz-content-sha256: UNSIGNED-PAYLOAD",
                   "--aws-sigv4", f"aws:amz:{told['S3_REGION']}:s3",
                   "--user", f"{told['S3_ACCESS_KEY']}:{told['S3_SECRET_KEY']}",
                   f"{told['S3_ENDPOINT']}/{told['S3_BUCKET']}/{key}"]
        subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True)

    def test_stopped_by_the_terminal(self):
        self.assertEqual(self.interrupt(signal.SIGINT, self.mark), 130)
        self.assertEqual(processes_of(self.folder), [])

    def test_killed(self):
        self.interrupt(signal.SIGKILL, self.mark)
        self.put(self.variables(), "after")

    def test_another_port(self):
        """A second start, whatever port it names, finds the first server."""
        told = self.variables()
        self.assertEqual(self.variables(), told)
        self.put(told, "twice")
        self.script("down")
        self.assertEqual(processes_of(self.folder), [])


class R2(ServerScripts, unittest.TestCase):
    name, prefix, mark = "r2", "S3_", "pid"

    def test_all_in_its_folder(self):
        before = set(os.listdir(tempfile.gettempdir()))
        self.variables()
        new = set(os.listdir(tempfile.gettempdir())) - before
        self.assertEqual([name for name in new if name.startswith("miniflare")], [])


class Rgw(ServerScripts, unittest.TestCase):
    name, prefix, mark, span = "rgw", "RGW_", "rgw.pid", 30


if __name__ == "__main__":
    unittest.main()
