"""Entry of vouchers: the form, saving it, and what it offers while a person types."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookkeeping.domain.analysis import ON_LINES
from bookkeeping.domain.typed_rows import Problem, TypedRow
from bookkeeping.domain.voucher import VoucherDraft
from bookkeeping.models import Voucher, VoucherState, VoucherTemplate
from bookkeeping.selectors.books import Books, books_of
from bookkeeping.selectors.entry_hints import account_hints, items, narrations, next_numbers, parties
from bookkeeping.selectors.templates import SOURCE, rows_of
from bookkeeping.selectors.voucher_search import whole_number
from bookkeeping.services.open_books import ensure_books
from bookkeeping.services.post_voucher import post_voucher
from bookkeeping.services.prepare_voucher import prepare_voucher, rewrite_voucher
from bookkeeping.services.review_voucher import review_voucher
from bookkeeping.views.entry_form import TypedVoucher, read_typed, typed_rows_of, typed_voucher
from bookkeeping.views.shared import actor_of, period_of
from foundation.access import company_view
from foundation.models import Role, User
from foundation.provenance import Ref, link
from kernel.errors import Refusal

EMPTY_ROWS = 6


@company_view(Role.ACCOUNTANT)
def voucher_new(request: HttpRequest, company_id: int) -> HttpResponse:
    """Enter a voucher by hand; `?copy=` starts from another one, `?template=` from a template."""
    books = ensure_books(company_id, period_of(request).start)
    return _answer(request, books, None)


@company_view(Role.ACCOUNTANT)
def voucher_edit(request: HttpRequest, company_id: int, voucher_id: int) -> HttpResponse:
    """Change a draft."""
    row = get_object_or_404(Voucher, pk=voucher_id, company_id=company_id, state=VoucherState.DRAFT)
    return _answer(request, books_of(company_id), row)


def _answer(request: HttpRequest, books: Books, existing: Voucher | None) -> HttpResponse:
    if request.method != "POST":
        return _form(request, books, existing, _start(request, books, existing))
    typed = typed_voucher(request)
    draft, problems = read_typed(books, typed)
    if draft is None:
        return _form(request, books, existing, typed, problems)
    actor = actor_of(request)
    try:
        with transaction.atomic():
            saved = _written(books, draft, existing, actor)
            _name_template(saved, typed.template)
            if "post" in request.POST:
                saved = post_voucher(review_voucher(saved, actor=actor), actor=actor)
    except Refusal as refusal:
        return _form(request, books, existing, typed, [Problem.of(refusal)])
    messages.success(request, _("凭证已保存。") if saved.number is None else _("已记账：%s") % saved)
    return _onward(request, typed, saved)


def _written(books: Books, draft: VoucherDraft, existing: Voucher | None, actor: User) -> Voucher:
    if existing is not None:
        return rewrite_voucher(existing, draft, actor=actor)
    sent_before = Voucher.objects.filter(company=books.company, key=draft.key).first() if draft.key else None
    if sent_before is None:
        return prepare_voucher(books.company, draft, actor=actor)
    # The form was sent twice, or gone back to: a draft takes what it says now.
    is_draft = sent_before.state == VoucherState.DRAFT
    return rewrite_voucher(sent_before, draft, actor=actor) if is_draft else sent_before


def _name_template(saved: Voucher, named: str) -> None:
    """Say which template the voucher was entered from, so that it is not offered again this month."""
    if (number := whole_number(named)) is not None:
        template = VoucherTemplate.objects.filter(pk=number, company=saved.company_id).first()
        if template is not None:
            source = Ref(SOURCE, template.pk)
            link(company_id=saved.company_id, target=Ref("voucher", saved.pk), source=source)


def _onward(request: HttpRequest, typed: TypedVoucher, saved: Voucher) -> HttpResponse:
    """To the voucher, or to the next empty form; `saved` lets the browser forget what it kept."""
    query = {"period": saved.period, "saved": typed.entry_key}
    if "save_new" in request.POST:
        query |= {"date": typed.day, "type": typed.voucher_type}
        return redirect(f"{reverse('bookkeeping:voucher_new', args=[saved.company_id])}?{urlencode(query)}")
    return redirect(f"{reverse('bookkeeping:voucher', args=[saved.company_id, saved.pk])}?{urlencode(query)}")


def _start(request: HttpRequest, books: Books, existing: Voucher | None) -> TypedVoucher:
    """What the form shows first."""
    if existing is not None:
        rows = typed_rows_of(books, existing.draft_lines())
        count = str(existing.attachment_count or "")
        return TypedVoucher(existing.date.isoformat(), rows, existing.voucher_type, count, str(existing.pk))
    blank = TypedVoucher(_first_day(request), (), request.GET.get("type", ""), "", uuid.uuid4().hex)
    if copied := request.GET.get("copy", ""):
        source = get_object_or_404(Voucher, pk=_number(copied), company=books.company)
        rows = typed_rows_of(books, source.draft_lines())
        return replace(blank, rows=rows, voucher_type=source.voucher_type, attachments=str(source.attachment_count))
    if named := request.GET.get("template", ""):
        template = get_object_or_404(VoucherTemplate, pk=_number(named), company=books.company)
        return replace(blank, rows=rows_of(template), voucher_type=template.voucher_type, template=named)
    return blank


def _number(text: str) -> int:
    if (number := whole_number(text)) is None:
        raise Http404
    return number


def _first_day(request: HttpRequest) -> str:
    """The day asked for, today within the period shown, else the period's last day."""
    period, asked = period_of(request), request.GET.get("date", "")
    try:
        day = date.fromisoformat(asked) if asked else timezone.localdate()
    except ValueError:
        day = period.end
    return (day if period.start <= day <= period.end else period.end).isoformat()


def _form(
    request: HttpRequest, books: Books, existing: Voucher | None, typed: TypedVoucher, problems: Sequence[Problem] = ()
) -> HttpResponse:
    rows = list(typed.rows) + [TypedRow()] * max(1, EMPTY_ROWS - len(typed.rows))
    english = get_language() == "en"
    said = {problem.row: problem.en if english else problem.zh for problem in reversed(problems)}
    context = {
        "rows": [(row, said.get(number, "")) for number, row in enumerate(rows, 1)],
        "typed": typed,
        "existing": existing,
        "problem": said.get(0, ""),
        "problems": len(problems),
        "templates": VoucherTemplate.objects.filter(company=books.company),
        "numbers": next_numbers(books, period_of(request)),
        "entry": {"accounts": account_hints(books), "saved": request.GET.get("saved", "")},
    }
    return render(request, "bookkeeping/voucher_form.html", context, status=422 if problems else 200)


@company_view(Role.VIEWER)
@require_safe
def hints(request: HttpRequest, company_id: int, kind: str) -> HttpResponse:
    """What may be meant by `?q=`: narrations, counterparties, or items of a dimension."""
    words = request.GET.get("q", "").strip()[:60]
    if kind == "description":
        found = narrations(company_id, period_of(request))
    elif kind == "counterparty":
        found = parties(company_id, words)
    elif kind in ON_LINES:
        found = items(company_id, kind, words)
    else:
        raise Http404
    return JsonResponse({"hints": found})
