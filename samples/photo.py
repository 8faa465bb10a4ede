"""Scans and photographs of printed pages: printed, then worn as paper, light and lens wear them.

Rule kept: what is done to a page is drawn from a seeded generator and written into the truth, so that errors of a
reader can be traced to the damage that caused them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from random import Random
from typing import Any, Final, Literal

import cv2
import numpy as np

from samples import optics
from samples.page import Page
from samples.printing import Image, Style, printed

Difficulty = Literal["easy", "medium", "hard"]
Device = Literal["camera", "scanner"]
DIFFICULTIES: Final[tuple[Difficulty, ...]] = ("easy", "medium", "hard")


@dataclass(frozen=True, slots=True)
class Wear:
    """How far each kind of damage may go. Angles in degrees, `dpi` of the print, the rest shares or pixels."""

    dpi: tuple[int, int]
    tilt: float
    perspective: float
    shade: float
    noise: float
    blur: float
    quality: tuple[int, int]
    turned: float
    margin: float
    shadow: float
    bow: float
    glare: float
    shake: float
    creased: float


_CAMERA: Final[dict[Difficulty, Wear]] = {
    "easy": Wear((200, 220), 0.5, 0.0, 0.03, 1.5, 0.0, (88, 95), 0.0, 0.01, 0.0, 0.0, 0.0, 0.0, 0.0),
    "medium": Wear((150, 190), 2.5, 0.02, 0.18, 5.0, 0.7, (70, 85), 0.1, 0.07, 0.0, 0.004, 0.15, 0.0, 0.3),
    "hard": Wear((140, 170), 6.0, 0.06, 0.38, 10.0, 1.0, (45, 65), 0.35, 0.16, 0.35, 0.01, 0.35, 1.3, 0.5),
}
_SCANNER: Final[dict[Difficulty, Wear]] = {
    "easy": Wear((200, 220), 0.3, 0.0, 0.0, 1.0, 0.3, (88, 95), 0.0, 0.01, 0.0, 0.0, 0.0, 0.0, 0.0),
    "medium": Wear((150, 200), 1.5, 0.0, 0.03, 3.0, 0.6, (70, 85), 0.15, 0.02, 0.0, 0.0, 0.0, 0.0, 0.3),
    "hard": Wear((130, 155), 3.0, 0.0, 0.06, 6.0, 0.8, (40, 60), 0.4, 0.03, 0.0, 0.0, 0.0, 0.0, 0.6),
}
_SCANNED: Final = 0.25


@dataclass(frozen=True, slots=True)
class Shot:
    """What happened to one picture. `printing` is how its figures came onto the paper."""

    difficulty: Difficulty
    device: Device
    dpi: int
    tilt: float
    quarter_turns: int
    blur: float
    noise: float
    shade: float
    quality: int
    shadow: float
    creases: tuple[float, float]
    bow: float
    glare: float
    shake: float
    grey: bool
    streak: bool
    printing: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """All of it."""
        return asdict(self)


def finer(width: float) -> float:
    """How much closer one holds the camera to a small paper of `width` mm."""
    return max(1.0, min(1.9, 170 / width))


def photograph(
    page: Page,
    rng: Random,
    difficulty: Difficulty,
    *,
    style: Style = "laser",
    device: Device | None = None,
    finer: float = 1.0,
) -> tuple[bytes, Shot]:
    """A JPEG of one page and what was done to it; `finer` multiplies the resolution.

    Without a `device` most pages are photographed and some scanned.
    """
    device = device or ("scanner" if rng.random() < _SCANNED else "camera")
    wear = (_SCANNER if device == "scanner" else _CAMERA)[difficulty]
    shot = _shot(rng, difficulty, device, wear, finer)
    dice = np.random.default_rng(rng.getrandbits(32))
    image, printing = printed(page, shot.dpi, rng, difficulty, style)
    image = optics.on_table(optics.folded(image, *shot.creases), wear.margin, rng, dice)
    image = optics.bent(optics.curled(image, shot.bow, rng), wear.perspective, rng)
    image = optics.turned(image, shot.tilt, shot.quarter_turns)
    image = optics.glaring(optics.lit(image, shot.shade, rng), shot.glare, rng)
    image = optics.shaken(optics.shadowed(image, shot.shadow, rng), shot.shake, rng)
    image = optics.scanned(image, dice, grey=shot.grey, streak=shot.streak)
    return jpeg(optics.sensed(image, shot.blur, shot.noise, dice), shot.quality), replace(shot, printing=printing)


def _shot(rng: Random, difficulty: Difficulty, device: Device, wear: Wear, finer: float) -> Shot:
    creases = [round(rng.uniform(0.3, 0.7), 2) if rng.random() < wear.creased else 0.0 for _ in "xy"]
    return Shot(
        difficulty=difficulty,
        device=device,
        dpi=int(rng.randint(*wear.dpi) * finer),
        tilt=round(rng.uniform(-wear.tilt, wear.tilt), 2),
        quarter_turns=rng.choice((1, 2, 3)) if rng.random() < wear.turned else 0,
        blur=round(rng.uniform(wear.blur / 2, wear.blur), 2),
        noise=round(rng.uniform(wear.noise / 2, wear.noise), 2),
        shade=round(rng.uniform(wear.shade / 2, wear.shade), 2),
        quality=rng.randint(*wear.quality),
        shadow=round(rng.uniform(0, wear.shadow), 2),
        creases=(creases[0], creases[1]),
        bow=round(rng.uniform(0, wear.bow), 4),
        glare=round(rng.uniform(0, wear.glare), 2),
        shake=round(rng.uniform(0, wear.shake), 2),
        grey=device == "scanner" and rng.random() < 0.5,
        streak=device == "scanner" and wear.creased > 0 and rng.random() < 0.3,
    )


def jpeg(image: Image, quality: int) -> bytes:
    """RGB pixels as JPEG."""
    done, data = cv2.imencode(".jpg", image[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("picture could not be encoded")
    return bytes(data)
