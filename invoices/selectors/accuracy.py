"""How well documents were read, measured on what people compared with the document and on nothing else.

Rule kept: a field counts when a person accepted its invoice on the review screen; a correction made afterwards counts
against the reading too. Invoices nobody looked at say nothing and are counted nowhere but in `read`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from foundation.learning.confidence import lower_bound
from invoices.models import FieldCorrection, FieldReview, Invoice


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Counts of one field of one kind, or of several together. Rates are ratios of `reviewed`; None where it is 0."""

    kind: str
    field: str
    reviewed: int
    missed: int
    wrong: int
    unmarked: int
    doubtful: int

    @property
    def exact_rate(self) -> float | None:
        """Read exactly as the person left it."""
        return self._share(self.reviewed - self.wrong)

    @property
    def exact_at_least(self) -> float | None:
        """The rate the counts prove with 95 % probability; far below `exact_rate` while few were reviewed."""
        return lower_bound(self.reviewed - self.wrong, self.wrong) if self.reviewed else None

    @property
    def unmarked_rate(self) -> float | None:
        """Wrong, and nothing had told the person to look: the dangerous ones."""
        return self._share(self.unmarked)

    @property
    def doubtful_rate(self) -> float | None:
        """Shown to the person as doubtful."""
        return self._share(self.doubtful)

    def _share(self, count: int) -> float | None:
        return count / self.reviewed if self.reviewed else None


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures by kind (its total, then its fields), all together, and on how many of the invoices they rest."""

    kinds: list[tuple[Accuracy, list[Accuracy]]]
    all: Accuracy
    reviewed_invoices: int
    read_invoices: int


def reading_accuracy(invoices: QuerySet[Invoice]) -> Measured:
    """What people found in the reviewed ones among these invoices."""
    reviews = FieldReview.objects.filter(invoice__in=invoices)
    later = FieldCorrection.objects.filter(
        Q(field=OuterRef("field")) | Q(field__startswith=Concat(OuterRef("field"), Value("."))),
        invoice=OuterRef("invoice"),
        corrected_at__gt=OuterRef("reviewed_at"),
    )
    wrong = Q(is_exact=False) | Q(corrected_later=True)
    grouped = (
        reviews.annotate(corrected_later=Exists(later))
        .values("kind", "field")
        .annotate(
            reviewed=Count("pk"),
            missed=Count("pk", filter=Q(read=None)),
            wrong=Count("pk", filter=wrong),
            unmarked=Count("pk", filter=wrong & Q(was_doubtful=False)),
            doubtful=Count("pk", filter=Q(was_doubtful=True)),
        )
        .order_by("kind", F("wrong").desc(), "field")
    )
    rows = [Accuracy(**row) for row in grouped]
    kinds = [(kind, list(fields)) for kind, fields in groupby(rows, key=lambda row: row.kind)]
    return Measured(
        kinds=[(_together(kind, fields), fields) for kind, fields in kinds],
        all=_together("", rows),
        reviewed_invoices=reviews.values("invoice").distinct().count(),
        read_invoices=invoices.count(),
    )


def _together(kind: str, rows: Iterable[Accuracy]) -> Accuracy:
    found = list(rows)
    counts = {
        name: sum(getattr(row, name) for row in found)
        for name in ("reviewed", "missed", "wrong", "unmarked", "doubtful")
    }
    return Accuracy(kind, "", **counts)
