# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of a command line that is not right, and what --help says."""

import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
import mkimg  # noqa: E402
from program import OTHER, R2, SECRET, CommandTest  # noqa: E402

VERBS = {"profile": ["list", "add", "set", "show", "remove", "default", "check"],
         "config": ["list", "get", "set", "path", "export", "forget"],
         "queue": ["list", "run", "retry", "cancel"], "history": ["export", "import"]}


class Usage(CommandTest):
    def write(self, right, *arguments):
        """The message has the right command and says nothing of any other verb."""
        text = self.bad(2, *arguments)
        self.assertEqual(len(text.splitlines()), 1, text)
        self.assertIn(f"“pichoist {right}”", text)
        for verb in VERBS.get(arguments[0], []):
            if verb not in right.split() + list(arguments):
                self.assertNotRegex(text, rf"(?<![\w“]){verb}\b")
        self.assertFalse(os.path.exists(self.ini))
        return text

    def test_profile_without_a_name(self):
        cases = [(["add", *R2], "profile add NAME provider=r2 …"), (["add", *OTHER], "profile add NAME provider=other …"),
                 (["add", "bucket=pics", "provider=r2"], "profile add NAME KEY=VALUE…"),
                 (["add", "provider=r2", "blog", "bucket=pics"], "profile add blog provider=r2 …"),
                 (["set", "bucket=pics"], "profile set NAME KEY=VALUE…"), (["set", "bucket=pics", "blog"], "profile set blog KEY=VALUE…"),
                 (["check", "bucket=pics"], "profile check NAME"), (["show", "bucket=pics"], "profile show NAME"),
                 (["remove", "bucket=pics"], "profile remove NAME"), (["default", "bucket=pics"], "profile default NAME")]
        for arguments, right in cases:
            with self.subTest(arguments=arguments):
                self.assertIn("lacks the profile's name", self.write(right, "profile", *arguments))

    def test_a_secret_is_not_repeated(self):
        for arguments in (["add", f"secret-access-key={SECRET}"], ["set", f"secret={SECRET}", "blog"], [f"secret={SECRET}"]):
            self.assertNotIn(SECRET, self.bad(2, "profile", *arguments))
        self.assertNotIn("word", self.bad(2, "ftp://me:word@example.com/a.png"))

    def test_what_lets_people_in_is_not_repeated(self):
        """The address of a page on which somebody has just logged in, in every place that takes a word."""
        keys = re.findall(r"(?m)^  ([a-z][a-z-]+)  +\S", self.good("profile", "add", "--help").split("All keys:")[1])
        self.assertGreater(len(keys), 20)
        general = [line.split("=")[0] for line in self.good("config", "list").splitlines()]
        for url in ("https://me:s3cret@dash.example.com/login?to=x", "https://console.example.com:9001/cb#access_token=s3cret"):
            lines = [["profile", "add", "blog", *OTHER, f"{key}={url}"] for key in keys if key not in ("provider",)]
            lines += [["profile", "add", "blog", *R2, f"{key}={url}"] for key in ("provider", "endpoint", "account-id")]
            lines += [["config", "set", key, url] for key in general]
            lines += [[url], ["profile", url], ["profile", "show", url], ["profile", "remove", url], ["profile", "default", url],
                      ["profile", "set", "blog", url], ["config", "get", url], ["queue", "cancel", url], ["copy", url],
                      ["list", url], ["delete", "--yes", url], ["upload", "-p", url, "x.png"], ["upload", "-f", url, "x.png"],
                      ["upload", "--timeout", url, "x.png"], ["history", "import", url]]
            for arguments in lines:
                with self.subTest(arguments=arguments):
                    done = self.run_it(*arguments)
                    self.assertNotIn(b"s3cret", done.stderr)
                    if arguments[:2] == ["profile", "add"] and done.returncode == 0:
                        self.good("profile", "remove", "blog")

        for url in ("https://dash.cloudflare.com/login?token=s3cret", "https://https://me:s3cret@x.example.com"):
            for key in ("endpoint", "public-url"):
                self.assertNotIn("s3cret", self.bad(2, "profile", "add", "blog", *OTHER, f"{key}={url}"))

    def test_bytes_and_lengths(self):
        """Each byte that is no UTF-8 can be told from its message, and the message can be read."""
        for arguments in (["upload", b"a\xff\n.png"], [b"a\xff\n.png"], ["queue", "retry", b"a\xff\n.png"]):
            self.good("profile", "add", "p", "provider=folder", f"folder={self.folder}", "public-url=https://a.example.com")
            self.assertIn(rb"a\377\n.png", self.run_it(*arguments).stderr)
            self.good("profile", "remove", "p")
        long = "a" * 100_000
        for arguments in ([long], ["profile", long], ["profile", "add", long], ["config", "get", long],
                          ["upload", "--" + long], ["queue", "cancel", long], ["copy", long]):
            with self.subTest(command=arguments[0]):
                text = self.run_it(*arguments).stderr.decode()
                self.assertLess(len(text), 10_000)
                self.assertIn("a…a", text)

    def test_too_few_and_too_many_words(self):
        cases = ["profile add > profile add NAME KEY=VALUE…", "profile set > profile set NAME [KEY=VALUE…]",
                 "profile remove > profile remove NAME", "profile remove a b > profile remove NAME",
                 "profile show a b > profile show [NAME]", "profile list a > profile list",
                 "profile check a b > profile check [NAME]", "config get > config get KEY",
                 "config set > config set KEY VALUE", "config set copy-link > config set copy-link VALUE",
                 "config set copy-link=true > config set copy-link VALUE", "config set copy-link true x > config set KEY VALUE",
                 "config path x > config path", "config export x > config export", "queue list 5 > queue list",
                 "queue run 5 > queue run", "history export a b > history export [FILE]"]
        for case in cases:
            arguments, right = case.split(" > ")
            with self.subTest(arguments=arguments):
                self.write(right, *arguments.split())

        self.assertIn("write “pichoist history export|import [FILE]”", self.bad(2, "history"))

    def test_did_you_mean(self):
        cases = ["uplaod a.png > upload", "LIST > list", "stat > status", "profil > profile", "profile ad > profile add",
                 "profile rm > profile remove", "profile delete x > profile remove", "rm 1 > delete", "remove 1 > delete",
                 "profile frob > ", "profile lsit > profile list", "profile provider=r2 > profile add NAME KEY=VALUE…",
                 "config gte copy-link > config get", "config copy-link > config get copy-link",
                 "config copy-link true > config set copy-link VALUE", "config copyLink=true > config set copy-link VALUE",
                 "queue retyr 1 > queue retry", "queue 5 > queue retry 5", "history exprt > history export",
                 "https://example.com/a.png > upload URL", "- > upload -"]
        for case in cases:
            arguments, right = case.split(" > ")
            with self.subTest(arguments=arguments):
                text = self.bad(2, *arguments.split())
                self.assertIn(f"did you mean “pichoist {right}”?" if right else "it is one of list, add, set", text)
        with open(os.path.join(self.folder, "a.png"), "wb"):
            pass
        self.assertIn("did you mean “pichoist upload FILE”?", self.bad(2, "a.png"))
        self.assertIn("“pichoist --help” lists the commands", self.bad(2, "a.jpg"))

    def test_settings_of_profiles(self):
        for arguments in (["get", "bucket"], ["set", "bucket", "x"], ["set", "bucket"]):
            self.assertIn("“pichoist profile set NAME bucket=VALUE” sets it", self.bad(2, "config", *arguments))

    def test_a_profile_where_the_verb_belongs(self):
        self.good("profile", "add", "blog", *R2)
        self.assertIn("did you mean “pichoist profile show blog”?", self.bad(2, "profile", "blog"))
        self.assertIn("did you mean “pichoist profile set blog KEY=VALUE…”?", self.bad(2, "profile", "blog", "bucket=b"))

    def test_options_in_the_wrong_place(self):
        cases = [(["--json", "list"], "pichoist list --json …"), (["-p", "blog", "upload", "a.png"], "pichoist upload -p …"),
                 (["--frob"], "pichoist --help"), (["profile", "show", "--secret-stdin"], "pichoist profile show [NAME]"),
                 (["profile", "list", "--proxy-password-file", "x"], "pichoist profile list"),
                 (["queue", "cancel", "--json", "5"], "pichoist queue cancel ID…"),
                 (["queue", "list", "--timeout", "5"], "pichoist queue list"), (["config", "list", "--yes"], "pichoist config list")]
        for arguments, right in cases:
            with self.subTest(arguments=arguments):
                self.assertIn(f"“{right}”", self.bad(2, *arguments))

    def test_options_stand_anywhere_behind_the_command(self):
        self.good("queue", "--json", "list")
        self.good("queue", "list", "--json")
        self.use_file()
        self.good("profile", "--secret-stdin", "add", "blog", *R2, stdin=SECRET.encode())
        self.good("profile", "set", "--secret-stdin", "blog", stdin=SECRET.encode())

    def test_values_right_behind_a_letter(self):
        site = os.path.join(self.folder, "site")
        os.mkdir(site)
        self.good("profile", "add", "site", "provider=folder", f"folder={site}", "public-url=https://img.example.com",
                  "key-template={name}.{ext}")
        path = os.path.join(self.folder, "-furl.png")
        with open(path, "wb") as file:
            file.write(mkimg.png())
        url = "https://img.example.com/-furl.png\n"
        for arguments in (["-furl", path], ["-furl", "-psite", path], ["-f", "url", path],
                          ["-f{url}", path], ["-furl", "--", path]):
            with self.subTest(arguments):
                self.assertEqual(self.good("upload", *arguments), url)
        self.assertEqual(self.good("upload", '-fa="{url}"', path), f'a="{url.strip()}"\n')
        # What is another option's value is that.
        self.assertIn("-furl", self.bad(2, "upload", "-p", "-furl", path))
        self.assertIn("“nosuch”", self.bad(2, "upload", "-fnosuch", path))


