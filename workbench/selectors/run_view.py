"""The main job as the page shows it: stages with names and figures, and what waits for a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from workbench.models import PeriodRun, RunState

NAMES: Final[dict[str, Promise]] = {
    "intake": pgettext_lazy("stage", "收件"),
    "reading": pgettext_lazy("stage", "识别"),
    "compliance": pgettext_lazy("stage", "合规检查"),
    "verification": pgettext_lazy("stage", "查验"),
    "entries": pgettext_lazy("stage", "分录"),
    "draft_returns": pgettext_lazy("stage", "申报表草稿"),
    "vat_vouchers": pgettext_lazy("stage", "增值税与附加凭证"),
    "vat_transfer": pgettext_lazy("stage", "增值税与附加凭证"),
    "surtaxes": pgettext_lazy("stage", "增值税与附加凭证"),
    "income_tax": pgettext_lazy("stage", "所得税凭证"),
    "income_tax_voucher": pgettext_lazy("stage", "所得税凭证"),
    "carry_forward": pgettext_lazy("stage", "结转损益"),
    "checks": pgettext_lazy("stage", "结账检查"),
    "close": pgettext_lazy("stage", "结账"),
    "statements": pgettext_lazy("stage", "财务报表"),
    "warnings": pgettext_lazy("stage", "预警检查"),
    "gate": pgettext_lazy("stage", "申报关口"),
    "approval": pgettext_lazy("stage", "批准申报"),
    "filing": pgettext_lazy("stage", "申报"),
    "receipts": pgettext_lazy("stage", "回执"),
    "payment": pgettext_lazy("stage", "缴款"),
}


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


def run_view(run: PeriodRun | None) -> RunView | None:
    """The run as lines; `None` while the period was never run."""
    if run is None:
        return None
    stages: list[dict[str, Any]] = run.stages
    waiting: list[dict[str, Any]] = run.waiting
    return RunView(
        state=run.state,
        stage=name_of(run.stage),
        error=run.error,
        done=[StageLine(name_of(item["stage"]), float(item.get("seconds", 0))) for item in stages],
        waiting=[WaitingLine(name_of(item["stage"]), int(item["count"]), str(item["url"])) for item in waiting],
    )
