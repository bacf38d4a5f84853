# SPDX-License-Identifier: GPL-3.0-or-later
"""The real xdg-desktop-portal, with python-dbusmock as the desktop's own part behind it."""

import importlib.util
import os
import shutil

from gi.repository import GLib
from session import DesktopTest, wait_until
from wayland import SwaySession

PORTAL = "org.freedesktop.portal.Desktop"
BACKEND = "org.freedesktop.impl.portal.desktop.test"
PATH = "/org/freedesktop/portal/desktop"
MOCK = "org.freedesktop.DBus.Mock"

# Binds what it is asked for.  With the keys that it is asked for, unless {keys} has others.
BIND = """ret = (0, {{"shortcuts": dbus.Array([(name, dbus.Dictionary({{"description": options["description"],
    "trigger_description": {keys}.get(name, options["preferred_trigger"])}}, signature="sv"))
    for name, options in args[2]], signature="(sa{{sv}})")}})"""


class RealPortal:
    """To be mixed into a test case with a session."""
    interface = None  # that of the desktop's part

    def find_portal(self):
        self.portal_program = shutil.which("xdg-desktop-portal", path="/usr/libexec:/usr/lib")
        if self.portal_program is None:
            self.skipTest("xdg-desktop-portal is not installed")
        if importlib.util.find_spec("dbusmock") is None:
            self.skipTest("python3-dbusmock is not installed")

    def start_mock(self):
        self.session.start("/usr/bin/python3", "-m", "dbusmock", "--session", BACKEND, PATH, self.interface)
        wait_until(lambda: self.session.owns(BACKEND), "the portal's backend")

    def mock(self, method, signature, arguments):
        return self.session.call(method, GLib.Variant(signature, arguments), BACKEND, PATH, MOCK)

    def add_method(self, name, takes, code):
        """code: Python with args, that sets ret to response and results."""
        self.mock("AddMethod", "(sssss)", (self.interface, name, takes, "ua{sv}", code))

    def get_calls(self, method):
        return [arguments for _, arguments in self.mock("GetMethodCalls", "(s)", (method,))[0]]

    def start_portal(self, *interfaces):
        folder = os.path.join(self.session.folder, "portals")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "test.portal"), "w", encoding="utf-8") as file:
            file.write(f"[portal]\nDBusName={BACKEND}\nInterfaces={';'.join(interfaces or [self.interface])};\n"
                       "UseIn=sway;KDE\n")
        portal = self.session.start(self.portal_program, environment={"XDG_DESKTOP_PORTAL_DIR": folder})
        wait_until(lambda: self.session.owns(PORTAL), "the portal")
        return portal


class ShortcutsPortal(RealPortal):
    interface = "org.freedesktop.impl.portal.GlobalShortcuts"

    def start_backend(self, bind=BIND.format(keys={})):
        self.start_mock()
        self.add_method("CreateSession", "oosa{sv}", "ret = (0, dbus.Dictionary({}, signature='sv'))")
        self.answer(bind)

    def answer(self, bind):
        self.add_method("BindShortcuts", "ooa(sa{sv})sa{sv}", bind)


class PortalTest(RealPortal, DesktopTest):
    needed = ("dbus-daemon", "sway", "swaymsg", "wl-copy", "wtype")
    kind = SwaySession

    def setUp(self):
        super().setUp()
        self.site = self.use_folder()
        self.find_portal()
