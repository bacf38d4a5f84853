# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program and a real server with a fault in between: what a person is told, what went over
the wire, and that each picture is in the bucket and in the history once or not at all."""

import contextlib
import functools
import hashlib
import http.server
import os
import re
import signal
import socket
import sqlite3
import sys
import tempfile
import threading
import time

from faults import FaultProxy, header
from program import SALT, SLOWNESS, Program, ProgramTest, fetch, png

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import certificates  # noqa: E402

# The program's own time-outs, short so that tests are.
STALL = 3
PATIENCE = ("--timeout", str(min(3 * SLOWNESS, 15)))


class QuietFiles(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


class FaultTest(ProgramTest):
    tls = None

    def setUp(self):
        super().setUp()
        self.proxy = FaultProxy(self.server.endpoint, tls=self.tls)
        self.addCleanup(self.proxy.stop)
        self.set("endpoint=" + self.proxy.endpoint, f"stall-timeout={STALL}", "connect-timeout=2",
                 f"key-template=faults-{SALT}/{self.id().rpartition('.')[2]}/{{name}}.{{ext}}")

    def set(self, *settings):
        self.program.check("profile", "set", "test", *settings)

    def picture(self, name="a.png", size=0):
        data = png(f"{self.id()} {name}", noise=size)
        self.program.write(name, data)
        return data

    def log(self, method="PUT"):
        return [entry for entry in self.proxy.read_log() if entry["method"] == method]

    def assert_uploads(self, *rules, options=(), size=0):
        """One picture, one link that shows it, one row, whatever the rules do meanwhile."""
        data = self.picture(size=size)
        self.proxy.set_rules(*rules)
        done = self.program.run("upload", "-f", "url", *options, "a.png")
        self.assertEqual(done.returncode, 0, (rules, done.stderr.decode()))
        self.assertEqual(done.stdout.count(b"\n"), 1, rules)
        self.assert_shows(done.stdout.decode().strip(), data)
        self.assertEqual(self.program.count_history(), 1, rules)
        self.assertEqual(self.program.list_queue(), [], rules)
        return done

    def assert_fails(self, *rules, words=(), options=PATIENCE, size=0):
        """No link, no row, a message with words; the job is kept as failed."""
        self.picture(size=size)
        self.proxy.set_rules(*rules)
        begin = time.monotonic()
        done = self.program.run("upload", "-f", "url", *options, "a.png")
        seconds = time.monotonic() - begin
        # What stays so for a while is said before; a connection that is closed is seen as closed or
        # as broken, by whether we were still sending.
        message = re.sub(r"(?m)^.*: trying again and again;.*\n", "", done.stderr.decode())
        self.assertEqual(done.returncode, 1, (rules, message))
        self.assertEqual(done.stdout, b"\n", rules)
        self.assertEqual(message.count("\n"), 1, message)
        self.assertTrue(message.startswith("pichoist: a.png: "), message)
        for word in words:
            self.assertIn(word, message)
        self.assertEqual(self.program.count_history(), 0, rules)
        self.assertEqual([job["state"] for job in self.program.list_queue()], ["failed"], rules)
        return seconds


class Acl(FaultTest):
    """B63: an ACL is sent only when it is asked for."""

    def sent(self):
        return [header(entry, "x-amz-acl") for entry in self.log()]

    def test_none_by_default(self):
        self.assert_uploads("noacl")
        self.assertEqual(self.sent(), [None])

    def test_refused(self):
        self.set("acl=public-read")
        self.assert_fails("noacl", words=["acl"])
        self.assertEqual(self.sent(), ["public-read"])

    def test_emptied(self):
        self.set("acl=public-read")
        self.set("acl=")
        self.assert_uploads("noacl")
        self.assertEqual(self.sent(), [None])


class AtOnce(FaultTest):
    """Small pictures go many at once, for each takes a round trip; large ones share the line."""

    def count(self, size):
        names = [f"{i}.png" for i in range(40)]
        for name in names:
            self.picture(name, size=size)
        self.set("stall-timeout=600")  # no second try, which would be a connection more
        self.proxy.set_rules("hang")
        done = self.program.run("upload", "--timeout", str(2 * SLOWNESS), *names)
        self.assertEqual(done.stderr.count(b"\n"), len(names))  # it ends, and says so of each
        return len({entry["connection"] for entry in self.log()})

    def test_small(self):
        self.assertEqual(self.count(size=0), 32)

    def test_large(self):
        self.assertEqual(self.count(size=300_000), 8)


class Payload(FaultTest):
    """B64: plain bodies with their length and hash, nothing that only AWS understands."""

    def assert_plain(self, requests):
        self.assertTrue(requests)
        for entry in requests:
            self.assertEqual(header(entry, "content-length"), str(entry["size"]))
            self.assertEqual(header(entry, "x-amz-content-sha256"), entry["sha256"])
            for name in ("transfer-encoding", "content-encoding", "expect", "x-amz-trailer",
                         "x-amz-sdk-checksum-algorithm", "x-amz-decoded-content-length"):
                self.assertIsNone(header(entry, name), name)
            names = [name.lower() for name, _ in entry["headers"]]
            self.assertFalse([name for name in names if name.startswith("x-amz-checksum")])

    def test_small(self):
        self.assert_uploads("nochunk")
        self.assert_plain(self.log())

    def test_large(self):
        self.assert_uploads("nochunk", size=20_000_000)
        self.assert_plain(self.log())

    def test_parts(self):
        self.set("multipart-threshold=5", "part-size=5")
        self.assert_uploads("nochunk", size=12_000_000)
        self.assertEqual(len(self.log()), 3)
        self.assert_plain(self.log() + self.log("POST"))

    def test_standard_input(self):
        self.proxy.set_rules("nochunk")
        data = png("stdin", noise=300_000)
        self.assert_shows(self.program.upload("--name", "b.png", "-", stdin=data)[0], data)
        self.assert_plain(self.log())


class Listener:
    """Something that nobody may talk to."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.calls = 0
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        try:
            while True:
                self.socket.accept()[0].close()
                self.calls += 1
        except OSError:
            pass

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


