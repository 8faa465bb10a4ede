"""Typed readers of environment variables. A value that cannot be read stops the start with one clear sentence."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """The variable, or the content of the file that NAME_FILE points to (for mounted secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """A yes/no variable. Raises `ImproperlyConfigured` for any other word."""
    value = text(name, "1" if default else "0").strip().lower()
    if value not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"{name}={value!r}: write 1 or 0")
    return value in _TRUE


def integer(name: str, default: int) -> int:
    """A whole number. Raises `ImproperlyConfigured`."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number") from error


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list; blanks are dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def path(name: str, default: Path) -> Path:
    """A file or folder, made absolute."""
    return Path(text(name, str(default))).expanduser().resolve()


def kept_secret(name: str, file: Path, make: Callable[[], str] = lambda: secrets.token_urlsafe(50)) -> str:
    """The variable, else a secret made once and kept in `file`, readable by its owner only."""
    if value := text(name):
        return value
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
            handle.write(make())
    except FileExistsError:
        pass
    return file.read_text(encoding="utf-8").strip()


def database(name: str, sqlite_file: Path) -> dict[str, Any]:
    """Database settings from a URL (`postgresql://user:password@host:5432/name`), by default SQLite in WAL mode."""
    url = text(name)
    if not url:
        return sqlite(sqlite_file)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name}: {parts.scheme}:// is not supported; use postgresql:// or sqlite:///")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(file: Path) -> dict[str, Any]:
    """SQLite as measured safe for books: write-ahead log, full sync, writers queue at BEGIN IMMEDIATE."""
    file.parent.mkdir(parents=True, exist_ok=True)
    pragmas = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": pragmas},
        "TEST": {"NAME": file.with_name(f"test-{file.name}")},
    }
