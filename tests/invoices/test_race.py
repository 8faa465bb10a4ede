"""Two workers at once: the XML and the PDF of one invoice, read in parallel, become one invoice (PostgreSQL)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from foundation.models import Document
from invoices.domain.fapiao import Medium
from invoices.models import Invoice
from invoices.services.read_document import Reading, finish
from tests.invoices.cases import invoice

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time anyway")
def test_renditions_read_at_the_same_time_are_one_invoice(general):
    media = (Medium.XML, Medium.PDF, Medium.OFD)
    readings = [
        Reading(
            Document.objects.create(company=general, name=medium, sha256=medium, size=1, media_type="x"),
            (invoice(medium=medium),),
        )
        for medium in media
    ]
    start = Barrier(len(readings))

    def work(reading: Reading) -> None:
        start.wait()
        try:
            with transaction.atomic():
                finish(reading)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(readings)) as pool:
        list(pool.map(work, readings))
    row = Invoice.objects.get()
    assert {row.medium, *row.reading["other_media"]} == {"xml", "pdf", "ofd"}
