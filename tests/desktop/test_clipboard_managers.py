# SPDX-License-Identifier: GPL-3.0-or-later
"""With XFCE's clipboard manager: what is on the clipboard outlives the program that put it there."""

import os
import signal
import time
import unittest

from gi.repository import GLib
from session import SLOWNESS, DesktopTest, png, wait_until

# Copies a picture, waits, hands it to the clipboard manager and ends.
COPY_AND_END = """
import sys, time, gi
gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GdkPixbuf, GLib, Gtk
clipboard = Gtk.Clipboard.get (Gdk.SELECTION_CLIPBOARD)
clipboard.set_image (GdkPixbuf.Pixbuf.new_from_file (sys.argv[1]))
clipboard.set_can_store (None)
GLib.timeout_add (int (float (sys.argv[2]) * 1000), Gtk.main_quit)
print ("ready", flush=True)
Gtk.main ()
clipboard.store ()
"""

XFCONFD = "/usr/lib/x86_64-linux-gnu/xfce4/xfconf/xfconfd"


class Managers(DesktopTest):
    needed = DesktopTest.needed + ("xfsettingsd",)

    def setUp(self):
        super().setUp()
        self.site = self.use_folder()
        self.session.start(XFCONFD)
        wait_until(lambda: self.session.owns("org.xfce.Xfconf"), "xfconfd")
        self.session.start("xfsettingsd", "--no-daemon", "--sm-client-disable")
        wait_until(lambda: self.session.owns("org.xfce.SettingsDaemon"), "xfsettingsd")
        # It has its name before it is the clipboard manager.
        wait_until(self.keeps_clipboard, "the clipboard manager", 20)

    def copy_and_end(self, data, seconds):
        path = os.path.join(self.session.folder, "picture.png")
        with open(path, "wb") as file:
            file.write(data)
        return self.session.start("/usr/bin/python3", "-c", COPY_AND_END, path, str(seconds))

    def keeps_clipboard(self):
        self.copy_and_end(png("probe"), 0).wait()
        return b"image/png" in self.session.paste("TARGETS")

    def upload(self, data):
        self.session.copy(**{"image/png": data})
        self.upload_clipboard(copy=GLib.Variant("b", True))
        return self.wait_for_text()

    def test_link_outlives_us(self):
        for end in (lambda _: self.activate("quit"), lambda desktop: desktop.terminate(),
                    lambda desktop: desktop.send_signal(signal.SIGINT)):
            desktop = self.start_desktop()
            link = self.upload(png("a"))
            html = self.session.paste("text/html")
            end(desktop)
            self.assertEqual(desktop.wait(10 * SLOWNESS), 0)
            self.assertEqual(self.session.paste().decode(), link)
            self.assertEqual(self.session.paste("text/html"), html)

    def test_others_copy_is_left_alone(self):
        desktop = self.start_desktop()
        self.upload(png("a"))
        self.session.copy(**{"UTF8_STRING": "newer"})
        self.activate("quit")
        self.assertEqual(desktop.wait(10 * SLOWNESS), 0)
        self.assertEqual(self.session.paste(), b"newer")

    def test_own_link_taken_over(self):
        """Our link in the manager's hands is still ours: no copy, and nothing newer."""
        desktop = self.start_desktop()
        link = self.upload(png("a"))
        self.activate("quit")
        desktop.wait(10 * SLOWNESS)
        self.program.check("config", "set", "watch-clipboard", "upload")
        self.start_desktop()
        self.assertEqual(self.session.paste().decode(), link)
        with self.assertRaisesRegex(GLib.Error, "no picture on the clipboard"):
            self.upload_clipboard()

    def test_kept_picture_is_no_copy(self):
        """A program that ends long after a copy hands it to the manager: nobody copies anything then."""
        self.program.check("config", "set", "watch-clipboard", "ask")
        self.start_desktop()
        owner = self.copy_and_end(png("a"), 3)
        time.sleep(2)
        self.activate("ignore-found")
        owner.wait()
        time.sleep(1 * SLOWNESS)
        self.assertIn(b"image/png", self.session.paste("TARGETS"))
        self.activate("upload-found")
        time.sleep(0.5 * SLOWNESS)
        self.assertEqual(self.count_objects(self.site), 0)
        self.activate("upload-clipboard")
        self.wait_for_text()
        self.assertEqual(self.count_objects(self.site), 1)


if __name__ == "__main__":
    unittest.main()