class Region(FaultTest):
    """B68: another region is signed for or named; nothing is sent to where a server points."""

    def setUp(self):
        super().setUp()
        self.listener = Listener()
        self.addCleanup(self.listener.close)
        self.location = f"location=http://127.0.0.1:{self.listener.port}/evil"

    def scopes(self):
        return [header(entry, "authorization").split("/")[2] for entry in self.log()]

    def test_signs_for_the_right_one(self):
        self.assert_uploads("301 region=eu-west-1 times=1 " + self.location)
        self.assertEqual(self.scopes(), [self.server.region, "eu-west-1"])
        self.assertEqual(self.listener.calls, 0)

    def test_names_the_right_one(self):
        self.assert_fails("301 region=eu-west-1 " + self.location, words=["eu-west-1", "region"])
        self.assertEqual(self.scopes(), [self.server.region, "eu-west-1"])
        self.assertEqual(self.listener.calls, 0)

    def test_header_names_it(self):
        self.assert_uploads("400 code=AuthorizationHeaderMalformed region=eu-central-1 times=1")
        self.assertEqual(self.scopes(), [self.server.region, "eu-central-1"])

    def test_redirects_are_not_followed(self):
        # 302 and 303 are no answers of S3, but of a network that wants a login.
        for status, word in ((301, "endpoint"), (302, "log in"), (303, "log in"), (307, "endpoint"),
                             (308, "endpoint")):
            with self.subTest(status):
                self.assert_fails(f"{status} {self.location}", words=[word])
                self.program.check("queue", "cancel", str(self.program.list_queue()[0]["id"]))
        self.assertEqual(self.listener.calls, 0)

    def test_region_that_is_a_host(self):
        evil = f"127.0.0.1:{self.listener.port}/"
        self.assert_fails(f"301 region={evil} {self.location}")
        self.assertEqual(self.scopes(), [self.server.region])
        self.assertEqual(self.listener.calls, 0)


