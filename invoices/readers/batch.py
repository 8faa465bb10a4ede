"""Many files at once: processes side by side, a bounded number of files under way, answers in the order asked.

Rule kept: a file that kills its process (a crash inside a native library) costs its own answer, not the batch.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from invoices.readers.containers import iter_container
from invoices.readers.contract import as_contract, error_of
from invoices.readers.errors import Unreadable
from invoices.readers.reading import ReadResult, read_bytes, read_file

_AHEAD: Final = 2
_FILES_PER_PROCESS: Final = 200

Answer = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read."""

    path: str
    force_ocr: bool = False


def read_all(tasks: Sequence[Task], workers: int | None = None) -> Iterator[Answer]:
    """The contract objects of each file, in order. One worker reads in this process."""
    count = min(workers or os.cpu_count() or 1, max(len(tasks), 1))
    if count <= 1:
        yield from map(answer, tasks)
        return
    waiting = deque(tasks)
    while waiting:
        yield from _round(waiting, count)


def _round(waiting: deque[Task], workers: int) -> Iterator[Answer]:
    """Reads until the queue is empty or a process dies; the file that killed it is asked again alone."""
    running: deque[tuple[Task, Future[Answer]]] = deque()
    with _pool(workers) as pool:
        while waiting or running:
            while waiting and len(running) < workers * _AHEAD:
                running.append((waiting[0], pool.submit(answer, waiting[0])))
                waiting.popleft()
            task, future = running.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                waiting.extendleft(reversed([later for later, _ in running]))
                yield _alone(task)
                return


def _alone(task: Task) -> Answer:
    with _pool(1) as pool:
        try:
            return pool.submit(answer, task).result()
        except BrokenProcessPool:
            return [error_of(task.path, Unreadable("unreadable", "the reading process died").error)]


def _pool(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, max_tasks_per_child=_FILES_PER_PROCESS)


def answer(task: Task) -> Answer:
    """Reads one file; archives and mails answer for each document inside as `archive!member`."""
    result = read_file(Path(task.path), force_ocr=task.force_ocr)
    if result.error and result.error.code == "container":
        return _container(task)
    return _objects(task.path, result)


def _container(task: Task) -> Answer:
    found: Answer = []
    try:
        for name, data in iter_container(Path(task.path)):
            found += _objects(f"{task.path}!{name}", read_bytes(data, force_ocr=task.force_ocr, name=name))
    except Unreadable as problem:
        found.append(error_of(task.path, problem.error))
    return found


def _objects(path: str, result: ReadResult) -> Answer:
    if result.error:
        return [error_of(path, result.error)]
    return [as_contract(path, fapiao, result.seconds) for fapiao in result.fapiaos]
