# SPDX-License-Identifier: GPL-3.0-or-later
"""Wall time and peak memory of uploads, Pichoist beside curl, rclone and PicGo, in one run.

Each figure is the median of several rounds in which the programs take turns, so that what else the
machine does hits all of them alike.  What counts are the ratios."""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path.insert(0, os.path.join(TESTS, "integration"))
sys.path.insert(0, HERE)
import link  # noqa: E402
from program import png  # noqa: E402

MB = 1000 * 1000


def run_measured(command, environment, cwd):
    """Seconds and peak resident bytes of a command and its children."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, env=environment, cwd=cwd, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{command[:3]} failed: {out.decode(errors='replace')[-500:]}")
    return seconds, usage.ru_maxrss * 1024


class Bench:
    def __init__(self, server, folder, program):
        self.server = server
        self.folder = folder
        self.program = program
        self.count = 0

    def environment(self, **more):
        return dict(os.environ, HOME=self.folder, **more)

    # Each returns the command that puts files under a name of its own, so that nothing is there before.

    def pichoist(self, files):
        self.count += 1
        settings = os.path.join(self.folder, f"pichoist-{self.count}")
        environment = self.environment(
            PICHOIST_CONFIG_DIR=settings, PICHOIST_DATA_DIR=os.path.join(settings, "data"),
            PICHOIST_ACCESS_KEY_ID=self.server["S3_ACCESS_KEY"],
            PICHOIST_SECRET_ACCESS_KEY=self.server["S3_SECRET_KEY"])
        add = [self.program, "profile", "add", "b", "provider=r2",
               f"endpoint={self.server['S3_ENDPOINT']}", f"bucket={self.server['S3_BUCKET']}",
               f"public-url={self.server['S3_PUBLIC_URL']}", f"access-key-id={self.server['S3_ACCESS_KEY']}",
               f"key-template=bench/{self.count}/{{sha256:16}}.{{ext}}"]
        if "S3_CA" in self.server:
            add.append(f"ca-file={self.server['S3_CA']}")
        subprocess.run(add, env=environment, check=True, capture_output=True, stdin=subprocess.DEVNULL)
        # The first run makes the database; people do that once.
        subprocess.run([self.program, "list"], env=environment, check=True, capture_output=True)
        return [self.program, "upload", "-f", "url", *files], environment

    def curl(self, files, connections=4):
        self.count += 1
        config = os.path.join(self.folder, "curl.conf")
        lines = ["parallel", "parallel-immediate", f"parallel-max = {connections}"]
        for i, name in enumerate(files):
            if i:
                lines.append("next")
            lines += [f'aws-sigv4 = "aws:amz:{self.server["S3_REGION"]}:s3"',
                      f'user = "{self.server["S3_ACCESS_KEY"]}:{self.server["S3_SECRET_KEY"]}"',
                      'header = "x-amz-content-sha256: UNSIGNED-PAYLOAD"', 'header = "Content-Type: image/png"',
                      "silent", "fail", "http1.1", f'upload-file = "{name}"',
                      f'url = "{self.server["S3_ENDPOINT"]}/{self.server["S3_BUCKET"]}/curl/{self.count}/{i}.png"']
            if "S3_CA" in self.server:
                lines.append(f'cacert = "{self.server["S3_CA"]}"')
        with open(config, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        os.chmod(config, 0o600)
        return ["curl", "-K", config], self.environment()

    def rclone(self, files, transfers=4):
        self.count += 1
        config = os.path.join(self.folder, "rclone.conf")
        with open(config, "w", encoding="utf-8") as file:
            file.write("[s3]\ntype = s3\nprovider = Other\nforce_path_style = true\nno_check_bucket = true\n"
                       f"endpoint = {self.server['S3_ENDPOINT']}\nregion = {self.server['S3_REGION']}\n"
                       f"access_key_id = {self.server['S3_ACCESS_KEY']}\n"
                       f"secret_access_key = {self.server['S3_SECRET_KEY']}\n")
        target = f"s3:{self.server['S3_BUCKET']}/rclone/{self.count}"
        command = ["rclone", "--config", config, "--transfers", str(transfers), "--no-traverse", "copy",
                   os.path.dirname(files[0]), target]
        if "S3_CA" in self.server:
            command[1:1] = ["--ca-cert", self.server["S3_CA"]]
        if len(files) == 1:
            command = command[:-2] + [files[0], target]
        return command, self.environment()

    def picgo(self, files):
        """PicGo's command with its S3 plugin; PICGO_DIR holds both."""
        self.count += 1
        folder = os.environ["PICGO_DIR"]
        config = os.path.join(self.folder, "picgo.json")
        with open(config, "w", encoding="utf-8") as file:
            json.dump({"picBed": {"current": "aws-s3", "uploader": "aws-s3", "aws-s3": {
                "accessKeyID": self.server["S3_ACCESS_KEY"], "secretAccessKey": self.server["S3_SECRET_KEY"],
                "bucketName": self.server["S3_BUCKET"], "region": self.server["S3_REGION"],
                "endpoint": self.server["S3_ENDPOINT"], "pathStyleAccess": True, "acl": "",
                "uploadPath": f"picgo/{self.count}/{{fileName}}.{{extName}}"}},
                "picgoPlugins": {"picgo-plugin-s3": True}}, file)
        link_path = os.path.join(self.folder, "node_modules")
        if not os.path.exists(link_path):
            os.symlink(os.path.join(folder, "node_modules"), link_path)
            shutil.copy(os.path.join(folder, "package.json"), self.folder)
        return ([os.path.join(folder, "node_modules/.bin/picgo"), "-c", config, "upload", *files],
                self.environment())


