# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop session of its own for each test: an X server, a session bus, pichoist-desktop and the
other programs that a test needs.  Nothing of it is seen by the person who runs the tests."""

import json
import glob
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from gi.repository import Gio, GLib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "integration"))
from panel import Tray  # noqa: E402
from program import SLOWNESS, Program, Server, fetch, png  # noqa: E402,F401  (for the tests)

DESKTOP = os.environ.get("PICHOIST_DESKTOP") or os.path.join(
    os.environ.get("PICHOIST_BUILD", ""), "src/desktop/pichoist-desktop")
NAME = "io.github.pichoist.Pichoist"
PATH = "/io/github/pichoist/Pichoist"
INTERFACE = NAME + "1"

# No foreign program may keep the program's own thread for longer.
FRAME_SECONDS = 0.016

# Debian's own bus configuration starts portals, keyrings and notification daemons by itself.
BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={folder}</listen><servicedir>{services}</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>
"""


def wait_until(condition, what="it", seconds=20):
    """The first true value of condition (); an AssertionError after so many seconds."""
    end = time.monotonic() + seconds * SLOWNESS
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds * SLOWNESS} s for {what}")


def happens(condition, seconds=3):
    """Does it become true within so many seconds?  For what is tried again where it does not."""
    try:
        wait_until(condition, seconds=seconds)
    except AssertionError:
        return False
    return True


def find_child(process, word):
    """The number of the process that it has started and that has the word in its command; None: there is none."""
    with open(f"/proc/{process}/task/{process}/children", encoding="ascii") as file:
        for child in file.read().split():
            with open(f"/proc/{child}/cmdline", "rb") as command:
                if word.encode() in command.read():
                    return int(child)
    return None


