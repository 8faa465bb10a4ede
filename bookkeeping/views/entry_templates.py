"""Pages of the templates of entries: the engine's with the company's changes, own ones, the dry run before saving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bookkeeping.domain.typed_rows import typed_code
from bookkeeping.engine.company_templates import EVENT
from bookkeeping.engine.own_templates import ROLES
from bookkeeping.models import EntryTemplate
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.company_word import OWN, own_of
from bookkeeping.selectors.dry_run import MOST_SHOWN, dry_run
from bookkeeping.selectors.entry_templates import (
    event_templates,
    invoice_templates,
    own_templates,
    tax_accounts,
    template_view,
    versions,
)
from bookkeeping.services.keep_entry_templates import TemplateDraft, next_version, save_entry_template
from bookkeeping.views.shared import account_options, actor_of, company_of, period_of
from foundation.access import company_view
from foundation.models import Role
from invoices.exports import KINDS
from kernel.errors import InvalidValue

BLANK_LINES = 6


@company_view(Role.VIEWER)
@require_safe
def templates(request: HttpRequest, company_id: int) -> HttpResponse:
    """All templates: own, of invoices, of business events."""
    company, query = company_of(request), request.GET.get("q", "").strip()
    context = {
        "own": [(row, own_of(row)) for row in own_templates(company)],
        "invoices": invoice_templates(company),
        "events": event_templates(company, query),
        "taxes": tax_accounts(company),
        "query": query,
        "english": get_language() == "en",
    }
    return render(request, "bookkeeping/entry_templates.html", context)


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
@require_http_methods(["GET", "HEAD", "POST"])
def invoice(request: HttpRequest, company_id: int, name: str) -> HttpResponse:
    """Change the accounts of a skeleton of invoices."""
    return _engines(request, name)


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
@require_http_methods(["GET", "HEAD", "POST"])
def event(request: HttpRequest, company_id: int, name: str) -> HttpResponse:
    """Change the accounts of an event, or switch it off."""
    return _engines(request, EVENT + name)


@company_view(Role.ACCOUNTANT)
@require_http_methods(["GET", "HEAD", "POST"])
def own_new(request: HttpRequest, company_id: int) -> HttpResponse:
    """A new own template."""
    return _edit(request, "", {"own": None})


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, company_id: int, number: int) -> HttpResponse:
    """Change an own template, or switch it."""
    code = f"{OWN}{number}"
    row = next((row for row in own_templates(company_of(request)) if row.code == code), None)
    if row is None:
        raise Http404
    return _edit(request, code, {"own": row})


def _engines(request: HttpRequest, code: str) -> HttpResponse:
    view = template_view(company_of(request), code)
    if view is None:
        raise Http404
    return _edit(request, code, {"view": view})


def _edit(request: HttpRequest, code: str, context: dict[str, Any]) -> HttpResponse:
    """Show the form; a POST tries it (`try`) or saves it. What is wrong comes back with what was typed."""
    company, status = company_of(request), 200
    if request.method == "POST":
        try:
            draft = _draft(request, code)
            planned = next_version(company, draft, actor=actor_of(request))
            if "try" not in request.POST:
                return _saved(request, save_entry_template(company, draft, actor=actor_of(request)))
            run = dry_run(company, period_of(request), planned)
            context |= {"run": run, "shown": run.differences[:MOST_SHOWN]}
        except InvalidValue as problem:
            context |= {"problem": problem}
            status = 422
    context |= {
        "code": code,
        "versions": versions(company, code) if code else [],
        "form": _form(request, context),
        "accounts": account_options(company),
        "kinds": KINDS,
        "roles": ROLES,
        "english": get_language() == "en",
    }
    return render(request, "bookkeeping/entry_template.html", context, status=status)


def _saved(request: HttpRequest, row: EntryTemplate) -> HttpResponse:
    messages.success(request, _("已保存：%(template)s") % {"template": row})
    response = redirect("bookkeeping:entry_templates", row.company_id)
    response["Location"] += f"?period={period_of(request)}"
    return response


def _code(said: str) -> str:
    return typed_code(said) if said.strip() else ""


def _draft(request: HttpRequest, code: str) -> TemplateDraft:
    post = request.POST
    if code and not code.startswith(OWN):
        lines = {name.removeprefix("line-"): _code(post[name]) for name in post if name.startswith("line-")}
        settle = {name.removeprefix("settle-"): _code(post[name]) for name in post if name.startswith("settle-")}
        return TemplateDraft(code, "on" in post, "", lines, settle, note=post.get("note", ""))
    columns = [post.getlist(name)[:40] for name in ("side", "role", "percent", "account")]
    rows = [
        {"side": side, "role": role, "percent": percent, "account_code": _code(account)}
        for side, role, percent, account in zip(*columns, strict=False)
        if percent.strip()
    ]
    return TemplateDraft(code, "on" in post, post.get("name", ""), rows, {}, _conditions(request), post.get("note", ""))


def _conditions(request: HttpRequest) -> dict[str, Any]:
    post = request.POST
    words = post.get("words", "").replace("，", " ").replace("、", " ").replace(",", " ").split()
    said = {name: post.get(name, "").strip() for name in ("direction", "counterparty", "least", "most")}
    return {**said, "words": words, "kinds": post.getlist("kinds")}


def _form(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the form holds: what was typed, else the newest version."""
    post = request.POST
    if request.method == "POST":
        columns = [post.getlist(name)[:40] for name in ("side", "role", "percent", "account")]
        lines = [
            dict(zip(("side", "role", "percent", "account"), row, strict=True)) for row in zip(*columns, strict=False)
        ]
        typed = {name: post[name] for name in post if name.startswith(("line-", "settle-"))}
        return {
            **_conditions(request),
            "name": post.get("name", ""),
            "note": post.get("note", ""),
            "on": "on" in post,
            "lines": lines,
            "typed": typed,
        }
    row: EntryTemplate | None = context.get("own")
    if row is None:
        return {"on": context["view"].is_on if "view" in context else True, "lines": _blank([]), "typed": {}}
    chart = books_of(row.company_id).chart
    lines = []
    for line in row.content["lines"]:
        leaf = chart.leaf(line["account"], line["detail"]) if line["account"] else None
        shown = f"{leaf.code} {chart.full_name(leaf.code)}" if leaf else ""
        lines.append({**{name: line[name] for name in ("side", "role", "percent")}, "account": shown})
    return {**row.content["conditions"], "name": row.name, "on": row.is_on, "lines": _blank(lines), "typed": {}}


def _blank(lines: list[dict[str, str]]) -> list[dict[str, str]]:
    return [*lines, *({"side": "", "role": "", "percent": "", "account": ""} for _ in range(BLANK_LINES - len(lines)))]
