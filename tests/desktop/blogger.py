# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who writes a text on a desktop of XFCE's programs: with a pointer and a keyboard, seeing
what is shown there."""

import os
import re

import xfce
from session import HERE, Accessible, happens, wait_until

QUESTION = "Upload this picture?"


def fill_in_assistant(window, server):
    """The first start's window, for the R2 simulator; its end is a destination that works."""
    window.press("Cloudflare R2")
    # What everybody else has by the account ID, the simulator has elsewhere.
    window.press("Advanced")
    window.type("Endpoint", server.endpoint)
    window.type("Bucket", server.bucket)
    window.type("Public URL", server.public_url)
    window.type("Access key ID", server.access_key)
    window.type("Secret access key", server.secret_key)
    window.press("Add and check")
    window.press("Keep secrets in a file")
    window.wait_for("Ready", 60)
    window.press("Close")


class Blogger:
    """Needs a session with start_accessibility () in which none of this runs yet."""

    def __init__(self, session):
        self.session = session
        xfce.set_up(session)
        xfce.start_panel(session)
        xfce.start_notifications(session)
        self.bubbles = Accessible(session, "xfce4-notifyd")

    def act(self, *arguments):
        self.session.run("xdotool", *map(str, arguments))

    def click(self, program, name):
        """On the widget of that name, once it is there."""
        left, top, width, height = program.look(name)["place"]
        self.act("mousemove", left + width // 2, top + height // 2, "click", 1)

    def copy(self, path):
        """Copies a picture in another program."""
        self.session.start("xclip", "-quiet", "-selection", "clipboard", "-t", "image/png", "-i", path)

    def wait_for_question(self):
        self.bubbles.wait_for(QUESTION, 60)

    def say_yes(self):
        """Clicks on Upload in the notification; a click that came too early is made again."""
        def click():
            if self.bubbles.is_there(QUESTION) and self.bubbles.is_there("Upload"):
                self.click(self.bubbles, "Upload")
            return happens(lambda: not self.bubbles.is_there(QUESTION))

        self.wait_for_question()
        wait_until(click, "the click on Upload", 60)

    def wait_for_link(self):
        return self.session.wait_for_link(60)

    def open_editor(self, text="\n"):
        self.session.start("/usr/bin/python3", os.path.join(HERE, "editor.py"), "My blog", text)
        self.editor = Accessible(self.session, "editor.py")
        self.editor.look("Text")

    def paste(self):
        """Pastes at the end of the text; what came into it."""
        def focus():
            self.click(self.editor, "Text")
            return happens(lambda: self.editor.look("Text")["focused"])

        def find_pasted():
            return self.editor.look("Text")["text"][len(before):]

        wait_until(focus, "the editor to take keys", 60)
        before = self.editor.look("Text")["text"]
        self.act("key", "ctrl+End", "ctrl+v")
        return wait_until(find_pasted, "the pasted text", 60)

    def select_area(self, left, top, right, bottom):
        self.act("mousemove", left, top, "mousedown", 1)
        self.act("mousemove", (left + right) // 2, (top + bottom) // 2, "mousemove", right, bottom)
        self.act("mouseup", 1)


def find_url(markdown):
    """What a Markdown link to a picture leads to."""
    return re.fullmatch(r"!\[[^\]]*\]\((\S+)\)", markdown)[1]
