# SPDX-License-Identifier: GPL-3.0-or-later
"""The clipboard under GNOME's mutter, by an X11 program of our own: all that is promised of X11's (its
tests run here, too), and what can only go wrong there."""

import os
import signal
import time
import unittest

from gi.repository import GLib

import test_clipboard_traps
import test_clipboard_upload
import test_clipboard_watch
from notifications import NotificationTest
from session import SLOWNESS, Accessible, DesktopTest, Session, find_child, png, wait_until
from wayland import MutterSession, MutterXwaylandSession

NEEDED = ("dbus-daemon", "mutter", "Xwayland", "Xvfb", "xclip", "wl-copy", "wl-paste")


class OnMutter:
    needed = NEEDED
    kind = MutterXwaylandSession

    def start_desktop(self, *arguments):
        desktop = super().start_desktop(*arguments)
        self.agent = self.wait_for_agent(desktop)
        return desktop

    def get_watching(self):
        """The state and its reason."""
        said = self.session.call("GetCapabilities")[0]
        return next((state, reason) for name, state, reason in said if name == "watching")

    def wait_for_agent(self, desktop, but=None):
        """The process id of the program that has the clipboard, once it does."""
        def find():
            child = find_child(desktop.pid, "--clipboard-agent")
            return child if child != but else None

        found = wait_until(find, "the agent")
        wait_until(lambda: self.get_watching() == ("yes", ""), "the agent's word")
        return found


class Watch(OnMutter, test_clipboard_watch.Watch):
    pass


class Upload(OnMutter, test_clipboard_upload.ClipboardUpload):
    pass


class Traps(OnMutter, test_clipboard_traps.Traps):
    pass


class Copies(OnMutter, DesktopTest):
    """What Wayland programs copy, and what they get."""

    def setUp(self):
        super().setUp()
        self.session.start_keyboard()
        self.site = self.use_folder()

    def copy_by_wayland(self, data, stays=True):
        owner = self.session.copy_by_wl_copy(data)
        if stays:
            wait_until(lambda: self.session.paste("image/png") == data, "wl-copy")
        return owner

    def paste_by_wayland(self, target):
        return self.session.run("wl-paste", "--no-newline", "--type", target, check=False)

    def test_to_and_fro(self):
        self.program.check("config", "set", "watch-clipboard", "upload")
        self.start_desktop()
        self.copy_by_wayland(png("copied"), stays=False)
        link = self.wait_for_text()
        self.assertEqual(self.paste_by_wayland("text/plain").decode(), link)
        self.assertIn(b"<img src=", self.paste_by_wayland("text/html"))
        # Our own link is nobody's copy, and a new copy of the same picture is another one.
        time.sleep(1.5 * SLOWNESS)
        self.assertEqual(self.program.count_history(), 1)
        self.session.copy(**{"UTF8_STRING": "words"})
        self.copy_by_wayland(png("copied"), stays=False)
        self.assertEqual(self.wait_for_text(), link)

    def test_owner_has_gone(self):
        """The compositor keeps what a program has copied that ends; that is no other copy."""
        self.start_desktop()
        for copy in (self.copy_by_wayland, lambda data: self.session.copy(**{"image/png": data})):
            owner = copy(png("copied"))
            time.sleep(0.5 * SLOWNESS)
            self.activate("ignore-found")
            time.sleep(1.5)
            owner.terminate()
            owner.wait()
            wait_until(lambda: self.session.paste("image/png") == png("copied"), "the compositor's copy")
            time.sleep(0.5 * SLOWNESS)
            self.activate("upload-found")
            time.sleep(0.5 * SLOWNESS)
            self.assertEqual(self.count_objects(self.site), 0)
            self.session.copy(**{"UTF8_STRING": "in between"})
            time.sleep(0.5 * SLOWNESS)

    def test_link_outlives_us(self):
        desktop = self.start_desktop()
        self.copy_by_wayland(png("copied"))
        self.upload_clipboard(copy=GLib.Variant("b", True))
        link = self.wait_for_text()
        self.activate("quit")
        desktop.wait(20 * SLOWNESS)
        wait_until(lambda: not os.path.exists(f"/proc/{self.agent}"), "the agent's end")
        self.assertEqual(self.paste_by_wayland("text/plain;charset=utf-8").decode(), link)

    def test_command_line(self):
        self.start_desktop()
        self.copy_by_wayland(png("asked"))
        link = self.program.check("upload", "--clipboard", "--copy")
        self.assertEqual(self.wait_for_text() + "\n", link)


