#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A compositor that has ext_data_control_v1, made of one that has only wlr's: extdatacontrol.py SOCKET

The two differ in the name of the global alone, which is put in place of the other on its way between
programs that connect to SOCKET and $WAYLAND_DISPLAY.  Prints "ready" when they can."""

import array
import os
import socket
import struct
import sys
import threading

import waylandwire

REAL, SHOWN = "zwlr_data_control_manager_v1", "ext_data_control_manager_v1"


class Way:
    """What goes one way, with the name changed that registries give"""

    def __init__(self, source, target, registries, old, new):
        self.source, self.target = source, target
        self.registries = registries
        self.old, self.new = old, new
        self.buffer = b""
        self.fds = array.array("i")

    def change(self, message):
        target, opcode = struct.unpack("=IH", message[:6])
        if (target, opcode) == (waylandwire.DISPLAY, 1) and self.new == REAL:
            self.registries.add(struct.unpack("=I", message[8:12])[0])
        if target not in self.registries or opcode != 0 or waylandwire.unpack(message[12:]) != self.old:
            return message
        rest = message[12 + len(waylandwire.pack(self.old)):]
        if self.new == SHOWN:
            rest = struct.pack("=I", 1)  # its version
        body = message[8:12] + waylandwire.pack(self.new) + rest
        return struct.pack("=IHH", target, opcode, 8 + len(body)) + body

    def take(self):
        """The whole messages that have come."""
        done = b""
        while len(self.buffer) >= 8:
            size = struct.unpack("=H", self.buffer[6:8])[0]
            if len(self.buffer) < size:
                break
            done += self.change(self.buffer[:size])
            self.buffer = self.buffer[size:]
        return done

    def send(self, data):
        if data and self.fds:  # they have to be there before the message that needs them
            sent = self.target.sendmsg([data], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, self.fds)])
            for number in self.fds:
                os.close(number)
            self.fds = array.array("i")
            data = data[sent:]
        self.target.sendall(data)

    def run(self):
        try:
            while True:
                data, control, _, _ = self.source.recvmsg(65536, socket.CMSG_SPACE(28 * 4))
                if not data:
                    break
                self.buffer += data
                for _, _, packed in control:
                    self.fds.frombytes(packed)
                self.send(self.take())
        except OSError:
            pass
        for end in (self.source, self.target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def main(name):
    folder = os.environ["XDG_RUNTIME_DIR"]
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(os.path.join(folder, name))
    listener.listen()
    print("ready", flush=True)
    while True:
        client, _ = listener.accept()
        compositor = socket.socket(socket.AF_UNIX)
        compositor.connect(os.path.join(folder, os.environ["WAYLAND_DISPLAY"]))
        registries = set()
        for way in (Way(client, compositor, registries, SHOWN, REAL), Way(compositor, client, registries, REAL, SHOWN)):
            threading.Thread(target=way.run, daemon=True).start()


main(sys.argv[1])
