# SPDX-License-Identifier: GPL-3.0-or-later
"""The way from a copied picture to the link on the clipboard under sway, to be compared with X11's."""

import os
import shutil
import statistics
import subprocess
import time

import desktop


class Desk(desktop.Desk):
    """Where a program of its own owns the clipboard."""

    def open_session(self):
        import wayland
        return wayland.SwaySession()

    def copy(self):
        """Seconds until the link is there in place of a picture that is copied."""
        path = os.path.join(self.session.folder, "copied.png")
        with open(path, "wb") as file:
            file.write(self.next_picture())
        owner = self.session.start("/usr/bin/python3", os.path.join(desktop.TESTS, "desktop/waylandclipown.py"),
                                   f"image/png=@{path}", stdout=subprocess.PIPE)
        return float(owner.stdout.read().split()[-1])


def measure_copies(command, program, picture, server, rounds):
    if shutil.which("sway") is None:
        print("\n(sway is not installed: nothing is said of the clipboard there)")
        return
    desk = Desk(command, picture)
    try:
        desk.add_server(server)
        desk.run("config", "set", "watch-clipboard", "upload")
        desk.start(program, "--background")
        time.sleep(desktop.SETTLE_SECONDS)
        found = []
        for _ in range(rounds):
            found.append(desk.copy())
            time.sleep(1.2)  # as after X11's
    finally:
        desk.close()
    print(f"\nthe same under sway ({rounds} rounds)")
    print(f"  median {statistics.median(found) * 1000:.1f} ms, least {min(found) * 1000:.1f} ms")
