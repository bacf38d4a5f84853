# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings window, filled in and pressed as by somebody who uses a screen reader."""

import configparser
import os
import time
import unittest

from gi.repository import GLib
from session import Accessible, DesktopTest, Server, fetch, png, wait_until


class SettingsTest(DesktopTest):
    def setUp(self):
        super().setUp()
        self.session.start_accessibility()
        # The settings decide here; the environment would win over them.
        for key in ("PICHOIST_ACCESS_KEY_ID", "PICHOIST_SECRET_ACCESS_KEY"):
            self.session.environment.pop(key, None)
        self.path = os.path.join(self.program.config, "config.ini")

    def open_window(self, action="settings"):
        self.start_desktop()
        self.activate(action)
        self.window = Accessible(self.session)

    def read_settings(self):
        parser = configparser.RawConfigParser()
        parser.read(self.path, encoding="utf-8")
        return parser

    def get(self, group, key):
        return self.read_settings().get(group, key, fallback=None)

    def open_editor(self, name):
        self.window.select("Destinations", name, role="list box")
        self.window.press("Edit…")
        self.window.look("Check")

    def upload(self):
        self.session.copy(**{"image/png": png(os.urandom(8))})
        return self.upload_clipboard()[0]


class Destinations(SettingsTest):
    def test_add_folder(self):
        site = os.path.join(self.program.folder, "pictures")
        os.mkdir(site)
        self.open_window()
        self.window.press("Add…")
        self.window.type("Name", "shelf")
        self.window.choose("Provider", "A folder on this computer")
        self.window.type("Folder", site)
        self.window.type("Public URL", "IMG.example.com/shelf/")
        wait_until(lambda: "https://img.example.com/shelf/20" in self.window.read(), "the sample link")
        self.window.press("Add and check")
        self.window.wait_for("Everything works")
        self.assertEqual(self.get("profile shelf", "folder"), site)
        self.assertEqual(self.get("general", "default-profile"), "shelf")
        self.assertEqual(self.count_objects(site), 0, "the test picture is gone again")
        self.assertTrue(self.upload()["url"].startswith("https://img.example.com/shelf/"))

    def test_add_bucket(self):
        server = Server("S3_")
        self.open_window()
        self.window.press("Add…")
        self.window.type("Name", "bucket")
        self.window.press("Advanced")
        self.window.type("Endpoint", server.endpoint)
        self.window.type("Bucket", server.bucket)
        self.window.type("Public URL", server.public_url)
        self.window.type("Access key ID", server.access_key)
        self.window.type("Secret access key", server.secret_key)
        self.window.press("Add and check")
        # There is no keyring, and nothing is written anywhere else before somebody has agreed to it.
        self.window.press("Keep secrets in a file")
        self.window.wait_for("Everything works", 30)
        self.assertEqual(self.get("general", "secret-store"), "file")
        secrets = os.path.join(self.program.config, "secrets.ini")
        self.assertEqual(os.stat(secrets).st_mode & 0o777, 0o600)
        result = self.upload()
        self.assertEqual(fetch(result["url"])[0], 200)

    def test_no_keyring(self):
        """A window says what to press, the command line what to type."""
        self.program.check("profile", "add", "bucket", "provider=minio", "bucket=pictures", "access-key-id=AKEXAMPLE",
                           "endpoint=http://127.0.0.1:1", "public-url=https://img.example.com")
        typed = "pichoist config set secret-store file"
        refused = self.program.run("profile", "set", "bucket", "--secret-stdin", stdin=b"secret\n")
        self.assertIn(typed.encode(), refused.stderr)
        self.open_window()
        self.open_editor("bucket")
        self.window.type("Secret access key", "secret")
        self.window.press("Check")
        self.window.wait_for("or enter the secret and press “Keep secrets in a file”")
        self.assertTrue(self.window.is_there("Keep secrets in a file"))
        self.assertNotIn(typed, self.window.read())
        self.window.press("Not now")
        self.window.select_any("This session")
        self.window.wait_for("the keyring can't be used")
        self.assertNotIn(typed, self.window.read())

    def test_check_outlives_typing(self):
        """Who presses Check at once sees its result, though the typing has just ended."""
        self.use_folder()
        self.open_window()
        self.open_editor("site")
        self.window.type("Public URL", "https://new.example.com")
        self.window.press("Check")
        self.window.wait_for("Everything works")
        time.sleep(1)
        self.assertIn("Everything works", self.window.read())
        self.assertEqual(self.get("profile site", "public-url"), "https://new.example.com")

    def test_missing_and_wrong(self):
        """What is wrong stands at its field, with the right value; nothing is written."""
        self.open_window()
        self.window.press("Add…")
        self.window.press("Add and check")
        wait_until(lambda: "Account ID is missing" in self.window.look("Account ID")["description"], "the error")
        self.window.type("Account ID", "0" * 32)
        self.window.type("Bucket", "Not_A_Bucket")
        wait_until(lambda: "Bucket can't be" in self.window.look("Bucket")["description"], "the error")
        self.assertNotIn("missing", self.window.look("Account ID")["description"])
        self.assertFalse(os.path.exists(self.path))

    def test_failing_check(self):
        site = self.use_folder()
        self.open_window()
        os.rmdir(site)
        with open(site, "w", encoding="utf-8"):
            pass
        self.open_editor("site")
        self.window.press("Check")
        self.window.wait_for("This doesn't work yet")

    def test_edit_and_revert(self):
        self.use_folder()
        self.open_window()
        self.open_editor("site")
        self.window.type("Public URL", "https://new.example.com")
        wait_until(lambda: self.get("profile site", "public-url") == "https://new.example.com", "the change")
        self.assertTrue(self.upload()["url"].startswith("https://new.example.com/"))
        self.window.press("Revert")
        wait_until(lambda: self.get("profile site", "public-url") == "https://img.example.com", "the old one")
        self.assertEqual(self.window.look("Public URL")["text"], "https://img.example.com")

    def test_wrong_edit_keeps_what_works(self):
        self.use_folder()
        self.open_window()
        self.open_editor("site")
        self.window.type("Public URL", "htps://img.example.com")
        wait_until(lambda: "Public URL can't be" in self.window.look("Public URL")["description"], "the error")
        self.assertEqual(self.get("profile site", "public-url"), "https://img.example.com")

    def test_remove_and_undo(self):
        self.use_folder()
        self.open_window()
        before = self.read_settings()
        self.window.select("Destinations", "site", role="list box")
        self.window.press("Remove")
        wait_until(lambda: not self.read_settings().has_section("profile site"), "the removal")
        self.window.press("Undo")
        wait_until(lambda: self.read_settings().has_section("profile site"), "it to be back")
        self.assertEqual({**before["profile site"]}, {**self.read_settings()["profile site"]})
        self.assertEqual(self.get("general", "default-profile"), "site")

    def test_default(self):
        self.use_folder()
        self.program.check("profile", "add", "other", "provider=folder", "folder=/tmp", "public-url=/x")
        self.open_window()
        self.window.select("Destinations", "other", role="list box")
        self.window.press("Make default")
        wait_until(lambda: self.get("general", "default-profile") == "other", "the new default")


