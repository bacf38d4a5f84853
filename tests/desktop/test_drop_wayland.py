# SPDX-License-Identifier: GPL-3.0-or-later
"""The drop zone under sway, where it is a layer surface: the drags of test_drop.py by a virtual mouse, their
bytes in the R2 simulator, and where it stands."""

import json
import os
import select
import shutil
import unittest

import test_drop
from session import NAME, SLOWNESS, Accessible, fetch, happens, png, wait_until
from wayland import SwaySession

PLACE = (700, 200)


class OnSway:
    """For test_drop.Drop."""
    kind = SwaySession
    needed = ("sway", "swaymsg", "wl-copy", "wtype", "grim", "dbus-daemon")
    server_prefix = "S3_"
    target = (840, 260)
    unread = (*test_drop.Drop.unread, "failed")  # what there was nothing in; X11 tells no source

    def use_folder(self, public_url=None):
        self.links = self.program.server.public_url

    def open_zone(self):
        self.session.start_mouse()
        self.session.start_keyboard()
        self.session.start_accessibility()
        self.write_place(*PLACE)
        self.start_desktop()
        self.activate("show-drop-zone")
        self.window = Accessible(self.session)
        self.window.look("Drop zone", role="frame")

    def get_place_file(self):
        return os.path.join(self.session.folder, ".local/state/pichoist/drop-zone")

    def write_place(self, x, y):
        os.makedirs(os.path.dirname(self.get_place_file()), exist_ok=True)
        with open(self.get_place_file(), "w", encoding="ascii") as file:
            file.write(f"{x} {y}\n")

    def read_place(self):
        with open(self.get_place_file(), encoding="ascii") as file:
            return tuple(map(int, file.read().split()))

    def get_objects(self):
        rows = [json.loads(line) for line in self.program.check("list", "--json", "--limit", "0").splitlines()]
        return sorted(fetch(row["url"])[2] for row in rows)

    def count_objects(self, site=None):
        return len(self.get_objects())

    def move_source(self):
        source = '[title="^Drag source$"]'
        wait_until(lambda: "Drag source" in self.session.list_windows(), "the source")

        def is_there():
            self.session.run("swaymsg", f"{source} floating enable, border none, resize set 200 200, "
                             "move absolute position 100 200")
            rect = self.session.list_windows()["Drag source"]["rect"]
            return [rect[name] for name in ("x", "y", "width", "height")] == [100, 200, 200, 200]
        wait_until(is_there, "the source's place")

    def says(self, source, word):
        """Will the source say so?"""
        while select.select([source.stdout], [], [], 3 * SLOWNESS)[0]:
            if source.stdout.readline().decode().strip() == word:
                return True
        return False

    def drag_to_zone(self, source):
        def begin():
            self.session.point("release")
            self.session.point("move", 200, 300)
            self.session.point("press")
            for x in (210, 220, 240):
                self.session.point("move", x, 300)
            return self.says(source, "begin")
        wait_until(begin, "the drag")
        for distance in (5, 0):
            self.session.point("move", self.target[0] - distance, self.target[1])
        self.assertTrue(self.says(source, "accepted"))
        self.session.point("release")

    def get_geometry(self):
        return [*PLACE, *self.window.look("Drop zone", role="frame")["place"][2:]]

    def click(self, where):
        left, top, width, height = self.get_geometry()
        place = (left + int(where * width), top + height - 35)
        self.session.point(*place, *place)


@unittest.skipUnless(shutil.which("sway"), "sway is not installed")
class Files(OnSway, test_drop.Files):
    pass


@unittest.skipUnless(shutil.which("sway"), "sway is not installed")
class Browsers(OnSway, test_drop.Browsers):
    pass


