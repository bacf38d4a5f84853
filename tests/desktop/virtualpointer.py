#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mouse for a compositor that has none, by zwlr_virtual_pointer_v1: virtualpointer.py

Prints "ready" once the seat has it, and "done" for each line of standard input: "X1 Y1 X2 Y2" is a drag between
two places of a screen of 1280x800; its parts are "move X Y", "press" and "release"."""

import struct
import sys
import time

import waylandwire

MANAGER, POINTER = waylandwire.FIRST, waylandwire.FIRST + 1
WIDTH, HEIGHT, LEFT_BUTTON = 1280, 800, 0x110  # BTN_LEFT
MOTION_ABSOLUTE, BUTTON, FRAME = 1, 2, 4

connection = waylandwire.Connection()
send = connection.send


def now():
    return int(time.monotonic() * 1000) & 0xFFFFFFFF


def move(x, y):
    send(POINTER, MOTION_ABSOLUTE, struct.pack("=IIIII", now(), x, y, WIDTH, HEIGHT))
    send(POINTER, FRAME)
    time.sleep(0.05)


def press(down):
    send(POINTER, BUTTON, struct.pack("=III", now(), LEFT_BUTTON, int(down)))
    send(POINTER, FRAME)
    time.sleep(0.05)


def drag(left, top, right, bottom):
    move(left, top)
    press(True)
    for step in range(1, 9):
        move(left + (right - left) * step // 8, top + (bottom - top) * step // 8)
    press(False)


def obey(words):
    if words[0] == "move":
        move(int(words[1]), int(words[2]))
    elif words[0] in ("press", "release"):
        press(words[0] == "press")
    else:
        drag(*map(int, words))


def main():
    connection.bind(connection.read_globals(), "zwlr_virtual_pointer_manager_v1", MANAGER)
    send(MANAGER, 0, struct.pack("=II", 0, POINTER))
    move(1, 1)
    print("ready", flush=True)
    for line in sys.stdin:
        obey(line.split())
        print("done", flush=True)


main()
