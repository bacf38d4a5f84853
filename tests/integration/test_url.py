# SPDX-License-Identifier: GPL-3.0-or-later
"""Inputs that are URLs: what is fetched, and what becomes of those that can't be."""

import base64
import contextlib
import http.server
import json
import os
import signal
import threading
import time
import unittest

from program import SALT, SLOWNESS, ProgramTest, png

GIF = (b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;")
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9"


class Site:
    """A web server whose answers a test can change while it runs."""

    def __init__(self, port=0):
        self.files = {}  # path -> bytes, or a number: an HTTP status
        self.busy = {}  # path -> how often it answers 503 first
        self.slow = {}  # path -> seconds before it answers
        self.login = None  # what /private... wants
        self.agents = []
        self.asking = self.most_asking = 0  # requests at once
        site = self
        lock = threading.Lock()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                site.agents.append(self.headers["User-Agent"])
                with lock:
                    site.asking += 1
                    site.most_asking = max(site.asking, site.most_asking)
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # who gave up
                    self.answer(self.path.split("?")[0])
                with lock:
                    site.asking -= 1

            def answer(self, path):
                time.sleep(site.slow.get(path, 0))
                if path.startswith("/private") and self.headers["Authorization"] != site.login:
                    self.send_error(401)
                    return
                if path.startswith("/moved"):
                    self.send_response(302)
                    self.send_header("Location", "/i/20260925" if path == "/moved" else path)
                    self.end_headers()
                    return
                found = site.files.get(path, 404)
                if site.busy.get(path, 0) > 0:
                    site.busy[path] -= 1
                    found = 503
                data = found if isinstance(found, bytes) else b""
                self.send_response(200 if data else found)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_port}"

    def wait_for_request(self):
        deadline = time.monotonic() + 30 * SLOWNESS
        while not self.agents and time.monotonic() < deadline:
            time.sleep(0.01)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class FromUrl(ProgramTest):
    def setUp(self):
        super().setUp()
        self.site = Site()
        self.addCleanup(self.site.close)
        self.base, self.files = self.site.base, self.site.files
        self.files.update({"/busy.png": png("busy"), "/b233.jpg": JPEG, "/i/20260925": png("url"),
                           "/x.php": png("php"), "/%E6%B1%89.gif": GIF})
        self.program.check("profile", "set", "test", f"key-template=url-{SALT}/{{fullname}}")

    def test_names_and_types(self):
        cases = (("/b233.jpg?token=62407.42#www", "b233.jpg", "/b233.jpg"),
                 ("/i/20260925", "20260925.png", "/i/20260925"),
                 ("/x.php?f=a.png", "x.php.png", "/x.php"),
                 ("/%E6%B1%89.gif", "%E6%B1%89.gif", "/%E6%B1%89.gif"),
                 ("/汉.gif", "%E6%B1%89.gif", "/%E6%B1%89.gif"))
        for path, name, served in cases:
            with self.subTest(path=path):
                link = self.program.upload("--no-reuse", self.base + path)[0]
                self.assertEqual(link.rsplit("/", 1)[1], name)
                self.assert_shows(link, self.files[served])

    def test_redirects(self):
        self.assert_shows(self.program.upload(self.base + "/moved")[0], png("url"))
        done = self.program.run("upload", self.base + "/moved/for/ever")
        self.assertEqual(done.returncode, 1)
        self.assertIn("redirect", done.stderr.decode())

    def test_says_who_asks(self):
        """Some servers refuse a request that doesn't; the redirect is another request."""
        version = self.program.check("--version").split()[1]
        self.program.upload(self.base + "/moved")
        self.assertEqual(self.site.agents, [f"Pichoist/{version}"] * 2)

    def test_many_are_fetched_a_few_at_a_time(self):
        paths = [f"/many{i}.png" for i in range(40)]
        for path in paths:
            self.files[path] = png(path)
            self.site.slow[path] = 0.05
        links = self.program.upload(*[self.base + path for path in paths])
        for path, link in zip(paths, links):
            self.assert_shows(link, png(path))
        self.assertLessEqual(self.site.most_asking, 6)
        self.assertGreater(self.site.most_asking, 1)

    def test_busy_server(self):
        self.site.busy["/busy.png"] = 1
        link = self.program.upload(self.base + "/busy.png")[0]
        self.assert_shows(link, self.files["/busy.png"])
        self.assertEqual(self.program.list_queue(), [])


