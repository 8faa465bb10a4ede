"""`BureauClient`: filing, status, receipts, invoices and payments over the bureau's API.

Every method raises `TemporaryFailure` (not accepted, try again), `FinalFailure` (refused for good) or, for those that
change something, `OutcomeUnknown` (ask with `status`, `declared` or `payment` before anything else).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import TracebackType
from typing import Any, Self

import httpx
from django.conf import settings

from bureau.answers import BureauAnswer, PaymentAnswer, VerificationAnswer
from bureau.receipts import require_genuine
from bureau.transport import TIMEOUT, Transport
from kernel.errors import FinalFailure
from kernel.money import text


class BureauClient:
    """One application's access to the bureau. Usable from several threads; use it as a context manager."""

    def __init__(self, base_url: str, app_key: str, app_secret: str, *, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._transport = Transport(base_url, app_key, app_secret, timeout=timeout)
        self._receipt_key = ""

    @classmethod
    def from_settings(cls) -> Self:
        """The client of `BUREAU_API_URL`, `BUREAU_APP_KEY` and `BUREAU_APP_SECRET`."""
        return cls(settings.BUREAU_API_URL, settings.BUREAU_APP_KEY, settings.BUREAU_APP_SECRET)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transport.close()

    def file_return(  # noqa: PLR0913 - what makes a return a return, all by name
        self,
        *,
        key: str,
        taxpayer_id: str,
        form: str,
        edition: str,
        period_start: date,
        period_end: date,
        cells: Mapping[str, Any],
        payload_hash: str,
        company_name: str = "",
        kind: str = "file",
        replaces: str = "",
        reason: str = "",
    ) -> BureauAnswer:
        """File a return under the idempotency key `key`. The same key and content give the same answer again.

        `kind` correct or void takes the place of the return whose reference is `replaces`, for a `reason`.
        """
        body = {
            "taxpayer_id": taxpayer_id,
            "company_name": company_name,
            "form": form,
            "edition": edition,
            "period_start": period_start.isoformat(),
            "period_end": period_end.isoformat(),
            "cells": cells,
            "payload_hash": payload_hash,
        }
        if kind != "file":
            body |= {"kind": kind, "replaces": replaces, "reason": reason}
        return BureauAnswer.from_json(self._transport.write("/api/v1/returns", body, key=key).json())

    def status(self, key: str) -> BureauAnswer | None:
        """What became of the return filed under `key`; `None` when the bureau never received it."""
        response = self._transport.read("/api/v1/returns", {"key": key})
        return BureauAnswer.from_json(response.json()) if response else None

    def declared(self, taxpayer_id: str) -> list[BureauAnswer]:
        """Everything the bureau holds for a taxpayer, by whichever way it was filed, newest first."""
        response = self._transport.read("/api/v1/returns", {"taxpayer_id": taxpayer_id})
        return [BureauAnswer.from_json(row) for row in response.json()["returns"]] if response else []

    def receipt(self, reference: str) -> bytes:
        """The receipt PDF of an accepted return, its signature verified. Raises `FinalFailure` when there is none."""
        response = self._transport.read(f"/api/v1/returns/{reference}/receipt")
        if response is None:
            raise FinalFailure(f"no receipt for {reference}", message_zh=f"{reference} 没有可下载的回执")
        require_genuine(response.content, response.headers.get("X-Receipt-Signature", ""), self._public_key())
        return response.content

    def verify_invoice(  # noqa: PLR0913 - what is printed on an invoice, all by name
        self,
        *,
        invoice_number: str,
        invoice_code: str = "",
        issue_date: date | None = None,
        gross_amount: Decimal | None = None,
        net_amount: Decimal | None = None,
        check_code: str = "",
        seller_taxpayer_id: str = "",
        buyer_taxpayer_id: str = "",
    ) -> VerificationAnswer:
        """Does the invoice exist as printed, neither voided nor red-lettered? Unknown fields are not compared."""
        body = {
            "invoice_number": invoice_number,
            "invoice_code": invoice_code,
            "issue_date": issue_date.isoformat() if issue_date else "",
            "gross_amount": "" if gross_amount is None else text(gross_amount),
            "net_amount": "" if net_amount is None else text(net_amount),
            "check_code": check_code,
            "seller_taxpayer_id": seller_taxpayer_id,
            "buyer_taxpayer_id": buyer_taxpayer_id,
        }
        response = self._transport.ask("/api/v1/invoices/verify", body)
        return VerificationAnswer.from_json(response.json() if response else {})

    def invoice_list(self, taxpayer_id: str, direction: str, start: date, end: date) -> list[dict[str, Any]]:
        """Invoices the bureau holds (`direction` purchase or sale) issued from `start` to `end`."""
        params = {"taxpayer_id": taxpayer_id, "direction": direction, "start": f"{start}", "end": f"{end}"}
        response = self._transport.read("/api/v1/invoices", params)
        return list(response.json()["invoices"]) if response else []

    def confirm_usage(self, taxpayer_id: str, numbers: Sequence[str], usage: str, *, tax_period: str) -> None:
        """Confirm the use (`deduct`, `refund`, `not_deductible`) of received invoices in `tax_period` ("2026-10").

        All or nothing; confirming the same use again changes nothing.
        """
        body = {"taxpayer_id": taxpayer_id, "invoice_numbers": list(numbers), "usage": usage, "tax_period": tax_period}
        self._transport.write("/api/v1/invoices/usage", body)

    def pay(self, reference: str) -> PaymentAnswer:
        """Pay an accepted return by three-party agreement. A return already paid gives its payment again."""
        return PaymentAnswer.from_json(self._transport.write("/api/v1/payments", {"reference": reference}).json())

    def payment(self, reference: str) -> PaymentAnswer | None:
        """The payment of a return; `None` when it is not paid."""
        response = self._transport.read("/api/v1/payments", {"reference": reference})
        return PaymentAnswer.from_json(response.json()) if response else None

    def _public_key(self) -> str:
        if not self._receipt_key:
            response = self._transport.read("/api/v1/keys/receipt")
            self._receipt_key = str(response.json()["public_key"]) if response else ""
        return self._receipt_key


def kept_client() -> BureauClient:
    """The client of the settings, kept with its connections and token for the life of this process."""
    return _client_of(os.getpid(), settings.BUREAU_API_URL, settings.BUREAU_APP_KEY, settings.BUREAU_APP_SECRET)


@lru_cache(maxsize=4)
def _client_of(_process: int, url: str, key: str, secret: str) -> BureauClient:
    """A process of its own, because a forked worker must not share the connections of its parent."""
    return BureauClient(url, key, secret)
