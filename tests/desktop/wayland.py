# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions like Session's with a Wayland compositor that needs no screen: sway, KDE's KWin and GNOME's mutter."""

import glob
import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest

from gi.repository import GLib
from session import HERE, SLOWNESS, Session, wait_until

NOBODY = 65534
REMOTE = "org.gnome.Mutter.RemoteDesktop"
KEYCODES = {"Escape": 1, "Control_L": 29, "Alt_L": 56, "u": 22, "x": 45}  # linux/input-event-codes.h


class WaylandSession(Session):
    def _wait_for_socket(self, compositor, pattern):
        sockets = os.path.join(self.environment["XDG_RUNTIME_DIR"], pattern)

        def find():
            if compositor.poll() is not None:
                raise unittest.SkipTest(f"{compositor.args[0]} can't run here")
            return [path for path in glob.glob(sockets) if not path.endswith(".lock")]

        self.environment.update(WAYLAND_DISPLAY=os.path.basename(wait_until(find, "the compositor")[0]),
                                XDG_SESSION_TYPE="wayland")

    def copy_by_wl_copy(self, data, target="image/png"):
        """wl-copy goes on in the background as long as it owns the clipboard; returns it."""
        path = os.path.join(self.folder, "copied")
        with open(path, "wb") as file:
            file.write(data)
        with open(path, "rb") as file:
            return self.start("wl-copy", "--foreground", "--type", target, stdin=file)

    def paste_by_wl_paste(self, target, seconds=10):
        """b"" where there is nothing, which KWin doesn't tell: wl-paste waits for ever then."""
        options = ("--list-types",) if target == "TARGETS" else ("--no-newline", "--type", target)
        try:
            return self.run("wl-paste", *options, timeout=seconds, check=False)
        except subprocess.TimeoutExpired:
            return b""

    def wait_for_focus(self):
        """Another program's window has the keyboard; returns the program."""
        listener = self.start("/usr/bin/python3", os.path.join(HERE, "keylistener.py"), stdout=subprocess.PIPE,
                              environment={"GDK_BACKEND": "wayland"})
        if listener.stdout.readline() != b"ready\n":
            raise AssertionError("the window did not open")
        time.sleep(0.5)
        return listener


class SwaySession(WaylandSession):
    """Without Xwayland, which lets in only programs of the same user."""
    clipboard_owner = "waylandclipown.py"

    def _start_display(self, screen):
        environment = {"WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1", "WLR_RENDERER": "pixman",
                       "LIBGL_ALWAYS_SOFTWARE": "1"}
        self.environment.pop("DISPLAY", None)
        self.environment["XDG_CURRENT_DESKTOP"] = "sway"
        options = {}
        if os.getuid() == 0:  # which sway refuses to be
            self.runtime = tempfile.mkdtemp(prefix="pichoist-sway-", dir="/tmp")
            os.chown(self.runtime, NOBODY, NOBODY)
            self.environment["XDG_RUNTIME_DIR"] = self.runtime
            options = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            environment["HOME"] = self.runtime
        self.config = os.path.join(self.environment["XDG_RUNTIME_DIR"], "sway.conf")
        with open(self.config, "w", encoding="utf-8") as file:
            file.write("xwayland disable\noutput HEADLESS-1 resolution 1280x800\n")
        self.folder_of_compositor = self.environment["XDG_RUNTIME_DIR"]
        compositor = self.start("sway", "-c", self.config, environment=environment, cwd=self.folder_of_compositor,
                                **options)
        self._wait_for_socket(compositor, "wayland-*")
        self.environment["SWAYSOCK"] = wait_until(
            lambda: glob.glob(os.path.join(self.folder_of_compositor, "sway-ipc.*.sock")), "sway's socket")[0]

    def press_keys(self):
        """Ctrl+Alt+U"""
        self.run("wtype", "-M", "ctrl", "-M", "alt", "-k", "u", "-m", "alt", "-m", "ctrl")

    def start_keyboard(self):
        """A seat without one gives no program the clipboard."""
        self.start("wtype", "-s", "600000", "x")
        wait_until(lambda: b'"capabilities": 0' not in self.run("swaymsg", "-t", "get_seats"), "a keyboard")

    def start_mouse(self):
        self.mouse = self.start("/usr/bin/python3", os.path.join(HERE, "virtualpointer.py"), stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE)
        if self.mouse.stdout.readline() != b"ready\n":
            raise AssertionError("there is no mouse")

    def point(self, *words):
        """What virtualpointer.py takes: "press", for one, or x, y, x, y."""
        self.mouse.stdin.write((" ".join(map(str, words)) + "\n").encode())
        self.mouse.stdin.flush()
        self.mouse.stdout.readline()

    def list_windows(self):
        """What sway knows of each, by its title; layer surfaces are none."""
        def walk(node):
            if node.get("pid"):
                yield node["name"], node
            for child in node["nodes"] + node["floating_nodes"]:
                yield from walk(child)
        return dict(walk(json.loads(self.run("swaymsg", "-t", "get_tree"))))

    def paste(self, target="UTF8_STRING"):
        return self.paste_by_wl_paste(target)

    def close(self):
        super().close()
        if getattr(self, "runtime", None) is not None:
            shutil.rmtree(self.runtime, ignore_errors=True)


