#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Owns X11's clipboard with several targets at once until it is ended.  A few seconds after it has lost
it, it ends by itself: what it has begun to hand over, it hands over.

    clipown.py [--hold FILE] [--again TARGET] TARGET=@FILE|TEXT ...

Prints "ready" when it does.  With --hold it draws its picture as long as there is the file, and prints
"asked" when it begins to.  With --again it takes the clipboard anew each of the first two times that it
is asked for that target, as some programs do twice after a copy."""

import os
import sys
import time

import gi

os.environ["GDK_BACKEND"] = "x11"  # in a Wayland session, too
gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def main(arguments):
    contents = []
    options = {}
    while arguments[0].startswith("--"):
        options[arguments[0]], arguments = arguments[1], arguments[2:]
    hold = options.get("--hold")
    again = [options.get("--again")] * 2

    def own():
        return Gtk.selection_owner_set(window, Gdk.SELECTION_CLIPBOARD, Gdk.CURRENT_TIME)

    def on_get(_, data, info, stamp):
        if contents[info][0] in again:
            again.pop()
            GLib.idle_add(lambda: not own())
        if hold and os.path.exists(hold) and contents[info][0].startswith("image/"):
            print("asked", flush=True)
            while os.path.exists(hold):
                time.sleep(0.01)
        data.set(data.get_target(), 8, contents[info][1])

    for argument in arguments:
        target, value = argument.split("=", 1)
        if value.startswith("@"):
            with open(value[1:], "rb") as file:
                contents.append((target, file.read()))
        else:
            contents.append((target, value.encode()))
    # PyGObject can't set a GtkClipboard's functions: a widget that owns the selection can.
    window = Gtk.Invisible()
    for number, (target, _) in enumerate(contents):
        Gtk.selection_add_target(window, Gdk.SELECTION_CLIPBOARD, Gdk.Atom.intern(target, False), number)
    window.connect("selection-get", on_get)
    window.connect("selection-clear-event", lambda *_: GLib.timeout_add_seconds(20, Gtk.main_quit))
    if not own():
        return 1
    Gdk.Display.get_default().sync()
    print("ready", flush=True)
    Gtk.main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
