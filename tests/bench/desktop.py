# SPDX-License-Identifier: GPL-3.0-or-later
"""pichoist-desktop in an X session of its own: at rest beside a bare GTK 3 tray program, and the way
from a copied picture to the link on the clipboard."""

import glob
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [os.path.join(TESTS, "desktop")]

# Long enough for all that a program does at its start.
SETTLE_SECONDS = 4
REST_SECONDS = 15
PICTURE_BYTES = 300_000
# What a browser or GIMP takes for a large picture that it makes a PNG of once it is asked for it.
DRAWING_SECONDS = 0.4


def list_libraries(program):
    """What it is linked with, by the names of the files."""
    listed = subprocess.run(["readelf", "--dynamic", "--wide", program], check=True, capture_output=True, text=True)
    return re.findall(r"\(NEEDED\).*\[(.+)\]", listed.stdout)


def build_bare_tray(folder, name="bare-tray", libraries=()):
    """libraries: to be loaded, too, though nothing of them is called"""
    program = os.path.join(folder, name)
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "gtk+-3.0", "ayatana-appindicator3-0.1"],
                           check=True, capture_output=True, text=True).stdout.split()
    subprocess.run(["cc", "-O2", "-Wno-deprecated-declarations", os.path.join(HERE, "bare-tray.c"), "-o", program,
                    *flags, "-Wl,--no-as-needed", *[f"-l:{library}" for library in libraries]], check=True)
    return program


def read_rollup(pid, *names):
    """Sums of a process's memory in bytes, by their names in smaps_rollup."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        rows = dict(line.split(":", 1) for line in file if ":" in line)
    return [int(rows[name].split()[0]) * 1024 for name in names]


def read_switches(pid):
    """How often each of the process's threads has given up a processor or been taken off one."""
    counts = {}
    for path in glob.glob(f"/proc/{pid}/task/*/status"):
        with open(path, encoding="ascii") as file:
            counts[path] = sum(int(line.split()[1]) for line in file if "ctxt_switches" in line)
    return counts


def count_switches(pid, seconds):
    before = read_switches(pid)
    time.sleep(seconds)
    # Threads that ended meanwhile did so for having nothing to do.
    return sum(count - before.get(path, 0) for path, count in read_switches(pid).items())


class Desk:
    """A session with a bare panel, the program's settings in it, and a clipboard that is ours."""

    def __init__(self, program, picture):
        import session  # takes PICHOIST_BUILD from the environment
        self.session_module = session
        self.session = self.open_session()
        self.picture = picture
        self.settings = tempfile.mkdtemp(prefix="settings-", dir=self.session.folder)
        self.session.environment.update(PICHOIST_CONFIG_DIR=self.settings, PICHOIST_DATA_DIR=self.settings + "/data")
        self.command = program
        self.panel = self.session.start("/usr/bin/python3", os.path.join(TESTS, "desktop/panel.py"),
                                        stdout=subprocess.PIPE)
        self.panel.stdout.readline()
        self.display = None
        self.count = 0

    def open_session(self):
        return self.session_module.Session()

    def run(self, *arguments, **more):
        self.session.environment.update(more)
        self.session.run(self.command, *arguments)

    def add_server(self, server):
        self.session.environment.update(PICHOIST_ACCESS_KEY_ID=server["S3_ACCESS_KEY"],
                                        PICHOIST_SECRET_ACCESS_KEY=server["S3_SECRET_KEY"])
        more = [f"ca-file={server['S3_CA']}"] if "S3_CA" in server else []
        self.run("profile", "add", "bench", "provider=r2", f"endpoint={server['S3_ENDPOINT']}",
                 f"bucket={server['S3_BUCKET']}", f"public-url={server['S3_PUBLIC_URL']}",
                 f"access-key-id={server['S3_ACCESS_KEY']}", *more)

    def list_icons(self):
        import panel
        return self.session.get("RegisteredStatusNotifierItems", panel.WATCHER, panel.WATCHER_PATH, panel.WATCHER)

    def start(self, *command):
        """The program and the seconds until its icon was in the panel."""
        before = len(self.list_icons())
        begin = time.perf_counter()
        running = self.session.start(*command)
        while len(self.list_icons()) == before:
            if running.poll() is not None or time.perf_counter() - begin > 60:
                raise RuntimeError(f"{command[0]} shows no icon")
            time.sleep(0.0005)
        return running, time.perf_counter() - begin

    def stop(self, running):
        running.terminate()
        running.wait(30)
        self.session.running.remove(running)
        self.session_module.wait_until(lambda: not self.list_icons(), "an empty panel")

    def open_display(self):
        """Not before it is needed: a GTK of ours would share its memory with what is measured."""
        import gi
        gi.require_version("Gdk", "3.0")
        gi.require_version("Gtk", "3.0")
        from gi.repository import Gdk, Gtk
        self.gdk, self.gtk = Gdk, Gtk
        self.display = Gdk.Display.open(self.session.environment["DISPLAY"])

    def own(self, data, drawing=0):
        """Puts a picture on the clipboard, which takes so many seconds to be drawn once it is asked for; to be
        served by wait_for_link () and serve ()."""
        if self.display is None:
            self.open_display()
        window = self.gtk.Invisible.new_for_screen(self.display.get_default_screen())
        self.gtk.selection_add_target(window, self.gdk.SELECTION_CLIPBOARD, self.gdk.Atom.intern("image/png", False), 0)

        def on_get(_, answer, info, stamp):
            time.sleep(drawing)
            answer.set(answer.get_target(), 8, data)

        window.connect("selection-get", on_get)
        if not self.gtk.selection_owner_set_for_display(self.display, window, self.gdk.SELECTION_CLIPBOARD,
                                                        self.gdk.CURRENT_TIME):
            raise RuntimeError("the clipboard can't be had")
        self.display.flush()
        self.window = window

    def wait_for_link(self, begin):
        """Seconds from begin until another program has taken the clipboard over."""
        taken = []
        lost = self.window.connect("selection-clear-event", lambda *_: taken.append(time.perf_counter()))
        context = self.session_module.GLib.MainContext.default()
        while not taken:
            context.iteration(False)
            if time.perf_counter() - begin > 60:
                raise RuntimeError("no link came")
        self.window.disconnect(lost)
        return taken[0] - begin

    def serve(self, seconds):
        context = self.session_module.GLib.MainContext.default()
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            context.iteration(False)
            time.sleep(0.001)

    def next_picture(self):
        self.count += 1
        return self.picture(PICTURE_BYTES, self.count)

    def close(self):
        if self.display is not None:
            self.display.close()
        self.session.close()


