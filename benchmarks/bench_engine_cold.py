"""The engine without history: `CASES_DIR=… manage.py bench engine_cold`."""

from __future__ import annotations

from benchmarks.engine.cold import figures

__all__ = ["figures"]
