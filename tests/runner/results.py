# SPDX-License-Identifier: GPL-3.0-or-later
"""What came out of each test, and how it is told."""

import collections
import threading

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"

# suite: the line it is counted in; detail: the reason of a skip, or the log of a failure.
Result = collections.namedtuple("Result", "suite name outcome detail")


class Report:
    """Collects results from several threads and prints a line for each suite."""

    def __init__(self, stream):
        self._stream = stream
        self._lock = threading.Lock()
        self._results = []
        self._postponed = []

    def add(self, title, results, seconds):
        """Adds one job's results; its log is printed at once if something failed."""
        with self._lock:
            self._results += results
            counts = collections.Counter(result.outcome for result in results)
            self._print(f"{title}: {describe(counts)} ({seconds:.1f} s)")
            told = set()
            for result in results:
                if result.outcome == FAILED:
                    self._print(f"--- FAILED {result.suite}: {result.name}")
                    if result.detail not in told:
                        self._print(result.detail.rstrip("\n"))
                        told.add(result.detail)

    def postpone(self, title, failed, log):
        """Tells of tests that failed beside others and that count when they have run again alone."""
        with self._lock:
            self._postponed += [f"{title}: {name}" for name in failed]
            self._print(f"{title}: failed beside others, is run again alone: {', '.join(failed)}")
            self._print(log.rstrip("\n"))

    def finish(self):
        """Prints skips, failures and the closing line; TRUE if nothing failed."""
        skipped = [result for result in self._results if result.outcome == SKIPPED]
        failed = [result for result in self._results if result.outcome == FAILED]
        counts = collections.Counter(result.outcome for result in self._results)
        if self._postponed:
            self._print("Run twice:")
        for name in self._postponed:
            self._print(f"  {name}")
        if skipped:
            self._print("Skipped:")
        for result in skipped:
            self._print(f"  {result.suite}: {result.name}: {result.detail or 'no reason given'}")
        if failed:
            self._print("Failed:")
        for result in failed:
            self._print(f"  {result.suite}: {result.name}")
        self._print(describe(counts))
        return not failed

    def _print(self, text):
        print(text, file=self._stream, flush=True)


def describe(counts):
    """'N passed, N failed', and the skipped ones where there are any."""
    text = f"{counts[PASSED]} passed, {counts[FAILED]} failed"
    if counts[SKIPPED]:
        text += f", {counts[SKIPPED]} skipped"
    return text
