"""Many files at once: processes side by side, a bounded number of documents under way, answers in the order asked.

Rule kept: a file that hangs, crashes its process or devours memory costs its own answer, not the batch.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from invoices.readers.capacity import default_workers
from invoices.readers.containers import iter_container
from invoices.readers.contract import as_contract, error_of
from invoices.readers.errors import Unreadable
from invoices.readers.limits import LIMITS, Limits
from invoices.readers.process import Function, ReaderProcess
from invoices.readers.reading import read_bytes, read_file

_AHEAD: Final = 2

Answer = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Task:
    """One document to read: a file, or `data` out of a container, or a container's `refusal` that ends its members.

    `file` counts the files asked for, from 1.
    """

    path: str
    force_ocr: bool = False
    file: int = 1
    data: bytes | None = None
    refusal: Unreadable | None = None


def answer(task: Task) -> Iterator[Answer]:
    """Reads one document; runs in a reader process."""
    if task.data is None:
        result = read_file(Path(task.path), force_ocr=task.force_ocr)
    else:
        result = read_bytes(task.data, force_ocr=task.force_ocr, name=task.path)
    if result.error:
        yield [error_of(task.path, result.error)]
    else:
        yield [as_contract(task.path, fapiao, result.seconds) for fapiao in result.fapiaos]


def read_all(
    paths: Sequence[str],
    *,
    force_ocr: bool = False,
    workers: int | None = None,
    limits: Limits = LIMITS,
    read: Function = answer,
) -> Iterator[tuple[int, Answer]]:
    """The number of each file and the contract objects of one document in it, in order.

    Archives and mails answer once for each document inside, as `archive!member`. `read` is the work of a process.
    """
    tasks = (Task(path, force_ocr, number) for number, path in enumerate(paths, 1))
    with _Readers(workers or min(default_workers(), len(paths)), limits, read) as readers:
        for task, answer in readers.in_order(tasks):
            if _is_container(answer):
                members = _members(task, readers.unpacker, limits)
                yield from ((task.file, inside) for _, inside in readers.in_order(members))
            else:
                yield task.file, answer


class _Readers:
    """Threads that each drive a reader process of their own."""

    def __init__(self, count: int, limits: Limits, read: Function) -> None:
        self._limits, self._read_one, self._window = limits, read, count * _AHEAD
        self._threads = ThreadPoolExecutor(count)
        self._own = threading.local()
        self._processes: list[ReaderProcess] = []
        self.unpacker = ReaderProcess(limits)

    def in_order(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Answer]]:
        """Each task with its answer; not more than a window of tasks is taken before its answers are fetched."""
        running: deque[tuple[Task, Future[Answer]]] = deque()
        for task in tasks:
            running.append((task, self._threads.submit(self._read, task)))
            if len(running) > self._window:
                yield _fetched(*running.popleft())
        while running:
            yield _fetched(*running.popleft())

    def _read(self, task: Task) -> Answer:
        try:
            if task.refusal:
                raise task.refusal
            [found] = self._process().stream(self._read_one, task)
        except Unreadable as problem:
            return [error_of(task.path, problem.error)]
        return list(found)

    def _process(self) -> ReaderProcess:
        if not hasattr(self._own, "process"):
            self._own.process = ReaderProcess(self._limits)
            self._processes.append(self._own.process)
        process: ReaderProcess = self._own.process
        return process

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True, wait=False)
        for process in (*self._processes, self.unpacker):
            process.close()
        self._threads.shutdown()


def _fetched(task: Task, future: Future[Answer]) -> tuple[Task, Answer]:
    return task, future.result()


def _is_container(answers: Answer) -> bool:
    return len(answers) == 1 and answers[0].get("error", {}).get("code") == "container"


def _members(container: Task, unpacker: ReaderProcess, limits: Limits) -> Iterator[Task]:
    """The documents inside, unpacked in a process of its own; at last the reason why there are no more."""
    try:
        for name, data in unpacker.stream(iter_container, Path(container.path), limits):
            yield Task(f"{container.path}!{name}", container.force_ocr, container.file, data)
    except Unreadable as problem:
        yield Task(container.path, file=container.file, refusal=problem)
