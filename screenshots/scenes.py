# SPDX-License-Identifier: GPL-3.0-or-later
"""What is photographed: each function brings the program into a state and takes pictures of it, in the
order of SCENES.  The words by which buttons are found are those of the sources."""

import http.server
import os
import subprocess
import threading

from gi.repository import GLib
from studio import ROOT
from session import HERE, wait_until

R2 = ("provider=r2", "account-id=" + "0123456789abcdef" * 2, "bucket=pictures",
      "access-key-id=" + "fedcba9876543210" * 2)
PLAIN = (
    ("blog", *R2, "public-url=https://img.example.com"),
    ("notes", "provider=folder", "folder=~/notes/images", "public-url=/images"),
    ("company", "provider=s3", "region=eu-central-1", "bucket=static-assets", "access-key-id=AKIAIOSFODNN7EXAMPLE",
     "public-url=https://cdn.example.org/static"),
)
LONG = "my-company-production-static-assets-eu-central-1-do-not-delete"
CROWDED = PLAIN + (
    ("一个名字非常长的博客图床（生产环境，请勿删除，有问题请联系运维同事）", *R2,
     "public-url=https://a-very-long-subdomain.of-an-even-longer-domain-name.example.com/pictures/of/the/blog"),
    ("a destination whose name is as long as it may be, & <b>more</b>", "provider=s3", "region=eu-central-1",
     f"bucket={LONG}", "access-key-id=AKIAIOSFODNN7EXAMPLE", "public-url=https://cdn.example.org"),
) + tuple((f"shelf {number}", "provider=folder", f"folder=~/shelf/{number}", "public-url=/shelf")
          for number in range(15))
PICTURES = ("evening.png", "two hills.png", "屏幕截图_2026-11-26.png")
LONG_PICTURE = "一张文件名特别特别长的图片，谁也不会想到有人会这样起名字 <b>&amp; screenshot from 2026-11-26.png"


