# SPDX-License-Identifier: GPL-3.0-or-later
"""pichoist status: says yes only where an upload would begin."""

import json
import os
import socket
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import OTHER, R2, SECRET, SLOWNESS, CommandTest  # noqa: E402


class Upload(CommandTest):
    def status(self, **environment):
        return json.loads(self.good("status", "--json", **environment))

    def check(self, name, state, words, **environment):
        found = self.status(**environment)[name]
        self.assertEqual(found["state"], state, found)
        self.assertIn(words, found["reason"] or "")
        lines = self.good("status", **environment).splitlines()
        line = next(line for line in lines if line.startswith(name + " "))
        self.assertRegex(line, rf"^{name} +{state}(: |$)")

    def test_no_profile(self):
        self.check("upload", "no", "no profile")
        self.assertFalse(os.path.exists(self.data))

    def test_folder(self):
        site = os.path.join(self.folder, "site")
        self.good("profile", "add", "site", "provider=folder", f"folder={site}")
        self.check("upload", "no", "doesn't exist yet")
        os.mkdir(site)
        self.check("upload", "yes", "")
        self.assertFalse(os.path.exists(self.data))
        os.makedirs(os.path.join(self.data, "pichoist.db"))
        self.check("upload", "no", "database")

    def test_secret(self):
        from_outside = {"PICHOIST_ACCESS_KEY_ID": "someone", "PICHOIST_SECRET_ACCESS_KEY": "x" * 40}
        self.use_file()
        self.good("profile", "add", "blog", *OTHER)
        self.check("upload", "no", "no secret access key is stored for profile “blog”")
        self.check("upload", "yes", "", **from_outside)
        self.check("upload", "no", "PICHOIST_SECRET_ACCESS_KEY", PICHOIST_ACCESS_KEY_ID="someone")
        self.good("profile", "set", "blog", "--secret-stdin", stdin=SECRET.encode())
        self.check("upload", "yes", "")
        self.check("keyring", "limited", "secret-store=file")
        self.good("profile", "set", "blog", "access-key-id=")
        self.check("upload", "no", "no access-key-id")

    def test_no_keyring(self):
        self.good("profile", "add", "blog", *R2)
        self.check("upload", "no", "the keyring can't be used")
        self.check("keyring", "no", "the keyring can't be used")

    def test_keyring_that_hangs(self):
        self.good("profile", "add", "blog", *R2)
        path = os.path.join(self.folder, "bus")
        with socket.socket(socket.AF_UNIX) as bus:
            bus.bind(path)
            bus.listen()
            begin = time.monotonic()
            found = self.status(DBUS_SESSION_BUS_ADDRESS=f"unix:path={path}")
            self.assertLess(time.monotonic() - begin, 6 * SLOWNESS)
        for name in ("upload", "keyring"):
            self.assertEqual(found[name]["state"], "no")
            self.assertIn("doesn't answer", found[name]["reason"])

    def test_wrong_settings(self):
        self.good("profile", "add", "blog", *OTHER)
        with open(self.ini, "a", encoding="utf-8") as file:
            file.write("key-template={nmae}\n")
        self.check("upload", "no", "nmae")
        with open(self.ini, "a", encoding="utf-8") as file:
            file.write("[general]\nsecret-store=paper\n")
        self.check("keyring", "no", "can't be “paper”")


if __name__ == "__main__":
    unittest.main()
