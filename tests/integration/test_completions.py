# SPDX-License-Identifier: GPL-3.0-or-later
"""The completions of bash, zsh and fish, asked in the shells themselves."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data", "completions")

PROGRAM = os.environ.get("PICHOIST", "pichoist")

# The verb behind which a command's options are offered, where it isn't the first one.
VERBS_WITH_OPTIONS = {"profile": "add x", "config": "forget", "queue": "run"}

# Names of profiles, and formats, speak for themselves.
UNDESCRIBED = ("show ", "set ", "remove ", "-p b", "-f ", "link ", "mode ")

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
    # A new name is nobody's to offer, and keys stand behind it.
    ("pichoist profile add ", set(), {"provider", "bucket", "blog", "add"}),
    ("pichoist profile --secret-stdin add ", set(), {"provider", "bucket", "blog", "add"}),
    ("pichoist profile set ", {"blog", "other one"}, {"bucket", "set"}),
    ("pichoist profile set blog buck", {"bucket"}, {"blog"}),
    ("pichoist profile remove ", {"blog", "other one"}, {"bucket"}),
    ("pichoist profile list ", set(), {"blog", "bucket"}),
    ("pichoist profile show --", {"--help"}, {"--secret-stdin"}),
    ("pichoist queue retry ", set(), {"retry", "cancel"}),
    ("pichoist queue list --", {"--json", "--help"}, {"--timeout"}),
    ("pichoist config set copy-link ", {"true", "false"}, {"copy-link"}),
    ("pichoist config set watch-folders-mode ", {"off", "ask", "upload"}, set()),
    ("pichoist config get copy-link ", set(), {"true", "copy-link"}),
    ("pichoist config path ", set(), {"copy-link"}),
    ("pichoist profile add x pro", {"provider"}, {"bucket"}),
    ("pichoist profile add x --", {"--secret-stdin", "--secret-file"}, {"--json"}),
    ("pichoist config ", {"get", "set", "list", "path", "export", "forget"}, {"run"}),
    ("pichoist config get ", {"default-profile", "link-format", "copy-link", "secret-store",
                               "hotkey-clipboard", "hotkey-screenshot", "hotkey-drop-zone",
                               "watch-clipboard", "screenshot-command", "watch-folders",
                               "watch-folders-mode"}, set()),
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
        env = dict(os.environ, LC_ALL="C.UTF-8", PATH=f"{self.folder}:{os.environ['PATH']}", TERM="dumb")
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

    def check_all(self, offers):
        """What the program says of itself is what is offered, no more and no less."""
        for command, (options, verbs) in self.interface().items():
            with self.subTest(command=command):
                verb = " " + VERBS_WITH_OPTIONS.get(command, verbs[0]) if verbs else ""
                found = {word.split("=")[0] for word in offers(f"pichoist {command}{verb} --")}
                self.assertEqual({word for word in found if word.startswith("--")}, options)
                if verbs:
                    found = {word for word in offers(f"pichoist {command} ") if not word.startswith("-")}
                    self.assertEqual(found, set(verbs))
        for typed, settings in (("profile add x ", self.settings("profile", "add", "x", "frob=")),
                                ("config get ", self.settings("config", "get", "frob"))):
            with self.subTest(typed=typed):
                found = {word.split("=")[0] for word in offers(f"pichoist {typed}")}
                self.assertEqual({word for word in found if not word.startswith("-")}, settings)

    def ask_program(self, *arguments):
        if not os.access(PROGRAM, os.X_OK):
            self.skipTest("PICHOIST doesn't name the program")
        env = dict(os.environ, LC_ALL="C.UTF-8", PICHOIST_CONFIG_DIR=self.folder, PICHOIST_DATA_DIR=self.folder)
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=60, check=False, env=env)
        return done.stdout + done.stderr

    def interface(self):
        """{command: (options, verbs)}"""
        commands = re.findall(r"(?m)^  ([a-z]+) ", self.ask_program("--help"))
        self.assertIn("upload", commands)
        found = {}
        for command in commands:
            text = self.ask_program(command, "--help")
            verbs = re.search(r"(?m)^  pichoist .*?([a-z]+(?:\|[a-z]+)+)", text)
            found[command] = (set(re.findall(r"(?m)^  (?:-., )?(--[a-z-]+)", text)),
                              verbs.group(1).split("|") if verbs else [])
        return found

    def settings(self, *arguments):
        return set(re.search(r"the settings are (.*)", self.ask_program(*arguments)).group(1).split(", "))

    def offers_bash(self, typed):
        path = os.path.join(DATA, "pichoist.bash")
        return set(self.run_shell(["bash", "--norc", "-c", BASH, "bash", path, typed]).replace("\\ ", " ").splitlines())

    def offers_fish(self, typed):
        """Each has to come with a description, behind a tab."""
        script = "source $argv[1]; complete -C $argv[2]"
        path = os.path.join(DATA, "pichoist.fish")
        lines = self.run_shell(["fish", "--no-config", "-c", script, path, typed]).splitlines()
        if not typed.endswith(UNDESCRIBED):
            self.assertEqual([line for line in lines if "\t" not in line], [], typed)
        return {line.split("\t")[0] for line in lines}

    def offers_zsh(self, typed):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "complete.zsh")
        return set(self.run_shell(["zsh", "-f", script, DATA, typed]).splitlines())

    def test_bash(self):
        self.check(self.offers_bash)
        self.check_all(self.offers_bash)

    def test_fish(self):
        self.check(self.offers_fish)
        self.check_all(self.offers_fish)

    def test_zsh(self):
        self.check(self.offers_zsh)
        self.check_all(self.offers_zsh)

    def test_providers(self):
        """The values that take most typing."""
        text = self.ask_program("profile", "add", "x", "provider=frob")
        providers = re.search(r"write one of ([a-z0-9, ]+)", text).group(1)
        for name in ("pichoist.bash", "_pichoist", "pichoist.fish"):
            with open(os.path.join(DATA, name), encoding="utf-8") as file:
                self.assertIn(providers.replace(",", ""), file.read())


if __name__ == "__main__":
    unittest.main()
