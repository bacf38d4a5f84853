#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A window that says which keys it gets, one a line, after "ready": proof that a key was pressed at all."""

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

window = Gtk.Window(title="Key listener")
window.connect("key-press-event", lambda widget, event: print(Gdk.keyval_name(event.keyval), flush=True))
window.connect("map-event", lambda *rest: print("ready", flush=True))
window.show_all()
Gtk.main()
