"""Keep the lists of analysis items, and find the rows for the combinations that lines carry.

Rule kept: an item in use is never removed, only switched off; a combination is written once and never changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Q

from bookkeeping.domain.analysis import NAMES_ZH, Analysis, Dimension, Item
from bookkeeping.domain.voucher import VoucherRefused
from bookkeeping.models import AnalysisItem, AnalysisSet
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue
from kernel.pinyin import initials


def search_words(code: str, name: str) -> str:
    """What an item is found by: code, name, pinyin initials."""
    return f"{code} {name} {initials(name)}"[:240]


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What a person says of an item."""

    dimension: str
    code: str
    name: str
    specification: str = ""
    unit: str = ""
    is_active: bool = True

    def cleaned(self) -> ItemFacts:
        """Without blanks around. Raises `InvalidValue` when code or name is empty or the code has blanks."""
        facts = ItemFacts(
            Dimension(self.dimension).value,
            self.code.strip(),
            self.name.strip(),
            self.specification.strip(),
            self.unit.strip(),
            self.is_active,
        )
        if not facts.name or len(facts.code.split()) != 1:
            raise InvalidValue(
                "code and name are needed; a code has no blanks", message_zh="请填写编码（不含空格）和名称"
            )
        return facts


@transaction.atomic
def keep_item(
    company: Company, facts: ItemFacts, *, item: AnalysisItem | None = None, actor: User | None
) -> AnalysisItem:
    """A new item, or `item` with new content. Raises `InvalidValue` for an empty or taken code or name."""
    if actor is not None:
        require_role(actor, company, Role.ACCOUNTANT)
    facts = facts.cleaned()
    row = item or AnalysisItem(company=company)
    others = AnalysisItem.objects.filter(company=company, dimension=facts.dimension).exclude(pk=row.pk or 0)
    same = Q(code=facts.code) | Q(name=facts.name, specification=facts.specification)
    if others.filter(same).exists():
        raise InvalidValue(
            f"{facts.code} {facts.name} is taken", message_zh=f"编码“{facts.code}”或名称“{facts.name}”已存在"
        )
    for name, value in asdict(facts).items():
        setattr(row, name, value)
    row.search_text = search_words(facts.code, facts.name)
    row.save()
    action = "analysis_item.changed" if item else "analysis_item.added"
    record(company=company, actor=actor, action=action, subject=row, content=asdict(facts))
    return row


def sets_for(company_id: int, analyses: Iterable[Analysis]) -> dict[Analysis, int]:
    """Ids of the rows of these combinations, made where there is none. Raises `VoucherRefused` for an unknown item."""
    wanted = {analysis for analysis in analyses if analysis}
    if not wanted:
        return {}
    ids = _item_ids(company_id, {item for analysis in wanted for item in analysis})
    keys = {analysis: ".".join(str(ids[item]) for item in analysis) for analysis in wanted}
    known = _known(company_id, keys.values())
    fresh = [analysis for analysis in wanted if keys[analysis] not in known]
    if fresh:
        AnalysisSet.objects.bulk_create(
            [
                AnalysisSet(
                    company_id=company_id,
                    key=keys[analysis],
                    **{f"{item.dimension}_id": ids[item] for item in analysis},
                )
                for analysis in fresh
            ],
            ignore_conflicts=True,
        )
        known = _known(company_id, keys.values())
    return {analysis: known[keys[analysis]] for analysis in wanted}


def _known(company_id: int, keys: Iterable[str]) -> dict[str, int]:
    return dict(AnalysisSet.objects.filter(company_id=company_id, key__in=list(keys)).values_list("key", "pk"))


def _item_ids(company_id: int, items: set[Item]) -> dict[Item, int]:
    rows = AnalysisItem.objects.filter(company_id=company_id, code__in={item.code for item in items})
    ids = {Item(dimension, code): pk for dimension, code, pk in rows.values_list("dimension", "code", "pk")}
    for item in items:
        if item not in ids:
            name = NAMES_ZH[Dimension(item.dimension)]
            raise VoucherRefused(
                f"no {item.dimension} {item.code!r}", message_zh=f"没有编码为“{item.code}”的{name}", rule="analysis"
            )
    return ids
