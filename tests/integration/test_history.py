# SPDX-License-Identifier: GPL-3.0-or-later
"""`pichoist list` and `pichoist history`: what was uploaded, shown, written out and merged."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import tempfile
import time
import unittest
import unittest.mock

PICHOIST = os.environ.get("PICHOIST", "pichoist")
SLOWNESS = int(os.environ.get("PICHOIST_SLOWNESS", "1"))  # how many times longer things may take

CONFIG = """[general]
default-profile=blog

[profile blog]
provider=folder
folder={folder}
public-url=https://img.example.com/pics
"""


def row(number, name, **more):
    """A line of `history export`."""
    return {"created_at": f"2026-11-{number:02}T09:30:00.123456Z", "profile": "blog", "bucket": "",
            "key": f"2026/11/{number}.png", "name": name, "alt": name.rpartition(".")[0],
            "mime": "image/png", "extension": "png", "sha256": f"{number:064x}", "etag": None,
            "size": 1000 + number, "width": 8, "height": 4, "created_object": True, **more}


class HistoryTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="pichoist-")
        self.addCleanup(self.folder.cleanup)
        self.endpoint = "file://" + self.path("site")
        self.data = "data"
        os.mkdir(self.path("site"))
        os.mkdir(self.path("config"), 0o700)
        self.configure(CONFIG.format(folder=self.path("site")))

    def path(self, *parts):
        return os.path.join(self.folder.name, *parts)

    def configure(self, text):
        with open(self.path("config", "config.ini"), "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(file.name, 0o600)

    def start(self, *arguments, **options):
        environment = {**os.environ, "PICHOIST_CONFIG_DIR": self.path("config"),
                       "PICHOIST_DATA_DIR": self.path(self.data), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        return subprocess.Popen([PICHOIST, *arguments], env=environment, stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def run_it(self, *arguments, text="", status=0):
        """(stdout, stderr)"""
        process = self.start(*arguments)
        out, err = (b.decode() for b in process.communicate(text.encode(), timeout=60 * SLOWNESS))
        self.assertEqual(process.returncode, status, err)
        return out, err

    def fill(self, *rows):
        lines = "".join(json.dumps({"endpoint": self.endpoint, **r}) + "\n" for r in rows)
        return self.run_it("history", "import", text=lines)

    def exported(self):
        return [json.loads(line) for line in self.run_it("history", "export")[0].splitlines()]


S3_CONFIG = """[general]
default-profile=blog

