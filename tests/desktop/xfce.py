# SPDX-License-Identifier: GPL-3.0-or-later
"""XFCE's own programs in a session: its panel with a system tray, and its notifications."""

import glob
import os
import shutil

from session import wait_until

# One panel along the upper edge with nothing but a system tray in it.
PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
 <property name="configver" type="int" value="2"/>
 <property name="panels" type="array"><value type="int" value="1"/>
  <property name="panel-1" type="empty">
   <property name="position" type="string" value="p=6;x=0;y=0"/>
   <property name="position-locked" type="bool" value="true"/>
   <property name="length" type="uint" value="100"/>
   <property name="size" type="uint" value="30"/>
   <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
  </property></property>
 <property name="plugins" type="empty"><property name="plugin-1" type="string" value="systray"/></property>
</channel>
"""
# Notifications stay long enough for a slow machine.
NOTIFYD = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-notifyd" version="1.0">
 <property name="expire-timeout" type="int" value="120"/>
</channel>
"""
SERVICE = "/usr/share/dbus-1/services/org.xfce.Xfconf.service"
WATCHER = "org.kde.StatusNotifierWatcher"
NOTIFICATIONS = "org.freedesktop.Notifications"

# Where the only tray icon is.
ICON = (15, 15)


def find_missing():
    """What of it is not installed; "" where all is."""
    for tool in ("xfce4-panel", "openbox", "xdotool"):
        if shutil.which(tool) is None:
            return tool
    if not os.path.exists(SERVICE):
        return "xfconf"
    return "" if find_notifyd() else "xfce4-notifyd"


def find_notifyd():
    """It is in no folder of the path, and in one that is called after the processor."""
    found = glob.glob("/usr/lib/*/xfce4/notifyd/xfce4-notifyd")
    return found[0] if found else None


def set_up(session):
    """Must come before any of XFCE's programs: the windows' manager, and XFCE's settings."""
    shutil.copy(SERVICE, session.services)
    folder = os.path.join(session.folder, ".config/xfce4/xfconf/xfce-perchannel-xml")
    os.makedirs(folder)
    for name, settings in (("xfce4-panel.xml", PANEL), ("xfce4-notifyd.xml", NOTIFYD)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(settings)
    session.start("openbox")


def start_panel(session):
    panel = session.start("xfce4-panel", "--disable-wm-check", environment={"GTK_THEME": "Adwaita"})
    wait_until(lambda: session.owns(WATCHER), "the panel")
    return panel


def start_notifications(session):
    server = session.start(find_notifyd())
    wait_until(lambda: session.owns(NOTIFICATIONS), "xfce4-notifyd")
    return server
