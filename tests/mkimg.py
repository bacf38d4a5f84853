#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes odd pictures for tests, with nothing but Python's standard library.

    mkimg.py KIND OUT [--size WxH] [--seed N]
    mkimg.py --list
    mkimg.py --all FOLDER

Each kind is a function of this module as well.  The seed changes the pixels, so that a thousand
pictures can be a thousand different ones.  Exit status 77: this kind needs a program that is missing;
--all leaves it out.
"""

import argparse
import gzip
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

SIZE = (32, 24)


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_rows(size, channels, seed, depth=8):
    """Colours that run over the picture, shifted by the seed."""
    width, height = size
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            for channel in range(channels):
                value = (x * 7 + y * 5 + channel * 80 + seed * 13) & 255
                rows += bytes([value]) * (depth // 8)
    return bytes(rows)


def png_file(size, depth, colour, rows, extra=b""):
    header = struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0)
    note = png_chunk(b"tEXt", b"Comment\0" + extra) if extra else b""
    return (b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + note
            + png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b""))


def png(size=SIZE, seed=0):
    return png_file(size, 8, 2, png_rows(size, 3, seed), b"seed %d" % seed)


def rgba(size=SIZE, seed=0):
    return png_file(size, 8, 6, png_rows(size, 4, seed))


def png16(size=SIZE, seed=0):
    return png_file(size, 16, 2, png_rows(size, 3, seed, 16))


def noise(size=(256, 256), seed=0):
    """Does not compress: about three bytes a pixel."""
    source = random.Random(seed)
    rows = b"".join(b"\0" + source.randbytes(size[0] * 3) for _ in range(size[1]))
    return png_file(size, 8, 2, rows)


def trunc(size=SIZE, seed=0):
    whole = noise(size, seed)
    return whole[:len(whole) * 2 // 3]


def pngpix0(size=SIZE, seed=0):
    """0 x 0 in the header."""
    return png_file((0, 0), 8, 2, b"")


def apng(size=SIZE, seed=0):
    """Two frames."""
    width, height = size
    control = struct.pack(">IIIIHHBB", width, height, 0, 0, 20, 100, 0, 0)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"".join([
        b"\x89PNG\r\n\x1a\n",
        png_chunk(b"IHDR", header),
        png_chunk(b"acTL", struct.pack(">II", 2, 0)),
        png_chunk(b"fcTL", struct.pack(">I", 0) + control),
        png_chunk(b"IDAT", zlib.compress(png_rows(size, 3, seed))),
        png_chunk(b"fcTL", struct.pack(">I", 1) + control),
        png_chunk(b"fdAT", struct.pack(">I", 2) + zlib.compress(png_rows(size, 3, seed + 9))),
        png_chunk(b"IEND", b""),
    ])


def jpeg_segment(marker, data):
    return struct.pack(">BBH", 0xff, marker, len(data) + 2) + data


def jpeg_file(size, segments=b""):
    """Flat grey: each block is "no difference, end of block", one bit each."""
    width, height = size
    blocks = ((width + 7) // 8) * ((height + 7) // 8)
    bits = "00" * blocks
    bits += "1" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big") if bits else b""
    one_code = bytes([1] + [0] * 15) + b"\0"
    return b"".join([
        b"\xff\xd8", segments,
        jpeg_segment(0xdb, b"\0" + bytes([16] * 64)),
        jpeg_segment(0xc0, struct.pack(">BHHB", 8, height, width, 1) + bytes([1, 0x11, 0])),
        jpeg_segment(0xc4, b"\x00" + one_code),
        jpeg_segment(0xc4, b"\x10" + one_code),
        jpeg_segment(0xda, bytes([1, 1, 0, 0, 63, 0])),
        data.replace(b"\xff", b"\xff\0"), b"\xff\xd9",
    ])


def jpg(size=SIZE, seed=0):
    return jpeg_file(size, jpeg_segment(0xfe, b"seed %d" % seed))


def jpgpix0(size=SIZE, seed=0):
    return jpeg_file((0, 0))


def jpgtrunc(size=SIZE, seed=0):
    return jpg(size, seed)[:-2]


def tiff_directory(entries, order=">"):
    """Entries are (tag, type, count, four bytes of value)."""
    body = struct.pack(order + "H", len(entries))
    for tag, kind, count, value in entries:
        body += struct.pack(order + "HHI", tag, kind, count) + value
    return body + struct.pack(order + "I", 0)


def short(value):
    return struct.pack(">HH", value, 0)


def exif(size=SIZE, seed=0, orientation=6):
    """Lies on its side."""
    directory = tiff_directory([(0x0112, 3, 1, short(orientation))])
    block = b"Exif\0\0" + b"MM\0\x2a" + struct.pack(">I", 8) + directory
    return jpeg_file(size, jpeg_segment(0xe1, block))


def exifgps(size=SIZE, seed=0):
    """Tells where it was taken: 52.5 north, 13.4 east."""
    gps_at = 8 + 2 + 2 * 12 + 4
    rationals_at = gps_at + 2 + 4 * 12 + 4
    first = tiff_directory([(0x0112, 3, 1, short(1)),
                            (0x8825, 4, 1, struct.pack(">I", gps_at))])
    gps = tiff_directory([(1, 2, 2, b"N\0\0\0"), (2, 5, 3, struct.pack(">I", rationals_at)),
                          (3, 2, 2, b"E\0\0\0"), (4, 5, 3, struct.pack(">I", rationals_at + 24))])
    rationals = struct.pack(">12I", 52, 1, 30, 1, 0, 1, 13, 1, 24, 1, 0, 1)
    block = b"Exif\0\0" + b"MM\0\x2a" + struct.pack(">I", 8) + first + gps + rationals
    return jpeg_file(size, jpeg_segment(0xe1, block))


def gif_frame(size, colour):
    """One colour, by clear codes alone: 3-bit codes, a clear before each pixel."""
    bits = "".join(f"{code:03b}"[::-1] for _ in range(size[0] * size[1]) for code in (4, colour))
    bits += f"{5:03b}"[::-1]
    bits += "0" * (-len(bits) % 8)
    data = bytes(int(bits[i:i + 8][::-1], 2) for i in range(0, len(bits), 8))
    blocks = b"".join(bytes([len(data[i:i + 255])]) + data[i:i + 255]
                      for i in range(0, len(data), 255))
    return (b"," + struct.pack("<HHHHB", 0, 0, *size, 0) + b"\x02" + blocks + b"\0")


def gif_file(size, seed, frames):
    palette = bytes([255, 0, 0, 0, 0, 255, seed & 255, 255, 0, 0, 0, 0])
    loop = b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0" if frames > 1 else b""
    pause = b"!\xf9\x04\0\x14\0\0\0"
    return (b"GIF89a" + struct.pack("<HHBBB", *size, 0x81, 0, 0) + palette + loop
            + b"".join(pause + gif_frame(size, i % 3) for i in range(frames)) + b";")


def gif(size=SIZE, seed=0):
    return gif_file(size, seed, 1)


def gifanim(size=SIZE, seed=0):
    return gif_file(size, seed, 2)


def giftrunc(size=SIZE, seed=0):
    return gif(size, seed)[:-20]


def bmp(size=SIZE, seed=0):
    width, height = size
    row = (width * 3 + 3) & ~3
    pixels = bytes((i + seed) & 255 for i in range(row * height))
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, len(pixels), 2835, 2835, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + len(pixels), 0, 0, 54) + header + pixels


def ico(size=SIZE, seed=0):
    """Two pictures in PNG, the larger one second; 256 is written as 0."""
    pictures = [png((16, 16), seed), png((256, 256), seed)]
    entries, offset = b"", 6 + 16 * len(pictures)
    for side, data in zip((16, 0), pictures):
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 24, len(data), offset)
        offset += len(data)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures)


def tiff(size=SIZE, seed=0, orientation=1):
    """Grey, uncompressed."""
    width, height = size
    data = bytes((i + seed) & 255 for i in range(width * height))
    entries = [(256, 3, 1, short(width)), (257, 3, 1, short(height)), (258, 3, 1, short(8)),
               (259, 3, 1, short(1)), (262, 3, 1, short(1)), (273, 4, 1, struct.pack(">I", 8)),
               (274, 3, 1, short(orientation)), (277, 3, 1, short(1)), (278, 3, 1, short(height)),
               (279, 4, 1, struct.pack(">I", len(data)))]
    return b"MM\0\x2a" + struct.pack(">I", 8 + len(data)) + data + tiff_directory(entries)


def riff(chunks):
    body = b"WEBP" + b"".join(kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) & 1)
                              for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp(size=SIZE, seed=0):
    """Lossless, one pixel."""
    return riff([(b"VP8L", bytes.fromhex("2f00000010071011118888fe0700"))])


def webpanim(size=SIZE, seed=0):
    frame = b"VP8L" + struct.pack("<I", 14) + bytes.fromhex("2f00000010071011118888fe0700")
    control = bytes(3) + bytes(3) + bytes(3) + bytes(3) + (100).to_bytes(3, "little") + b"\0"
    return riff([(b"VP8X", b"\x02\0\0\0" + bytes(6)), (b"ANIM", bytes(6)),
                 (b"ANMF", control + frame), (b"ANMF", control + frame)])


def webptrunc(size=SIZE, seed=0):
    return webp()[:-4]


def box(kind, *parts):
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def film(size, brand, turned=False):
    """A track that names its size; no frames."""
    width, height = size
    one = 0x10000
    matrix = [0, one, 0, -one, 0, 0, 0, 0, 0x40000000] if turned else [one, 0, 0, 0, one, 0, 0, 0,
                                                                      0x40000000]
    sound = bytes(40) + struct.pack(">9iII", one, 0, 0, 0, one, 0, 0, 0, 0x40000000, 0, 0)
    track = bytes(40) + struct.pack(">9iII", *matrix, width * one, height * one)
    return (box(b"ftyp", brand, bytes(4), brand) + box(b"mdat", bytes(64))
            + box(b"moov", box(b"trak", box(b"tkhd", sound)), box(b"trak", box(b"tkhd", track))))


def mp4(size=SIZE, seed=0):
    return film(size, b"isom")


def mp4turned(size=SIZE, seed=0):
    return film(size, b"mp42", True)


def mov(size=SIZE, seed=0):
    return film(size, b"qt  ")


def element(number, data):
    length = bytes([len(data) | 0x80]) if len(data) < 127 else struct.pack(">Q", len(data) | 1 << 56)
    return bytes.fromhex(number) + length + data


def webm(size=SIZE, seed=0, kind=b"webm"):
    video = element("e0", element("b0", struct.pack(">H", size[0]))
                    + element("ba", struct.pack(">H", size[1])))
    sound = element("ae", element("83", b"\2"))
    tracks = element("1654ae6b", sound + element("ae", element("83", b"\1") + video))
    return (element("1a45dfa3", element("4282", kind))
            + element("18538067", element("1549a966", b"") + tracks))


def svg(size=SIZE, seed=0):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}">'
            f'<rect id="s{seed}" width="100%" height="100%" fill="#c33"/></svg>\n').encode()


def svgjs(size=SIZE, seed=0):
    return svg(size, seed).replace(b"</svg>", b"<script>alert(1)</script></svg>")


def svgbomb(size=SIZE, seed=0):
    """Entities that would grow to gigabytes."""
    lines = ["<!ENTITY a0 '" + "x" * 64 + "'>"]
    lines += [f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 12)]
    return ("<!DOCTYPE svg [" + "".join(lines) + "]>"
            '<svg xmlns="http://www.w3.org/2000/svg"><text>&a11;</text></svg>').encode()


def svgz(size=SIZE, seed=0):
    return gzip.compress(svg(size, seed), mtime=0)


def html(size=SIZE, seed=0):
    return b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>\n"


def empty(size=SIZE, seed=0):
    return b""


class Missing(Exception):
    pass


def convert(command, suffix, size, seed):
    """What needs a coder of its own: by the program that has it."""
    if shutil.which(command[0]) is None:
        raise Missing(f"{command[0]} is not installed")
    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, "in.png"), os.path.join(folder, "out." + suffix)
        with open(source, "wb") as file:
            file.write(png(size, seed))
        names = {"IN": source, "OUT": target}
        subprocess.run([names.get(word, word) for word in command], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(target, "rb") as file:
            return file.read()


def avif(size=(64, 48), seed=0):
    return convert(["avifenc", "IN", "OUT"], "avif", size, seed)


def heic(size=(64, 48), seed=0):
    return convert(["heif-enc", "IN", "-o", "OUT"], "heic", size, seed)


def jxl(size=(64, 48), seed=0):
    return convert(["cjxl", "IN", "OUT"], "jxl", size, seed)


KINDS = {function.__name__: function for function in (
    apng, avif, bmp, empty, exif, exifgps, gif, gifanim, giftrunc, heic, html, ico, jpg, jpgpix0,
    jpgtrunc, jxl, mov, mp4, mp4turned, noise, png, png16, pngpix0, rgba, svg, svgbomb, svgjs, svgz,
    tiff, trunc, webm, webp, webpanim, webptrunc)}


def write_all(folder):
    for name, make in KINDS.items():
        try:
            data = make()
        except Missing as problem:
            print(f"mkimg.py: {problem}", file=sys.stderr)
            continue
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)


def write_one(options):
    arguments = {"seed": options.seed}
    if options.size:
        arguments["size"] = tuple(int(side) for side in options.size.split("x"))
    try:
        data = KINDS[options.kind](**arguments)
    except Missing as problem:
        print(f"mkimg.py: {problem}", file=sys.stderr)
        sys.exit(77)
    with open(options.out, "wb") as file:
        file.write(data)


def main():
    if sys.argv[1:] == ["--list"]:
        print("\n".join(sorted(KINDS)))
        return
    if len(sys.argv) == 3 and sys.argv[1] == "--all":
        write_all(sys.argv[2])
        return
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("out")
    parser.add_argument("--size", help="WxH")
    parser.add_argument("--seed", type=int, default=0)
    write_one(parser.parse_args())


if __name__ == "__main__":
    main()