class Session:
    """An X server and a bus; the programs that are started in it end with it."""
    clipboard_owner = "clipown.py"

    def __init__(self, screen="1280x800x24"):
        self.folder = tempfile.mkdtemp(prefix="pichoist-session-")
        self.running = []
        self.environment = {key: value for key, value in os.environ.items()
                            if not key.startswith(("XDG_", "WAYLAND_", "DBUS_", "GTK_", "GDK_"))}
        self.environment.update(HOME=self.folder, XDG_RUNTIME_DIR=self._make("run"),
                                XDG_SESSION_TYPE="x11", NO_AT_BRIDGE="1", GTK_USE_PORTAL="0",
                                LC_ALL="C.UTF-8", GSETTINGS_BACKEND="memory")
        os.chmod(self.environment["XDG_RUNTIME_DIR"], 0o700)
        try:
            self._start_display(screen)
            self._start_bus()
        except BaseException:  # or nobody would end what runs already
            self.close()
            raise

    def _make(self, name):
        path = os.path.join(self.folder, name)
        os.makedirs(path, exist_ok=True)
        return path

    def _start_display(self, screen):
        read, write = os.pipe()
        self.start("Xvfb", "-displayfd", str(write), "-screen", "0", screen, "-nolisten", "tcp",
                   "-noreset",  # or it begins anew when its only client goes, as the next one comes
                   pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise AssertionError("Xvfb did not start")
        self.environment["DISPLAY"] = ":" + number

    def _start_bus(self):
        config = os.path.join(self.folder, "bus.conf")
        self.services = self._make("services")
        with open(config, "w", encoding="utf-8") as file:
            file.write(BUS_CONFIG.format(folder=self.folder, services=self.services))
        bus = self.start("dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1",
                         stdout=subprocess.PIPE)
        self.bus_daemon = bus
        address = bus.stdout.readline().decode().strip()
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)

    def start(self, *command, **options):
        """A program that is ended with the session."""
        options.setdefault("stdout", subprocess.DEVNULL)
        options.setdefault("stderr", subprocess.DEVNULL if not os.environ.get("PICHOIST_LOUD") else None)
        environment = dict(self.environment, **options.pop("environment", {}))
        running = subprocess.Popen(command, stdin=options.pop("stdin", subprocess.DEVNULL),
                                   env=environment,
                                   cwd=options.pop("cwd", self.folder), **options)
        self.running.append(running)
        return running

    def start_window_manager(self, program="openbox", **options):
        self.start(program, **options)
        wait_until(lambda: b"window id" in self.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"), program)

    def run(self, *command, stdin=None, timeout=30, check=True):
        """A program that ends by itself; its standard output."""
        done = subprocess.run(command, input=stdin, capture_output=True, env=self.environment,
                              cwd=self.folder, timeout=timeout * SLOWNESS, check=False)
        if check and done.returncode:
            raise AssertionError(f"{command}: exit {done.returncode}: {done.stderr.decode()}")
        return done.stdout

    def owns(self, name):
        """Is the name on the bus?"""
        return self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                  "NameHasOwner", GLib.Variant("(s)", (name,)), None, 0, -1, None).unpack()[0]

    def call(self, method, parameters=None, name=NAME, path=PATH, interface=INTERFACE, timeout=60):
        """Calls a method; its answer as Python values.  GLib.Error where it fails."""
        return self.bus.call_sync(name, path, interface, method, parameters, None, 0,
                                  int(timeout * 1000 * SLOWNESS), None).unpack()

    def get(self, property_name, name=NAME, path=PATH, interface=INTERFACE):
        return self.call("Get", GLib.Variant("(ss)", (interface, property_name)), name, path,
                         "org.freedesktop.DBus.Properties")[0]

    def start_accessibility(self):
        """From now on programs can be looked at and pressed as by a screen reader (Accessible)."""
        del self.environment["NO_AT_BRIDGE"]
        launcher = shutil.which("at-spi-bus-launcher", path="/usr/libexec:/usr/lib/at-spi2-core")
        if launcher is None:
            raise unittest.SkipTest("at-spi2-core is not installed")
        self.start(launcher, "--launch-immediately")
        wait_until(lambda: self.owns("org.a11y.Bus"), "the accessibility bus")

    def copy(self, hold=None, options=(), **targets):
        """Owns the clipboard with several targets at once: copy(**{"image/png": bytes}).  hold: see clipown.py"""
        arguments = ["--hold", hold, *options] if hold else [*options]
        for number, (target, value) in enumerate(targets.items()):
            path = os.path.join(self.folder, f"copied-{time.monotonic_ns()}-{number}")
            with open(path, "wb") as file:
                file.write(value if isinstance(value, bytes) else value.encode())
            arguments.append(f"{target}=@{path}")
        owner = self.start("/usr/bin/python3", os.path.join(HERE, self.clipboard_owner), *arguments,
                           stdout=subprocess.PIPE)
        if owner.stdout.readline() != b"ready\n":
            raise AssertionError("the clipboard's owner did not start")
        return owner

    def paste(self, target="UTF8_STRING"):
        """What is on the clipboard now, as another program gets it; b"" where there is nothing."""
        try:
            return self.run("xclip", "-selection", "clipboard", "-o", "-t", target, timeout=10, check=False)
        except subprocess.TimeoutExpired:
            return b""  # its owner has gone in between: xclip waits for ever then

    def wait_for_link(self, seconds=20):
        """The text on the clipboard, once pichoist-desktop has put it there."""
        return wait_until(lambda: b"x-pichoist-link" in self.paste("TARGETS") and self.paste(),
                          "the link on the clipboard", seconds).decode()

    def _name_thread(self, folder):
        try:
            with open(f"{folder}/comm", encoding="ascii") as file:
                return file.read().strip()
        except OSError:
            return ""  # it has just ended

    def measure_answers(self, desktop, goes_on):
        """The longest time in which pichoist-desktop's own thread did not answer while goes_on () is true; what
        it lost to other programs isn't its fault."""
        threads = [thread for process in (desktop.pid, self.bus_daemon.pid, os.getpid())
                   for thread in glob.glob(f"/proc/{process}/task/*")
                   if thread.endswith(f"/{process}") or self._name_thread(thread) == "gdbus"]

        def waited():
            # Seconds that the threads through which a question and its answer go have waited for a processor.
            total = 0
            for thread in threads:
                with open(f"{thread}/schedstat", encoding="ascii") as file:
                    total += int(file.read().split()[1]) / 1e9
            return total

        longest = 0
        while goes_on():
            begun = time.monotonic() - waited()
            self.get("State")
            longest = max(longest, time.monotonic() - waited() - begun)
            time.sleep(0.001)
        return longest

    def close(self):
        for running in reversed(self.running):
            if running.poll() is None:
                running.send_signal(signal.SIGCONT)
                running.terminate()
        for running in reversed(self.running):
            try:
                running.wait(5 * SLOWNESS)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
            for stream in (running.stdin, running.stdout, running.stderr):
                if stream is not None:
                    stream.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Accessible:
    """A program's windows as a screen reader has them; needs Session.start_accessibility ()."""

    def __init__(self, session, application="pichoist-desktop"):
        self.running = session.start("/usr/bin/python3", os.path.join(HERE, "accessible.py"), application,
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, what, **request):
        self.running.stdin.write(json.dumps(dict(request, do=what)).encode() + b"\n")
        self.running.stdin.flush()
        return json.loads(self.running.stdout.readline())

    def _do(self, what, name, **request):
        return wait_until(lambda: self.ask(what, name=name, **request), f"{what}: “{name}”")

    def press(self, name, **request):
        self._do("press", name, **request)

    def type(self, name, text, **request):
        self._do("type", name, text=text, **request)

    def choose(self, name, text, **request):
        """Of a combo box."""
        self._do("choose", name, text=text, **request)

    def select(self, name, text, **request):
        """The row of a list that begins so."""
        self._do("select", name, text=text, **request)

    def select_any(self, name):
        """The row with that label, of whichever list."""
        self._do("select_any", name)

    def look(self, name, **request):
        return self._do("look", name, **request)

    def is_there(self, name, **request):
        return self.ask("look", name=name, **request) is not None

    def list(self):
        """All widgets on the screen."""
        return self.ask("tree")

    def read(self):
        """All that is said in the windows."""
        # While a dialog closes there may be nothing to read.
        return "\n".join(text for node in self.list() or [] for text in (node["name"], node["text"]) if text)

    def wait_for(self, text, seconds=10):
        wait_until(lambda: text in self.read(), f"“{text}” in the window", seconds)


