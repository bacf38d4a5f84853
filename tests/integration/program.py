# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program with folders of its own, and the servers that tests/run started, for the tests."""

import glob
import hashlib
import json
import os
import shutil
import socket
import sqlite3
import struct
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request
import zlib

# Bytes that no earlier run has left on a server.
SALT = os.urandom(8).hex()
UNDER_VALGRIND = os.environ.get("PICHOIST", "").endswith("-valgrind")
SLOWNESS = int(os.environ.get("PICHOIST_SLOWNESS", "1"))  # how many times longer things may take
PROGRAM = os.environ.get("PICHOIST", "pichoist")


def _chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(seed=0, width=8, height=8, noise=0):
    """A PNG whose bytes differ with seed; noise adds so many bytes that can't be compressed."""
    row = hashlib.sha256(str(seed).encode()).digest() * (width // 32 + 1)
    pixels = b"".join(b"\0" + row[:width] for _ in range(height))
    text = b"Comment\0" + f"{SALT} {seed}".encode()
    more = _chunk(b"noIs", os.urandom(noise)) if noise else b""
    return (b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + _chunk(b"tEXt", text) + more + _chunk(b"IDAT", zlib.compress(pixels)) + _chunk(b"IEND", b""))


class Server:
    """One of the servers of tests/run: prefix "S3_" is the R2 simulator, "RGW_" is Ceph."""

    def __init__(self, prefix="S3_"):
        self.prefix = prefix
        missing = os.environ.get(prefix + "MISSING")
        if missing or prefix + "ENDPOINT" not in os.environ:
            raise unittest.SkipTest(missing or f"no server: {prefix}ENDPOINT is not set")
        for name in ("ENDPOINT", "ACCESS_KEY", "SECRET_KEY", "BUCKET", "REGION", "PUBLIC_URL"):
            setattr(self, name.lower(), os.environ[prefix + name])
        self.provider = "r2" if prefix == "S3_" else "other"


class Program:
    """`pichoist` with its own settings and data, and a profile for a server."""

    def __init__(self, server=None):
        self.folder = tempfile.mkdtemp(prefix="pichoist-test-")
        self.config = os.path.join(self.folder, "config")
        self.data = os.path.join(self.folder, "data")
        self.files = os.path.join(self.folder, "files")
        os.mkdir(self.files)
        self.environment = dict(os.environ, PICHOIST_CONFIG_DIR=self.config,
                                PICHOIST_DATA_DIR=self.data, HOME=self.folder, LC_ALL="C.UTF-8",
                                DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent")
        self.server = server
        if server is not None:
            self.environment["PICHOIST_ACCESS_KEY_ID"] = server.access_key
            self.environment["PICHOIST_SECRET_ACCESS_KEY"] = server.secret_key
            self.add_profile("test")

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def add_profile(self, name, **settings):
        server = self.server
        values = {"provider": server.provider, "endpoint": server.endpoint, "region": server.region,
                  "bucket": server.bucket, "public-url": server.public_url,
                  "access-key-id": server.access_key, "addressing": "path"}
        values.update({key.replace("_", "-"): value for key, value in settings.items()})
        self.check("profile", "add", name, *[f"{k}={v}" for k, v in values.items() if v is not None])

    def command(self, *arguments):
        return [PROGRAM, *arguments]

    def run(self, *arguments, stdin=None, timeout=120, cwd=None, **environment):
        return subprocess.run(self.command(*arguments), input=stdin or b"", capture_output=True,
                              env=dict(self.environment, **environment), timeout=timeout * SLOWNESS,
                              cwd=cwd or self.files)

    def check(self, *arguments, **options):
        """Runs it and returns its standard output as text; an AssertionError where it fails."""
        done = self.run(*arguments, **options)
        if done.returncode != 0:
            raise AssertionError(f"{arguments}: exit {done.returncode}: {done.stderr.decode()}")
        return done.stdout.decode()

    def start(self, *arguments, cwd=None, **environment):
        return subprocess.Popen(self.command(*arguments), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                env=dict(self.environment, **environment), cwd=cwd or self.files)

    def upload(self, *arguments, **options):
        """The links, one for each input, as URLs."""
        return self.check("upload", "-f", "url", *arguments, **options).splitlines()

    def upload_json(self, *arguments, **options):
        done = self.run("upload", "--json", *arguments, **options)
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]

    def write(self, name, data):
        path = os.path.join(os.fsencode(self.files), name if isinstance(name, bytes) else name.encode())
        with open(path, "wb") as file:
            file.write(data)
        return os.fsdecode(path)

    def read_database(self, sql):
        """Rows of the database as it is on the disk."""
        connection = sqlite3.connect(f"file:{self.data}/pichoist.db?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def count_history(self):
        return len(self.check("list", "--json", "--limit", "0").splitlines())

    def list_queue(self):
        return [json.loads(line) for line in self.check("queue", "list", "--json").splitlines()]

    def list_spool(self):
        return glob.glob(os.path.join(self.data, "spool", "*"))


def fetch(url):
    """Status, headers and bytes of a GET."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


class HangingServer:
    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(30 * SLOWNESS)
        self.port = self.socket.getsockname()[1]
        self.connections = []

    def wait_for_request(self):
        """Until somebody has begun to send."""
        connection, _ = self.socket.accept()
        connection.settimeout(30 * SLOWNESS)
        connection.recv(1)
        self.connections.append(connection)

    def close(self):
        for one in (self.socket, *self.connections):
            one.close()


class ProgramTest(unittest.TestCase):
    """A test case with a fresh program for the server in self.prefix."""

    prefix = "S3_"

    def setUp(self):
        self.server = Server(self.prefix)
        self.program = Program(self.server)
        self.addCleanup(self.program.close)

    def point_at_hanging_server(self):
        """Lets the profile lead to a server that takes connections and never answers; returns it."""
        server = HangingServer()
        self.addCleanup(server.close)
        self.program.check("profile", "set", "test", f"endpoint=http://127.0.0.1:{server.port}/s3")
        return server

    def assert_shows(self, url, data):
        status, _, body = fetch(url)
        self.assertEqual(status, 200, url)
        self.assertEqual(hashlib.sha256(body).hexdigest(), hashlib.sha256(data).hexdigest(), url)