class PassingFault(FaultTest):
    """B69: what passes is tried again, with growing pauses; what doesn't, isn't."""

    def pauses(self):
        times = [entry["time"] for entry in self.log()]
        return [after - before for before, after in zip(times, times[1:])]

    def test_slow_down(self):
        self.assert_uploads("503 times=2")
        self.assertEqual([entry["status"] for entry in self.log()], [503, 503, 200])

    def test_retry_after(self):
        self.assert_uploads("503 times=2 retry-after=1")
        self.assertEqual(len(self.pauses()), 2)
        for pause in self.pauses():
            self.assertGreaterEqual(pause, 0.95)

    def test_other_passing_statuses(self):
        for rule in ("429 retry-after=1", "500", "502", "504", "400 code=RequestTimeout",
                     "409 code=OperationAborted", "400 code=BadDigest"):
            with self.subTest(rule):
                self.program.close()
                self.program = Program(self.server)
                self.set("endpoint=" + self.proxy.endpoint,
                         f"key-template=faults-{SALT}/passing-{rule[:3]}{rule[-4:]}/{{name}}.{{ext}}")
                self.assert_uploads(rule + " times=1")
                self.assertEqual(len(self.log()), 2)

    def test_for_ever(self):
        self.assert_fails("503 times=50")
        self.assertGreater(len(self.log()), 2)
        # It is kept; a person decides.
        self.proxy.set_rules()
        self.assertEqual(self.program.check("queue", "retry").count("\n"), 1)
        self.assertEqual(self.program.count_history(), 1)

    def test_can_be_cancelled(self):
        self.assert_fails("500")
        self.program.check("queue", "cancel", str(self.program.list_queue()[0]["id"]))
        self.assertEqual(self.program.list_queue(), [])

    def test_while_a_reused_picture_is_looked_at(self):
        self.assert_uploads()
        with contextlib.closing(sqlite3.connect(self.program.data + "/pichoist.db")) as connection:
            connection.execute("UPDATE history SET checked = 1")
            connection.commit()
        self.assert_uploads("503 times=1 method=HEAD")
        self.assertEqual(self.log(), [])
        self.assertEqual([entry["status"] for entry in self.log("HEAD")], [503, 200])

    def test_what_does_not_pass(self):
        for rule in ("400", "403", "404 code=NoSuchBucket", "405", "411 code=MissingContentLength",
                     "501", "403 code=SignatureDoesNotMatch", "401 code=Unauthorized",
                     "400 code=EntityTooLarge"):
            with self.subTest(rule):
                self.assert_fails(rule)
                self.assertEqual(len(self.log()), 1)
                self.program.check("queue", "cancel", str(self.program.list_queue()[0]["id"]))

    def test_early_refusal_of_a_large_file(self):
        self.assert_fails("403 early=1", words=["key"], size=20_000_000)
        self.assertEqual(len(self.log()), 1)


