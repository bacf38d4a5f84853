# SPDX-License-Identifier: GPL-3.0-or-later
"""The clipboard under KDE's KWin, by data-control: all that is promised of X11's and sway's; their tests run here,
too."""

import shutil
import unittest

import test_clipboard_upload
import test_clipboard_watch
import test_clipboard_wayland
from wayland import KwinSession


class OnKwin:
    needed = ("dbus-daemon", "wl-copy", "wl-paste")
    kind = KwinSession

    def setUp(self):
        if shutil.which("kwin_wayland") is None:
            self.skipTest("KWin is not installed")
        super().setUp()


class Watch(OnKwin, test_clipboard_watch.Watch):
    pass


class Upload(OnKwin, test_clipboard_upload.ClipboardUpload):
    pass


class Traps(OnKwin, test_clipboard_wayland.Traps):
    pass


class Link(OnKwin, test_clipboard_wayland.Link):
    @unittest.skip("KWin gives wl-copy no primary selection")
    def test_primary_selection(self):
        pass


if __name__ == "__main__":
    unittest.main()
