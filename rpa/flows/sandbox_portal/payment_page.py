"""Payment of an accepted return by three-party agreement, once, and only of the amount that was approved."""

from __future__ import annotations

from decimal import Decimal

from rpa.errors import FiguresDiffer, PortalDown
from rpa.stage import Stage


def open_payment(stage: Stage) -> None:
    """Open the payment page of the return; what it shows already is read."""
    path = stage.portal.paths["payment"].format(reference=stage.order.reference)
    stage.page.goto(stage.url(path), wait_until="domcontentloaded")


def at_payment(stage: Stage) -> bool:
    """Whether the page shows the approved amount. Raises `FiguresDiffer` when it asks for another one."""
    if not stage.find.is_there("payment.heading"):
        return False
    shown = Decimal(stage.find.find("payment.payable").get_attribute("data-payable") or "0")
    if shown != stage.order.tax_payable:
        differing = [f"{shown} ≠ {stage.order.tax_payable}"]
        raise FiguresDiffer("the amount to pay", "应缴金额", differing)
    read_payment(stage)
    return True


def is_paid(stage: Stage) -> bool:
    """Whether the page shows a payment; its number and day are kept."""
    read_payment(stage)
    return bool(stage.found.payment_number)


def read_payment(stage: Stage) -> None:
    """Number and day of the payment, where there is one."""
    if stage.find.is_there("payment.number"):
        found = stage.found
        found.payment_number = stage.find.find("payment.number").get_attribute("data-payment-number") or ""
        found.paid_on = stage.find.find("payment.paid_on").get_attribute("data-paid-on") or ""
        stage.say(found.payment_number)


def pay(stage: Stage) -> None:
    """Debit the account."""
    button = stage.find.find("payment.pay")
    with stage.page.expect_navigation(wait_until="domcontentloaded") as leaving:
        button.click()
    if leaving.value is not None and leaving.value.status >= 500:
        status = leaving.value.status
        raise PortalDown(f"the portal answers {status} to the payment", f"扣款后电子税务局返回 {status}")
