# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one command in surroundings of its own: no keyring, bus, proxy or settings of the user."""

import collections
import os
import signal
import subprocess
import tempfile
import threading

# A command with its title in the report; run() answers with Outcome.
Outcome = collections.namedtuple("Outcome", "status stdout stderr")

TIMED_OUT = 124

_running = set()  # process groups
_lock = threading.Lock()


def keep_from_children(numbers=(signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)):
    """What nohup or the background of a shell has us ignore stays without effect on us, but a command that is
    started here gets it, as at a terminal: unlike an ignored signal, a handler ends with exec ()."""
    for number in numbers:
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


def end_all():
    """Ends all that run () has started and waits for, in whichever thread."""
    with _lock:
        for pid in _running:
            _end_session(pid)


def private_environment(folder, extra):
    """The environment of a test: folders of its own under folder, and nothing of the user's."""
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PICHOIST_", "XDG_", "S3_", "RGW_", "LC_", "LANG", "AWS_"))
        and not name.lower().endswith("_proxy")
        and name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    env["HOME"] = os.path.join(folder, "home")
    env["TMPDIR"] = os.path.join(folder, "tmp")
    env["XDG_RUNTIME_DIR"] = os.path.join(folder, "run")
    for path in (env["HOME"], env["TMPDIR"], env["XDG_RUNTIME_DIR"]):
        os.makedirs(path, mode=0o700, exist_ok=True)
    env["LC_ALL"] = "C.UTF-8"
    env["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    env.update(extra)
    return env


def run(command, extra_environment, timeout, cwd):
    """Runs command to its end, or kills it with all that it started in its session."""
    with tempfile.TemporaryDirectory(prefix="pichoist-test-", ignore_cleanup_errors=True) as folder:
        out_path = os.path.join(folder, "stdout")
        err_path = os.path.join(folder, "stderr")
        with open(out_path, "wb") as out, open(err_path, "wb") as err:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=cwd,
                env=private_environment(folder, extra_environment),
                start_new_session=True,
            )
            with _lock:
                _running.add(process.pid)
            try:
                status = process.wait(timeout)
                _end_session(process.pid)
            except subprocess.TimeoutExpired:
                _end_session(process.pid)
                process.wait()
                status = TIMED_OUT
            except BaseException:
                _end_session(process.pid)
                raise
            finally:
                with _lock:
                    _running.discard(process.pid)
        stderr = _read(err_path)
        if status == TIMED_OUT:
            stderr += f"\nstopped after {timeout} seconds\n"
        return Outcome(status, _read(out_path), stderr)


def _end_session(pid):
    """Ends what a test left behind in the process group that was started for it."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _read(path):
    with open(path, "rb") as file:
        return file.read().decode("utf-8", "backslashreplace")
