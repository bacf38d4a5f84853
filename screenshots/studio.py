# SPDX-License-Identifier: GPL-3.0-or-later
"""A session in one look, in which the windows of the program are photographed."""

import gettext
import glob
import os
import re
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(ROOT, "tests", "desktop"))
import session as sessions  # noqa: E402
from session import Accessible, Session, wait_until  # noqa: E402

# Environment, locale and settings of GTK of each look.
LOOKS = {
    "light": {},
    "dark": {"theme": "Adwaita:dark"},
    "zh_CN": {"locale": "zh_CN.UTF-8"},
    "200": {"scale": 2},
    "large": {"letters": 16},
    # What a language that is written from right to left does to the windows; we have none yet.
    "rtl": {"locale": "ar_EG.UTF-8"},
    "crowded": {},
    "crowded-zh_CN": {"locale": "zh_CN.UTF-8"},
}

GTK_SETTINGS = """[Settings]
gtk-font-name=Cantarell {letters}
gtk-xft-dpi=98304
gtk-xft-antialias=1
gtk-xft-hinting=1
gtk-xft-hintstyle=hintslight
gtk-xft-rgba=none
gtk-enable-animations=0
gtk-cursor-blink=0
"""

# A panel along the upper edge: tray and clock at its end.
PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
 <property name="configver" type="int" value="2"/>
 <property name="panels" type="array"><value type="int" value="1"/>
  <property name="dark-mode" type="bool" value="{dark}"/>
  <property name="panel-1" type="empty">
   <property name="position" type="string" value="p=6;x=0;y=0"/>
   <property name="position-locked" type="bool" value="true"/>
   <property name="length" type="uint" value="100"/>
   <property name="size" type="uint" value="28"/>
   <property name="icon-size" type="uint" value="16"/>
   <property name="plugin-ids" type="array"><value type="int" value="1"/><value type="int" value="2"/>
    <value type="int" value="3"/></property>
  </property></property>
 <property name="plugins" type="empty">
  <property name="plugin-1" type="string" value="separator">
   <property name="expand" type="bool" value="true"/><property name="style" type="uint" value="0"/></property>
  <property name="plugin-2" type="string" value="systray"/>
  <property name="plugin-3" type="string" value="separator"/>
 </property>