class Stall(FaultTest):
    """B71: a transfer that stands still ends, and is tried again; nothing waits for it."""

    BIG = 12_000_000

    def test_once(self):
        for rule, size in (("hang", 0), ("stallbody after=100000", self.BIG), ("rst", 0),
                           ("rst-body after=100000", self.BIG), ("close", 0), ("half-close", 0)):
            with self.subTest(rule):
                self.program.close()
                self.program = Program(self.server)
                self.set("endpoint=" + self.proxy.endpoint, f"stall-timeout={STALL}",
                         f"key-template=faults-{SALT}/once-{rule[:9].strip()}/{{name}}.{{ext}}")
                self.assert_uploads(rule + " times=1", size=size)
                self.assertEqual(len(self.log()), 2)

    def test_for_ever(self):
        for rule, words in (("hang", [f"{STALL} seconds"]), ("rst", ["broke"]),
                            ("close", [])):
            with self.subTest(rule):
                seconds = self.assert_fails(rule, words=words)
                self.assertLess(seconds, 30 * SLOWNESS)
                self.program.check("queue", "cancel", str(self.program.list_queue()[0]["id"]))

    def test_slow_is_no_stall(self):
        self.assert_uploads("slow rate=200000", size=1_200_000, options=PATIENCE)

    def test_slow_after_a_quick_fetch(self):
        """What was fetched is no measure for what is sent: each byte of the body is progress."""
        data = self.picture(size=1_200_000)
        source = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(QuietFiles, directory=self.program.files))
        threading.Thread(target=source.serve_forever, daemon=True).start()
        self.addCleanup(source.server_close)
        self.addCleanup(source.shutdown)
        self.proxy.set_rules("slow rate=200000")
        done = self.program.run("upload", "-f", "url", *PATIENCE,
                                f"http://127.0.0.1:{source.server_port}/a.png")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_shows(done.stdout.decode().strip(), data)

    def test_the_rest_goes_on(self):
        names = ["1.png", "bad.png", "2.png", "3.png"]
        pictures = {name: self.picture(name) for name in names}
        self.proxy.set_rules("hang path=*bad*")
        done = self.program.run("upload", "-f", "url", *PATIENCE, *names)
        self.assertEqual(done.returncode, 1)
        links = done.stdout.decode().split("\n")
        self.assertEqual(links[1], "")
        for at, name in enumerate(names):
            if name != "bad.png":
                self.assert_shows(links[at], pictures[name])
        self.assertEqual(self.program.count_history(), 3)

    def test_stop(self):
        for rule in ("hang", "stallbody after=100000", "503 retry-after=60"):
            with self.subTest(rule):
                self.picture(size=self.BIG if "body" in rule else 0)
                self.proxy.set_rules(rule)
                running = self.program.start("upload", "a.png")
                self.wait_for_request()
                begin = time.monotonic()
                running.send_signal(signal.SIGINT)
                out, _ = running.communicate(timeout=20 * SLOWNESS)
                self.assertLess(time.monotonic() - begin, 10 * SLOWNESS)
                self.assertEqual(running.returncode, 130)
                self.assertNotIn(b"http", out)
                self.assertEqual(self.program.count_history(), 0)
                self.assertEqual([job["state"] for job in self.program.list_queue()], ["failed"])
                self.program.check("queue", "cancel", str(self.program.list_queue()[0]["id"]))

    def wait_for_request(self):
        for _ in range(200 * SLOWNESS):
            if self.log():
                return
            time.sleep(0.05)
        self.fail("nothing was sent")


class LostAnswer(FaultTest):
    """What the server has done although we never heard: once in the bucket, once in the history."""

    def test_put(self):
        for rule in ("rst-answer", "close-answer", "hang-answer"):
            with self.subTest(rule):
                self.program.close()
                self.program = Program(self.server)
                self.set("endpoint=" + self.proxy.endpoint, f"stall-timeout={STALL}",
                         f"key-template=faults-{SALT}/lost-{rule}/{{name}}.{{ext}}")
                done = self.assert_uploads(rule + " times=1")
                # Not under a second name.
                self.assertTrue(done.stdout.decode().strip().endswith("/a.png"))

    def test_put_for_ever(self):
        self.assert_fails("rst-answer method=PUT")
        self.proxy.set_rules()
        self.program.check("queue", "retry")
        self.assertEqual(self.program.count_history(), 1)
        self.assertFalse([entry for entry in self.log() if entry["path"].endswith("a-2.png")])

    def test_parts(self):
        for rule in ("method=PUT path=*partNumber=2*", "method=POST path=*uploads*",
                     "method=POST path=*uploadId*"):
            with self.subTest(rule):
                self.program.close()
                self.program = Program(self.server)
                self.set("endpoint=" + self.proxy.endpoint, "multipart-threshold=5", "part-size=5",
                         f"key-template=faults-{SALT}/lost-parts-{rule[-6:-1]}/{{name}}.{{ext}}")
                self.assert_uploads(f"rst-answer times=1 {rule}", size=12_000_000)


