#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Owns a Wayland compositor's clipboard with several targets at once, as clipown.py does X11's: wl-copy
has one kind of content only.  It ends when it has lost it and has handed over what it had begun to.

    waylandclipown.py [--hold FILE] [--stop-after BYTES] TARGET=@FILE|TEXT ...

Prints "ready" when it does, and "lost SECONDS" when after so many it doesn't any more.  With --hold it
draws its picture as long as there is the file, and prints "asked" when it begins to.  With --stop-after
it is killed when it has written so much of one."""

import os
import signal
import struct
import sys
import threading
import time

import waylandwire

SEAT, MANAGER, DEVICE, SOURCE, SYNC = range(waylandwire.FIRST, waylandwire.FIRST + 5)
MANAGER_INTERFACE = "zwlr_data_control_manager_v1"


class Owner:
    def __init__(self, arguments):
        self.options = {}
        while arguments[0].startswith("--"):
            self.options[arguments[0]], arguments = arguments[1], arguments[2:]
        self.contents = {}
        for argument in arguments:
            target, value = argument.split("=", 1)
            if value.startswith("@"):
                with open(value[1:], "rb") as file:
                    self.contents[target] = file.read()
            else:
                self.contents[target] = value.encode()

    def give(self, target, fd):
        hold = self.options.get("--hold")
        if hold and os.path.exists(hold) and target.startswith("image/"):
            print("asked", flush=True)
            while os.path.exists(hold):
                time.sleep(0.01)
        data = self.contents[target]
        with open(fd, "wb", buffering=0) as pipe:
            if "--stop-after" in self.options and target.startswith("image/"):
                pipe.write(data[:int(self.options["--stop-after"])])
                os.kill(os.getpid(), signal.SIGKILL)
            try:
                left = memoryview(data)
                while left:
                    left = left[pipe.write(left):]
            except BrokenPipeError:
                pass

    def run(self):
        connection = waylandwire.Connection()
        found = connection.read_globals()
        connection.bind(found, "wl_seat", SEAT)
        connection.bind(found, MANAGER_INTERFACE, MANAGER)
        connection.send(MANAGER, 1, struct.pack("=II", DEVICE, SEAT))
        connection.send(MANAGER, 0, struct.pack("=I", SOURCE))
        for target in self.contents:
            connection.send(SOURCE, 0, waylandwire.pack(target))
        begin = time.monotonic()
        connection.send(DEVICE, 0, struct.pack("=I", SOURCE))
        connection.send(waylandwire.DISPLAY, 0, struct.pack("=I", SYNC))
        while True:
            event = connection.receive()
            if event[:2] == (SYNC, 0):
                print("ready", flush=True)
            elif event[:2] == (SOURCE, 0):
                target = waylandwire.unpack(event[2])
                threading.Thread(target=self.give, args=(target, connection.fds.pop(0))).start()
            elif event[:2] == (SOURCE, 1):
                print("lost", time.monotonic() - begin, flush=True)
                return


if __name__ == "__main__":
    Owner(sys.argv[1:]).run()
