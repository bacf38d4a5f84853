# SPDX-License-Identifier: GPL-3.0-or-later
"""The tray icon and its menu, as a panel gets them."""

import os
import re
import socket
import subprocess
import time
import unittest

from gi.repository import GLib
from panel import WATCHER, WATCHER_PATH
from session import DESKTOP, SLOWNESS, DesktopTest, png, wait_until

APPLICATION = "io.github.pichoist.Pichoist"


class TrayTest(DesktopTest):
    def get_capability(self):
        return next((state, reason) for name, state, reason in self.session.call("GetCapabilities")[0]
                    if name == "tray")

    def copy_and_upload(self, seed="x"):
        self.session.copy(**{"image/png": png(seed)})
        self.upload_clipboard()


class Menu(TrayTest):
    def setUp(self):
        super().setUp()
        self.site = self.use_folder()
        self.start_panel()
        self.start_desktop()
        self.tray = self.wait_for_tray()

    def upload_named(self, *names):
        for name in names:
            path = self.program.write(name, png(name))
            self.assertEqual(self.session.start(DESKTOP, path).wait(10), 0)

    def labels(self, *path):
        """Of the rows that are shown, without the times of pictures."""
        menu = self.tray.read_menu()
        return [re.sub(r" \(\d\d:\d\d\)$", "", row.label)
                for row in (menu.find(*path) if path else menu).shown() if row.kind != "separator"]

    def test_identity(self):
        self.assertEqual(self.tray.get("Id"), APPLICATION)
        self.assertEqual(self.tray.get("Status"), "Active")
        self.assertEqual(self.tray.get("IconName"), APPLICATION + "-idle-symbolic")
        icons = self.tray.get("IconThemePath")
        for state in ("idle", "sending", "attention", "paused"):
            self.assertTrue(os.path.exists(os.path.join(icons, f"{APPLICATION}-{state}-symbolic.svg")))
        self.assertEqual(self.tray.get("Title"), "Pichoist: Nothing to do")
        self.assertEqual(self.get_capability(), ("yes", ""))

    def test_rows(self):
        labels = self.labels()
        self.assertEqual(labels[0], "Nothing to do")
        self.assertFalse(self.tray.read_menu().find("Nothing to do").enabled)
        for label in ("Upload clipboard", "Destination", "Pause", "Quit"):
            self.assertIn(label, labels)
        self.assertNotIn("Retry failed", labels)
        rows = self.tray.read_menu().shown()
        for first, second in zip(rows, rows[1:]):
            self.assertFalse(first.kind == second.kind == "separator", "two separators in a row")

    def test_upload(self):
        for way in (lambda: self.tray.click("Upload clipboard"), self.tray.secondary_activate):
            self.session.copy(**{"image/png": png(os.urandom(4))})
            way()
            self.assertIn("https://img.example.com/", self.wait_for_text())

    def test_recent(self):
        names = [f"{number}.png" for number in range(1, 8)]
        self.upload_named(*names)
        recent = [name for name in reversed(names)][:5]
        before = wait_until(lambda: [label for label in self.labels() if label.endswith(".png")] == recent
                            and self.tray.read_menu(), "the last five")
        rows = {row.number for row in before.shown()}
        self.tray.click("5.png", "Copy as HTML")
        self.assertRegex(self.wait_for_text(), '^<img src="https://img.example.com/.*" alt="5"')
        self.tray.click("5.png", "Copy link")
        wait_until(lambda: self.session.paste().startswith(b"![5]("), "the link in the profile's format")
        for name in ("URL", "BBCode", "reStructuredText", "AsciiDoc", "Org", "Markdown"):
            self.assertIsNotNone(before.find("5.png", "Copy as " + name))
        self.assertIsNotNone(before.find("5.png", "Open in browser"))
        # The rows stay the same ones, and aim at the new picture.
        self.upload_named("8.png")
        wait_until(lambda: "8.png" in self.labels(), "the new picture")
        self.assertEqual({row.number for row in self.tray.read_menu().shown()}, rows)
        self.tray.click("8.png", "Copy as BBCode")
        wait_until(lambda: self.session.paste().startswith(b"[img"), "the link of the new picture")

    def test_recent_alike(self):
        """Two pictures of one name within a minute are told apart by the second."""
        self.copy_and_upload("first")
        begun = int(time.time())
        wait_until(lambda: int(time.time()) > begun, "the next second")
        self.copy_and_upload("second")

        def shown():
            labels = [row.label for row in self.tray.read_menu().shown() if row.label.startswith("clipboard")]
            return labels if len(labels) == 2 else None

        first, second = wait_until(shown, "both")
        self.assertNotEqual(first, second)

    def test_names(self):
        """Whatever a file is called, its row is one short line of plain text."""
        long = "a" * 100 + ".png"
        names = ("a_b__c.png", "_x.png", "<b>&amp;.png", "\u202egnp.exe.png", "two\nlines.png", long)
        for name in names:
            with self.subTest(name=name):
                self.upload_named(name)
                shown = {"\u202egnp.exe.png": "gnp.exe.png", "two\nlines.png": "two lines.png",
                         long: "a" * 31 + "…" + "a" * 12 + ".png"}.get(name, name)
                wait_until(lambda shown=shown: shown in self.labels(), shown)

    def test_destination(self):
        self.assertEqual(self.labels("Destination"), ["site"])
        other = os.path.join(self.program.folder, "other")
        os.mkdir(other)
        self.program.check("profile", "add", "my_other", "provider=folder", f"folder={other}",
                           "public-url=https://other.example.com")
        wait_until(lambda: self.labels("Destination") == ["site", "my_other"], "the new one")

        def ticked():
            rows = self.tray.read_menu().find("Destination").shown()
            self.assertEqual({row.kind for row in rows}, {"radio"})
            return [row.label for row in rows if row.ticked]

        self.assertEqual(ticked(), ["site"])
        for name in ("my_other", "my_other", "site", "my_other"):
            self.tray.click("Destination", name)
            wait_until(lambda name=name: ticked() == [name], name)
        self.copy_and_upload()
        self.assertEqual(self.count_objects(other), 1)
        self.program.check("profile", "remove", "site")
        wait_until(lambda: self.labels("Destination") == ["my_other"], "the other one alone")

    def test_pause(self):
        for paused in (True, False):
            self.tray.click("Pause")
            wait_until(lambda paused=paused: self.tray.read_menu().find("Pause").ticked == paused, "the tick")
            wait_until(lambda: self.tray.get("IconName").endswith(
                "-paused-symbolic" if paused else "-idle-symbolic"), "the icon")

    def use_server(self, server):
        """Makes a server the destination."""
        self.program.check("config", "set", "secret-store", "file")
        self.program.check("profile", "add", "slow", "provider=other", "bucket=pics", "access-key-id=AKEXAMPLE",
                           f"endpoint=http://127.0.0.1:{server.getsockname()[1]}",
                           "public-url=https://img.example.com", "--secret-stdin", stdin=b"secret\n")
        wait_until(lambda: "slow" in self.labels("Destination"), "the new destination")
        self.tray.click("Destination", "slow")
        wait_until(lambda: "default-profile=slow" in self.program.check("config", "list"), "the new default")

    def test_connection_ahead(self):
        """Opening the menu opens a connection, and nothing else does."""
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.use_server(server)
            self.session.copy(**{"image/png": png("merely copied")})
            server.settimeout(0.5)
            with self.assertRaises(TimeoutError):
                server.accept()
            server.settimeout(10 * SLOWNESS)
            self.tray.open()
            server.accept()[0].close()

    def test_sending(self):
        """To a server that never answers."""
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.use_server(server)
            self.session.copy(**{"image/png": png("slow")})
            self.tray.click("Upload clipboard")
            wait_until(lambda: self.tray.get("IconName").endswith("-sending-symbolic"), "the icon")
            self.assertRegex(self.labels()[0], "^Sending 1 picture")
            self.assertEqual(self.tray.get("Title"), "Pichoist: " + self.labels()[0])

    def test_attention(self):
        os.rmdir(self.site)
        with open(self.site, "w", encoding="utf-8"):
            pass
        self.copy_and_upload()
        wait_until(lambda: self.tray.get("Status") == "NeedsAttention", "the icon")
        self.assertTrue(self.tray.get("AttentionIconName").endswith("-attention-symbolic"))
        self.assertIn("there is no folder", self.labels()[0])
        self.assertIn("there is no folder", self.tray.get("Title"))
        os.unlink(self.site)
        os.mkdir(self.site)
        self.tray.click("Retry failed")
        wait_until(lambda: self.count_objects(self.site) == 1, "the picture")
        wait_until(lambda: self.tray.get("Status") == "Active", "the icon")
        self.assertNotIn("Retry failed", self.labels())

    def test_quit(self):
        self.tray.click("Quit")
        wait_until(lambda: not self.session.owns(APPLICATION), "the end")


