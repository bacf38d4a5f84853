# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the S3 servers of tests/servers for one run and tells the tests of them."""

import os
import shutil
import socket
import subprocess
import tempfile

_SCRIPTS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "servers")

# name: (first word of its variables, ports that it takes from its first one on)
SERVERS = {"r2": ("S3_", 1), "rgw": ("RGW_", 30)}


class Server:
    """One server in a temporary folder on free ports; stop() must be called."""

    def __init__(self, name):
        self.name = name
        self.prefix, self._span = SERVERS[name]
        self.folder = tempfile.mkdtemp(prefix=f"pichoist-{name}-")
        self.environment = {}
        self.why_not = ""

    def start(self):
        """Fills environment, or why_not where the server can't be had."""
        for _ in range(3):  # another program may take a port between the look and the start
            command = [os.path.join(_SCRIPTS, self.name + "-up"), self.folder, str(_free(self._span))]
            try:
                done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True,
                                      text=True, timeout=300)
            except (OSError, subprocess.TimeoutExpired) as error:
                self.why_not = str(error)
                break
            if done.returncode == 0:
                self.why_not = ""
                self.environment = dict(self._variables(done.stdout))
                break
            self.why_not = done.stderr.strip() or f"{self.name}-up ended with {done.returncode}"

    def stop(self):
        script = os.path.join(_SCRIPTS, self.name + "-down")
        if os.path.exists(script):
            subprocess.run([script, self.folder], stdin=subprocess.DEVNULL, timeout=60, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _variables(self, text):
        """The lines S3_NAME=VALUE of the script, under this server's prefix."""
        for line in text.splitlines():
            name, equals, value = line.partition("=")
            if equals and name.startswith("S3_"):
                yield self.prefix + name[len("S3_"):], value


def _free(span):
    """The first of span ports in a row that nobody listens on."""
    while True:
        with socket.socket() as first:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
        if port + span <= 65536 and all(_is_free(port + i) for i in range(1, span)):
            return port


def _is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
