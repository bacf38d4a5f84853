# SPDX-License-Identifier: GPL-3.0-or-later
"""The secret store against a real gnome-keyring on a bus of its own, and against a service that hangs."""

import base64
import os
import shutil
import subprocess
import tempfile
import time
import unittest

SLOWNESS = int(os.environ.get("PICHOIST_SLOWNESS", "1"))  # how many times longer things may take
BUILD = os.environ.get("PICHOIST_BUILD", "")
TEST = os.path.join(BUILD, "tests/unit/test-secret-store")

HANGING = """
import os, signal
from gi.repository import Gio, GLib
bus = Gio.bus_get_sync(Gio.BusType.SESSION)
bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
              GLib.Variant("(su)", ("org.freedesktop.secrets", 4)), None, Gio.DBusCallFlags.NONE, -1, None)
print("ready", flush=True)
# It owns the name and never answers.  A loop that doesn't run would not do: GDBus' own thread answers.
os.kill(os.getpid(), signal.SIGSTOP)
"""


def on_private_bus(script, folder, **environment):
    env = dict(os.environ, HOME=folder, XDG_DATA_HOME=folder, XDG_RUNTIME_DIR=folder, **environment)
    return subprocess.run(["dbus-run-session", "--", "bash", "-c", script], env=env, timeout=120,
                          capture_output=True, text=True)


