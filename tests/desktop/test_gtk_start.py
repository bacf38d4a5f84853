# SPDX-License-Identifier: GPL-3.0-or-later
"""GTK's theme is read when the first window is, and OpenGL is left alone: the windows look as ever, and nobody else
is told of it."""

import os
import time
import unittest

from session import DesktopTest, wait_until


class GtkStart(DesktopTest):
    needed = (*DesktopTest.needed, "openbox", "import", "xprop", "xdotool")

    def setUp(self):
        super().setUp()
        self.site = self.use_folder()
        self.session.start_window_manager()

    def look(self):
        return self.session.run("import", "-window", "root", "rgb:-")

    def look_at_rest(self):
        def find():
            before = self.look()
            time.sleep(0.3)
            return before == self.look() and before
        return wait_until(find, "a picture that stays")

    def show(self, action, theme=None):
        """The screen with the first window of the program, and the program."""
        if theme is not None:
            self.session.environment["GTK_THEME"] = theme
        desktop = self.start_desktop()
        self.session.environment.pop("GTK_THEME", None)
        empty = self.look()
        self.activate(action)
        wait_until(lambda: self.look() != empty, f"a window: {action}")
        return desktop

    def end(self, desktop):
        desktop.terminate()
        desktop.wait(20)

    def test_first_window(self):
        for action in ("settings", "assistant", "choose-files", "show-drop-zone"):
            with self.subTest(action):
                desktop = self.show(action, "Adwaita")
                themed = self.look_at_rest()
                self.end(desktop)
                desktop = self.show(action)
                # The text cursor of a field comes and goes.
                wait_until(lambda themed=themed: self.look() == themed, f"the same picture: {action}")
                self.end(desktop)
                desktop = self.show(action, "Adwaita:dark")
                self.assertNotEqual(self.look_at_rest(), themed)
                self.end(desktop)

    def test_no_opengl(self):
        """Also for the first program of a session that GTK is in."""
        desktop = self.start_desktop()
        self.activate("settings")
        wait_until(lambda: b"\n" in self.session.run("xdotool", "search", "--onlyvisible", "--name", "^Settings$",
                                                     check=False), "the window")
        with open(f"/proc/{desktop.pid}/maps", encoding="ascii") as file:
            self.assertNotRegex(file.read(), "libGLX|libGL|_dri")

    def test_started_programs(self):
        """The person's theme is handed on, and no other; likewise what is set of OpenGL."""
        found = os.path.join(self.session.folder, "environment")
        script = os.path.join(self.session.folder, "take")
        with open(script, "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\necho "$GTK_THEME/$GDK_GL" >{found}\n')
        os.chmod(script, 0o755)
        self.program.check("config", "set", "screenshot-command", f"{script} %f")
        for theme, gl in (("", ""), ("HighContrast", "disable")):
            with self.subTest(theme):
                if theme:
                    self.session.environment.update(GTK_THEME=theme, GDK_GL=gl)
                desktop = self.start_desktop()
                self.activate("screenshot")
                wait_until(lambda: os.path.exists(found) and os.path.getsize(found), "the command")
                with open(found, encoding="utf-8") as file:
                    self.assertEqual(file.read(), f"{theme}/{gl}\n")
                os.unlink(found)
                self.end(desktop)


if __name__ == "__main__":
    unittest.main()
