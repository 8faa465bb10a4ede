"""OCR engines behind one protocol, built lazily in the process that uses them."""

from __future__ import annotations

from invoices.readers.ocr.factory import EngineHealth, get_engine, warm_up
from invoices.readers.ocr.page import PageOcr
from invoices.readers.ocr.protocol import OcrEngine, OcrWord

__all__ = ["EngineHealth", "OcrEngine", "OcrWord", "PageOcr", "get_engine", "warm_up"]
