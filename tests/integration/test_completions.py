# SPDX-License-Identifier: GPL-3.0-or-later
"""The completions of bash, zsh and fish, asked in the shells themselves."""

import os
import shutil
import subprocess
import tempfile
import unittest

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data", "completions")

# (typed, what the completion must offer among others, what it must not)
CASES = [
    ("pichoist ", {"upload", "list", "copy", "delete", "queue", "profile", "config", "history",
                   "status", "report"}, {"run", "--json"}),
    ("pichoist upl", {"upload"}, {"list"}),
    ("pichoist upload --", {"--profile", "--format", "--clipboard", "--copy", "--name", "--json",
                            "--queue", "--expires", "--no-reuse", "--any", "--recursive",
                            "--timeout"}, {"--yes", "--search"}),
    ("pichoist upload -f ", {"markdown", "html", "url", "bbcode", "rst", "asciidoc", "org"}, set()),
    ("pichoist upload -p b", {"blog"}, {"other one"}),
    ("pichoist list --", {"--search", "--limit", "--format", "--json"}, {"--queue"}),
    ("pichoist copy --", {"--format", "--expires"}, {"--queue"}),
    ("pichoist delete --", {"--yes", "--object", "--row"}, {"--queue"}),
    ("pichoist queue run --", {"--format", "--json", "--timeout"}, {"--queue"}),
    ("pichoist config forget --", {"--yes"}, {"--queue"}),
    ("pichoist queue ", {"list", "retry", "run", "cancel"}, {"add"}),
    ("pichoist profile ", {"list", "add", "set", "show", "remove", "default", "check"}, {"run"}),
    ("pichoist profile show ", {"blog", "other one"}, {"add"}),
    ("pichoist profile add x pro", {"provider"}, {"bucket"}),
    ("pichoist profile add x --", {"--secret-stdin", "--secret-file"}, {"--json"}),
    ("pichoist config ", {"get", "set", "list", "path", "export", "forget"}, {"run"}),
    ("pichoist config get ", {"default-profile", "link-format", "copy-link", "secret-store"}, set()),
    ("pichoist history ", {"export", "import"}, {"run"}),
    ("pichoist status --", {"--json"}, {"--queue"}),
]

BASH = r'''
source "$1"
line=$2
read -ra COMP_WORDS <<<"$line"
[[ $line != *' ' ]] || COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_pichoist 2>/dev/null
printf '%s\n' "${COMPREPLY[@]}"
'''


class Completions(unittest.TestCase):
    def setUp(self):
        # Stands in for the program, which needs no profiles for this.
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        program = os.path.join(self.folder, "pichoist")
        with open(program, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n[ \"$1 $2\" = 'profile list' ] && printf 'blog\\nother one\\n'\n")
        os.chmod(program, 0o755)

    def run_shell(self, command):
        if not shutil.which(command[0]):
            self.skipTest(f"{command[0]} is not installed")
        env = dict(os.environ, PATH=f"{self.folder}:{os.environ['PATH']}", TERM="dumb")
        done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=60,
                              check=True, cwd=self.folder)
        self.assertEqual(done.stderr, "")
        return done.stdout

    def check(self, offers):
        for typed, expected, unexpected in CASES:
            with self.subTest(typed=typed):
                found = offers(typed)
                # Shells differ in whether "=" and the values belong to the first step.
                found = {word.split("=")[0] for word in found}
                self.assertLessEqual(expected, found)
                self.assertFalse(unexpected & found)

    def test_bash(self):
        path = os.path.join(DATA, "pichoist.bash")
        self.check(lambda typed: set(
            self.run_shell(["bash", "--norc", "-c", BASH, "bash", path, typed]).splitlines()))

    def test_fish(self):
        script = "source $argv[1]; complete -C $argv[2]"
        path = os.path.join(DATA, "pichoist.fish")

        def offers(typed):  # each with its description behind a tab
            text = self.run_shell(["fish", "--no-config", "-c", script, path, typed])
            return {line.split("\t")[0] for line in text.splitlines()}

        self.check(offers)

    def test_zsh(self):
        self.check(lambda typed: set(self.run_shell(
            ["zsh", "-f", os.path.join(os.path.dirname(os.path.abspath(__file__)), "complete.zsh"),
             DATA, typed]).splitlines()))


if __name__ == "__main__":
    unittest.main()
