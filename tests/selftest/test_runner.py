# SPDX-License-Identifier: GPL-3.0-or-later
"""The runner must count what happened and never call a failure a success."""

import io
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import unittest

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TESTS, "runner"))

import jobs  # noqa: E402
import main  # noqa: E402
import tap  # noqa: E402
from results import FAILED, PASSED, SKIPPED, Report, Result  # noqa: E402


def outcomes(text, status=0):
    return [result.outcome for result in tap.parse("unit", "x", text, "log", status)]


class Tap(unittest.TestCase):
    def test_outcomes(self):
        rows = [
            ("1..2\nok 1 /a\nok 2 /b\n", 0, [PASSED, PASSED]),
            ("ok 1 /a\nnot ok 2 /b\n1..2\n", 1, [PASSED, FAILED]),
            ("1..1\nok 1 /a # SKIP no server\n", 0, [SKIPPED]),
            ("1..1\nok 1 - /a # skip\n", 0, [SKIPPED]),
            ("1..0 # SKIP nothing\n", 0, [SKIPPED]),
            ("1..1\nnot ok 1 /a # todo later\n", 0, [PASSED]),
            ("# comment\n1..1\nnoise\nok 1 /a\n", 0, [PASSED]),
            # ended badly, without saying so
            ("1..1\nok 1 /a\n", 134, [PASSED, FAILED]),
            ("1..3\nok 1 /a\n", 0, [PASSED, FAILED]),
            ("ok 1 /a\n", 0, [PASSED, FAILED]),
            ("Bail out! no memory\n", 1, [FAILED]),
        ]
        for text, status, expected in rows:
            with self.subTest(text=text, status=status):
                self.assertEqual(outcomes(text, status), expected)

    def test_reason(self):
        results = tap.parse("unit", "x", "1..1\nok 1 /a # SKIP no server\n", "", 0)
        self.assertEqual(results, [Result("unit", "/a", SKIPPED, "no server")])

    def test_exit_status_alone(self):
        self.assertEqual(tap.single("s", "n", "", 0)[0].outcome, PASSED)
        self.assertEqual(tap.single("s", "n", "", 1)[0].outcome, FAILED)
        self.assertEqual(tap.single("s", "n", "a\nwhy\n", 77)[0], Result("s", "n", SKIPPED, "why"))


class Unittests(unittest.TestCase):
    """tests/runner/unittest_tap.py, read back by tap.py."""

    def run_file(self, body):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "test_x.py")
            with open(path, "w", encoding="utf-8") as file:
                file.write("import unittest\n" + body)
            command = [sys.executable, os.path.join(TESTS, "runner", "unittest_tap.py"), path]
            done = jobs.run(command, {}, 60, folder)
        return [result.outcome for result in tap.parse("s", "x", done.stdout, "", done.status)]

    def test_outcomes(self):
        case = "class T(unittest.TestCase):\n  def test_a(self):\n    "
        rows = [
            (case + "pass\n", [PASSED]),
            (case + "self.fail('x')\n", [FAILED]),
            (case + "raise OSError\n", [FAILED]),
            (case + "self.skipTest('x')\n", [SKIPPED]),
            (case + "with self.subTest(1): self.fail()\n", [FAILED]),
            ("raise unittest.SkipTest('x')\n", [SKIPPED]),
            ("def setUpModule(): raise OSError\n" + case + "pass\n", [FAILED]),
            ("def setUpModule(): raise unittest.SkipTest('x')\n" + case + "pass\n", [SKIPPED]),
            ("", [SKIPPED]),
            ("raise OSError\n", [FAILED]),
        ]
        for body, expected in rows:
            with self.subTest(body=body):
                self.assertEqual(self.run_file(body), expected)