def compare(bench, title, files, contenders, rounds):
    """Prints a table; returns {name: (median seconds, most bytes)}."""
    seen = {name: ([], []) for name in contenders}
    for _ in range(rounds):
        for name, make in contenders.items():
            command, environment = make(files)
            seconds, memory = run_measured(command, environment, bench.folder)
            seen[name][0].append(seconds)
            seen[name][1].append(memory)
    print(f"\n{title} ({rounds} rounds, median)")
    ours = statistics.median(seen["pichoist"][0])
    for name, (seconds, memory) in seen.items():
        middle = statistics.median(seconds)
        print(f"  {name:12} {middle * 1000:10.1f} ms  {max(memory) / MB:8.1f} MB   "
              f"pichoist/{name} = {ours / middle:.2f}")
    sys.stdout.flush()


def make_files(folder, name, count, noise):
    path = os.path.join(folder, name)
    os.mkdir(path)
    files = [os.path.join(path, f"{i:04}.png") for i in range(count)]
    for i, file_path in enumerate(files):
        with open(file_path, "wb") as file:
            file.write(png(f"{name} {i}", noise=noise))
    return files


def find_contenders(bench, connections):
    found = {"pichoist": bench.pichoist,
             f"curl x{connections}": lambda files: bench.curl(files, connections),
             f"rclone x{connections}": lambda files: bench.rclone(files, connections)}
    if "PICGO_DIR" in os.environ and "S3_CA" not in bench.server:
        found["picgo"] = bench.picgo
    return found


def start_server(folder):
    done = subprocess.run([os.path.join(TESTS, "servers", "r2-up"), os.path.join(folder, "r2"), "0"],
                          check=True, capture_output=True, text=True)
    return dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)


def main():
    parser = argparse.ArgumentParser(prog="tests/bench/run", description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--program", help="a pichoist built for release; built here where not given")
    parser.add_argument("--only", choices=["small", "link", "large"], action="append")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="pichoist-bench-")
    wanted = options.only or ["small", "link", "large"]
    program = options.program or build(folder)
    try:
        server = start_server(folder)
        bench = Bench(server, folder, program)
        if "small" in wanted:
            compare(bench, "one PNG of 0.3 MB, loopback, http", make_files(folder, "one", 1, 300000),
                    find_contenders(bench, 4), options.rounds)
            compare(bench, "100 PNG, 31 MB, loopback, http", make_files(folder, "many", 100, 310000),
                    find_contenders(bench, 4), max(3, options.rounds // 2))
        if "link" in wanted:
            with link.Link(server, folder, delay=0.05, rate=20 * MB / 8) as far:
                bench.server = far
                compare(bench, "100 PNG of 3 KB, 100 ms round trip, 20 Mbit/s, https",
                        make_files(folder, "tiny", 100, 3000), find_contenders(bench, 16), 3)
                compare(bench, "100 PNG, 31 MB, the same link", make_files(folder, "far", 100, 310000),
                        find_contenders(bench, 4), 1)
            bench.server = server
        if "large" in wanted:
            compare(bench, "one file of 500 MB, loopback, http", make_files(folder, "large", 1, 500 * MB),
                    find_contenders(bench, 4), 3)
    finally:
        subprocess.run([os.path.join(TESTS, "servers", "r2-down"), os.path.join(folder, "r2")], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def build(folder):
    path = os.path.join(folder, "build")
    root = os.path.dirname(TESTS)
    subprocess.run(["meson", "setup", "--buildtype=release", "-Dtests=false", path, root], check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", path], check=True, stdout=subprocess.DEVNULL)
    return os.path.join(path, "src/cli/pichoist")


if __name__ == "__main__":
    main()
