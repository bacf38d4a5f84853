# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets stay where they belong: not in output, logs, files, the process list or reports."""

import glob
import os
import stat
import unittest

from program import ProgramTest, png

PASSWORD = "pr0xy-pass%2Fword"


class Secrets(ProgramTest):
    def setUp(self):
        super().setUp()
        self.program.environment["G_MESSAGES_DEBUG"] = "all"
        self.seen = []

    def run_seen(self, *arguments, **options):
        done = self.program.run(*arguments, **options)
        self.seen.append(done.stdout + done.stderr)
        return done

    def assert_nowhere(self, *secrets):
        for name in glob.glob(self.program.folder + "/**", recursive=True):
            if os.path.isfile(name) and not name.endswith(("secrets.ini", "files/secret")):
                with open(name, "rb") as file:
                    self.seen.append(file.read())
        for secret in secrets:
            for text in self.seen:
                self.assertNotIn(secret.encode(), text)

    def test_failures_tell_nothing(self):
        self.program.write("a.png", png("secret"))
        self.run_seen("upload", "a.png")
        self.run_seen("upload", "--expires", "5m", "--json", "b.png")
        wrong = "0123456789abcdef" * 4
        self.assertEqual(self.run_seen("upload", "--no-reuse", "a.png",
                                       PICHOIST_SECRET_ACCESS_KEY=wrong).returncode, 1)
        self.program.check("config", "set", "secret-store", "file")
        self.run_seen("profile", "set", "test", f"proxy=http://user:{PASSWORD}@127.0.0.1:1")
        self.assertEqual(self.run_seen("upload", "--timeout", "1", "--no-reuse", "a.png").returncode, 1)
        for command in (["profile", "show", "test"], ["config", "export"], ["report"],
                        ["queue", "list", "--json"], ["list", "--json"], ["config", "list"]):
            self.assertEqual(self.run_seen(*command).returncode, 0, command)
        self.assert_nowhere(self.server.secret_key, wrong, PASSWORD, "pr0xy-pass/word", "Signature=",
                            "X-Amz-Signature")

    def test_stored_in_a_file(self):
        odd = 'ab/cd+ef/gh+ij=kl%41 mn"op\\\\qr#st'
        self.program.check("config", "set", "secret-store", "file")
        for name in ("PICHOIST_ACCESS_KEY_ID", "PICHOIST_SECRET_ACCESS_KEY"):
            del self.program.environment[name]
        self.program.write("secret", odd.encode() + b"\n")
        self.run_seen("profile", "add", "odd", "provider=other", "endpoint=http://127.0.0.1:1", "bucket=pics",
                      "region=auto", "public-url=https://img.example.com", "access-key-id=someone",
                      "--secret-file", "secret")
        self.run_seen("profile", "show", "odd")
        self.run_seen("upload", "-p", "odd", "--timeout", "1", "a.png")
        with open(os.path.join(self.program.config, "secrets.ini"), encoding="utf-8") as file:
            self.assertNotEqual(file.read(), "")
        self.assert_nowhere(odd)

    def test_keys_that_changed_places(self):
        self.program.write("a.png", png("swapped"))
        swapped = {"PICHOIST_ACCESS_KEY_ID": self.server.secret_key,
                   "PICHOIST_SECRET_ACCESS_KEY": self.server.access_key}
        self.assertEqual(self.run_seen("upload", "--expires", "1h", "a.png", **swapped).returncode, 2)
        done = self.program.run("profile", "add", "swapped", "provider=r2", "account-id=" + "a" * 32, "bucket=pics",
                                "public-url=https://img.example.com",
                                f"access-key-id={self.server.secret_key}")
        self.assertEqual(done.returncode, 2)
        self.assert_nowhere(self.server.secret_key)

    def test_password_in_a_url(self):
        done = self.run_seen("upload", "--timeout", "1", "http://me:s3cr3t-pass@127.0.0.1:1/a@b.png")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"a@b.png", done.stderr)
        self.assertNotIn(b"s3cr3t-pass", done.stdout + done.stderr)

    def test_not_on_the_command_line(self):
        done = self.run_seen("profile", "set", "test", "secret=hunter2hunter2")
        self.assertEqual(done.returncode, 2)
        self.assert_nowhere("hunter2hunter2")

    def test_modes(self):
        os.umask(0o022)
        self.program.check("config", "set", "secret-store", "file")
        self.program.check("profile", "set", "test", "--secret-stdin",
                           stdin=self.server.secret_key.encode())
        self.program.write("a.png", png("modes"))
        self.program.upload("--queue", "a.png")
        self.program.check("queue", "run")
        for folder in (self.program.config, self.program.data):
            for name in [folder, *glob.glob(folder + "/**", recursive=True)]:
                mode = stat.S_IMODE(os.stat(name).st_mode)
                self.assertEqual(mode, 0o700 if os.path.isdir(name) else 0o600, name)

    def test_open_file_is_tightened(self):
        path = os.path.join(self.program.config, "config.ini")
        os.chmod(path, 0o644)
        self.program.check("profile", "list")
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)


if __name__ == "__main__":
    unittest.main()
