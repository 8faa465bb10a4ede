"""A job whose holder is proved dead is taken over at once; without proof the lease decides."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.jobs import enqueue, job_handler, registry, run_pending
from foundation.jobs.holder import holder, is_dead
from foundation.jobs.run import release_orphans
from foundation.models import Job, JobState


def name_of_a_process_that_ended() -> str:
    script = "from foundation.jobs.holder import holder; print(holder())"
    command = [sys.executable, "-c", "import os; os.environ['DJANGO_SETTINGS_MODULE']='config.settings.test'; "
               "import django; django.setup(); " + script]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip().splitlines()[-1]


def test_this_process_lives():
    assert holder()
    assert not is_dead(holder())


def test_a_process_that_ended_is_dead():
    assert is_dead(name_of_a_process_that_ended())


@pytest.mark.parametrize("name", ["", "x", "other-boot:4026531836:1:5", "a:b:c:d"])
def test_a_process_of_another_machine_is_never_called_dead(name):
    assert not is_dead(name)


def test_a_reused_process_number_is_not_the_old_process():
    machine_and_number, _, _started = holder().rpartition(":")
    assert is_dead(f"{machine_and_number}:1")


@pytest.mark.django_db
def test_only_the_job_of_a_dead_holder_is_put_back():
    before = dict(registry._handlers)
    job_handler("test.orphan")(lambda job: None)
    jobs = {key: enqueue("test.orphan", {}, company=None, key=key) for key in ("dead", "alive", "unknown")}
    names = {"dead": name_of_a_process_that_ended(), "alive": holder(), "unknown": ""}
    for key, job in jobs.items():
        Job.objects.filter(pk=job.pk).update(
            state=JobState.RUNNING, lease_token="t", lease_holder=names[key],
            lease_until=timezone.now() + timedelta(minutes=5),
        )  # fmt: skip
    assert release_orphans() == 1
    assert run_pending() == 1
    states = dict(Job.objects.values_list("key", "state"))
    assert states == {"dead": JobState.DONE, "alive": JobState.RUNNING, "unknown": JobState.RUNNING}
    registry._handlers.clear()
    registry._handlers.update(before)