class DesktopTest(unittest.TestCase):
    """A test case with a session and a profile for a folder ("site") or for a server.

    self.program is the command line program with the same settings."""

    server_prefix = None  # "S3_" for the R2 simulator
    needed = ("Xvfb", "xclip", "dbus-daemon")
    kind = Session

    def setUp(self):
        for tool in self.needed:
            if shutil.which(tool) is None:
                self.skipTest(f"{tool} is not installed")
        if not os.path.exists(DESKTOP):
            self.skipTest("the desktop program is not built")
        self.session = self.kind()
        self.addCleanup(self.session.close)
        self.program = Program(Server(self.server_prefix) if self.server_prefix else None)
        self.addCleanup(self.program.close)
        self.program.environment.update(
            {key: self.session.environment[key]
             for key in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
             if key in self.session.environment})
        for key in ("PICHOIST_CONFIG_DIR", "PICHOIST_DATA_DIR", "PICHOIST_ACCESS_KEY_ID",
                    "PICHOIST_SECRET_ACCESS_KEY"):
            if key in self.program.environment:
                self.session.environment[key] = self.program.environment[key]

    def use_folder(self, public_url="https://img.example.com"):
        """A destination that works in no time and without any server; returns the folder."""
        site = os.path.join(self.program.folder, "site")
        os.mkdir(site)
        self.program.check("profile", "add", "site", "provider=folder", f"folder={site}",
                           f"public-url={public_url}")
        return site

    def start_desktop(self, *arguments):
        """pichoist-desktop, once it answers."""
        desktop = self.session.start(DESKTOP, *(arguments or ("--background",)))
        wait_until(lambda: self.session.owns(NAME) or desktop.poll() is not None, "pichoist-desktop")
        self.assertIsNone(desktop.poll(), "pichoist-desktop has ended")
        # It has its name before it has started up.
        self.session.get("State")
        return desktop

    def start_panel(self, *arguments):
        """One without a picture: panel.py"""
        panel = self.session.start("/usr/bin/python3", os.path.join(HERE, "panel.py"), *arguments,
                                   stdout=subprocess.PIPE)
        self.assertEqual(panel.stdout.readline(), b"ready\n")
        return panel

    def wait_for_tray(self):
        def find():
            try:
                return Tray(self.session)
            except LookupError:
                return None

        return wait_until(find, "the tray icon", 30)

    def activate(self, action, parameter=None):
        """Does what the menu entry or button of that name does."""
        parameters = [] if parameter is None else [parameter]
        self.session.call("Activate", GLib.Variant("(sava{sv})", (action, parameters, {})),
                          interface="org.gtk.Actions")

    def upload_clipboard(self, **options):
        return self.session.call("UploadClipboard", GLib.Variant("(a{sv})", (options,)))[0]

    def wait_for_text(self, seconds=20):
        return self.session.wait_for_link(seconds)

    def count_objects(self, site):
        return sum(len(files) for _, _, files in os.walk(site))