class Agent(OnMutter, DesktopTest):
    """The program that has the clipboard ends, or hangs."""

    def setUp(self):
        super().setUp()
        self.site = self.use_folder()
        self.program.check("config", "set", "watch-clipboard", "upload")

    def check_works(self, seed):
        before = self.count_objects(self.site)
        self.session.copy(**{"image/png": png(seed)})
        wait_until(lambda: self.count_objects(self.site) == before + 1, "the picture")
        self.wait_for_text()

    def test_killed(self):
        desktop = self.start_desktop()
        self.check_works("before")
        link = self.session.paste()
        os.kill(self.agent, signal.SIGKILL)
        agent = self.wait_for_agent(desktop, but=self.agent)
        # The compositor has kept our link.
        self.assertEqual(self.session.paste(), link)
        self.check_works("after")
        os.kill(agent, signal.SIGTERM)
        self.wait_for_agent(desktop, but=agent)
        self.check_works("again")

    def test_hangs(self):
        """One that doesn't answer is replaced, and nobody waits for it."""
        desktop = self.start_desktop()
        os.kill(self.agent, signal.SIGSTOP)
        self.session.copy(**{"image/png": png("unheard")})
        asking = self.program.start("upload", "--clipboard")
        self.assertLess(self.session.measure_answers(desktop, lambda: asking.poll() is None), 0.5 * SLOWNESS)
        self.assertIn(b"try again", asking.communicate()[1])
        self.wait_for_agent(desktop, but=self.agent)
        self.assertTrue(self.upload_clipboard()[0]["ok"])
        self.check_works("heard")

    def test_hangs_over_a_link(self):
        desktop = self.start_desktop()
        self.activate("pause")
        self.session.copy(**{"image/png": png("a")})
        wait_until(self.program.list_queue, "the job")
        os.kill(self.agent, signal.SIGSTOP)
        self.activate("pause")
        self.wait_for_text(30)
        self.assertNotEqual(self.wait_for_agent(desktop), self.agent)

    def test_desktop_killed(self):
        """It doesn't stay behind."""
        desktop = self.start_desktop()
        desktop.kill()
        desktop.wait()
        wait_until(lambda: not os.path.exists(f"/proc/{self.agent}"), "the agent's end")


class XServer(OnMutter, DesktopTest):
    """The X server is not there, ends, or is started anew.  Mutter would end with its own."""
    kind = MutterSession

    def setUp(self):
        super().setUp()
        self.session.start_keyboard()
        self.screen = Session()
        self.addCleanup(self.screen.close)
        self.session.environment["DISPLAY"] = self.screen.environment["DISPLAY"]
        self.site = self.use_folder()

    def check_truth(self, desktop):
        """It is said, and what is asked for is done by a window."""
        wait_until(lambda: "only while its window is in use" in self.get_watching()[1], "the truth")
        self.assertEqual(self.get_watching()[0], "no")
        link = self.program.check("upload", "--copy", self.program.write("file.png", png("file")))
        self.assertEqual(self.wait_for_text() + "\n", link)
        self.assertIsNone(desktop.poll())

    def test_none(self):
        self.session.environment["DISPLAY"] = ":987"
        self.check_truth(super(OnMutter, self).start_desktop())

    def test_end(self):
        desktop = self.start_desktop()
        self.screen.running[0].kill()
        self.check_truth(desktop)

    def test_new_start(self):
        self.program.check("config", "set", "watch-clipboard", "upload")
        desktop = self.start_desktop()
        self.screen.running[0].kill()
        self.screen.running[0].wait()
        wait_until(lambda: self.get_watching()[0] == "no", "the truth")
        self.screen.start("Xvfb", self.session.environment["DISPLAY"], "-nolisten", "tcp", "-noreset")
        self.wait_for_agent(desktop, but=self.agent)
        self.session.copy(**{"image/png": png("a")})
        wait_until(lambda: b"https://img.example.com/" in Session.paste(self.session), "the link")


