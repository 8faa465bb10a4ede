"""Compute the returns of a period from the books and keep them as drafts.

Rule kept: a draft may be recomputed as often as wanted and keeps the overrides of people; a version that was sent is
never touched. After a rejection the next draft is a new version.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from foundation.models import Company, User
from foundation.provenance import Ref, link_many
from kernel.errors import InvalidValue
from kernel.finding import Finding, Severity
from kernel.money import money, total
from kernel.period import AccountingPeriod
from tax_filing.domain.cell_key import AMOUNT, CellKey
from tax_filing.domain.compute_return import (
    checks_of,
    fill_prepared,
    finding_json,
    findings_of,
    lines_of,
    prepare,
    trace_of,
)
from tax_filing.domain.due import DueReturn
from tax_filing.domain.package import payload_of, sha256
from tax_filing.domain.return_engine import FilledReturn, Override
from tax_filing.models import TaxReturn
from tax_filing.selectors.due import due_for
from tax_filing.selectors.facts_from_books import facts_for
from tax_filing.selectors.returns import is_frozen, latest_return, next_version
from tax_filing.selectors.tie_out import tie_out


def draft_returns(
    company: Company, period: AccountingPeriod, *, forms: tuple[str, ...] = (), actor: User | None = None
) -> list[TaxReturn]:
    """The returns due with `period` (only `forms` when given), computed anew unless already sent.

    Raises `NotReady` without a taxpayer status, `NoRuleInForce`, `InvalidValue` for facts the form cannot take.
    """
    due = [owed for owed in due_for(company, period) if not forms or owed.form in forms]
    return [_draft(company, owed, actor) for owed in due]


def _draft(company: Company, owed: DueReturn, actor: User | None) -> TaxReturn:
    latest = latest_return(company, owed.form, owed.tax_period)
    if latest and is_frozen(latest):
        return latest
    return compute_draft(
        _open_version(company, owed, latest), facts_for(company, owed.form, owed.tax_period), actor=actor
    )


def _open_version(company: Company, owed: DueReturn, latest: TaxReturn | None) -> TaxReturn:
    """The version to compute: the draft there is, or a new one after a version that was sent back."""
    if latest and not latest.submissions.exists():
        return latest
    return TaxReturn(
        company=company,
        form=owed.form,
        period_start=owed.tax_period.start,
        period_end=owed.tax_period.end,
        version=next_version(company, owed.form, owed.tax_period),
        overrides=latest.overrides if latest else {},
    )


def compute_draft(draft: TaxReturn, facts: Mapping[str, Any], *, actor: User | None = None) -> TaxReturn:
    """Fill the draft from facts and save it with its trace and its links to what it was made from."""
    prepared = prepare(draft.form, facts)
    filled = fill_prepared(prepared, overrides_of(draft))
    findings = [
        *findings_of(prepared, filled),
        *tie_out(draft.company, filled, prepared.period),
        *_override_notes(draft),
    ]
    draft.edition = filled.form.edition
    draft.facts = dict(facts)
    draft.lines = lines_of(filled.form, filled.cells)
    draft.trace = trace_of(filled)
    draft.findings = [finding_json(finding) for finding in findings]
    draft.cross_checks = checks_of(filled)
    draft.tax_payable = filled.tax_payable
    draft.surtaxes = {name: str(value) for name, value in filled.surtaxes.items()}
    draft.total_payable = max(money(0), filled.tax_payable) + total(filled.surtaxes.values())
    draft.payload_hash = sha256(payload_of_return(draft))
    if actor is not None:
        draft.prepared_by = actor
    with transaction.atomic():
        draft.save()
        link_many(company_id=draft.company_id, pairs=_links(draft, filled))
    return draft


def payload_of_return(tax_return: TaxReturn) -> str:
    """The canonical content that is filed."""
    return payload_of(
        taxpayer_id=tax_return.company.taxpayer_id,
        form=tax_return.form,
        edition=tax_return.edition,
        start=tax_return.period_start,
        end=tax_return.period_end,
        cells=tax_return.lines,
    )


def overrides_of(draft: TaxReturn) -> dict[CellKey, Override]:
    """A draft's overrides as the engine takes them."""
    return {cell_key(name): Override(money(row["value"]), row["reason"]) for name, row in draft.overrides.items()}


def cell_key(name: str) -> CellKey:
    """The cell of a name like `main:15:total` or `main:28.1` (one-column sections have no column).

    The parts stand between `:`, because line numbers may hold a full stop. Raises `InvalidValue` for any other shape.
    """
    parts = name.split(":")
    if len(parts) not in (2, 3) or not all(parts):
        raise InvalidValue(f"there is no cell {name!r}", message_zh=f"申报表没有“{name}”这一格")
    return CellKey(parts[0], parts[1], parts[2] if len(parts) == 3 else AMOUNT)


def _override_notes(draft: TaxReturn) -> list[Finding]:
    return [
        Finding(
            "RETURN_OVERRIDDEN",
            Severity.WARN,
            f"{name} 由人工填为 {row['value']}：{row['reason']}",
            f"{name} was set to {row['value']} by hand: {row['reason']}",
        )
        for name, row in draft.overrides.items()
    ]


def _links(draft: TaxReturn, filled: FilledReturn) -> list[tuple[Ref, Ref]]:
    return [
        (Ref("tax_return", draft.pk, str(key)), Ref(source.kind, source.id))
        for key, trace in filled.trace.items()
        for source in trace.sources
    ]
