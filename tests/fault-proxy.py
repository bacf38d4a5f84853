#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in front of an S3 server and makes the faults that rules ask for; passes everything else on,
byte for byte, and writes down each request.

  tests/fault-proxy.py --log requests.jsonl "$S3_ENDPOINT" "503 times=2 retry-after=1 method=PUT"

prints "endpoint URL" with the address to use in place of the target's, and ends when its standard
input does (--stay: only when killed).  The Host header goes on as it came, so signatures hold."""

import argparse
import collections
import fnmatch
import hashlib
import json
import select
import socket
import ssl
import struct
import sys
import threading
import time
import urllib.parse

RULES = """
rules: FAULT [KEY=VALUE ...]; the first that matches a request and isn't used up is applied

  which requests: method=PUT, path=GLOB (raw path with query, as in path=*/a.png*), header=GLOB
  ("name: value", lower-case name), skip=N (not the first N of these), times=N (N of these; default: all)

  NNN            answers with that status and an S3 error, once the request has come in.  code=,
                 message=, retry-after=, region= (x-amz-bucket-region), location=, early=1 (without
                 reading the body, then closes)
  hang           takes all and never answers              hang-answer    passes on, never answers
  stallbody      stops reading after=BYTES of the body    slow           rate=BYTES a second, each way
  rst            resets at once                           rst-body       resets after=BYTES of the body
  rst-answer     passes on, then resets (the answer is lost)
  close          closes at once                           close-answer   passes on, then closes
  half-close     takes all, ends its own side only, and goes on reading
  length         the answer's Content-Length is wrong by add=N (more or less than what comes)
  html           200 with a page of HTML                  truncated      the answer's body cut in half
  empty          the answer without its body
  noacl          501 if x-amz-acl is there                nochunk        501 if aws-chunked or
                                                                         x-amz-checksum-* is there
  date           the answer's Date is wrong by offset=SECONDS
  empty-etag     ETag: ""                                 no-etag        no ETag

control, at the same address:
  PUT /fault-proxy/rules   (one rule a line) replaces the rules and what they have counted
  GET /fault-proxy/log     the requests since the last PUT or DELETE, one JSON object a line
  DELETE /fault-proxy/log  forgets them

