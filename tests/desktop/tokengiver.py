#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A window that starts others: prints "ready", and for each key an activation token as a panel gives one."""

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gio, Gtk  # noqa: E402


def give(widget, event):
    started = Gio.AppInfo.create_from_commandline("true", "another", Gio.AppInfoCreateFlags.SUPPORTS_STARTUP_NOTIFICATION)
    print(Gdk.Display.get_default().get_app_launch_context().get_startup_notify_id(started, []), flush=True)


window = Gtk.Window(title="Token giver")
window.connect("key-press-event", give)
window.connect("map-event", lambda *rest: print("ready", flush=True))
window.show_all()
Gtk.main()
