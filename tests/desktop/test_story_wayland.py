# SPDX-License-Identifier: GPL-3.0-or-later
"""The blogger's story on Wayland: from the first start over a copied picture and the question about it to the pasted
link, with a bucket of the R2 simulator, under each compositor that can be had without a screen."""

import shutil
import unittest

from blogger import fill_in_assistant
from notifications import EVERYTHING, NotificationTest
from session import DESKTOP, NAME, Accessible, Server, fetch, happens, png, wait_until
from wayland import KwinSession, MutterXwaylandSession, SwaySession


class Story(NotificationTest):
    needed = ("dbus-daemon", "wl-copy", "wl-paste")
    capabilities = None
    compositor = None

    def setUp(self):
        if shutil.which(self.compositor) is None:
            self.skipTest(f"{self.compositor} is not installed")
        super().setUp()
        self.bucket = Server("S3_")
        self.program.check("profile", "remove", "site")
        # Nobody has set anything for this person: neither keys nor a destination.
        for name in ("PICHOIST_ACCESS_KEY_ID", "PICHOIST_SECRET_ACCESS_KEY"):
            self.session.environment.pop(name, None)
        self.session.start_accessibility()
        self.start_server(*EVERYTHING)

    def start_for_the_first_time(self):
        """From the icon among the programs, over the assistant, to a destination that works."""
        self.session.start(DESKTOP)
        wait_until(lambda: self.session.owns(NAME), "pichoist-desktop", 60)
        fill_in_assistant(Accessible(self.session), self.bucket)

    def paste(self):
        return self.session.paste_by_wl_paste("text/plain").decode()

    def test_question(self):
        self.start_for_the_first_time()
        for seed in ("first", "second"):
            with self.subTest(seed):
                data = png((self.id(), seed), 640, 400)
                before = len(self.list_shown())

                def is_asked(data=data, before=before):
                    self.session.copy_by_wl_copy(data)
                    return happens(lambda: any("Upload this picture?" in shown.get("summary", "")
                                               for shown in self.list_shown()[before:]), 3)
                # Under mutter wl-copy needs the focus, which it doesn't always get.
                wait_until(is_asked, "the question")
                self.press(self.wait_for_shown("Upload this picture"), "Upload")
                link = wait_until(lambda: self.bucket.public_url in self.paste() and self.paste(), "the link")
                self.assertRegex(link, r"^!\[.*\]\(http.*\.png\)$")
                status, headers, found = fetch(link[link.index("](") + 2:-1])
                self.assertEqual((status, headers["Content-Type"], found), (200, "image/png", data))


class OnSway(Story):
    kind = SwaySession
    compositor = "sway"


class OnKwin(Story):
    kind = KwinSession
    compositor = "kwin_wayland"


class OnMutter(Story):
    needed = (*Story.needed, "Xwayland")
    kind = MutterXwaylandSession
    compositor = "mutter"

    def setUp(self):
        super().setUp()
        self.session.start_keyboard()


# These have no session of their own.
del Story, NotificationTest

if __name__ == "__main__":
    unittest.main()