class Bucket(http.server.ThreadingHTTPServer):
    """Takes so many pictures; what comes then waits for ever, or is refused."""

    def __init__(self, takes, refuses=False):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self, status, body=b""):
                self.send_response(status)
                self.send_header("ETag", '"0"')
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_HEAD(self):
                self.answer(404)

            def do_PUT(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                with self.server.lock:
                    self.server.takes -= 1
                    left = self.server.takes
                if left >= 0:
                    self.answer(200)
                elif refuses:
                    self.answer(403, b"<Error><Code>InvalidAccessKeyId</Code><Message>No such key</Message></Error>")
                else:
                    self.server.end.wait()

            def log_message(self, *arguments):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.takes, self.lock, self.end = takes, threading.Lock(), threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def add_to(self, studio, name):
        studio.run("profile", "add", name, "provider=other", f"endpoint=http://127.0.0.1:{self.server_port}",
                   "region=auto", "bucket=pictures", "public-url=https://img.example.com", "access-key-id=key",
                   "--secret-stdin", stdin=b"secret")
        studio.run("profile", "default", name)
        studio.pause(1.5)


def make_pictures(studio):
    folder = os.path.join(studio.home, "Pictures")
    os.makedirs(folder, exist_ok=True)
    names = PICTURES + ((LONG_PICTURE,) if studio.crowded else ())
    for number, name in enumerate(names, 1):
        subprocess.run([os.path.join(ROOT, "packaging/sample-picture"), os.path.join(folder, name), str(number)],
                       check=True)
    return [os.path.join(folder, name) for name in names]


def add_profiles(studio):
    os.makedirs(os.path.join(studio.home, "notes", "images"))
    for name, *values in CROWDED if studio.crowded else PLAIN:
        keyed = "provider=folder" not in values
        studio.run("profile", "add", name, *values, *(["--secret-stdin"] if keyed else []),
                   stdin=b"0123456789abcdef" * 4 if "provider=r2" in values else b"secret" * 6 + b"key!")
    studio.pause(1)


def upload(studio, paths, copy):
    options = {"copy": GLib.Variant("b", copy)}
    inputs = GLib.Variant("aay", [os.fsencode(path) + b"\0" for path in paths])
    return studio.session.call("Upload", GLib.Variant.new_tuple(inputs, GLib.Variant("a{sv}", options)))


def copy_picture(studio, path):
    with open(path, "rb") as file:
        return studio.session.copy(**{"image/png": file.read()})


# --- windows ---

def photograph_assistant(studio):
    studio.activate("assistant")
    studio.shoot("assistant-choose")
    studio.window.press(studio.say("Cloudflare R2"))
    studio.shoot("assistant-r2")
    studio.window.press(studio.say("Add and c_heck"))
    studio.shoot("assistant-r2-missing")
    studio.window.press(studio.say("_Cancel"))
    studio.window.press(studio.say("Nothing yet: just trying it out"))
    studio.shoot("assistant-folder")
    studio.window.press(studio.say("_Use this folder"))
    studio.pause()
    studio.shoot("assistant-done")
    studio.window.press(studio.say("Upload a _sample picture"))
    studio.pause()
    studio.shoot("assistant-sample")
    studio.window.press(studio.say("_Close"), role="push button")
    studio.pause()


def photograph_nothing(studio):
    studio.activate("settings")
    studio.shoot("settings-empty")
    studio.window.select_any(studio.say("Network"))
    studio.shoot("settings-network-empty")
    studio.window.select_any(studio.say("Links and names"))
    studio.shoot("settings-links-empty")
    studio.window.select_any(studio.say("Destinations"))
    studio.act("key", "Escape")
    studio.pause()


def photograph_settings(studio):
    studio.activate("settings")
    studio.shoot("settings", wait=1)
    for page, name in (("Links and names", "links"), ("Clipboard and hotkeys", "clipboard"), ("Network", "network"),
                       ("Startup", "startup"), ("This session", "session"), ("About", "about")):
        studio.window.select_any(studio.say(page))
        studio.shoot(f"settings-{name}")
    studio.window.select_any(studio.say("Destinations"))


def open_editor(studio, name):
    studio.window.select(studio.say("Destinations"), name, role="list box")
    studio.window.press(studio.say("_Edit…"))
    studio.pause()


def photograph_editor(studio):
    open_editor(studio, "blog")
    studio.shoot("editor-r2")
    studio.window.press(studio.say("_Advanced"))
    studio.shoot("editor-r2-advanced")
    studio.window.press(studio.say("_Advanced"))
    studio.window.type(studio.say("Public URL"), "htps://img.example.com")
    studio.shoot("editor-wrong", wait=1)
    studio.window.press(studio.say("Revert"))
    studio.pause()
    studio.window.press(studio.say("C_heck"))
    studio.shoot("editor-failed", wait=4)
    studio.window.press(studio.say("Back to the list"))
    open_editor(studio, "notes")
    studio.window.press(studio.say("C_heck"))
    studio.shoot("editor-folder", wait=1.5)
    studio.window.press(studio.say("Back to the list"))
    if studio.crowded:
        open_editor(studio, CROWDED[3][0])
        studio.shoot("editor-long")
        studio.window.press(studio.say("Back to the list"))


def photograph_dialogs(studio):
    studio.window.press(studio.say("_Forget everything…"))
    studio.shoot("forget")
    studio.window.press(studio.say("_Cancel"), role="push button")
    studio.window.press(studio.say("_Remove"))
    studio.shoot("settings-removed", wait=1)
    studio.window.press(studio.say("_Undo"))
    studio.pause()
    studio.activate("choose-files")
    studio.shoot("chooser", wait=2)
    studio.act("key", "Escape")
    studio.pause()
    studio.act("key", "Escape")
    studio.pause()


# --- beside the windows ---

def open_menu(studio, *keys):
    """A click on the tray icon, the right one but last in the panel."""
    width = int(studio.act("getdisplaygeometry").split()[0])
    studio.act("mousemove", width - 18 * studio.scale, 14 * studio.scale, "click", 1)
    studio.pause(1)
    for key in keys:
        studio.act("key", key)
        studio.pause(0.2)


def grab_corner(studio, name, width=480, height=480):
    whole = int(studio.act("getdisplaygeometry").split()[0])
    studio.grab(whole - width * studio.scale, 0, width * studio.scale, height * studio.scale, name)


def photograph_tray(studio):
    studio.run("profile", "default", "notes")
    upload(studio, make_pictures(studio), copy=True)
    studio.pause(1)
    open_menu(studio)
    grab_corner(studio, "tray")
    studio.act("key", "Down", "Down", "Down", "Down", "Down", "Down", "Right")
    studio.pause()
    grab_corner(studio, "tray-submenu", width=640)
    studio.act("key", "Escape", "key", "Escape")
    studio.act("key", "Escape")
    studio.act("mousemove", 300, 600, "click", 1)


def photograph_notifications(studio):
    pictures = make_pictures(studio)
    close_notifications(studio)
    owner = copy_picture(studio, pictures[-1])
    studio.pause(2)
    grab_corner(studio, "notification-ask", width=480, height=180)
    close_notifications(studio)
    upload_new(studio, "first.png", 7)
    studio.pause(1.5)
    grab_corner(studio, "notification-result", width=480, height=180)
    owner.terminate()
    close_notifications(studio)


def close_notifications(studio):
    for number in range(1, 40):
        studio.session.call("CloseNotification", GLib.Variant("(u)", (number,)), "org.freedesktop.Notifications",
                            "/org/freedesktop/Notifications", "org.freedesktop.Notifications")
    studio.pause(0.8)


def upload_new(studio, name, number):
    path = os.path.join(studio.home, "Pictures", name)
    subprocess.run([os.path.join(ROOT, "packaging/sample-picture"), path, str(number)], check=True)
    owner = copy_picture(studio, path)
    studio.pause(0.5)
    studio.activate("upload-clipboard")
    return owner


def drag(studio, paths):
    """Drags files from a window to the drop zone."""
    uris = "".join(f"{GLib.filename_to_uri(path, None)}\r\n" for path in paths)
    listed = os.path.join(studio.home, "dragged")
    with open(listed, "w", encoding="utf-8") as file:
        file.write(uris)
    source = studio.session.start("/usr/bin/python3", os.path.join(HERE, "dragsource.py"), f"text/uri-list=@{listed}",
                                  stdout=subprocess.PIPE, environment={"NO_AT_BRIDGE": "1", "GDK_SCALE": "1"})
    source.stdout.readline()
    studio.pause(1)
    window = studio.find("Drag source")
    zone = studio.find(studio.say("Drop zone"))
    studio.act("windowmove", zone, 600 * studio.scale, 300 * studio.scale)
    studio.pause(0.3)
    studio.act("mousemove", "--window", window, 100, 100, "mousedown", 1)
    for step in range(1, 6):
        studio.act("mousemove", "--window", window, 100 + step * 8, 100)
        studio.pause(0.05)
    for step in range(20, 90, 10):
        studio.act("mousemove", "--window", zone, step, step)
        studio.pause(0.05)
    studio.pause(0.3)
    studio.act("mouseup", 1)
    studio.pause(1)
    source.terminate()
    source.wait()


def photograph_drop_zone(studio):
    pictures = make_pictures(studio)
    studio.activate("show-drop-zone")
    studio.pause(1)
    studio.shoot("drop-idle", studio.say("Drop zone"))
    drag(studio, pictures[:1])
    studio.shoot("drop-done", studio.say("Drop zone"))
    drag(studio, pictures)
    studio.shoot("drop-several", studio.say("Drop zone"), 1.5)
    drag(studio, pictures[:1] + [os.path.join(studio.home, "config", "config.ini")])
    studio.shoot("drop-refused", studio.say("Drop zone"), 1.5)
    drag(studio, [os.path.join(studio.home, "Pictures")])
    studio.shoot("drop-asking", studio.say("Drop zone"), 1.5)
    studio.window.press(studio.say("Cancel"))
    close_notifications(studio)


def photograph_sending(studio):
    """Pictures of which the server takes two and keeps the others waiting."""
    bucket = Bucket(takes=2)
    bucket.add_to(studio, "slow")
    folder = os.path.join(studio.home, "more")
    os.makedirs(folder, exist_ok=True)
    paths = []
    for number in range(5):
        paths.append(os.path.join(folder, f"picture {number + 1}.png"))
        subprocess.run([os.path.join(ROOT, "packaging/sample-picture"), paths[-1], str(20 + number)], check=True)
    drag(studio, paths)
    studio.shoot("drop-sending", studio.say("Drop zone"), 2)
    grab_corner(studio, "notification-progress", width=480, height=180)
    open_menu(studio)
    grab_corner(studio, "tray-sending")
    studio.act("key", "Escape")
    studio.act("windowunmap", studio.find(studio.say("Drop zone")))
    bucket.end.set()


def photograph_failure(studio):
    bucket = Bucket(takes=0, refuses=True)
    bucket.add_to(studio, "wrong")
    close_notifications(studio)
    owner = upload_new(studio, "refused.png", 40)
    studio.pause(3)
    grab_corner(studio, "notification-failure", width=480, height=180)
    open_menu(studio)
    grab_corner(studio, "tray-attention")
    studio.act("key", "Escape")
    owner.terminate()


SCENES = {
    "nothing": photograph_nothing,
    "assistant": photograph_assistant,
    "settings": photograph_settings,
    "editor": photograph_editor,
    "dialogs": photograph_dialogs,
    "tray": photograph_tray,
    "notifications": photograph_notifications,
    "drop": photograph_drop_zone,
    "sending": photograph_sending,
    "failure": photograph_failure,
}


def photograph_all(studio, only=None):
    studio.start()
    studio.run("config", "set", "secret-store", "file")
    make_pictures(studio)
    studio.start_program()
    for name, photograph in SCENES.items():
        if name == "settings":
            add_profiles(studio)
        if only is None or name in only:
            photograph(studio)
        if name == "assistant" and only is None:
            studio.run("delete", "--yes", "--row", "1")
            studio.run("profile", "remove", studio.translation.gettext("folder"))


__all__ = ["SCENES", "photograph_all", "wait_until"]
