"""Every model stands in docs/glossary.md under its one Chinese name, in its room, and nothing else does."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils.translation import override

ROW = re.compile(r"^\| ([^|]+) \| `(\w+)` \| (\w+) \|", re.MULTILINE)


def test_the_glossary_names_every_model_and_no_other():
    text = (Path(settings.BASE_DIR) / "docs" / "glossary.md").read_text(encoding="utf-8")
    written = {(room, name, term) for term, name, room in ROW.findall(text)}
    rooms = {row[0] for row in written}
    with override("zh-hans"):
        kept = {
            (model._meta.app_label, model.__name__, str(model._meta.verbose_name))
            for model in apps.get_models()
            if (Path(settings.BASE_DIR) / model._meta.app_label).is_dir()
        }
    assert written == kept
    assert len(rooms) > 6
