# SPDX-License-Identifier: GPL-3.0-or-later
"""`pichoist status` against what really happens, on X11, sway and mutter: what is said to work does, what
is said not to doesn't, and what is limited is so as its reason says."""

import json
import os
import shutil
import time
import unittest

from keyboard import ALT, CONTROL, Keyboard
from notifications import EVERYTHING, SERVER, NotificationTest
from panel import WATCHER, Tray
from session import Accessible, happens, png, wait_until
from wayland import MutterSession, MutterX11Session, MutterXwaylandSession, SwaySession

SECRETS = "org.freedesktop.secrets"


class Capabilities(NotificationTest):
    capabilities = None  # no notification server unless a test starts one

    def get(self, name):
        said = json.loads(self.program.check("status", "--json"))[name]
        return said["state"], said["reason"]

    def wait_for(self, name, state):
        def find():
            found = self.get(name)
            return found[0] == state and (found[1] or "-")
        try:
            return wait_until(find, f"{name}: {state}", 10)
        except AssertionError as error:
            raise AssertionError(f"{error}: {self.get(name)}") from None

    def is_uploaded(self, do, seconds=10):
        before = self.count_objects(self.site)
        do()
        return happens(lambda: self.count_objects(self.site) > before, seconds)

    def copy_by_x11(self):
        self.session.copy(**{"image/png": png(os.urandom(8))})

    def copy_by_wayland(self):
        self.session.copy_by_wl_copy(png(os.urandom(8)))
        time.sleep(0.3)

    def show_drop_zone(self):
        self.session.start_accessibility()
        self.start_desktop()
        window = Accessible(self.session)
        self.assertFalse(window.is_there("Drop zone"))
        self.activate("show-drop-zone")
        window.look("Drop zone")
        return window

    def is_above(self):
        """Of the drop zone, an X11 window."""
        found = self.session.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "^Drop zone$").split()[-1]
        return b"_NET_WM_STATE_ABOVE" in self.session.run("xprop", "-id", found.decode(), "_NET_WM_STATE")


class Everywhere(Capabilities):
    """What is the same in all sessions."""

    def test_tray(self):
        self.start_desktop()
        self.wait_for("tray", "no")
        self.assertFalse(self.session.owns(WATCHER))
        self.start_panel()
        self.wait_for("tray", "yes")
        tray = Tray(self.session)
        tray.click("Quit")
        wait_until(lambda: not self.session.owns("io.github.pichoist.Pichoist"), "the end")

    def test_notifications(self):
        self.start_desktop()
        self.wait_for("notifications", "no")
        self.server = self.start_server("body")
        self.assertIn("no buttons", self.wait_for("notifications", "limited"))
        self.upload("plain.png")
        self.assertEqual(self.labels(self.wait_for_shown("Uploaded")), [])
        self.end_server()
        self.wait_for("notifications", "no")
        self.assertFalse(self.session.owns(SERVER))
        self.server = self.start_server(*EVERYTHING)
        self.wait_for("notifications", "yes")
        self.upload("full.png")
        self.assertNotEqual(self.labels(self.wait_for_shown("Uploaded")), [])

    def keep_secret(self):
        """Can one be stored?"""
        done = self.program.run("profile", "set", "bucket", "--secret-stdin", stdin=b"0123456789abcdef")
        return done.returncode == 0

    def test_keyring(self):
        if shutil.which("gnome-keyring-daemon") is None:
            self.skipTest("gnome-keyring is not installed")
        self.program.check("profile", "add", "bucket", "provider=minio", "endpoint=http://127.0.0.1:1",
                           "bucket=pics", "public-url=https://img.example.com", "access-key-id=abc")
        self.program.check("profile", "default", "bucket")
        self.assertEqual(self.get("keyring")[0], "no")
        self.assertFalse(self.keep_secret())
        self.assertEqual(self.get("upload")[0], "no")
        read, write = os.pipe()
        os.write(write, b"password\n")
        os.close(write)
        self.session.start("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets", stdin=read)
        os.close(read)
        wait_until(lambda: self.session.owns(SECRETS), "the keyring")
        self.assertEqual(self.get("keyring"), ("yes", None))
        self.assertTrue(self.keep_secret())
        self.assertEqual(self.get("upload"), ("yes", None))  # the secret was found again
        self.program.check("config", "set", "secret-store", "file")
        self.assertIn("secret-store=file", self.wait_for("keyring", "limited"))
        self.assertTrue(self.keep_secret())

    def test_window(self):
        """The settings window says the same, and follows what changes."""
        self.session.start_accessibility()
        self.start_desktop()
        self.activate("settings")
        window = Accessible(self.session)
        window.select_any("This session")
        labels = {"tray": "Tray icon", "watching": "Watching the clipboard", "hotkey": "Hotkeys", "drop": "Drop zone",
                  "screenshot": "Screenshots", "notifications": "Notifications", "server": "Server for editors",
                  "keyring": "Keyring"}
        said = json.loads(self.program.check("status", "--json"))
        self.assertEqual(set(labels), set(said) - {"upload"})
        words = {name: ": ".join(filter(None, (label, said[name]["state"], said[name]["reason"])))
                 for name, label in labels.items()}
        # What to do about it is to press something there, and no command.
        window.wait_for(words.pop("keyring").split(": start a keyring")[0])
        for line in words.values():
            window.look(line)
        self.start_server(*EVERYTHING)
        window.look("Notifications: yes")

    def test_server(self):
        desktop = self.start_desktop()
        self.wait_for("server", "no")
        sockets = set()
        for name in os.listdir(f"/proc/{desktop.pid}/fd"):
            try:
                sockets.add(os.readlink(f"/proc/{desktop.pid}/fd/{name}"))
            except FileNotFoundError:
                pass
        for table in ("tcp", "tcp6"):
            with open(f"/proc/net/{table}", encoding="ascii") as file:
                listening = {f"socket:[{line.split()[9]}]" for line in list(file)[1:] if line.split()[3] == "0A"}
            self.assertEqual(sockets & listening, set())


