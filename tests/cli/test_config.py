# SPDX-License-Identifier: GPL-3.0-or-later
"""pichoist config: the general settings, export and forget."""

import os
import socket
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import OTHER, PROGRAM, R2, SECRET, SLOWNESS, CommandTest  # noqa: E402


class General(CommandTest):
    def test_get_set_list(self):
        self.assertEqual(self.good("config", "get", "link-format"), "markdown\n")
        self.assertEqual(self.good("config", "get", "default-profile"), "\n")
        self.good("config", "set", "link-format", "html")
        self.assertEqual(self.good("config", "get", "link-format"), "html\n")
        self.assertEqual(self.good("config", "list").splitlines(),
                         ["default-profile=", "link-format=html", "copy-link=false", "secret-store=keyring",
                          "hotkey-clipboard=<Primary><Alt>u", "hotkey-screenshot=", "hotkey-drop-zone=",
                          "watch-clipboard=ask", "screenshot-command=", "remove-screenshot=false", "watch-folders=",
                          "watch-folders-mode=off", "keep-location=false", "ask-name=false"])
        self.good("config", "set", "link-format", "")
        self.assertEqual(self.good("config", "get", "link-format"), "markdown\n")
        self.good("config", "set", "link-format", "<img src={url}>")
        self.good("config", "set", "copy-link", "yes")
        self.assertEqual(self.good("config", "get", "copy-link"), "true\n")

    def test_wrong_values(self):
        cases = [(("get", "linkformat"), "link-format"), (("set", "nosuch", "x"), "the settings are"),
                 (("set", "copy-link", "perhaps"), "true or false"), (("set", "secret-store", "paper"), "keyring, file"),
                 (("set", "link-format", "{nosuch}"), "nosuch"), (("set", "default-profile", "nosuch"), "profile"),
                 (("set", "link-format", "a\nb{url}"), "one line")]
        for arguments, complaint in cases:
            with self.subTest(arguments=arguments):
                self.assertIn(complaint, self.bad(2, "config", *arguments))
        self.bad(2, "config", "get")
        self.bad(2, "config", "set", "copy-link")
        self.bad(2, "config", "nonsense")
        self.assertFalse(os.path.exists(self.ini))

    def test_path(self):
        self.assertEqual(self.good("config", "path"), self.ini + "\n")
        self.assertEqual(self.good("config", "path", PICHOIST_CONFIG_DIR=""),
                         os.path.join(self.folder, "xdg", "pichoist", "config.ini") + "\n")
        self.assertFalse(os.path.exists(self.config))

    def test_consent_to_the_file_is_explained(self):
        done = self.run_it("config", "set", "secret-store", "file")
        self.assertIn(f"kept in {self.secrets} from now on, unencrypted, in a file that only you can read", done.stderr.decode())
        done = self.run_it("config", "set", "secret-store", "file")
        self.assertEqual(done.stderr, b"")

    def test_open_file_is_closed_and_said(self):
        os.makedirs(self.config)
        with open(self.ini, "w", encoding="utf-8") as file:
            file.write("[general]\ncopy-link=true\n")
        os.chmod(self.ini, 0o644)
        done = self.run_it("config", "get", "copy-link")
        self.assertEqual(done.stdout, b"true\n")
        self.assertIn("open to other users", done.stderr.decode())
        self.assert_mode(self.ini, 0o600)
        self.assertEqual(self.run_it("config", "get", "copy-link").stderr, b"")

    def test_open_folder_is_said(self):
        self.good("config", "set", "copy-link", "true")
        os.chmod(self.config, 0o777)
        done = self.run_it("config", "get", "copy-link")
        self.assertEqual((done.returncode, done.stdout), (0, b"true\n"))
        self.assertIn(f"close it with “chmod 700 '{self.config}'”", done.stderr.decode())
        self.assert_mode(self.config, 0o777)
        os.chmod(self.config, 0o700)
        self.assertEqual(self.run_it("config", "get", "copy-link").stderr, b"")

    def test_damaged_file_is_said(self):
        self.good("profile", "add", "blog", *R2)
        with open(self.ini, "r+b") as file:
            file.truncate(os.path.getsize(self.ini) // 2)
        done = self.run_it("profile", "list")
        self.assertEqual(done.stdout, b"blog\n")
        self.assertIn("config.ini.broken-", done.stderr.decode())
        self.assertEqual(self.run_it("profile", "list").stderr, b"")


class WrongGeneral(CommandTest):
    """A wrong value is an error of what reads it, in the same words everywhere, and of nothing else."""

    GIF = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"

    def setUp(self):
        super().setUp()
        self.target = os.path.join(self.folder, "static")
        os.mkdir(self.target)
        self.good("profile", "add", "static", "provider=folder", f"folder={self.target}",
                  "key-template={name}.{ext}", "public-url=/img")
        self.picture = self.make_picture("x")
        self.good("upload", self.picture)

    def make_picture(self, name):
        path = os.path.join(self.folder, name + ".gif")
        with open(path, "wb") as file:
            file.write(self.GIF + name.encode())
        return path

    def spoil(self, line):
        with open(self.ini, encoding="utf-8") as file:
            general, profiles = file.read().split("[profile", 1)
        kept = [each for each in general.splitlines() if each.split("=")[0] != line.split("=")[0]]
        with open(self.ini, "w", encoding="utf-8") as file:
            file.write("\n".join([*kept, line, "", "[profile"]) + profiles)

    def test_link_format(self):
        self.spoil("link-format=mardown")
        said = f"{self.ini}, [general]: link-format: there is no link format “mardown”: use one of markdown"
        new = self.make_picture("new")
        for command in (("upload", new), ("upload", "--queue", new), ("upload", "--json", new), ("list",),
                        ("list", "--json"), ("copy", "1"), ("queue",), ("queue", "run"),
                        ("queue", "retry"), ("config", "get", "link-format")):
            with self.subTest(command=command):
                done = self.run_it(*command)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertEqual(done.stderr.decode().count(said), 1)
                self.assertNotIn(b"/img/", done.stdout)
        self.assertEqual(os.listdir(self.target), ["x.gif"])
        for command in (("upload", "-f", "url", self.picture), ("list", "-f", "url"), ("copy", "-f", "url", "1"),
                        ("queue", "run", "-f", "url"), ("queue", "list", "-f", "url"), ("profile", "list"), ("status",),
                        ("config", "get", "copy-link")):
            with self.subTest(command=command):
                done = self.run_it(*command)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertNotIn(b"mardown", done.stderr)
        self.assertRegex(self.good("status"), "upload +no: .*mardown")
        done = self.run_it("config", "list")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"copy-link=false\n", done.stdout)
        self.assertEqual(done.stderr.decode().count(said), 1)
        self.good("config", "set", "link-format", "html")
        self.assertIn("<img", self.good("copy", "1"))

    def test_profile_with_its_own(self):
        self.good("profile", "set", "static", "link-format=url")
        self.spoil("link-format=mardown")
        self.assertEqual(self.good("upload", self.make_picture("new")), "/img/new.gif\n")
        self.assertEqual(self.good("copy", "1"), "/img/x.gif\n")

    def test_wrong_one_in_the_profile(self):
        with open(self.ini, "a", encoding="utf-8") as file:
            file.write("link-format=mardown\n")
        for command in (("upload", self.make_picture("new")), ("copy", "1")):
            self.assertIn(f"{self.ini}, [profile static]: link-format: there is no", self.bad(2, *command))

    def test_default_profile(self):
        for value, said in (("nosuch", "default-profile can't be “nosuch”, which doesn't exist: choose one of: static"),
                            ("null", "default-profile can't be “null”")):
            self.spoil(f"default-profile={value}")
            for command in (("upload", self.picture), ("profile", "show"), ("profile", "check")):
                with self.subTest(command=command, value=value):
                    self.assertIn(f"{self.ini}, [general]: {said}", self.bad(2, *command))
            self.good("upload", "-p", "static", self.picture)
            self.good("list")

    def test_secret_store(self):
        self.good("profile", "add", "blog", *OTHER)
        self.spoil("secret-store=paper")
        said = f"{self.ini}, [general]: secret-store can't be “paper”: write one of keyring, file"
        self.assertIn(said, self.bad(2, "upload", "-p", "blog", self.picture))
        self.assertIn(said, self.bad(2, "profile", "set", "blog", "--secret-stdin", stdin=b"secret"))
        # Secrets are removed from both places, whichever is meant.
        self.good("profile", "remove", "blog")
        self.assertIn("can't be “paper”", self.good("status"))
        self.good("upload", self.picture)


