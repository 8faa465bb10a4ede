"""Drive real workers over queued jobs and kill them without warning; print what was done how often, as JSON.

Run as a process of its own with DJANGO_SETTINGS_MODULE=tests.resilience.settings and a fresh VAR_DIR.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import django
from django.conf import settings


def start_worker() -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-m", "celery", "-A", "config", "worker", "-B", "--concurrency", "2", "--loglevel", "ERROR",
        "--without-gossip", "--without-mingle", "--schedule", str(settings.VAR_DIR / f"beat-{time.monotonic_ns()}"),
    ]  # fmt: skip
    return subprocess.Popen(command, start_new_session=True)


def kill(worker: subprocess.Popen[bytes]) -> None:
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def wait_for(done: int, *, until: float) -> int:
    from foundation.models import Job, JobState

    finished = 0
    while time.monotonic() < until:
        finished = Job.objects.filter(state__in=[JobState.DONE, JobState.FAILED]).count()
        if finished >= done:
            break
        time.sleep(0.05)
    return finished


def run(jobs: int, kills: int, seconds: float, limit: float) -> dict[str, object]:
    from foundation.jobs import enqueue
    from foundation.models import AuditEntry

    for number in range(jobs):
        enqueue("counting.count", {"seconds": seconds}, company=None, key=f"count:{number}")
    started, until = time.monotonic(), time.monotonic() + limit
    worker = start_worker()
    killed_at = []
    try:
        for turn in range(1, kills + 1):
            killed_at.append(wait_for(jobs * turn // (kills + 1), until=until))
            kill(worker)
            worker = start_worker()
        wait_for(jobs, until=until)
    finally:
        kill(worker)
    counted = Counter(AuditEntry.objects.filter(action="counting.counted").values_list("subject", flat=True))
    return {
        "jobs": jobs,
        "done": len(counted),
        "twice": sum(times > 1 for times in counted.values()),
        "killed_at": killed_at,
        "seconds": round(time.monotonic() - started, 1),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, required=True)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=0.05)
    parser.add_argument("--limit", type=float, default=300)
    arguments = parser.parse_args()
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(run(arguments.jobs, arguments.kills, arguments.seconds, arguments.limit)))