class Help(CommandTest):
    def test_version(self):
        for word in ("version", "-V", "-v"):
            self.assertEqual(self.good(word), self.good("--version"))

    def test_where_more_is(self):
        text = self.good("--help")
        for more in ("“man pichoist”", "“pichoist profile add --help”", "“pichoist COMMAND --help”"):
            self.assertIn(more, text)
        self.assertEqual(self.good("help", "queue"), self.good("queue", "--help"))
        self.assertEqual(self.good("help"), text)

    def test_each_verb(self):
        for command, verbs in VERBS.items():
            whole = self.good(command, "--help")
            for verb in verbs:
                with self.subTest(command=command, verb=verb):
                    self.assertRegex(whole, rf"(?m)^  {verb} ")
                    text = self.good(command, verb, "--help")
                    self.assertRegex(text, rf"(?m)^  pichoist {command} \[OPTION…\] {verb}\b")

    def test_options_are_those_of_the_verb(self):
        options = {("profile", "add"): {"--secret-stdin", "--secret-file", "--proxy-password-stdin", "--proxy-password-file"},
                   ("profile", "show"): set(), ("config", "forget"): {"--yes"}, ("config", "get"): set(),
                   ("queue", "list"): {"--format", "--json"}, ("queue", "cancel"): set(), ("history", "export"): {"--csv"}}
        for (command, verb), expected in options.items():
            with self.subTest(command=command, verb=verb):
                found = set(re.findall(r"--[a-z][a-z-]*", self.good(command, verb, "--help")))
                self.assertEqual(found - {"--help"}, expected)

    def test_keys_of_each_provider(self):
        text = self.good("profile", "add", "--help")
        self.assertRegex(text, r"(?m)^  r2 +account-id bucket public-url access-key-id$")
        self.assertRegex(text, r"(?m)^  folder +folder public-url$")
        self.assertRegex(text, r"(?m)^  minio +endpoint bucket public-url access-key-id$")
        for key in ("provider", "key-template", "large-connections"):
            self.assertRegex(text, rf"(?m)^  {key}  +\w")
        self.assertIn("default-profile, link-format, ", self.good("config", "set", "--help"))


if __name__ == "__main__":
    unittest.main()
