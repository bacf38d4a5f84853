# SPDX-License-Identifier: GPL-3.0-or-later
"""The drop zone: drags from file managers and browsers, folders, wrong things, where it stands."""

import base64
import http.server
import os
import subprocess
import threading
import time
import unittest

from gi.repository import GLib
from session import HERE, INTERFACE, NAME, DesktopTest, png, wait_until

TITLE = "^Drop zone$"


class Web(http.server.ThreadingHTTPServer):
    """Pictures, and a redirect to another server."""

    def __init__(self, data, elsewhere=None):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.server.paths.append(self.path)
                if self.path == "/away":
                    self.send_response(302)
                    self.send_header("Location", elsewhere + "/a.png")
                    self.end_headers()
                    return
                if self.path == "/near":
                    self.send_response(302)
                    self.send_header("Location", "/a.png")
                    self.end_headers()
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *arguments):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.paths = []
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Drop(DesktopTest):
    needed = DesktopTest.needed + ("xdotool", "openbox", "xprop")
    links = "https://img.example.com/"
    unread = ("begin", "accepted", "unwanted")

    def setUp(self):
        super().setUp()
        self.site = self.use_folder()
        self.data = png("dropped")
        self.open_zone()

    def open_zone(self):
        """At 700,200"""
        self.session.start_window_manager()
        self.start_desktop()
        self.activate("show-drop-zone")
        self.zone = self.find_zone()
        self.session.run("xdotool", "windowmove", "--sync", self.zone, "700", "200")

    def find_zone(self):
        return self.session.run("xdotool", "search", "--sync", "--onlyvisible", "--name", TITLE).split()[-1].decode()

    def get_objects(self):
        found = {}
        for folder, _, names in os.walk(self.site):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    found[name] = file.read()
        return sorted(found.values())

    def drag(self, **targets):
        """Drags from a window that offers these to the drop zone; what its program saw of it."""
        arguments = []
        for number, (target, value) in enumerate(targets.items()):
            path = os.path.join(self.session.folder, f"dragged-{number}")
            with open(path, "wb") as file:
                file.write(value if isinstance(value, bytes) else value.encode())
            arguments.append(f"{target}=@{path}")
        source = self.session.start("/usr/bin/python3", os.path.join(HERE, "dragsource.py"), *arguments,
                                    stdout=subprocess.PIPE, bufsize=0)
        self.assertEqual(source.stdout.readline(), b"ready\n")
        self.move_source()
        self.drag_to_zone(source)
        seen = []
        while not seen or seen[-1] not in ("end", ""):
            seen.append(source.stdout.readline().decode().strip())
        source.terminate()
        source.wait()
        return [line for line in seen if line not in self.unread]

    def move_source(self):
        """To 100,200"""
        window = self.session.run("xdotool", "search", "--sync", "--onlyvisible", "--name",
                                  "^Drag source$").split()[-1].decode()
        self.session.run("xdotool", "windowmove", "--sync", window, "100", "200")
        time.sleep(0.3)

    def drag_to_zone(self, source):
        self.session.run("xdotool", "mousemove", "200", "300", "mousedown", "1")
        for x in (210, 230, 300, 450, 600, 750, 800):
            self.session.run("xdotool", "mousemove", str(x), "260")
            time.sleep(0.05)
        time.sleep(0.2)
        self.session.run("xdotool", "mouseup", "1")

    def get_geometry(self):
        """x, y, width and height of the zone."""
        done = self.session.run("xdotool", "getwindowgeometry", "--shell", self.zone).decode()
        values = dict(line.split("=") for line in done.split())
        return [int(values[name]) for name in ("X", "Y", "WIDTH", "HEIGHT")]

    def click(self, where):
        """Clicks on what is lowest in the zone, at that part of its width."""
        _, _, width, height = self.get_geometry()
        self.session.run("xdotool", "mousemove", "--window", self.zone, str(int(where * width)), str(height - 35),
                         "click", "1")

    def watch_results(self):
        """The results of pictures that end from now on, as they come."""
        results = []
        number = self.session.bus.signal_subscribe(
            NAME, INTERFACE, "Ended", None, None, 0, lambda *arguments: results.append(arguments[5].unpack()[0]))
        self.addCleanup(self.session.bus.signal_unsubscribe, number)
        return results

    def read_log(self):
        try:
            with open(os.path.join(self.session.folder, ".local/state/pichoist/log"), encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def wait_for_objects(self, *wanted):
        try:
            wait_until(lambda: self.get_objects() == sorted(wanted), "the pictures")
        except AssertionError:
            self.assertEqual(self.get_objects(), sorted(wanted))


class Files(Drop):
    def test_several(self):
        """B13, B14: plus signs, spaces, other letters, CRLF, a comment, localhost, another host."""
        os.mkdir(os.path.join(self.program.files, "u++"))
        names = ["a b.png", "u++/a+b.png", "图 片#1.png"]
        for name in names:
            self.program.write(name, png(name))
        paths = [os.path.join(self.program.files, name) for name in names]
        results = self.watch_results()
        self.drag(**{"text/uri-list": "# comment\r\nfile://localhost" + paths[0].replace(" ", "%20") + "\r\n"
                     + "file://" + paths[1] + "\r\n" + GLib.filename_to_uri(paths[2]) + "\r\n"
                     + "file://elsewhere/tmp/a.png\r\n"})
        self.wait_for_objects(*map(png, names))
        links = self.wait_for_text().splitlines()
        self.assertEqual([link[2:link.index("]")] for link in links], ["a b", "a+b", "图 片#1"])
        wait_until(lambda: GLib.MainContext.default().iteration(False) or len(results) == 4, "the results")
        self.assertIn("on another computer, “elsewhere”", results[3]["error-message"])
        # Each has room for its button, and "Copy all links" stands below.
        wait_until(lambda: self.get_geometry()[3] > 300, "all results")

    def test_file_manager(self):
        path = self.program.write("c.png", self.data)
        seen = self.drag(**{"image/png": png("thumbnail"), "x-special/gnome-copied-files":
                            "cut\n" + GLib.filename_to_uri(path)})
        self.assertEqual(seen[0], "get x-special/gnome-copied-files")
        self.wait_for_objects(self.data)
        self.assertTrue(os.path.exists(path))

    def test_folder(self):
        """Nothing of a folder goes up before somebody has said yes."""
        for name in ("shots/a.png", "shots/deep/b.png", "shots/.hidden/c.png"):
            os.makedirs(os.path.dirname(os.path.join(self.program.files, name)), exist_ok=True)
            self.program.write(name, png(name))
        self.program.write("shots/notes.txt", b"no picture")
        self.drag(**{"text/uri-list": GLib.filename_to_uri(os.path.join(self.program.files, "shots"))})
        time.sleep(0.7)
        self.assertEqual(self.get_objects(), [])
        self.click(0.75)
        self.wait_for_objects(png("shots/a.png"), png("shots/deep/b.png"))

    def test_no_picture(self):
        seen = self.drag(**{"text/plain": "some words"})
        self.assertEqual(seen, ["get text/plain", "end"])
        self.assertEqual(self.get_objects(), [])
        self.assertEqual(self.session.get("State"), "idle")


class Browsers(Drop):
    def setUp(self):
        super().setUp()
        self.far = Web(png("far"))
        self.web = Web(self.data, self.far.url)
        for server in (self.far, self.web):
            self.addCleanup(server.server_close)
            self.addCleanup(server.shutdown)

    def test_bytes(self):
        seen = self.drag(**{"text/x-moz-url": "https://example.invalid/a.png\nTitle".encode("utf-16-le"),
                            "text/html": '<img src="https://example.invalid/a.png">',
                            "text/uri-list": "https://example.invalid/a.png", "image/png": self.data})
        self.assertEqual(seen[0], "get image/png")
        self.wait_for_objects(self.data)

    def test_html_before_the_page(self):
        """A picture that is a link: the address is the page's."""
        seen = self.drag(**{"text/uri-list": self.web.url + "/page.html",
                            "text/html": f'<meta charset=utf-8><a href="/p"><img src="{self.web.url}/a.png"></a>'})
        self.assertEqual(seen[0], "get text/html")
        self.wait_for_objects(self.data)
        self.assertEqual(self.web.paths, ["/a.png"])

    def test_address(self):
        for target, value in (("text/x-moz-url", (self.web.url + "/m.png\nTitle").encode("utf-16-le")),
                              ("_NETSCAPE_URL", self.web.url + "/n.png\nTitle"),
                              ("text/uri-list", self.web.url + "/u.png\r\n"),
                              ("text/plain", self.web.url + "/t.png")):
            with self.subTest(target):
                before = len(self.web.paths)
                self.drag(**{target: value})
                wait_until(lambda before=before: len(self.web.paths) > before, "the fetch")
        self.wait_for_objects(self.data)

    def test_data_uri(self):
        uri = "data:image/png;base64," + base64.b64encode(self.data).decode()
        self.drag(**{"text/html": f'<img src="{uri}">'})
        self.wait_for_objects(self.data)

    def test_file_in_html(self):
        """A page may name no file of this computer."""
        path = self.program.write("private.png", self.data)
        seen = self.drag(**{"text/html": f'<img src="file://{path}">'})
        self.assertEqual(seen, ["get text/html", "end"])
        time.sleep(0.3)
        self.assertEqual(self.get_objects(), [])

    def test_redirects(self):
        self.drag(**{"text/uri-list": self.web.url + "/away"})
        wait_until(lambda: "private" in self.read_log() or "127.0.0.1" in self.read_log(), "the refusal")
        self.assertEqual(self.far.paths, [])
        self.assertEqual(self.get_objects(), [])
        self.drag(**{"text/uri-list": self.web.url + "/near"})
        self.wait_for_objects(self.data)
        # What a person types may lead anywhere.
        done = self.program.check("upload", self.web.url + "/away")
        self.assertIn(self.links, done)
        self.assertEqual(self.far.paths, ["/a.png"])


class Window(Drop):
    def test_properties(self):
        state = self.session.run("xprop", "-id", self.zone).decode()
        for word in ("_NET_WM_STATE_ABOVE", "_NET_WM_DESKTOP(CARDINAL) = 4294967295", "_NET_WM_WINDOW_TYPE_UTILITY"):
            self.assertIn(word, state)

    def test_remembers_its_place(self):
        place = self.get_geometry()
        self.activate("quit")
        wait_until(lambda: not self.session.owns("io.github.pichoist.Pichoist"), "the end")
        self.start_desktop()
        self.activate("show-drop-zone")
        self.zone = self.find_zone()
        wait_until(lambda: self.get_geometry()[:2] == place[:2], "the old place")


if __name__ == "__main__":
    unittest.main()
