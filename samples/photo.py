"""Scans and photographs of printed pages: rasterised, then worn as paper, light and lens wear them.

Rule kept: what is done to a page is drawn from a seeded generator and written into the truth, so that errors of a
reader can be traced to the damage that caused them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from random import Random
from typing import Any, Final, Literal

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Difficulty = Literal["easy", "medium", "hard"]
DIFFICULTIES: Final[tuple[Difficulty, ...]] = ("easy", "medium", "hard")


@dataclass(frozen=True, slots=True)
class Wear:
    """How far each kind of damage may go. Angles in degrees, `dpi` of the print, the rest ratios or pixels."""

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


_WEAR: Final[dict[Difficulty, Wear]] = {
    "easy": Wear((200, 220), 0.5, 0.0, 0.03, 1.5, 0.0, (88, 95), 0.0, 0.01, 0.0),
    "medium": Wear((150, 190), 2.5, 0.02, 0.18, 5.0, 0.7, (70, 85), 0.1, 0.07, 0.0),
    "hard": Wear((120, 150), 6.0, 0.06, 0.38, 10.0, 1.2, (45, 65), 0.35, 0.16, 0.35),
}


@dataclass(frozen=True, slots=True)
class Shot:
    """What happened to one picture."""

    difficulty: Difficulty
    dpi: int
    tilt: float
    quarter_turns: int
    blur: float
    noise: float
    shade: float
    quality: int
    shadow: float
    fold: float

    def to_json(self) -> dict[str, Any]:
        """All of it."""
        return asdict(self)


def raster(pdf: bytes, *, dpi: int, page: int = 0) -> Image:
    """Page `page` of a PDF as height × width × 3 RGB pixels."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return np.ascontiguousarray(document[page].render(scale=dpi / 72).to_numpy()[:, :, 2::-1])
    finally:
        document.close()


def finer(width: float) -> float:
    """How much closer one holds the camera to a small paper of `width` mm."""
    return max(1.0, min(1.9, 170 / width))


def photograph(
    pdf: bytes, rng: Random, difficulty: Difficulty, *, page: int = 0, finer: float = 1.0
) -> tuple[bytes, Shot]:
    """A JPEG of one page and what was done to it; `finer` multiplies the resolution."""
    wear = _WEAR[difficulty]
    shot = Shot(
        difficulty=difficulty,
        dpi=int(rng.randint(*wear.dpi) * finer),
        tilt=round(rng.uniform(-wear.tilt, wear.tilt), 2),
        quarter_turns=rng.choice((1, 2, 3)) if rng.random() < wear.turned else 0,
        blur=round(rng.uniform(wear.blur / 2, wear.blur), 2),
        noise=round(rng.uniform(wear.noise / 2, wear.noise), 2),
        shade=round(rng.uniform(wear.shade / 2, wear.shade), 2),
        quality=rng.randint(*wear.quality),
        shadow=round(rng.uniform(0, wear.shadow), 2),
        fold=round(rng.uniform(0.3, 0.7), 2) if wear.shadow and rng.random() < 0.5 else 0.0,
    )
    dice = np.random.default_rng(rng.getrandbits(32))
    image = _on_table(_folded(raster(pdf, dpi=shot.dpi, page=page), shot), rng, wear, dice)
    image = _turned(_bent(image, rng, wear), shot)
    image = _shadowed(_lit(image, shot, rng), shot, rng)
    image = _sensed(image, shot, dice)
    return jpeg(image, shot.quality), shot


