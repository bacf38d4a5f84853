# SPDX-License-Identifier: GPL-3.0-or-later
"""Screenshots in a Wayland session by the real xdg-desktop-portal: what it is asked, and what becomes of the file
that it leaves behind."""

import json
import os
import unittest

from session import happens, png, wait_until
from realportal import PortalTest

# Where and how GNOME leaves it.
TAKE = """import shutil
shutil.copyfile({data!r}, {file!r})
ret = (0, dbus.Dictionary({{"uri": dbus.String({uri!r}, variant_level=1)}}, signature="sv"))"""
OLD = 1_600_000_000


class ScreenshotPortal(PortalTest):
    interface = "org.freedesktop.impl.portal.Screenshot"

    def setUp(self):
        super().setUp()
        self.data = png(self.id())
        self.picture = self.program.write("taken.png", self.data)
        folder = os.path.join(self.session.folder, "Pictures", "Screenshots")
        os.makedirs(folder)
        self.file = os.path.join(folder, "Screenshot from 2026.png")
        # What is in the folder for temporary files is nobody's.
        self.session.environment["TMPDIR"] = os.path.join(self.session.folder, "tmp")
        os.mkdir(self.session.environment["TMPDIR"])
        self.start_mock()
        self.answer(TAKE)
        self.start_portal(self.interface, "org.freedesktop.impl.portal.Access")

    def answer(self, code):
        self.add_method("Screenshot", "ossa{sv}", code.format(
            data=self.picture, file=self.file, uri="file://" + self.file.replace(" ", "%20")))

    def start(self):
        desktop = self.start_desktop()
        wait_until(lambda: json.loads(self.program.check("status", "--json"))["screenshot"]["state"] == "yes",
                   "the portal")
        return desktop

    def take(self):
        """Takes one; the window that the portal was told, and what else."""
        before = len(self.get_calls("Screenshot"))
        self.activate("screenshot")
        wait_until(lambda: len(self.get_calls("Screenshot")) > before, "the call")
        _, _, window, options = self.get_calls("Screenshot")[-1]
        return window, options

    def assert_uploaded(self):
        link = self.wait_for_text()
        wait_until(lambda: self.count_objects(self.site) == 1, "the upload")
        with open(os.path.join(self.site, link[link.index(".com/") + 5:-1]), "rb") as file:
            self.assertEqual(file.read(), self.data)

    def is_kept(self):
        return not happens(lambda: not os.path.exists(self.file), 1)

    def test_kept(self):
        self.start()
        window, options = self.take()
        self.assertEqual(window, "wayland:")
        self.assertTrue(options["interactive"])
        self.assert_uploaded()
        self.assertTrue(self.is_kept())

    def test_removed(self):
        self.program.check("config", "set", "remove-screenshot", "true")
        self.start()
        self.take()
        self.assert_uploaded()
        wait_until(lambda: not os.path.exists(self.file), "the end of the file")
        self.assertEqual(os.listdir(os.path.dirname(self.file)), [])

    def test_failed(self):
        """What isn't up is all there is of it."""
        self.program.check("config", "set", "remove-screenshot", "true")
        os.rmdir(self.site)
        with open(self.site, "w", encoding="ascii"):
            pass
        self.start()
        self.take()
        wait_until(lambda: self.session.get("State") != "busy" and os.path.exists(self.file), "the end")
        self.assertTrue(self.is_kept())

    def test_older_file(self):
        """Whatever was there before the portal was asked is none that it has left behind."""
        self.program.check("config", "set", "remove-screenshot", "true")
        with open(self.file, "wb") as file:
            file.write(self.data)
        os.utime(self.file, (OLD, OLD))
        self.answer("\n".join(TAKE.splitlines()[2:]))
        self.start()
        self.take()
        self.assert_uploaded()
        self.assertTrue(self.is_kept())

    def test_parent(self):
        """The window that has the focus, by the name that the compositor gives it."""
        self.session.start_keyboard()
        self.start()
        self.activate("settings")
        wait_until(lambda: [window["focused"] for window in self.session.list_windows().values()] == [True], "Settings")

        def told():
            return self.take()[0] != "wayland:"
        wait_until(told, "the name of the window")
        window, _ = self.take()
        self.assertRegex(window, "^wayland:.+")


del PortalTest

if __name__ == "__main__":
    unittest.main()
