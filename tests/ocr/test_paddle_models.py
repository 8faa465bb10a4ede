"""Model folders for PaddleOCR: configured, or made from the models that are already here."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from invoices.readers.errors import Unreadable
from invoices.readers.ocr.factory import ocr_health
from invoices.readers.ocr.paddle_models import find_models


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PADDLEOCR_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("PADDLEOCR_DET_DIR", raising=False)
    monkeypatch.delenv("PADDLEOCR_REC_DIR", raising=False)


def test_folders_are_made_from_the_models_of_the_default_engine() -> None:
    models = find_models()
    assert models.engine == "onnxruntime"
    assert all(file.is_file() for file in models.files)
    recognition = yaml.safe_load((models.recognition / "inference.yml").read_text())
    assert recognition["Global"]["model_name"] == models.recognition_name
    alphabet = recognition["PostProcess"]["character_dict"]
    assert len(alphabet) > 15_000
    assert {"税", "圆", "¥"} <= set(alphabet)


def test_they_are_made_once() -> None:
    first = find_models()
    stamp = (first.detection / "inference.yml").stat().st_mtime_ns
    assert find_models() == first
    assert (first.detection / "inference.yml").stat().st_mtime_ns == stamp


def _folder(path: Path, weights: str) -> Path:
    path.mkdir()
    (path / "inference.yml").write_text(f"Global:\n  model_name: {path.name}\n")
    (path / weights).write_bytes(b"weights")
    return path


def test_configured_folders_win_and_their_files_choose_the_engine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PADDLEOCR_DET_DIR", str(_folder(tmp_path / "some_det", "inference.pdiparams")))
    monkeypatch.setenv("PADDLEOCR_REC_DIR", str(_folder(tmp_path / "some_rec", "inference.pdiparams")))
    models = find_models()
    assert (models.engine, models.detection_name, models.recognition_name) == ("paddle_static", "some_det", "some_rec")


@pytest.mark.parametrize("names", [("PADDLEOCR_DET_DIR",), ("PADDLEOCR_DET_DIR", "PADDLEOCR_REC_DIR")])
def test_missing_folders_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, names: tuple[str, ...]) -> None:
    for name in names:
        monkeypatch.setenv(name, str(tmp_path / "nowhere"))
    with pytest.raises(Unreadable) as refusal:
        find_models()
    assert refusal.value.error.code == "ocr_model_missing"
    assert "PADDLEOCR" in refusal.value.detail or "nowhere" in refusal.value.detail


def test_the_health_check_answers_instead_of_raising(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCR_ENGINE", "nothing")
    health = ocr_health()
    assert health["ok"] is False
    assert "nothing" in str(health["message"])
