# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads through proxies that a profile names, whatever is in their passwords."""

import glob
import os
import subprocess
import sys
import unittest
import urllib.parse

from program import SALT, SLOWNESS, ProgramTest, png

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NAME = "me@work"
TRIES = str(2 * SLOWNESS)  # seconds in which it gives up
PASSWORD = "p:/?#[]@!$&'()*+,;=% \"\\^`{}|<>é漢"


def quote(text):
    return urllib.parse.quote(text, safe="")


class Proxy(ProgramTest):
    def setUp(self):
        super().setUp()
        self.program.check("config", "set", "secret-store", "file")

    def start(self, *arguments):
        """The port of a proxy."""
        process = subprocess.Popen([sys.executable, os.path.join(TESTS, "proxy.py"), *arguments],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

        def stop():
            process.stdin.close()
            process.wait(10)
            process.stdout.close()

        self.addCleanup(stop)
        return process.stdout.readline().split()[1]

    def upload(self, proxy):
        self.data = png(f"{self.id()} {proxy}")
        self.program.check("profile", "set", "test", "proxy=" + proxy)
        self.program.write("a.png", self.data)
        return self.program.run("upload", "-f", "url", "--timeout", TRIES, "a.png")

    def assert_no_password(self, *texts):
        for text in texts:
            for secret in (PASSWORD, quote(PASSWORD)):
                self.assertNotIn(secret, text)

    def test_password(self):
        for kind, schemes in (("http", ["http"]), ("socks5", ["socks5", "socks5h"])):
            log = os.path.join(self.program.folder, kind + ".log")
            port = self.start(kind, "--log", log, "--login", f"{quote(NAME)}:{quote(PASSWORD)}")
            for scheme in schemes:
                with self.subTest(scheme):
                    proxy = f"{scheme}://{quote(NAME)}:{quote(PASSWORD)}@127.0.0.1:{port}"
                    done = self.upload(proxy)
                    self.assertEqual(done.returncode, 0, done.stderr.decode())
                    self.assert_shows(done.stdout.decode().strip(), self.data)
                    with open(log, encoding="utf-8") as file:
                        self.assertIn(self.server.endpoint.split("/")[2], file.read())
                    os.unlink(log)
                    self.assert_no_password(self.read_settings())

    def read_settings(self):
        texts = []
        for name in glob.glob(self.program.config + "/config.ini*"):
            with open(name, encoding="utf-8") as file:
                texts.append(file.read())
        return "\n".join(texts)

    def upload_logged_in(self, proxy, **environment):
        """Uploads through a proxy that lets nobody else in, and tells how it went."""
        text = self.read_settings().split("# End of")[0]
        lines = [line for line in text.splitlines() if not line.startswith("proxy=")]
        at = lines.index("[profile test]") + 1
        lines.insert(at, "proxy=" + proxy)
        with open(os.path.join(self.program.config, "config.ini"), "w", encoding="utf-8") as file:
            file.write("\n".join(line for line in lines if not line.startswith("#")) + "\n")
        self.data = png(f"{self.id()} {proxy} {environment}")
        self.program.write("a.png", self.data)
        return self.program.run("upload", "-f", "url", "--timeout", TRIES, "a.png", **environment)

    def test_password_from_elsewhere(self):
        """Stored, from the environment, or in a file that somebody wrote: each gets through, and nothing else."""
        for kind, scheme in (("http", "http"), ("socks5", "socks5h")):
            port = self.start(kind, "--login", f"{quote(NAME)}:{quote(PASSWORD)}")
            proxy = f"{scheme}://{quote(NAME)}@127.0.0.1:{port}"
            with self.subTest(kind):
                done = self.upload_logged_in(proxy)
                self.assertIn("another name or password", done.stderr.decode())
                self.assertEqual(done.returncode, 1)
                done = self.upload_logged_in(proxy, PICHOIST_PROXY_PASSWORD=PASSWORD)
                self.assertEqual(done.returncode, 0, done.stderr.decode())
                self.assert_no_password(done.stdout.decode(), done.stderr.decode())
                done = self.upload_logged_in(proxy, PICHOIST_PROXY_PASSWORD="wrong" + PASSWORD)
                self.assertEqual(done.returncode, 1)
                self.assert_no_password(done.stdout.decode(), done.stderr.decode())
                done = self.upload_logged_in(proxy.replace("@127", f":{quote(PASSWORD)}@127"))
                self.assertEqual(done.returncode, 0, done.stderr.decode())
                done = self.program.run("profile", "set", "test", "stall-timeout=30")
                self.assertIn("stood in the settings file", done.stderr.decode())
                self.assert_no_password(self.read_settings(), done.stderr.decode())
                done = self.upload_logged_in(proxy)
                self.assertEqual(done.returncode, 0, done.stderr.decode())
                self.assert_shows(done.stdout.decode().strip(), self.data)
                self.program.check("profile", "set", "test", "proxy=")

    def test_as_pasted(self):
        """Nobody encodes what an administrator sent them."""
        port = self.start("http", "--login", f"me:{quote('p@ss:w/o#rd?')}")
        done = self.upload(f"http://me:p@ss:w/o#rd?@127.0.0.1:{port}")
        self.assertEqual(done.returncode, 0, done.stderr.decode())

    def test_name_without_a_password(self):
        for kind in ("http", "socks5"):
            port = self.start(kind, "--login", "me:")
            for login in ("me", "me:"):
                with self.subTest(kind=kind, login=login):
                    done = self.upload(f"{kind}://{login}@127.0.0.1:{port}")
                    self.assertEqual(done.returncode, 0, done.stderr.decode())

    def test_fetching_through_it(self):
        """The picture of a URL comes the same way."""
        self.data = png(self.id())
        self.program.write("a.png", self.data)
        link = self.program.upload("a.png")[0]
        log = os.path.join(self.program.folder, "fetch.log")
        port = self.start("http", "--log", log, "--login", "me:secret")
        self.program.check("profile", "add", "site", "provider=folder", "folder=" + self.program.files,
                           f"proxy=http://me@127.0.0.1:{port}", "--proxy-password-stdin", stdin=b"secret")
        self.program.check("upload", "-p", "site", link)
        self.assertTrue(os.path.exists(log))

    def test_wrong_password(self):
        for kind in ("http", "socks5"):
            with self.subTest(kind):
                port = self.start(kind, "--login", "n:other")
                done = self.upload(f"{kind}://n:{quote(PASSWORD)}@127.0.0.1:{port}")
                message = done.stderr.decode()
                self.assertEqual((done.returncode, done.stdout), (1, b"\n"))
                self.assertIn("another name or password", message)
                self.assertIn("give its password anew", message)
                self.assertIn(port, message)
                self.assert_no_password(message, self.program.check("queue", "list"),
                                        self.program.check("queue", "list", "--json"))

    def test_password_is_not_shown(self):
        done = self.upload(f"http://n:{quote(PASSWORD)}@127.0.0.1:1")
        self.assertIn("the profile's setting proxy names it", done.stderr.decode())
        self.assert_no_password(done.stderr.decode(), self.program.check("profile", "show", "test"),
                                self.program.check("profile", "list"))
        self.assert_no_password(self.program.run("report").stdout.decode(),
                                self.program.run("profile", "check", "test").stdout.decode())

    def test_relay_failure(self):
        """A proxy's own 502 is not laid at the server's door; one of the server behind it is."""
        port = self.start("http", "--refuse", "502")
        message = self.upload(f"http://127.0.0.1:{port}").stderr.decode()
        self.assertIn(f"the proxy “127.0.0.1:{port}” gets no connection to the server", message)
        self.assertIn("the profile's setting proxy names it", message)

    def test_environment(self):
        port = self.start("http")
        self.program.write("a.png", png("environment"))
        done = self.program.run("upload", "--timeout", TRIES, "a.png", http_proxy="http://127.0.0.1:1")
        self.assertEqual(done.returncode, 1)
        self.assertIn("the proxy “127.0.0.1:1” can't be reached", done.stderr.decode())
        self.assertIn("the environment variable http_proxy names it", done.stderr.decode())
        login = self.start("http", "--login", "me:secret")
        done = self.program.run("upload", "--timeout", TRIES, "a.png", http_proxy=f"http://me:wrong@127.0.0.1:{login}")
        self.assertIn("check its name and password; the environment variable http_proxy names it", done.stderr.decode())
        # The profile's own wins.
        self.program.check("profile", "set", "test", f"proxy=http://127.0.0.1:{port}",
                           f"key-template=proxy-{SALT}/{{name}}.{{ext}}")
        self.program.check("upload", "a.png", http_proxy="http://127.0.0.1:1", no_proxy="*")


if __name__ == "__main__":
    unittest.main()