class KwinSession(WaylandSession):
    """KDE's compositor alone, without X11 programs."""
    clipboard_owner = "waylandclipown.py"

    def _start_display(self, screen):
        self.environment.pop("DISPLAY", None)
        self.environment.update(XDG_CURRENT_DESKTOP="KDE", LIBGL_ALWAYS_SOFTWARE="1")

    def _start_bus(self):
        super()._start_bus()
        # Packages give it a capability, and in a container no program that has one may be started; the copy has none.
        program = os.path.join(self.folder, "kwin_wayland")
        shutil.copyfile(shutil.which("kwin_wayland"), program)
        os.chmod(program, 0o755)
        compositor = self.start(program, "--virtual", "--width", "1280", "--height", "800", "--no-lockscreen",
                                "--socket", "wayland-9")
        self._wait_for_socket(compositor, "wayland-9")

    def paste(self, target="UTF8_STRING"):
        return self.paste_by_wl_paste(target, 2)


class MutterSession(WaylandSession):
    arguments = ("--no-x11",)

    def _start_display(self, screen):
        self.environment.pop("DISPLAY", None)
        self.environment.update(LIBGL_ALWAYS_SOFTWARE="1", XDG_CURRENT_DESKTOP="mutter")

    def _start_bus(self):
        super()._start_bus()
        self.log = os.path.join(self.folder, "mutter.log")
        with open(self.log, "wb") as log:
            compositor = self.start("mutter", "--headless", "--wayland", "--virtual-monitor", "1280x800",
                                    "--wayland-display=wayland-9", *self.arguments, stdout=log, stderr=log)
        self._wait_for_socket(compositor, "wayland-9")
        self.remote = None

    def paste(self, target="text/plain;charset=utf-8"):
        """By the remote control, since no window is to have the focus for it; b"" where there is nothing."""
        try:
            answer, files = self.bus.call_with_unix_fd_list_sync(
                REMOTE, self.remote, REMOTE + ".Session", "SelectionRead", GLib.Variant("(s)", (target,)), None, 0,
                10_000 * SLOWNESS, None, None)
        except GLib.Error:
            return b""
        with os.fdopen(files.get(answer.unpack()[0]), "rb") as pipe:
            os.set_blocking(pipe.fileno(), True)
            return pipe.read()

    def wait_for_link(self, seconds=20):
        return wait_until(lambda: self.paste("application/x-pichoist-link") == b"1" and self.paste(),
                          "the link on the clipboard", seconds).decode()

    def press_key(self, name):
        for down in (True, False):
            self.call_remote("NotifyKeyboardKeycode", GLib.Variant("(ub)", (KEYCODES[name], down)))

    def call_remote(self, method, parameters=None):
        return self.call(method, parameters, name=REMOTE, path=self.remote, interface=REMOTE + ".Session")

    def start_keyboard(self):
        wait_until(lambda: self.owns(REMOTE), "mutter's remote control")
        self.remote = self.call("CreateSession", name=REMOTE, path="/org/gnome/Mutter/RemoteDesktop",
                                interface=REMOTE)[0]
        self.call_remote("Start")
        self.call_remote("EnableClipboard", GLib.Variant("(a{sv})", ({},)))
        self.press_key("x")

    def press_keys(self):
        """Ctrl+Alt+U"""
        keys = ("Control_L", "Alt_L", "u")
        for key, down in [(key, True) for key in keys] + [(key, False) for key in reversed(keys)]:
            self.call_remote("NotifyKeyboardKeycode", GLib.Variant("(ub)", (KEYCODES[key], down)))
            time.sleep(0.05)


class MutterXwaylandSession(MutterSession):
    """As GNOME is: X11 programs run, too."""
    arguments = ()
    paste = Session.paste
    wait_for_link = Session.wait_for_link

    def _start_bus(self):
        super()._start_bus()

        def find():
            with open(self.log, encoding="utf-8", errors="replace") as file:
                lines = [line for line in file if "public X11 display" in line]
            return lines and lines[0].split("public X11 display ")[1].split(",")[0]
        self.environment["DISPLAY"] = wait_until(find, "Xwayland")
        runtime = self.environment["XDG_RUNTIME_DIR"]
        self.environment["XAUTHORITY"] = wait_until(
            lambda: glob.glob(os.path.join(runtime, ".mutter-Xwaylandauth.*")), "Xwayland's key")[0]


class MutterX11Session(MutterXwaylandSession):
    """The program as an X11 one."""

    def _start_bus(self):
        super()._start_bus()
        self.environment["GDK_BACKEND"] = "x11"
