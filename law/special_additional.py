"""Special additional deductions (专项附加扣除) and the personal pension: which there are, and what each may be.

Source: 国发〔2018〕41号, 国发〔2022〕8号, 国发〔2023〕13号 (`law/rules/iit/special_additional.yaml`).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from kernel.errors import InvalidValue
from law.store import RuleValue, lookup

KINDS: Final = (
    "child_education",
    "continuing_education",
    "housing_loan",
    "housing_rent",
    "elderly_care",
    "infant_care",
    "serious_illness",
    "personal_pension",
)
EXCLUSIVE: Final = frozenset({"housing_loan", "housing_rent"})
"""Of these one person takes one at a time (国发〔2018〕41号第二十条)."""


def kind_rule(kind: str, on: date) -> RuleValue:
    """The rule of a kind in force on the day. Raises `NoRuleInForce`."""
    return lookup(f"iit.special_additional.{kind}", on)


def only_annual(kind: str, on: date) -> bool:
    """Whether it is taken at the annual settlement alone, never when wages are paid."""
    return bool(kind_rule(kind, on).value.get("annual"))


def is_other_deduction(kind: str, on: date) -> bool:
    """Whether it stands among the other deductions rather than the special additional ones."""
    return bool(kind_rule(kind, on).value.get("other"))


def check_amount(kind: str, amount: Decimal, on: date, *, months: int) -> None:
    """Raises `InvalidValue` when a monthly amount, taken for so many months of a year, is not what the law knows."""
    rule = kind_rule(kind, on)
    said = rule.value
    wrong = (
        amount <= 0
        or (said.get("step") and amount % said["step"])
        or (said.get("choices") and amount not in said["choices"])
        or (said.get("up_to") and amount > said["up_to"])
        or (said.get("year") and amount * months > said["year"])
        or (said.get("once") == amount and months != 1)
    )
    if wrong:
        raise InvalidValue(
            f"{amount} is no amount of {kind}: {said}",
            message_zh=f"{rule.title}的金额 {amount} 不符合标准（{rule.source}）{rule.note and '：' + rule.note}",
        )
