"""Taking a company over, step by step: files, accounts, preview, import. Every step can be left and come back to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from bookkeeping.domain.payroll_table import RowError
from bookkeeping.models import Takeover, TakeoverSheet
from bookkeeping.models.takeover import USES
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.takeover import Material, has_openings, has_posted, wide_chart
from bookkeeping.services.import_cards import CardPlan, import_cards, plan_cards
from bookkeeping.services.import_old_vouchers import VoucherPlan, import_vouchers, plan_vouchers
from bookkeeping.services.import_openings import OpeningPlan, import_openings, plan_openings, read_takeover
from bookkeeping.services.take_over import add_file, remove_sheet, set_use, start_takeover
from bookkeeping.takeover.mapping import Action
from bookkeeping.takeover.sheets import Kind
from bookkeeping.takeover.words import words
from bookkeeping.views.shared import actor_of, company_of
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Role
from foundation.workbooks import MAX_BYTES
from kernel.errors import Refusal

SHOWN = 200
IMPORTS = {"openings": import_openings, "vouchers": import_vouchers, "cards": import_cards}
KINDS_OF = {"openings": (Kind.BALANCES, Kind.PARTIES), "vouchers": (Kind.VOUCHERS,), "cards": (Kind.ASSETS,)}


def title_of(what: str) -> str:
    """What is imported, in the reader's language."""
    return {
        "openings": pgettext("takeover", "期初余额"),
        "vouchers": pgettext("takeover", "本年凭证"),
        "cards": pgettext("takeover", "资产卡片"),
    }[what]


def said(errors: list[RowError]) -> list[tuple[int, str, str]]:
    """Problems as (row, place, sentence) in the reader's language."""
    chinese = (get_language() or "zh").startswith("zh")
    return [(one.row, one.column, one.message_zh if chinese else one.message_en) for one in errors]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can be imported: how much of it the files have, how far it is."""

    what: str
    title: str
    sheets: list[TakeoverSheet]

    @property
    def imported(self) -> TakeoverSheet | None:
        """The latest imported sheet of it."""
        return next((one for one in reversed(self.sheets) if one.imported_at is not None), None)


@company_view(Role.ACCOUNTANT)
def takeovers(request: HttpRequest, company_id: int) -> HttpResponse:
    """Takeovers of the company; POST starts one."""
    company = company_of(request)
    if request.method == "POST":
        row = start_takeover(company, request.POST.get("source", ""), actor=actor_of(request))
        return redirect("bookkeeping:takeover", company_id, row.pk)
    rows = Takeover.objects.filter(company=company).select_related("started_by").prefetch_related("sheets", "tie_outs")
    return render(request, "bookkeeping/takeovers.html", {"rows": rows, "packages": words().packages})


@company_view(Role.ACCOUNTANT)
@require_safe
def takeover(request: HttpRequest, company_id: int, takeover_id: int) -> HttpResponse:
    """The steps with how far each is."""
    return render(request, "bookkeeping/takeover.html", _context(request, takeover_of(company_id, takeover_id)))


def takeover_of(company_id: int, takeover_id: int) -> Takeover:
    """The company's takeover, or 404."""
    return get_object_or_404(Takeover.objects.select_related("company"), pk=takeover_id, company_id=company_id)


def _context(request: HttpRequest, row: Takeover) -> dict[str, Any]:
    sheets = list(row.sheets.select_related("document", "imported_by"))
    accounts = list(row.accounts.all())
    return {
        "takeover": row,
        "sheets": sheets,
        "uses": USES,
        "accounts": len(accounts),
        "doubtful": sum(one.is_doubtful for one in accounts),
        "open": sum(one.action == Action.OPEN for one in accounts if one.is_leaf),
        "steps": [
            Step(what, title_of(what), [one for one in sheets if one.kind in kinds]) for what, kinds in KINDS_OF.items()
        ],
        "tie_outs": row.tie_outs.select_related("made_by"),
        "has_balances": any(one.kind == Kind.BALANCES for one in sheets),
        "first": company_of(request).first_period,
    }


