# SPDX-License-Identifier: GPL-3.0-or-later
"""The fault-proxy makes the faults that it promises, and no others."""

import hashlib
import http.client
import http.server
import os
import socket
import subprocess
import sys
import threading
import time
import unittest
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                                "integration"))
from faults import SCRIPT, FaultProxy, header  # noqa: E402

BODY = os.urandom(200000)
ANSWER = b"<ListBucketResult><Name>x</Name></ListBucketResult>"


class Target(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen = []  # (method, path, host, body)

    def answer(self):
        length = self.headers.get("Content-Length")
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = self.read_chunked()
        else:
            body = self.rfile.read(int(length or 0))
            # A client that breaks off is told by its end, which may come in the midst of a later test.
            if len(body) < int(length or 0):
                self.close_connection = True
                return
        Target.seen.append((self.command, self.path, self.headers["Host"], body))
        self.send_response(204 if self.command == "DELETE" else 200)
        self.send_header("ETag", '"target"')
        if self.command != "DELETE":
            self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        if self.command not in ("HEAD", "DELETE"):
            self.wfile.write(ANSWER)

    def handle(self):
        try:
            super().handle()
        except OSError:
            pass  # a client that is gone

    def read_chunked(self):
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = answer

    def log_message(self, *_):
        pass


class FaultProxyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Target)
        cls.server.daemon_threads = True
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.proxy = FaultProxy(f"http://127.0.0.1:{cls.server.server_address[1]}/base")

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.server.shutdown()
        cls.server.server_close()

    def setUp(self):
        Target.seen.clear()
        url = urllib.parse.urlsplit(self.proxy.endpoint)
        self.host, self.port = url.hostname, url.port
        self.connection = http.client.HTTPConnection(self.host, self.port, timeout=10)
        self.addCleanup(self.connection.close)

    def ask(self, method="PUT", path="/base/k", body=BODY, headers=None):
        self.connection.request(method, path, body, headers or {})
        answer = self.connection.getresponse()
        return answer, answer.read()

    def fails(self, *errors, **request):
        with self.assertRaises(errors or (OSError, http.client.HTTPException)):
            self.ask(**request)
        self.connection.close()

    def only_entry(self):
        entries = self.proxy.read_log()
        self.assertEqual(len(entries), 1)
        return entries[0]

    # --- nothing wrong

    def test_endpoint_keeps_the_path(self):
        self.assertTrue(self.proxy.endpoint.endswith("/base"))

    def test_passes_on(self):
        self.proxy.set_rules()
        answer, body = self.ask(path="/base/a%20b//../c%2Fd?x&y=1", headers={"X-Odd": "  a  b "})
        self.assertEqual((answer.status, body, answer.getheader("ETag")), (200, ANSWER, '"target"'))
        self.assertEqual(Target.seen, [("PUT", "/base/a%20b//../c%2Fd?x&y=1",
                                        f"{self.host}:{self.port}", BODY)])
        entry = self.only_entry()
        self.assertEqual(entry["path"], "/base/a%20b//../c%2Fd?x&y=1")
        self.assertEqual((entry["size"], entry["sha256"], entry["whole"]),
                         (len(BODY), hashlib.sha256(BODY).hexdigest(), True))
        self.assertEqual((entry["fault"], entry["status"], entry["number"]), (None, 200, 1))
        self.assertEqual(header(entry, "x-odd"), "a  b")

    def test_keeps_connections(self):
        self.proxy.set_rules()
        for method in ("PUT", "HEAD", "DELETE", "GET"):
            answer, _ = self.ask(method, body=BODY if method == "PUT" else None)
            self.assertIn(answer.status, (200, 204))
        log = self.proxy.read_log()
        self.assertEqual([entry["number"] for entry in log], [1, 2, 3, 4])
        self.assertEqual(len({entry["connection"] for entry in log}), 1)

    def test_chunked_request(self):
        self.proxy.set_rules()
        self.ask(body=iter([b"abc", b"defg"]))
        self.assertEqual(Target.seen[0][3], b"abcdefg")
        self.assertEqual(self.only_entry()["sha256"], hashlib.sha256(b"abcdefg").hexdigest())

    def test_expect(self):
        self.proxy.set_rules()
        with socket.create_connection((self.host, self.port), 10) as sock:
            sock.sendall(b"PUT /base/k HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
                         b"Expect: 100-continue\r\n\r\n")
            self.assertIn(b" 100 ", sock.recv(1000))
            sock.sendall(b"abc")
            self.assertIn(b" 200 ", sock.recv(1000))

    # --- which requests

    def test_rules_choose(self):
        self.proxy.set_rules("503 method=PUT path=/base/b? skip=1 times=2", "404 header=x-a:*1*")
        wanted = [("GET", "/base/b", {}, 200), ("PUT", "/base/a", {}, 200),
                  ("PUT", "/base/b1", {}, 200), ("PUT", "/base/b2", {}, 503),
                  ("PUT", "/base/b3", {}, 503), ("PUT", "/base/b4", {}, 200),
                  ("GET", "/base/a", {"X-A": "01"}, 404), ("GET", "/base/a", {"X-A": "2"}, 200)]
        for method, path, headers, status in wanted:
            answer, _ = self.ask(method, path, BODY if method == "PUT" else None, headers)
            self.assertEqual(answer.status, status, (method, path))

    def test_bad_rules(self):
        for rule in ("nonsense", "503 color=red", "503 times=x", "503 times"):
            with self.assertRaises(OSError, msg=rule):
                self.proxy.set_rules(rule)
            done = subprocess.run([sys.executable, SCRIPT, "http://127.0.0.1:1", rule],
                                  stdin=subprocess.DEVNULL, capture_output=True, check=False)
            self.assertNotEqual(done.returncode, 0, rule)

    # --- answers

    def test_statuses(self):
        for status, code in ((403, "AccessDenied"), (404, "NoSuchKey"), (412, "PreconditionFailed"),
                             (500, "InternalError"), (503, "SlowDown")):
            self.proxy.set_rules(str(status))
            answer, body = self.ask()
            self.assertEqual(answer.status, status)
            self.assertIn(f"<Code>{code}</Code>".encode(), body)
        self.assertEqual(self.only_entry()["whole"], True)
        self.assertEqual(Target.seen, [])

    def test_status_settings(self):
        self.proxy.set_rules("429 retry-after=7", "404")
        self.assertEqual(self.ask()[0].getheader("Retry-After"), "7")
        self.proxy.set_rules("301 region=eu-west-1 code=Moved message=go")
        answer, body = self.ask()
        self.assertEqual(answer.getheader("x-amz-bucket-region"), "eu-west-1")
        self.assertIn(b"<Code>Moved</Code><Message>go</Message><Region>eu-west-1</Region>", body)
        self.proxy.set_rules("307 location=http://127.0.0.1:9999/evil")
        self.assertEqual(self.ask()[0].getheader("Location"), "http://127.0.0.1:9999/evil")

    def test_early(self):
        self.proxy.set_rules("403 early=1")
        with socket.create_connection((self.host, self.port), 10) as sock:
            sock.sendall(b"PUT /base/k HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
            self.assertIn(b" 403 ", sock.recv(1000))
        self.assertEqual((self.only_entry()["size"], self.only_entry()["whole"]), (0, False))

    def test_head_has_no_body(self):
        self.proxy.set_rules("404")
        self.assertEqual(self.ask("HEAD", body=None)[1], b"")
        self.assertEqual(self.ask("HEAD", body=None)[0].status, 404)

    def test_changed_answers(self):
        self.proxy.set_rules("html")
        answer, body = self.ask()
        self.assertEqual((answer.status, answer.getheader("Content-Type")), (200, "text/html"))
        self.assertIn(b"<html>", body)
        self.proxy.set_rules("truncated")
        self.assertEqual(self.ask("GET", body=None)[1], ANSWER[:len(ANSWER) // 2])
        self.proxy.set_rules("empty")
        self.assertEqual(self.ask("GET", body=None)[1], b"")
        self.proxy.set_rules("empty-etag")
        self.assertEqual(self.ask()[0].getheader("ETag"), '""')
        self.proxy.set_rules("no-etag")
        self.assertIsNone(self.ask()[0].getheader("ETag"))
        self.proxy.set_rules("date offset=-7200")
        date = time.mktime(time.strptime(self.ask()[0].getheader("Date"),
                                         "%a, %d %b %Y %H:%M:%S GMT")) - time.timezone
        self.assertAlmostEqual(date, time.time() - 7200, delta=5)

    def test_wrong_length(self):
        self.proxy.set_rules("length add=10")
        self.fails(http.client.IncompleteRead, method="GET", body=None)
        self.proxy.set_rules("length add=-10")
        self.assertEqual(self.ask("GET", body=None)[1], ANSWER[:-10])

    def test_refused_headers(self):
        self.proxy.set_rules("noacl", "nochunk")
        self.assertEqual(self.ask()[0].status, 200)
        for headers in ({"x-amz-acl": "public-read"}, {"Content-Encoding": "aws-chunked"},
                        {"x-amz-checksum-crc32": "AAAAAA=="}, {"x-amz-sdk-checksum-algorithm": "CRC32"},
                        {"x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER"}):
            self.assertEqual(self.ask(headers=headers)[0].status, 501, headers)
        self.assertEqual(self.ask(headers={"x-amz-content-sha256": "UNSIGNED-PAYLOAD"})[0].status, 200)

    # --- ends

    def test_resets(self):
        for rule, reached in (("rst", False), ("close", False), ("rst-answer", True),
                              ("close-answer", True)):
            Target.seen.clear()
            self.proxy.set_rules(rule)
            self.fails()
            self.assertEqual(bool(Target.seen), reached, rule)
            self.assertIsNone(self.only_entry()["status"], rule)
            self.assertEqual(self.only_entry()["whole"], reached, rule)

    def test_reset_in_body(self):
        self.proxy.set_rules("rst-body after=100000")
        self.fails(body=BODY * 50)
        entry = self.only_entry()
        self.assertFalse(entry["whole"])
        self.assertGreaterEqual(entry["size"], 100000)
        self.assertLess(entry["size"], len(BODY) * 50)

    def test_hangs(self):
        for rule, whole, reached in (("hang", True, False), ("hang-answer", True, True),
                                     ("stallbody", False, False)):
            Target.seen.clear()
            self.proxy.set_rules(rule)
            self.connection.timeout = 0.5
            self.fails(TimeoutError, body=BODY * 100)
            self.assertEqual(self.only_entry()["whole"], whole, rule)
            self.assertEqual(bool(Target.seen), reached, rule)

    def test_half_close(self):
        self.proxy.set_rules("half-close")
        self.fails(http.client.RemoteDisconnected)
        self.assertEqual(self.only_entry()["whole"], True)

    def test_slow(self):
        self.proxy.set_rules("slow rate=400000")
        begin = time.monotonic()
        self.assertEqual(self.ask()[0].status, 200)
        self.assertGreater(time.monotonic() - begin, 0.4)

    # --- the program

    def test_log_file(self):
        path = os.path.join(os.environ.get("TMPDIR", "/tmp"), f"fault-proxy-{os.getpid()}.jsonl")
        self.addCleanup(os.unlink, path)
        target = f"http://127.0.0.1:{self.server.server_address[1]}"
        with subprocess.Popen([sys.executable, SCRIPT, "--log", path, target, "404"], text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            url = urllib.parse.urlsplit(process.stdout.readline().split()[1])
            self.connection = http.client.HTTPConnection(url.hostname, url.port, timeout=10)
            self.assertEqual(self.ask("GET", body=None)[0].status, 404)
            process.stdin.close()
            process.wait(10)
        with open(path, encoding="utf-8") as file:
            self.assertIn('"status": 404', file.read())


if __name__ == "__main__":
    unittest.main()