def jpeg(image: Image, quality: int) -> bytes:
    """RGB pixels as JPEG."""
    done, data = cv2.imencode(".jpg", image[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("picture could not be encoded")
    return bytes(data)


def png(image: Image) -> bytes:
    """RGB pixels as PNG."""
    done, data = cv2.imencode(".png", image[:, :, ::-1])
    if not done:
        raise ValueError("picture could not be encoded")
    return bytes(data)


def _on_table(image: Image, rng: Random, wear: Wear, dice: np.random.Generator) -> Image:
    edge = int(min(image.shape[:2]) * wear.margin) + 8
    height, width = image.shape[0] + 2 * edge, image.shape[1] + 2 * edge
    base = rng.choice(((246, 246, 244), (188, 160, 124), (92, 96, 104), (214, 208, 198)))
    if wear.margin < 0.05:
        base = (252, 252, 252)
    grain = dice.normal(0, 5 if wear.margin > 0.05 else 1, (height // 4 + 1, width // 4 + 1, 1))
    texture = cv2.resize(grain.astype(np.float32), (width, height))[:, :, None]
    table = np.clip(np.array(base, dtype=np.float32) + texture, 0, 255).astype(np.uint8)
    paper = (image.astype(np.float32) * np.array([0.99, 0.985, 0.97])).astype(np.uint8)
    table[edge : edge + image.shape[0], edge : edge + image.shape[1]] = paper
    return np.ascontiguousarray(table)


def _bent(image: Image, rng: Random, wear: Wear) -> Image:
    if not wear.perspective:
        return image
    height, width = image.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    reach = wear.perspective * min(height, width) / 2
    moved = corners + np.array([[rng.uniform(-reach, reach) for _ in "xy"] for _ in corners], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved)
    return _bytes(
        cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT)
    )


def _turned(image: Image, shot: Shot) -> Image:
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), shot.tilt, 1.0)
    image = _bytes(
        cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    )
    return np.ascontiguousarray(np.rot90(image, -shot.quarter_turns))


def _lit(image: Image, shot: Shot, rng: Random) -> Image:
    height, width = image.shape[:2]
    across = np.linspace(rng.uniform(-1, 1), rng.uniform(-1, 1), width, dtype=np.float32)[None, :]
    down = np.linspace(rng.uniform(-1, 1), rng.uniform(-1, 1), height, dtype=np.float32)[:, None]
    light = 1 - shot.shade * (0.5 + (across + down) / 4)
    return _bytes(image.astype(np.float32) * light[:, :, None])


def _folded(image: Image, shot: Shot) -> Image:
    """A crease across the paper: one side of it catches the light, the other loses it."""
    if not shot.fold:
        return image
    distance = np.arange(image.shape[1], dtype=np.float32) - shot.fold * image.shape[1]
    width = image.shape[1] / 220
    ridge = 14 * np.sign(distance) * np.exp(-((distance / width) ** 2))
    return _bytes(image.astype(np.float32) + ridge[None, :, None])


def _shadowed(image: Image, shot: Shot, rng: Random) -> Image:
    """The shadow of a hand or a telephone, with a soft edge, from one corner."""
    if shot.shadow < 0.05:
        return image
    height, width = image.shape[:2]
    reach = rng.uniform(0.4, 0.8)
    corner = rng.choice(((0, 0), (width, 0), (0, height), (width, height)))
    points = np.array(
        [corner, (corner[0], abs(corner[1] - height * reach)), (abs(corner[0] - width * reach), corner[1])],
        dtype=np.int32,
    )
    mask = np.zeros((height, width), dtype=np.float32)
    cv2.fillConvexPoly(mask, points, 1.0)
    mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), width / 45), dtype=np.float32)
    return _bytes(image.astype(np.float32) * (1 - shot.shadow * mask)[:, :, None])


def _sensed(image: Image, shot: Shot, dice: np.random.Generator) -> Image:
    if shot.blur > 0.05:
        image = _bytes(cv2.GaussianBlur(image, (0, 0), shot.blur))
    grain = dice.normal(0, shot.noise, image.shape).astype(np.float32)
    return _bytes(image.astype(np.float32) + grain)


def _bytes(values: Any) -> Image:
    clipped: Image = np.clip(values, 0, 255).astype(np.uint8)
    return clipped
