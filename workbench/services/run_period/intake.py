"""Stages from the folder of files to checked invoices."""

from __future__ import annotations

from django.urls import reverse

from bookkeeping import exports as bookkeeping
from invoices import exports as invoices
from kernel.errors import NotReady
from workbench.services.run_period.request import Counts, Request

MOST_FILES = 5_000


def receive(request: Request) -> Counts:
    """Take in the files of the folder, if one is given; known files are recognised by their bytes."""
    if request.documents is None:
        return {"files": 0}
    if not request.documents.is_dir():
        raise NotReady(f"{request.documents} is no folder", message_zh=f"找不到文件夹：{request.documents}")
    paths = sorted(path for path in request.documents.rglob("*") if path.is_file())[:MOST_FILES]
    for path in paths:
        invoices.receive_files(request.company, [(path.name, path.read_bytes())], request.actor)
    return {"files": len(paths)}


def read(request: Request) -> Counts:
    """Read what waits to be read, here and now."""
    counts = invoices.process_pending(request.company.pk)
    return {**counts, "bank_statements": bookkeeping.process_statements(request.company.pk)}


def check(request: Request) -> Counts:
    """Verdicts and categories of the period; reading has already checked each invoice."""
    return dict(invoices.counts(request.company.pk, request.period))


def verify(request: Request) -> Counts:
    """Ask the bureau whether the invoices exist as printed. A bureau that is down stops nothing."""
    return dict(invoices.verify_pending(request.company.pk, request.period))


def invoices_url(request: Request) -> str:
    """The page of the period's invoices."""
    return reverse("invoices:list", args=[request.company.pk]) + f"?period={request.period}"
