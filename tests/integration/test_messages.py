# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages: one line a failure, whatever a server says and however long."""

import http.server
import threading
import unittest

from program import Program, png

# What a server may name as the region of a bucket, if it is a bad joke.
REGION = "eu-\n\r&#10;&#8232;" + "west" * 5000 + "-end"


class Joker(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        body = ("<Error><Code>AuthorizationHeaderMalformed</Code><Message>One\nmessage\r\n, two lines"
                f"{'!' * 5000}</Message><Region>{REGION}</Region></Error>").encode()
        self.send_response(400)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_PUT = do_DELETE = answer

    def log_message(self, *_):
        pass


class Messages(unittest.TestCase):
    def setUp(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Joker)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.program = Program()
        self.addCleanup(self.program.close)
        self.program.environment.update(PICHOIST_ACCESS_KEY_ID="someone", PICHOIST_SECRET_ACCESS_KEY="x" * 40)
        self.program.check("profile", "add", "joke", "provider=other", "bucket=pics", "region=here",
                           f"endpoint=http://127.0.0.1:{self.server.server_port}",
                           "public-url=https://img.example.com")

    def assert_line(self, line):
        self.assertLess(len(line), 2000)
        self.assertTrue(line.isprintable(), line)

    def test_upload(self):
        names = ["a.png", "b.png", "two\nlines\u2028three.png"]
        for name in names:
            self.program.write(name, png(name))
        done = self.program.run("upload", *names)
        self.assertEqual((done.returncode, done.stdout), (1, b"\n\n\n"))
        lines = done.stderr.decode().splitlines()
        self.assertEqual(len(lines), len(names), lines)
        for line in lines:
            self.assert_line(line)
            self.assertIn("…", line)
        self.assertTrue(any(line.startswith("pichoist: two\\nlines\\342\\200\\250three.png: ") for line in lines))
        lines = self.program.check("queue").splitlines()
        self.assertEqual(len(lines), len(names), lines)
        for line in lines:
            self.assert_line(line)

    def test_profile_check(self):
        done = self.program.run("profile", "check")
        self.assertEqual(done.returncode, 1)
        lines = done.stdout.decode().splitlines()
        self.assertEqual([line.split(" ")[0] for line in lines], ["settings", "reach", "put", ""])
        for line in lines:
            self.assert_line(line)


if __name__ == "__main__":
    unittest.main()