class Window(OnMutter, NotificationTest):
    """No program but that whose window is in use has the clipboard: ours opens one."""
    kind = MutterSession

    def setUp(self):
        super().setUp()
        self.session.start_keyboard()
        self.session.start_accessibility()
        self.desktop = super(OnMutter, self).start_desktop()
        self.window = Accessible(self.session)

    def copy(self, data, target="image/png"):
        owner = self.session.copy_by_wl_copy(data, target)
        wait_until(lambda: self.session.paste(target) == data, "wl-copy")
        return owner

    def wait_until_gone(self):
        wait_until(lambda: not self.window.is_there("Upload clipboard"), "the window to close")

    def begin_upload(self):
        """Until the picture is handed in, and no further."""
        self.activate("pause")
        self.copy(png("copied"))
        self.activate("upload-clipboard")
        wait_until(self.program.list_queue, "the job")
        self.assertIn("Uploading", self.window.read())

    def test_picture(self):
        state, reason = self.get_watching()
        self.assertEqual(state, "no")
        self.assertIn("only while its window is in use", reason)
        self.assertIn("“Upload clipboard”", reason)
        self.copy(png("copied", noise=300_000))
        self.activate("upload-clipboard")
        link = self.wait_for_text()
        self.assertIn("https://img.example.com/", link)
        self.wait_for_shown("^Link copied$")
        self.assertIn(b"<img src=", self.session.paste("text/html"))
        self.wait_until_gone()
        # What is read next is no longer ours.
        self.copy(png("second"))
        self.activate("upload-clipboard")
        self.assertNotEqual(wait_until(lambda: self.count_objects(self.site) == 2 and self.wait_for_text(),
                                       "the second link"), link)

    def test_nothing(self):
        self.copy(b"words", "text/plain")
        with self.assertRaisesRegex(GLib.Error, "no picture on the clipboard"):
            self.upload_clipboard()
        self.wait_until_gone()
        self.assertEqual(self.session.paste("text/plain"), b"words")

    def test_command_line(self):
        self.copy(png("copied"))
        link = self.program.check("upload", "--clipboard", "--copy")
        self.assertEqual(self.wait_for_text() + "\n", link)

    def test_other_window(self):
        """The person goes on with another program meanwhile: the link waits for them."""
        self.begin_upload()
        listener = self.session.wait_for_focus()
        self.activate("pause")
        wait_until(lambda: "link is ready" in self.window.read(), "the window's word")
        self.wait_for_shown("^Uploaded$")
        listener.terminate()  # which gives the focus back to ours
        self.wait_until_gone()
        self.assertIn("https://img.example.com/", self.wait_for_text())

    def test_closed(self):
        """It comes back with the link."""
        self.begin_upload()
        self.session.press_key("Escape")
        self.wait_until_gone()
        self.activate("pause")
        wait_until(lambda: self.count_objects(self.site) == 1, "the picture")
        self.assertIn("https://img.example.com/", self.wait_for_text())
        self.wait_until_gone()

    def test_quit(self):
        """Whoever waits for the window is told."""
        listener = self.session.wait_for_focus()
        self.copy(png("copied"))
        self.begin_upload()
        self.activate("quit")
        self.assertEqual(self.desktop.wait(20 * SLOWNESS), 0)
        self.assertIsNone(listener.poll())


if __name__ == "__main__":
    unittest.main()
