#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Owns a Wayland compositor's clipboard with several targets at once, as clipown.py does X11's: wl-copy
has one kind of content only.  It ends when it has lost it and has handed over what it had begun to.

    waylandclipown.py [--hold FILE] [--again TARGET] [--stop-after BYTES] TARGET=@FILE|TEXT ...

Prints "ready" when it does, and "lost SECONDS" when after so many it doesn't any more.  With --hold it
draws its picture as long as there is the file, and prints "asked" when it begins to.  With --again it takes the
clipboard anew each of the first two times that it has given that target.  With --stop-after it is killed
when it has written so much of one."""

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
        self.again = [self.options.get("--again")] * 2
        self.sources = [SOURCE]
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

        if target in self.again:
            self.again.pop()
            self.sources.append(SYNC + len(self.sources))
            self.own()

    def own(self):
        source = self.sources[-1]
        self.connection.send(MANAGER, 0, struct.pack("=I", source))
        for target in self.contents:
            self.connection.send(source, 0, waylandwire.pack(target))
        self.connection.send(DEVICE, 0, struct.pack("=I", source))

    def run(self):
        self.connection = connection = waylandwire.Connection()
        found = connection.read_globals()
        connection.bind(found, "wl_seat", SEAT)
        connection.bind(found, MANAGER_INTERFACE, MANAGER)
        connection.send(MANAGER, 1, struct.pack("=II", DEVICE, SEAT))
        begin = time.monotonic()
        self.own()
        connection.send(waylandwire.DISPLAY, 0, struct.pack("=I", SYNC))
        while True:
            event = connection.receive()
            if event[:2] == (SYNC, 0):
                print("ready", flush=True)
            elif event[0] in self.sources and event[1] == 0:
                target = waylandwire.unpack(event[2])
                threading.Thread(target=self.give, args=(target, connection.fds.pop(0))).start()
            elif event[:2] == (self.sources[-1], 1):
                print("lost", time.monotonic() - begin, flush=True)
                return


if __name__ == "__main__":
    Owner(sys.argv[1:]).run()
