# SPDX-License-Identifier: GPL-3.0-or-later
"""Wall time and peak memory of uploads, Pichoist beside curl, rclone and PicGo, in one run; and the
desktop program beside a bare one.

Each time is the median of several rounds in which the programs take turns, so that what else the
machine does hits all of them alike.  What counts are the ratios."""

import argparse
import os
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [HERE, os.path.join(TESTS, "runner")]
import contenders  # noqa: E402
import link  # noqa: E402
import servers  # noqa: E402

MB = 1000 * 1000
# Longer than any of these uploads should take, in seconds.
PATIENCE = 600
PARTS = ["small", "link", "large", "desktop"]
# GNU time: its own memory is small.  What a child of Python is charged with begins at Python's.
TIME = "/usr/bin/time"


def run(command, environment, cwd):
    """Runs to the end; an error where it fails."""
    try:
        done = subprocess.run(command, env=environment, cwd=cwd, stdin=subprocess.DEVNULL, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise RuntimeError(f"{command[0]} did not end") from error
    output = done.stdout.decode(errors="replace")
    if done.returncode or contenders.FAILURE in output:
        reason = output.partition(contenders.FAILURE)[2] or output[-500:]
        raise RuntimeError(f"{os.path.basename(command[0])} failed: {' '.join(reason.split())[:300]}")


def measure_seconds(command, environment, cwd):
    begin = time.perf_counter()
    run(command, environment, cwd)
    return time.perf_counter() - begin


def measure_bytes(command, environment, cwd):
    """The most resident memory that the command had."""
    report = os.path.join(cwd, "time")
    run([TIME, "-f", "%M", "-o", report, *command], environment, cwd)
    with open(report, encoding="utf-8") as file:
        return int(file.read()) * 1024


def compare(title, files, makers, rounds, folder):
    """Prints a table.  makers: name -> function that makes a command for files and its environment."""
    seconds = {name: [] for name in makers}
    memory = {}
    failed = {}

    def attempt(name, measure):
        """What measure says; None from the first failure of a program on."""
        try:
            return measure(*makers[name](files), folder) if name not in failed else None
        except RuntimeError as error:
            failed[name] = error
            return None

    for _ in range(rounds):
        for name in makers:
            seconds[name].append(attempt(name, measure_seconds))
    for name in makers:
        memory[name] = attempt(name, measure_bytes)
    if "pichoist" in failed:
        raise failed["pichoist"]
    print(f"\n{title} ({rounds} rounds, median; memory of one more)")
    ours = statistics.median(seconds["pichoist"])
    for name in makers:
        if name in failed:
            print(f"  {name:12} {failed[name]}")
            continue
        middle = statistics.median(seconds[name])
        print(f"  {name:12} {middle * 1000:10.1f} ms  {memory[name] / MB:8.1f} MB   "
              f"pichoist/{name} = {ours / middle:.2f}")
    sys.stdout.flush()


def write_png(path, size):
    """A PNG of a little over size bytes that no compression makes smaller.  Not kept in memory."""
    def write_chunk(file, kind, pieces, length):
        crc = zlib.crc32(kind)
        file.write(struct.pack(">I", length) + kind)
        for piece in pieces:
            crc = zlib.crc32(piece, crc)
            file.write(piece)
        file.write(struct.pack(">I", crc))

    pixels = zlib.compress(b"\0" * 9 * 8)
    steps = [MB] * (size // MB) + [size % MB]
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        write_chunk(file, b"IHDR", [struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)], 13)
        write_chunk(file, b"noIs", (os.urandom(step) for step in steps), size)
        write_chunk(file, b"IDAT", [pixels], len(pixels))
        write_chunk(file, b"IEND", [], 0)


def make_files(folder, name, count, size):
    path = os.path.join(folder, name)
    os.mkdir(path)
    files = [os.path.join(path, f"{i:04}.png") for i in range(count)]
    for file_path in files:
        write_png(file_path, size)
    return files


def run_parts(wanted, rounds, folder, server, commands):
    def compare_all(title, files, connections, n_rounds):
        compare(title, files, commands.makers(connections), n_rounds, folder)

    if "small" in wanted:
        compare_all("one PNG of 0.3 MB, loopback, http", make_files(folder, "one", 1, 300000), 4, rounds)
        compare_all("100 PNG, 31 MB, loopback, http", make_files(folder, "many", 100, 310000), 4,
                    max(3, rounds // 2))
    if "link" in wanted:
        with link.Link(server, folder, delay=0.05, rate=20 * MB / 8) as far:
            commands.server = far
            compare_all("100 PNG of 3 KB, 100 ms round trip, 20 Mbit/s, https",
                        make_files(folder, "tiny", 100, 3000), 16, 3)
            compare_all("100 PNG, 31 MB, the same link", make_files(folder, "far", 100, 310000), 4, 1)
        commands.server = server
    if "large" in wanted:
        compare_all("one file of 500 MB, loopback, http", make_files(folder, "large", 1, 500 * MB), 4, 3)


def make_png(size, seed):
    """The bytes of a PNG that nothing has put up before."""
    with tempfile.NamedTemporaryFile(suffix=f"-{seed}.png") as file:
        write_png(file.name, size)
        with open(file.name, "rb") as again:
            return again.read()


def run_desktop(build_folder, rounds, folder, server, commands):
    """What pichoist-desktop costs at rest, and how soon the link of a copied picture is there."""
    os.environ["PICHOIST_BUILD"] = build_folder
    import desktop
    import silence
    import sway
    program = os.path.join(build_folder, "src/desktop/pichoist-desktop")
    near = desktop.Desk(commands.program, make_png)
    try:
        desktop.measure_at_rest(near, program, folder, rounds)
        near.add_server(server)
        files = make_files(folder, "copied", 1, desktop.PICTURE_BYTES)
        desktop.measure_copies(near, program,
                               lambda: measure_seconds(*commands.makers(1)["curl x1"](files), folder), rounds)
    finally:
        near.close()
    sway.measure_copies(commands.program, program, make_png, server, rounds)
    silence.measure_silence(commands.program, program, make_png, server)
    with link.Link(server, folder, delay=0.05, rate=20 * MB / 8) as far_server:
        commands.server = far_server
        files = make_files(folder, "curl", 1, desktop.PICTURE_BYTES)
        curl = statistics.median(measure_seconds(*commands.makers(1)["curl x1"](files), folder) for _ in range(5))
        far = desktop.Desk(commands.program, make_png)
        try:
            far.add_server(far_server)
            desktop.measure_far(far, program, curl, 5)
        finally:
            far.close()
    commands.server = server


def build(folder):
    path = os.path.join(folder, "build")
    root = os.path.dirname(TESTS)
    for command in (["meson", "setup", "--buildtype=release", "-Dtests=false", path, root],
                    ["ninja", "-C", path]):
        run(command, None, folder)
    return path


def main():
    parser = argparse.ArgumentParser(prog="tests/bench/run", description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--build", help="a build folder made for release; made here where not given")
    parser.add_argument("--only", choices=PARTS, action="append")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="pichoist-bench-")
    server = servers.Server("r2")
    try:
        server.start()
        if server.why_not:
            sys.exit(f"tests/bench/run: {server.why_not}")
        made = os.path.abspath(options.build) if options.build else build(folder)
        commands = contenders.Commands(server.environment, folder, os.path.join(made, "src/cli/pichoist"))
        wanted = options.only or PARTS
        run_parts(wanted, options.rounds, folder, server.environment, commands)
        if "desktop" in wanted:
            run_desktop(made, options.rounds, folder, server.environment, commands)
        print(f"\nload average: {' '.join(f'{load:.1f}' for load in os.getloadavg())}; "
              f"{os.cpu_count()} processors")
    except RuntimeError as error:
        sys.exit(f"tests/bench/run: {error}")
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