class LostAnswerOfCeph(LostAnswer):
    prefix = "RGW_"

    def test_put_for_ever(self):
        """Without a condition in the PUT a look before it tells that it is there."""
        self.assert_uploads("rst-answer method=PUT")


class Lie(FaultTest):
    """An answer that isn't what it says."""

    def test_good_word_of_a_stranger(self):
        """Not every good word says that something was stored."""
        self.assert_fails("204 method=PUT", words=["204"])

    def test_page_instead_of_an_answer(self):
        self.assert_fails("html", words=["log in"])
        self.assertEqual(self.log()[0]["status"], 200)

    def test_page_once(self):
        self.assert_uploads("html times=1")

    def test_answer_shorter_than_it_says(self):
        self.assert_uploads("length add=10 times=1")

    def test_etag(self):
        self.assert_uploads("empty-etag")

    def test_no_etag(self):
        self.assert_uploads("no-etag")

    def test_truncated_xml(self):
        self.set("multipart-threshold=5", "part-size=5")
        self.assert_uploads("truncated times=1 method=POST path=*uploads*", size=12_000_000)

    def test_empty_xml_of_completion(self):
        self.set("multipart-threshold=5", "part-size=5")
        self.assert_uploads("empty times=1 method=POST path=*uploadId*", size=12_000_000)

    def test_everything_exists(self):
        self.assert_fails("412", words=["exists"])
        self.assertEqual([entry["method"] for entry in self.proxy.read_log()], ["PUT", "HEAD"])

    def test_date(self):
        self.assert_uploads("date offset=-86400")


class Certificate(ProgramTest):
    """B74: a certificate that isn't good is told as what it is, and nothing is sent."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="pichoist-certificates-")
        certificates.make(cls.folder.name)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def start(self, name):
        proxy = FaultProxy(self.server.endpoint, tls=(self.path(name + ".pem"), self.path(name + ".key")))
        self.addCleanup(proxy.stop)
        self.program.check("profile", "set", "test", "endpoint=" + proxy.endpoint,
                           f"key-template=faults-{SALT}/tls-{name}/{{name}}.{{ext}}")
        return proxy

    def upload(self):
        self.data = png(self.id())
        self.program.write("a.png", self.data)
        return self.program.run("upload", "-f", "url", "a.png")

    def test_bad_ones(self):
        for name, words in (("self-signed", "signed by nobody known"), ("expired", "expired"),
                            ("wrong-name", "another name")):
            with self.subTest(name):
                proxy = self.start(name)
                if name != "self-signed":
                    self.program.check("profile", "set", "test", "ca-file=" + self.path("ca.pem"))
                done = self.upload()
                self.assertEqual((done.returncode, done.stdout), (1, b"\n"))
                self.assertIn(words, done.stderr.decode())
                self.assertEqual(proxy.read_log(), [])
                self.assertEqual(self.program.count_history(), 0)

    def test_own_authority(self):
        proxy = self.start("good")
        self.program.check("profile", "set", "test", "ca-file=" + self.path("ca.pem"))
        done = self.upload()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_shows(done.stdout.decode().strip(), self.data)
        # Over TLS the payload needs no hash in the signature.
        self.assertEqual(header(proxy.read_log()[0], "x-amz-content-sha256"), "UNSIGNED-PAYLOAD")

    def test_self_signed_as_authority(self):
        self.start("self-signed")
        self.program.check("profile", "set", "test", "ca-file=" + self.path("self-signed.pem"))
        self.assertEqual(self.upload().returncode, 0)

    def test_unchecked(self):
        self.start("expired")
        self.program.check("profile", "set", "test", "tls-verify=false")
        done = self.upload()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("certificate", done.stderr.decode())
        self.assertIn("tls-verify", self.program.check("profile", "show", "test"))


if __name__ == "__main__":
    import unittest

    unittest.main()
