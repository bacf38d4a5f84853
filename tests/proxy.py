#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small proxy for tests: http (CONNECT, and plain requests passed on) or socks5, with or without a
password.  Prints "port N" once it listens and ends when its standard input does."""

import argparse
import base64
import select
import socket
import ssl
import struct
import sys
import threading
import urllib.parse


class Refused(Exception):
    pass


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["http", "socks5"])
    parser.add_argument("--login", metavar="NAME:PASSWORD", help="each percent-encoded")
    parser.add_argument("--refuse", type=int, metavar="CODE",
                        help="let nothing through: HTTP status, or code of a SOCKS5 reply")
    parser.add_argument("--hang-up", action="store_true", help="close instead of answering a request")
    parser.add_argument("--tls", nargs=2, metavar=("CERTIFICATE", "KEY"), help="speaks TLS to clients")
    parser.add_argument("--log", metavar="FILE", help="one line HOST:PORT for each connection made")
    return parser.parse_args()


def join(client, server):
    """Copies both ways until one of them ends."""
    others = {client: server, server: client}
    with server:
        while True:
            decrypted = [sock for sock in others if isinstance(sock, ssl.SSLSocket) and sock.pending()]
            for sock in decrypted or select.select(list(others), [], [])[0]:
                data = sock.recv(65536)
                if not data:
                    return
                others[sock].sendall(data)


def read_exactly(sock, size):
    data = b""
    while len(data) < size:
        piece = sock.recv(size - len(data))
        if not piece:
            raise Refused
        data += piece
    return data


class Proxy:
    def __init__(self, options):
        self.options = options
        self.login = None
        self.context = None
        if options.tls:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*options.tls)
        if options.login is not None:
            name, _, password = options.login.partition(":")
            self.login = [urllib.parse.unquote_to_bytes(part) for part in (name, password)]

    def connect(self, host, port):
        if self.options.log:
            with open(self.options.log, "a", encoding="utf-8") as log:
                log.write(f"{host}:{port}\n")
        return socket.create_connection((host, port))

    # --- HTTP: RFC 9110, 9.3.6

    def read_head(self, client):
        head = b""
        while b"\r\n\r\n" not in head:
            piece = client.recv(4096)
            if not piece:
                raise Refused
            head += piece
        return head.partition(b"\r\n\r\n")[::2]

    def may_pass(self, head):
        if self.login is None:
            return True
        wanted = b"Basic " + base64.b64encode(b":".join(self.login))
        return b"\r\nProxy-Authorization: " + wanted + b"\r\n" in head + b"\r\n"

    def answer(self, client, status):
        client.sendall(b"HTTP/1.1 %d Proxy\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                       b"Content-Length: 0\r\n\r\n" % status)

    def serve_http(self, client):
        head, rest = self.read_head(client)
        method, target, _ = head.split(b"\r\n")[0].split(b" ")
        if not self.may_pass(head):
            self.answer(client, 407)
            return
        if self.options.hang_up:
            return
        if self.options.refuse:
            self.answer(client, self.options.refuse)
            return
        if method == b"CONNECT":
            host, _, port = target.decode().rpartition(":")
            server = self.connect(host.strip("[]"), int(port))
            client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            server.sendall(rest)
        else:
            url = urllib.parse.urlsplit(target.decode("latin-1"))
            server = self.connect(url.hostname, url.port or 80)
            path = target.split(b"/", 3)[3]
            lines = [line for line in head.split(b"\r\n")[1:]
                     if not line.lower().startswith(b"proxy-")]
            lines.insert(0, method + b" /" + path + b" HTTP/1.1")
            server.sendall(b"\r\n".join(lines + [b"Connection: close", b"", b""]) + rest)
        join(client, server)

    # --- SOCKS5: RFC 1928, RFC 1929

    def serve_socks5(self, client):
        methods = read_exactly(client, read_exactly(client, 2)[1])
        method = 0 if self.login is None else 2
        if method not in methods:
            client.sendall(b"\x05\xff")
            return
        client.sendall(bytes([5, method]))
        if method == 2:
            read_exactly(client, 1)
            name = read_exactly(client, read_exactly(client, 1)[0])
            password = read_exactly(client, read_exactly(client, 1)[0])
            client.sendall(b"\x01\x00" if [name, password] == self.login else b"\x01\x01")
            if [name, password] != self.login:
                return
        kind = read_exactly(client, 4)[3]
        if kind == 1:
            host = socket.inet_ntop(socket.AF_INET, read_exactly(client, 4))
        elif kind == 4:
            host = socket.inet_ntop(socket.AF_INET6, read_exactly(client, 16))
        else:
            host = read_exactly(client, read_exactly(client, 1)[0]).decode("ascii")
        port = struct.unpack(">H", read_exactly(client, 2))[0]
        if self.options.hang_up:
            return
        if self.options.refuse:
            client.sendall(bytes([5, self.options.refuse, 0, 1]) + bytes(6))
            return
        server = self.connect(host, port)
        client.sendall(b"\x05\x00\x00\x01" + bytes(6))
        join(client, server)

    def serve(self, client):
        try:
            if self.context:
                client = self.context.wrap_socket(client, server_side=True)
            with client:
                getattr(self, "serve_" + self.options.kind)(client)
        except (OSError, Refused, ValueError):
            pass

    def run(self):
        server = socket.create_server(("127.0.0.1", 0), backlog=64)
        print("port", server.getsockname()[1], flush=True)
        while True:
            client, _ = server.accept()
            threading.Thread(target=self.serve, args=[client], daemon=True).start()


def main():
    proxy = Proxy(parse_arguments())
    threading.Thread(target=proxy.run, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
