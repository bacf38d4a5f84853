# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything in the windows can be reached and told apart by keyboard and by screen reader."""

import gettext
import os
import re
import unittest

from keyboard import Keyboard
from session import Accessible, DesktopTest, wait_until

PAGES = ("Destinations", "Links and names", "Clipboard and hotkeys", "Network", "Startup", "This session", "About")
BUCKET = ("provider=r2", "account-id=" + "0" * 32, "bucket=pictures", "public-url=https://img.example.com",
          "access-key-id=" + "0" * 32)
FIELDS = ("text", "password text", "combo box", "spin button", "toggle button")


class Reach(DesktopTest):
    needed = DesktopTest.needed + ("xdotool",)

    language = None

    def setUp(self):
        super().setUp()
        self.session.start_accessibility()
        # A switch that still moves takes no second press.
        settings = os.path.join(self.session.folder, ".config/gtk-3.0")
        os.makedirs(settings)
        with open(os.path.join(settings, "settings.ini"), "w", encoding="ascii") as file:
            file.write("[Settings]\ngtk-enable-animations=0\n")
        self.keyboard = Keyboard(self.session.environment["DISPLAY"])
        self.addCleanup(self.keyboard.close)
        # A key that a busy machine holds down for long counts once.
        self.keyboard.set_repeat(60_000, 60_000)
        folder = os.path.join(os.environ["PICHOIST_BUILD"], "po")
        translation = gettext.translation("pichoist", folder, ["zh_CN"])
        # Of two that differ by their mnemonic alone it is the one with it that a window shows.
        known = sorted((text for text in translation._catalog if isinstance(text, str)), key=lambda text: "_" in text)
        shown = {text: translation.gettext(text) if self.language else text for text in known}
        self.words = {text.replace("_", ""): words.replace("_", "") for text, words in shown.items()}
        self.letters = {words.replace("_", ""): "<Alt>" + words.partition("_")[2][0].lower()
                        for words in shown.values() if re.search(r"_\w", words)}
        if self.language:
            self.session.environment.update(LANGUAGE=self.language, PICHOIST_LOCALE_DIR=folder)

    def say(self, text):
        """As the program says it."""
        return self.words[text]

    def open_window(self, action, title):
        self.start_desktop()
        self.activate(action)
        self.window = Accessible(self.session)
        wait_until(self.window.list, "the window")
        # Without a window manager nobody gives it the focus.
        self.session.run("xdotool", "search", "--sync", "--onlyvisible", "--name", self.say(title), "windowfocus")

    def press(self, name):
        self.window.press(self.say(name))

    def look(self, name):
        return self.window.look(self.say(name))

    def check(self, where, windows=1, mute=()):
        """What is on the screen now.  Each window has its own mnemonics.  mute: the roles of fields that may
        have none."""
        nodes = self.window.list()
        unnamed = [node["role"] for node in nodes
                   if node["focusable"] and node["sensitive"] and not node["name"].strip()
                   and node["role"] not in ("frame", "list", "list box", "scroll pane", "menu")]
        self.assertEqual(unnamed, [], f"without a name on “{where}”")
        keys = {}
        for node in nodes:
            if node["key"]:
                keys.setdefault(node["key"], []).append(node["name"])
        for field in nodes:
            if field["label"] and field["sensitive"] and field["role"] in FIELDS and field["role"] not in mute:
                with self.subTest(where=where, field=field["label"]):
                    key = field["key"]
                    if field["role"] == "toggle button" and not key:  # GTK tells none of a switch
                        key = self.letters.get(field["label"])
                        keys.setdefault(key, []).append(field["name"])
                    self.assertTrue(key, "no mnemonic")
                    self.press_key_of(field, key)
        twice = {key: names for key, names in keys.items() if len(names) > 1}
        if windows == 1:
            self.assertEqual(twice, {}, f"the same mnemonic on “{where}”")
        return keys

    def look_at(self, field):
        """The field as it is now."""
        return next(node for node in self.window.list() if (node["label"], node["role"]) == (field["label"], field["role"]))

    def press_key_of(self, field, key):
        """Its letter takes to it."""
        self.keyboard.press("Alt_L", key[-1])
        if field["role"] == "combo box":
            # That the focus is within it isn't told.  For a moment it may have no choice at all.
            before = wait_until(lambda: self.look_at(field)["text"], "its choice")
            self.keyboard.press("Down")
            wait_until(lambda: self.look_at(field)["text"] not in ("", before), "another choice")
            self.keyboard.press("Up")
            wait_until(lambda: self.look_at(field)["text"] == before, "the choice from before")
        elif field["role"] == "toggle button":
            wait_until(lambda: self.look_at(field)["checked"] != field["checked"], "the switch")
            # A hotkey waits for its keys now; a switch is put back.
            self.keyboard.press(*(["Escape"] if field["key"] else ["Alt_L", key[-1]]))
            wait_until(lambda: self.look_at(field)["checked"] == field["checked"], "its end")
        else:
            wait_until(lambda: self.look_at(field)["focused"], "the focus")

    def test_settings(self):
        self.use_folder()
        for name in ("bucket", "other"):
            self.program.check("profile", "add", name, *BUCKET, "proxy=http://me@127.0.0.1:1")
        self.open_window("settings", "Settings")
        for page in PAGES:
            self.window.select_any(self.say(page))
            self.check(page)

    def test_editor(self):
        self.use_folder()
        self.program.check("profile", "add", "bucket", *BUCKET)
        self.open_window("settings", "Settings")
        for name in ("site", "bucket"):
            self.window.select(self.say("Destinations"), name, role="list box")
            self.press("Edit…")
            self.look("Check")
            self.check(name)
            self.press("Advanced")
            # More fields than letters: numbers have none.
            self.check(name + ", advanced", mute=("spin button",))
            self.press("Back to the list")
        self.press("Add…")
        self.look("Add and check")
        self.assertTrue(self.check("New destination"))
        self.press("Advanced")
        self.check("New destination, advanced", mute=("spin button",))

    def test_forget_dialog(self):
        self.open_window("settings", "Settings")
        self.press("Forget everything…")
        self.look("Forget")
        self.check("Forget", windows=2)

    def test_assistant(self):
        self.open_window("assistant", "Welcome to Pichoist")
        self.check("choice")
        self.press("Cloudflare R2")
        self.look("Add and check")
        self.check("bucket")
        self.press("Cancel")
        self.press("Nothing yet: just trying it out")
        self.look("Use this folder")
        self.check("folder")
        self.window.type(self.say("Folder"), os.path.join(self.program.folder, "tried"))
        self.press("Use this folder")
        self.look("Upload a sample picture")
        self.check("done")

    def test_drop_zone(self):
        self.use_folder()
        self.open_window("show-drop-zone", "Drop zone")
        self.check("drop zone")


class Chinese(Reach):
    """Its letters stand behind the words."""
    language = "zh_CN"


if __name__ == "__main__":
    unittest.main()
