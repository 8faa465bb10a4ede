"""The visible list of stages of the main job, from receipts to the filed return."""

from __future__ import annotations

from collections.abc import Callable

from workbench.services.run_period import booking, filing, intake
from workbench.services.run_period.request import Counts, Request

Stage = Callable[[Request], Counts]

STAGES: tuple[tuple[str, Stage], ...] = (
    ("intake", intake.receive),
    ("reading", intake.read),
    ("compliance", intake.check),
    ("verification", intake.verify),
    ("entries", booking.entries),
    ("bank_reconciliation", booking.bank_reconciliation),
    ("depreciation", booking.depreciation),
    ("payroll", booking.payroll),
    ("draft_returns", filing.draft),
    ("vat_vouchers", booking.vat_vouchers),
    ("income_tax_voucher", booking.income_tax_voucher),
    ("carry_forward", booking.carry_forward),
    ("checks", booking.checks),
    ("close", booking.close),
    ("statements", booking.statement_totals),
    ("warnings", filing.warnings),
    ("gate", filing.gate),
    ("approval", filing.approval),
    ("filing", filing.file),
    ("receipts", filing.receipts),
    ("payment", filing.pay),
)
