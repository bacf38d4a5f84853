#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds Pichoist and runs its tests; tests/run starts it once the packages are there."""

import argparse
import collections
import concurrent.futures
import fnmatch
import glob
import os
import signal
import sys
import time

import jobs
import servers
import tap
from builds import ROOT, Build
from results import FAILED, Report, Result

TESTS = os.path.join(ROOT, "tests")
RUNNER = [sys.executable, os.path.join(TESTS, "runner", "unittest_tap.py")]

# Suites whose tests talk with servers and other programs.
WITH_OTHERS = ("integration", "desktop")

# suite/name is what --only looks at; seconds: how long the job may take in a plain build.
Job = collections.namedtuple("Job", "suite name command seconds")


def make_parser():
    """tests/run tells what the options mean, and refuses others before it installs anything."""
    parser = argparse.ArgumentParser(prog="tests/run", add_help=False, allow_abbrev=False)
    for name in ("--sanitize", "--valgrind", "--clang", "--soak", "--werror", "--no-servers",
                 "--list"):
        parser.add_argument(name, action="store_true")
    parser.add_argument("--only", metavar="PATTERN", action="append", default=[])
    return parser


def is_wanted(options, suite, name):
    full = f"{suite}/{name}"
    return not options.only or any(fnmatch.fnmatch(full, f"*{p}*") for p in options.only)


def find_unittests(suite, seconds):
    for path in sorted(glob.glob(os.path.join(TESTS, suite, "test_*.py"))):
        name = os.path.splitext(os.path.basename(path))[0]
        yield Job(suite, name, RUNNER + [path], seconds)


def find_checks():
    """Each tests/check-NAME is a check that says by its exit status whether it holds."""
    for path in sorted(glob.glob(os.path.join(TESTS, "check-*"))):
        yield Job("checks", os.path.basename(path), [path], 300)


def find_linters():
    for path in sorted(glob.glob(os.path.join(TESTS, "lint", "*"))):
        if os.access(path, os.X_OK) and os.path.isfile(path):
            yield Job("lint", os.path.basename(path), [path], 1800)
    yield from find_unittests("lint", 300)


def find_soaks():
    yield from find_unittests("soak", 3600)
    for path in sorted(glob.glob(os.path.join(TESTS, "soak", "*"))):
        if os.access(path, os.X_OK) and os.path.isfile(path) and not path.endswith(".py"):
            yield Job("soak", os.path.basename(path), [path], 3600)


def jobs_for(build, options):
    """What is run on this build beside the tests that meson knows."""
    found = []
    if build.kind == "clang":
        found += find_linters()
    elif options.soak:
        found += find_soaks()
    else:
        if build.kind == "plain":
            found += find_checks()
            found += find_unittests("selftest", 300)
        found += find_unittests("cli", 300)
        found += find_unittests("integration", 600)
        # valgrind makes GTK so slow that other programs give it up.
        if build.kind != "valgrind":
            found += find_unittests("desktop", 600)
    return [job for job in found if is_wanted(options, job.suite, job.name)]


def meson_tests(build, options):
    if options.soak and build.kind != "clang":
        return {}
    # Not the cli suite: its files are found below tests/, and then run as the build wants it.
    return {name: suite for name, suite in build.list_tests().items()
            if suite != "cli" and is_wanted(options, suite, name)
            and (suite == "unit" or build.kind != "clang")}


def run_job(job, environment, slowness, report, again=None):
    """again: a list that gets the job where it fails, for another try; without it that counts."""
    begin = time.monotonic()
    done = jobs.run(job.command, environment, job.seconds * slowness, ROOT)
    log = f"$ {' '.join(job.command)}\n{done.stdout}{done.stderr}"
    if any(line.startswith("1..") for line in done.stdout.splitlines()):
        results = tap.parse(job.suite, job.name, done.stdout, log, done.status)
    else:
        results = tap.single(job.suite, job.name, log, done.status)
    failed = [result.name for result in results if result.outcome == FAILED]
    if again is not None and failed:
        report.postpone(f"{job.suite}/{job.name}", failed, log)
        again.append(job)
        return
    report.add(f"{job.suite}/{job.name}", results, time.monotonic() - begin)


