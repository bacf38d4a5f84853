# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/desktops.md: what works on which desktop, found in sessions of each.

What `pichoist status` says of a session is compared with what happens there by test_capabilities; here it is
compared with the document, and with what becomes of a copied picture.  WRITE_DOCS=1 writes the document
instead: WRITE_DOCS=1 tests/run --only desktop/test_desktops"""

import json
import os
import re
import shutil
import time
import unittest

import xfce
from notifications import EVERYTHING, NotificationTest
from panel import WATCHER
from realportal import ShortcutsPortal
from session import HERE, Session, happens, png, wait_until
from wayland import KwinSession, MutterSession, MutterXwaylandSession, SwaySession

DOCUMENT = os.path.join(HERE, "../../docs/desktops.md")
ENOUGH_SECONDS = 1.5  # for what a program is told of as it ends

# In the order of the table, with their names there.  Those of `pichoist status` have its names.
COLUMNS = {"watching": "clipboard watched", "clipboard": "clipboard uploaded", "link": "link comes back",
           "kept": "link outlives Pichoist", "hotkey": "hotkeys", "drop": "drop zone", "screenshot": "screenshots",
           "tray": "tray icon", "notifications": "notifications"}


class Desktop(NotificationTest):
    capabilities = None
    title = None  # in the document

    def start_desktop_programs(self):
        """What is there besides the compositor when a person has logged in."""

    def copy_picture(self, data):
        self.session.copy(**{"image/png": data})

    def find_cells(self):
        """{column: (yes, limited or no, why)}"""
        cells = {}
        self.start_desktop_programs()
        desktop = self.start_desktop()
        data = png(os.urandom(8))
        self.copy_picture(data)
        done = self.program.run("upload", "--clipboard", "--copy", "-f", "url")
        link = done.stdout.decode().strip()
        if done.returncode == 0:
            with open(os.path.join(self.site, link.split("/", 3)[3]), "rb") as file:
                self.assertEqual(file.read(), data)
        reason = done.stderr.decode().strip().removeprefix("pichoist: ")
        cells["clipboard"] = ("yes", None) if done.returncode == 0 else ("no", reason)
        came = bool(link) and happens(lambda: self.session.paste() == link.encode())
        cells["link"] = ("yes", None) if came else ("no", None)
        said = json.loads(self.program.check("status", "--json"))
        for name in COLUMNS.keys() & said.keys():
            cells[name] = (said[name]["state"], said[name]["reason"])
        self.activate("quit")
        desktop.wait(30)
        time.sleep(ENOUGH_SECONDS)
        kept = came and self.session.paste() == link.encode()
        cells["kept"] = ("yes", None) if kept else ("no", "a clipboard manager would keep it" if came else None)
        return cells

    def render(self, cells):
        """The row of the table, and the section with the reasons."""
        row = f"| {self.title} | " + " | ".join(cells[name][0] for name in COLUMNS) + " |\n"
        reasons = "".join(f"- {label}, {cells[name][0]}: {cells[name][1]}\n" for name, label in COLUMNS.items()
                          if cells[name][1])
        return row, f"## {self.title}\n\n{reasons or 'all of it works'}".rstrip() + "\n"

    def test_document(self):
        row, section = self.render(self.find_cells())
        with open(DOCUMENT, encoding="utf-8") as file:
            text = file.read()
        if os.environ.get("WRITE_DOCS"):
            text = re.sub(rf"(?m)^\| {re.escape(self.title)} \|.*\n", lambda _: row, text)
            text = re.sub(rf"(?ms)^## {re.escape(self.title)}\n.*?(?=^## |\Z)", lambda _: section + "\n", text)
            with open(DOCUMENT, "w", encoding="utf-8") as file:
                file.write(text.rstrip() + "\n")
        self.assertIn(row, text)
        self.assertIn(section, text)


class Xfce(Desktop):
    title = "XFCE on X11"
    needed = (*Desktop.needed, "xfsettingsd", "xfce4-panel", "xfce4-screenshooter", "openbox", "xprop")
    kind = Session

    def start_desktop_programs(self):
        if xfce.find_missing():
            self.skipTest(f"{xfce.find_missing()} is not installed")
        xfce.set_up(self.session)
        xfce.start_panel(self.session)
        xfce.start_notifications(self.session)
        self.session.start("xfsettingsd", "--no-daemon", "--sm-client-disable")
        wait_until(lambda: self.session.owns("org.xfce.SettingsDaemon"), "xfsettingsd")
        # It has its name before it is the clipboard manager.
        wait_until(lambda: b"0x" in self.session.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"), "openbox")
        wait_until(self.has_clipboard_manager, "the clipboard manager")

    def has_clipboard_manager(self):
        owner = "import gi; gi.require_version('Gdk', '3.0'); from gi.repository import Gdk; Gdk.init([]); " \
                "print(Gdk.Display.get_default().supports_clipboard_persistence())"
        return b"True" in self.session.run("/usr/bin/python3", "-c", owner)


@unittest.skipUnless(shutil.which("sway"), "sway is not installed")
class Sway(Desktop):
    title = "sway with waybar"
    needed = ("dbus-daemon", "wl-copy", "wtype", "grim", "slurp", "waybar")
    kind = SwaySession

    def start_desktop_programs(self):
        self.session.start("waybar")
        wait_until(lambda: self.session.owns(WATCHER), "waybar")
        self.start_server(*EVERYTHING)


@unittest.skipUnless(shutil.which("kwin_wayland"), "KWin is not installed")
class Kwin(ShortcutsPortal, Desktop):
    title = "KDE's KWin"
    needed = ("dbus-daemon", "wl-copy")
    kind = KwinSession

    def start_desktop_programs(self):
        self.find_portal()
        self.start_panel()
        self.start_server(*EVERYTHING)
        self.start_backend()
        self.start_portal()


@unittest.skipUnless(shutil.which("mutter"), "mutter is not installed")
class Mutter(Desktop):
    title = "GNOME's mutter"
    needed = ("dbus-daemon", "wl-copy", "Xwayland", "xclip")
    kind = MutterXwaylandSession

    def start_desktop_programs(self):
        self.session.start_keyboard()
        self.session.environment["XDG_CURRENT_DESKTOP"] = "GNOME"
        self.start_server(*EVERYTHING)

    def copy_picture(self, data):
        """wl-copy takes the focus for it, where it can."""
        def is_copied():
            self.session.copy_by_wl_copy(data)
            return happens(lambda: b"image/png" in self.session.run("wl-paste", "--list-types", check=False), 2)
        wait_until(is_copied, "the copy")


class MutterAlone(Mutter):
    title = "GNOME's mutter without X11 programs"
    kind = MutterSession


# These have no session of their own.
del Desktop, NotificationTest

if __name__ == "__main__":
    unittest.main()