[profile blog]
provider=other
endpoint=https://s3.example.com
region=auto
bucket=pics
public-url=https://img.example.com/pics
private={private}
access-key-id=someone
"""


class LinkTest(HistoryTest):
    """A picture is named by its link as this program printed it."""

    def find(self, link):
        return self.run_it("copy", "-f", "url", link)[0].strip().partition("?")[0]

    def test_formats(self):
        names = ["a (1) [x].png", "see https://img.example.com/pics/2026/11/9.png.png", "2026/11/1.png"]
        self.fill(*(row(n, name, key=f"2026/11/a'b(_){n}.png") for n, name in enumerate(names, 1)))
        urls = self.run_it("list", "-f", "url")[0].splitlines()
        formats = ["markdown", "html", "url", "bbcode", "rst", "asciidoc", "org", "{alt}: <{url}>"]
        for form in formats:
            with self.subTest(format=form):
                links = self.run_it("list", "-f", form)[0].splitlines()
                self.assertEqual([self.find(f" {link} ") for link in links], urls)

    def test_several(self):
        self.fill(row(1, "a.png"), row(2, "b.png"))
        both = self.run_it("list")[0]
        self.assertIn("the history has no such picture", self.run_it("copy", both, status=1)[1])

    def test_presigned(self):
        self.endpoint = "https://s3.example.com"
        self.fill(row(1, "a.png", bucket="pics"), row(2, "b.png", bucket="other"))
        keys = {"PICHOIST_ACCESS_KEY_ID": "someone", "PICHOIST_SECRET_ACCESS_KEY": "x" * 40}
        for private in ("true", "false"):
            with self.subTest(private=private), unittest.mock.patch.dict(os.environ, keys):
                self.configure(S3_CONFIG.format(private=private))
                link = self.run_it("copy", "--expires", "1h", "1")[0]
                self.assertIn("X-Amz-Signature", link)
                self.run_it("copy", link)
        self.run_it("delete", "--yes", "--row", link)
        self.assertEqual([r["key"] for r in self.exported()], ["2026/11/2.png"])


class ListTest(HistoryTest):
    def setUp(self):
        super().setUp()
        self.fill(row(1, "屏幕截图.png"), row(2, "Diagram [1].png"), row(3, "a\x1b[31m\nb.png"))

    def test_table(self):
        lines = self.run_it("list")[0].splitlines()
        self.assertEqual(len(lines), 3)
        self.assertRegex(lines[0], r"^3  2026-11-03 09:30  a\\033\[31m\\nb\.png +!\[.*\]\(https://")
        self.assertRegex(lines[1], r"^2  2026-11-02 09:30  Diagram \[1\]\.png +!\[Diagram")
        self.assertRegex(lines[2], r"^1  2026-11-01 09:30  屏幕截图\.png +!\[屏幕截图\]"
                                   r"\(https://img\.example\.com/pics/2026/11/1\.png\)$")

    def test_links_alone(self):
        self.assertEqual(self.run_it("list", "-f", "url", "--limit", "2")[0],
                         "https://img.example.com/pics/2026/11/3.png\n"
                         "https://img.example.com/pics/2026/11/2.png\n")
        self.assertEqual(self.run_it("list", "-f", "{key} {size}", "--search", "diag")[0],
                         "2026/11/2.png 1002\n")

    def test_search(self):
        for text, numbers in [("截图", "1"), ("幕", "1"), ("di", "2"), ("PNG", "321"),
                              ("2026 dia", "2"), ("%", ""), ("*", ""), ("\"", ""), ("[1]", "2")]:
            out = self.run_it("list", "-f", "{key}", "--search", text)[0]
            self.assertEqual("".join(re.findall(r"(\d)\.png", out)), numbers, text)

    def test_json(self):
        items = [json.loads(line) for line in self.run_it("list", "--json")[0].splitlines()]
        self.assertEqual(
            items[2],
            {"input": "屏幕截图.png", "ok": True, "url": "https://img.example.com/pics/2026/11/1.png",
             "link": "![屏幕截图](https://img.example.com/pics/2026/11/1.png)",
             "key": "2026/11/1.png", "profile": "blog", "sha256": f"{1:064x}", "size": 1001,
             "mime": "image/png", "width": 8, "height": 4, "reused": False, "id": 1, "error": None,
             "created_at": "2026-11-01T09:30:00Z"})

    def test_profile_gone(self):
        self.configure("[general]\n")
        out, err = self.run_it("list", "-f", "url")
        self.assertEqual(out, "\n\n\n")
        self.assertEqual(len(err.splitlines()), 1, err)
        item = json.loads(self.run_it("list", "--json", "--limit", "1")[0])
        self.assertIsNone(item["link"])
        self.assertIsNone(item["url"])
        self.assertRegex(self.run_it("list", "--limit", "1")[0], r"^3  .*b\.png\n$")

    def test_wrong_usage(self):
        for arguments in [["x"], ["--limit", "-1"], ["--limit", "x"], ["-f", "nothing"],
                          ["--nothing"]]:
            out, err = self.run_it("list", *arguments, status=2)
            self.assertEqual(out, "")
            self.assertRegex(err, "^pichoist: ")

    def test_long_history(self):
        """More than is read at once, in the right order and complete."""
        self.data = "long"
        self.fill(*(row(1, f"{i}.png", key=f"{i}.png") for i in range(2500)))
        out = self.run_it("list", "-f", "{key}", "--limit", "0")[0]
        self.assertEqual(out, "".join(f"{i}.png\n" for i in reversed(range(2500))))
        out = self.run_it("list", "-f", "{key}", "--limit", "1001")[0]
        self.assertEqual(len(out.splitlines()), 1001)
        self.assertEqual(len(self.run_it("list")[0].splitlines()), 20)

    def test_nothing_to_show(self):
        """Said on standard error, so that nobody has to wonder; a script sees no line."""
        out, err = self.run_it("list", "--search", "nowhere")
        self.assertEqual((out, err), ("", "pichoist: the history has no picture with these words\n"))
        self.data = "empty"
        for options in ([], ["--json"], ["-f", "url"]):
            out, err = self.run_it("list", *options)
            self.assertEqual((out, err), ("", "pichoist: nothing was uploaded yet\n"), options)

    def test_many_rows_of_a_place_that_is_gone(self):
        """All profiles are looked through once for a place, not once for each of its rows."""
        self.data = "gone"
        more = "".join(f"[profile p{i}]\nprovider=folder\nfolder=/nowhere/{i}\n"
                       "public-url=https://img.example.com/x\n" for i in range(400))
        self.configure(CONFIG.format(folder=self.path("site")) + more)
        self.fill(*(row(1, "a.png", key="pics/a.png", endpoint="file:///gone", created_at=
                        f"2026-11-01T09:30:00.{i:06}Z") for i in range(8000 // SLOWNESS)),
                  row(2, "b.png", key="a.png"))
        begin = time.monotonic()
        out, _ = self.run_it("copy", "-f", "url", "https://img.example.com/pics/a.png")
        self.assertEqual(out, "https://img.example.com/pics/a.png\n")
        self.assertLess(time.monotonic() - begin, 3 * SLOWNESS)

    def test_reader_goes_away(self):
        process = self.start("list")
        process.stdout.close()
        process.stdin.close()
        err = process.stderr.read()
        process.stderr.close()
        # As any program whose reader has seen enough; only an upload goes on without one.
        self.assertEqual(process.wait(), -signal.SIGPIPE, err)


class ExportTest(HistoryTest):
    ROWS = [row(1, "屏幕截图.png"), row(2, "say \"hi\", ok\n.png", etag="\"e\"", width=0, height=0),
            row(3, "c.png", sha256=None, size=None, profile=None, created_object=False)]

    def test_round_trips(self):
        self.fill(*self.ROWS)
        before = self.exported()
        for number, options in enumerate([[], ["--csv"]]):
            with self.subTest(options=options):
                self.data = "data"
                file = self.path(f"history-{number}")
                self.run_it("history", "export", *options, file)
                self.assertEqual(os.stat(file).st_mode & 0o777, 0o600)
                self.data = f"copy-{number}"
                _, err = self.run_it("history", "import", *options, file)
                self.assertIn("3 rows added, 0 were known", err)
                self.assertEqual(self.exported(), before)
                # Once more changes nothing.
                _, err = self.run_it("history", "import", *options, file)
                self.assertIn("0 rows added, 3 were known", err)
                self.assertEqual(self.exported(), before)

    def test_csv_for_others(self):
        self.fill(*self.ROWS)
        out = self.run_it("history", "export", "--csv", "-")[0]
        rows = list(csv.DictReader(io.StringIO(out, newline="")))
        self.assertEqual([r["name"] for r in rows], [r["name"] for r in self.ROWS])
        self.assertEqual(rows[0]["size"], "1001")
        self.assertEqual(rows[2]["sha256"], "")
        # As a spreadsheet may write it: a mark, other columns, another order, LF alone.
        text = "\ufeffnote,key,endpoint,created_at\n,x/y.png,file:///z,2026-01-02T03:04:05Z\n"
        self.data = "copy"
        self.run_it("history", "import", "--csv", text=text)
        self.assertEqual(self.exported()[0]["name"], "y.png")

    def test_bad_lines(self):
        good = json.dumps({"endpoint": self.endpoint, **row(1, "a.png")})
        later = json.dumps({"endpoint": self.endpoint, **row(2, "b.png")})
        _, err = self.run_it("history", "import", status=1,
                             text=f"{good}\n\nrubbish\n{{}}\n{later}")
        self.assertIn("line 3: ", err)
        self.assertIn("line 4: ", err)
        self.assertIn("2 rows added, 0 were known, 2 lines skipped", err)
        self.assertEqual(len(self.exported()), 2)

    def test_bad_csv(self):
        text = ("key,endpoint,created_at\n"
                "a,file:///z,2026-01-02T03:04:05Z\n"
                "b,file:///z,yesterday\n"
                "\"c,file:///z,2026-01-02T03:04:05Z\n"
                "d,file:///z,2026-01-02T03:04:05Z\n")
        _, err = self.run_it("history", "import", "--csv", status=1, text=text)
        self.assertIn("line 3: ", err)
        self.assertIn("line 4: ", err)
        self.assertEqual([r["key"] for r in self.exported()], ["a", "d"])

    def test_nothing_to_import(self):
        for option in [[], ["--csv"]]:
            for text in ["", "\n", "\r\n\n"]:
                _, err = self.run_it("history", "import", *option, text=text)
                self.assertIn("0 rows added", err)
        self.run_it("history", "import", "--csv", text='"key\n', status=1)

    def test_wrong_usage(self):
        for arguments in [[], ["x"], ["export", "a", "b"], ["import", "--xml"]]:
            self.run_it("history", *arguments, status=2)
        _, err = self.run_it("history", "import", self.path("nothing"), status=1)
        self.assertRegex(err, "^pichoist: .*nothing")
        self.run_it("history", "export", self.path("no", "such", "folder"), status=1)

    def test_many_at_once(self):
        """40 programs, a new database: no lock fault, nothing lost."""
        count = 40 if SLOWNESS == 1 else 6  # each still within the time that it waits for the others
        processes = []
        for number in range(1, count + 1):
            line = json.dumps({"endpoint": self.endpoint, **row(1, f"{number}.png"),
                               "key": f"{number}.png"})
            process = self.start("history", "import")
            process.stdin.write(line.encode())
            process.stdin.close()
            processes.append(process)
        for process in processes:
            out, err = process.stdout.read(), process.stderr.read()
            process.stdout.close()
            process.stderr.close()
            self.assertEqual((process.wait(), out), (0, b""), err)
        self.assertEqual(sorted(r["name"] for r in self.exported()),
                         sorted(f"{n}.png" for n in range(1, count + 1)))


if __name__ == "__main__":
    unittest.main()
