# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the program in the ways that the tests need, and runs the tests that meson knows."""

import glob
import json
import os
import subprocess

import tap
from results import FAILED, PASSED, Result

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# With these each memory fault ends the program at once and is written where memory_reports () finds
# it.  GLib has no frame pointers, so only the slow unwinder sees who allocated.
_SANITIZERS = {
    "ASAN_OPTIONS": "detect_leaks=1:fast_unwind_on_malloc=0:detect_stack_use_after_return=1:"
                    "exitcode=99:log_path={logs}/asan",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1:exitcode=99:log_path={logs}/ubsan",
    "LSAN_OPTIONS": f"suppressions={ROOT}/tests/sanitizers/lsan.supp:print_suppressions=0",
    "G_SLICE": "always-malloc",
}

_VALGRIND = [
    "valgrind", "--quiet", "--leak-check=full", "--show-leak-kinds=definite",
    "--errors-for-leak-kinds=definite", "--error-exitcode=99", "--num-callers=30",
    f"--suppressions={ROOT}/tests/sanitizers/valgrind.supp",
]


class Build:
    """One build folder: plain, clang, sanitize or valgrind."""

    def __init__(self, kind, werror):
        self.kind = kind
        self.folder = os.path.join(ROOT, "build-tests" if kind == "plain" else "build-tests-" + kind)
        self.logs = os.path.join(self.folder, "reports")
        self.environment = {"PICHOIST": os.path.join(self.folder, "src/cli/pichoist"),
                            "PICHOIST_BUILD": self.folder,
                            "PICHOIST_BUILD_KIND": kind,
                            "PICHOIST_SLOWNESS": str(self.slowness)}
        self._werror = werror
        if kind == "sanitize":
            self.environment.update({k: v.format(logs=self.logs) for k, v in _SANITIZERS.items()})
        if kind == "valgrind":
            self.environment["G_SLICE"] = "always-malloc"
            self.environment["G_DEBUG"] = "gc-friendly"

    @property
    def slowness(self):
        """How many times longer than usual a test may take: the build's share and the machine's."""
        machine = int(os.environ.get("PICHOIST_SLOWNESS", "1"))
        return {"valgrind": 20, "sanitize": 4}.get(self.kind, 1) * machine

    def make(self):
        """Configures and builds; returns the results of both as one test."""
        status, log = self._configure()
        if status == 0:
            status, log = _call(["ninja", "--quiet", "-C", self.folder])
        name = f"build {os.path.basename(self.folder)}"
        if status == 0:
            self._prepare()
        return [Result("build", name, FAILED if status else PASSED, log)]

    def configure_once(self):
        """So that list_tests () knows a folder that was never built."""
        if not os.path.exists(os.path.join(self.folder, "build.ninja")):
            self._configure()

    def _configure(self):
        options = ["-Ddesktop=enabled", f"-Dwerror={'true' if self._werror else 'false'}"]
        env = dict(os.environ)
        if self.kind == "clang":
            env["CC"] = "clang"
        if self.kind == "sanitize":
            options += ["-Db_sanitize=address,undefined", "-Db_lundef=false"]
        command = ["meson", "setup", self.folder, ROOT] + options
        if os.path.exists(os.path.join(self.folder, "build.ninja")):
            command.append("--reconfigure")
        status, log = _call(command, env)
        if status and "--reconfigure" in command:  # a folder of an older meson or compiler
            command[command.index("--reconfigure")] = "--wipe"
            status, log = _call(command, env)
        return status, log

    def _prepare(self):
        os.makedirs(self.logs, exist_ok=True)
        for path in glob.glob(os.path.join(self.logs, "*")):
            os.unlink(path)
        if self.kind == "valgrind":
            self._wrap_program()

    def _wrap_program(self):
        """Tests start the program through this script, so that valgrind sees each run of it."""
        wrapper = os.path.join(self.folder, "pichoist-valgrind")
        command = " ".join(_VALGRIND + [f"--log-file={self.logs}/%p"])
        with open(wrapper, "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\nexec {command} {self.environment["PICHOIST"]} "$@"\n')
        os.chmod(wrapper, 0o755)
        self.environment["PICHOIST"] = wrapper

    def list_tests(self):
        """The tests of meson as {name: suite}."""
        status, text = _call(["meson", "introspect", "--tests", self.folder])
        if status:
            return {}
        return {test["name"]: test["suite"][0].split(":")[-1] for test in json.loads(text)}

    def test_command(self, names, log_base):
        command = ["meson", "test", "-C", self.folder, "--no-rebuild", "--quiet",
                   "--logbase", log_base, "--timeout-multiplier", str(self.slowness)]
        if self.kind == "valgrind":
            command += ["--wrapper", " ".join(_VALGRIND)]
        return command + names

    def _log_path(self, log_base):
        """meson puts the name of a wrapper behind the base."""
        wrapper = "-valgrind" if self.kind == "valgrind" else ""
        return os.path.join(self.folder, "meson-logs", f"{log_base}{wrapper}.json")

    def read_log(self, log_base, suites):
        """The results that meson test wrote under log_base, as {suite: results}."""
        found = {suite: [] for suite in suites.values()}
        with open(self._log_path(log_base), encoding="utf-8", errors="backslashreplace") as file:
            for line in file:
                test = json.loads(line)
                # Where there are several suites it is "PROJECT:SUITE / NAME".
                test["name"] = test["name"].split(" / ")[-1]
                suite = suites.get(test["name"], "meson")
                found.setdefault(suite, []).extend(_results(suite, test))
        return found

    def memory_reports(self):
        """One failure for each report of a sanitizer or of valgrind on a program run by a test."""
        results = []
        for path in sorted(glob.glob(os.path.join(self.logs, "*"))):
            with open(path, encoding="utf-8", errors="backslashreplace") as file:
                text = file.read()
            if text.strip():
                name = f"report {os.path.basename(path)}"
                results.append(Result(self.kind, name, FAILED, text))
        return results or [Result(self.kind, "no report of a memory fault", PASSED, "")]


def _results(suite, test):
    """meson's own record of one test program as our results."""
    text = test.get("stdout", "")
    log = f"$ {' '.join(test['command'])}\n{text}{test.get('stderr', '')}"
    status = test.get("returncode", 1)
    if test["result"] == "TIMEOUT":
        return [Result(suite, f"{test['name']}: timed out", FAILED, log)]
    if any(line.startswith(("1..", "ok ", "not ok ")) for line in text.splitlines()):
        return tap.parse(suite, test["name"], text, log, status)
    return tap.single(suite, test["name"], log, status)


def _call(command, env=None):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env=env, check=False)
    return done.returncode, done.stdout.decode("utf-8", "backslashreplace")
