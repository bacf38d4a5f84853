#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A xdg-desktop-portal whose GlobalShortcuts are of version 2, which Debian's is not yet.

Gives each shortcut the keys it is asked for, and others once they are configured.  Prints each call as a line of
Python.  A line "NAME TOKEN" of standard input presses the keys of that name."""

import sys
import threading

from gi.repository import Gio, GLib

PATH = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
INTERFACES = f"""<node><interface name="{SHORTCUTS}">
<method name="CreateSession"><arg type="a{{sv}}" direction="in"/><arg type="o" direction="out"/></method>
<method name="BindShortcuts"><arg type="o" direction="in"/><arg type="a(sa{{sv}})" direction="in"/>
<arg type="s" direction="in"/><arg type="a{{sv}}" direction="in"/><arg type="o" direction="out"/></method>
<method name="ConfigureShortcuts"><arg type="o" direction="in"/><arg type="s" direction="in"/>
<arg type="a{{sv}}" direction="in"/></method>
<property name="version" type="u" access="read"/>
</interface><interface name="org.freedesktop.host.portal.Registry">
<method name="Register"><arg type="s" direction="in"/><arg type="a{{sv}}" direction="in"/></method>
</interface></node>"""

session = None
bound = []


def describe(keys=None):
    return [(name, {"trigger_description": GLib.Variant("s", keys or options["preferred_trigger"])})
            for name, options in bound]


def respond(connection, sender, path, results):
    connection.emit_signal(sender, path, "org.freedesktop.portal.Request", "Response",
                           GLib.Variant("(ua{sv})", (0, results)))
    return False


def on_call(connection, sender, path, interface, method, parameters, invocation):
    global session, bound
    arguments = parameters.unpack()
    print((method, arguments), flush=True)
    base = sender[1:].replace(".", "_")
    if method in ("CreateSession", "BindShortcuts"):
        request = f"{PATH}/request/{base}/{arguments[-1]['handle_token']}"
        if method == "CreateSession":
            session = f"{PATH}/session/{base}/{arguments[0]['session_handle_token']}"
            results = {"session_handle": GLib.Variant("s", session)}
        else:
            bound = arguments[1]
            results = {"shortcuts": GLib.Variant("a(sa{sv})", describe())}
        invocation.return_value(GLib.Variant("(o)", (request,)))
        GLib.timeout_add(50, respond, connection, sender, request, results)
        return
    invocation.return_value(None)
    if method == "ConfigureShortcuts":
        connection.emit_signal(sender, PATH, SHORTCUTS, "ShortcutsChanged",
                               GLib.Variant("(oa(sa{sv}))", (session, describe("Meta+P"))))


def press(connection, name, token):
    connection.emit_signal(None, PATH, SHORTCUTS, "Activated",
                           GLib.Variant("(osta{sv})", (session, name, 1,
                                                       {"activation_token": GLib.Variant("s", token)})))
    return False


def read_keys(connection):
    for line in sys.stdin:
        GLib.idle_add(press, connection, *line.split())


def on_bus(connection, name):
    for interface in Gio.DBusNodeInfo.new_for_xml(INTERFACES).interfaces:
        connection.register_object(PATH, interface, on_call, lambda *_: GLib.Variant("u", 2), None)
    threading.Thread(target=read_keys, args=(connection,), daemon=True).start()


Gio.bus_own_name(Gio.BusType.SESSION, "org.freedesktop.portal.Desktop", Gio.BusNameOwnerFlags.NONE, on_bus,
                 lambda connection, name: print("ready", flush=True), None)
GLib.MainLoop().run()
