#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A xdg-desktop-portal with the Screenshot interface alone: portal.py ANSWER [FILE]

ANSWER: "take" FILE, "cancel", "fail" (response 2), "refuse" (the call itself fails) or "die" (it ends
while the person is being asked).  Prints each call as a line of Python."""

import sys

from gi.repository import Gio, GLib

INTERFACES = """<node><interface name="org.freedesktop.portal.Screenshot">
<method name="Screenshot"><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
<arg type="o" direction="out"/></method><property name="version" type="u" access="read"/>
</interface><interface name="org.freedesktop.host.portal.Registry">
<method name="Register"><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/></method>
</interface></node>"""
answer = sys.argv[1]
loop = GLib.MainLoop()


def respond(connection, sender, path):
    if answer == "die":
        loop.quit()
        return False
    code = {"take": 0, "cancel": 1, "fail": 2}[answer]
    results = {"uri": GLib.Variant("s", GLib.filename_to_uri(sys.argv[2]))} if code == 0 else {}
    connection.emit_signal(sender, path, "org.freedesktop.portal.Request", "Response",
                           GLib.Variant("(ua{sv})", (code, results)))
    return False


def on_call(connection, sender, path, interface, method, parameters, invocation):
    print((method, parameters.unpack()), flush=True)
    if method == "Register":
        invocation.return_value(None)
    elif answer == "refuse":
        invocation.return_dbus_error("org.freedesktop.portal.Error.Failed", "not today")
    else:
        token = parameters.unpack()[1]["handle_token"]
        request = f"/org/freedesktop/portal/desktop/request/{sender[1:].replace('.', '_')}/{token}"
        invocation.return_value(GLib.Variant("(o)", (request,)))
        GLib.timeout_add(50, respond, connection, sender, request)


def on_get(connection, sender, path, interface, name):
    return GLib.Variant("u", 2)


def on_bus(connection, name):
    for interface in Gio.DBusNodeInfo.new_for_xml(INTERFACES).interfaces:
        connection.register_object("/org/freedesktop/portal/desktop", interface, on_call, on_get, None)


Gio.bus_own_name(Gio.BusType.SESSION, "org.freedesktop.portal.Desktop", Gio.BusNameOwnerFlags.NONE,
                 on_bus, lambda connection, name: print("ready", flush=True), None)
loop.run()