class Keyring(unittest.TestCase):
    def setUp(self):
        for tool in ("dbus-run-session", "gnome-keyring-daemon"):
            if shutil.which(tool) is None:
                self.skipTest(f"{tool} is not installed")
        if not os.path.exists(TEST):
            self.skipTest("the unit tests are not built")
        self.folder = tempfile.mkdtemp(prefix="pichoist-keyring-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def test_gnome_keyring(self):
        done = on_private_bus(
            'printf "pw\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; '
            f'PICHOIST_TEST_KEYRING=1 "{TEST}" -p /secret-store/keyring', self.folder)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("ok 1 /secret-store/keyring", done.stdout)
        self.assertNotIn("SKIP", done.stdout)

    def test_locked(self):
        """Without a display nobody could answer the keyring's question: it is an error, never silence."""
        if shutil.which("gdbus") is None:
            self.skipTest("gdbus is not installed")
        program = os.environ["PICHOIST"]
        secret = "fedcba9876543210" * 4
        call = "gdbus call --session -d org.freedesktop.secrets -o /org/freedesktop/secrets -m org.freedesktop.Secret.Service"
        script = f"""
            exec 2>&1
            unlock() {{ printf 'pw\\n' | gnome-keyring-daemon --replace --unlock --components=secrets >/dev/null 2>&1; }}
            lock() {{ {call}.Lock '[objectpath "/org/freedesktop/secrets/collection/login"]' >/dev/null; }}
            run() {{ "{program}" "$@" </dev/null; echo "exit $?"; }}
            unlock
            for name in blog second; do
              "{program}" profile add $name provider=minio endpoint=http://127.0.0.1:1 bucket=pics \
                public-url=https://img.example.com access-key-id=abc --secret-stdin <<< {secret}
            done
            run profile show blog
            lock
            echo "-- locked"
            run status
            DISPLAY=:99 run status
            run profile show blog
            run profile set blog bucket=photos
            run profile remove blog
            run config forget --yes
            unlock
            echo "-- unlocked"
            {call}.SearchItems '{{"xdg:schema": "io.github.pichoist.Pichoist"}}'
            run config forget --yes
            {call}.SearchItems '{{"xdg:schema": "io.github.pichoist.Pichoist"}}'
        """
        done = on_private_bus(script, self.folder, DISPLAY="", WAYLAND_DISPLAY="",
                              PICHOIST_CONFIG_DIR=self.folder + "/config", PICHOIST_DATA_DIR=self.folder + "/data")
        before, locked = done.stdout.split("-- locked\n")
        locked, after = locked.split("-- unlocked\n")
        self.assertIn("secret: stored", before)
        self.assertNotIn("pichoist:", before)
        self.assertIn("secret: the keyring can't be used: it is locked", locked)
        self.assertEqual([line for line in locked.splitlines() if line.startswith("exit")],
                         ["exit 0"] * 4 + ["exit 1"] * 2, locked)
        self.assertRegex(locked, r"upload +no: the keyring can't be used: it is locked")
        self.assertRegex(locked, r"upload +limited: the keyring is locked")
        self.assertRegex(locked, r"keyring +limited: it is locked")
        clear = "secret-tool clear xdg:schema io.github.pichoist.Pichoist"
        self.assertIn(f"what was stored in the keyring still is: “{clear} profile 'blog'”", locked)
        self.assertIn(f"what was stored in the keyring still is: “{clear}”", locked)
        # Both are still there, and then none.
        found = [line for line in after.splitlines() if line.startswith("(")]
        self.assertEqual(found[0].count("/org/freedesktop/secrets/collection/login/"), 2, after)
        self.assertNotIn("/collection/", found[1])
        self.assertIn("exit 0", after)
        self.assertNotIn(secret, done.stdout)

    def test_proxy_password(self):
        """It lies beside the secret, under a purpose of its own, and is asked for only where one can be needed."""
        for tool in ("gdbus", "dbus-monitor"):
            if shutil.which(tool) is None:
                self.skipTest(f"{tool} is not installed")
        program = os.environ["PICHOIST"]
        picture = os.path.join(self.folder, "a.png")
        with open(picture, "wb") as file:
            file.write(base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="))
        script = f"""
            exec 2>&1
            printf 'pw\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
            run() {{ "{program}" "$@"; echo "exit $?"; }}
            list() {{ gdbus call --session -d org.freedesktop.secrets -o /org/freedesktop/secrets \
              -m org.freedesktop.Secret.Service.SearchItems '{{"xdg:schema": "io.github.pichoist.Pichoist"}}'; }}
            # How often the keyring is searched by an upload with this proxy.
            searches() {{
              "{program}" profile set blog "proxy=$1" </dev/null
              dbus-monitor --session "interface='org.freedesktop.Secret.Service',member='SearchItems'" >"$HOME/calls" &
              monitor=$!
              until grep -q NameAcquired "$HOME/calls"; do sleep 0.05; done
              "{program}" upload --timeout 1 "{picture}" </dev/null
              gdbus call --session -d org.freedesktop.secrets -o /org/freedesktop/secrets \
                -m org.freedesktop.Secret.Service.SearchItems '{{"last": "one"}}' >/dev/null
              until grep -q '"last"' "$HOME/calls"; do sleep 0.05; done
              kill $monitor
              echo "searches $1 $(($(grep -c member=SearchItems "$HOME/calls") - 1))"
            }}
            run profile add blog provider=minio endpoint=http://127.0.0.1:1 bucket=pics \
              public-url=https://img.example.com access-key-id=abc --secret-stdin <<< secret-of-s3
            run profile set blog proxy=http://me:hid%2Fd%40n@127.0.0.1:1 </dev/null
            run profile show blog
            list
            searches http://me@127.0.0.1:1
            searches http://me:@127.0.0.1:1
            searches http://127.0.0.1:1
            run profile set blog proxy=http://me@127.0.0.1:1 --proxy-password-stdin <<< hid/d@n
            run profile remove blog </dev/null
            list
        """
        done = on_private_bus(script, self.folder, DISPLAY="", WAYLAND_DISPLAY="",
                              PICHOIST_CONFIG_DIR=self.folder + "/config", PICHOIST_DATA_DIR=self.folder + "/data")
        text = done.stdout
        self.assertEqual([line for line in text.splitlines() if line.startswith("exit")], ["exit 0"] * 5, text)
        self.assertIn("password of the proxy: stored", text)
        for secret in ("hid/d@n", "hid%2Fd%40n", "secret-of-s3"):
            self.assertNotIn(secret, text)
        found = [line for line in text.splitlines() if line.startswith("(")]
        self.assertEqual(found[0].count("/collection/login/"), 2, text)
        self.assertNotIn("/collection/", found[-1])
        self.assertEqual([line for line in text.splitlines() if line.startswith("searches")],
                         ["searches http://me@127.0.0.1:1 2", "searches http://me:@127.0.0.1:1 1",
                          "searches http://127.0.0.1:1 1"], text)

    def test_proxy_password_in_a_locked_keyring(self):
        """The secret is in the environment, the password behind a lock that nobody can open: said, not gone past."""
        if shutil.which("gdbus") is None:
            self.skipTest("gdbus is not installed")
        program = os.environ["PICHOIST"]
        script = f"""
            exec 2>&1
            printf 'pw\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
            run() {{ "{program}" "$@"; echo "exit $?"; }}
            run profile add blog provider=minio endpoint=http://127.0.0.1:1 bucket=pics \
              proxy=http://me@127.0.0.1:1 --proxy-password-stdin <<< hidden
            gdbus call --session -d org.freedesktop.secrets -o /org/freedesktop/secrets \
              -m org.freedesktop.Secret.Service.Lock '[objectpath "/org/freedesktop/secrets/collection/login"]'
            run upload "{self.folder}/a.png"
            run status
            DISPLAY=:99 run status
            PICHOIST_PROXY_PASSWORD=hidden run status
        """
        done = on_private_bus(script, self.folder, DISPLAY="", WAYLAND_DISPLAY="",
                              PICHOIST_ACCESS_KEY_ID="abc", PICHOIST_SECRET_ACCESS_KEY="secret-of-s3",
                              PICHOIST_CONFIG_DIR=self.folder + "/config", PICHOIST_DATA_DIR=self.folder + "/data")
        text = done.stdout
        self.assertEqual([line for line in text.splitlines() if line.startswith("exit")],
                         ["exit 0", "exit 2"] + ["exit 0"] * 3, text)
        problem = "the password of the proxy can't be looked up: the keyring can't be used: it is locked"
        self.assertEqual(text.count(problem), 2, text)
        self.assertIn("set PICHOIST_PROXY_PASSWORD", text)
        self.assertRegex(text, r"upload +limited: the keyring is locked")
        self.assertRegex(text, r"upload +yes")
        self.assertNotIn("hidden", text)

    def test_service_that_hangs(self):
        if subprocess.run(["/usr/bin/python3", "-c", "import gi"], capture_output=True).returncode != 0:
            self.skipTest("python3-gi is not installed")
        program = os.environ["PICHOIST"]
        hanging = os.path.join(self.folder, "hanging.py")
        with open(hanging, "w", encoding="utf-8") as file:
            file.write(HANGING)
        picture = os.path.join(self.folder, "a.png")
        with open(picture, "wb") as file:
            file.write(b"\x89PNG\r\n\x1a\n")
        begin = time.monotonic()
        done = on_private_bus(
            f'coproc hanging {{ exec /usr/bin/python3 "{hanging}"; }}; read -r _ <&"${{hanging[0]}}"; '
            f'"{program}" profile add blog provider=minio endpoint=http://127.0.0.1:1 bucket=pics access-key-id=abc'
            f' </dev/null; "{program}" upload "{picture}"; status=$?; '
            # The secret needs no keyring, the proxy's password does.
            f'"{program}" profile set blog proxy=http://me@127.0.0.1:1 </dev/null; '
            f'PICHOIST_ACCESS_KEY_ID=a PICHOIST_SECRET_ACCESS_KEY=b "{program}" upload "{picture}"; proxy=$?; '
            'kill -KILL "$hanging_PID"; exit $((status * 10 + proxy))',
            self.folder, PICHOIST_CONFIG_DIR=self.folder + "/config", PICHOIST_DATA_DIR=self.folder + "/data")
        self.assertEqual(done.returncode, 22, done.stdout + done.stderr)
        self.assertIn("pichoist: the keyring doesn't answer", done.stderr)
        self.assertIn("the password of the proxy can't be looked up: the keyring doesn't answer", done.stderr)
        self.assertLess(time.monotonic() - begin, 60 * SLOWNESS)


if __name__ == "__main__":
    unittest.main()
