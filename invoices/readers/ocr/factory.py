"""Which engine reads: `OCR_ENGINE=rapidocr|paddleocr`, one per process, built at first use.

Rule kept: the web process never loads a model; a missing model is one clear sentence, not a stack trace.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from invoices.readers.errors import Unreadable
from invoices.readers.ocr.protocol import OcrEngine

_LOCK: Final = threading.Lock()
_ENGINES: Final[dict[str, OcrEngine]] = {}
DEFAULT_ENGINE: Final = "rapidocr"


@dataclass(frozen=True, slots=True)
class EngineHealth:
    """Answer of the health check: engine, model generation, SHA-256 of the models, seconds the first page took."""

    engine: str
    model_generation: str
    model_sha256: str
    seconds: float


def get_engine(name: str | None = None) -> OcrEngine:
    """The engine of this process. Raises `Unreadable` (ocr_model_missing)."""
    chosen = (name or os.environ.get("OCR_ENGINE") or DEFAULT_ENGINE).strip().lower()
    builder = _BUILDERS.get(chosen)
    if builder is None:
        raise Unreadable("ocr_model_missing", f"OCR_ENGINE={chosen} is none of {', '.join(_BUILDERS)}")
    with _LOCK:
        if chosen not in _ENGINES:
            _ENGINES[chosen] = builder()
        return _ENGINES[chosen]


def warm_up(name: str | None = None) -> EngineHealth:
    """Builds the engine and reads one tiny page, so that a missing model shows now and not in the first job."""
    started = time.perf_counter()
    engine = get_engine(name)
    page = np.full((96, 320, 3), 255, np.uint8)
    page[40:56, 40:280:6] = 0
    engine.recognise(page)
    seconds = round(time.perf_counter() - started, 3)
    return EngineHealth(engine.name, engine.model_generation, engine.model_sha256, seconds)


def _rapidocr() -> OcrEngine:
    from invoices.readers.ocr.rapidocr_engine import RapidOcrEngine

    return RapidOcrEngine()


def _paddleocr() -> OcrEngine:
    from invoices.readers.ocr.paddle_engine import PaddleOcrEngine

    return PaddleOcrEngine()


_BUILDERS: Final[dict[str, Callable[[], OcrEngine]]] = {"rapidocr": _rapidocr, "paddleocr": _paddleocr}


def ocr_health(name: str | None = None) -> dict[str, object]:
    """The health check as plain facts: engine, models, sha256, ok, message; never raises for a missing model."""
    try:
        health = warm_up(name)
    except Unreadable as problem:
        chosen = name or os.environ.get("OCR_ENGINE") or DEFAULT_ENGINE
        message = f"{problem.error.message_zh}：{problem.detail}"
        return {"engine": chosen, "models": "", "sha256": "", "ok": False, "message": message}
    return {
        "engine": health.engine,
        "models": health.model_generation,
        "sha256": health.model_sha256,
        "ok": True,
        "message": f"{health.engine} {health.model_generation} {health.seconds} s",
    }
