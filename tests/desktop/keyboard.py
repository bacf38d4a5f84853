# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's fingers on the keyboard of a session's X server: keys are told by their place, so that
they can be pressed whatever layout is on, and other programs' grabs of them."""

import ctypes
import ctypes.util

SHIFT, LOCK, CONTROL, ALT = 1, 2, 4, 8
CORE_KEYBOARD = 0x100  # XkbUseCoreKbd


def load(name):
    return ctypes.CDLL(ctypes.util.find_library(name) or f"lib{name}.so.6")


class Keyboard:
    def __init__(self, display):
        self.x11, self.xtst = load("X11"), load("Xtst")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XStringToKeysym.restype = ctypes.c_ulong
        self.x11.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        self.x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(display.encode()))
        self.root = ctypes.c_ulong(self.x11.XDefaultRootWindow(self.display))

    def find(self, name):
        """The place of a key, by the name of its symbol."""
        return int(self.x11.XKeysymToKeycode(self.display, self.x11.XStringToKeysym(name.encode())))

    def move(self, keycode, down):
        self.xtst.XTestFakeKeyEvent(self.display, keycode, int(down), 0)
        self.x11.XSync(self.display, 0)

    def press(self, *keys, hold=None):
        """Presses keys together, each by its name or its place; hold () is called while they are
        down."""
        keycodes = [self.find(key) if isinstance(key, str) else key for key in keys]
        for keycode in keycodes:
            self.move(keycode, True)
        if hold is not None:
            hold()
        for keycode in reversed(keycodes):
            self.move(keycode, False)

    def lock_group(self, group):
        """Switches to the layout of that number, from 0."""
        self.x11.XkbLockGroup(self.display, CORE_KEYBOARD, group)
        self.x11.XSync(self.display, 0)

    def set_repeat(self, delay, interval):
        """How soon and how often a key that is held down is repeated, in milliseconds."""
        self.x11.XkbSetAutoRepeatRate(self.display, CORE_KEYBOARD, delay, interval)
        self.x11.XSync(self.display, 0)

    def grab(self, keycode, modifiers):
        """Takes a key as another program's hotkey."""
        self.x11.XGrabKey(self.display, keycode, modifiers, self.root, 0, 1, 1)
        self.x11.XSync(self.display, 0)

    def is_free(self, keycode, modifiers):
        """Can the key be grabbed by others?"""
        handler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
        refused = []
        note = handler(lambda display, event: refused.append(1) or 0)
        self.x11.XSetErrorHandler(note)
        self.grab(keycode, modifiers)
        self.x11.XSetErrorHandler(None)
        if not refused:
            self.x11.XUngrabKey(self.display, keycode, modifiers, self.root)
            self.x11.XSync(self.display, 0)
        return not refused

    def close(self):
        self.x11.XCloseDisplay(self.display)
