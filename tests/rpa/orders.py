"""Orders for the bot against the served make-believe bureau."""

from __future__ import annotations

from datetime import date
from typing import Any

from rpa.order import BotOrder, Limits, Purpose
from tests.bureau_sandbox.sample_returns import small_scale_return
from tests.plugins.sandbox import PASSWORD, USER, Sandbox


def order_for(sandbox: Sandbox, taxpayer_id: str, **changes: Any) -> BotOrder:
    """File a right small-scale return of the third quarter of 2026."""
    content: dict[str, Any] = {
        "purpose": Purpose.FILE,
        "portal": "sandbox_portal",
        "base_url": sandbox.url,
        "taxpayer_id": taxpayer_id,
        "form": "vat_small_scale",
        "period_start": date(2026, 7, 1),
        "period_end": date(2026, 9, 30),
        "cells": small_scale_return(),
        "credentials": {"user_name": USER, "password": PASSWORD},
        "limits": Limits(step=4.0, decision=8.0),
        "with_trace": False,
    }
    return BotOrder(**content | changes)
