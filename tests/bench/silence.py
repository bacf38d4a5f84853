# SPDX-License-Identifier: GPL-3.0-or-later
"""The longest time in which pichoist-desktop's own thread answers nobody, while pictures go up and other
programs hang; beside the same program at rest, in another session, measured at the same time."""

import os
import signal
import subprocess
import threading

from desktop import PICTURE_BYTES, TESTS, Desk

# The panel and the notification server are other programs, too.
OWN_NAME = """
import sys
from gi.repository import Gio, GLib
Gio.bus_own_name(Gio.BusType.SESSION, sys.argv[1], 0, None, lambda *_: print("ready", flush=True), None)
GLib.MainLoop().run()
"""
SLOW_MILLISECONDS = "200"


def build_slow_files(folder):
    library = os.path.join(folder, "slow-files.so")
    subprocess.run(["cc", "-D_GNU_SOURCE", "-O2", "-shared", "-fPIC", os.path.join(TESTS, "desktop/slow-files.c"),
                    "-o", library], check=True)
    return library


class Load:
    """What goes on in a session of its own while the program is watched."""

    def __init__(self, command, picture, server):
        self.desk = Desk(command, picture)
        self.desk.add_server(server)
        self.session = self.desk.session
        self.running = None

    def stop_owner(self, name):
        """Somebody has that name on the bus and never answers."""
        owner = self.session.start("/usr/bin/python3", "-c", OWN_NAME, name, stdout=subprocess.PIPE)
        owner.stdout.readline()
        owner.send_signal(signal.SIGSTOP)

    def start(self, program):
        self.running, _ = self.desk.start(program, "--background")
        self.session.get("State")

    def upload(self, count):
        paths = []
        for number in range(count):
            paths.append(os.path.join(self.session.folder, f"picture-{number}.png"))
            with open(paths[-1], "wb") as file:
                file.write(self.desk.next_picture())
        glib = self.desk.session_module.GLib
        inputs = glib.Variant("aay", [path.encode() + b"\0" for path in paths])
        self.call("Upload", glib.Variant.new_tuple(inputs, glib.Variant("a{sv}", {})))

    def upload_clipboard(self):
        self.call("UploadClipboard", self.desk.session_module.GLib.Variant("(a{sv})", ({},)))

    def call(self, method, parameters):
        try:
            self.session.call(method, parameters)
        except self.desk.session_module.GLib.Error:
            pass  # some of it is to fail

    def freeze_clipboard(self):
        owner = self.session.copy(**{"image/png": self.desk.next_picture()})
        owner.send_signal(signal.SIGSTOP)

    def measure(self, goes_on):
        return self.session.measure_answers(self.running, goes_on)

    def close(self):
        self.desk.close()


def in_thread(function, *arguments):
    thread = threading.Thread(target=function, args=arguments)
    thread.start()
    return thread


def measure_both(load, rest, work):
    """Seconds of silence: of the program that works, and of the one that rests meanwhile."""
    working = in_thread(work)
    silences = {}

    def measure(name, one):
        silences[name] = one.measure(working.is_alive)

    threads = [in_thread(measure, "load", load), in_thread(measure, "rest", rest)]
    for thread in [*threads, working]:
        thread.join()
    return silences["load"], silences["rest"]


def prepare_keyring(load):
    for name in ("PICHOIST_ACCESS_KEY_ID", "PICHOIST_SECRET_ACCESS_KEY"):
        del load.session.environment[name]
    load.stop_owner("org.freedesktop.secrets")


def prepare_disk(load):
    load.session.environment.update(LD_PRELOAD=build_slow_files(load.session.folder), SLOW_FILES=load.session.folder,
                                    SLOW_MILLISECONDS=SLOW_MILLISECONDS)


# name, what is done before the program starts, what it then has to do
LOADS = [
    ("100 pictures", None, lambda load: load.upload(100)),
    ("clipboard's owner hangs", None, lambda load: (load.freeze_clipboard(), load.upload_clipboard())),
    ("notifications hang", lambda load: load.stop_owner("org.freedesktop.Notifications"),
     lambda load: load.upload(10)),
    ("keyring hangs", prepare_keyring, lambda load: load.upload(3)),
    ("panel hangs", None, lambda load: (load.desk.panel.send_signal(signal.SIGSTOP), load.upload(10))),
    (f"each file takes {SLOW_MILLISECONDS} ms", prepare_disk, lambda load: load.upload(3)),
]


def measure_silence(command, program, picture, server):
    print("\nlongest silence of the window's thread, and of a program at rest meanwhile")
    rest = Load(command, picture, server)
    try:
        rest.start(program)
        for name, prepare, work in LOADS:
            load = Load(command, picture, server)
            try:
                if prepare is not None:
                    prepare(load)
                load.start(program)
                load.session.environment.pop("LD_PRELOAD", None)
                ours, other = measure_both(load, rest, lambda load=load, work=work: work(load))
                print(f"  {name:34} {ours * 1000:10.1f} ms   at rest {other * 1000:8.1f} ms", flush=True)
            finally:
                load.close()
    finally:
        rest.close()
    print(f"  (pictures of {PICTURE_BYTES / 1e6:.1f} MB; a frame is 16 ms; what other programs took is left out)")