class Leaving(SettingsTest):
    """No edit is dropped without a word."""

    WRONG = "htps://img.example.com"

    def setUp(self):
        super().setUp()
        self.use_folder()
        self.open_window()
        self.open_editor("site")

    def is_open(self):
        return self.window.is_there("Close", role="push button")

    def test_back_with_a_wrong_value(self):
        self.window.type("Public URL", self.WRONG)
        self.window.press("Back to the list")
        self.window.wait_for("A change of “site” can't be saved: Public URL can't be")
        self.window.press("Keep editing")
        self.assertEqual(self.window.look("Public URL")["text"], self.WRONG)
        self.window.press("Back to the list")
        self.window.press("Discard")
        self.window.look("Edit…")
        self.assertEqual(self.get("profile site", "public-url"), "https://img.example.com")

    def test_close_with_a_wrong_value(self):
        self.window.type("Public URL", self.WRONG)
        self.window.press("Close")
        self.window.wait_for("A change of “site” can't be saved")
        self.assertTrue(self.is_open())
        self.window.press("Discard")
        wait_until(lambda: not self.is_open(), "the end of the window")
        self.assertEqual(self.get("profile site", "public-url"), "https://img.example.com")

    def test_close_at_once(self):
        """What was typed a moment ago is saved, too."""
        self.window.type("Public URL", "https://new.example.com")
        self.window.press("Close")
        wait_until(lambda: not self.is_open(), "the end of the window")
        wait_until(lambda: self.get("profile site", "public-url") == "https://new.example.com", "the change")

    def test_close_before_it_was_added(self):
        self.window.press("Back to the list")
        self.window.press("Add…")
        self.window.type("Bucket", "pics")
        self.window.press("Close")
        self.window.wait_for("has not been added yet")
        self.window.press("Discard")
        wait_until(lambda: not self.is_open(), "the end of the window")


