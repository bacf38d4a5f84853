# SPDX-License-Identifier: GPL-3.0-or-later
"""What bash, zsh and fish offer behind the words that are typed."""

import os
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import PROGRAM, R2, CommandTest, Terminal  # noqa: E402

COMPLETIONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../data/completions")
VERBS = {"list", "add", "set", "show", "remove", "default", "check"}
# What is typed, what is offered among others, what is not.
CASES = [("profile ", VERBS, {"blog", "bucket="}),
         ("profile add ", set(), {"bucket=", "provider=", "provider", "blog", "add"}),
         ("profile --secret-stdin add ", set(), {"bucket=", "provider=", "provider", "blog", "add"}),
         ("profile add blog buck", {"bucket="}, {"blog"}),
         ("profile set ", {"blog", "b lack"}, {"bucket=", "set"}),
         ("profile set blog buck", {"bucket="}, {"blog"}),
         ("profile remove ", {"blog", "b lack"}, {"bucket="}),
         ("profile list ", set(), {"blog", "bucket="}),
         ("profile show --", {"--help"}, {"--secret-stdin"}),
         ("config get ", {"link-format", "watch-folders-mode"}, {"get", "true"}),
         ("config set copy-link ", {"true", "false"}, {"copy-link"}),
         ("config set watch-folders-mode ", {"off", "ask", "upload"}, set()),
         ("config get copy-link ", set(), {"true", "copy-link"}),
         ("config path ", set(), {"copy-link"}),
         ("queue ", {"list", "run", "retry", "cancel"}, {"blog"}),
         ("queue retry ", set(), {"retry", "cancel"}),
         ("queue list --", {"--json", "--help"}, {"--timeout"})]

# bash splits a line at blanks and takes "=" for a word of its own.
BASH = r"""
source "$1/pichoist.bash"
compopt() { :; }
read -ra COMP_WORDS <<<"${2//=/ = }"
[[ $2 != *' ' ]] || COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_pichoist
printf '%s\n' "${COMPREPLY[@]}"
"""


class Completions(CommandTest):
    def setUp(self):
        super().setUp()
        programs = os.path.join(self.folder, "bin")
        os.mkdir(programs)
        os.symlink(os.path.abspath(PROGRAM), os.path.join(programs, "pichoist"))
        self.environment["PATH"] = programs + ":" + self.environment["PATH"]
        self.good("profile", "add", "blog", *R2)
        self.good("profile", "add", "b lack", *R2)

    def shell(self, name):
        if shutil.which(name) is None:
            self.skipTest(f"{name} is not installed")
        return shutil.which(name)

    def ask(self, *command):
        done = subprocess.run(command, capture_output=True, timeout=60, env=self.environment, cwd=self.folder,
                              check=True)
        self.assertEqual(done.stderr, b"")
        return done.stdout.decode().splitlines()

    def check(self, offer):
        for line, offered, others in CASES:
            with self.subTest(line=line):
                found = offer("pichoist " + line)
                self.assertLessEqual(offered, found)
                self.assertFalse(others & found)

    def test_bash(self):
        shell = self.shell("bash")
        self.check(lambda line: {word.replace("\\ ", " ") for word in self.ask(shell, "-c", BASH, "bash", COMPLETIONS, line)})

    def test_fish(self):
        shell = self.shell("fish")
        script = "source $argv[1]/pichoist.fish; complete -C$argv[2]"
        self.check(lambda line: {word.split("\t")[0] for word in
                                 self.ask(shell, "-N", "-c", script, COMPLETIONS, line)})

    def on_zsh(self, shell, line):
        """What zsh shows, on a terminal, where the line is typed and Tab pressed."""
        terminal = Terminal([shell, "-f"], dict(self.environment, TERM="dumb", PS1="> ", COLUMNS="200", LINES="99"))
        try:
            terminal.wait_for(b"> ")
            terminal.press(f"fpath=({COMPLETIONS} $fpath); autoload -U compinit; compinit -u -D; LISTMAX=999;"
                           f" zstyle ':completion:*' list-separator '|'; print REA''DY\n".encode())
            terminal.wait_for(b"READY\r\n")
            terminal.wait_for(b"> ")
            terminal.shown = b""
            terminal.press(line.encode() + b"\t")
            # A second time: the first may have put in what all words begin with.
            terminal.press(b"\t\x15print DO''NE\n")
            terminal.wait_for(b"DONE\r\n")
            terminal.press(b"exit\n")
            terminal.end()
        finally:
            os.close(terminal.fd)
        return terminal.shown.decode()

    def test_zsh(self):
        shell = self.shell("zsh")
        for line, offered, others in CASES:
            with self.subTest(line=line):
                shown = self.on_zsh(shell, "pichoist " + line).replace("\\ ", " ").replace("\a", "")
                for word in offered:
                    self.assertIn(word, shown)
                shown = shown.replace("pichoist " + line, "")
                for word in others:
                    self.assertNotRegex(shown, rf"(?m)(^|\s){re.escape(word.rstrip('='))}(\s|=|\[|$)")


if __name__ == "__main__":
    unittest.main()