class Unfetched(ProgramTest):
    """A URL that can't be fetched now is kept; what can never be is not."""

    def setUp(self):
        super().setUp()
        self.site = Site()
        self.addCleanup(self.site.close)

    def retry(self, data):
        self.assertEqual([job["state"] for job in self.program.list_queue()], ["failed"])
        # A failed foreground job is never sent by itself.
        self.assertEqual(self.program.check("queue", "run"), "")
        self.assert_shows(self.program.check("queue", "retry", "-f", "url").strip(), data)
        self.assertEqual((self.program.list_queue(), self.program.list_spool()), ([], []))

    def fail(self, url, *words):
        done = self.program.run("upload", "--timeout", "1", url)
        self.assertEqual((done.returncode, done.stdout), (1, b"\n"), done.stderr)
        for word in words:
            self.assertIn(word, done.stderr.decode())
        return done.stderr.decode()

    def test_server_error(self):
        for status in (500, 503, 429, 408):
            with self.subTest(status=status):
                self.site.files["/a.png"] = status
                self.fail(self.site.base + "/a.png", str(status))
                self.site.files["/a.png"] = png(f"after {status}")
                self.retry(self.site.files["/a.png"])

    def test_no_answer(self):
        self.site.slow["/a.png"] = 3 * SLOWNESS
        self.site.files["/a.png"] = png("after silence")
        self.fail(self.site.base + "/a.png", "nothing has moved", "queue retry")
        self.site.slow.clear()
        self.retry(self.site.files["/a.png"])

    def test_refused(self):
        url = self.site.base + "/a.png"
        self.site.close()
        self.fail(url)
        self.site = Site(int(url.split(":")[2].split("/")[0]))
        self.site.files["/a.png"] = png("after refusal")
        self.retry(self.site.files["/a.png"])

    def test_unknown_name(self):
        self.fail("http://name.invalid/a.png")
        self.assertEqual([job["state"] for job in self.program.list_queue()], ["failed"])

    def test_refused_then_good(self):
        """A page of a portal in the picture's place is not what a later retry sends."""
        url = self.site.base + "/a.png"
        self.site.files["/a.png"] = 503
        self.fail(url)
        self.site.files["/a.png"] = b"<!DOCTYPE html><html><body>log in</body></html>"
        done = self.program.run("queue", "retry")
        self.assertEqual((done.returncode, done.stdout), (1, b"\n"))
        self.assertIn("HTML", done.stderr.decode())
        self.assertEqual(self.program.list_spool(), [])
        self.site.files["/a.png"] = png("after a portal")
        self.retry(self.site.files["/a.png"])

    def test_stopped(self):
        self.site.slow["/a.png"] = 3 * SLOWNESS
        self.site.files["/a.png"] = png("after a stop")
        running = self.program.start("upload", self.site.base + "/a.png")
        self.site.wait_for_request()
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=10 * SLOWNESS)
        self.assertEqual(running.returncode, 130)
        self.site.slow.clear()
        self.retry(self.site.files["/a.png"])

    def test_killed(self):
        """Its program said nothing, so that the job is still open."""
        self.site.slow["/a.png"] = 3 * SLOWNESS
        self.site.files["/a.png"] = png("after a kill")
        running = self.program.start("upload", self.site.base + "/a.png")
        self.site.wait_for_request()
        running.kill()
        running.communicate()
        self.site.slow.clear()
        self.assert_shows(self.program.check("queue", "run", "-f", "url").strip(),
                          self.site.files["/a.png"])

    def test_never(self):
        """No row, and no word of a retry that can't help."""
        self.site.files.update({"/gone.png": 410, "/secret.png": 403, "/teapot.png": 418, "/page.png":
                                b"<!DOCTYPE html><html><body>hi</body></html>"})
        for path, word in (("/none.png", "404"), ("/gone.png", "410"), ("/secret.png", "403"),
                           ("/teapot.png", "418"), ("/page.png", "HTML")):
            with self.subTest(path=path):
                self.assertNotIn("queue", self.fail(self.site.base + path, word))
                self.assertEqual((self.program.list_queue(), self.program.list_spool()), ([], []))

    def test_not_enqueued(self):
        """--queue accepts a picture or doesn't: nothing is kept, and nothing else said."""
        self.site.slow["/a.png"] = 3 * SLOWNESS
        done = self.program.run("upload", "--queue", "--timeout", "1", self.site.base + "/a.png")
        self.assertEqual((done.returncode, done.stdout), (1, b"\n"), done.stderr)
        self.assertNotIn("retry", done.stderr.decode())
        self.assertIn("not in the queue", done.stderr.decode())
        self.assertEqual((self.program.list_queue(), self.program.list_spool()), ([], []))

    def test_others_go_on(self):
        """Those that wait for their next try don't take the places of pictures that are there."""
        self.site.files["/good.png"] = png("good")
        self.site.slow["/good.png"] = min(3 * SLOWNESS, 20)  # a profile's stall-timeout is longer
        bad = [f"{self.site.base}/bad-{i}.png" for i in range(60)]
        self.site.files.update({f"/bad-{i}.png": 503 for i in range(60)})
        running = self.program.start("upload", "-f", "url", "--timeout", str(20 * SLOWNESS),
                                     self.site.base + "/good.png", *bad)
        begin = time.monotonic()
        first = running.stdout.readline().decode().strip()
        self.assertLess(time.monotonic() - begin, 6 * SLOWNESS)
        self.assert_shows(first, self.site.files["/good.png"])
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=20 * SLOWNESS)