</channel>
"""
XFCONF = "/usr/share/dbus-1/services/org.xfce.Xfconf.service"
NOTIFICATIONS = glob.glob("/usr/lib/*/xfce4/notifyd/xfce4-notifyd")
BACKDROP = "linear-gradient(to bottom right, #99c1f1, #1c71d8)"


def compile_locale(folder, name):
    """Makes a locale that the system may not have; where it lands is $LOCPATH."""
    language, _, charset = name.partition(".")
    target = os.path.join(folder, name)
    if not os.path.exists(target):
        subprocess.run(["localedef", "-c", "-i", language, "-f", charset, target], check=False,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_empty_translation(folder, language):
    """GTK mirrors a program only in a language into which it is translated, be it without a word."""
    target = os.path.join(folder, language, "LC_MESSAGES")
    os.makedirs(target)
    subprocess.run(["msgfmt", "-o", os.path.join(target, "pichoist.mo"), "-"], check=True,
                   input=b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n')


class Studio:
    """The program of that build folder with its settings, a window manager that draws shadows, a panel and
    a notification server.  self.window has the program's widgets.  Pictures go into folder; those named in
    alone have nothing behind their window."""

    def __init__(self, look, build, work, folder, alone=()):
        self.look = look
        self.crowded = look.startswith("crowded")
        self.folder = folder
        self.settings = LOOKS[look]
        self.scale = self.settings.get("scale", 1)
        self.size = (1400 * self.scale, 1100 * self.scale)
        self.alone = alone
        self.session = Session(screen=f"{self.size[0]}x{self.size[1]}x24")
        self.home = self.session.folder
        self._set_environment(build, work)
        # Where a window manager and a notification server look for them.
        for kind, pattern in (("scalable", "*.Pichoist.svg"), ("symbolic", "*-symbolic.svg")):
            target = os.path.join(self.home, ".local/share/icons/hicolor", kind, "apps")
            os.makedirs(target)
            for icon in glob.glob(os.path.join(ROOT, "data/icons", pattern)):
                shutil.copy(icon, target)
        self.program = os.path.join(build, "src/cli/pichoist")
        self.desktop = os.path.join(build, "src/desktop/pichoist-desktop")

    def _set_environment(self, build, locales):
        translations = os.path.join(build, "po")
        locale = self.settings.get("locale", "C.UTF-8")
        if locale != "C.UTF-8":
            compile_locale(locales, locale)
            language = locale.split(".")[0]
            if not os.path.exists(os.path.join(translations, language)):
                translations = os.path.join(self.home, "translations")
                make_empty_translation(translations, language)
            self.translation = gettext.translation("pichoist", translations, [language])
        else:
            self.translation = gettext.NullTranslations()
        self.session.environment.update(
            LC_ALL=locale, LOCPATH=locales, PICHOIST_LOCALE_DIR=translations,
            GTK_THEME=self.settings.get("theme", "Adwaita"), GDK_SCALE=str(self.scale), XCURSOR_SIZE="24",
            PICHOIST_CONFIG_DIR=os.path.join(self.home, "config"),
            PICHOIST_DATA_DIR=os.path.join(self.home, "data"))
        self._write(".config/gtk-3.0/settings.ini",
                    GTK_SETTINGS.format(letters=self.settings.get("letters", 11)))
        self._write(".config/user-dirs.dirs", 'XDG_PICTURES_DIR="$HOME/Pictures"\n')
        self._write(".config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml",
                    PANEL.format(dark="true" if "theme" in self.settings else "false"))

    def _write(self, name, text):
        path = os.path.join(self.home, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def say(self, text):
        """The words of a button in the language of this look, as a screen reader says them."""
        return self.translation.gettext(text).replace("_", "")

    # --- what runs ---

    def start(self):
        shutil.copy(XFCONF, self.session.services)
        self.session.call("ReloadConfig", None, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus")
        self.session.start_accessibility()
        self.backdrop = self.session.start("/usr/bin/python3", os.path.join(HERE, "backdrop.py"), BACKDROP,
                                           stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                           environment={"NO_AT_BRIDGE": "1", "GDK_SCALE": "1"})
        self.backdrop.stdout.readline()
        self.session.start_window_manager("xfwm4", environment={"NO_AT_BRIDGE": "1"})
        self.session.start("xfce4-panel", "--disable-wm-check", environment={"NO_AT_BRIDGE": "1"})
        wait_until(lambda: self.session.owns("org.kde.StatusNotifierWatcher"), "the panel")
        self.session.start(*NOTIFICATIONS, environment={"NO_AT_BRIDGE": "1"})
        wait_until(lambda: self.session.owns("org.freedesktop.Notifications"), "the notification server")

    def start_program(self):
        running = self.session.start(self.desktop, "--background")
        wait_until(lambda: self.session.owns(sessions.NAME), "pichoist-desktop")
        self.session.get("State")
        self.window = Accessible(self.session)
        return running

    def paint(self, background):
        self.backdrop.stdin.write(background.encode() + b"\n")
        self.backdrop.stdin.flush()
        self.backdrop.stdout.readline()

    def run(self, *arguments, stdin=None):
        return self.session.run(self.program, *arguments, stdin=stdin)

    def act(self, *arguments):
        return self.session.run("xdotool", *map(str, arguments)).decode()

    def activate(self, action, parameter=None):
        from gi.repository import GLib
        self.session.call("Activate", GLib.Variant("(sava{sv})", (action, [parameter] if parameter else [], {})),
                          interface="org.gtk.Actions")

    def pause(self, seconds=0.6):
        """A picture can't tell when it is finished."""
        time.sleep(seconds * sessions.SLOWNESS)

    # --- pictures ---

    def find(self, title=None):
        """The number of the window of that title; the active one otherwise."""
        if title is None:
            return self.act("getactivewindow").strip()

        def look():
            try:
                return self.act("search", "--sync", "--onlyvisible", "--name", f"^{title}$").split()[-1]
            except AssertionError:
                return None  # another window went while xdotool looked
        return wait_until(look, f"the window “{title}”")

    def _measure(self, window):
        """(x, y, width, height) of all that belongs to the window: its frame and its shadow."""
        text = self.session.run("xwininfo", "-id", window).decode()
        x, y, width, height = (int(re.search(f"{words}: +(-?[0-9]+)", text)[1])
                               for words in ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height"))
        if b"_GTK_FRAME_EXTENTS(CARDINAL) =" in self.session.run("xprop", "-id", window, "_GTK_FRAME_EXTENTS"):
            return x, y, width, height
        frame = self.session.run("xprop", "-id", window, "_NET_FRAME_EXTENTS").decode()
        sides = [int(side) for side in frame.partition("=")[2].split(",")] if "=" in frame else [0] * 4
        left, right, top, bottom = (side + 24 for side in sides)
        return x - left, y - top, width + left + right, height + top + bottom

    def grab(self, x, y, width, height, name, *edits):
        path = os.path.join(self.folder, f"{name}.png")
        self.session.run("import", "-window", "root", "-crop", f"{width}x{height}+{max(x, 0)}+{max(y, 0)}",
                         "+repage", *edits, path)
        return path

    def shoot(self, name, title=None, wait=0.6):
        """The window of that title; the active one otherwise."""
        self.pause(wait)
        self.act("mousemove", 5, 1090 * self.scale)  # no tool tip, nothing that is lit
        self.pause(0.2)
        window = self.find(title)
        self.act("windowmove", window, 200 * self.scale, 90 * self.scale)
        self.pause(0.2)
        area = self._measure(window)
        if name in self.alone:
            self._grab_alone(name, area)
        else:
            self.grab(*area, name)

    def _grab_alone(self, name, area):
        """With nothing behind it: what differs on white and on black is transparent."""
        parts = []
        for background in ("white", "black"):
            self.paint(background)
            self.pause(0.3)
            parts.append(self.grab(*area, f"{name}-{background}"))
        white, black = parts
        # Alpha is 1 - (white - black), the colour is what is on black, divided by alpha.
        self.session.run("convert", black, "(", white, black, "-compose", "difference",
                         "-composite", "-colorspace", "gray", "-negate", ")", "(", "-clone", "0,1", "-compose",
                         "divide-src", "-composite", ")", "-delete", "0", "-reverse", "-compose", "copy-opacity",
                         "-composite", "-strip", os.path.join(self.folder, name + ".png"))
        for part in parts:
            os.remove(part)
        self.paint(BACKDROP)

    def close(self):
        self.session.close()