def tell(title, ours, bare, linked, unit):
    print(f"  {title:16} {ours:8.1f} {unit}   bare tray {bare:6.1f} {unit}, ratio {ours / bare:.2f}   "
          f"with our libraries {linked:6.1f} {unit}, ratio {ours / linked:.2f}")


def measure_at_rest(desk, program, folder, rounds):
    """Start and memory in turns, beside a bare program and one that loads our libraries as well: what is between
    these two is spent before main ()."""
    commands = {"ours": (program, "--background"), "bare": (build_bare_tray(folder),),
                "linked": (build_bare_tray(folder, "linked-tray", list_libraries(program)),)}
    starts = {name: [] for name in commands}
    memory = {}
    wakes = {}
    for _ in range(rounds):
        for name, command in commands.items():
            running, seconds = desk.start(*command)
            starts[name].append(seconds)
            desk.stop(running)
    for name, command in commands.items():
        running, _ = desk.start(*command)
        time.sleep(SETTLE_SECONDS)
        memory[name] = read_rollup(running.pid, "Pss", "Private_Dirty")
        wakes[name] = count_switches(running.pid, REST_SECONDS)
        desk.stop(running)
    print(f"\npichoist-desktop at rest beside a bare GTK 3 tray program ({rounds} starts, medians)")
    tell("start to icon", *(statistics.median(starts[name]) * 1000 for name in commands), "ms")
    tell("PSS", *(memory[name][0] / 1e6 for name in commands), "MB")
    tell("private dirty", *(memory[name][1] / 1e6 for name in commands), "MB")
    print(f"  wake-ups in {REST_SECONDS} s {wakes['ours']:7}      bare tray {wakes['bare']:6}")
    print("  (PSS is the less the more other programs have of the same libraries open just then)")


def measure_copies(desk, program, curl, rounds):
    """A picture is copied while the clipboard is watched: seconds until the link is there, in turns with curl (),
    the seconds that it takes for such a picture."""
    desk.run("config", "set", "watch-clipboard", "upload")
    running, _ = desk.start(program, "--background")
    time.sleep(SETTLE_SECONDS)
    found = []
    others = []
    for _ in range(rounds):
        data = desk.next_picture()
        begin = time.perf_counter()
        desk.own(data)
        found.append(desk.wait_for_link(begin))
        desk.serve(1.2)
        others.append(curl())
    desk.stop(running)
    desk.run("config", "set", "watch-clipboard", "off")
    print(f"\npicture of 0.3 MB copied -> link on the clipboard, loopback, http ({rounds} rounds)")
    print(f"  median {statistics.median(found) * 1000:.1f} ms, least {min(found) * 1000:.1f} ms   "
          f"/ fresh curl {statistics.median(found) / statistics.median(others):.2f}")


def press_hotkey(desk):
    subprocess.run(["xdotool", "key", "ctrl+alt+u"], env=desk.session.environment, check=True)


def measure_one(desk, program, connected, rounds, drawing=0):
    """Seconds from the hotkey to the link, with a connection that is open or none, without those that the
    picture's owner takes to draw it."""
    found = []
    running, _ = desk.start(program, "--background")
    time.sleep(SETTLE_SECONDS)
    for number in range(rounds + (1 if connected else 0)):
        data = desk.next_picture()
        desk.own(data, drawing)
        desk.serve(0.3)
        begin = time.perf_counter()
        press_hotkey(desk)
        found.append(desk.wait_for_link(begin) - drawing)
        if not connected:
            desk.stop(running)
            running, _ = desk.start(program, "--background")
            time.sleep(SETTLE_SECONDS)
    desk.stop(running)
    return statistics.median(found[1:] if connected else found)


def measure_far(desk, program, curl_seconds, rounds):
    cold = measure_one(desk, program, False, rounds)
    ahead = measure_one(desk, program, False, rounds, DRAWING_SECONDS)
    warm = measure_one(desk, program, True, rounds)
    print(f"\nhotkey -> link, one PNG of 0.3 MB, 100 ms round trip, 20 Mbit/s, https ({rounds} rounds, medians)")
    print(f"  first picture after the start {cold * 1000:8.1f} ms   / fresh curl {cold / curl_seconds:.2f}")
    print(f"  the same, {DRAWING_SECONDS} s to draw it    {ahead * 1000:8.1f} ms   / fresh curl {ahead / curl_seconds:.2f}"
          "   (opened ahead meanwhile; those left out)")
    print(f"  connection already open       {warm * 1000:8.1f} ms   / fresh curl {warm / curl_seconds:.2f}")
    print(f"  fresh curl                    {curl_seconds * 1000:8.1f} ms")
