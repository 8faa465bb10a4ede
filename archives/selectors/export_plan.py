"""All of a company's data (财会〔2024〕12号 Art. 41), found from the models so that no table is forgotten.

Every model of ours that leads to a company by foreign keys is a table of the export; `NOT_EXPORTED` names the
exceptions with their reasons.
"""

from __future__ import annotations

import base64
import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, ForeignKey, Model, QuerySet

from archives.domain.manifest import LOG
from archives.domain.member import Member, whole
from archives.domain.tables import csv_chunks
from archives.selectors.archive_plan import log_lines, original
from foundation.credentials import reveal_secrets
from foundation.models import Agency, AuditChain, Company, Document, User

CATEGORY: Final = "export"
NOT_EXPORTED: Final[dict[str, str]] = {
    "foundation.Secret": "log-ins of tax bureaus; what is sealed of employees stands in sealed_employees.jsonl",
    "foundation.Job": "work the machine has to do, no data of the company",
    "foundation.Membership": "who may log in here; names stand in people.jsonl",
    "archives.ArchivePackage": "the packages themselves",
    "workbench.BoardView": "how a person looks at her companies",
    "workbench.DeskMark": "what a person has seen of the desk",
}
FIELDS_NOT_EXPORTED: Final[dict[str, str]] = {
    "foundation.Handover.answer_ciphertext": "what a person typed for a bureau once: captcha or one-time code",
}
SEALED: Final = "payroll.employee:"
"""Secrets that are the company's own data and therefore leave with it."""
_ROWS: Final = 1000


@dataclass(frozen=True, slots=True)
class Table:
    """A model with the way from it to its company (`voucher__company`; `pk` for the company itself)."""

    model: type[Model]
    path: str

    @property
    def label(self) -> str:
        """App and model as one name."""
        return str(self.model._meta.label)

    def rows(self, company: Company) -> QuerySet[Any]:
        """The company's rows by primary key."""
        return self.model._base_manager.filter(**{self.path: company.pk}).order_by("pk")  # noqa: SLF001 - all rows


def our_models() -> list[type[Model]]:
    """Models of the rooms of this product."""
    base = Path(settings.BASE_DIR)
    return [model for model in apps.get_models() if (base / model._meta.app_label).is_dir()]


def tables() -> list[Table]:
    """Every table of the export, by name."""
    found = [Table(model, path) for model in our_models() if (path := way_to_company(model))]
    return sorted((table for table in found if table.label not in NOT_EXPORTED), key=lambda table: table.label)


def way_to_company(model: type[Model]) -> str:
    """The shortest chain of foreign keys to `Company`, as a look-up; "" where there is none."""
    if model is Company:
        return "pk"
    waiting: deque[tuple[type[Model], str]] = deque([(model, "")])
    seen: set[type[Model]] = {model}
    while waiting:
        place, path = waiting.popleft()
        for field in _keys(place):
            target: Any = field.related_model
            if target is Company:
                return f"{path}{field.name}"
            if target not in seen:
                seen.add(target)
                waiting.append((target, f"{path}{field.name}__"))
    return ""


def _keys(model: type[Model]) -> list[ForeignKey[Any, Any]]:
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def fields_of(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of a table that leave."""
    label = model._meta.label
    return [field for field in model._meta.concrete_fields if f"{label}.{field.name}" not in FIELDS_NOT_EXPORTED]


def export_members(company: Company) -> Iterator[Member]:
    """Every member of the export; the description of the tables comes last and knows how many rows were written."""
    counts: dict[str, int] = {}
    found = tables()
    for table in found:
        yield Member(f"tables/{table.label}.jsonl", CATEGORY, partial(_lines, table, company, counts))
        yield Member(f"tables/{table.label}.csv", CATEGORY, partial(_csv, table, company))
    yield Member("tables/people.jsonl", CATEGORY, partial(_people, company))
    yield Member("tables/sealed_employees.jsonl", CATEGORY, partial(_sealed, company))
    for document in Document.objects.filter(company=company).exclude(state="refused").order_by("sha256").iterator():
        yield original(document)
    yield Member(LOG, CATEGORY, partial(log_lines, company))
    yield whole("schema.json", CATEGORY, lambda: _json(_schema(company, found, counts)))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder).encode()


def _lines(table: Table, company: Company, counts: dict[str, int]) -> Iterator[bytes]:
    fields = fields_of(table.model)
    counts[table.label] = 0
    for row in table.rows(company).iterator(chunk_size=_ROWS):
        counts[table.label] += 1
        facts = {field.attname: _plain(row, field) for field in fields}
        yield json.dumps(facts, ensure_ascii=False, cls=DjangoJSONEncoder).encode() + b"\n"


def _csv(table: Table, company: Company) -> Iterator[bytes]:
    fields = fields_of(table.model)
    rows = table.rows(company).iterator(chunk_size=_ROWS)
    values = ([_cell(_plain(row, field)) for field in fields] for row in rows)
    return csv_chunks([field.attname for field in fields], values)


def _plain(row: Model, field: Field[Any, Any]) -> Any:
    value = getattr(row, field.attname)
    return base64.b64encode(bytes(value)).decode() if isinstance(value, bytes | memoryview) else value


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder) if isinstance(value, dict | list) else value


def _people(company: Company) -> Iterator[bytes]:
    """Everybody of the agency, by the numbers the tables use. No passwords."""
    people = User.objects.filter(memberships__agency_id=company.agency_id).distinct().order_by("pk")
    for person in people:
        facts = {"id": person.pk, "username": person.username, "display_name": person.display_name}
        yield json.dumps(facts, ensure_ascii=False).encode() + b"\n"


def _sealed(company: Company) -> Iterator[bytes]:
    """Identity numbers, telephones and bank accounts of employees, opened: they are the company's own."""
    for purpose, fields in sorted(reveal_secrets(company, SEALED).items()):
        number = purpose.removeprefix(SEALED)
        yield json.dumps({"employee_id": int(number), **fields}, ensure_ascii=False).encode() + b"\n"


def _schema(company: Company, found: list[Table], counts: dict[str, int]) -> dict[str, object]:
    agency = Agency.objects.get(pk=company.agency_id)
    chain = AuditChain.objects.filter(scope=f"company:{company.pk}").first()
    return {
        "company": company.name,
        "agency": agency.name,
        "log_last_hash": chain.last_hash if chain else "",
        "notes": {
            "amounts": "yuan as text with two places; bytes as base64; times in UTC, ISO 8601",
            "csv": "texts a spreadsheet would compute begin with an apostrophe; the .jsonl holds them unchanged",
        },
        "not_exported": {**NOT_EXPORTED, **FIELDS_NOT_EXPORTED},
        "tables": [_described(table, counts.get(table.label, 0)) for table in found],
    }


def _described(table: Table, rows: int) -> dict[str, object]:
    meta = table.model._meta
    return {
        "name": table.label,
        "title": str(meta.verbose_name),
        "rows": rows,
        "fields": [_field(field) for field in fields_of(table.model)],
    }


def _field(field: Field[Any, Any]) -> dict[str, object]:
    related: Any = field.related_model if isinstance(field, ForeignKey) else None
    return {
        "name": field.attname,
        "title": str(field.verbose_name),
        "type": field.get_internal_type(),
        "null": field.null,
        "refers_to": related._meta.label if related else None,
        "choices": {str(value): str(name) for value, name in field.flatchoices},
    }
