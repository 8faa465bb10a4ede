"""The tie-out of a takeover: made on request, kept, opened again later, as page and Excel file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from bookkeeping.domain.sheet import Column, Kind, Row, Sheet, Style, row
from bookkeeping.models import TieOut
from bookkeeping.services.make_tie_out import rows_of, tie_out
from bookkeeping.takeover.tie_out import TieRow
from bookkeeping.views.report_pages import file_answer
from bookkeeping.views.shared import actor_of, company_of
from bookkeeping.views.takeover import takeover_of
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Role
from kernel.errors import Refusal
from kernel.money import money


@company_view(Role.ACCOUNTANT)
@require_POST
def takeover_check(request: HttpRequest, company_id: int, takeover_id: int) -> HttpResponse:
    """Compare the books with the files now, and keep the result."""
    try:
        made = tie_out(takeover_of(company_id, takeover_id), actor=actor_of(request))
    except Refusal as refusal:
        messages.error(request, message_of(refusal))
        return redirect("bookkeeping:takeover", company_id, takeover_id)
    return redirect("bookkeeping:tie_out", company_id, made.pk)


@company_view(Role.VIEWER)
@require_safe
def proof(request: HttpRequest, company_id: int, tie_out_id: int) -> HttpResponse:
    """A kept tie-out; `?differences=1` shows only what differs."""
    made = _made(company_id, tie_out_id)
    only = "differences" in request.GET
    sheets = [
        {
            "name": one["name"],
            "span": one["end"] if one["figures"] == ["closing"] else f"{one['start']} — {one['end']}",
            "open": one["open"],
            "figures": [figure_title(name) for name in one["figures"]],
            "rows": [
                (each, [each.pairs[name] for name in one["figures"]])
                for each in rows_of(one)
                if each.differs or not only
            ],
        }
        for one in made.content["sheets"]
    ]
    statement = {name: money(made.content["statement"][name]) for name in ("assets", "claims")}
    cards = [one | {name: money(one[name]) for name in ("cards", "ledger")} for one in made.content["cards"]]
    context = {"made": made, "sheets": sheets, "statement": statement, "cards": cards, "only": only}
    return render(request, "bookkeeping/tie_out.html", context | {"end": made.content["statement"]["end"]})


@company_view(Role.VIEWER)
@require_safe
def proof_file(request: HttpRequest, company_id: int, tie_out_id: int) -> HttpResponse:
    """The same as an Excel file."""
    made = _made(company_id, tie_out_id)
    return file_answer(_sheet(made), company_of(request), f"tie-out-{made.pk}", "xlsx")


def _made(company_id: int, tie_out_id: int) -> TieOut:
    rows = TieOut.objects.select_related("takeover", "made_by")
    return get_object_or_404(rows, pk=tie_out_id, takeover__company_id=company_id)


def figure_title(name: str) -> str:
    """A compared figure, in the reader's language."""
    return {
        "opening": pgettext("takeover", "年初余额"),
        "year_debit": pgettext("takeover", "本年借方"),
        "year_credit": pgettext("takeover", "本年贷方"),
        "closing": pgettext("takeover", "余额"),
    }[name]


def _sheet(made: TieOut) -> Sheet:
    """One row for every figure: the file's, ours, the difference."""
    columns = (
        Column("sheet", pgettext("takeover", "文件")),
        Column("code", pgettext("takeover", "科目编码")),
        Column("name", pgettext("takeover", "本账科目")),
        Column("old", pgettext("takeover", "原科目")),
        Column("figure", pgettext("takeover", "项目")),
        Column("file", pgettext("takeover", "文件金额"), Kind.AMOUNT),
        Column("ours", pgettext("takeover", "本账金额"), Kind.AMOUNT),
        Column("difference", pgettext("takeover", "差额"), Kind.AMOUNT),
    )
    rows = [line for one in made.content["sheets"] for each in rows_of(one) for line in _lines(one, each)]
    files = "；".join(f"{one['name']} {one['sha256']}" for one in made.content["files"])
    who = f"{made.made_by} {made.made_at:%Y-%m-%d %H:%M}"
    return Sheet(pgettext("takeover", "接账核对"), who, columns, rows, note=files)


def _lines(one: dict[str, Any], each: TieRow) -> list[Row]:
    style = Style.SUBTOTAL if each.is_total else Style.LINE
    return [
        row(
            [
                one["name"],
                each.code,
                each.name,
                "、".join(each.old),
                figure_title(name),
                pair.file,
                pair.ours,
                pair.difference,
            ],
            style,
        )
        for name, pair in each.pairs.items()
    ]
