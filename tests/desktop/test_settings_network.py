# SPDX-License-Identifier: GPL-3.0-or-later
"""The network page of the settings window: what becomes of the password of a proxy."""

import os
import subprocess
import sys
import unittest

from session import HERE, Server, wait_until
from test_settings import SettingsTest

PASTED = "http://me:hid/d%40n@127.0.0.1:1"
PASSWORD = "hid/d%40n"  # no URL holds a "/" there, so it isn't encoded
SHOWN = "http://me@127.0.0.1:1"


class Network(SettingsTest):
    def setUp(self):
        super().setUp()
        self.secrets = os.path.join(self.program.config, "secrets.ini")

    def use_bucket(self, *settings, endpoint="http://127.0.0.1:1", bucket="pics", store="file"):
        self.program.check("config", "set", "secret-store", store)
        self.program.check("profile", "add", "bucket", "provider=minio", "endpoint=" + endpoint, "bucket=" + bucket,
                           "region=auto", "public-url=https://img.example.com", "access-key-id=abc", *settings)

    def write_proxy(self, proxy):
        """As somebody does with an editor."""
        with open(self.path, encoding="utf-8") as file:
            text = file.read()
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(text.replace("[profile bucket]\n", f"[profile bucket]\nproxy={proxy}\n"))

    def open_page(self):
        self.open_window()
        self.window.select_any("Network")

    def read_files(self):
        """The settings file and its copy."""
        texts = []
        for name in (self.path, self.path + ".bak"):
            with open(name, encoding="utf-8") as file:
                texts.append(file.read())
        return "\n".join(texts)

    def wait_for_secret(self, text):
        def stored():
            try:
                with open(self.secrets, encoding="utf-8") as file:
                    return f"proxy={text}\n" in file.read()
            except FileNotFoundError:
                return False
        wait_until(stored, "the password among the secrets")

    def test_pasted(self):
        self.use_bucket(store="keyring")
        self.open_page()
        self.assertFalse(self.window.is_there("Proxy password"))
        self.window.type("Proxy", PASTED)
        # There is no keyring, and nothing is written anywhere else before somebody has agreed to it.
        self.window.press("Keep secrets in a file")
        self.wait_for_secret(PASSWORD)
        wait_until(lambda: self.get("profile bucket", "proxy") == SHOWN, "the proxy")
        self.assertEqual(self.window.look("Proxy")["text"], SHOWN)
        self.assertNotIn(PASSWORD, self.read_files())
        self.assertEqual(os.stat(self.secrets).st_mode & 0o777, 0o600)

    def test_typed(self):
        self.use_bucket()
        self.open_page()
        self.window.type("Proxy", SHOWN)
        self.window.type("Proxy password", PASSWORD)
        self.wait_for_secret(PASSWORD)
        wait_until(lambda: self.get("profile bucket", "proxy") == SHOWN, "the proxy")
        self.window.type("Proxy password", "newer")
        self.wait_for_secret("newer")
        # A name that goes without one has none to type.
        self.window.type("Proxy", "http://me:@127.0.0.1:1")
        wait_until(lambda: not self.window.is_there("Proxy password"), "the field to go")
        wait_until(lambda: self.get("profile bucket", "proxy") == "http://me:@127.0.0.1:1", "the proxy")

    def test_another_destination_at_once(self):
        """What was typed for the one before is still saved, and for that one."""
        self.use_bucket("proxy=" + SHOWN)
        self.program.check("profile", "add", "other", "provider=minio", "endpoint=http://127.0.0.1:1", "bucket=pics",
                           "proxy=http://you@127.0.0.1:2", "access-key-id=abc")
        self.open_page()
        self.window.type("CA file", "/etc/ssl/certs/ca-certificates.crt")
        self.window.type("Proxy password", PASSWORD)
        self.window.choose("Destination", "other")
        wait_until(lambda: self.window.look("Proxy")["text"] == "http://you@127.0.0.1:2", "the other proxy")
        self.wait_for_secret(PASSWORD)
        wait_until(lambda: self.get("profile bucket", "ca-file") is not None, "the change")
        self.assertIsNone(self.get("profile other", "ca-file"))
        with open(self.secrets, encoding="utf-8") as file:
            self.assertNotIn("[profile other]", file.read())
        self.assertEqual(self.get("profile bucket", "proxy"), SHOWN)

    def test_half_a_login(self):
        """Somebody pauses while typing http://me:password@host."""
        self.use_bucket()
        self.open_page()
        self.window.type("Proxy", "http://me:geheim")
        wait_until(lambda: "port" in self.window.look("Proxy")["description"], "the error")
        self.assertNotIn("geheim", self.read_files())

    def test_written_in_an_old_file(self):
        self.use_bucket()
        self.write_proxy("http://me:hidd%40en@127.0.0.1:1")
        self.open_page()
        wait_until(lambda: self.window.look("Proxy")["text"] == SHOWN, "the proxy without its password")
        self.assertNotIn("hidd", self.window.read())
        self.window.type("CA file", "/etc/ssl/certs/ca-certificates.crt")
        self.wait_for_secret("hidd@en")
        wait_until(lambda: self.get("profile bucket", "proxy") == SHOWN, "the proxy")
        self.assertNotIn("hidd", self.read_files())

    def test_in_the_editor(self):
        self.use_bucket()
        self.open_window()
        self.open_editor("bucket")
        self.window.press("Advanced")
        self.window.type("Proxy", PASTED)
        self.wait_for_secret(PASSWORD)
        wait_until(lambda: self.window.look("Proxy")["text"] == SHOWN, "the proxy without its password")
        self.assertNotIn(PASSWORD, self.read_files())
        self.window.type("URL suffix", "?w=100")
        wait_until(lambda: self.get("profile bucket", "url-suffix") == "?w=100", "the next change")
        self.assertEqual(self.get("profile bucket", "proxy"), SHOWN)

    def test_in_the_editor_without_a_keyring(self):
        self.use_bucket(store="keyring")
        self.open_window()
        self.open_editor("bucket")
        self.window.press("Advanced")
        self.window.type("Proxy", PASTED)
        self.window.wait_for("the keyring can't be used", 30)
        self.assertNotIn(PASSWORD, self.read_files())

    def test_removed_with_its_destination(self):
        self.use_bucket("proxy=" + PASTED)
        self.use_folder()
        self.wait_for_secret(PASSWORD)
        self.open_window()
        self.window.select("Destinations", "bucket", role="list box")
        self.window.press("Remove")
        wait_until(lambda: self.get("profile bucket", "bucket") is None, "the removal")
        self.activate("quit")

        def gone():
            if not os.path.exists(self.secrets):
                return True
            with open(self.secrets, encoding="utf-8") as file:
                return PASSWORD not in file.read()
        wait_until(gone, "the password to go")

    def test_upload_through_it(self):
        server = Server("S3_")
        log = os.path.join(self.program.folder, "proxy.log")
        proxy = subprocess.Popen([sys.executable, os.path.join(HERE, "..", "proxy.py"), "http",
                                  "--login", "me:hid%2Fd%2540n", "--log", log], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(proxy.stdout.close)
        self.addCleanup(proxy.wait, 30)
        self.addCleanup(proxy.stdin.close)
        port = proxy.stdout.readline().split()[1]
        for key, value in (("PICHOIST_ACCESS_KEY_ID", server.access_key), ("PICHOIST_SECRET_ACCESS_KEY", server.secret_key)):
            self.session.environment[key] = value
        self.use_bucket(endpoint=server.endpoint, bucket=server.bucket)
        self.open_page()
        self.window.type("Proxy", f"http://me@127.0.0.1:{port}")
        self.window.type("Proxy password", PASSWORD)
        self.wait_for_secret(PASSWORD)
        # The engine hears of it a moment later.
        wait_until(lambda: self.upload()["ok"], "an upload")
        self.assertTrue(os.path.exists(log))


if __name__ == "__main__":
    unittest.main()
