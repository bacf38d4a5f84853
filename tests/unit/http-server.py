#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small HTTP server with good and bad manners, for test-http.

Usage: http-server.py FOLDER.  Makes keys and certificates in FOLDER (ca.pem is the authority),
listens on free ports of the loopback, prints one line "NAME PORT" for each, then "ready", and ends
when its standard input does.  What it does with a request is named by the first part of the path."""

import hashlib
import os
import socket
import ssl
import struct
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import certificates  # noqa: E402

connections = 0


class Gone(Exception):
    """The connection is to end."""


class Connection:
    def __init__(self, sock):
        global connections
        connections += 1
        self.number = connections
        self.sock = sock
        self.file = sock.makefile("rb")
        self.requests = 0
        self.reset_next = 0

    def serve(self):
        try:
            while True:
                self.serve_one()
        except (Gone, OSError):
            pass
        finally:
            self.file.close()
            self.sock.close()

    def serve_one(self):
        if self.file.peek(1)[:1] == b"\x16":  # somebody speaks TLS
            self.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            raise Gone
        self.line = self.file.readline()
        if not self.line:
            raise Gone
        if self.reset_next:
            self.file.read(self.reset_next)
            self.reset()
        self.requests += 1
        self.headers = []
        while (line := self.file.readline()) not in (b"\r\n", b"\n", b""):
            self.headers.append(line.decode("latin-1").rstrip("\r\n"))
        self.method, self.path = self.line.decode("latin-1").split(" ")[:2]
        name, *arguments = self.path.split("?")[0].strip("/").split("/")
        getattr(self, "do_" + name.replace("-", "_"), self.do_unknown)(*arguments)

    # --- tools

    def length(self):
        for header in self.headers:
            name, _, value = header.partition(":")
            if name.lower() == "content-length":
                return int(value)
        return 0

    def read_body(self):
        left, digest = self.length(), hashlib.sha256()
        while left > 0:
            piece = self.file.read(min(left, 65536))
            if not piece:
                raise Gone
            digest.update(piece)
            left -= len(piece)
        return digest.hexdigest()

    def send(self, data):
        self.sock.sendall(data if isinstance(data, bytes) else data.encode("latin-1"))

    def answer(self, status=200, body=b"", headers=()):
        head = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", *headers]
        self.send("\r\n".join(head) + "\r\n\r\n")
        if self.method != "HEAD":
            self.send(body)

    def reset(self):
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Gone

    # --- what a path does

    def do_unknown(self, *_):
        self.read_body()
        self.answer(404)

    def do_echo(self, *_):
        """Says what it was asked, and on which connection."""
        digest = self.read_body()
        lines = [self.line.decode("latin-1").rstrip("\r\n"), *self.headers,
                 f"connection={self.number} request={self.requests}",
                 f"resumed={getattr(self.sock, 'session_reused', None)}",
                 f"size={self.length()} sha256={digest}"]
        self.answer(body="\n".join(lines).encode("latin-1"))

    def do_status(self, status):
        self.read_body()
        self.answer(int(status), b"status " + status.encode())

    def do_slow(self, count, milliseconds):
        """One byte at a time."""
        self.send(f"HTTP/1.1 200 OK\r\nContent-Length: {count}\r\n\r\n")
        for _ in range(int(count)):
            time.sleep(int(milliseconds) / 1000)
            self.send(b"x")

    def do_slow_read(self, size, milliseconds):
        """Takes the body in pieces with pauses between."""
        left = self.length()
        while left > 0:
            time.sleep(int(milliseconds) / 1000)
            piece = self.file.read(min(left, int(size)))
            if not piece:
                raise Gone
            left -= len(piece)
        self.answer()

    def do_late(self, milliseconds):
        self.read_body()
        time.sleep(int(milliseconds) / 1000)
        self.answer(403, b"late")

    def do_hang(self, *_):
        """Takes all and never answers."""
        self.read_body()
        while self.sock.recv(65536):
            pass
        raise Gone

    def do_stall_read(self, *_):
        """Stops reading before the body."""
        time.sleep(30)
        raise Gone

    def do_stall_answer(self, *_):
        """Stops in the middle of its answer."""
        self.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        while self.sock.recv(65536):
            pass
        raise Gone

    def do_reset(self, *_):
        self.reset()

    def do_reset_next(self, size="1"):
        """Answers, and resets the connection when size bytes of the next request have come."""
        self.reset_next = int(size)
        self.do_echo()

    def do_close_next(self, *_):
        """Answers, and closes the connection without a word of it."""
        self.do_echo()
        raise Gone

    def do_nothing(self, *_):
        raise Gone

    def do_early(self, *_):
        """Refuses without looking at the body."""
        self.answer(403, b"no", ["Connection: close"])
        self.sock.shutdown(socket.SHUT_WR)
        while self.sock.recv(65536):
            pass
        raise Gone

    def do_redirect(self, status="302"):
        self.read_body()
        self.answer(int(status), b"", [f"Location: http://{self.sock.getsockname()[0]}:"
                                       f"{self.sock.getsockname()[1]}/echo"])

    def do_many_headers(self, *_):
        self.answer(200, b"", [f"X-{i}: {'x' * 1000}" for i in range(300)])

    def do_repeated(self, *_):
        self.answer(200, b"", ["X-Twice: a", "x-twice:  b ", "X-Empty:"])

    def do_date(self, seconds):
        date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + int(seconds)))
        self.answer(200, b"", ["Date: " + date])

    def do_long(self, size, *_):
        self.answer(200, b"x" * int(size))

    def do_chunked(self, size="5", *_):
        self.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nETag: \"e\"\r\n\r\n")
        for _ in range(3):
            self.send(f"{int(size):x}\r\n".encode() + b"x" * int(size) + b"\r\n")
        self.send("0\r\nETag: trailer\r\n\r\n")

    def do_short(self, *_):
        """Promises more than it sends."""
        self.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
        raise Gone

    def do_interim(self, *_):
        self.read_body()
        self.send("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")
        self.answer(200, b"late", ["X-Late: 1"])

    def do_garbage(self, *_):
        self.send("SSH-2.0-OpenSSH_9.2\r\n")
        raise Gone


def listen(name, certificate=None, buffer=None):
    server = socket.create_server(("127.0.0.1", 0), backlog=64)
    if buffer:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    print(name, server.getsockname()[1], flush=True)
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate + ".pem", certificate + ".key")

    def take(sock):
        try:
            if context:
                sock = context.wrap_socket(sock, server_side=True)
            Connection(sock).serve()
        except OSError:
            sock.close()

    def run():
        while True:
            sock, _ = server.accept()
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=take, args=[sock], daemon=True).start()

    threading.Thread(target=run, daemon=True).start()


def main():
    folder = sys.argv[1]
    certificates.make(folder)
    listen("http")
    listen("narrow", buffer=65536)
    for name in ("good", "expired", "wrong-name", "self-signed"):
        listen(name, os.path.join(folder, name))
    print("ready", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
