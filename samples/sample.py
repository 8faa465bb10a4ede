"""A sample: one file and its truth. Kinds of sample register under a name.

Rule kept: a kind is a function of a random generator and a difficulty alone, so a seed names a document for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from samples.photo import DIFFICULTIES, Difficulty
from samples.truth import Box, Truth


@dataclass(frozen=True, slots=True)
class Sample:
    """A file as a bookkeeping agency would receive it.

    `boxes` are places of fields where the file is not distorted; `others` are further documents in the same file, each
    with its page.
    """

    name: str
    content: bytes
    medium: str
    truth: Truth
    boxes: dict[str, Box] = field(default_factory=dict)
    wear: dict[str, Any] = field(default_factory=dict)
    others: tuple[tuple[int, Truth], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The entry of `truth.json` for the first document."""
        extra = {"boxes": self.boxes, "wear": self.wear}
        return {"path": self.name, "page": 1, "medium": self.medium, **self.truth.to_json(), **extra}

    def entries(self) -> list[dict[str, Any]]:
        """The entries of `truth.json`, one per document in the file."""
        more = (replace(self, truth=truth, boxes={}).to_json() | {"page": page} for page, truth in self.others)
        return [self.to_json(), *more]


@dataclass(frozen=True, slots=True)
class Draw:
    """What a kind is made from: the generator, and how hard photographs shall be to read."""

    rng: Random
    difficulty: Difficulty


Maker = Callable[[Draw], Sample]
KINDS: dict[str, Maker] = {}


def kind(name: str) -> Callable[[Maker], Maker]:
    """Registers a maker of samples under `name`."""

    def register(maker: Maker) -> Maker:
        KINDS[name] = maker
        return maker

    return register


def generate(seed: int, count: int, *, kinds: list[str], difficulty: Difficulty | None = None) -> Iterator[Sample]:
    """`count` samples, going through `kinds` in turn; each has its own generator, so one can be made again alone."""
    for index in range(count):
        name = kinds[index % len(kinds)]
        rng = Random(f"{seed}:{index}:{name}")
        level = difficulty if difficulty is not None else rng.choice(DIFFICULTIES)
        made = KINDS[name](Draw(rng, level))
        yield replace(made, name=f"{index:04d}_{name}_{made.name}")