class Host(TrayTest):
    def setUp(self):
        super().setUp()
        self.use_folder()

    def test_comes_and_goes(self):
        self.start_desktop()
        self.assertEqual(self.get_capability()[0], "no")
        for _ in range(3):
            panel = self.start_panel()
            tray = self.wait_for_tray()
            self.assertIsNotNone(tray.read_menu().find("Upload clipboard"))
            wait_until(lambda: self.get_capability()[0] == "yes", "to be told")
            panel.kill()
            panel.wait()
            wait_until(lambda: self.get_capability()[0] == "no", "to be told")

    def test_watcher_without_host(self):
        self.start_panel("--no-host")
        self.start_desktop()
        self.wait_for_tray()
        self.assertEqual(self.get_capability()[0], "no")
        self.session.call("RegisterStatusNotifierHost", GLib.Variant("(s)", ("x",)), WATCHER, WATCHER_PATH, WATCHER)
        wait_until(lambda: self.get_capability()[0] == "yes", "to be told")

    def test_none(self):
        """It is said once, with a way out, and there is no invisible window in the icon's place."""
        desktop = self.session.start(DESKTOP, "--background", stderr=subprocess.PIPE)
        wait_until(lambda: self.session.owns(APPLICATION), "pichoist-desktop")
        wait_until(lambda: b"tray icons" in desktop.stderr.readline(), "the message")
        self.assertIn("AppIndicator", self.get_capability()[1])
        found = self.session.run("xdotool", "search", "--onlyvisible", "--class", "pichoist", check=False)
        self.assertEqual(found, b"")
        self.activate("quit")
        self.assertNotIn(b"tray icons", desktop.stderr.read())


if __name__ == "__main__":
    unittest.main()
