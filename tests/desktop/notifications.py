# SPDX-License-Identifier: GPL-3.0-or-later
"""A session with a server that writes down what it is asked to show and does as it is told."""

import json
import os
import re
import subprocess

from gi.repository import GLib
from session import HERE, DesktopTest, png, wait_until

SERVER = "org.freedesktop.Notifications"
SERVER_PATH = "/org/freedesktop/Notifications"
EVERYTHING = ("actions", "body", "body-markup", "icon-static")


class NotificationTest(DesktopTest):
    capabilities = EVERYTHING

    def setUp(self):
        super().setUp()
        self.site = self.use_folder()
        if self.capabilities is not None:
            self.server = self.start_server(*self.capabilities)

    def start_server(self, *capabilities):
        server = self.session.start("/usr/bin/python3", os.path.join(HERE, "notifyserver.py"), *capabilities,
                                    stdout=subprocess.PIPE)
        self.assertEqual(server.stdout.readline(), b"ready\n")
        return server

    def end_server(self):
        self.server.terminate()
        self.server.wait()
        wait_until(lambda: not self.session.owns(SERVER), "the server's end")

    def control(self, method, parameters=None):
        return self.session.call(method, parameters, SERVER, SERVER_PATH, "test.Control")

    def list_shown(self):
        """All that was ever shown, in its order."""
        return json.loads(self.control("List")[0])

    def wait_for_shown(self, summary, seconds=10):
        """The newest notification whose summary matches."""
        def find():
            found = [shown for shown in self.list_shown() if re.search(summary, shown.get("summary", ""))]
            return found and found[-1]
        try:
            return wait_until(find, f"a notification “{summary}”", seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}: {self.list_shown()}") from None

    def press(self, shown, label):
        """The person presses the button of that name."""
        keys = [key for key, value in shown["buttons"].items() if value == label and key != "default"]
        self.control("Press", GLib.Variant("(us)", (shown["id"], keys[0])))

    def labels(self, shown):
        return [label for key, label in shown["buttons"].items() if key != "default"]

    def get_capability(self):
        for name, state, reason in self.session.call("GetCapabilities")[0]:
            if name == "notifications":
                return state, reason
        raise AssertionError("no such capability")

    def upload(self, *names, **options):
        paths = [self.program.write(name, png(name)) for name in names]
        inputs = GLib.Variant("aay", [path.encode() + b"\0" for path in paths])
        return self.session.call("Upload", GLib.Variant.new_tuple(inputs, GLib.Variant("a{sv}", options)))
