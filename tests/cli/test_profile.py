# SPDX-License-Identifier: GPL-3.0-or-later
"""pichoist profile: how places to upload to are made and changed."""

import os
import signal
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import ACCESS_KEY, ODD_SECRET, OTHER, R2, SECRET, SLOWNESS, CommandTest  # noqa: E402


class Add(CommandTest):
    def test_without_terminal_or_option(self):
        done = self.run_it("profile", "add", "blog", *R2)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, b"")
        self.assertIn("saved without a secret", done.stderr.decode())
        self.assertEqual(self.good("profile", "list"), "blog\n")
        self.assertEqual(self.good("profile", "default"), "blog\n")

    def test_files_are_closed_to_others(self):
        self.use_file()
        os.umask(0o022)
        self.good("profile", "add", "blog", *R2, "--secret-stdin", stdin=SECRET.encode())
        self.assert_mode(self.config, 0o700)
        for name in os.listdir(self.config):
            self.assert_mode(os.path.join(self.config, name), 0o600)

    def test_secret_survives_byte_for_byte(self):
        self.use_file()
        self.good("profile", "add", "blog", *OTHER, "--secret-stdin", stdin=ODD_SECRET + b"\n")
        kept = self.read(self.secrets)
        self.assert_nowhere(ODD_SECRET)
        path = os.path.join(self.folder, "secret")
        with open(path, "wb") as file:
            file.write(ODD_SECRET)
        self.good("profile", "set", "blog", "--secret-file", path)
        self.assertEqual(self.read(self.secrets), kept)

    def test_secrets_that_cannot_be_right(self):
        self.use_file()
        cases = [(b"", "empty"), (b"\n", "empty"), (b"short", "5 characters instead of 64"),
                 (SECRET.encode() + b"\r\n", "begins or ends"), (b" " + SECRET.encode(), "begins or ends"),
                 (SECRET.encode() + b"\n\n", "begins or ends"), (b"a\0b", "NUL"),
                 (b'"' + SECRET.encode() + b'"', "quotes"), (b"x" * 5000, "too long"),
                 (b"cfut_0123456789", "Cloudflare API token"), (ACCESS_KEY.encode(), "32 characters instead of 64")]
        for secret, complaint in cases:
            with self.subTest(secret=secret[:20]):
                text = self.bad(2, "profile", "add", "blog", *R2, "--secret-stdin", stdin=secret)
                self.assertIn(complaint, text)
                if len(secret) > 4:
                    self.assertNotIn(secret.decode("latin-1").strip(), text)
        self.assertEqual(self.good("profile", "list"), "")

    def test_swapped_halves(self):
        self.use_file()
        settings = [s for s in R2 if not s.startswith("access")] + [f"access-key-id={SECRET}"]
        text = self.bad(2, "profile", "add", "blog", *settings, "--secret-stdin", stdin=ACCESS_KEY.encode())
        self.assertIn("changed places", text)
        self.assertNotIn(SECRET, text)

    def test_access_keys_that_cannot_be_right(self):
        self.use_file()
        self.good("profile", "add", "blog", *R2)
        before = self.read(self.ini)
        cases = [("0123", "4 characters instead of 32"), (ACCESS_KEY + "00", "34 characters instead of 32"),
                 ("x" * 32, "no hexadecimal digits"), (f"'{ACCESS_KEY}'", "quotes"), (SECRET, "changed places"),
                 ("cfut_0123", "Cloudflare API token")]
        for key, complaint in cases:
            for verb, name in (("add", "other"), ("set", "blog")):
                with self.subTest(key=key[:10], verb=verb):
                    text = self.bad(2, "profile", verb, name, *R2, f"access-key-id={key}")
                    self.assertIn(complaint, text)
        self.assertEqual(self.read(self.ini), before)
        self.good("profile", "set", "blog", f"access-key-id= {ACCESS_KEY}\n")
        self.assertIn(f"access-key-id={ACCESS_KEY}\n", self.read(self.ini).decode())

    def test_secret_without_its_access_key(self):
        self.use_file()
        settings = [setting for setting in R2 if not setting.startswith("access")]
        for secret, complaint in ((b"short", "5 characters instead of 64"), (b'"x"', "quotes")):
            text = self.bad(2, "profile", "add", "blog", *settings, "--secret-stdin", stdin=secret)
            self.assertIn(complaint, text)

    def test_secret_on_the_command_line(self):
        for key in ("secret", "secret-access-key", "SECRET", "password", "session-token"):
            text = self.bad(2, "profile", "add", "blog", *R2, f"{key}=hidden")
            self.assertIn("--secret-stdin", text)
            self.assertNotIn("hidden", text)

    def test_wrong_use(self):
        self.bad(2, "profile", "add")
        self.bad(2, "profile", "nonsense")
        self.bad(2, "profile", "add", "blog", "--secret-stdin", "--secret-file", "x", *R2)
        self.assertIn("“bucket” has no “=”", self.bad(2, "profile", "add", "blog", "bucket"))
        self.assertIn("write “account-id”", self.bad(2, "profile", "add", "blog", "accountId=x"))
        self.assertIn("write one of r2, s3", self.bad(2, "profile", "add", "blog", "provider=dropbox"))
        self.assertIn("1 to 64", self.bad(2, "profile", "add", "", *R2))
        self.assertIn("no/such", self.bad(2, "profile", "add", "x", *R2, "--secret-file", "no/such"))
        self.assertFalse(os.path.exists(self.ini))
        self.good("profile", "add", "blog", *R2)
        self.assertIn("already", self.bad(2, "profile", "add", "blog", *R2))

    def test_refused_before_anything_is_saved(self):
        cases = [("endpoint=htps://x", "https://x"), ("endpoint=ftp://x", "https://x"),
                 ("public-url=https://cdn.example.com/?x=", "url-suffix"), ("bucket=", "bucket is missing"),
                 ("key-template={nmae}", "nmae"),
                 ("key-template=" + "/".join(["x" * 200] * 6), "longer than 1024 bytes"),
                 ("key-template=" + "x" * 300 + "/{name}", "a part of it than 255"), ("link-format={nothing}", "nothing"),
                 ("connect-timeout=0", "1 to 300"), ("public-url=null", "null")]
        for setting, complaint in cases:
            with self.subTest(setting=setting):
                text = self.bad(2, "profile", "add", "blog", *OTHER, setting)
                self.assertIn(complaint, text)
        self.assertFalse(os.path.exists(self.ini))

    def test_pages_as_endpoints(self):
        cases = [(R2, "https://dash.cloudflare.com/fedcba9876543210fedcba9876543210/r2/overview",
                  "its S3 server is https://fedcba9876543210fedcba9876543210.r2.cloudflarestorage.com"),
                 (R2, "pub-0123.r2.dev", "belongs into public-url"), (R2, "https://img.example.com", "provider=other"),
                 (OTHER, "https://oss.console.aliyun.com/bucket/oss-cn-hangzhou/pics/object?path=#x",
                  "its S3 server is https://s3.oss-cn-hangzhou.aliyuncs.com"),
                 (OTHER, "https://s3.example.com/?signature=hidden", "remove the “?” and all behind it")]
        for settings, endpoint, complaint in cases:
            with self.subTest(endpoint=endpoint):
                text = self.bad(2, "profile", "add", "blog", *settings, f"endpoint={endpoint}")
                self.assertIn("endpoint can't be", text)
                self.assertIn(complaint, text)
                self.assertNotIn("hidden", text)
        self.assertFalse(os.path.exists(self.ini))

    def test_buckets_that_no_provider_has(self):
        cases = [(R2, "Pics", "no capitals: write pics"), (R2, "my_bucket", "a-z, 0-9 and “-” alone"),
                 (R2, "192.168.1.1", "IP address"), (R2, "x" * 70, "its length is 70"),
                 (["provider=oss", "region=cn-hangzhou"], "pics.example.com", "a-z, 0-9 and “-” alone")]
        for settings, bucket, complaint in cases:
            with self.subTest(bucket=bucket):
                text = self.bad(2, "profile", "add", "blog", *settings, f"bucket={bucket}")
                self.assertIn(f"bucket can't be “{bucket}”: ", text)
                self.assertIn(complaint, text)
        self.assertFalse(os.path.exists(self.ini))
        self.good("profile", "add", "old", *OTHER, "bucket=My_Bucket")

    def test_what_was_put_right_is_said(self):
        done = self.run_it("profile", "add", "m", "provider=minio", "bucket=photos",
                           "endpoint=http://127.0.0.1:9000/photos", "public-url=https://img.example.com")
        self.assertIn("taken off the endpoint's path", done.stderr.decode())
        done = self.run_it("profile", "add", "r", *[s for s in R2 if not s.startswith("public")])
        self.assertIn("never shows pictures to visitors", done.stderr.decode())

    def test_what_was_said_is_not_said_again(self):
        note = "never shows pictures to visitors"
        self.good("profile", "add", "r", *[s for s in R2 if not s.startswith("public")])
        rows = [("link-format=html", False), ("public-url=https://img.example.com", False),
                ("key-template={name}.{ext}", False), ("public-url=", True), ("link-format=url", False),
                ("public-url=https://pics.fedcba9876543210fedcba9876543210.r2.cloudflarestorage.com", True)]
        for setting, told in rows:
            with self.subTest(setting=setting):
                done = self.run_it("profile", "set", "r", setting)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(note in done.stderr.decode(), told, done.stderr)

    def test_an_acl_opens_a_space(self):
        space = ["provider=spaces", "region=fra1", "bucket=pics"]
        for name, settings, told in (("a", [], True), ("b", ["acl=public-read"], False),
                                     ("c", ["acl=private"], True)):
            done = self.run_it("profile", "add", name, *space, *settings)
            self.assertEqual("or a public Space" in done.stderr.decode(), told, settings)

    def test_a_simulator_shows_pictures(self):
        base = "http://127.0.0.1:9000/r2"
        done = self.run_it("profile", "add", "sim", "provider=r2", f"endpoint={base}/s3", "bucket=pics",
                           f"public-url={base}/public/pics", "access-key-id=" + "0123456789abcdef" * 2)
        self.assertNotIn("never shows pictures", done.stderr.decode())

    def test_keyring_that_is_not_there(self):
        text = self.bad(2, "profile", "add", "blog", *R2, "--secret-stdin", stdin=SECRET.encode())
        self.assertIn("secret-store file", text)
        self.assertIn("the settings are saved, the secret is not", text)
        self.assertEqual(self.good("profile", "list"), "blog\n")
        self.assert_nowhere(SECRET.encode())

    def test_folder_asks_for_nothing(self):
        done = self.run_it("profile", "add", "static", "provider=folder", f"folder={self.folder}")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        done = self.run_it("profile", "add", "later", "provider=folder", f"folder={self.folder}/later")
        self.assertEqual(done.returncode, 0)
        self.assertIn(f"{self.folder}/later doesn't exist yet", done.stderr.decode())


    def test_folder_has_no_secret(self):
        self.use_file()
        settings = ["provider=folder", f"folder={self.folder}"]
        path = os.path.join(self.folder, "secret")
        with open(path, "wb") as file:
            file.write(SECRET.encode())
        for option in (["--secret-stdin"], ["--secret-file", path]):
            text = self.bad(2, "profile", "add", "static", *settings, *option, stdin=SECRET.encode())
            self.assertIn("a folder needs no secret", text)
        self.good("profile", "add", "static", *settings)
        self.assertIn("needs no secret", self.bad(2, "profile", "set", "static", *option, stdin=SECRET.encode()))
        self.assertFalse(os.path.exists(self.secrets))

    def test_settings_without_a_use_are_said(self):
        done = self.run_it("profile", "add", "static", "provider=folder", f"folder={self.folder}", "bucket=pics")
        self.assertEqual(done.returncode, 0)
        self.assertIn("not used with provider=folder: bucket", done.stderr.decode())
        self.assertIn("note: not used with provider=folder: bucket\n", self.good("profile", "show", "static"))
        done = self.run_it("profile", "add", "blog", *OTHER, "account-id=12345")
        self.assertIn("not used with provider=other: account-id", done.stderr.decode())

    def test_links_within_a_site(self):
        target = os.path.join(self.folder, "static")
        os.mkdir(target)
        picture = os.path.join(self.folder, "x.gif")
        with open(picture, "wb") as file:
            file.write(b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;")
        self.good("profile", "add", "static", "provider=folder", f"folder={target}", "public-url=/static/img/",
                  "key-template={name}.{ext}")
        self.assertIn("public-url: /static/img\n", self.good("profile", "show"))
        self.assertEqual(self.good("upload", picture), "![x](/static/img/x.gif)\n")
        self.assertEqual(self.good("copy", "-f", "url", "/static/img/x.gif"), "/static/img/x.gif\n")
        self.good("profile", "set", "static", "public-url=/")
        self.assertEqual(self.good("list", "-f", "url"), "/x.gif\n")
        self.assertIn("public-url: /\n", self.good("profile", "show"))
        self.assertIn("write /static for links within a site",
                      self.bad(2, "profile", "set", "static", "public-url=static"))


class OnTerminal(CommandTest):
    """The secret is typed without echo, and the terminal is as before on every way out."""

    def setUp(self):
        super().setUp()
        self.use_file()

    def begin(self, *arguments):
        terminal = self.on_terminal(*(arguments or ("profile", "add", "blog", *R2)))
        terminal.wait_for("Secret access key of “".encode())
        self.assertFalse(terminal.echoes())
        return terminal

    def test_typed(self):
        terminal = self.begin()
        terminal.press(SECRET.encode() + b"\n")
        self.assertEqual(terminal.end(), 0, terminal.shown)
        self.assertTrue(terminal.echoes())
        self.assertNotIn(SECRET.encode(), terminal.shown)
        self.assertIn(SECRET.encode(), self.read(self.secrets))

    def test_option_for_standard_input(self):
        """It is asked for as without the option, never shown while it is typed."""
        terminal = self.begin("profile", "add", "blog", *R2, "--secret-stdin")
        terminal.press(SECRET.encode() + b"\n")
        self.assertEqual(terminal.end(), 0, terminal.shown)
        self.assertNotIn(SECRET.encode(), terminal.shown)
        self.assertIn(SECRET.encode(), self.read(self.secrets))
        terminal = self.begin("profile", "set", "blog", "--secret-stdin")
        terminal.press(b"\n")
        self.assertEqual(terminal.end(), 2)
        self.assertIn(b"the secret is empty", terminal.shown)

    def test_ctrl_c(self):
        terminal = self.begin()
        terminal.press(b"half\x03")
        self.assertEqual(terminal.end(), 130, terminal.shown)
        self.assertTrue(terminal.echoes())
        self.assertEqual(self.good("profile", "list"), "")

    def test_other_signals(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            with self.subTest(signal=number):
                terminal = self.begin()
                os.kill(terminal.pid, number)
                self.assertEqual(terminal.end(), -number)
                self.assertTrue(terminal.echoes())

    def test_ctrl_z(self):
        terminal = self.begin()
        terminal.press(b"\x1a")
        pid, _ = os.waitpid(terminal.pid, os.WUNTRACED)
        self.assertEqual(pid, terminal.pid)
        self.assertTrue(terminal.echoes())
        terminal.shown = b""
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.wait_for(b"Secret access key")
        self.assertFalse(terminal.echoes())
        terminal.press(SECRET.encode() + b"\n")
        self.assertEqual(terminal.end(), 0, terminal.shown)
        self.assertIn(SECRET.encode(), self.read(self.secrets))

    def test_nothing_typed(self):
        for keys in (b"\n", b"\x04"):
            with self.subTest(keys=keys):
                name = f"p{keys[0]}"
                terminal = self.begin("profile", "add", name, *R2)
                terminal.press(keys)
                self.assertEqual(terminal.end(), 0, terminal.shown)
                self.assertIn(b"saved without a secret", terminal.shown)
                self.assertIn(name, self.good("profile", "list").splitlines())

    def test_wrong_secret(self):
        terminal = self.begin()
        terminal.press(b"wrong\n")
        self.assertEqual(terminal.end(), 2)
        self.assertIn(b"5 characters instead of 64", terminal.shown)
        self.assertEqual(self.good("profile", "list"), "")

    def test_a_new_key_asks_for_its_secret(self):
        self.good("profile", "add", "blog", *R2, "--secret-stdin", stdin=SECRET.encode())
        terminal = self.begin("profile", "set", "blog", "access-key-id=" + "a" * 32)
        terminal.press(b"b" * 64 + b"\n")
        self.assertEqual(terminal.end(), 0, terminal.shown)
        self.assertIn(b"b" * 64, self.read(self.secrets))
        terminal = self.begin("profile", "set", "blog")
        terminal.press(b"c" * 64 + b"\n")
        self.assertEqual(terminal.end(), 0, terminal.shown)
        self.assertIn(b"c" * 64, self.read(self.secrets))

    def test_what_is_asked_when_a_key_is_set(self):
        """For a key's secret where the key is new or has none, and never for one that is stored."""
        same, new = f"access-key-id={ACCESS_KEY}", "access-key-id=" + "a" * 32
        self.good("profile", "add", "blog", *R2)
        terminal = self.begin("profile", "set", "blog", same)
        terminal.press(b"\n")
        self.assertEqual(terminal.end(), 0, terminal.shown)
        self.assertIn(b"no secret is stored", terminal.shown)
        terminal = self.begin("profile", "set", "blog", same)
        terminal.press(SECRET.encode() + b"\n")
        self.assertEqual(terminal.end(), 0, terminal.shown)
        self.assertIn(b"blog: saved, and the secret is stored", terminal.shown)
        for settings, said in (([same], b"the access key that it had, and its secret stays"), (["bucket=x-y"], b"")):
            terminal = self.on_terminal("profile", "set", "blog", *settings)
            self.assertEqual(terminal.end(), 0, terminal.shown)
            self.assertNotIn(b"Secret access key", terminal.shown)
            self.assertIn(said, terminal.shown)
        terminal = self.begin("profile", "set", "blog", new)
        terminal.press(b"\n")
        self.assertEqual(terminal.end(), 0, terminal.shown)
        self.assertIn(b"not that of the new access key", terminal.shown)

    def test_list_is_a_table(self):
        self.good("profile", "add", "blog", *R2)
        terminal = self.on_terminal("profile", "list")
        self.assertEqual(terminal.end(), 0)
        self.assertRegex(terminal.shown.decode(), r"\* blog +r2 +pics")


class Change(CommandTest):
    def setUp(self):
        super().setUp()
        self.use_file()
        self.good("profile", "add", "blog", *R2, "--secret-stdin", stdin=SECRET.encode())

    def test_set(self):
        done = self.run_it("profile", "set", "blog", "bucket=photos", "region=")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertIn("bucket: photos\n", self.good("profile", "show", "blog"))
        self.assertIn("nothing to set", self.bad(2, "profile", "set", "blog"))
        self.assertIn("no profile “nosuch”", self.bad(2, "profile", "set", "nosuch", "bucket=x"))
        before = self.read(self.ini)
        self.bad(2, "profile", "set", "blog", "bucket=also", "endpoint=ftp://x")
        self.assertEqual(self.read(self.ini), before)

    def test_key_rotation_without_terminal(self):
        done = self.run_it("profile", "set", "blog", "access-key-id=" + "a" * 32)
        self.assertEqual(done.returncode, 0)
        self.assertIn("not that of the new access key", done.stderr.decode())
        done = self.run_it("profile", "set", "blog", "access-key-id=" + "b" * 32, "--secret-stdin",
                           stdin=b"d" * 64)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertIn(b"d" * 64, self.read(self.secrets))

    def test_mending_by_command(self):
        text = self.read(self.ini).decode()
        with open(self.ini, "w", encoding="utf-8") as file:
            file.write(text.replace("bucket=pics", "bucket=pics\naddressing=sideways"))
        message = self.bad(2, "upload", "-p", "blog", "/nonexistent.png")
        self.assertIn("addressing can't be “sideways”", message)
        self.assertIn("[profile blog]", message)
        self.assertIn("config.ini", message)
        self.bad(2, "profile", "set", "blog", "bucket=other")
        self.good("profile", "set", "blog", "addressing=auto")
        self.assertNotIn(b"addressing", self.read(self.ini))

    def test_show(self):
        text = self.good("profile", "show")
        for line in ("profile: blog", "provider: r2 (Cloudflare R2)", "region: auto", "bucket: pics",
                     "endpoint: https://fedcba9876543210fedcba9876543210.r2.cloudflarestorage.com",
                     "addressing: path", "public-url: https://img.example.com",
                     "access-key-id: 0123…cdef", "secret: stored",
                     "key-template: {year}/{month}/{sha256:16}.{ext}"):
            self.assertIn(line + "\n", text)
        self.assertRegex(text, r"(?m)^example link: https://img\.example\.com/\d{4}/\d\d/0123456789abcdef\.png$")
        self.assertNotIn(SECRET, text)
        self.assertNotIn(ACCESS_KEY, text)

    def test_show_says_what_is_worth_knowing(self):
        self.good("profile", "set", "blog", "public-url=", "proxy=http://me:hidden@proxy.example.com:3128")
        text = self.good("profile", "show", "blog")
        self.assertIn("note: R2's S3 address never shows pictures", text)
        self.assertIn("proxy: http://me@proxy.example.com:3128", text)
        self.assertNotIn("hidden", text)
        environment = {"PICHOIST_ACCESS_KEY_ID": "x", "PICHOIST_SECRET_ACCESS_KEY": "hidden"}
        self.assertIn("secret: taken from the environment", self.good("profile", "show", **environment))

    def test_half_a_key_in_the_environment(self):
        picture = os.path.join(self.folder, "x.gif")
        with open(picture, "wb") as file:
            file.write(b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;")
        for name, other in (("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"), ("SECRET_ACCESS_KEY", "ACCESS_KEY_ID")):
            with self.subTest(name=name):
                environment = {f"PICHOIST_{name}": "0123hidden"}
                said = f"PICHOIST_{name} is set, but PICHOIST_{other} is not"
                text = self.bad(2, "upload", picture, **environment)
                self.assertIn(said, text)
                self.assertIn(f"unset PICHOIST_{name}", text)
                self.assertNotIn("hidden", text)
                self.assertIn(f"secret: {said}", self.good("profile", "show", **environment))

    def test_show_of_a_wrong_profile(self):
        with open(self.ini, "a", encoding="utf-8") as file:
            file.write("[profile bad]\nprovider=s3\nbucket=pics\n")
        done = self.run_it("profile", "show", "bad")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"bucket: pics\n", done.stdout)
        self.assertIn(b"region is missing", done.stderr)
        self.good("profile", "default", "bad")
        self.assertRegex(self.good("status"), "upload +no: region is missing")

    def test_remove(self):
        self.good("profile", "add", "second", *OTHER, "--secret-stdin", stdin=b"zzz-zzz")
        done = self.run_it("profile", "remove", "blog")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertNotIn(SECRET.encode(), self.read(self.secrets))
        self.assertIn(b"zzz-zzz", self.read(self.secrets))
        self.assertEqual(self.good("profile", "list"), "second\n")
        self.assertEqual(self.good("profile", "default"), "second\n")
        self.assertIn("second", self.bad(2, "profile", "remove", "blog"))

    def test_remove_without_a_keyring(self):
        """The secret goes from where it is, whatever the place for new ones is now, and is not looked for
        elsewhere; what only another session's keyring can hold is said."""
        self.good("config", "set", "secret-store", "keyring")
        done = self.run_it("profile", "remove", "blog")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))
        self.assertNotIn(SECRET.encode(), self.read(self.secrets))
        self.good("profile", "add", "blog", *R2)
        done = self.run_it("profile", "remove", "blog")
        self.assertEqual((done.returncode, done.stdout), (0, b""))
        self.assertIn("this session has no keyring; if a secret was ever stored in one, ", done.stderr.decode())
        self.assertIn("profile 'blog'” removes it there", done.stderr.decode())

    def test_default(self):
        self.good("profile", "add", "图床", *OTHER)
        self.good("profile", "default", "图床")
        self.assertEqual(self.good("profile", "default"), "图床\n")
        self.bad(2, "profile", "default", "nosuch")
        self.assertEqual(self.good("profile", "list"), "blog\n图床\n")

    def test_many_at_once(self):
        import subprocess
        from program import PROGRAM
        running = [subprocess.Popen([PROGRAM, "profile", "add", f"p{i}", *OTHER], env=self.environment,
                                    stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for i in range(20)]
        self.assertEqual([one.wait(timeout=60 * SLOWNESS) for one in running], [0] * 20)
        self.assertEqual(set(self.good("profile", "list").split()), {"blog"} | {f"p{i}" for i in range(20)})


class Speed(CommandTest):
    def test_no_keyring_where_none_is_needed(self):
        """A listening bus that never answers would hold up whoever asks it."""
        import socket
        path = os.path.join(self.folder, "bus")
        with socket.socket(socket.AF_UNIX) as bus:
            bus.bind(path)
            bus.listen()
            begin = time.monotonic()
            environment = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={path}"}
            self.good("profile", "add", "blog", *R2, **environment)
            self.good("profile", "list", **environment)
            self.good("config", "list", **environment)
            self.assertLess(time.monotonic() - begin, 5 * SLOWNESS)

    def test_bus_that_hangs_is_given_up(self):
        import socket
        path = os.path.join(self.folder, "bus")
        with socket.socket(socket.AF_UNIX) as bus:
            bus.bind(path)
            bus.listen()
            begin = time.monotonic()
            text = self.bad(2, "profile", "add", "blog", *R2, "--secret-stdin", stdin=SECRET.encode(),
                            DBUS_SESSION_BUS_ADDRESS=f"unix:path={path}")
            self.assertIn("doesn't answer", text)
            self.assertLess(time.monotonic() - begin, 20 * SLOWNESS)


if __name__ == "__main__":
    unittest.main()