class Forget(SettingsTest):
    """Forget everything: what "pichoist config forget" does, after a question that names it all."""

    def setUp(self):
        super().setUp()
        self.program.check("config", "set", "secret-store", "file")
        self.secrets = os.path.join(self.program.config, "secrets.ini")
        self.spool = os.path.join(self.program.data, "spool")
        self.autostart = os.path.join(self.session.folder, ".config", "autostart",
                                      "io.github.pichoist.Pichoist.desktop")
        self.use_folder()
        with open(self.secrets, "w", encoding="utf-8") as file:
            file.write("[site]\nsecret=x\n")
        os.makedirs(os.path.dirname(self.autostart), exist_ok=True)
        with open(self.autostart, "w", encoding="utf-8"):
            pass
        self.open_window()
        self.activate("pause")
        self.session.copy(**{"image/png": png("waits")})
        self.activate("upload-clipboard")
        wait_until(lambda: os.path.isdir(self.spool) and os.listdir(self.spool), "the picture that waits")

    def left(self):
        return [os.path.exists(path) for path in (self.secrets, self.autostart)] + [bool(os.listdir(self.spool))]

    def test_forget(self):
        self.window.press("Forget everything…")
        self.window.wait_for("secret access keys")
        for word in ("queue", "log-in", "history"):
            self.assertIn(word, self.window.read())
        self.window.press("Cancel", role="push button")
        self.assertEqual(self.left(), [True] * 3)
        self.window.press("Forget everything…")
        self.window.press("Forget")
        self.window.wait_for("forgotten; the settings and the history are still in")
        self.assertEqual(self.left(), [False] * 3)
        self.assertEqual(self.program.check("queue"), "")
        self.assertEqual(self.get("profile site", "provider"), "folder")


class General(SettingsTest):
    def open_page(self, title):
        self.use_folder()
        self.open_window()
        # GTK's side bar answers to the keyboard and the mouse, and gives a reader no action.
        self.window.select_any(title)

    def test_link_format(self):
        self.open_page("Links and names")
        self.window.choose("Link format", "HTML")
        self.window.wait_for('<img src="https://img.example.com/20')
        wait_until(lambda: self.get("general", "link-format") == "html", "the format")
        self.window.choose("Link format", "A template of your own")
        self.window.type("Template of the link", "[img]{nothing}[/img]")
        wait_until(lambda: "nothing" in self.window.look("Template of the link")["description"], "the error")
        self.assertEqual(self.get("general", "link-format"), "html")
        self.window.type("Template of the link", "[img]{url}[/img]")
        wait_until(lambda: self.get("general", "link-format") == "[img]{url}[/img]", "the template")
        self.assertTrue(self.upload()["link"].startswith("[img]https://"))

    def test_key_template(self):
        self.open_page("Links and names")
        self.window.type("Key template", "blog/{name}.{ext}")
        self.window.wait_for("blog/evening.png")
        wait_until(lambda: self.get("profile site", "key-template") == "blog/{name}.{ext}", "the template")
        self.window.type("Key template", "{nonsense}")
        wait_until(lambda: "nonsense" in self.window.look("Key template")["description"], "the error")
        self.assertEqual(self.get("profile site", "key-template"), "blog/{name}.{ext}")

    def test_watching_and_hotkeys(self):
        self.open_page("Clipboard and hotkeys")
        self.window.choose("Watch the clipboard", "Upload")
        wait_until(lambda: self.get("general", "watch-clipboard") == "upload", "the mode")
        self.session.run("xdotool", "search", "--sync", "--name", "Settings", "windowfocus", "--sync")
        self.window.press("Take a screenshot: Off")
        self.session.run("xdotool", "key", "ctrl+alt+s")
        wait_until(lambda: self.get("general", "hotkey-screenshot") == "<Primary><Alt>s", "the hotkey")
        self.window.press("Take a screenshot: Ctrl+Alt+S")
        self.session.run("xdotool", "key", "BackSpace")
        wait_until(lambda: self.get("general", "hotkey-screenshot") == "off", "the hotkey to be off")

    def test_startup(self):
        self.open_page("Startup")
        wait_until(lambda: self.window.look("Start with the session")["sensitive"], "the switch")
        self.window.press("Start with the session")
        entry = os.path.join(self.session.folder, ".config/autostart/io.github.pichoist.Pichoist.desktop")
        wait_until(lambda: os.path.exists(entry), "the entry")
        self.window.press("Start with the session")
        wait_until(lambda: not os.path.exists(entry), "the entry to go")

    def test_about(self):
        self.use_folder()
        self.open_window("about")
        self.window.wait_for("GNU General Public License")


