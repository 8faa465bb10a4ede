"""What table, light, lens and sensor, or a scanner's glass and lamp, do to a sheet of paper.

Rule kept: every function takes and gives RGB pixels and draws all chance from the generator it is handed.
"""

from __future__ import annotations

import math
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]


def on_table(image: Image, margin: float, rng: Random, dice: np.random.Generator) -> Image:
    """The paper with a rim of what it lies on; a narrow rim is a scanner's lid."""
    edge = int(min(image.shape[:2]) * margin) + 8
    height, width = image.shape[0] + 2 * edge, image.shape[1] + 2 * edge
    base = rng.choice(((246, 246, 244), (188, 160, 124), (92, 96, 104), (214, 208, 198)))
    if margin < 0.05:
        base = (252, 252, 252)
    grain = dice.normal(0, 5 if margin > 0.05 else 1, (height // 4 + 1, width // 4 + 1, 1))
    texture = cv2.resize(grain.astype(np.float32), (width, height))[:, :, None]
    table = np.clip(np.array(base, dtype=np.float32) + texture, 0, 255).astype(np.uint8)
    paper = (image.astype(np.float32) * np.array([0.99, 0.985, 0.97])).astype(np.uint8)
    table[edge : edge + image.shape[0], edge : edge + image.shape[1]] = paper
    return np.ascontiguousarray(table)


def folded(image: Image, down: float, across: float) -> Image:
    """Creases at a share of the width and of the height (0 for none): one side light, the other dark."""
    for axis, place in ((1, down), (0, across)):
        if place:
            length = image.shape[axis]
            distance = np.arange(length, dtype=np.float32) - place * length
            ridge = 22 * np.sign(distance) * np.exp(-((distance / (length / 200)) ** 2))
            image = to_bytes(image.astype(np.float32) + (ridge[None, :, None] if axis else ridge[:, None, None]))
    return image


def curled(image: Image, bow: float, rng: Random) -> Image:
    """Paper that does not lie flat: lines bow up and down by `bow` of the page's smaller side."""
    if not bow:
        return image
    height, width = image.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    phase, waves = rng.uniform(0, 2 * math.pi), rng.uniform(0.4, 0.9)
    lift = bow * min(height, width) * np.sin(phase + 2 * math.pi * waves * x / width)
    return np.asarray(
        cv2.remap(image, x, y + lift.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def bent(image: Image, perspective: float, rng: Random) -> Image:
    """Seen from the side: the corners move by up to half of `perspective` of the smaller side."""
    if not perspective:
        return image
    height, width = image.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    reach = perspective * min(height, width) / 2
    moved = corners + np.array([[rng.uniform(-reach, reach) for _ in "xy"] for _ in corners], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved)
    return to_bytes(
        cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT)
    )


def turned(image: Image, tilt: float, quarters: int) -> Image:
    """Turned by degrees, then by quarters clockwise."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    image = to_bytes(
        cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    )
    return np.ascontiguousarray(np.rot90(image, -quarters))


def lit(image: Image, shade: float, rng: Random) -> Image:
    """Light that falls off by up to `shade` from one side to the other."""
    height, width = image.shape[:2]
    across = np.linspace(rng.uniform(-1, 1), rng.uniform(-1, 1), width, dtype=np.float32)[None, :]
    down = np.linspace(rng.uniform(-1, 1), rng.uniform(-1, 1), height, dtype=np.float32)[:, None]
    light = 1 - shade * (0.5 + (across + down) / 4)
    return to_bytes(image.astype(np.float32) * light[:, :, None])


def glaring(image: Image, glare: float, rng: Random) -> Image:
    """A lamp mirrored in the paper: around one point everything pales towards white."""
    if not glare:
        return image
    height, width = image.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    away = (x - rng.uniform(0, 1) * width) ** 2 + (y - rng.uniform(0, 1) * height) ** 2
    spot = glare * np.exp(-away / (2 * (0.16 * max(height, width)) ** 2))[:, :, None]
    return to_bytes(image + (255 - image.astype(np.float32)) * spot)


def shadowed(image: Image, shadow: float, rng: Random) -> Image:
    """The shadow of a hand or a telephone, with a soft edge, from one corner."""
    if shadow < 0.05:
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
    return to_bytes(image.astype(np.float32) * (1 - shadow * mask)[:, :, None])


def shaken(image: Image, length: float, rng: Random) -> Image:
    """A hand that moved by `length` pixels while the shutter was open."""
    if length < 1:
        return image
    size = 2 * math.ceil(length) + 1
    angle, kernel = rng.uniform(0, math.pi), np.zeros((size, size), np.float32)
    middle = size // 2
    for step in np.linspace(-length / 2, length / 2, 4 * size):
        kernel[round(middle + step * math.sin(angle)), round(middle + step * math.cos(angle))] += 1
    return to_bytes(cv2.filter2D(image, -1, kernel / kernel.sum()))


def sensed(image: Image, blur: float, noise: float, dice: np.random.Generator) -> Image:
    """Out of focus by `blur` pixels, with a sensor's grain."""
    if blur > 0.05:
        image = to_bytes(cv2.GaussianBlur(image, (0, 0), blur))
    grain = dice.normal(0, noise, image.shape).astype(np.float32)
    return to_bytes(image.astype(np.float32) + grain)


def scanned(image: Image, dice: np.random.Generator, *, grey: bool, streak: bool) -> Image:
    """A flat-bed or feeder scan: no colour where it was set to grey, a dark streak where dust lay on the glass."""
    if grey:
        image = np.repeat(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[:, :, None], 3, axis=2)
    if streak:
        column = int(dice.uniform(0.05, 0.95) * image.shape[1])
        image = image.copy()
        image[:, column : column + 1] = to_bytes(image[:, column : column + 1].astype(np.float32) * 0.55)
    return image


def to_bytes(values: Any) -> Image:
    """Clipped to pixels."""
    clipped: Image = np.clip(values, 0, 255).astype(np.uint8)
    return clipped