class ManyUploads(CommandTest):
    def test_settings_stay_as_they_are(self):
        target = os.path.join(self.folder, "static")
        os.mkdir(target)
        self.good("profile", "add", "static", "provider=folder", f"folder={target}",
                  "key-template={name}.{ext}", "public-url=https://example.com")
        before = self.read(self.ini)
        pictures = []
        count = 40 // SLOWNESS  # at the same time
        for number in range(count):
            path = os.path.join(self.folder, f"{number}.gif")
            with open(path, "wb") as file:
                file.write(b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;" + bytes([number]))
            pictures.append(path)
        running = [subprocess.Popen([PROGRAM, "upload", "-f", "url", path], env=self.environment,
                                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) for path in pictures]
        for number, one in enumerate(running):
            self.assertEqual(one.communicate(timeout=100 * SLOWNESS)[0], f"https://example.com/{number}.gif\n".encode())
            self.assertEqual(one.returncode, 0)
        self.assertEqual(self.read(self.ini), before)
        self.assertEqual(len(os.listdir(target)), count)
        self.assertEqual(len(self.good("list", "--limit", "0", "--json").splitlines()), count)


class Export(CommandTest):
    def test_no_secret_in_it(self):
        self.use_file()
        self.good("profile", "add", "blog", *R2, "proxy=http://me:hidden@127.0.0.1:3128",
                  "--secret-stdin", stdin=SECRET.encode())
        with open(self.ini, "a", encoding="utf-8") as file:
            file.write("[profile blog]\nsecret-access-key=hidden\n# hidden\nnovel=1\n")
        done = self.run_it("config", "export")
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"[profile blog]", done.stdout)
        self.assertIn(b"novel=1", done.stdout)
        self.assertIn(b"proxy=http://me@127.0.0.1:3128", done.stdout)
        for text in (done.stdout, done.stderr):
            self.assertNotIn(b"hidden", text)
            self.assertNotIn(SECRET.encode(), text)
        self.assertIn("isn't read from here", done.stderr.decode())


