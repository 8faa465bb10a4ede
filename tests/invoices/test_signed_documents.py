"""Signed files on their way: the result is kept as evidence and weighed by the checks."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from invoices.models import SignatureCheck
from invoices.services.check_signatures import keep_signatures, signatures_of
from invoices.services.check_signatures_again import check_signatures_again
from samples.kinds import generate
from samples.signing import sign_ofd
from samples.signing.ofd import zipped
from tests.invoices.cases import invoice
from tests.invoices.test_signatures import AT, OFFICE, STATE, members

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def sealed() -> bytes:
    [plain] = generate(7, 1, kinds=["digital_ofd"])
    return sign_ofd(plain.content, STATE, OFFICE, AT, "虚构市发票监制章")


def rules(row):
    return set(row.findings.values_list("rule", flat=True))


def test_the_signer_is_shown_and_not_vouched_for_without_roots(receive, sealed, settings, tmp_path):
    settings.SIGNATURE_ROOTS = tmp_path
    [row] = receive(invoice(), name="a.ofd", data=sealed)
    kept = SignatureCheck.objects.get()
    assert (kept.signer, kept.seal, kept.intact, kept.trusted) == (OFFICE.name, "虚构市发票监制章", True, None)
    assert rules(row) == {"SIGNER_NOT_VERIFIABLE"}
    assert row.verdict == "compliant"


def test_with_the_root_configured_the_seal_is_trusted_and_nothing_is_said(receive, sealed, settings, tmp_path):
    settings.SIGNATURE_ROOTS = tmp_path
    (tmp_path / "state.cer").write_bytes(STATE.certificate)
    [row] = receive(invoice(), name="a.ofd", data=sealed)
    assert SignatureCheck.objects.get().trusted is True
    assert rules(row) == set()


def test_an_altered_file_is_rejected_and_takes_its_input_vat_with_it(receive, sealed, settings, tmp_path):
    settings.SIGNATURE_ROOTS = tmp_path
    files = members(sealed)
    page = next(name for name in files if "Pages" in name)
    [row] = receive(invoice(), name="a.ofd", data=zipped(files | {page: files[page] + b" "}))
    assert "SIGNATURE_BROKEN" in rules(row)
    assert (row.verdict, row.deductible_vat) == ("reject", 0)


def test_evidence_is_never_edited_and_the_last_check_counts(receive, accountant, sealed, settings, tmp_path):
    settings.SIGNATURE_ROOTS = tmp_path
    [row] = receive(invoice(), name="a.ofd", data=sealed)
    keep_signatures(row.document, signatures_of(row.document))
    assert SignatureCheck.objects.count() == 1
    (tmp_path / "state.cer").write_bytes(STATE.certificate)
    check_signatures_again(row, actor=accountant)
    assert SignatureCheck.objects.count() == 2
    assert rules(row) == set()
    with pytest.raises(DatabaseError), transaction.atomic():
        SignatureCheck.objects.update(intact=False)
