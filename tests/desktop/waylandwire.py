# SPDX-License-Identifier: GPL-3.0-or-later
"""Wayland's wire format, for what no program that is installed does."""

import array
import os
import socket
import struct

DISPLAY, REGISTRY, CALLBACK, FIRST = 1, 2, 3, 4


def pack(text):
    data = text.encode() + b"\0"
    return struct.pack("=I", len(data)) + data + b"\0" * (-len(data) % 4)


def unpack(body):
    """The string that it begins with."""
    size = struct.unpack("=I", body[:4])[0]
    return body[4:4 + size - 1].decode()


class Connection:
    """Numbers of objects that are made are up to the caller, from FIRST on."""

    def __init__(self):
        path = os.path.join(os.environ["XDG_RUNTIME_DIR"], os.environ["WAYLAND_DISPLAY"])
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.received = b""
        self.fds = []
        self.send(DISPLAY, 1, struct.pack("=I", REGISTRY))

    def send(self, target, opcode, body=b""):
        self.socket.sendall(struct.pack("=IHH", target, opcode, 8 + len(body)) + body)

    def receive(self):
        """(object, opcode, body) of the next event; file descriptors are added to self.fds."""
        while True:
            if len(self.received) >= 8:
                target, opcode, size = struct.unpack("=IHH", self.received[:8])
                if len(self.received) >= size:
                    body, self.received = self.received[8:size], self.received[size:]
                    return target, opcode, body
            data, control, _, _ = self.socket.recvmsg(65536, socket.CMSG_SPACE(28 * 4))
            if not data:
                raise EOFError("the compositor has gone")
            self.received += data
            for _, _, packed in control:
                fds = array.array("i")
                fds.frombytes(packed)
                self.fds += fds

    def read_globals(self):
        """Numbers by interface."""
        self.send(DISPLAY, 0, struct.pack("=I", CALLBACK))
        found = {}
        while True:
            target, _, body = self.receive()
            if target == CALLBACK:
                return found
            if target == REGISTRY:
                found[unpack(body[4:])] = struct.unpack("=I", body[:4])[0]

    def bind(self, found, interface, number):
        self.send(REGISTRY, 0, struct.pack("=I", found[interface]) + pack(interface) + struct.pack("=II", 1, number))
