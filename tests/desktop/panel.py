#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A panel without a picture: owns org.kde.StatusNotifierWatcher, and lets a test read the menus of the
tray icons and click in them.  As a program: panel.py [--no-host]."""

import re
import sys

from gi.repository import Gio, GLib

WATCHER = "org.kde.StatusNotifierWatcher"
WATCHER_PATH = "/StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
INTERFACE = """<node><interface name='org.kde.StatusNotifierWatcher'>
<method name='RegisterStatusNotifierItem'><arg type='s' direction='in'/></method>
<method name='RegisterStatusNotifierHost'><arg type='s' direction='in'/></method>
<property name='RegisteredStatusNotifierItems' type='as' access='read'/>
<property name='IsStatusNotifierHostRegistered' type='b' access='read'/>
<property name='ProtocolVersion' type='i' access='read'/>
<signal name='StatusNotifierItemRegistered'><arg type='s'/></signal>
<signal name='StatusNotifierItemUnregistered'><arg type='s'/></signal>
<signal name='StatusNotifierHostRegistered'/></interface></node>"""


class Watcher:
    def __init__(self, has_host):
        self.items = []
        self.has_host = has_host
        Gio.bus_own_name(Gio.BusType.SESSION, WATCHER, 0, self.on_bus, self.on_name, None)

    def on_bus(self, bus, _name):
        info = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
        bus.register_object(WATCHER_PATH, info, self.on_call, self.on_get, None)

    def on_name(self, _bus, _name):
        print("ready", flush=True)

    def on_call(self, bus, sender, path, interface, method, arguments, invocation):
        if method == "RegisterStatusNotifierItem":
            given = arguments[0]
            item = sender + given if given.startswith("/") else given + "/StatusNotifierItem"
            if item not in self.items:  # the library says it again when it has seen the watcher's name
                self.items.append(item)
            Gio.bus_watch_name_on_connection(bus, sender, 0, None, self.on_gone)
        else:
            self.has_host = True
            bus.emit_signal(None, path, interface, "StatusNotifierHostRegistered", None)
        invocation.return_value(None)

    def on_gone(self, _bus, name):
        self.items = [item for item in self.items if not item.startswith(name + "/")]

    def on_get(self, _bus, _sender, _path, _interface, name):
        return {"RegisteredStatusNotifierItems": GLib.Variant("as", self.items),
                "IsStatusNotifierHostRegistered": GLib.Variant("b", self.has_host),
                "ProtocolVersion": GLib.Variant("i", 0)}[name]


class Row:
    """A row of a menu as a panel gets it."""

    def __init__(self, number, properties, children):
        self.number = number
        self.properties = properties
        self.children = [Row(*child) for child in children]
        self.raw = properties.get("label", "")
        self.label = re.sub("_(.)", r"\1", self.raw)  # "__" is an underscore, "_x" an x
        self.enabled = properties.get("enabled", True)
        self.visible = properties.get("visible", True)
        self.ticked = properties.get("toggle-state", 0) == 1
        self.kind = properties.get("toggle-type", properties.get("type", "standard"))

    def shown(self):
        return [row for row in self.children if row.visible]

    def find(self, *labels):
        """The shown row of that name, below the others; None where there is none.  A picture's row goes by
        its name without the time."""
        for row in self.shown():
            if row.label == labels[0] or row.label.startswith(labels[0] + " ("):
                return row.find(*labels[1:]) if labels[1:] else row
        return None


class Tray:
    """The only tray icon of a session, once it is there."""

    def __init__(self, session, watcher=WATCHER):
        self.session = session
        items = session.get("RegisteredStatusNotifierItems", watcher, WATCHER_PATH, watcher)
        if len(items) != 1:
            raise LookupError(f"tray icons: {items}")
        self.owner, self.path = items[0].split("/", 1)
        self.path = "/" + self.path

    def get(self, name):
        return self.session.get(name, self.owner, self.path, ITEM)

    def secondary_activate(self):
        self.session.call("SecondaryActivate", GLib.Variant("(ii)", (0, 0)), self.owner, self.path, ITEM)

    def open(self):
        """As a panel does just before it shows the menu."""
        self.session.call("AboutToShow", GLib.Variant("(i)", (0,)), self.owner, self.get("Menu"), MENU)

    def read_menu(self):
        layout = self.session.call("GetLayout", GLib.Variant("(iias)", (0, -1, [])), self.owner, self.get("Menu"),
                                   MENU)
        return Row(*layout[1])

    def click(self, *labels):
        row = self.read_menu().find(*labels)
        if row is None:
            raise LookupError(f"no row {labels}")
        self.session.call("Event", GLib.Variant("(isvu)", (row.number, "clicked", GLib.Variant("s", ""), 0)),
                          self.owner, self.get("Menu"), MENU)


def main():
    watcher = Watcher("--no-host" not in sys.argv)
    GLib.MainLoop().run()
    return watcher


if __name__ == "__main__":
    main()
