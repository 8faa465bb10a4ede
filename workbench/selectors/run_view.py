"""The main job as the page shows it: stages with names and figures, and what waits for a person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from workbench.models import PeriodRun, RunState

_ = partial(pgettext_lazy, "stage")  # the same Chinese word may be a different one elsewhere

NAMES: Final[dict[str, Promise]] = {
    "intake": _("收件"),
    "reading": _("识别"),
    "compliance": _("合规检查"),
    "verification": _("查验"),
    "entries": _("分录"),
    "bank_reconciliation": _("银行对账"),
    "draft_returns": _("申报表草稿"),
    "depreciation": _("折旧与摊销"),
    "payroll": _("工资"),
    "vat_vouchers": _("增值税与附加凭证"),
    "vat_transfer": _("增值税与附加凭证"),
    "surtaxes": _("增值税与附加凭证"),
    "income_tax": _("所得税凭证"),
    "income_tax_voucher": _("所得税凭证"),
    "carry_forward": _("结转损益"),
    "checks": _("结账检查"),
    "close": _("结账"),
    "statements": _("财务报表"),
    "warnings": _("预警检查"),
    "gate": _("申报关口"),
    "approval": _("批准申报"),
    "filing": _("申报"),
    "receipts": _("回执"),
    "payment": _("缴款"),
}


SILENT_FOR: Final = timedelta(minutes=10)
"""A run that has said nothing for this long was interrupted: its worker died or its machine stopped."""


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage that was done."""

    label: str
    seconds: float


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One thing a person must do before the run goes on."""

    label: str
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class RunView:
    """A run ready to be shown."""

    state: str
    stage: str
    error: str
    done: list[StageLine] = field(default_factory=list)
    waiting: list[WaitingLine] = field(default_factory=list)

    @property
    def is_running(self) -> bool:
        """Whether the page should ask again."""
        return self.state == RunState.RUNNING


def name_of(stage: str) -> str:
    """The name of a stage in the language of the page."""
    return str(NAMES.get(stage, stage))


def run_view(run: PeriodRun | None, now: datetime, settled: Collection[str] = ()) -> RunView | None:
    """The run as lines; `None` while the period was never run. A run long silent shows as interrupted.

    `settled` names the stages a person has dealt with on other pages since the run stopped.
    """
    if run is None:
        return None
    interrupted = run.state == RunState.RUNNING and now - run.updated_at > SILENT_FOR
    stages: list[dict[str, Any]] = run.stages
    waiting: list[dict[str, Any]] = [item for item in run.waiting if item["stage"] not in settled]
    return RunView(
        state=_state(run, waiting, interrupted=interrupted),
        stage=name_of(run.stage),
        error=run.error,
        done=[StageLine(name_of(item["stage"]), float(item.get("seconds", 0))) for item in stages],
        waiting=[WaitingLine(name_of(item["stage"]), int(item["count"]), str(item["url"])) for item in waiting],
    )


def _state(run: PeriodRun, waiting: list[dict[str, Any]], *, interrupted: bool) -> str:
    if interrupted:
        return "interrupted"
    return RunState.DONE if run.state == RunState.WAITING and not waiting else run.state