class HandEdit(SettingsTest):
    """B92: what an editor writes shows up in the open window, and both changes are kept."""

    def edit(self, old, new):
        with open(self.path, encoding="utf-8") as file:
            text = file.read()
        self.assertIn(old, text)
        with open(self.path + "~", "w", encoding="utf-8") as file:
            file.write(text.replace(old, new))
        os.rename(self.path + "~", self.path)

    def test_shows_up_and_stays(self):
        self.use_folder()
        self.open_window()
        self.open_editor("site")
        self.edit("[profile site]", "# mine\n[profile site]\nurl-suffix=?w=100\nunknown=kept")
        self.window.press("Advanced")
        wait_until(lambda: self.window.look("URL suffix")["text"] == "?w=100", "the hand edit")
        self.window.type("Public URL", "https://new.example.com")
        wait_until(lambda: self.get("profile site", "public-url") == "https://new.example.com", "the change")
        with open(self.path, encoding="utf-8") as file:
            text = file.read()
        for kept in ("# mine", "url-suffix=?w=100", "unknown=kept"):
            self.assertIn(kept, text)

    def test_slip(self):
        """The window says what is wrong and changes nothing until it is right."""
        self.use_folder()
        self.open_window()
        self.open_editor("site")
        self.edit("[profile site]", "[profile site]\nurl-suffix")
        self.window.wait_for("is neither “key=value”")
        with open(self.path, encoding="utf-8") as file:
            broken = file.read()
        self.window.type("Public URL", "https://new.example.com")
        self.window.wait_for("none can be changed here")
        with open(self.path, encoding="utf-8") as file:
            self.assertEqual(file.read(), broken)
        self.edit("url-suffix\n", "url-suffix=?w=100\n")
        wait_until(lambda: "is neither “key=value”" not in self.window.read(), "the end of it")
        self.window.press("Check")
        wait_until(lambda: self.get("profile site", "public-url") == "https://new.example.com", "the change")
        self.assertEqual(self.get("profile site", "url-suffix"), "?w=100")

    def test_list(self):
        self.use_folder()
        self.open_window()
        self.edit("[profile site]", "[profile renamed]")
        wait_until(lambda: "renamed" in self.window.read(), "the new name")


class Assistant(SettingsTest):
    def test_trying_out(self):
        """From nothing to a link that works."""
        folder = os.path.join(self.session.folder, "tried out")
        self.start_desktop()
        self.window = Accessible(self.session)
        self.session.call("Activate", GLib.Variant("(a{sv})", ({},)), interface="org.freedesktop.Application")
        self.window.press("Nothing yet: just trying it out")
        self.window.type("Folder", folder)
        self.window.press("Use this folder")
        self.window.press("Upload a sample picture")
        self.window.wait_for("The link is on your clipboard")
        link = self.wait_for_text()
        path, _ = GLib.filename_from_uri(link[link.index("(") + 1:-1])
        with open(path, "rb") as file:
            self.assertTrue(file.read().startswith(b"\x89PNG"))
        self.assertTrue(path.startswith(folder))

    def test_starts_hidden(self):
        """No window by itself, however little there is to work with."""
        self.start_desktop("--background")
        self.window = Accessible(self.session)
        self.assertNotIn("frame", [node["role"] for node in self.window.list()])

    def test_bucket_and_back(self):
        self.open_window("assistant")
        self.window.press("Another bucket")
        self.window.look("Region")
        self.window.press("Back to the list")
        self.window.press("Cloudflare R2")
        self.window.look("Account ID")


class FileChooser(SettingsTest):
    def open_path_entry(self):
        if not any(node["role"] == "text" and node["text"] == "/" for node in self.window.list()):
            self.session.run("xdotool", "key", "slash")
            time.sleep(0.5)
        return any(node["role"] == "text" and node["text"] == "/" for node in self.window.list())

    def test_choose(self):
        site = self.use_folder()
        picture = self.program.write("chosen.png", png("chosen"))
        self.open_window("choose-files")
        self.window.look("Choose pictures")
        self.session.run("xdotool", "search", "--sync", "--name", "Choose pictures", "windowfocus")
        # A slash opens the entry for a path, once the window takes keys.
        wait_until(self.open_path_entry, "the entry")
        self.session.run("xdotool", "type", "--delay", "30", picture[1:])
        wait_until(lambda: picture in self.window.read(), "the path")
        self.window.press("Upload")
        wait_until(lambda: self.count_objects(site) == 1, "the picture")


class Accessibility(SettingsTest):
    def test_every_widget_has_a_name(self):
        self.use_folder()
        self.open_window()
        self.window.look("Add…")
        self.assertEqual(self.list_nameless(), [])
        self.window.press("Add…")
        self.window.press("Advanced")
        self.assertEqual(self.list_nameless(), [])

    def list_nameless(self):
        return [node["role"] for node in self.window.list()
                if node["focusable"] and not node["name"] and node["role"] not in ("scroll pane", "panel")]


if __name__ == "__main__":
    unittest.main()
