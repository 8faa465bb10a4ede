"""The operation log: the audit trail searched by person, time and content (财会〔2024〕12号 Art. 32)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from bookkeeping.exports import Column, Kind, Sheet, row
from foundation.models import AuditEntry, Company, User
from kernel.errors import InvalidValue
from workbench.exports import SENTENCES, subject_name

SYSTEM: Final = "system"
EXPORTED: Final = 20_000
_PAGES: Final = {
    "voucher": "bookkeeping:voucher",
    "invoice": "invoices:review",
    "document": "archives:document",
    "submission": "tax_filing:submission",
}


@dataclass(frozen=True, slots=True)
class LogQuery:
    """What is searched for; empty members do not narrow. Both days are included."""

    words: tuple[str, ...] = ()
    actor: str = ""
    action: str = ""
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log as people read it."""

    company: Company | None
    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    page: str
    page_id: int
    content: str


def read_query(given: Mapping[str, str]) -> LogQuery:
    """The search of an address. Raises `InvalidValue` for a day that is none."""
    return LogQuery(
        words=tuple(given.get("q", "").split()),
        actor=given.get("actor", ""),
        action=given.get("action", ""),
        start=_day(given.get("start", "")),
        end=_day(given.get("end", "")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidValue(f"{text!r} is not a day", message_zh=f"“{text}”不是日期") from error


def entries_of(companies: Iterable[Company], query: LogQuery) -> QuerySet[AuditEntry]:
    """The entries found, newest first."""
    found = AuditEntry.objects.filter(company__in=companies).select_related("actor", "company")
    if query.actor == SYSTEM:
        found = found.filter(actor=None)
    elif query.actor:
        found = found.filter(actor_id=int(query.actor) if query.actor.isdigit() else 0)
    if query.action:
        found = found.filter(action=query.action)
    if query.start:
        found = found.filter(created_at__gte=_midnight(query.start))
    if query.end:
        found = found.filter(created_at__lt=_midnight(query.end + timedelta(days=1)))
    if query.words:
        found = found.annotate(written=Cast("content", TextField()))
    for word in query.words:
        found = found.filter(_says(word))
    return found.order_by("-created_at", "-sequence")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _says(word: str) -> Q:
    """Action by its name, subject, content or person."""
    named = [action for action, name in SENTENCES.items() if word.lower() in str(name).lower()]
    escaped = json.dumps(word)[1:-1]  # rows a tool wrote with \u escapes say the same
    return (
        Q(action__in=named)
        | Q(action__icontains=word)
        | Q(subject__icontains=word)
        | Q(written__icontains=word)
        | Q(written__icontains=escaped)
        | Q(actor__display_name__icontains=word)
        | Q(actor__username__icontains=word)
    )


def lines_of(entries: Iterable[AuditEntry]) -> list[LogLine]:
    """The entries in words."""
    return [_line(entry) for entry in entries]


def _line(entry: AuditEntry) -> LogLine:
    model, _colon, number = entry.subject.partition(":")
    page = _PAGES.get(model, "") if number.isdigit() else ""
    return LogLine(
        company=entry.company,
        sequence=entry.sequence,
        at=entry.created_at,
        actor=str(entry.actor) if entry.actor else _("系统"),
        action=str(SENTENCES.get(entry.action, entry.action)),
        subject=subject_name(entry),
        page=page,
        page_id=int(number) if page else 0,
        content=_in_words(entry.content),
    )


def _in_words(content: object) -> str:
    if not isinstance(content, dict):
        return json.dumps(content, ensure_ascii=False)
    return " · ".join(f"{key}: {_plain(value)}" for key, value in content.items() if value not in (None, "", [], {}))


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def people_in(companies: Iterable[Company]) -> list[tuple[str, str]]:
    """(value, name) of everybody the log speaks of, the system first."""
    ids = AuditEntry.objects.filter(company__in=companies, actor__isnull=False).order_by().values("actor_id")
    people = User.objects.filter(pk__in=ids).order_by("display_name", "username")
    return [(SYSTEM, _("系统")), *((str(person.pk), str(person)) for person in people)]


def actions_in(companies: Iterable[Company]) -> list[tuple[str, str]]:
    """(value, name) of every action the log holds, by name."""
    held = AuditEntry.objects.filter(company__in=companies).order_by().values_list("action", flat=True).distinct()
    return sorted(((action, str(SENTENCES.get(action, action))) for action in held), key=lambda pair: pair[1])


def log_sheet(entries: QuerySet[AuditEntry]) -> Sheet:
    """The log as a sheet; the newest `EXPORTED` lines where there are more, and then it says so."""
    total = entries.count()
    note = _("共 %(total)s 条，只含最新 %(some)s 条") if total > EXPORTED else _("共 %(total)s 条")
    columns = (
        Column("at", _("时间")),
        Column("company", _("企业")),
        Column("actor", _("操作人")),
        Column("action", _("操作")),
        Column("subject", _("对象")),
        Column("content", _("内容")),
        Column("sequence", _("序号"), Kind.COUNT),
    )
    rows = [
        row(
            [
                timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M:%S"),
                str(line.company or ""),
                line.actor,
                line.action,
                line.subject,
                line.content[:32_000],
                line.sequence,
            ]
        )
        for line in map(_line, entries[:EXPORTED])
    ]
    return Sheet(_("操作日志"), note % {"total": total, "some": EXPORTED}, columns, rows)
