# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows in a language that is written from right to left.  We have none yet, but GTK mirrors them."""

import os
import unittest

from session import Accessible, DesktopTest, wait_until

GTK = "/usr/share/locale/ar/LC_MESSAGES/gtk30.mo"  # says which way


class RightToLeft(DesktopTest):
    needed = DesktopTest.needed + ("import", "convert", "msgfmt")

    def setUp(self):
        super().setUp()
        if not os.path.exists(GTK):
            self.skipTest(f"{GTK} is missing")
        # GTK speaks no language that the program itself does not, be it without a word.
        locale = os.path.join(self.session.folder, "locale")
        os.makedirs(os.path.join(locale, "ar/LC_MESSAGES"))
        self.session.run("msgfmt", "-o", os.path.join(locale, "ar/LC_MESSAGES/pichoist.mo"), "-",
                         stdin=b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n')
        self.session.environment.update(LANGUAGE="ar", PICHOIST_LOCALE_DIR=locale)
        self.session.start_accessibility()

    def find_ink(self, place):
        """(first, last) column of a part of the screen in which anything is to be seen."""
        left, top, width, height = place
        path = os.path.join(self.session.folder, "part.png")
        self.session.run("import", "-window", "root", "-crop", f"{width}x{height}+{left}+{top}", "+repage", path)
        found = self.session.run("convert", path, "-format", "%@", "info:").decode()
        columns, first = int(found.partition("x")[0]), int(found.split("+")[1])
        return first, first + columns

    def test_heading(self):
        """“Advanced” begins at the right, as the form does."""
        self.start_desktop()
        self.activate("settings")
        window = Accessible(self.session)
        window.press("Add…")

        def begins_there():
            field, label, heading = (window.look(name, role=role)["place"] for name, role in (
                ("Bucket", "text"), ("Bucket", "label"), ("Advanced", "toggle button")))
            width = label[0] + label[2] - field[0]
            first, last = self.find_ink((field[0], heading[1], width, heading[3]))
            return first > width // 2 and last > width - 16

        wait_until(begins_there, "the heading at the right")


if __name__ == "__main__":
    unittest.main()
