"""Payment of an accepted return by three-party agreement (bank, taxpayer, bureau).

Rule kept: a return is paid once; asking again gives the payment that exists.
"""

from __future__ import annotations

import secrets
from decimal import Decimal

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
        if (owed := still_owed(filed)) <= 0:
            raise NotPayable("本期无应缴税款")
        if not filed.taxpayer.debit_agreement:
            raise NotPayable("没有有效的三方协议")
        return Payment.objects.create(
            number=f"JK{timezone.now():%Y%m%d}{secrets.randbelow(10**10):010d}",
            filed_return=filed,
            agreement=filed.taxpayer.debit_agreement,
            amount=owed,
            paid_at=timezone.now(),
        )


def still_owed(filed: FiledReturn) -> Decimal:
    """What the return owes in yuan, less what was paid on the returns it replaces, one behind the other."""
    owed, replaced = filed.tax_payable, filed.replaces
    while replaced is not None:
        payment = Payment.objects.filter(filed_return=replaced).first()
        owed -= payment.amount if payment else Decimal(0)
        replaced = replaced.replaces
    return owed
