#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A notification server that does as it is told.  It shows nothing, writes down what it is asked to
show, and is told over the bus (interface test.Control) what the person does, or that it hangs.

  notifyserver.py [--name=NAME] CAPABILITY...      prints "ready" once it has the name"""

import json
import sys

from gi.repository import Gio, GLib

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
XML = """<node>
<interface name="org.freedesktop.Notifications">
 <method name="GetCapabilities"><arg type="as" direction="out"/></method>
 <method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
  <arg type="s" direction="out"/><arg type="s" direction="out"/></method>
 <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/>
  <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
  <arg type="as" direction="in"/><arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
  <arg type="u" direction="out"/></method>
 <method name="CloseNotification"><arg type="u" direction="in"/></method>
 <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
 <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
 <signal name="ActivationToken"><arg type="u"/><arg type="s"/></signal>
</interface>
<interface name="test.Control">
 <method name="List"><arg type="s" direction="out"/></method>
 <method name="Press"><arg type="u" direction="in"/><arg type="s" direction="in"/></method>
 <method name="SetToken"><arg type="s" direction="in"/></method>
 <method name="Close"><arg type="u" direction="in"/><arg type="u" direction="in"/></method>
 <method name="Hang"><arg type="b" direction="in"/></method>
</interface></node>"""


class NotifyServer:
    def __init__(self, bus, arguments):
        capabilities = [word for word in arguments if not word.startswith("--name=")]
        names = [word.partition("=")[2] for word in arguments if word.startswith("--name=")]
        self.bus = bus
        self.name = names[0] if names else "test"
        self.capabilities = capabilities
        self.asked = []  # every Notify, in its order, with "closed": who closed it
        self.last_id = 0
        self.hangs = False
        self.token = None  # of the next press
        for interface in Gio.DBusNodeInfo.new_for_xml(XML).interfaces:
            bus.register_object(PATH, interface, self.on_call, None, None)

    def emit(self, signal, *arguments):
        self.bus.emit_signal(None, PATH, NAME, signal, GLib.Variant("(u%s)" % ("u" if signal == "NotificationClosed" else "s"), arguments))

    def on_call(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        if self.hangs and method in ("GetCapabilities", "GetServerInformation", "Notify", "CloseNotification"):
            self.asked.append({"hung": method})
            return
        answer = getattr(self, method)(*parameters.unpack())
        invocation.return_value(answer)

    def GetCapabilities(self):
        return GLib.Variant("(as)", (self.capabilities,))

    def GetServerInformation(self):
        return GLib.Variant("(ssss)", (self.name, "pichoist", "1", "1.2"))

    def Notify(self, _name, replaces, icon, summary, body, actions, hints, timeout):
        image = hints.pop("image-data", None)
        self.last_id += not replaces
        number = replaces or self.last_id
        self.asked.append({"id": number, "replaces": replaces, "icon": icon, "summary": summary, "body": body,
                           "buttons": dict(zip(actions[::2], actions[1::2])), "hints": hints,
                           "timeout": timeout, "image": image and list(image[:2]), "closed": None})
        return GLib.Variant("(u)", (number,))

    def mark_closed(self, number, who):
        for asked in self.asked:
            if asked.get("id") == number:
                asked["closed"] = who

    def CloseNotification(self, number):
        self.mark_closed(number, "program")
        self.emit("NotificationClosed", number, 3)

    def List(self):
        return GLib.Variant("(s)", (json.dumps(self.asked),))

    def SetToken(self, token):
        self.token = token

    def Press(self, number, key):
        if self.token:
            self.emit("ActivationToken", number, self.token)
            self.token = None
        self.emit("ActionInvoked", number, key)
        self.Close(number, 2)

    def Close(self, number, reason):
        self.mark_closed(number, "person")
        self.emit("NotificationClosed", number, reason)

    def Hang(self, hangs):
        self.hangs = hangs


def main():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    NotifyServer(bus, sys.argv[1:])
    Gio.bus_own_name_on_connection(bus, NAME, Gio.BusNameOwnerFlags.NONE,
                                   lambda *_: print("ready", flush=True), None)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
