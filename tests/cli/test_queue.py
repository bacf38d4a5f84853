# SPDX-License-Identifier: GPL-3.0-or-later
"""pichoist queue: what it says where there is nothing to do."""

import json
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


class WithoutProfile(CommandTest):
    """What can't be sent since its profile is gone or not whole."""

    def setUp(self):
        super().setUp()
        self.site = os.path.join(self.folder, "site")
        self.add_profile()
        with open(os.path.join(self.folder, "a.gif"), "wb") as file:
            file.write(b"GIF89a\x01\x00\x01\x00\x00\x00\x00;")

    def add_profile(self):
        self.good("profile", "add", "site", "provider=folder", f"folder={self.site}",
                  "public-url=https://img.example.com")

    def get_job(self):
        job, = self.good("queue", "--json").splitlines()
        return json.loads(job)

    def test_what_had_failed_stays_failed(self):
        self.assertEqual(self.run_it("upload", "a.gif").returncode, 1)
        self.good("profile", "remove", "site")
        done = self.run_it("queue", "retry")
        self.assertEqual((done.returncode, done.stdout), (1, b"\n"))
        self.assertIn("there is no profile", done.stderr.decode())
        job = self.get_job()
        self.assertEqual((job["state"], job["error"]["code"]), ("failed", "settings"))
        done = self.run_it("queue", "run")
        self.assertEqual((done.returncode, done.stderr.decode()),
                         (0, "pichoist: nothing in the queue waits to be sent\n"))

    def test_what_was_queued_waits_and_says_why(self):
        self.good("upload", "--queue", "a.gif")
        self.good("profile", "remove", "site")
        self.assertEqual(self.run_it("queue", "run").returncode, 1)
        job = self.get_job()
        self.assertEqual((job["state"], job["held"], job["error"]["code"]),
                         ("accepted", False, "settings"))
        os.mkdir(self.site)
        self.add_profile()
        self.assertIn("https://img.example.com/", self.good("queue", "run"))
        self.assertEqual(self.good("queue", "--json"), "")


if __name__ == "__main__":
    unittest.main()