@unittest.skipUnless(shutil.which("sway"), "sway is not installed")
class Window(OnSway, test_drop.Drop):
    def end(self):
        self.activate("quit")
        wait_until(lambda: not self.session.owns(NAME), "the end")

    def begin_again(self):
        self.start_desktop()
        self.activate("show-drop-zone")
        self.window = Accessible(self.session)
        self.window.look("Drop zone", role="frame")

    def take_picture(self, x, y):
        """Of a part of where a zone that stands there has its title."""
        return self.session.run("grim", "-t", "ppm", "-g", f"{x + 10},{y + 10} 120x50", "-")

    def test_moved(self):
        """By the mouse, and it is there the next time."""
        shown = wait_until(lambda: self.take_picture(*PLACE) == self.take_picture(*PLACE) and
                           self.take_picture(*PLACE), "a still picture")
        self.assertNotEqual(self.take_picture(100, 500), shown)
        self.session.point(PLACE[0] + 150, PLACE[1] + 30, 100 + 150, 500 + 30)
        wait_until(lambda: self.take_picture(100, 500) == shown, "the new place")
        self.end()
        self.assertEqual(self.read_place(), (100, 500))
        self.begin_again()
        wait_until(lambda: self.take_picture(100, 500) == shown, "the old place")

    def test_moved_out(self):
        """It stays in sight as a whole."""
        self.session.point(PLACE[0] + 150, PLACE[1] + 30, 1279, 799)
        self.end()
        left, top = self.read_place()
        _, _, width, height = *PLACE, 316, 161
        self.assertLess(abs(left + width - 1280) + abs(top + height - 800), 60)

    def find_on_screen(self):
        """left, top, right and bottom of what has the colour of the zone's ground; None where nothing has."""
        picture = self.session.run("grim", "-t", "ppm", "-")
        _, width, height, _ = picture.split(maxsplit=4)[:4]
        width, height = int(width), int(height)
        pixels = picture[-width * height * 3:]
        rows = [pixels[y * width * 3:(y + 1) * width * 3] for y in range(height)]
        filled = [y for y in range(height) if rows[y].count(self.ground) > 200]
        if not filled:
            return None
        row = rows[filled[0]]
        return row.index(self.ground) // 3, filled[0], row.rindex(self.ground) // 3 + 1, filled[-1] + 1

    def wait_for_zone(self, is_right):
        """On the screen, once is_right (left, top, right, bottom)."""
        wait_until(lambda: is_right(*(self.find_on_screen() or (0, 0, 0, 0))), "the zone")

    def look_for_ground(self):
        self.ground = self.session.run("grim", "-t", "ppm", "-g", f"{PLACE[0] + 5},{PLACE[1] + 5} 1x1", "-")[-3:]
        self.wait_for_zone(lambda *place: place[:2] == (PLACE[0] + 1, PLACE[1] + 1))

    def test_grows(self):
        """At the lower edge of the screen: upwards, or its results were out of sight; and smaller again."""
        self.look_for_ground()
        self.session.point(PLACE[0] + 150, PLACE[1] + 30, 300, 799)
        self.wait_for_zone(lambda left, top, right, bottom: left < 200 and bottom == 799)
        self.target = (300, 760)
        paths = [self.program.write(name, png(name)) for name in ("a.png", "b.png")]
        self.drag(**{"text/uri-list": "".join(f"file://{path}\r\n" for path in paths)})
        self.wait_for_zone(lambda left, top, right, bottom: bottom - top > 300 and bottom == 799)
        self.drag(**{"text/plain": "some words"})
        self.wait_for_zone(lambda left, top, right, bottom: bottom - top < 300 and bottom == 799)

    def test_scale(self):
        """1.5 leaves less room, of which it stays in sight, half as large again and sharp."""
        self.look_for_ground()
        self.session.run("swaymsg", "output * scale 1.5")
        self.wait_for_zone(lambda left, top, right, bottom: right == 1279 and 440 < right - left < 480)
        self.session.run("swaymsg", "output * scale 1")
        self.wait_for_zone(lambda *place: place[:2] == (PLACE[0] + 1, PLACE[1] + 1))

    def test_monitor_gone(self):
        """Where it was there is none any more: it begins anew, and in sight."""
        self.end()
        self.write_place(3000, 100)
        before = self.take_picture(960, 24)
        self.begin_again()
        wait_until(lambda: self.take_picture(960, 24) != before, "the zone in its corner")

    def test_monitor_gone_meanwhile(self):
        """The same, while it was closed."""
        self.look_for_ground()
        self.window.press("Close", role="push button")
        self.wait_for_zone(lambda *nowhere: not any(nowhere))
        self.write_place(3000, 100)
        self.activate("show-drop-zone")
        self.wait_for_zone(lambda left, top, right, bottom: right == 1280 - 25 and top == 25)

    def test_never_moved(self):
        """Nothing is remembered that nobody has chosen."""
        self.end()
        os.unlink(self.get_place_file())
        self.begin_again()
        self.end()
        self.assertFalse(os.path.exists(self.get_place_file()))

    def test_closed_by_mouse(self):
        place = (PLACE[0] + 280, PLACE[1] + 35)
        self.session.point(*place, *place)
        wait_until(lambda: not self.window.is_there("Drop zone", role="frame"), "its end")

    def test_keyboard(self):
        """It stays with who types, even when the zone is clicked."""
        self.session.wait_for_focus()
        windows = self.session.list_windows()
        self.assertTrue(windows["Key listener"]["focused"])
        self.session.point("move", *self.target)
        self.session.point(*self.target, *self.target)
        self.assertFalse(happens(lambda: self.session.list_windows() != windows, 1))

    def test_own_window(self):
        """Dropped on the settings, which is a window like others."""
        self.activate("settings")
        wait_until(lambda: "Settings" in "".join(self.session.list_windows()), "the settings")
        path = self.program.write("own.png", self.data)
        self.target = (500, 600)
        self.drag(**{"text/uri-list": "file://" + path})
        self.wait_for_objects(self.data)

    def test_picture(self):
        seen = self.drag(**{"image/png": self.data})
        self.assertEqual(seen[0], "get image/png")
        self.wait_for_objects(self.data)
        self.assertIn(self.links, self.wait_for_text())


if __name__ == "__main__":
    unittest.main()
