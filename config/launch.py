"""`make run`: prepare this machine, start web, worker, beat and the make-believe bureau, stop them all on Ctrl-C.

Rule kept: every process started here is ended here; a second start keeps the data.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import FrameType

from foundation.machine import bring_browser, say

ROOT = Path(__file__).resolve().parents[1]
STOP_SECONDS = 12
PATIENCE, PATIENCE_SECONDS = 3, 60
"""A process that ends this often within so many seconds is not started again."""
Processes = dict[str, subprocess.Popen[bytes]]


def free_port(wanted: int) -> int:
    """`wanted`, or the next port nobody listens on."""
    for port in range(wanted, wanted + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SystemExit(f"no free port near {wanted}")


def environment() -> dict[str, str]:
    """What the started processes see: ports chosen once, everything else as it came."""
    chosen = dict(os.environ)
    chosen.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    # Celery warns at length when run as root; on a person's own machine that is noise.
    chosen.setdefault("PYTHONWARNINGS", "ignore:You're running the worker")
    chosen["WEB_PORT"] = str(free_port(int(chosen.get("WEB_PORT", "8000"))))
    if "BUREAU_API_URL" not in chosen:
        port = free_port(int(chosen.get("BUREAU_PORT", "8766")))
        chosen["BUREAU_PORT"] = str(port)
        chosen["BUREAU_API_URL"] = chosen["BUREAU_PORTAL_URL"] = f"http://127.0.0.1:{port}"
    return chosen


def commands(env: Mapping[str, str]) -> dict[str, list[str]]:
    """The processes by name. The make-believe bureau only when no other bureau is configured."""
    python = sys.executable
    address = f"{env.get('WEB_HOST', '127.0.0.1')}:{env['WEB_PORT']}"
    started = {
        "web": [
            python, "-m", "gunicorn", "config.wsgi:application", "--bind", address, "--workers", "2", "--threads", "4",
            "--worker-class", "gthread", "--log-level", "warning", "--timeout", "120",
        ],
        "worker": [
            python, "-m", "celery", "-q", "-A", "config", "worker", "--concurrency", env.get("WORKER_PROCESSES", "2"),
            "--loglevel", "WARNING", "--without-gossip", "--without-mingle",
        ],
        "beat": [python, "-m", "celery", "-q", "-A", "config", "beat", "--loglevel", "WARNING"],
    }  # fmt: skip
    if "BUREAU_PORT" in env:
        started["bureau"] = [python, "-m", "bureau_sandbox", "--port", env["BUREAU_PORT"]]
    return started


def prepare(env: Mapping[str, str]) -> None:
    """Translations, tables, the fictional agency. Each is quick when it is already there."""
    bring_browser()
    steps = (
        ["-m", "config.translations"],
        ["manage.py", "migrate", "--verbosity", "0"],
        ["manage.py", "load_demo"],
    )
    for step in steps:
        if env.get("DEMO") == "0" and step[-1] == "load_demo":
            continue
        if subprocess.run([sys.executable, *step], cwd=ROOT, env=dict(env), check=False).returncode:
            raise SystemExit(f"failed: {' '.join(step)}")


def start_one(env: Mapping[str, str], name: str) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own, so that its children end with it."""
    return subprocess.Popen(commands(env)[name], cwd=ROOT, env=dict(env), start_new_session=True)


def start(env: Mapping[str, str]) -> Processes:
    """Start every process."""
    return {name: start_one(env, name) for name in commands(env)}


def _tell_bureau(env: Mapping[str, str]) -> None:
    """The make-believe bureau learns which of the demo's invoices exist; without it only their verification lacks."""
    if "BUREAU_PORT" in env and env.get("DEMO") != "0" and wait_until_up(int(env["BUREAU_PORT"])):
        command = [sys.executable, "manage.py", "load_demo", "--bureau"]
        subprocess.run(command, cwd=ROOT, env=dict(env), stdout=subprocess.DEVNULL, check=False)


def stop(processes: Processes) -> None:
    """Ask every process to end in its own way, then end what is left of its group."""
    for process in processes.values():
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes.values():
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            continue
    for process in processes.values():
        _end_group(process)


def wait_until_up(port: int, path: str = "/health/", seconds: float = 180) -> bool:
    """Whether a web server answers on the port in time, with whatever status."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def watch(env: Mapping[str, str], processes: Processes) -> int:
    """Start again what ends by itself. Returns when one process ends too often; its name is said."""
    ended: dict[str, list[float]] = defaultdict(list)
    while True:
        for name, process in processes.items():
            if process.poll() is None:
                continue
            _end_group(process)
            now = time.monotonic()
            ended[name] = [*(moment for moment in ended[name] if now - moment < PATIENCE_SECONDS), now]
            if len(ended[name]) >= PATIENCE:
                say(f"{name} ended with status {process.returncode} again and again; stopping the rest")
                return 1
            processes[name] = start_one(env, name)
            say(f"{name} ended with status {process.returncode} and was started again")
        time.sleep(0.5)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End what is left of a process and its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _interrupted(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Command line; see the module."""
    env = environment()
    signal.signal(signal.SIGTERM, _interrupted)
    signal.signal(signal.SIGINT, _interrupted)  # also where the shell started us with SIGINT ignored
    processes: Processes = {}
    try:
        prepare(env)
        processes = start(env)
        if not wait_until_up(int(env["WEB_PORT"])):
            say("the web server did not come up")
            return 1
        _tell_bureau(env)
        greet(env)
        return watch(env, processes)
    except KeyboardInterrupt:
        say("\nstopping")
        return 0
    finally:
        stop(processes)


def greet(env: Mapping[str, str]) -> None:
    """The address and the log-ins."""
    print(f"\n  账房 Zhangfang   http://127.0.0.1:{env['WEB_PORT']}/")  # noqa: T201
    if "BUREAU_PORT" in env:
        print(f"  make-believe tax bureau   {env['BUREAU_API_URL']}/")  # noqa: T201
    logins = Path(env.get("VAR_DIR", ROOT / "var")) / "demo-logins.txt"
    if logins.exists():
        print("\n" + logins.read_text(encoding="utf-8"))  # noqa: T201
    print("  Ctrl-C stops everything.\n", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
