# SPDX-License-Identifier: GPL-3.0-or-later
"""A copy of the project in a folder with an awkward name, for the tests of packaging/quickstart."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def copy_project(target):
    """The project's files as they are now, without builds."""
    for name in os.listdir(ROOT):
        if name != ".git" and not name.startswith("build"):
            copy = shutil.copytree if os.path.isdir(os.path.join(ROOT, name)) else shutil.copy
            copy(os.path.join(ROOT, name), os.path.join(target, name))


def listens(url):
    return subprocess.run(["curl", "--silent", "--noproxy", "*", "--max-time", "5", "--output", "/dev/null", url],
                          check=False).returncode == 0


@unittest.skipIf(os.environ.get("PICHOIST_BUILD_KIND", "plain") != "plain",
                 "it builds the program in a way of its own")
class QuickstartTest(unittest.TestCase):
    def setUp(self):
        if "S3_ENDPOINT" not in os.environ:
            self.skipTest(os.environ.get("S3_MISSING", "no simulator in this run"))
        self.folder = tempfile.mkdtemp(prefix="pichoist quick 起-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.addCleanup(self.stop)
        copy_project(self.folder)
        self.home = os.path.join(self.folder, "home")
        os.mkdir(self.home)
        # Tests have a HOME of their own; the simulator that this run has fetched is in the real one.
        cache = os.path.join(pwd.getpwuid(os.getuid()).pw_dir, ".cache")
        self.environment = dict(os.environ, HOME=self.home, XDG_CACHE_HOME=cache,
                                npm_config_cache=os.path.join(self.folder, "npm"))
        for name in list(self.environment):
            if name.startswith(("PICHOIST", "S3_", "RGW_")) or name == "XDG_STATE_HOME":
                del self.environment[name]

    def stop(self):
        server = os.path.join(self.folder, "build/quickstart/r2")
        if os.path.isdir(server):
            subprocess.run([os.path.join(self.folder, "tests/servers/r2-down"), server], check=False,
                           capture_output=True)

    def start(self, *arguments, **environment):
        running = subprocess.Popen([os.path.join(self.folder, "packaging/quickstart"), *arguments], cwd="/",
                                   text=True, env=dict(self.environment, **environment),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   start_new_session=True)
        self.addCleanup(self.end, running)
        return running

    def end(self, running):
        """Where a test has failed before it was ended."""
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGTERM)
            running.wait()
        running.stdout.close()

    def put_in_path(self, name, body):
        """A program that stands before the real one."""
        folder = os.path.join(self.folder, "bin")
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\n{body}\n")
        os.chmod(path, 0o755)
        self.environment["PATH"] = f"{folder}:{os.environ['PATH']}"
