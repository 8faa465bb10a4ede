"""The channels of the settings, by name."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from kernel.errors import Refusal
from tax_filing.channels.protocol import FilingChannel


class UnknownChannel(Refusal):
    """No channel of that name is configured."""

    code: ClassVar[str] = "unknown_channel"


@lru_cache(maxsize=1)
def channels() -> dict[str, FilingChannel]:
    """Every configured channel, in the order of the settings."""
    found: list[FilingChannel] = [import_string(path)() for path in settings.FILING_CHANNELS]
    return {channel.name: channel for channel in found}


def channel_named(name: str) -> FilingChannel:
    """The channel. Raises `UnknownChannel`."""
    if name not in channels():
        raise UnknownChannel(f"there is no filing channel {name!r}", message_zh=f"没有名为“{name}”的申报渠道")
    return channels()[name]


def _forget(*, setting: str, **_: Any) -> None:
    if setting == "FILING_CHANNELS":
        channels.cache_clear()


setting_changed.connect(_forget)
