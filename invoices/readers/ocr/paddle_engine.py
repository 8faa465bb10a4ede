"""The real PaddleOCR on local model folders: its ONNX engine without paddlepaddle, or native where that is installed.

Rule kept: no model host is ever asked, and the helper models for orientation and unwarping stay off because the page
orientation is found by our own code for every engine alike.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from invoices.readers.errors import Unreadable
from invoices.readers.ocr.paddle_models import PaddleModels, find_models
from invoices.readers.ocr.protocol import Image, OcrWord, quad_of, sha256_of


class PaddleOcrEngine:
    """PaddleOCR 3. Raises `Unreadable` (ocr_model_missing) when package or models are missing."""

    name = "paddleocr"

    def __init__(self) -> None:
        models = find_models()
        self.model_generation = models.generation
        self.model_sha256 = sha256_of(tuple(file.resolve() for file in models.files))
        self._engine = _build(models)

    def recognise(self, image: Image) -> list[OcrWord]:
        """See `OcrEngine.recognise`."""
        pages: Any = self._engine.predict(np.ascontiguousarray(image[..., ::-1]))
        return [
            OcrWord(text, float(score), quad_of(quad))
            for page in pages
            for text, score, quad in zip(page["rec_texts"], page["rec_scores"], page["rec_polys"], strict=True)
            if text
        ]


def _build(models: PaddleModels) -> Any:  # third-party object without types
    os.environ.setdefault("PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK", "True")
    os.environ.setdefault("PADDLE_PDX_CACHE_HOME", str(Path(tempfile.gettempdir()) / f"paddlex-{os.getuid()}"))
    try:
        from paddleocr import PaddleOCR
    except ImportError as error:
        raise Unreadable("ocr_model_missing", f"paddleocr is not installed ({error})") from error
    options: dict[str, Any] = {"engine": models.engine}
    if models.engine == "onnxruntime":
        threads = int(os.environ.get("OCR_THREADS", "1"))
        options["engine_config"] = {"intra_op_num_threads": threads, "enable_cpu_mem_arena": False}
    return PaddleOCR(
        text_detection_model_name=models.detection_name,
        text_detection_model_dir=str(models.detection),
        text_recognition_model_name=models.recognition_name,
        text_recognition_model_dir=str(models.recognition),
        text_det_limit_side_len=736,
        text_det_limit_type="min",
        use_doc_orientation_classify=False,
        use_doc_unwarping=False,
        use_textline_orientation=False,
        **options,
    )
