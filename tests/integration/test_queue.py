# SPDX-License-Identifier: GPL-3.0-or-later
"""The queue: what was accepted is sent exactly once, whatever happens in between."""

import os
import signal
import socket
import sqlite3
import subprocess
import time
import unittest

from program import SALT, SLOWNESS, Program, ProgramTest, fetch, png


def closed_port():
    """A loopback port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Queue(ProgramTest):
    def break_profile(self):
        self.program.check("profile", "set", "test", f"endpoint=http://127.0.0.1:{closed_port()}/s3")

    def mend_profile(self):
        self.program.check("profile", "set", "test", f"endpoint={self.server.endpoint}")

    def test_enqueue_then_run(self):
        for name in ("a.png", "b.png"):
            self.program.write(name, png("queue " + name))
        links = self.program.upload("--queue", "a.png", "b.png")
        self.assertEqual([job["state"] for job in self.program.list_queue()], ["accepted"] * 2)
        self.assertEqual(fetch(links[0])[0], 404)
        # The user may delete what was accepted.
        os.remove(os.path.join(self.program.files, "a.png"))
        self.program.write("b.png", b"something else")
        out = self.program.check("queue", "run", "-f", "url")
        self.assertEqual(out.splitlines(), links)
        self.assert_shows(links[0], png("queue a.png"))
        self.assert_shows(links[1], png("queue b.png"))
        self.assertEqual(self.program.list_queue(), [])
        self.assertEqual(self.program.list_spool(), [])
        self.assertEqual(self.program.count_history(), 2)

    def test_enqueue_refuses_what_is_no_picture(self):
        self.program.write("a.png", png("enqueue"))
        self.program.write("b.png", b"just words\n")
        done = self.program.run("upload", "--queue", "-f", "url", "b.png", "a.png", "missing.png")
        self.assertEqual(done.returncode, 1)
        lines = done.stdout.decode().split("\n")
        self.assertEqual((lines[0], lines[2]), ("", ""))
        self.assertEqual(len(self.program.list_queue()), 1)
        self.assertEqual(len(self.program.list_spool()), 1)

    def test_fixed_key_that_is_taken(self):
        self.program.check("profile", "set", "test", f"key-template=fixed-{SALT}/{{name}}.{{ext}}")
        self.program.write("x.png", png("fixed one"))
        link = self.program.upload("--queue", "x.png")[0]
        other = Program(self.server)
        self.addCleanup(other.close)
        other.check("profile", "set", "test", f"key-template=fixed-{SALT}/{{name}}.{{ext}}")
        other.write("x.png", png("fixed two"))
        self.assertEqual(other.upload("x.png")[0], link)
        done = self.program.run("queue", "run")
        self.assertEqual((done.returncode, done.stdout), (1, b"\n"))
        self.assertEqual(self.program.list_queue()[0]["state"], "failed")
        self.assert_shows(link, png("fixed two"))

    def test_no_network_then_retry(self):
        names = ["a.png", "b.png", "c.png"]
        for name in names:
            self.program.write(name, png("network " + name))
        self.break_profile()
        begin = time.monotonic()
        done = self.program.run("upload", "--timeout", "2", *names)
        self.assertEqual((done.returncode, done.stdout), (1, b"\n\n\n"))
        self.assertLess(time.monotonic() - begin, 20 * SLOWNESS)
        self.assertEqual([job["state"] for job in self.program.list_queue()], ["failed"] * 3)
        # A failed foreground job is never sent by itself.
        self.mend_profile()
        self.assertEqual(self.program.check("queue", "run"), "")
        links = self.program.check("queue", "retry", "-f", "url").splitlines()
        for name, link in zip(names, links):
            self.assert_shows(link, png("network " + name))
        self.assertEqual(self.program.list_queue(), [])
        self.assertEqual(self.program.count_history(), 3)

    def test_failed_is_said_to_be_kept(self):
        for name in ("a.png", "b.png"):
            self.program.write(name, png("kept " + name))
        self.break_profile()
        done = self.program.run("upload", "--timeout", "1", "a.png", "b.png", "missing.png")
        for name, line in zip(("a.png", "b.png"), sorted(done.stderr.decode().splitlines())):
            self.assertTrue(line.startswith(f"pichoist: {name}: "), line)
            self.assertTrue(line.endswith("; it is kept: “pichoist queue retry” sends it"), line)
        # What was never accepted, or is not there any more as it was, is not promised.
        self.assertNotIn("kept", self.program.run("upload", "missing.png").stderr.decode())
        self.mend_profile()
        self.program.write("a.png", png("other"))
        done = self.program.run("queue", "retry")
        self.assertEqual(done.returncode, 1)
        self.assertNotIn("kept", done.stderr.decode())

    def change_database(self, sql):
        connection = sqlite3.connect(os.path.join(self.program.data, "pichoist.db"), timeout=60)
        connection.execute(sql)
        connection.commit()
        connection.close()

    def test_sent_but_not_noted(self):
        """What is up and can't be noted has no link yet; a retry finds it there and gives it."""
        self.program.write("a.png", png("first"))
        self.program.upload("a.png")
        self.change_database("CREATE TRIGGER refuse BEFORE INSERT ON history"
                             " BEGIN SELECT RAISE (ABORT, 'no room'); END")
        self.program.write("b.png", png("not noted"))
        done = self.program.run("upload", "-f", "url", "b.png")
        self.assertEqual((done.returncode, done.stdout), (1, b"\n"))
        job, = self.program.list_queue()
        message = done.stderr.decode()
        self.assertIn("b.png: it is up, but that can't be noted: ", message)
        self.assertIn(f"“pichoist queue retry {job['id']}” gives its link\n", message)
        self.assertEqual(len(message.splitlines()), 1)
        self.change_database("DROP TRIGGER refuse")
        link = self.program.check("queue", "retry", "-f", "url", str(job["id"])).strip()
        self.assert_shows(link, png("not noted"))
        self.assertEqual(self.program.list_queue(), [])
        self.assertEqual(self.program.count_history(), 2)

    def test_deleted_but_not_noted(self):
        """The object is gone and its entry isn't: that is said, and the same command ends it."""
        self.program.write("a.png", png("deleted, not noted"))
        link = self.program.upload("a.png")[0]
        self.change_database("CREATE TRIGGER refuse BEFORE DELETE ON history"
                             " BEGIN SELECT RAISE (ABORT, 'no room'); END")
        done = self.program.run("delete", "--yes", link)
        self.assertEqual(done.returncode, 1)
        self.assertIn("the object is deleted, but its entry stays: ", done.stderr.decode())
        self.assertEqual((fetch(link)[0], self.program.count_history()), (404, 1))
        self.change_database("DROP TRIGGER refuse")
        self.program.check("delete", "--yes", link)
        self.assertEqual(self.program.count_history(), 0)

    def test_row_only_removal_names_what_stays(self):
        self.program.write("a.png", png("row only"))
        link = self.program.upload("a.png")[0]
        done = self.program.run("delete", "--yes", "--row", link)
        self.assertEqual(done.returncode, 0)
        key = link[len(self.server.public_url) + 1:]
        self.assertIn(f"the object {key} stays in the bucket\n", done.stderr.decode())
        self.assert_shows(link, png("row only"))

    def test_queued_job_waits_for_the_network(self):
        self.program.write("a.png", png("waits"))
        self.program.upload("--queue", "a.png")
        self.break_profile()
        # The key leads to the same bucket by another address: the job goes where its profile leads now.
        done = self.program.run("queue", "run", "--timeout", "1")
        self.assertEqual(done.returncode, 1)
        self.assertIn(self.program.list_queue()[0]["state"], ("waiting", "accepted"))
        self.mend_profile()
        self.assert_shows(self.program.check("queue", "run", "-f", "url").strip(), png("waits"))

    def test_changed_file_is_not_sent_by_retry(self):
        self.program.write("a.png", png("before"))
        self.break_profile()
        self.assertEqual(self.program.run("upload", "--timeout", "1", "a.png").returncode, 1)
        self.mend_profile()
        self.program.write("a.png", png("after"))
        done = self.program.run("queue", "retry")
        self.assertEqual(done.returncode, 1)
        self.assertIn("changed", done.stderr.decode())
        self.assertEqual(self.program.count_history(), 0)

    def test_dead_destination_holds_nobody_up(self):
        self.program.add_profile("dead", endpoint=f"http://127.0.0.1:{closed_port()}/s3")
        for i in range(40):
            self.program.write(f"dead{i}.png", png(f"dead {i}"))
        self.program.check("upload", "--queue", "-p", "dead", *[f"dead{i}.png" for i in range(40)])
        self.program.write("good.png", png("good"))
        self.program.check("upload", "--queue", "good.png")
        done = self.program.run("queue", "run", "-f", "url", "--timeout", str(2 * SLOWNESS))
        self.assertEqual(done.returncode, 1)
        self.assert_shows(done.stdout.decode().splitlines()[40], png("good"))
        self.assertEqual(len(self.program.list_queue()), 40)

    def test_cancel(self):
        self.program.write("a.png", png("cancel"))
        self.program.upload("--queue", "a.png")
        number = str(self.program.list_queue()[0]["id"])
        self.program.check("queue", "cancel", number)
        self.assertEqual(self.program.list_queue(), [])
        self.assertEqual(self.program.list_spool(), [])
        self.assertEqual(self.program.run("queue", "cancel", number).returncode, 1)
        self.assertEqual(self.program.run("queue", "cancel", "x").returncode, 2)

    def test_stopped_is_sent_by_retry_only(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(signal=number.name):
                names = [f"{i}.png" for i in range(3)]
                for name in names:
                    self.program.write(name, png(f"{number.name} {name}"))
                hanging = self.point_at_hanging_server()
                running = self.program.start("upload", *names)
                hanging.wait_for_request()
                running.send_signal(number)
                out, err = running.communicate(timeout=10 * SLOWNESS)
                self.assertEqual((running.returncode, out), (130, b"\n\n\n"))
                self.assertIn("queue retry", err.decode())
                self.assertEqual([job["state"] for job in self.program.list_queue()], ["failed"] * 3)
                self.mend_profile()
                self.assertEqual(self.program.check("queue", "run"), "")
                links = self.program.check("queue", "retry", "-f", "url").splitlines()
                for name, link in zip(names, links):
                    self.assert_shows(link, png(f"{number.name} {name}"))

    def test_killed_is_sent_by_run(self):
        self.program.write("a.png", png("killed"))
        hanging = self.point_at_hanging_server()
        running = self.program.start("upload", "a.png")
        hanging.wait_for_request()
        running.kill()
        running.communicate()
        self.mend_profile()
        self.assert_shows(self.program.check("queue", "run", "-f", "url").strip(), png("killed"))
        self.assertEqual(self.program.list_queue(), [])

    def show(self):
        """What `queue list` says of the only job: state, is it held, and the line for a person."""
        job, = self.program.list_queue()
        return job["state"], job["held"], self.program.check("queue", "list")

    def test_list_tells_the_living_from_the_dead(self):
        self.program.write("a.png", png("truth"))
        hanging = self.point_at_hanging_server()
        running = self.program.start("upload", "a.png")
        hanging.wait_for_request()
        state, held, line = self.show()
        self.assertEqual((state, held), ("sending", True))
        self.assertNotIn("queue run", line)
        running.kill()
        running.communicate()
        # The row still has what was true last.
        self.assertEqual(self.program.read_database("SELECT state FROM jobs"), [("sending",)])
        state, held, line = self.show()
        self.assertEqual((state, held), ("accepted", False))
        self.assertIn("no program is sending it: “pichoist queue run” does", line)
        self.assertNotIn("sending, ", self.program.check("report"))

    def test_list_tells_who_waits_for_the_next_try(self):
        self.program.write("a.png", png("waiting truth"))
        self.break_profile()
        running = self.program.start("upload", "--timeout", str(60 * SLOWNESS), "a.png")
        deadline = time.monotonic() + 30 * SLOWNESS
        while not any(job["state"] == "waiting" for job in self.program.list_queue()):
            self.assertLess(time.monotonic(), deadline)
        self.assertTrue(self.program.list_queue()[0]["held"])
        running.kill()
        running.communicate()
        state, held, line = self.show()
        self.assertIn(state, ("waiting", "accepted"))
        self.assertFalse(held)
        self.assertIn("no program is sending it", line)

    def test_promised_link_that_changes(self):
        for name in ("a.png", "b.png"):
            self.program.write(name, png("promise " + name))
        promised = self.program.upload("--queue", "a.png", "b.png")
        self.assertEqual([job["url"] for job in self.program.list_queue()], promised)
        self.assertIn(promised[0], self.program.check("queue", "list", "-f", "url"))
        base = self.server.public_url
        self.program.check("profile", "set", "test", "public-url=https://new.example.com")
        links = [link.replace(base, "https://new.example.com") for link in promised]
        self.assertEqual([job["url"] for job in self.program.list_queue()], links)
        done = self.program.run("queue", "run", "-f", "url")
        self.assertEqual((done.returncode, done.stdout.decode().splitlines()), (0, links))
        notes = done.stderr.decode().splitlines()
        self.assertEqual(len(notes), 2, notes)
        for name, old, new, note in zip(("a.png", "b.png"), promised, links, sorted(notes)):
            for word in (name, old, new):
                self.assertIn(word, note)

    def test_queue_of_the_first_version(self):
        """It knew of no promises; its jobs are sent all the same."""
        self.program.write("a.png", png("first version"))
        link = self.program.upload("--queue", "a.png")[0]
        connection = sqlite3.connect(os.path.join(self.program.data, "pichoist.db"))
        connection.execute("ALTER TABLE jobs DROP COLUMN promised_url")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
        connection.close()
        done = self.program.run("queue", "run", "-f", "url")
        self.assertEqual((done.stdout.decode().strip(), done.stderr), (link, b""))
        self.assert_shows(link, png("first version"))

    def test_promised_link_that_stays(self):
        self.program.write("a.png", png("promise kept"))
        link = self.program.upload("--queue", "a.png")[0]
        done = self.program.run("queue", "run", "-f", "url")
        self.assertEqual((done.stdout.decode().strip(), done.stderr), (link, b""))

    def test_ignored_signal(self):
        """As nohup leaves it: the terminal may go, the upload goes on."""
        self.program.write("a.png", png("nohup"))
        hanging = self.point_at_hanging_server()
        running = subprocess.Popen(["sh", "-c", 'trap "" HUP; exec "$@"', "sh",
                                    *self.program.command("upload", "a.png")],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env=self.program.environment, cwd=self.program.files)
        hanging.wait_for_request()
        running.send_signal(signal.SIGHUP)
        with self.assertRaises(subprocess.TimeoutExpired):
            running.wait(1)
        running.send_signal(signal.SIGTERM)
        self.assertEqual(running.wait(10 * SLOWNESS), 130)

    def test_live_program_is_left_alone(self):
        self.program.write("a.png", png("alone"))
        hanging = self.point_at_hanging_server()
        running = self.program.start("upload", "a.png")
        hanging.wait_for_request()
        self.assertEqual(self.program.check("queue", "run"), "")
        number = str(self.program.list_queue()[0]["id"])
        self.assertEqual(self.program.run("queue", "retry", number).returncode, 1)
        # A dead one's jobs are seen at once.
        running.kill()
        running.communicate()
        self.mend_profile()
        self.assert_shows(self.program.check("queue", "retry", "-f", "url").strip(), png("alone"))

    def test_many_programs_keep_the_settings(self):
        # So many that each has to wait for the others, and still within the time that it waits.
        count = 40 if SLOWNESS == 1 else 6
        with open(os.path.join(self.program.config, "config.ini"), "rb") as file:
            before = file.read()
        names = [f"{i}.png" for i in range(count)]
        for name in names:
            self.program.write(name, png("many " + name))
        running = [self.program.start("upload", name) for name in names]
        for one in running:
            out, err = one.communicate(timeout=120 * SLOWNESS)
            self.assertEqual(one.returncode, 0, err)
        with open(os.path.join(self.program.config, "config.ini"), "rb") as file:
            self.assertEqual(file.read(), before)
        self.assertEqual(self.program.count_history(), count)

    def test_delete(self):
        self.program.write("a.png", png("delete"))
        first = self.program.upload_json("a.png")[1][0]
        self.assertEqual(self.program.run("delete", str(first["id"])).returncode, 2)
        self.program.check("delete", "--yes", str(first["id"]))
        self.assertEqual(fetch(first["url"])[0], 404)
        self.assertEqual(self.program.count_history(), 0)
        second = self.program.upload_json("a.png")[1][0]
        self.assertFalse(second["reused"])
        self.program.check("delete", "--yes", second["url"])
        self.assertEqual(fetch(second["url"])[0], 404)
        self.assertEqual(self.program.run("delete", "--yes", "https://example.org/x.png").returncode, 1)

    def test_delete_keeps_what_others_need(self):
        data = png("shared")
        self.program.write("a.png", data)
        first = self.program.upload_json("a.png")[1][0]
        # The same object a second time, found there and not made.
        second = self.program.upload_json("--no-reuse", "a.png")[1][0]
        self.assertEqual(first["url"], second["url"])
        done = self.program.run("delete", "--yes", str(second["id"]))
        self.assertEqual(done.returncode, 0)
        self.assert_shows(first["url"], data)
        self.program.check("delete", "--yes", "--row", str(first["id"]))
        self.assert_shows(first["url"], data)

    def test_object_goes_with_the_last_row(self):
        data = png("last row")
        self.program.write("a.png", data)
        first = self.program.upload_json("a.png")[1][0]
        second = self.program.upload_json("--no-reuse", "a.png")[1][0]
        self.program.check("delete", "--yes", str(first["id"]))
        self.assert_shows(first["url"], data)
        self.program.check("delete", "--yes", str(second["id"]))
        self.assertEqual(fetch(first["url"])[0], 404)


if __name__ == "__main__":
    unittest.main()
