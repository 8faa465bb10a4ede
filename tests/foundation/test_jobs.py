"""Jobs: asked twice is asked once, a dead worker's job is taken over, a lost lease undoes its effect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.audit import record
from foundation.jobs import JobLater, enqueue, job_handler, registry, run_job, run_pending
from foundation.models import AuditEntry, Job, JobState
from kernel.errors import NotReady

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_registry() -> Iterator[None]:
    before = dict(registry._handlers)
    yield
    registry._handlers.clear()
    registry._handlers.update(before)


def count_effect():
    record(company=None, actor=None, action="test.effect")


def effects() -> int:
    return AuditEntry.objects.filter(action="test.effect").count()


def test_the_same_key_is_the_same_job_and_has_one_effect():
    job_handler("test.once")(lambda job: count_effect)
    first = enqueue("test.once", {}, company=None, key="k1")
    second = enqueue("test.once", {"other": 1}, company=None, key="k1")
    assert first.pk == second.pk
    assert run_pending() == 1
    assert run_job(first.pk) is False
    assert effects() == 1


def test_a_job_held_by_a_living_worker_is_left_alone():
    job_handler("test.held")(lambda job: count_effect)
    job = enqueue("test.held", {}, company=None, key="held")
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, lease_token="other", lease_until=timezone.now() + timedelta(minutes=1)
    )
    assert run_job(job.pk) is False
    assert effects() == 0


def test_a_job_whose_worker_died_is_taken_over():
    job_handler("test.dead")(lambda job: count_effect)
    job = enqueue("test.dead", {}, company=None, key="dead")
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, lease_token="gone", attempts=1, lease_until=timezone.now() - timedelta(seconds=1)
    )
    assert run_job(job.pk) is True
    job.refresh_from_db()
    assert (job.state, job.attempts, effects()) == (JobState.DONE, 2, 1)


def test_an_effect_is_rolled_back_when_the_lease_was_lost_meanwhile():
    def handler(job: Job):
        Job.objects.filter(pk=job.pk).update(lease_token="taken over")
        return count_effect

    job_handler("test.lost")(handler)
    job = enqueue("test.lost", {}, company=None, key="lost")
    assert run_job(job.pk) is False
    assert effects() == 0


def test_a_fault_is_tried_again_with_a_pause_and_given_up_after_the_limit():
    def handler(job: Job):
        raise ValueError("broken")

    job_handler("test.fault", max_attempts=2)(handler)
    job = enqueue("test.fault", {}, company=None, key="fault")
    assert run_job(job.pk) is False
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert job.run_after > timezone.now()
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now())
    assert run_job(job.pk) is True
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "ValueError: broken")


def test_a_refusal_fails_the_job_at_once_with_its_sentence():
    def handler(job: Job):
        raise NotReady("no books", message_zh="尚未建账")

    job_handler("test.refused")(handler)
    job = enqueue("test.refused", {}, company=None, key="refused")
    assert run_job(job.pk) is True
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "尚未建账")


def test_a_job_that_waits_uses_up_no_attempt():
    def handler(job: Job):
        raise JobLater(60)

    job_handler("test.later")(handler)
    job = enqueue("test.later", {}, company=None, key="later")
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
