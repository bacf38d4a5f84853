# SPDX-License-Identifier: GPL-3.0-or-later
"""A slow and far link in user space: TCP through loopback with a delay and a shared rate each way, and
TLS at the far end, so that handshakes cost their round trips."""

import asyncio
import os
import ssl
import subprocess
import threading
import urllib.parse

CHUNK = 16384


class Direction:
    """One way of the link: all connections share its rate; each chunk arrives after the delay."""

    def __init__(self, delay, rate):
        self.delay = delay
        self.rate = rate
        self.free_at = 0.0

    def arrival(self, loop, size):
        begin = max(loop.time(), self.free_at)
        self.free_at = begin + size / self.rate
        return self.free_at + self.delay


async def take(reader, queue, direction):
    loop = asyncio.get_running_loop()
    while data := await reader.read(CHUNK):
        await queue.put((direction.arrival(loop, len(data)), data))
    await queue.put((loop.time() + direction.delay, b""))


async def deliver(queue, writer):
    loop = asyncio.get_running_loop()
    while True:
        when, data = await queue.get()
        await asyncio.sleep(max(0, when - loop.time()))
        if not data:
            break
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()


def carry(reader, writer, direction):
    """The two halves of one way."""
    # A window of about a second at this rate: TCP on such a link has no more in flight.
    queue = asyncio.Queue(maxsize=max(4, int(direction.rate / CHUNK / 4)))
    return [asyncio.ensure_future(take(reader, queue, direction)),
            asyncio.ensure_future(deliver(queue, writer))]


async def pump(near_reader, near_writer, far_reader, far_writer, there, back):
    """Until both ways have ended, or one of them failed: then the other is cut off too."""
    tasks = carry(near_reader, far_writer, there) + carry(far_reader, near_writer, back)
    try:
        await asyncio.gather(*tasks)
    except OSError:
        pass
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for writer in (near_writer, far_writer):
            writer.close()


class Link:
    """A TLS address (S3_ENDPOINT, S3_CA) that leads to server over the link."""

    def __init__(self, server, folder, delay, rate):
        self.server = server
        self.folder = os.path.join(folder, "tls")
        self.delay = delay
        self.rate = rate

    def make_certificate(self):
        os.makedirs(self.folder, exist_ok=True)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", self.folder + "/key.pem",
             "-out", self.folder + "/cert.pem"], check=True, capture_output=True)

    async def serve(self, ready):
        address = urllib.parse.urlsplit(self.server["S3_ENDPOINT"])
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder + "/cert.pem", self.folder + "/key.pem")
        there, back = Direction(self.delay, self.rate), Direction(self.delay, self.rate)
        # The far end speaks TLS; the link in front of it sees only what goes over the wire.
        straight = Direction(0, 1e12)

        async def far_end(reader, writer):
            out = await asyncio.open_connection(address.hostname, address.port)
            await pump(reader, writer, *out, straight, straight)

        far = await asyncio.start_server(far_end, "127.0.0.1", 0, ssl=context, backlog=256)
        far_port = far.sockets[0].getsockname()[1]

        async def near_end(reader, writer):
            # A TCP handshake takes a round trip before the first byte.
            await asyncio.sleep(2 * self.delay)
            out = await asyncio.open_connection("127.0.0.1", far_port)
            await pump(reader, writer, *out, there, back)

        near = await asyncio.start_server(near_end, "127.0.0.1", 0, backlog=256)
        self.port = near.sockets[0].getsockname()[1]
        ready.set()
        await self.stopped.wait()
        near.close()
        far.close()
        # What is cut off now is no news.
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def run(self, ready):
        self.loop = asyncio.new_event_loop()
        self.stopped = asyncio.Event()
        self.loop.run_until_complete(self.serve(ready))
        self.loop.close()

    def __enter__(self):
        self.make_certificate()
        ready = threading.Event()
        self.thread = threading.Thread(target=self.run, args=(ready,), daemon=True)
        self.thread.start()
        ready.wait(10)
        address = urllib.parse.urlsplit(self.server["S3_ENDPOINT"])
        return dict(self.server, S3_ENDPOINT=f"https://localhost:{self.port}{address.path}",
                    S3_CA=self.folder + "/cert.pem")

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.stopped.set)
        self.thread.join(5)
