"""The bureau's own judgement of a return: shape first, then the arithmetic of the form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bureau_sandbox.checks.general import check_general
from bureau_sandbox.checks.general import payable as general_payable
from bureau_sandbox.checks.generic import check_cit_prepayment, cit_payable
from bureau_sandbox.checks.known import Known
from bureau_sandbox.checks.rates import rates_on
from bureau_sandbox.checks.sheet import ZERO, Problem, malformed
from bureau_sandbox.checks.small_scale import check_small_scale
from bureau_sandbox.checks.small_scale import payable as small_scale_payable

__all__ = ["Known", "Problem", "judge", "payable"]

_STATUS_OF_FORM = {"vat_small_scale": "small_scale", "vat_general": "general"}


def judge(form: str, cells: Any, known: Known) -> list[Problem]:
    """Every problem of the return. One with severity `error` means the return is sent back."""
    if problems := malformed(cells):
        return problems
    expected = _STATUS_OF_FORM.get(form)
    if expected and known.vat_status and known.vat_status != expected:
        return [Problem("not_registered_for_form", "纳税人资格与申报表不符")]
    rates = rates_on(known.period_end)
    if form == "vat_small_scale":
        return check_small_scale(cells, known, rates)
    if form == "vat_general":
        return check_general(cells, known, rates)
    return check_cit_prepayment(cells) if form == "cit_prepayment" else []


def payable(form: str, cells: Any) -> Decimal:
    """Yuan to be paid on the return as declared."""
    if form == "vat_small_scale":
        return small_scale_payable(cells)
    if form == "vat_general":
        return general_payable(cells)
    return cit_payable(cells) if form == "cit_prepayment" else ZERO