def run_meson_tests(build, suites, environment, report):
    begin = time.monotonic()
    base = "pichoist-run"
    command = build.test_command(sorted(suites), base)
    done = jobs.run(command, environment, 1800 * build.slowness, ROOT)
    seconds = time.monotonic() - begin
    try:
        found = build.read_log(base, suites)
    except OSError as error:
        log = f"{done.stdout}{done.stderr}{error}"
        report.add("meson", [Result("meson", "meson test", FAILED, log)], seconds)
        return
    for suite, results in sorted(found.items()):
        report.add(suite, results, seconds)


def run_all(build, suites, chosen, environment, report):
    """Runs everything on one build, a few jobs at a time; the soaks one by one."""
    # Servers, sessions and their programs wait for each other with time-outs of their own, which the
    # load of other tests can use up: what fails there is run once more when nothing else does.
    again = []
    workers = 1 if any(job.suite == "soak" for job in chosen) else (os.cpu_count() or 1) + 1
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        running = []
        if suites:
            running.append(pool.submit(run_meson_tests, build, suites, environment, report))
        for job in chosen:
            running.append(pool.submit(run_job, job, environment, build.slowness, report,
                                       again if job.suite in WITH_OTHERS else None))
        try:
            for future in running:
                future.result()
        except BaseException:  # stopped: what runs is ended too, and the rest not begun
            pool.shutdown(wait=False, cancel_futures=True)
            jobs.end_all()
            raise
    for job in again:
        run_job(job, environment, build.slowness, report)


def test_build(build, started, options, report):
    """Whether there was anything to test."""
    begin = time.monotonic()
    made = build.make()
    report.add(made[0].name, made, time.monotonic() - begin)
    if made[0].outcome == FAILED:
        return True
    environment = dict(build.environment)
    for server in started:
        environment.update(server.environment)
        if server.why_not:
            environment[server.prefix + "MISSING"] = server.why_not
    suites, chosen = meson_tests(build, options), jobs_for(build, options)
    run_all(build, suites, chosen, environment, report)
    if build.kind in ("sanitize", "valgrind"):
        report.add(f"{build.kind} reports", build.memory_reports(), 0)
    return bool(suites or chosen)


def chosen_builds(options):
    kinds = [kind for kind in ("sanitize", "valgrind", "clang") if getattr(options, kind)]
    return [Build(kind, options.werror or kind == "clang") for kind in kinds or ["plain"]]


def start_servers(builds, options, started):
    """Adds the servers to started, unless nothing that is wanted could use one."""
    alone = ("unit/", "checks/", "cli/", "selftest/", "lint/")
    needed = any(build.kind != "clang" for build in builds) and not options.no_servers
    if not needed or (options.only and all(p.startswith(alone) for p in options.only)):
        return
    started += [servers.Server(name) for name in servers.SERVERS]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        for _ in pool.map(servers.Server.start, started):
            pass
    for server in started:
        if server.why_not:
            print(f"No {server.name} server: {server.why_not}", flush=True)


def list_jobs(builds, options):
    for build in builds:
        build.configure_once()
        for job in jobs_for(build, options):
            print(f"{job.suite}/{job.name}")
        for name, suite in sorted(meson_tests(build, options).items()):
            print(f"{suite}/{name}")


def test_all(builds, options, report):
    started = []
    try:
        start_servers(builds, options, started)
        found = [test_build(build, started, options, report) for build in builds]
    finally:
        for server in started:
            server.stop()
    if not any(found):
        name = f"no test has {' or '.join(options.only)} in its name"
        report.add("run", [Result("run", name, FAILED, "tests/run --list lists all")], 0)


def main():
    options = make_parser().parse_args()
    builds = chosen_builds(options)
    if options.list:
        list_jobs(builds, options)
        return 0
    jobs.keep_from_children()
    # A stop by the terminal or by kill must end the servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    report = Report(sys.stdout)
    try:
        test_all(builds, options, report)
    except KeyboardInterrupt:
        print("Stopped.", flush=True)
        return 130
    return 0 if report.finish() else 1


if __name__ == "__main__":
    sys.exit(main())
