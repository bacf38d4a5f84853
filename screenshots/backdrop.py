#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is behind the windows of a picture: backdrop.py COLOUR.  A line on standard input is another
colour (or any other background of CSS); it is answered when it is on the screen."""

import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def main():
    window = Gtk.Window(title="Backdrop", type_hint=Gdk.WindowTypeHint.DESKTOP)
    screen = window.get_screen()
    style = Gtk.CssProvider()
    window.get_style_context().add_provider(style, Gtk.STYLE_PROVIDER_PRIORITY_USER)

    def paint(background):
        style.load_from_data(f"window {{ background: {background}; }}".encode())

    def on_line(channel, _condition):
        line = channel.readline()
        if not line:
            Gtk.main_quit()
            return False
        paint(line.strip())
        GLib.timeout_add(150, lambda: print("painted", flush=True))
        return True

    paint(sys.argv[1])
    GLib.io_add_watch(GLib.IOChannel.unix_new(0), GLib.IO_IN | GLib.IO_HUP,
                      lambda _channel, condition: on_line(sys.stdin, condition))
    window.set_default_size(screen.get_width(), screen.get_height())
    window.connect("map-event", lambda *rest: print("ready", flush=True))
    window.show_all()
    Gtk.main()


if __name__ == "__main__":
    main()