@company_view(Role.ACCOUNTANT)
@require_POST
def takeover_upload(request: HttpRequest, company_id: int, takeover_id: int) -> HttpResponse:
    """Take files in; each that is understood stays, each that is not says why."""
    row = takeover_of(company_id, takeover_id)
    problems, known = [], 0
    for file in request.FILES.getlist("files"):
        if isinstance(file, UploadedFile):
            try:
                known += len(add_file(row, file.name or "", file.read(MAX_BYTES + 1), actor=actor_of(request)))
            except Refusal as refusal:
                problems.append((file.name, message_of(refusal)))
    if known:
        text = ngettext("已识别 %(n)s 张工作表。", "已识别 %(n)s 张工作表。", known) % {"n": known}
        messages.success(request, text)
    if not problems and known:
        return redirect("bookkeeping:takeover", company_id, takeover_id)
    problems = problems or [("", pgettext("takeover", "请选择文件"))]
    context = _context(request, row) | {"problems": problems}
    return render(request, "bookkeeping/takeover.html", context, status=422)


@company_view(Role.ACCOUNTANT)
@require_POST
def takeover_sheet(request: HttpRequest, company_id: int, takeover_id: int, sheet_id: int) -> HttpResponse:
    """Say what a balance table is for, or leave a sheet out."""
    sheet = get_object_or_404(TakeoverSheet, pk=sheet_id, takeover=takeover_of(company_id, takeover_id))
    if "remove" in request.POST:
        remove_sheet(sheet, actor=actor_of(request))
    else:
        set_use(sheet, request.POST.get("use", ""), actor=actor_of(request))
    return redirect("bookkeeping:takeover", company_id, takeover_id)


@company_view(Role.ACCOUNTANT)
def takeover_preview(request: HttpRequest, company_id: int, takeover_id: int, what: str) -> HttpResponse:
    """What would be written, with every problem by its row; POST imports it."""
    if what not in IMPORTS:
        raise Http404
    row, problem = takeover_of(company_id, takeover_id), ""
    if request.method == "POST":
        try:
            count = IMPORTS[what](row, actor=actor_of(request))
        except Refusal as refusal:
            problem = message_of(refusal)
        else:
            text = pgettext("takeover", "%(what)s：已导入 %(n)s 条。") % {"what": title_of(what), "n": count}
            messages.success(request, text)
            return redirect("bookkeeping:takeover", company_id, takeover_id)
    context = {"takeover": row, "what": what, "title": title_of(what), "problem": problem, "shown": SHOWN}
    context |= _preview(row, what, read_takeover(row)) | _standing(request, what)
    return render(request, "bookkeeping/takeover_preview.html", context, status=422 if problem else 200)


def _standing(request: HttpRequest, what: str) -> dict[str, bool]:
    company = company_of(request)
    if what != "openings":
        return {}
    return {"again": has_openings(company.pk, company.first_period), "posted": has_posted(company.pk)}


def _preview(row: Takeover, what: str, material: Material) -> dict[str, Any]:
    chart = wide_chart(books_of(row.company_id))
    ours = {
        one.key: (one, f"{one.target} {chart.full_name(one.target)}" if one.target in chart else "")
        for one in row.accounts.all()
    }
    if what == "openings":
        openings = plan_openings(row, material)
        return {"plan": openings, "problems": said(openings.problems), "hints": said(openings.hints)} | {
            "rows": list(_opening_rows(openings, ours))[:SHOWN],
            "count": len(openings.rows) + len(openings.parties),
        }
    plan: VoucherPlan | CardPlan = (plan_vouchers if what == "vouchers" else plan_cards)(row, material)
    found = plan.vouchers if isinstance(plan, VoucherPlan) else plan.cards
    return {"plan": plan, "problems": said(plan.problems), "rows": found[:SHOWN], "count": len(found)}


def _opening_rows(plan: OpeningPlan, ours: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """(row of the sheet, old account, decision, our account, items, balance on its side, movements of the year)."""
    for row, figures in [*plan.rows, *plan.parties]:
        signed = figures.closing
        sides = (max(signed, 0), max(-signed, 0), figures.year_debit, figures.year_credit)
        decided, named = ours.get(row.key, (None, ""))
        yield row.number, row.account, decided, named, "、".join(row.items.values()), *sides
