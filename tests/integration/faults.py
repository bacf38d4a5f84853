# SPDX-License-Identifier: GPL-3.0-or-later
"""A fault-proxy (tests/fault-proxy.py) for the length of a test."""

import json
import os
import ssl
import subprocess
import sys
import urllib.request

SCRIPT = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "fault-proxy.py")

# Never by a proxy of the environment, and whatever the certificate.
_open = urllib.request.build_opener(
    urllib.request.ProxyHandler({}),
    urllib.request.HTTPSHandler(context=ssl._create_unverified_context())).open


class FaultProxy:
    """Stands before target; rules as tests/fault-proxy.py --help tells.  stop() must be called.
    tls: (certificate, key) where it is to speak HTTPS."""

    def __init__(self, target, *rules, tls=None):
        options = ["--tls", *tls] if tls else []
        self._process = subprocess.Popen([sys.executable, SCRIPT, *options, target, *rules],
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.endpoint = self._process.stdout.readline().split()[1]
        self._control = "/".join(self.endpoint.split("/")[:3]) + "/fault-proxy/"

    def stop(self):
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def set_rules(self, *rules):
        """Replaces the rules, and forgets what was asked so far."""
        self._ask("PUT", "rules", "\n".join(rules).encode())

    def read_log(self):
        """The requests so far, as dictionaries."""
        return [json.loads(line) for line in self._ask("GET", "log").splitlines()]

    def _ask(self, method, what, body=None):
        request = urllib.request.Request(self._control + what, body, method=method)
        with _open(request, timeout=10) as answer:
            return answer.read().decode()


def header(entry, name):
    """A header of a request in the log; None if it isn't there."""
    return next((value for key, value in entry["headers"] if key.lower() == name), None)
