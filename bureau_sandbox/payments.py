"""Payment of an accepted return by three-party agreement (bank, taxpayer, bureau).

Rule kept: a return is paid once; asking again gives the payment that exists.
"""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from bureau_sandbox.models import FiledReturn, Payment


class NotPayable(ValueError):
    """The return is not accepted, owes nothing, or no agreement is known."""


def pay(filed: FiledReturn) -> Payment:
    """Debit the tax of `filed`. Raises `NotPayable` with the reason."""
    with transaction.atomic():
        if (done := Payment.objects.filter(filed_return=filed).first()) is not None:
            return done
        if filed.status_at(timezone.now()) != "accepted":
            raise NotPayable("申报尚未受理成功，不能缴款")
        if filed.tax_payable <= 0:
            raise NotPayable("本期无应缴税款")
        if not filed.taxpayer.debit_agreement:
            raise NotPayable("没有有效的三方协议")
        return Payment.objects.create(
            number=f"JK{timezone.now():%Y%m%d}{secrets.randbelow(10**10):010d}",
            filed_return=filed,
            agreement=filed.taxpayer.debit_agreement,
            amount=filed.tax_payable,
            paid_at=timezone.now(),
        )