class Forget(CommandTest):
    def setUp(self):
        super().setUp()
        self.use_file()
        self.good("profile", "add", "blog", *OTHER, "--secret-stdin", stdin=b"s3cret-s3cret")
        self.autostart = os.path.join(self.folder, "xdg", "autostart", "io.github.pichoist.Pichoist.desktop")
        os.makedirs(os.path.dirname(self.autostart))
        with open(self.autostart, "w", encoding="utf-8"):
            pass
        os.makedirs(os.path.join(self.data, "spool"))
        self.spooled = os.path.join(self.data, "spool", "x")
        with open(self.spooled, "w", encoding="utf-8"):
            pass

    def left(self):
        return [os.path.exists(path) for path in (self.secrets, self.autostart, self.spooled, self.ini)]

    def test_needs_a_yes(self):
        self.assertIn("--yes", self.bad(2, "config", "forget"))
        self.assertEqual(self.left(), [True] * 4)

    def test_yes(self):
        self.good("config", "forget", "--yes")
        self.assertEqual(self.left(), [False, False, False, True])
        self.assertEqual(self.good("profile", "list"), "blog\n")
        self.good("config", "forget", "--yes")
        self.assertFalse(os.path.exists(os.path.join(self.data, "pichoist.db")))

    def test_asked_on_a_terminal(self):
        for keys, status in ((b"n\n", 1), (b"\n", 1), (b"y\n", 0)):
            terminal = self.on_terminal("config", "forget")
            terminal.wait_for(b"[y/N]")
            terminal.press(keys)
            self.assertEqual(terminal.end(), status, terminal.shown)
            self.assertEqual(self.left(), [status == 1] * 3 + [True])

    def test_keyring_that_is_not_there(self):
        """Nothing of ours can be in it; what another session's may hold is said."""
        self.good("config", "set", "secret-store", "keyring")
        done = self.run_it("config", "forget", "--yes")
        self.assertEqual((done.returncode, done.stdout), (0, b""))
        self.assertIn("secret-tool clear xdg:schema io.github.pichoist.Pichoist”", done.stderr.decode())
        self.assertEqual(self.left(), [False, False, False, True])

    def test_secrets_that_are_not_in_a_keyring(self):
        """In the file, or from the environment: then a keyring that isn't there is not worth a word."""
        from_outside = {"PICHOIST_ACCESS_KEY_ID": "someone", "PICHOIST_SECRET_ACCESS_KEY": "x"}
        for store, environment in (("file", {}), ("keyring", from_outside)):
            self.good("config", "set", "secret-store", store)
            done = self.run_it("config", "forget", "--yes", **environment)
            self.assertEqual(done.returncode, 0)
            self.assertEqual([line.split(";")[0] for line in done.stderr.decode().splitlines()],
                             ["pichoist: forgotten"])

    def test_keyring_that_hangs(self):
        """A secret may be there, and is not removed: that is a failure, after all else is done."""
        self.good("config", "set", "secret-store", "keyring")
        path = os.path.join(self.folder, "bus")
        with socket.socket(socket.AF_UNIX) as bus:
            bus.bind(path)
            bus.listen()
            text = self.bad(1, "config", "forget", "--yes", DBUS_SESSION_BUS_ADDRESS=f"unix:path={path}")
        self.assertIn("the keyring doesn't answer", text)
        self.assertIn("still is: “secret-tool clear ", text)
        self.assertEqual(self.left(), [False, False, False, True])


if __name__ == "__main__":
    unittest.main()
