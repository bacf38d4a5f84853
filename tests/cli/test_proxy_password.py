# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords of proxies: however they come in, they are kept where secrets are."""

import base64
import configparser
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import OTHER, CommandTest  # noqa: E402


class ProxyPassword(CommandTest):
    """With the file for secrets, which can be looked into."""

    PROXY = "http://me@proxy.example.com:3128"
    PASSWORD = b"p@ss/w#rd%41 \xff\xe9"

    def setUp(self):
        super().setUp()
        self.use_file()
        self.good("profile", "add", "blog", *OTHER, "--secret-stdin", stdin=b"zzz-zzz")

    def said(self, *arguments, **options):
        """Standard error of a run that has to succeed without printing a result."""
        done = self.run_it(*arguments, **options)
        self.assertEqual((done.returncode, done.stdout), (0, b""), done.stderr.decode())
        return done.stderr.decode()

    def stored(self, profile="blog"):
        parser = configparser.RawConfigParser()
        parser.read(self.secrets, encoding="utf-8")
        text = parser.get(f"profile {profile}", "proxy", fallback=None)
        if text is None:
            return None
        return base64.b64decode(text[7:]) if text.startswith("base64:") else text.encode()

    def write_proxy(self, proxy):
        """As somebody does with an editor."""
        self.good("profile", "set", "blog", "proxy=http://placeholder")
        text = self.read(self.ini).replace(b"proxy=http://placeholder", b"proxy=" + proxy.encode())
        with open(self.ini, "wb") as file:
            file.write(text)

    def test_in_the_url(self):
        for written, password in (("hidden", b"hidden"), ("hid%40den", b"hid@den"), ("hid@d:en", b"hid@d:en"),
                                  ("hid/d#e?n%41", b"hid/d#e?n%41"), ("hid%den%", b"hid\xden%"), ("密hidden", "密hidden".encode()),
                                  (b"hid\xffden", b"hid\xffden")):
            with self.subTest(written):
                written = written if isinstance(written, bytes) else written.encode()
                said = self.said("profile", "set", "blog", b"proxy=http://me:" + written + b"@proxy.example.com:3128")
                self.assertIn("the shell's history keeps it", said)
                self.assertIn("--proxy-password-stdin", said)
                self.assertNotIn("hid", said)
                self.assertEqual(self.stored(), password)
                self.assertIn(b"proxy=" + self.PROXY.encode() + b"\n", self.read(self.ini))
                self.assert_nowhere(written)

    def test_by_options(self):
        said = self.said("profile", "set", "blog", "proxy=" + self.PROXY, "--proxy-password-stdin",
                         stdin=self.PASSWORD + b"\n")
        self.assertEqual(said, "")
        self.assertEqual(self.stored(), self.PASSWORD)
        path = os.path.join(self.folder, "password")
        with open(path, "wb") as file:
            file.write(b"other\n")
        self.assertEqual(self.said("profile", "set", "blog", "--proxy-password-file", path), "")
        self.assertEqual(self.stored(), b"other")
        self.assertIn(b"zzz-zzz", self.read(self.secrets))
        # Both secrets of a new one.
        self.good("profile", "add", "new", *OTHER, "proxy=" + self.PROXY, "--proxy-password-file", path,
                  "--secret-stdin", stdin=b"yyy-yyy")
        self.assertEqual(self.stored("new"), b"other")
        self.assertIn(b"yyy-yyy", self.read(self.secrets))

    def test_wrong_options(self):
        for options in (["--proxy-password-stdin", "--proxy-password-file", "x"],
                        ["--proxy-password-stdin", "--secret-stdin"], ["--proxy-password-stdin"]):
            with self.subTest(options):
                self.bad(2, "profile", "set", "blog", *options, stdin=b"hidden")
                self.assertIsNone(self.stored())
        for password, words in ((b"", "empty"), (b"a\nb", "control character"), (b"a\0b", "NUL")):
            with self.subTest(password):
                self.assertIn(words, self.bad(2, "profile", "set", "blog", "proxy=" + self.PROXY,
                                              "--proxy-password-stdin", stdin=password))
        for url in ("proxy=http://me:a%0ahidden@h", "proxy=ftp://me:hidden@h", "http://me:hid=den@h",
                    "http://me:hidden@h", "prxy=http://me:hidden@h"):
            with self.subTest(url):
                self.assertNotIn("den", self.bad(2, "profile", "set", "blog", url).replace("“pichoist", ""))
        self.assertIsNone(self.stored())
        self.assertNotIn(b"proxy", self.read(self.ini))

    def test_asked_on_a_terminal(self):
        terminal = self.on_terminal("profile", "set", "blog", "proxy=" + self.PROXY)
        terminal.wait_for("Password of the proxy of “blog”".encode())
        self.assertFalse(terminal.echoes())
        terminal.press("hid/dén\n".encode())
        self.assertEqual(terminal.end(), 0)
        self.assertNotIn("hid/dén".encode(), terminal.shown)
        self.assertEqual(self.stored(), "hid/dén".encode())
        # Enter says that it wants none, and what was stored is gone.
        terminal = self.on_terminal("profile", "set", "blog", "proxy=" + self.PROXY)
        terminal.wait_for(b"wants none")
        terminal.press(b"\n")
        self.assertEqual(terminal.end(), 0)
        self.assertIsNone(self.stored())
        self.assertIn(b"proxy=http://me:@proxy.example.com:3128\n", self.read(self.ini))
        # Ctrl-C changes nothing.
        terminal = self.on_terminal("profile", "set", "blog", "bucket=other", "proxy=" + self.PROXY)
        terminal.wait_for(b"wants none")
        terminal.press(b"\x03")
        self.assertEqual(terminal.end(), 130)
        self.assertIn(b"bucket=pics\n", self.read(self.ini))

    def test_nobody_to_ask(self):
        said = self.said("profile", "set", "blog", "proxy=" + self.PROXY)
        self.assertIn("saved without a password for the proxy", said)
        self.assertIn("profile set 'blog' --proxy-password-stdin", said)
        self.assertIn("password of the proxy: not stored\n", self.good("profile", "show"))
        self.good("profile", "set", "blog", "--proxy-password-stdin", stdin=b"hidden")
        # The same proxy keeps it, another must not get it.
        self.assertEqual(self.said("profile", "set", "blog", "proxy=" + self.PROXY), "")
        self.assertEqual(self.stored(), b"hidden")
        self.assertIn("saved without", self.said("profile", "set", "blog", "proxy=http://me@other.example.com"))
        self.assertIsNone(self.stored())

    def test_without_a_password(self):
        for proxy in ("http://me:@proxy.example.com:3128", "socks5://127.0.0.1:1080", ""):
            with self.subTest(proxy):
                self.good("profile", "set", "blog", "proxy=" + self.PROXY, "--proxy-password-stdin", stdin=b"hidden")
                self.assertEqual(self.said("profile", "set", "blog", "proxy=" + proxy), "")
                self.assertIsNone(self.stored())
                self.assertNotIn("password of the proxy", self.good("profile", "show"))

    def test_in_an_old_file(self):
        """It works as it did, and leaves the file with the next change of whatever."""
        for change in (["profile", "set", "blog", "bucket=photos"], ["profile", "default", "blog"],
                       ["config", "set", "copy-link", "true"], ["profile", "add", "second", *OTHER]):
            with self.subTest(change):
                self.write_proxy("http://me:hid%40den@proxy.example.com:3128")
                self.assertIn("password of the proxy: in the settings file", self.good("profile", "show"))
                for command in (["profile", "show"], ["config", "export"], ["report"], ["status"], ["profile", "list"]):
                    done = self.run_it(*command)
                    self.assertNotIn(b"den", done.stdout + done.stderr, command)
                self.assertIn(b"hid%40den", self.read(self.ini))
                said = self.run_it(*change).stderr.decode()
                self.assertIn("blog: the password of the proxy stood in the settings file", said)
                self.assertEqual(self.stored(), b"hid@den")
                self.assert_nowhere(b"hid%40den")
                self.assertIn("password of the proxy: stored\n", self.good("profile", "show"))

    def test_in_an_old_file_without_a_keyring(self):
        """Nobody agreed to a file: it stays where it works, and that is said."""
        self.write_proxy("http://me:hidden@proxy.example.com:3128")
        self.good("config", "set", "secret-store", "keyring")
        said = self.run_it("profile", "set", "blog", "bucket=photos").stderr.decode()
        self.assertIn("blog: the password of the proxy is still in the settings file: the keyring can't be used", said)
        self.assertNotIn("hidden", said)
        self.assertIn(b"proxy=http://me:hidden@", self.read(self.ini))
        # A new one never gets there.
        text = self.bad(2, "profile", "set", "blog", "proxy=http://me:newer@proxy.example.com")
        self.assertIn("the settings are saved, the password of the proxy is not", text)
        self.assertIn("PICHOIST_PROXY_PASSWORD", text)
        self.assertNotIn("newer", text)
        self.assert_nowhere(b"newer")
        self.assert_nowhere(b"hidden")

    def test_another_place_for_secrets(self):
        """They don't move by themselves, but for one that has to leave the file."""
        self.good("profile", "add", "second", *OTHER, "proxy=" + self.PROXY)
        self.write_proxy("http://me:hidden@proxy.example.com")
        self.good("profile", "add", "third", *OTHER, "proxy=http://proxy.example.com")
        self.write_proxy("http://me:hidden@proxy.example.com")
        self.good("config", "set", "secret-store", "keyring")
        said = self.said("config", "set", "secret-store", "file")
        self.assertIn("second: the password of its proxy as well", said)
        for name in ("blog", "third"):
            self.assertNotIn(name + ": the password of its proxy as well", said)
        self.assertEqual(self.stored(), b"hidden")

    def test_in_the_environment(self):
        environment = {"PICHOIST_PROXY_PASSWORD": "hidden"}
        self.good("profile", "set", "blog", "proxy=" + self.PROXY)
        self.assertIn("password of the proxy: taken from the environment\n", self.good("profile", "show", **environment))
        text = self.good("report", **environment)
        self.assertIn("PICHOIST_PROXY_PASSWORD", text)
        self.assertNotIn("hidden", text)
        self.good("profile", "set", "blog", "bucket=photos", **environment)
        self.assertIsNone(self.stored())
        self.assert_nowhere(b"hidden")

    def test_remove_and_forget(self):
        self.good("profile", "add", "second", *OTHER)
        for name in ("blog", "second"):
            self.good("profile", "set", name, "proxy=" + self.PROXY, "--proxy-password-stdin", stdin=b"hidden")
        self.assertEqual(self.said("profile", "remove", "blog"), "")
        self.assertIsNone(self.stored())
        self.assertEqual(self.stored("second"), b"hidden")
        text = self.read(self.ini).replace(b"http://me@", b"http://me:written@")
        with open(self.ini, "wb") as file:
            file.write(text)
        self.good("config", "forget", "--yes")
        self.assertFalse(os.path.exists(self.secrets))
        self.assert_nowhere(b"written")

    def test_folder_with_a_proxy(self):
        """The proxy is for pictures that are fetched."""
        self.good("profile", "add", "site", "provider=folder", f"folder={self.folder}", "proxy=" + self.PROXY,
                  "--proxy-password-stdin", stdin=b"hidden")
        self.good("profile", "remove", "site")
        self.assertIsNone(self.stored("site"))


if __name__ == "__main__":
    unittest.main()
