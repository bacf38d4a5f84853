#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""unittest_tap.py FILE.py: runs the unittest cases of one file and writes TAP to stdout."""

import importlib.util
import os
import sys
import unittest


class TapResult(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self._count = 0
        self._failed_subtest = False

    def startTest(self, test):
        super().startTest(test)
        self._failed_subtest = False

    def addSuccess(self, test):
        if not self._failed_subtest:
            self._say("ok", test)

    def addSkip(self, test, reason):
        self._say("ok", test, " # SKIP " + " ".join(reason.split()))

    def addFailure(self, test, err):
        self._fail(test, err)

    def addError(self, test, err):
        self._fail(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self._failed_subtest = True
            self._fail(subtest, err)

    def addExpectedFailure(self, test, err):
        self._say("ok", test)

    def addUnexpectedSuccess(self, test):
        self._say("not ok", test)

    def _fail(self, test, err):
        self._say("not ok", test)
        for line in self._exc_info_to_string(err, test).splitlines():
            print("# " + line)

    def _say(self, verdict, test, rest=""):
        self._count += 1
        name = test.id().replace("#", "")
        print(f"{verdict} {self._count} {' '.join(name.split())}{rest}", flush=True)

    def plan(self):
        print(f"1..{self._count}" + ("" if self._count else " # SKIP no test in this file"))


def load(path):
    name = os.path.splitext(os.path.basename(path))[0]
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except unittest.SkipTest as skip:
        print(f"1..0 # SKIP {skip}")
        sys.exit(0)
    return unittest.defaultTestLoader.loadTestsFromModule(module)


def main():
    result = TapResult()
    load(sys.argv[1]).run(result)
    result.plan()
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
