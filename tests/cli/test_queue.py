# SPDX-License-Identifier: GPL-3.0-or-later
"""pichoist queue: what it says where there is nothing to do."""

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import CommandTest  # noqa: E402


class Nothing(CommandTest):
    def test_empty_queue(self):
        cases = [([], "the queue is empty"), (["list"], "the queue is empty"),
                 (["list", "--json"], "the queue is empty"), (["cancel"], "the queue is empty"),
                 (["run"], "nothing in the queue waits to be sent"),
                 (["run", "--json"], "nothing in the queue waits to be sent"),
                 (["retry"], "nothing in the queue can be sent again")]
        for arguments, words in cases:
            with self.subTest(arguments=arguments):
                done = self.run_it("queue", *arguments)
                self.assertEqual((done.returncode, done.stdout), (0, b""))
                self.assertEqual(done.stderr.decode(), f"pichoist: {words}\n")

    def test_folder_that_others_can_write_to(self):
        """It may be the person's choice, so it is said and left alone."""
        folder = os.path.join(self.folder, "open")
        os.mkdir(folder)
        for mode, is_said in ((0o755, False), (0o777, True), (0o770, True)):
            with self.subTest(mode=oct(mode)):
                os.chmod(folder, mode)
                done = self.run_it("queue", PICHOIST_DATA_DIR=folder)
                self.assertEqual(done.returncode, 0)
                message = done.stderr.decode()
                self.assertEqual(f"close it with “chmod 700 '{folder}'”\n" in message, is_said, message)
                self.assertEqual(os.stat(folder).st_mode & 0o777, mode)

    def test_jobs_that_are_not_there(self):
        self.assertIn("job 7 is not in the queue", self.bad(1, "queue", "retry", "7"))
        self.assertIn("job 7 is not in the queue", self.bad(1, "queue", "cancel", "7"))

    def test_names_are_needed_where_there_are_jobs(self):
        site = os.path.join(self.folder, "site")
        os.mkdir(site)
        self.good("profile", "add", "site", "provider=folder", f"folder={site}",
                  "public-url=https://img.example.com")
        with open(os.path.join(self.folder, "a.gif"), "wb") as file:
            file.write(b"GIF89a\x01\x00\x01\x00\x00\x00\x00;")
        self.good("upload", "--queue", "a.gif")
        self.assertIn("name the jobs to cancel", self.bad(2, "queue", "cancel"))


if __name__ == "__main__":
    unittest.main()