class Jobs(unittest.TestCase):
    def test_private_surroundings(self):
        os.environ["PICHOIST_SECRET_ACCESS_KEY"] = "x"
        os.environ["https_proxy"] = "x"
        self.addCleanup(os.environ.pop, "PICHOIST_SECRET_ACCESS_KEY")
        self.addCleanup(os.environ.pop, "https_proxy")
        done = jobs.run(["env"], {"ADDED": "1"}, 60, "/")
        self.assertNotIn("PICHOIST_SECRET", done.stdout)
        self.assertNotIn("proxy", done.stdout)
        self.assertIn("ADDED=1\n", done.stdout)
        self.assertNotIn(f"HOME={os.environ.get('HOME', '/')}\n", done.stdout)

    def test_time_out_ends_children(self):
        done = jobs.run(["sh", "-c", "sleep 600 & echo $!; wait"], {}, 0.5, "/")
        self.assertEqual(done.status, jobs.TIMED_OUT)
        for _ in range(100):  # the kernel takes a moment to take it away
            if not os.path.exists(f"/proc/{done.stdout.strip()}/exe"):
                return
            time.sleep(0.05)
        self.fail("the child still runs")

    def test_end_all(self):
        found = []
        thread = threading.Thread(target=lambda: found.append(jobs.run(["sleep", "600"], {}, 60, "/")))
        begin = time.monotonic()
        thread.start()
        while thread.is_alive():
            jobs.end_all()
            time.sleep(0.01)
        self.assertNotEqual(found[0].status, 0)
        self.assertLess(time.monotonic() - begin, 30)

    def test_ignored_signals(self):
        """As under nohup, and in the background of a script."""
        body = ("import os, signal, sys; sys.path.insert(0, sys.argv[1]); import jobs\n"
                "for number in (1, 2, 3): signal.signal(number, signal.SIG_IGN)\n"
                "jobs.keep_from_children()\n"
                "for number in (1, 2, 3): os.kill(os.getpid(), number)\n"
                "print(jobs.run(['grep', 'SigIgn', '/proc/self/status'], {}, 60, '/').stdout)")
        done = subprocess.run([sys.executable, "-c", body, os.path.join(TESTS, "runner")], check=True,
                              capture_output=True, text=True, timeout=60)
        ignored = int(done.stdout.split()[1], 16)
        self.assertEqual(ignored & 0b111, 0)

    def test_status(self):
        self.assertEqual(jobs.run(["sh", "-c", "exit 3"], {}, 60, "/").status, 3)


class Options(unittest.TestCase):
    """tests/run reads the options before there is a Python, so both have to know the same."""

    def run_script(self, *words):
        return subprocess.run([os.path.join(TESTS, "run"), *words], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=60, check=False)

    def test_help(self):
        done = self.run_script("--soak", "--only", "x", "--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        described = re.findall(r"^  (--\S+)", done.stdout, re.M)
        self.assertEqual(sorted(described), sorted(main.make_parser()._option_string_actions))

    def test_refused(self):
        for words in (["--wrong"], ["--soak", "--val"], ["unit"], ["--only"], ["--soak", "--only"]):
            with self.subTest(words=words):
                done = self.run_script(*words)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(words[-1], done.stderr)


class Closing(unittest.TestCase):
    def closing(self, *results):
        stream = io.StringIO()
        report = Report(stream)
        report.add("x", list(results), 0)
        return report.finish(), stream.getvalue().splitlines()

    def test_line(self):
        good = Result("s", "a", PASSED, "")
        bad = Result("s", "b", FAILED, "the log")
        skip = Result("s", "c", SKIPPED, "the reason")
        self.assertEqual(self.closing(good)[1][-1], "1 passed, 0 failed")
        self.assertTrue(self.closing(good)[0])
        fine, lines = self.closing(good, bad, skip)
        self.assertFalse(fine)
        self.assertEqual(lines[-1], "1 passed, 1 failed, 1 skipped")
        self.assertIn("the log", lines)
        self.assertIn("  s: c: the reason", lines)


class SecondTry(unittest.TestCase):
    def run_twice(self, script):
        """script runs in a folder of its own, beside others and then alone."""
        stream = io.StringIO()
        report = Report(stream)
        with tempfile.TemporaryDirectory() as folder:
            job = main.Job("s", "n", ["sh", "-c", f"cd '{folder}'; {script}"], 60)
            again = []
            main.run_job(job, {}, 1, report, again)
            for one in again:
                main.run_job(one, {}, 1, report)
        return report.finish(), stream.getvalue().splitlines()

    def test_good_at_once(self):
        fine, lines = self.run_twice("true")
        self.assertEqual((fine, lines[-1]), (True, "1 passed, 0 failed"))
        self.assertNotIn("Run twice:", lines)

    def test_good_alone(self):
        fine, lines = self.run_twice("[ -e x ] || { touch x; echo why; exit 1; }")
        self.assertEqual((fine, lines[-1]), (True, "1 passed, 0 failed"))
        self.assertIn("why", lines)
        self.assertEqual(lines[lines.index("Run twice:") + 1], "  s/n: n")

    def test_never_good(self):
        fine, lines = self.run_twice("false")
        self.assertEqual((fine, lines[-1]), (False, "0 passed, 1 failed"))


if __name__ == "__main__":
    unittest.main()
