"""Model folders in PaddleOCR's layout: configured ones, or made from the ONNX models inside the rapidocr package.

Rule kept: nothing is downloaded. A folder is `inference.yml` beside `inference.onnx`, or `inference.json` (or
`.pdmodel`) beside `inference.pdiparams`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from invoices.readers.errors import Unreadable
from invoices.readers.ocr.rapidocr_engine import DETECTION, GENERATION, RECOGNITION, model_folder

_DETECTION_NAME: Final = "PP-OCRv6_small_det"
_RECOGNITION_NAME: Final = "PP-OCRv6_small_rec"


@dataclass(frozen=True, slots=True)
class PaddleModels:
    """Two model folders with the names PaddleOCR wants to hear, and the inference engine their files need."""

    detection: Path
    recognition: Path
    detection_name: str
    recognition_name: str
    engine: str
    generation: str

    @property
    def files(self) -> tuple[Path, ...]:
        """The weight files of both."""
        return tuple(_weights(folder) for folder in (self.detection, self.recognition))


def find_models() -> PaddleModels:
    """Folders of `PADDLEOCR_DET_DIR` and `PADDLEOCR_REC_DIR`, else generated ones. Raises `Unreadable`."""
    detection, recognition = os.environ.get("PADDLEOCR_DET_DIR"), os.environ.get("PADDLEOCR_REC_DIR")
    if detection and recognition:
        return _described(Path(detection), Path(recognition), generation="")
    if detection or recognition:
        raise Unreadable("ocr_model_missing", "set both PADDLEOCR_DET_DIR and PADDLEOCR_REC_DIR, or neither")
    folder = _generated()
    return _described(folder / "det", folder / "rec", generation=GENERATION)


def _described(detection: Path, recognition: Path, *, generation: str) -> PaddleModels:
    names = [_model_name(folder) for folder in (detection, recognition)]
    suffixes = {_weights(folder).suffix for folder in (detection, recognition)}
    if len(suffixes) != 1:
        raise Unreadable("ocr_model_missing", "detection and recognition models have different formats")
    engine = "onnxruntime" if suffixes == {".onnx"} else "paddle_static"
    return PaddleModels(detection, recognition, names[0], names[1], engine, generation or "+".join(names))


def _model_name(folder: Path) -> str:
    """`Global.model_name` of inference.yml, which PaddleOCR compares with the name it is given."""
    file = folder / "inference.yml"
    try:
        return str(yaml.safe_load(file.read_text(encoding="utf-8"))["Global"]["model_name"])
    except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
        raise Unreadable("ocr_model_missing", f"{file} is missing or names no model") from error


def _weights(folder: Path) -> Path:
    for name in ("inference.onnx", "inference.pdiparams"):
        if (folder / name).is_file():
            return folder / name
    raise Unreadable("ocr_model_missing", f"{folder} has neither inference.onnx nor inference.pdiparams")


def _generated() -> Path:
    """A cache folder with both models, made once per model version; several processes may make it at once."""
    source = model_folder()
    root = Path(
        os.environ.get("PADDLEOCR_CACHE_DIR") or Path(tempfile.gettempdir()) / f"zhangfang-paddleocr-{os.getuid()}"
    )
    stamp = hashlib.sha256(
        "".join(f"{(source / n).stat().st_size}" for n in (DETECTION, RECOGNITION)).encode()
    ).hexdigest()
    folder = root / stamp[:16]
    if not (folder / "rec" / "inference.yml").is_file():
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(dir=root))
        _fill(scratch / "det", source / DETECTION, _detection_config())
        _fill(scratch / "rec", source / RECOGNITION, _recognition_config(source / RECOGNITION))
        try:
            scratch.rename(folder)
        except OSError:
            shutil.rmtree(scratch)
    return folder


def _fill(folder: Path, model: Path, config: dict[str, Any]) -> None:
    folder.mkdir(parents=True)
    (folder / "inference.onnx").symlink_to(model)
    content = yaml.safe_dump(config, allow_unicode=True, sort_keys=False)
    (folder / "inference.yml").write_text(content, encoding="utf-8")


def _detection_config() -> dict[str, Any]:
    normalise = {
        "mean": [0.485, 0.456, 0.406],
        "std": [0.229, 0.224, 0.225],
        "scale": "1./255.",
        "order": "hwc",
    }
    return {
        "Global": {"model_name": _DETECTION_NAME},
        "PreProcess": {
            "transform_ops": [
                {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
                {"DetResizeForTest": {"resize_long": 960}},
                {"NormalizeImage": normalise},
                {"ToCHWImage": None},
                {"KeepKeys": {"keep_keys": ["image", "shape"]}},
            ]
        },
        "PostProcess": {
            "name": "DBPostProcess",
            "thresh": 0.3,
            "box_thresh": 0.5,
            "max_candidates": 1000,
            "unclip_ratio": 1.6,
        },
    }


def _recognition_config(model: Path) -> dict[str, Any]:
    return {
        "Global": {"model_name": _RECOGNITION_NAME},
        "PreProcess": {
            "transform_ops": [
                {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
                {"RecResizeImg": {"image_shape": [3, 48, 320]}},
                {"KeepKeys": {"keep_keys": ["image"]}},
            ]
        },
        "PostProcess": {"name": "CTCLabelDecode", "character_dict": _characters(model)},
    }


def _characters(model: Path) -> list[str]:
    """The alphabet, kept in the metadata of the ONNX file under `character`."""
    from onnxruntime import InferenceSession

    metadata = InferenceSession(str(model), providers=["CPUExecutionProvider"]).get_modelmeta().custom_metadata_map
    if "character" not in metadata:
        raise Unreadable("ocr_model_missing", f"{model.name} carries no alphabet")
    return str(metadata["character"]).splitlines()
