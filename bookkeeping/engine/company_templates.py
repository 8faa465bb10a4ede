"""What one company changed of the engine's templates, as one pure value the engine takes.

Rules kept: amounts and sides of the engine's skeletons stay as the law has them; a company puts its own accounts into
their lines and settlement, switches events off, and adds templates of its own, which come first where they fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bookkeeping.domain.account import Side
from bookkeeping.engine.case import AccountName, Case, Choice, ProposedLine
from bookkeeping.engine.entries import SLOTS
from bookkeeping.engine.events import events
from bookkeeping.engine.invoices import templates
from bookkeeping.engine.own_templates import OwnTemplate
from bookkeeping.engine.trades import for_standard

EVENT = "event:"
OPEN_SLOTS = frozenset({*SLOTS, "item"})


@dataclass(frozen=True, slots=True)
class Change:
    """Other accounts for lines of a template by their place, and for its settlement by kind of receipt."""

    lines: Mapping[int, AccountName] = field(default_factory=dict)
    settle: Mapping[str, AccountName] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CompanyTemplates:
    """Events switched off, changes by template (`purchase`, `event:grant`), own templates in order."""

    off: frozenset[str] = frozenset()
    changed: Mapping[str, Change] = field(default_factory=dict)
    own: tuple[OwnTemplate, ...] = ()

    @property
    def events_off(self) -> frozenset[str]:
        """Ids of the events switched off."""
        return frozenset(code.removeprefix(EVENT) for code in self.off)

    def own_for(self, case: Case) -> OwnTemplate | None:
        """The first own template that fits."""
        return next((template for template in self.own if template.fits(case)), None)

    def applied(self, template: str, case: Case, lines: tuple[ProposedLine, ...]) -> tuple[ProposedLine, ...]:
        """The lines with the company's accounts in them."""
        change = self.changed.get(template)
        if change is None:
            return lines
        swaps = {
            (side, for_standard(old, case.standard)): new
            for side, old, new in (
                *_fixed(template, change),
                *_settlement(template, change, case),
            )
        }
        return tuple(replace(line, name=swaps.get((line.side, line.name), line.name)) for line in lines)

    def retold(self, choice: Choice, before: tuple[ProposedLine, ...], after: tuple[ProposedLine, ...]) -> Choice:
        """The choice of an event whose main line got another account by the company's change."""
        if not after or before[0].name != choice.name or after[0].name == choice.name:
            return choice
        name = after[0].name
        return replace(
            choice,
            name=name,
            reason_zh=f"{choice.reason_zh}；本企业模板改记“{name}”",
            reason_en=f"{choice.reason_en}; the company's template says {name}",
        )


def skeleton(template: str) -> list[dict[str, Any]]:
    """The lines of one of the engine's templates: side, and account with detail or the name of the open slot."""
    if not template.startswith(EVENT):
        return [dict(row) for row in templates()[template]["lines"]]
    event = next(event for event in events() if event.id == template.removeprefix(EVENT))
    rows = []
    for side, account, *rest in event.lines:
        amount = rest[1] if len(rest) > 1 else "gross"
        if account in OPEN_SLOTS:
            rows.append({"side": side, "slot": account, "amount": amount})
        else:
            rows.append({"side": side, "account": account, "detail": rest[0] if rest else "", "amount": amount})
    return rows


def _fixed(template: str, change: Change) -> list[tuple[Side, AccountName, AccountName]]:
    rows = skeleton(template)
    return [
        (Side(rows[at]["side"]), AccountName(rows[at]["account"], rows[at].get("detail") or ""), name)
        for at, name in change.lines.items()
        if at < len(rows) and "account" in rows[at]
    ]


def _settlement(template: str, change: Change, case: Case) -> list[tuple[Side, AccountName, AccountName]]:
    if not change.settle or template.startswith(EVENT):
        return []
    usual = templates()[template]["settle"]
    key = case.kind if case.kind in usual or case.kind in change.settle else "default"
    new = change.settle.get(key)
    row = next(row for row in templates()[template]["lines"] if row.get("slot") == "settle")
    old = AccountName(*usual.get(key, usual["default"]))
    return [(Side(row["side"]), old, new)] if new else []