each request: {"time" (when it began), "connection", "number" (on that connection), "method", "path",
"headers" (pairs), "size", "sha256" of the body, "whole" (it came to its end), "fault", "status" (what
was answered; null: nothing)}
"""

PIECE = 256 * 1024
CODES = {301: "PermanentRedirect", 307: "TemporaryRedirect", 400: "InvalidRequest",
         403: "AccessDenied", 404: "NoSuchKey", 409: "ConditionalRequestConflict",
         412: "PreconditionFailed", 429: "TooManyRequests", 500: "InternalError",
         501: "NotImplemented", 503: "SlowDown"}
PAGE = b"<!DOCTYPE html><html><body><h1>Log in to the network</h1></body></html>"


class Gone(Exception):
    """The connection is over."""


class Rule:
    FAULTS = ("hang hang-answer stallbody slow rst rst-body rst-answer close close-answer half-close "
              "length html truncated empty noacl nochunk date empty-etag no-etag").split()
    KEYS = ("method path header skip times code message retry-after region location early after rate "
            "add offset").split()

    def __init__(self, text):
        self.fault, *settings = text.split()
        self.settings = dict(setting.split("=", 1) for setting in settings)
        if self.fault not in self.FAULTS and not self.fault.isdigit():
            raise ValueError(f"no such fault: {self.fault}")
        for key in self.settings:
            if key not in self.KEYS:
                raise ValueError(f"no such key: {key}")
        self.skip = self.number("skip")
        self.times = self.number("times", sys.maxsize)

    def number(self, key, otherwise=0):
        return int(self.settings.get(key, otherwise))

    def fits(self, head):
        settings = self.settings
        if settings.get("method", head.method) != head.method:
            return False
        if not fnmatch.fnmatchcase(head.target, settings.get("path", "*")):
            return False
        if "header" in settings and not any(
                fnmatch.fnmatchcase(f"{name.lower()}: {value}", settings["header"])
                for name, value in head.headers):
            return False
        if self.fault == "noacl":
            return head.get("x-amz-acl") is not None
        return self.fault != "nochunk" or is_chunked_signing(head)

    def take(self, head):
        """Whether it is to be applied now; counts."""
        if not self.fits(head):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.times -= 1
        return self.times >= 0


def is_chunked_signing(head):
    return ("aws-chunked" in (head.get("content-encoding") or "")
            or (head.get("x-amz-content-sha256") or "").startswith("STREAMING-")
            or head.get("transfer-encoding") is not None
            or any(name.lower().startswith(("x-amz-checksum-", "x-amz-sdk-checksum", "x-amz-trailer"))
                   for name, _ in head.headers))


class Head:
    """First line and headers of a request or an answer."""

    def __init__(self, raw):
        self.raw = raw
        first, *lines = raw.decode("latin-1").split("\r\n")
        self.first = first
        self.headers = []
        for line in lines:
            name, _, value = line.partition(":")
            self.headers.append([name, value.strip(" \t")])
        words = first.split(" ", 2)
        self.method, self.target = words[0], words[1] if len(words) > 1 else ""
        self.status = int(words[1]) if first.startswith("HTTP/") else None

    def get(self, name):
        for header, value in self.headers:
            if header.lower() == name:
                return value
        return None

    def replace(self, name, value):
        """value None: takes the header away."""
        kept = [pair for pair in self.headers if pair[0].lower() != name]
        if value is not None:
            kept.append([name, value])
        self.headers = kept

    def encode(self):
        lines = [self.first, *(f"{name}: {value}" for name, value in self.headers)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def closes(self):
        return "close" in (self.get("connection") or "").lower()


class Stream:
    """A socket with what has been read too much of it."""

    def __init__(self, sock):
        self.sock = sock
        self.rest = b""

    def read(self, size=PIECE):
        if self.rest:
            data, self.rest = self.rest[:size], self.rest[size:]
            return data
        return self.sock.recv(size)

    def read_until(self, end):
        data = self.rest
        while (at := data.find(end)) < 0:
            piece = self.sock.recv(65536)
            if not piece or len(data) > 1 << 20:
                raise Gone
            data += piece
        self.rest = data[at + len(end):]
        return data[:at]

    def read_head(self):
        return Head(self.read_until(b"\r\n\r\n"))

    def send(self, data):
        self.sock.sendall(data)

    def close(self):
        self.sock.close()

    def reset(self):
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Gone


def read_length(stream, length):
    while length > 0:
        piece = stream.read(min(length, PIECE))
        if not piece:
            raise Gone
        length -= len(piece)
        yield piece, piece


def read_chunks(stream):
    while True:
        line = stream.read_until(b"\r\n")
        size = int(line.split(b";")[0], 16)
        yield line + b"\r\n", b""
        yield from read_length(stream, size)
        if size == 0:
            # Trailers, up to an empty line.
            while line := stream.read_until(b"\r\n"):
                yield line + b"\r\n", b""
            yield b"\r\n", b""
            return
        yield stream.read_until(b"\r\n") + b"\r\n", b""


def read_to_end(stream):
    while piece := stream.read():
        yield piece, piece


def read_body(stream, head, to_end=False):
    """Pairs of bytes as they came and the part of them that is the body's own."""
    if "chunked" in (head.get("transfer-encoding") or "").lower():
        return read_chunks(stream)
    if head.get("content-length") is not None:
        return read_length(stream, int(head.get("content-length")))
    return read_to_end(stream) if to_end else iter(())


