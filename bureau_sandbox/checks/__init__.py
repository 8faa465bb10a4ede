"""The bureau's own judgement of a return: shape first, then the arithmetic of the form."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from bureau_sandbox.checks import general, generic, small_scale
from bureau_sandbox.checks.known import Known
from bureau_sandbox.checks.rates import rates_on
from bureau_sandbox.checks.sheet import ZERO, Problem, malformed

__all__ = ["Known", "Problem", "judge", "payable"]

_STATUS_OF_FORM: Final = {"vat_small_scale": "small_scale", "vat_general": "general"}
_PLAIN_CHECKS: Final[dict[str, Callable[[Any], list[Problem]]]] = {
    "cit_prepayment": generic.check_cit_prepayment,
    "iit_business_income": generic.check_business_income,
    "stamp_duty": generic.check_stamp_duty,
}
_PAYABLE: Final[dict[str, Callable[[Any], Decimal]]] = {
    "vat_small_scale": small_scale.payable,
    "vat_general": general.payable,
    "cit_prepayment": generic.cit_payable,
    "iit_business_income": generic.business_income_payable,
    "stamp_duty": generic.stamp_duty_payable,
}


def judge(form: str, cells: Any, known: Known) -> list[Problem]:
    """Every problem of the return. One with severity `error` means the return is sent back."""
    if problems := malformed(cells):
        return problems
    expected = _STATUS_OF_FORM.get(form)
    if expected and known.vat_status and known.vat_status != expected:
        return [Problem("not_registered_for_form", "纳税人资格与申报表不符")]
    rates = rates_on(known.period_end)
    if form == "vat_small_scale":
        return small_scale.check_small_scale(cells, known, rates)
    if form == "vat_general":
        return general.check_general(cells, known, rates)
    return _PLAIN_CHECKS[form](cells) if form in _PLAIN_CHECKS else []


def payable(form: str, cells: Any) -> Decimal:
    """Yuan to be paid on the return as declared."""
    return _PAYABLE[form](cells) if form in _PAYABLE else ZERO
