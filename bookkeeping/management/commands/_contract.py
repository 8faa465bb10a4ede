"""What the contract commands share: reading a JSON file, one case or a list, one JSON document out, exit statuses."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from kernel.errors import ZhangfangError

UNREADABLE = 2


def read_json(path: str) -> Any:
    """The document of a file (`-` is standard input), amounts kept exact. Exit status 2 where it cannot be read."""
    try:
        raw = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8-sig")
        return json.loads(raw, parse_float=str)
    except OSError as error:
        raise CommandError(f"cannot read {path}: {error.strerror}", returncode=UNREADABLE) from error
    except ValueError as error:
        raise CommandError(f"{path} is not JSON: {error}", returncode=UNREADABLE) from error


def cases_in(data: Any, path: str) -> list[Any]:
    """The list of cases of a document: a list, or an object with a list under `cases`."""
    if isinstance(data, dict) and isinstance(data.get("cases"), list):
        return list(data["cases"])
    if isinstance(data, list):
        return data
    raise CommandError(f"{path} holds no list of cases", returncode=UNREADABLE)


def guarded(answer: Callable[[Mapping[str, Any]], dict[str, Any]], case: Any) -> dict[str, Any]:
    """The answer, or `{"error": …}` in its place where this one case cannot be answered."""
    try:
        if not isinstance(case, dict):
            return {"error": {"code": "invalid_value", "message": "a case is an object"}}
        return answer(case)
    except ZhangfangError as error:
        return {"error": {"code": error.code, "message": error.message_zh}}
    except (TypeError, ValueError, ArithmeticError, AttributeError) as error:
        return {"error": {"code": "invalid_value", "message": f"{type(error).__name__}: {error}"}}


def dump(value: Any) -> str:
    """The one JSON document of standard output."""
    return json.dumps(value, ensure_ascii=False, indent=1)
