#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another program to paste into: a window with a text in it.

    editor.py TITLE TEXT"""

import sys

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

LOOK = b"textview { font-size: 15px; }"


def main(title, text):
    style = Gtk.CssProvider()
    style.load_from_data(LOOK)
    Gtk.StyleContext.add_provider_for_screen(Gdk.Screen.get_default(), style,
                                             Gtk.STYLE_PROVIDER_PRIORITY_APPLICATION)
    window = Gtk.Window(title=title)
    window.connect("destroy", Gtk.main_quit)
    view = Gtk.TextView(wrap_mode=Gtk.WrapMode.CHAR, left_margin=48, right_margin=48, top_margin=48)
    view.get_buffer().set_text(text)
    view.get_accessible().set_name("Text")
    window.add(view)
    window.maximize()
    window.show_all()
    Gtk.main()


if __name__ == "__main__":
    main(*sys.argv[1:])
