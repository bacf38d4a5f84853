# SPDX-License-Identifier: GPL-3.0-or-later
"""The linters must be able to fail: small trees with a fault that only they see."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

GOOD = "int ph_a (int a);\nint\nph_a (int a)\n{\n  return a;\n}\n"
BAD = ("int ph_a (int a);\nint\nph_a (int a)\n{\n  int *p = 0;\n  if (a == 1)\n    return *p;\n"
       "  return a;\n}\n")


class Lint(unittest.TestCase):
    def run_linter(self, name, tool, code):
        if not shutil.which(tool):
            self.skipTest(f"{tool} is not installed")
        with tempfile.TemporaryDirectory() as root:
            shutil.copytree(os.path.join(PROJECT, "tests", "lint"), os.path.join(root, "tests/lint"))
            shutil.copy(os.path.join(PROJECT, ".clang-tidy"), root)
            os.makedirs(os.path.join(root, "src/model"))
            os.makedirs(os.path.join(root, "build"))
            source = os.path.join(root, "src/model/ph-a.c")
            with open(source, "w", encoding="utf-8") as file:
                file.write(code)
            command = {"directory": os.path.join(root, "build"), "file": "../src/model/ph-a.c",
                       "command": "clang -fcolor-diagnostics -c ../src/model/ph-a.c"}
            with open(os.path.join(root, "build/compile_commands.json"), "w",
                      encoding="utf-8") as file:
                json.dump([command], file)
            env = dict(os.environ, PICHOIST_BUILD=os.path.join(root, "build"))
            return subprocess.run([os.path.join(root, "tests/lint", name)], env=env, check=False,
                                  capture_output=True, text=True)

    def check(self, name, tool, complaint):
        good = self.run_linter(name, tool, GOOD)
        self.assertEqual(good.returncode, 0, good.stdout + good.stderr)
        bad = self.run_linter(name, tool, BAD)
        self.assertEqual(bad.returncode, 1, bad.stdout + bad.stderr)
        self.assertIn(complaint, bad.stdout + bad.stderr)

    def test_clang_tidy(self):
        self.check("clang-tidy", "run-clang-tidy", "clang-analyzer-core.NullDereference")

    def test_cppcheck(self):
        self.check("cppcheck", "cppcheck", "nullPointer")


if __name__ == "__main__":
    unittest.main()
