# SPDX-License-Identifier: GPL-3.0-or-later
"""Screenshots: by the desktop's portal, by the tools of others, by the person's own command."""

import ast
import os
import shlex
import subprocess
import time
import unittest

from session import HERE, DesktopTest, png, wait_until


class Screenshot(DesktopTest):
    def setUp(self):
        super().setUp()
        self.site = self.use_folder()
        self.bin = self.make("bin")
        self.temporary = self.make("tmp")
        self.picture = os.path.join(self.session.folder, "taken.png")
        self.data = png("screenshot")
        with open(self.picture, "wb") as file:
            file.write(self.data)

    def start_desktop(self, *arguments, **environment):
        """With no other tools on the path than those of the test."""
        before = dict(self.session.environment)
        self.session.environment.update(environment, PATH=self.bin, TMPDIR=self.temporary)
        try:
            return super().start_desktop(*arguments)
        finally:
            self.session.environment = before

    def make(self, name):
        path = os.path.join(self.session.folder, name)
        os.mkdir(path)
        return path

    def install(self, name, script):
        """A tool of that name; its arguments are noted in a file."""
        path = os.path.join(self.bin, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write('#!/bin/sh\nPATH=/usr/bin:/bin\nfor argument; do file=$argument; done\n'
                       f'printf "%s\\n" "${{0##*/}}" "$@" >>{shlex.quote(self.session.folder)}/called\n'
                       f"picture={shlex.quote(self.picture)}\n{script}\n")
        os.chmod(path, 0o755)

    def read_calls(self):
        try:
            with open(os.path.join(self.session.folder, "called"), encoding="utf-8") as file:
                return file.read().splitlines()
        except FileNotFoundError:
            return []

    def get_state(self):
        return {name: (state, reason)
                for name, state, reason in self.session.call("GetCapabilities")[0]}["screenshot"]

    def read_log(self):
        path = os.path.join(self.session.folder, ".local/state/pichoist/log")
        try:
            with open(path, encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def wait_for_log(self, text):
        return wait_until(lambda: text in self.read_log(), f"“{text}” in the log")

    def assert_uploaded(self):
        link = self.wait_for_text()
        self.assertEqual(self.count_objects(self.site), 1)
        with open(os.path.join(self.site, link[link.index(".com/") + 5:-1]), "rb") as file:
            self.assertEqual(file.read(), self.data)
        return link

    def assert_nothing_left(self):
        wait_until(lambda: os.listdir(self.temporary) == [], "the end of the temporary file")

    def assert_cancelled(self):
        self.wait_for_log("no screenshot was taken")
        self.assertEqual(self.count_objects(self.site), 0)
        self.assertEqual(self.session.get("State"), "idle")
        self.assert_nothing_left()


class Tools(Screenshot):
    def test_tool(self):
        self.install("gnome-screenshot", 'cp "$picture" "$file"')
        self.install("maim", "exit 1")
        self.start_desktop()
        self.assertEqual(self.get_state()[0], "yes")
        self.activate("screenshot")
        link = self.assert_uploaded()
        self.assertRegex(link, r"^!\[Screenshot \d{4}-\d\d-\d\d \d\d-\d\d-\d\d\]")
        self.assertEqual(self.read_calls()[:3], ["gnome-screenshot", "-a", "-f"])
        self.assert_nothing_left()

    def test_standard_output(self):
        os.symlink("/bin/sh", os.path.join(self.bin, "sh"))
        self.install("flameshot", 'cat "$picture"')
        self.start_desktop()
        self.activate("screenshot")
        self.assert_uploaded()
        self.assertEqual(self.read_calls(), ["flameshot", "gui", "-r"])

    def test_wayland(self):
        """What only knows X11 would take a black picture."""
        os.symlink("/bin/sh", os.path.join(self.bin, "sh"))
        self.install("maim", 'cp "$picture" "$file"')
        self.install("grim", 'cp "$picture" "$file"')
        self.start_desktop(XDG_SESSION_TYPE="wayland", GDK_BACKEND="x11")
        self.assertEqual(self.get_state()[0], "no")
        self.install("slurp", "echo '1,2 3x4'")
        self.activate("screenshot")
        self.assert_uploaded()
        self.assertEqual(self.read_calls()[:4], ["slurp", "grim", "-g", "1,2 3x4"])

    def test_cancelled(self):
        for name, script in (("status", "exit 1"), ("no file", "exit 0"), ("empty file", ': >"$file"')):
            with self.subTest(name):
                self.install("maim", script)
                desktop = self.start_desktop()
                self.activate("screenshot")
                self.assert_cancelled()
                self.activate("quit")
                desktop.wait(10)
                os.unlink(os.path.join(self.session.folder, ".local/state/pichoist/log"))

    def test_own_command(self):
        self.install("maim", "exit 1")
        self.install("my tool", 'cp "$picture" "${2#--to=}"')
        self.program.check("config", "set", "screenshot-command", "'my tool' -x --to=%f")
        self.start_desktop()
        self.activate("screenshot")
        self.assert_uploaded()
        self.assertEqual(self.read_calls()[:2], ["my tool", "-x"])

    def test_no_tool(self):
        self.start_desktop()
        state, reason = self.get_state()
        self.assertEqual(state, "no")
        self.assertIn("install spectacle", reason)
        self.activate("screenshot")
        self.wait_for_log("there is no program that takes screenshots")
        self.program.check("config", "set", "screenshot-command", "nosuch %f")
        wait_until(lambda: self.get_state()[0] == "yes", "the capability")
        self.activate("screenshot")
        self.wait_for_log("“nosuch” can't be run")
        self.assert_nothing_left()

    def test_one_at_a_time(self):
        self.install("maim", 'sleep 1; cp "$picture" "$file"')
        self.start_desktop()
        for _ in range(3):
            self.activate("screenshot")
        self.assert_uploaded()
        self.assertEqual(self.read_calls().count("maim"), 1)

    def test_not_accepted(self):
        """Where there is no destination the file is all that there is of it."""
        self.program.check("profile", "remove", "site")
        self.install("maim", 'cp "$picture" "$file"')
        self.start_desktop()
        self.activate("screenshot")
        folder = wait_until(lambda: os.listdir(self.temporary), "the file")[0]
        time.sleep(0.5)
        name, = os.listdir(os.path.join(self.temporary, folder))
        with open(os.path.join(self.temporary, folder, name), "rb") as file:
            self.assertEqual(file.read(), self.data)

    def test_hotkey(self):
        """The tool gets the keyboard: it is started when the keys are up."""
        from keyboard import Keyboard
        keyboard = Keyboard(self.session.environment["DISPLAY"])
        self.addCleanup(keyboard.close)
        self.install("maim", 'cp "$picture" "$file"')
        self.program.check("config", "set", "hotkey-screenshot", "<Shift>F9")
        self.start_desktop()
        wait_until(lambda: not keyboard.is_free(keyboard.find("F9"), 1), "the grab")
        keyboard.press("Shift_L", "F9", hold=lambda: (time.sleep(0.3), self.assertEqual(self.read_calls(), [])))
        self.assert_uploaded()


class Portal(Screenshot):
    def start_portal(self, *arguments):
        portal = self.session.start("/usr/bin/python3", os.path.join(HERE, "portal.py"), *arguments,
                                    stdout=subprocess.PIPE)
        self.addCleanup(portal.terminate)
        self.assertEqual(portal.stdout.readline(), b"ready\n")
        return portal

    def start_both(self, *arguments):
        portal = self.start_portal(*arguments)
        self.start_desktop()
        wait_until(lambda: self.get_state()[0] == "yes", "the portal")
        return portal

    def test_taken(self):
        portal = self.start_both("take", self.picture)
        self.activate("screenshot")
        self.assert_uploaded()
        self.assertEqual(ast.literal_eval(portal.stdout.readline().decode()),
                         ("Register", ("io.github.pichoist.Pichoist", {})))
        method, (window, options) = ast.literal_eval(portal.stdout.readline().decode())
        self.assertEqual(method, "Screenshot")
        self.assertRegex(window, "^x11:[0-9a-f]+$")
        self.assertTrue(options["interactive"])
        self.assertTrue(os.path.exists(self.picture), "a file that may be the person's own was removed")

    def test_temporary_file(self):
        path = os.path.join(self.temporary, "portal.png")
        os.rename(self.picture, path)
        self.start_both("take", path)
        self.activate("screenshot")
        self.assert_uploaded()
        self.assert_nothing_left()

    def test_cancelled(self):
        self.install("maim", 'cp "$picture" "$file"')
        self.start_both("cancel")
        time.sleep(0.3)
        self.activate("screenshot")
        self.assert_cancelled()
        self.assertEqual(self.read_calls(), [])

    def test_falls_back(self):
        """A portal that can't is as good as none."""
        for answer in ("fail", "refuse", "die"):
            with self.subTest(answer):
                portal = self.start_both(answer)
                self.activate("screenshot")
                self.wait_for_log("the desktop takes no screenshot")
                self.activate("quit")
                portal.terminate()
                portal.wait()
                wait_until(lambda: not self.session.owns("io.github.pichoist.Pichoist"), "the end")
                os.unlink(os.path.join(self.session.folder, ".local/state/pichoist/log"))
        self.install("maim", 'cp "$picture" "$file"')
        self.start_both("fail")
        time.sleep(0.3)
        self.activate("screenshot")
        self.assert_uploaded()

    def test_comes_and_goes(self):
        self.start_desktop()
        self.assertEqual(self.get_state()[0], "no")
        portal = self.start_portal("take", self.picture)
        wait_until(lambda: self.get_state()[0] == "yes", "the portal")
        portal.terminate()
        wait_until(lambda: self.get_state()[0] == "no", "the portal's end")


if __name__ == "__main__":
    unittest.main()