class OnX11(Everywhere):
    needed = (*Capabilities.needed, "openbox", "xdotool", "xprop")

    def setUp(self):
        super().setUp()
        self.session.start_window_manager()

    def test_watching(self):
        self.program.check("config", "set", "watch-clipboard", "upload")
        self.start_desktop()
        self.assertEqual(self.get("watching"), ("yes", None))
        self.assertTrue(self.is_uploaded(self.copy_by_x11))

    def test_hotkey(self):
        keyboard = Keyboard(self.session.environment["DISPLAY"])
        self.addCleanup(keyboard.close)
        self.start_desktop()
        self.copy_by_x11()
        self.wait_for("hotkey", "yes")
        self.assertTrue(self.is_uploaded(lambda: keyboard.press("Control_L", "Alt_L", "u")))

    def test_hotkey_taken(self):
        keyboard = Keyboard(self.session.environment["DISPLAY"])
        self.addCleanup(keyboard.close)
        keyboard.grab(keyboard.find("u"), CONTROL | ALT)
        self.start_desktop()
        self.copy_by_x11()
        command = self.wait_for("hotkey", "limited").split("“")[-1].split("”")[0].split()
        self.assertFalse(self.is_uploaded(lambda: keyboard.press("Control_L", "Alt_L", "u"), 2))
        # The reason's way out.
        self.assertEqual(command[0], "pichoist")
        self.assertTrue(self.is_uploaded(lambda: self.program.check(*command[1:])))

    def test_drop(self):
        window = self.show_drop_zone()
        self.assertEqual(self.get("drop"), ("yes", None))
        self.assertTrue(self.is_above())
        self.assertNotIn("above", window.read())

    def test_screenshot(self):
        if shutil.which("xfce4-screenshooter") is None:
            self.skipTest("xfce4-screenshooter is not installed")
        self.start_desktop()
        self.wait_for("screenshot", "yes")

        def take():
            self.activate("screenshot")
            time.sleep(2)
            self.session.run("xdotool", "mousemove", "100", "100", "mousedown", "1")
            for place in (150, 200, 300):
                self.session.run("xdotool", "mousemove", str(place), str(place))
                time.sleep(0.1)
            self.session.run("xdotool", "mouseup", "1")
        self.assertTrue(self.is_uploaded(take))

    def test_no_screenshot(self):
        self.session.environment["PATH"] = self.session.folder
        self.start_desktop()
        self.wait_for("screenshot", "no")
        self.assertFalse(self.is_uploaded(lambda: self.activate("screenshot"), 2))


class OnX11Alone(Capabilities):
    """Without a window manager."""
    needed = (*Capabilities.needed, "openbox", "xdotool", "xprop")

    def test_drop(self):
        window = self.show_drop_zone()
        reason = self.wait_for("drop", "limited")
        self.assertIn("above other windows", reason)
        window.look(reason)
        self.session.start("openbox")
        self.wait_for("drop", "yes")
        self.assertFalse(window.is_there(reason))
        self.assertTrue(happens(self.is_above))


class OnWayland(Everywhere):
    hotkey_command = None  # that does as a shortcut of the desktop's what is said to work there

    def test_watching(self):
        self.session.start_keyboard()
        self.program.check("config", "set", "watch-clipboard", "upload")
        self.start_desktop()
        self.assertIn("only while its window is in use", self.wait_for("watching", "no"))
        self.session.wait_for_focus()
        self.assertFalse(self.is_uploaded(self.copy_by_wayland, 3))
        # There was something to see.
        self.assertIn(b"image/png", self.session.run("wl-paste", "--list-types"))

    def test_hotkey(self):
        self.session.start_keyboard()
        self.start_desktop()
        self.assertIn(f"“{self.hotkey_command}”", self.wait_for("hotkey", "no"))
        # Where there is no data-control, wl-copy takes the focus for a moment.
        self.copy_by_wayland()
        listener = self.session.wait_for_focus()
        self.assertFalse(self.is_uploaded(self.session.press_keys, 2))
        # The keys were pressed, and nobody has taken them.
        os.set_blocking(listener.stdout.fileno(), False)
        seen = []
        wait_until(lambda: seen.append(listener.stdout.read()) or b"u\n" in b"".join(filter(None, seen)), "the keys")

    def assert_limited(self, *words):
        """The drop zone is a window like any other, and says so."""
        window = self.show_drop_zone()
        reason = self.wait_for("drop", "limited")
        for word in ("above other windows", "remember its place", *words):
            self.assertIn(word, reason)
        window.look(reason)
        self.assertLess(len([node for node in window.list() if node["name"] == "Close"]), 2, "its frame has one")

    def test_drop(self):
        self.assert_limited("Always on Top")


