# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 at random moments of an upload, then `queue retry`: nothing lost, nothing doubled."""

import os
import random
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "integration"))
from program import Program, Server, fetch, png  # noqa: E402

ROUNDS = int(os.environ.get("PICHOIST_KILL_ROUNDS", "200"))
PICTURES = 50


class Kill(unittest.TestCase):
    def run_rounds(self, template):
        server = Server()
        seed = random.randrange(2 ** 32)
        chance = random.Random(seed)
        print(f"# seed {seed}", flush=True)
        program = Program(server)
        self.addCleanup(program.close)
        program.check("profile", "set", "test", f"key-template={template}")
        names = [f"{i}.png" for i in range(PICTURES)]
        whole = self.measure(program, names)
        kills = 0
        for number in range(ROUNDS):
            # Half of the rounds hit the beginning, where rows are written.
            moment = chance.uniform(0, whole * chance.choice((0.3, 1.1)))
            kills += self.one_round(program, names, f"{seed}-{number}", moment)
        print(f"# {kills} of {ROUNDS} were killed before they were done", flush=True)
        self.assertGreater(kills, ROUNDS // 3)

    def measure(self, program, names):
        self.write(program, names, "measure")
        begin = time.monotonic()
        program.upload(*names)
        return time.monotonic() - begin

    def write(self, program, names, salt):
        for name in names:
            program.write(name, png(f"{salt} {name}", noise=3000))

    def one_round(self, program, names, salt, moment):
        self.write(program, names, salt)
        before = program.count_history()
        running = program.start("upload", "-f", "url", *names)
        time.sleep(moment)
        running.kill()
        out, _ = running.communicate()
        was_killed = running.returncode == -9
        accepted = program.list_queue()
        done = program.run("queue", "retry", "-f", "url")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(program.list_queue(), [])
        self.assertEqual(program.list_spool(), [])
        new = program.count_history() - before
        self.assertIn(new, (0, PICTURES))  # all or, killed before the first commit, none
        if accepted or out:
            self.assertEqual(new, PICTURES)
        if new:
            self.check_round(program, names)
        return was_killed

    def check_round(self, program, names):
        """Each picture is there by its bytes, and sending it again finds it."""
        status, lines = program.upload_json(*names)
        self.assertEqual(status, 0)
        self.assertTrue(all(line["reused"] for line in lines))
        self.assertEqual(len({line["url"] for line in lines}), PICTURES)
        sample = random.choice(lines)
        with open(os.path.join(program.files, sample["input"]), "rb") as file:
            self.assertEqual(fetch(sample["url"])[2], file.read())

    def test_names_by_content(self):
        self.run_rounds("kill/{sha256:16}.{ext}")

    def test_names_by_chance(self):
        self.run_rounds("kill/{random}.{ext}")


if __name__ == "__main__":
    unittest.main()
