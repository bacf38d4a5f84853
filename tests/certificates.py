# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes an authority and good and bad certificates of servers on loopback, with openssl."""

import os
import subprocess

CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
LOOPBACK = "DNS:localhost,IP:127.0.0.1"
# name: (subjectAltName, days that it is valid)
SIGNED = {"good": (LOOPBACK, 30), "expired": (LOOPBACK, -1), "wrong-name": ("DNS:other.example", 30)}


def _openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make(folder):
    """NAME.pem and NAME.key in folder for ca, good, expired, wrong-name and self-signed."""
    def path(name):
        return os.path.join(folder, name)

    for name in ("ca", "self-signed"):
        _openssl("req", "-x509", *CURVE, "-keyout", path(name + ".key"), "-out", path(name + ".pem"),
                 "-days", "30", "-subj", "/CN=" + name, "-addext", "subjectAltName=" + LOOPBACK)
    for name, (names, days) in SIGNED.items():
        _openssl("req", *CURVE, "-keyout", path(name + ".key"), "-out", path(name + ".csr"),
                 "-subj", "/CN=" + name)
        with open(path(name + ".ext"), "w", encoding="ascii") as file:
            file.write("subjectAltName=" + names)
        _openssl("x509", "-req", "-in", path(name + ".csr"), "-CA", path("ca.pem"),
                 "-CAkey", path("ca.key"), "-CAcreateserial", "-days", str(days),
                 "-extfile", path(name + ".ext"), "-out", path(name + ".pem"))