@unittest.skipUnless(shutil.which("sway"), "sway is not installed")
class OnSway(OnWayland):
    needed = ("dbus-daemon", "wl-copy", "wtype", "grim", "slurp")
    kind = SwaySession
    hotkey_command = "bindsym Ctrl+Mod1+u exec pichoist upload --clipboard --copy"

    def test_watching(self):
        """By data-control, which the compositor offers; no window of ours has to be there."""
        self.program.check("config", "set", "watch-clipboard", "upload")
        self.start_desktop()
        self.assertEqual(self.get("watching"), ("yes", None))
        self.assertTrue(self.is_uploaded(self.copy_by_wayland))

    def test_drop(self):
        """Above a window that fills the screen, whose focus it leaves alone; to be closed without a frame."""
        self.session.start_keyboard()
        self.session.wait_for_focus()
        self.session.run("swaymsg", "fullscreen", "enable")

        def picture():
            return self.session.run("grim", "-t", "ppm", "-g", "940,40 300x30", "-")
        before = wait_until(lambda: picture() == picture() and picture(), "a still picture")
        windows = self.session.list_windows()
        self.assertEqual([window["focused"] for window in windows.values()], [True])
        window = self.show_drop_zone()
        self.assertEqual(self.get("drop"), ("yes", None))
        wait_until(lambda: picture() != before, "the zone")
        self.assertEqual(self.session.list_windows(), windows)
        window.press("Close", role="push button")
        wait_until(lambda: picture() == before, "the zone's end")

    def test_drop_without_library(self):
        """The compositor would let it, but the library is missing."""
        folder = os.path.join(self.session.folder, "lib")
        os.mkdir(folder)
        with open(os.path.join(folder, "libgtk-layer-shell.so.0"), "wb"):
            pass
        self.session.environment["LD_LIBRARY_PATH"] = folder
        self.assert_limited("gtk-layer-shell")
        self.assertIn("Drop zone", self.session.list_windows())

    def test_screenshot(self):
        self.start_desktop()
        self.wait_for("screenshot", "yes")
        self.session.start_mouse()

        def take():
            self.activate("screenshot")
            time.sleep(1.5)
            self.session.point(100, 100, 300, 300)
        self.assertTrue(self.is_uploaded(take))


@unittest.skipUnless(shutil.which("mutter"), "mutter is not installed")
class OnMutter(OnWayland):
    needed = ("dbus-daemon", "wl-copy", "grim", "slurp")
    kind = MutterSession
    hotkey_command = "pichoist-desktop --action show-drop-zone"

    def test_screenshot(self):
        """Here none of the tools works, though they are there."""
        self.start_desktop()
        self.assertIn("compositor", self.wait_for("screenshot", "no"))
        self.assertFalse(self.is_uploaded(lambda: self.activate("screenshot"), 2))
        with self.assertRaises(AssertionError):
            self.session.run("grim", os.path.join(self.session.folder, "taken.png"))


@unittest.skipUnless(shutil.which("mutter"), "mutter is not installed")
class OnMutterWithXwayland(OnMutter):
    needed = (*OnMutter.needed, "Xwayland", "xclip", "xdotool", "xprop")
    kind = MutterXwaylandSession

    def test_watching(self):
        """By an X11 program of ours, whichever program has the focus."""
        self.session.start_keyboard()
        self.program.check("config", "set", "watch-clipboard", "upload")
        self.start_desktop()
        self.wait_for("watching", "yes")
        self.session.wait_for_focus()
        for copy in (self.copy_by_wayland, self.copy_by_x11):
            self.assertTrue(self.is_uploaded(copy))


@unittest.skipUnless(shutil.which("mutter"), "mutter is not installed")
class OnMutterByX11(OnMutterWithXwayland):
    kind = MutterX11Session
    hotkey_command = "pichoist upload --clipboard --copy"

    def test_drop(self):
        """An X11 window can be kept above others here."""
        self.show_drop_zone()
        self.wait_for("drop", "yes")
        self.assertTrue(happens(self.is_above))


# These have no session of their own.
del Capabilities, Everywhere, OnWayland, NotificationTest

if __name__ == "__main__":
    unittest.main()
