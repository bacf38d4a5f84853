# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files are the project's own, and how a check tells what it found."""

import argparse
import os
import re
import sys

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

_STRING_OR_COMMENT = re.compile(
    r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def parser(description):
    found = argparse.ArgumentParser(description=description)
    found.add_argument("--root", default=PROJECT, help="look at the tree there")
    return found


def walk(root, *folders):
    """Paths, relative to root, of all files in folders of it (in all of it without any)."""
    for folder in folders or (".",):
        for where, subfolders, names in os.walk(os.path.join(root, folder)):
            subfolders[:] = sorted(
                name for name in subfolders
                if name not in (".git", "__pycache__", "node_modules")
                and not (where == os.path.join(root, ".") and name.startswith("build")))
            for name in sorted(names):
                path = os.path.join(where, name)
                if os.path.isfile(path) and not os.path.islink(path):
                    yield os.path.relpath(path, root)


def is_c(path):
    return path.endswith((".c", ".h"))


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        return file.read()


def shebang(root, path):
    """The first line of a script, or nothing."""
    with open(os.path.join(root, path), "rb") as file:
        line = file.readline(200)
    return line.decode("ascii", "replace").strip() if line.startswith(b"#!") else ""


def without_comments(text):
    """C text with comments and the insides of strings blanked, each line still in its place."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))

    return _STRING_OR_COMMENT.sub(blank, text)


def tell(problems):
    """Prints the problems; the exit status of the check."""
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def end(problems):
    sys.exit(tell(list(problems)))
