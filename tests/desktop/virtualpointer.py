#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mouse for a compositor that has none, by zwlr_virtual_pointer_v1: virtualpointer.py

Prints "ready" once the seat has it.  Each line of standard input "X1 Y1 X2 Y2" is a drag between two
places of a screen of 1280x800."""

import os
import socket
import struct
import sys
import time

DISPLAY, REGISTRY, CALLBACK, MANAGER, POINTER = 1, 2, 3, 4, 5
WIDTH, HEIGHT, LEFT_BUTTON = 1280, 800, 0x110  # BTN_LEFT
MOTION_ABSOLUTE, BUTTON, FRAME = 1, 2, 4

path = os.path.join(os.environ["XDG_RUNTIME_DIR"], os.environ["WAYLAND_DISPLAY"])
connection = socket.socket(socket.AF_UNIX)
connection.connect(path)


def send(target, opcode, body=b""):
    connection.sendall(struct.pack("=IHH", target, opcode, 8 + len(body)) + body)


def receive():
    target, opcode, size = struct.unpack("=IHH", connection.recv(8, socket.MSG_WAITALL))
    return target, opcode, connection.recv(size - 8, socket.MSG_WAITALL) if size > 8 else b""


def pack(text):
    data = text.encode() + b"\0"
    return struct.pack("=I", len(data)) + data + b"\0" * (-len(data) % 4)


def read_globals():
    """Numbers by interface."""
    send(DISPLAY, 0, struct.pack("=I", CALLBACK))
    found = {}
    while True:
        target, _, body = receive()
        if target == CALLBACK:
            return found
        if target == REGISTRY:
            name, size = struct.unpack("=II", body[:8])
            found[body[8:8 + size - 1].decode()] = name


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


def main():
    send(DISPLAY, 1, struct.pack("=I", REGISTRY))
    interface = "zwlr_virtual_pointer_manager_v1"
    name = read_globals()[interface]
    send(REGISTRY, 0, struct.pack("=I", name) + pack(interface) + struct.pack("=II", 1, MANAGER))
    send(MANAGER, 0, struct.pack("=II", 0, POINTER))
    move(1, 1)
    print("ready", flush=True)
    for line in sys.stdin:
        left, top, right, bottom = map(int, line.split())
        move(left, top)
        press(True)
        for step in range(1, 6):
            move(left + (right - left) * step // 5, top + (bottom - top) * step // 5)
        press(False)
        print("done", flush=True)


main()
