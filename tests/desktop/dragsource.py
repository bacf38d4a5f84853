#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A window at 100,200 that offers a drag: dragsource.py TARGET=@FILE...

Prints "ready", and of each drag when it begins, what was asked for and how it ended.  On Wayland, too, when it
may be dropped where it is."""

import sys
import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

targets = {}
for argument in sys.argv[1:]:
    target, path = argument.split("=@", 1)
    with open(path, "rb") as file:
        targets[target] = file.read()


def on_begin(widget, context):
    print("begin", flush=True)
    context.connect("action-changed", lambda context, action: print("accepted" if action else "unwanted", flush=True))


def on_get(widget, context, selection, info, time):
    name = selection.get_target().name()
    print("get", name, flush=True)
    selection.set(selection.get_target(), 8, targets[name])


def on_end(widget, context):
    print("end", flush=True)


def on_failed(widget, context, result):
    print("failed", flush=True)
    return False


window = Gtk.Window(title="Drag source")
window.set_default_size(200, 200)
button = Gtk.Button(label="drag me")
window.add(button)
button.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [Gtk.TargetEntry.new(name, 0, 0) for name in targets],
                       Gdk.DragAction.COPY)
button.connect("drag-begin", on_begin)
button.connect("drag-data-get", on_get)
button.connect("drag-end", on_end)
button.connect("drag-failed", on_failed)
window.connect("map-event", lambda *rest: print("ready", flush=True))
window.move(100, 200)
window.show_all()
Gtk.main()
