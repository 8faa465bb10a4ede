"""The rivals: a fresh browser that fills field by field and checks nothing, and the bare signed HTTP calls."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from typing import Any

import httpx
from playwright.sync_api import sync_playwright

from benchmarks.filing.bureau import KEY, SECRET
from foundation.machine import find_chromium
from tests.bureau_sandbox.sample_returns import small_scale_return

FORM, START, END = "vat_small_scale", "2026-07-01", "2026-09-30"


def by_fresh_browser(url: str, taxpayer_id: str) -> bytes:
    """Start a browser, log in, one `fill` per field, submit, fetch the receipt. Nothing read back, nothing kept."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), chromium_sandbox=False)
        page = browser.new_page()
        page.goto(f"{url}/login")
        page.fill("#taxpayer-id", taxpayer_id)
        page.fill("#user-name", "handler")
        page.fill("#password", "practice-password")
        page.click("#login")
        page.check("#tax_handler")
        page.click("#identity-confirm")
        page.goto(f"{url}/filing?form={FORM}&start={START}&end={END}")
        there = page.eval_on_selector_all("input[data-cell]", "all => all.map(e => e.dataset.cell)")
        for line, columns in small_scale_return()["main"].items():
            for column, amount in columns.items():
                if (cell := f"main|{line}|{column}") in there:
                    page.fill(f'[data-cell="{cell}"]', amount)
        page.click("#precheck")
        page.check("#agreed")
        page.click("#submit")
        page.wait_for_selector("#receipt")
        receipt = page.request.get(f"{page.url}/receipt.pdf").body()
        browser.close()
        return receipt


class Bare:
    """Signed calls with one kept connection and one token: nothing is checked, nothing can fail in words."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, trust_env=False)
        self.token = "none"
        body = b"grant_type=client_credentials"
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self.token = self._call("POST", "/oauth/token", body, kind).json()["access_token"]

    def file(self, taxpayer_id: str) -> bytes:
        """File, and fetch the receipt."""
        content: dict[str, Any] = {
            "taxpayer_id": taxpayer_id, "form": FORM, "edition": "2026", "period_start": START, "period_end": END,
            "cells": small_scale_return(), "payload_hash": "",
        }  # fmt: skip
        key = {"Idempotency-Key": f"bare-{taxpayer_id}", "Content-Type": "application/json"}
        filed = self._call("POST", "/api/v1/returns", json.dumps(content).encode(), key).json()
        return self._call("GET", f"/api/v1/returns/{filed['reference']}/receipt", b"", {}).content

    def _call(self, method: str, path: str, body: bytes, more: dict[str, str]) -> httpx.Response:
        stamp, nonce = str(int(time.time())), secrets.token_hex(16)
        text = "\n".join((method, path, stamp, nonce, hashlib.sha256(body).hexdigest()))
        signature = hmac.new(SECRET.encode(), text.encode(), "sha256").hexdigest()
        headers = {"X-Bureau-Key": KEY, "X-Bureau-Timestamp": stamp, "X-Bureau-Nonce": nonce, **more}
        headers |= {"X-Bureau-Signature": signature, "Authorization": f"Bearer {self.token}"}
        response = self.http.request(method, path, content=body, headers=headers)
        response.raise_for_status()
        return response