def slowed(pieces, rate):
    """The same in small pieces, so many bytes a second."""
    step = max(rate // 20, 1)
    for raw, own in pieces:
        for at in range(0, len(raw), step):
            part = raw[at:at + step]
            time.sleep(len(part) / rate)
            yield part, part if own else b""


class Exchange:
    """One request and what becomes of it."""

    def __init__(self, connection, head):
        self.connection = connection
        self.proxy = connection.proxy
        self.client = connection.client
        self.head = head
        self.rule = self.proxy.find_rule(head)
        self.fault = self.rule.fault if self.rule else None
        self.size = 0
        self.digest = hashlib.sha256()
        self.whole = False
        self.logged = False
        self.time = time.time()

    def log(self, status):
        if self.logged:
            return
        self.logged = True
        self.proxy.log({
            "time": self.time, "connection": self.connection.number, "number": self.connection.requests,
            "method": self.head.method, "path": self.head.target, "headers": self.head.headers,
            "size": self.size, "sha256": self.digest.hexdigest(), "whole": self.whole,
            "fault": self.fault, "status": status})

    # --- the request's body

    def pieces(self):
        if "100-continue" in (self.head.get("expect") or "").lower():
            self.client.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        pieces = read_body(self.client, self.head)
        if self.fault == "slow":
            # Else the kernel takes much more than that at once.
            self.client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
            pieces = slowed(pieces, self.rule.number("rate", 100000))
        for raw, own in pieces:
            self.size += len(own)
            self.digest.update(own)
            yield raw
            self.fail_in_body()
        self.whole = True

    def fail_in_body(self):
        if self.fault not in ("stallbody", "rst-body") or self.size < self.rule.number("after"):
            return
        self.log(None)
        if self.fault == "rst-body":
            self.client.reset()
        self.wait_for_end()

    def drain(self):
        for _ in self.pieces():
            pass

    def wait_for_end(self):
        """Until the client hangs up; reads nothing."""
        poll = select.poll()
        poll.register(self.client.sock, select.POLLRDHUP)
        poll.poll()
        raise Gone

    # --- answers of our own

    def answer(self, status, body=b"", kind="application/xml", headers=()):
        self.log(status)
        head = [f"HTTP/1.1 {status} Fault", "Content-Type: " + kind, f"Content-Length: {len(body)}",
                "Date: " + time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime()), *headers]
        data = ("\r\n".join(head) + "\r\n\r\n").encode("latin-1")
        self.client.send(data if self.head.method == "HEAD" else data + body)

    def answer_status(self, status):
        settings = self.rule.settings
        code = settings.get("code", CODES.get(status, "Fault"))
        region = f"<Region>{settings['region']}</Region>" if "region" in settings else ""
        message = settings.get("message", "made-by-fault-proxy")
        body = (f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{message}'
                f"</Message>{region}<RequestId>fault-proxy</RequestId></Error>").encode()
        names = {"retry-after": "Retry-After", "region": "x-amz-bucket-region", "location": "Location"}
        headers = ["x-amz-request-id: fault-proxy",
                   *(f"{names[key]}: {settings[key]}" for key in names if key in settings)]
        if settings.get("early"):
            self.answer(status, body, headers=headers + ["Connection: close"])
            self.connection.linger()
        self.drain()
        self.answer(status, body, headers=headers)

    def run(self):
        fault = self.fault or ""
        if fault in ("rst", "close"):
            self.log(None)
            if fault == "rst":
                self.client.reset()
            raise Gone
        if fault.isdigit():
            self.answer_status(int(fault))
        elif fault in ("noacl", "nochunk"):
            self.answer_status(501)
        elif fault == "html":
            self.drain()
            self.answer(200, PAGE, "text/html")
        elif fault in ("hang", "half-close"):
            self.drain()
            self.log(None)
            if fault == "half-close":
                self.client.sock.shutdown(socket.SHUT_WR)
            self.wait_for_end()
        else:
            self.pass_on()

    # --- the target's answer

    def pass_on(self):
        server = self.connection.connect()
        pieces = self.pieces()
        server.send(self.head.raw + b"\r\n\r\n")
        for raw in pieces:
            try:
                server.send(raw)
            except OSError:
                break
        # It may have answered early; what the client still sends goes nowhere.
        for _ in pieces:
            pass
        answer = server.read_head()
        while answer.status < 200:
            answer = server.read_head()
        has_body = self.head.method != "HEAD" and answer.status not in (204, 304)
        body = read_body(server, answer, to_end=True) if has_body else iter(())
        if self.fault in ("rst-answer", "close-answer", "hang-answer"):
            self.lose(body)
        self.pass_back(answer, body, has_body)

    def lose(self, body):
        for _ in body:
            pass
        self.log(None)
        if self.fault == "rst-answer":
            self.client.reset()
        if self.fault == "hang-answer":
            self.wait_for_end()
        raise Gone

    def pass_back(self, answer, body, has_body):
        ends = answer.closes() or (has_body and answer.get("content-length") is None
                                   and answer.get("transfer-encoding") is None)
        if self.fault in ("truncated", "empty") and has_body:
            data = b"".join(own for _, own in body)
            data = data[:len(data) // 2] if self.fault == "truncated" else b""
            answer.replace("transfer-encoding", None)
            answer.replace("content-length", str(len(data)))
            body = iter([(data, data)])
        ends = self.change_headers(answer) or ends
        if self.fault == "slow":
            body = slowed(body, self.rule.number("rate", 100000))
        self.log(answer.status)
        self.client.send(answer.encode())
        for raw, _ in body:
            self.client.send(raw)
        if ends:
            raise Gone

    def change_headers(self, answer):
        """Whether the connection must end for it."""
        if self.fault == "date":
            date = time.gmtime(time.time() + self.rule.number("offset", 3600))
            answer.replace("date", time.strftime("%a, %d %b %Y %H:%M:%S GMT", date))
        elif self.fault == "empty-etag":
            answer.replace("etag", '""')
        elif self.fault == "no-etag":
            answer.replace("etag", None)
        elif self.fault == "length":
            length = int(answer.get("content-length") or 0) + self.rule.number("add", 10)
            answer.replace("transfer-encoding", None)
            answer.replace("content-length", str(max(length, 0)))
            return True
        return False


class Connection:
    """One of a client, with one to the target for as long as both last."""

    def __init__(self, proxy, sock, number):
        self.proxy = proxy
        self.client = Stream(sock)
        self.number = number
        self.requests = 0
        self.server = None

    def connect(self):
        # An idle connection that can be read from has been closed.
        if self.server and select.select([self.server.sock], [], [], 0)[0]:
            self.disconnect()
        if not self.server:
            self.server = Stream(socket.create_connection(self.proxy.target))
            self.server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.server

    def disconnect(self):
        if self.server:
            self.server.close()
            self.server = None

    def linger(self):
        """Ends the connection so that what was sent arrives although the client is still sending."""
        self.client.sock.shutdown(socket.SHUT_WR)
        self.client.sock.settimeout(5)
        while self.client.sock.recv(PIECE):
            pass
        raise Gone

    def serve(self):
        try:
            while True:
                head = self.client.read_head()
                if head.target.startswith("/fault-proxy/"):
                    self.control(head)
                    continue
                self.requests += 1
                exchange = Exchange(self, head)
                try:
                    exchange.run()
                finally:
                    exchange.log(None)
                if head.closes():
                    return
        except (Gone, OSError, ValueError):
            pass
        finally:
            self.disconnect()
            self.client.close()

    def control(self, head):
        body = b"".join(own for _, own in read_body(self.client, head)).decode()
        status, answer = 200, b""
        if head.target == "/fault-proxy/rules" and head.method == "PUT":
            try:
                self.proxy.set_rules(body.splitlines())
            except ValueError as error:
                status, answer = 400, str(error).encode()
        elif head.target == "/fault-proxy/log" and head.method in ("GET", "DELETE"):
            answer = self.proxy.read_log(forget=head.method == "DELETE")
        else:
            status = 404
        self.client.send(f"HTTP/1.1 {status} Control\r\nContent-Length: {len(answer)}\r\n\r\n".encode()
                         + answer)


class Proxy:
    def __init__(self, options):
        url = urllib.parse.urlsplit(options.target)
        self.target = (url.hostname, url.port or 80)
        self.path = url.path
        self.lock = threading.Lock()
        self.rules = [Rule(text) for text in options.rule]
        self.lines = collections.deque(maxlen=100000)
        self.file = open(options.log, "a", encoding="utf-8") if options.log else None
        self.context = None
        if options.tls:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*options.tls)
        self.listener = socket.create_server(("127.0.0.1", options.port), backlog=256)

    def url(self):
        scheme = "https" if self.context else "http"
        return f"{scheme}://127.0.0.1:{self.listener.getsockname()[1]}{self.path}"

    def find_rule(self, head):
        with self.lock:
            return next((rule for rule in self.rules if rule.take(head)), None)

    def set_rules(self, lines):
        rules = [Rule(line) for line in lines if line.strip()]
        with self.lock:
            self.rules = rules
            self.lines.clear()

    def log(self, entry):
        line = json.dumps(entry)
        with self.lock:
            self.lines.append(line)
            if self.file:
                self.file.write(line + "\n")
                self.file.flush()

    def read_log(self, forget):
        with self.lock:
            text = "".join(line + "\n" for line in self.lines)
            if forget:
                self.lines.clear()
        return text.encode()

    def serve(self, sock, number):
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.context:
                sock = self.context.wrap_socket(sock, server_side=True)
        except OSError:
            sock.close()
            return
        Connection(self, sock, number).serve()

    def run(self):
        number = 0
        while True:
            sock, _ = self.listener.accept()
            number += 1
            threading.Thread(target=self.serve, args=[sock, number], daemon=True).start()


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, epilog=RULES,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", help="URL of the server, http only")
    parser.add_argument("rule", nargs="*", help="see below")
    parser.add_argument("--port", type=int, default=0, help="to listen on (default: a free one)")
    parser.add_argument("--log", metavar="FILE", help="appends each request to FILE, as JSON lines")
    parser.add_argument("--tls", nargs=2, metavar=("CERTIFICATE", "KEY"), help="speaks HTTPS")
    parser.add_argument("--stay", action="store_true", help="goes on when standard input ends")
    return parser.parse_args()


def main():
    options = parse_arguments()
    try:
        proxy = Proxy(options)
    except ValueError as error:
        sys.exit(f"fault-proxy: {error}")
    threading.Thread(target=proxy.run, daemon=True).start()
    print("endpoint", proxy.url(), flush=True)
    while options.stay:
        time.sleep(3600)
    sys.stdin.read()


if __name__ == "__main__":
    main()
