"""What reading behind a wall costs, and what processes side by side give: the same files by `read_all` with one and
two processes, and by `read_bytes` in this process, in turns in one run. Start of the processes is counted.

The memory rows are the most one reader process held, and a page image through the wall against one without.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.figure import Figure, in_turns, spread
from benchmarks.reading import corpus
from invoices.readers import guarded, page_image, read_bytes
from invoices.readers.batch import read_all
from invoices.readers.process import ReaderProcess

ROUNDS = 3
DIGITAL, PHOTOS = 400, 8


def figures() -> Iterator[Figure]:
    """Digital files, photographs, memory, and pictures for the screen."""
    with tempfile.TemporaryDirectory() as folder:
        kinds = tuple(corpus.TEXT_PDFS + corpus.XMLS + corpus.OFDS)
        digital = _written(Path(folder), corpus.fictional(kinds, 4) * (DIGITAL // (4 * len(kinds)) + 1), DIGITAL)
        photos = _written(Path(folder), corpus.fictional(("vat_photo", "digital_photo"), PHOTOS // 2), PHOTOS)
        for name, files in (("digital", digital), ("photographs", photos)):
            yield from _speeds(name, files)
        yield from _memory(photos)
        yield from _pictures(digital)


def _written(folder: Path, files: corpus.Files, count: int) -> list[str]:
    paths = [folder / f"{number:04}_{name}" for number, (name, _) in enumerate(files[:count])]
    for path, (_, data) in zip(paths, files, strict=False):
        path.write_bytes(data)
    return list(map(str, paths))


def _speeds(name: str, files: list[str]) -> Iterator[Figure]:
    """Files a second; the ratio is that of the speeds to reading in this process."""
    here = f"{name}, this process"
    rivals: dict[str, Callable[[], object]] = {here: partial(_here, files)}
    rivals |= {f"{name}, {count} behind the wall": partial(_through, files, count) for count in (1, 2)}
    seconds = in_turns(rivals, ROUNDS)
    for rival, measured in seconds.items():
        low, middle, high = spread(seconds, here, rival)
        yield Figure(rival, len(files) / sorted(measured)[ROUNDS // 2], "files/s", here, middle, low, high)


def _here(files: list[str]) -> None:
    for file in files:
        read_bytes(Path(file).read_bytes())


def _through(files: list[str], workers: int) -> None:
    for _answer in read_all(files, workers=workers):
        pass


def _memory(photos: list[str]) -> Iterator[Figure]:
    with ReaderProcess() as reader:
        [most] = reader.stream(_most_memory, photos)
    yield Figure("most memory of a process on photographs", most, "MB")


def _most_memory(files: list[str]) -> Iterator[float]:
    _here(files)
    [line] = [line for line in Path("/proc/self/status").read_text("ascii").splitlines() if line.startswith("VmHWM")]
    yield int(line.split()[1]) / 1024


def _pictures(files: list[str]) -> Iterator[Figure]:
    pdfs = [Path(file) for file in files if file.endswith(".pdf")][:20]
    here, through = "page image, this process", "page image, behind the wall"
    seconds = in_turns(
        {here: lambda: [page_image(pdf) for pdf in pdfs], through: lambda: [guarded.page_image(pdf) for pdf in pdfs]},
        ROUNDS,
    )
    low, middle, high = spread(seconds, through, here)
    yield Figure(through, sorted(seconds[through])[1] / len(pdfs) * 1000, "ms", here, middle, low, high)