class Login(ProgramTest):
    """A password in a URL is used and kept nowhere."""

    PASSWORD = "s3cr3t-w0rd"

    def setUp(self):
        super().setUp()
        self.site = Site()
        self.addCleanup(self.site.close)
        self.site.login = "Basic " + base64.b64encode(f"somebody:{self.PASSWORD}".encode()).decode()
        self.site.files["/private.png"] = png("private")
        self.url = self.site.base.replace("//", f"//somebody:{self.PASSWORD}@") + "/private.png"

    def assert_forgotten(self, *outputs):
        for folder, _, names in os.walk(self.program.folder):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    self.assertNotIn(self.PASSWORD.encode(), file.read(), name)
        for output in outputs:
            self.assertNotIn(self.PASSWORD.encode(), output)

    def assert_needed_again(self, *command):
        done = self.program.run("queue", *command)
        self.assertEqual((done.returncode, done.stdout), (1, b"\n"))
        self.assertIn("password", done.stderr.decode())
        self.assert_forgotten(done.stderr)
        self.assertEqual([job["state"] for job in self.program.list_queue()], ["failed"])

    def test_upload(self):
        done = self.program.run("upload", "--json", self.url)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_shows(json.loads(done.stdout)["url"], png("private"))
        self.assert_forgotten(done.stdout, done.stderr)

    def test_enqueue(self):
        link = self.program.upload("--queue", self.url)[0]
        self.assert_forgotten()
        self.assertEqual(self.program.check("queue", "run", "-f", "url").strip(), link)

    def test_failure(self):
        for status in (404, 503):
            with self.subTest(status=status):
                self.site.files["/private.png"] = status
                done = self.program.run("upload", "--timeout", str(SLOWNESS), self.url)
                self.assertEqual((done.returncode, done.stdout), (1, b"\n"))
                self.assert_forgotten(done.stderr)
        self.assert_needed_again("retry")

    def test_silence_promises_nothing(self):
        self.site.slow["/private.png"] = 3 * SLOWNESS
        done = self.program.run("upload", "--timeout", str(SLOWNESS), self.url)
        self.assertNotIn("retry", done.stderr.decode())
        self.assert_forgotten(done.stderr)

    def test_kill(self):
        self.site.slow["/private.png"] = 3 * SLOWNESS
        running = self.program.start("upload", self.url)
        self.site.wait_for_request()
        running.kill()
        running.communicate()
        self.assertEqual(self.program.read_database("SELECT count(*) FROM jobs"), [(1,)])
        self.assert_forgotten()
        self.assert_needed_again("run")


if __name__ == "__main__":
    unittest.main()
