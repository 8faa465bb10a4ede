"""Vouchers: the list, one voucher in the traditional layout, entry by hand, and its steps to the ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookkeeping.domain.account import Side
from bookkeeping.domain.voucher import DraftLine, VoucherDraft, entry
from bookkeeping.models import Voucher, VoucherState
from bookkeeping.selectors.books import books_of
from bookkeeping.services.open_books import ensure_books
from bookkeeping.services.post_voucher import post_reviewed, post_voucher
from bookkeeping.services.prepare_voucher import discard_voucher, prepare_voucher, rewrite_voucher
from bookkeeping.services.reverse_voucher import reverse_voucher
from bookkeeping.services.review_voucher import review_voucher
from bookkeeping.services.withdraw_review import withdraw_review
from bookkeeping.views.shared import account_options, actor_of, company_of, period_of, typed_code
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Role
from foundation.provenance import Ref, sources_of
from kernel.errors import InvalidValue, Refusal
from kernel.money import money, total

EMPTY_ROWS = 6


@company_view(Role.VIEWER)
@require_safe
def vouchers(request: HttpRequest, company_id: int) -> HttpResponse:
    """Vouchers of the period; `?q=` looks in narrations, accounts, counterparties and amounts."""
    rows = Voucher.objects.filter(company_id=company_id, period=str(period_of(request)))
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(_containing(words)).distinct()
    if (state := request.GET.get("state", "")) in VoucherState.values:
        rows = rows.filter(state=state)
    rows = rows.annotate(amount=Sum("lines__debit")) if not words else rows
    page = Paginator(rows.order_by("-number", "-pk"), 50).get_page(request.GET.get("page"))
    shown = Voucher.objects.filter(pk__in=[row.pk for row in page]).annotate(amount=Sum("lines__debit"))
    by_id = {row.pk: row for row in shown.prefetch_related("lines__account").select_related("reversed_by")}
    chart = books_of(company_id).chart
    names = {row.pk: [chart.full_name(line.account.code) for line in row.lines.all()] for row in by_id.values()}
    context = {
        "page": page,
        "rows": [(by_id[row.pk], names[row.pk]) for row in page],
        "q": words,
        "state": state,
        "states": VoucherState.choices,
        "reviewed": Voucher.objects.filter(
            company_id=company_id, period=str(period_of(request)), state=VoucherState.REVIEWED
        ).count(),
    }
    return render(request, "bookkeeping/vouchers.html", context)


def _containing(words: str) -> Q:
    found = (
        Q(description__icontains=words)
        | Q(lines__description__icontains=words)
        | Q(lines__account__name__icontains=words)
        | Q(lines__account__code__startswith=words)
        | Q(lines__counterparty__icontains=words)
    )
    try:
        amount = money(words)
    except Refusal:
        return found
    return found | Q(lines__debit=amount) | Q(lines__credit=amount)


@company_view(Role.VIEWER)
@require_safe
def voucher(request: HttpRequest, company_id: int, voucher_id: int) -> HttpResponse:
    """One voucher with what it was made from."""
    row = get_object_or_404(
        Voucher.objects.select_related("prepared_by", "reviewed_by", "posted_by", "review_rule", "reverses"),
        pk=voucher_id,
        company_id=company_id,
    )
    chart = books_of(company_id).chart
    lines = list(row.lines.select_related("account").order_by("position"))
    context = {
        "voucher": row,
        "lines": [(line, chart.full_name(line.account.code)) for line in lines],
        "debit": total(line.debit for line in lines),
        "credit": total(line.credit for line in lines),
        "sources": sources_of(company_id, Ref("voucher", row.pk)),
        "reversal": Voucher.objects.filter(reverses=row).first(),
        "today": period_of(request).end,
    }
    return render(request, "bookkeeping/voucher.html", context)


def _lines(request: HttpRequest) -> tuple[DraftLine, ...]:
    """The filled rows of the entry form. Raises `InvalidValue` for a row without account or amount."""
    columns = [request.POST.getlist(name) for name in ("account", "description", "debit", "credit", "counterparty")]
    rows: list[DraftLine] = []
    for number, (account, description, debit, credit, party) in enumerate(zip(*columns, strict=False), 1):
        if not any(value.strip() for value in (account, debit, credit)):
            continue
        sides = [(Side.DEBIT, money(debit)), (Side.CREDIT, money(credit))]
        filled = [(side, amount) for side, amount in sides if amount]
        if len(filled) != 1:
            raise InvalidValue(
                f"line {number}: fill exactly one of debit and credit",
                message_zh=f"第 {number} 行：借方和贷方请只填一个",
            )
        side, amount = filled[0]
        rows.append(entry(typed_code(account), side, amount, text=description.strip(), counterparty=party.strip()))
    return tuple(rows)


def _draft(request: HttpRequest) -> VoucherDraft:
    lines = _lines(request)
    try:
        day = date.fromisoformat(request.POST.get("date", ""))
    except ValueError as error:
        raise InvalidValue("the date is missing", message_zh="请填写凭证日期") from error
    description = next((line.description for line in lines if line.description), "")
    return VoucherDraft(day, description, tuple(_described(lines, description)))


def _described(lines: tuple[DraftLine, ...], description: str) -> list[DraftLine]:
    """Lines without narration repeat the one above, as on paper."""
    current, rows = description, []
    for line in lines:
        current = line.description or current
        rows.append(
            DraftLine(line.account_code, line.debit, line.credit, current, line.is_red_letter, line.counterparty)
        )
    return rows


def _form(request: HttpRequest, *, existing: Voucher | None, problem: str = "") -> HttpResponse:
    """The entry form, filled with what was typed or with the draft being edited."""
    company = company_of(request)
    if request.method == "POST":
        names = ("account", "description", "debit", "credit", "counterparty")
        rows = [
            dict(zip(names, row, strict=False)) for row in zip(*(request.POST.getlist(n) for n in names), strict=False)
        ]
        day = request.POST.get("date", "")
    else:
        rows = [_row(line) for line in existing.draft_lines()] if existing else []
        day = existing.date.isoformat() if existing else _default_day(request).isoformat()
    rows += [{}] * max(0, EMPTY_ROWS - len(rows))
    context = {
        "rows": rows,
        "day": day,
        "existing": existing,
        "problem": problem,
        "accounts": account_options(company),
    }
    return render(request, "bookkeeping/voucher_form.html", context, status=422 if problem else 200)


def _default_day(request: HttpRequest) -> date:
    return period_of(request).end


def _row(line: DraftLine) -> dict[str, str]:
    def shown(amount: Decimal) -> str:
        return str(amount) if amount else ""

    return {
        "account": line.account_code,
        "description": line.description,
        "debit": shown(line.debit),
        "credit": shown(line.credit),
        "counterparty": line.counterparty,
    }


@company_view(Role.ACCOUNTANT)
def voucher_new(request: HttpRequest, company_id: int) -> HttpResponse:
    """Enter a voucher by hand; `save` keeps a draft, `post` reviews and posts it too."""
    ensure_books(company_id, period_of(request).start)
    return _save(request, company_id, None)


@company_view(Role.ACCOUNTANT)
def voucher_edit(request: HttpRequest, company_id: int, voucher_id: int) -> HttpResponse:
    """Change a draft."""
    row = get_object_or_404(Voucher, pk=voucher_id, company_id=company_id, state=VoucherState.DRAFT)
    return _save(request, company_id, row)


def _save(request: HttpRequest, company_id: int, existing: Voucher | None) -> HttpResponse:
    if request.method != "POST":
        return _form(request, existing=existing)
    actor = actor_of(request)
    try:
        draft = _draft(request)
        if existing is None:
            saved = prepare_voucher(company_of(request), draft, actor=actor)
        else:
            saved = rewrite_voucher(existing, draft, actor=actor)
        if "post" in request.POST:
            saved = post_voucher(review_voucher(saved, actor=actor), actor=actor)
    except Refusal as refusal:
        return _form(request, existing=existing, problem=message_of(refusal))
    messages.success(request, _("凭证已保存。") if saved.number is None else _("已记账：%s") % saved)
    return redirect("bookkeeping:voucher", company_id, saved.pk)


@company_view(Role.ACCOUNTANT)
@require_POST
def voucher_step(request: HttpRequest, company_id: int, voucher_id: int) -> HttpResponse:
    """One step of a voucher: review, withdraw, post, discard or reverse."""
    row = get_object_or_404(Voucher, pk=voucher_id, company_id=company_id)
    actor, step = actor_of(request), request.POST.get("step", "")
    if step == "review":
        review_voucher(row, actor=actor)
    elif step == "withdraw":
        withdraw_review(row, actor=actor)
    elif step == "post":
        post_voucher(row, actor=actor)
        messages.success(request, _("已记账。"))
    elif step == "discard":
        discard_voucher(row, actor=actor)
        messages.info(request, _("草稿已删除，内容保留在审计记录中。"))
        return redirect("bookkeeping:vouchers", company_id)
    elif step == "reverse":
        return _reverse(request, company_id, row)
    return redirect("bookkeeping:voucher", company_id, voucher_id)


def _reverse(request: HttpRequest, company_id: int, row: Voucher) -> HttpResponse:
    try:
        day = date.fromisoformat(request.POST.get("date", ""))
    except ValueError as error:
        raise InvalidValue("the date is missing", message_zh="请填写冲销日期") from error
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise InvalidValue("a reason is needed", message_zh="请填写冲销原因")
    red = reverse_voucher(row, actor=actor_of(request), day=day, reason=reason)
    messages.success(request, _("已生成红字凭证 %s。") % red)
    return redirect("bookkeeping:voucher", company_id, red.pk)


@company_view(Role.ACCOUNTANT)
@require_POST
def post_all(request: HttpRequest, company_id: int) -> HttpResponse:
    """Post every reviewed voucher of the period."""
    posted = post_reviewed(company_id, period_of(request), actor=actor_of(request))
    messages.success(request, _("已记账 %(n)s 张凭证。") % {"n": posted})
    return redirect("bookkeeping:vouchers", company_id)
