# SPDX-License-Identifier: GPL-3.0-or-later
"""tests/servers/npm-folder never takes a folder that npm left half-made for a whole one."""

import os
import subprocess
import tempfile
import unittest

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# Stands in for npm: $DEED says how it goes, and each call leaves a line in $CALLS.
NPM = r"""#!/bin/bash
echo "$DEED" >>"$CALLS"
for ((i = 1; i < $#; i++)); do
  next=$((i + 1))
  [[ ${!i} != --prefix ]] || modules=${!next}/node_modules
  [[ ${!i} != --cache ]] || echo "${!next}" >"$CALLS.cache"
done
whole() {
  mkdir -p "$modules/a" "$modules/@scope/b"
  echo '{}' | tee "$modules/a/package.json" >"$modules/@scope/b/package.json"
  printf '{\n  "packages": {\n    "%s": {\n' node_modules/a node_modules/@scope/b \
    >"$modules/.package-lock.json"
}
case $DEED in
  good) whole ;;
  nothing) exit 0 ;;
  network) echo 'npm ERR! code ENOTFOUND' >&2; exit 1 ;;
  disk) mkdir -p "$modules/a"; echo 'npm ERR! code ENOSPC' >&2; exit 1 ;;
  partly) whole; rm -r "$modules/@scope" ;;
  killed) mkdir -p "$modules/a"; kill -9 $PPID; exit 1 ;;
esac
"""


class NpmFolder(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="npm folder é ")
        self.addCleanup(subprocess.run, ["rm", "-rf", self.folder], check=False)
        self.calls = os.path.join(self.folder, "calls")
        os.mkdir(os.path.join(self.folder, "bin"))
        npm = os.path.join(self.folder, "bin", "npm")
        with open(npm, "w", encoding="utf-8") as file:
            file.write(NPM)
        os.chmod(npm, 0o755)

    def ask(self, deed, package="a@1.0"):
        env = dict({name: value for name, value in os.environ.items() if name != "npm_config_cache"}, DEED=deed, CALLS=self.calls,
                   XDG_CACHE_HOME=os.path.join(self.folder, "cache"),
                   PATH=os.path.join(self.folder, "bin") + ":" + os.environ["PATH"])
        return subprocess.run([os.path.join(TESTS, "servers", "npm-folder"), package], env=env,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
                              check=False)

    def count_calls(self):
        with open(self.calls, encoding="utf-8") as file:
            return len(file.readlines())

    def holds(self, package="a@1.0"):
        """A good fetch after whatever went before gives a whole folder."""
        done = self.ask("good", package)
        self.assertEqual(done.returncode, 0, done.stderr)
        path = os.path.join(done.stdout.rstrip("\n"), "node_modules", "a", "package.json")
        self.assertTrue(os.path.getsize(path))

    def test_failures_leave_nothing(self):
        rows = [("network", "The network"), ("disk", "The disk is full"), ("nothing", "could not"),
                ("partly", "could not"), ("killed", "")]
        for deed, words in rows:
            with self.subTest(deed=deed):
                package = f"a@{deed}"
                done = self.ask(deed, package)
                self.assertNotEqual(done.returncode, 0)
                self.assertEqual(done.stdout, "")
                self.assertIn(words, done.stderr)
                self.holds(package)

    def test_cache_of_npm(self):
        """What has to be removed to be rid of it all is one folder."""
        self.holds()
        with open(self.calls + ".cache", encoding="utf-8") as file:
            self.assertEqual(file.read(), os.path.join(self.folder, "cache", "pichoist-tests", "npm") + "\n")

    def test_fetched_once(self):
        self.holds()
        self.holds()
        self.assertEqual(self.count_calls(), 1)

    def test_damaged_folder_is_fetched_again(self):
        damages = ["rm -r node_modules", "rm node_modules/a/package.json",
                   ": >node_modules/@scope/b/package.json", "rm -r node_modules/@scope",
                   "rm node_modules/.package-lock.json"]
        self.holds()
        folder = self.ask("good").stdout.rstrip("\n")
        for number, damage in enumerate(damages, 2):
            with self.subTest(damage=damage):
                subprocess.run(["bash", "-c", damage], cwd=folder, check=True)
                self.holds()
                self.assertEqual(self.count_calls(), number)

    def test_empty_folder_of_an_older_version(self):
        os.makedirs(os.path.join(self.folder, "cache", "pichoist-tests", "a-1.0"))
        self.holds()


if __name__ == "__main__":
    unittest.main()
