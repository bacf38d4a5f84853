# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the Test Anything Protocol as GLib, Python and shell tests write it."""

import re

from results import FAILED, PASSED, SKIPPED, Result

_LINE = re.compile(r"^(not )?ok\b\s*(\d+)?\s*(?:- )?(.*?)\s*(?:#\s*(SKIP|TODO)\S*\s*(.*))?$", re.I)
_PLAN = re.compile(r"^1\.\.(\d+)\s*(?:#\s*SKIP\S*\s*(.*))?$", re.I)

EXIT_SKIPPED = 77


def parse(suite, name, text, log, status):
    """Results of one program that wrote the TAP text and ended with the status.

    log is what a failure shows.  A program that ends badly without having said "not ok", or that
    ran fewer tests than it planned, has failed as well.
    """
    results = []
    planned = None
    for line in text.splitlines():
        if line.startswith("Bail out!"):
            results.append(Result(suite, name + ": " + line, FAILED, log))
        plan = _PLAN.match(line)
        if plan:
            planned = int(plan.group(1))
            if planned == 0:
                results.append(Result(suite, name, SKIPPED, plan.group(2) or ""))
                return results
        match = _LINE.match(line)
        if match:
            results.append(_result(suite, name, match, log))

    failed = any(result.outcome == FAILED for result in results)
    if status != 0 and not failed:
        results.append(Result(suite, f"{name}: ended with {status}", FAILED, log))
    elif not failed and (planned is None or planned > len(results)):
        said = f"{name}: {len(results)} of {planned} tests ran"
        results.append(Result(suite, said, FAILED, log))
    return results


def single(suite, name, log, status):
    """The result of a program that speaks by its exit status alone."""
    if status == EXIT_SKIPPED:
        reason = log.strip().splitlines()[-1] if log.strip() else ""
        return [Result(suite, name, SKIPPED, reason)]
    return [Result(suite, name, FAILED if status else PASSED, log)]


def _result(suite, name, match, log):
    negative, number, title, directive, reason = match.groups()
    title = title or number or name
    if directive and directive.upper() == "SKIP":
        return Result(suite, title, SKIPPED, reason)
    if negative and not directive:
        return Result(suite, title, FAILED, log)
    return Result(suite, title, PASSED, log)
