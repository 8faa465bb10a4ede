"""Electronic seals and signatures: what was signed, by whom, trusted or not; every alteration is seen."""

from __future__ import annotations

import base64
import os
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.signatures import Certificate, check_ofd, check_pdf, load_roots
from invoices.signatures.der import NotDer, parse
from samples.kinds import generate, signed
from samples.signing import Authority, Holder, sign_ofd, sign_pdf
from samples.signing.ofd import zipped

AT = datetime(2026, 10, 15, 9, 0, tzinfo=UTC)
STATE = Authority(Holder("虚构电子认证中心"))
OFFICE = Holder("虚构市税务局")
STRANGER = Authority(Holder("另一个虚构认证中心"))
MODERN = Authority(Holder("Fictional CA", "p256"))
SELLER = Holder("虚构咨询有限公司", "p256")


def sample(kind: str) -> bytes:
    [found] = generate(7, 1, kinds=[kind])
    return found.content


@pytest.fixture(scope="module")
def ofd() -> bytes:
    return sign_ofd(sample("digital_ofd"), STATE, OFFICE, AT, "虚构市发票监制章")


@pytest.fixture(scope="module")
def plain_pdf() -> bytes:
    return sample("digital_pdf")


@pytest.fixture(scope="module")
def pdf(plain_pdf) -> bytes:
    return sign_pdf(plain_pdf, MODERN, SELLER, AT)


def roots(*authorities: Authority) -> tuple[Certificate, ...]:
    return tuple(Certificate(one.certificate) for one in authorities)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_sealed_ofd_says_who_when_and_that_it_is_intact(ofd):
    [found] = check_ofd(ofd, roots(STATE))
    assert (found.intact, found.trusted, found.signer, found.seal) == (True, True, OFFICE.name, "虚构市发票监制章")
    assert (found.signed_at, found.issuer, found.changed_after) == (AT, STATE.holder.name, "")


def test_a_signed_pdf_says_who_when_and_that_it_is_intact(pdf):
    [found] = check_pdf(pdf, roots(MODERN))
    assert (found.intact, found.trusted, found.signer, found.signed_at) == (True, True, SELLER.name, AT)
    assert (found.algorithm, found.changed_after) == ("SHA-256", "")


def test_a_pdf_may_be_signed_with_sm2_too(plain_pdf):
    [found] = check_pdf(sign_pdf(plain_pdf, STATE, OFFICE, AT), roots(STATE))
    assert (found.intact, found.trusted, found.algorithm) == (True, True, "SM3")


def test_trust_is_unknown_without_roots_and_refused_with_others(ofd, pdf):
    assert [one.trusted for one in (*check_ofd(ofd, ()), *check_pdf(pdf, ()))] == [None, None]
    assert [one.trusted for one in (*check_ofd(ofd, roots(STRANGER)), *check_pdf(pdf, roots(STRANGER)))] == [
        False,
        False,
    ]


def test_a_certificate_of_a_stranger_with_the_same_name_is_not_trusted(plain_pdf):
    """The chain is proved by signatures, not by names."""
    false = Authority(Holder(MODERN.holder.name, "sm2"))
    [found] = check_pdf(sign_pdf(plain_pdf, false, SELLER, AT), roots(MODERN))
    assert (found.intact, found.trusted) == (True, False)


def test_only_authorities_may_issue(plain_pdf):
    """A holder who signs a certificate for somebody else is no authority."""
    between = Authority(SELLER)
    [found] = check_pdf(
        sign_pdf(plain_pdf, between, Holder("third", "p256"), AT), (Certificate(MODERN.certify(SELLER)),)
    )
    assert found.trusted is False


def test_every_member_of_a_sealed_ofd_is_protected(ofd):
    files = members(ofd)
    for name in files:
        if "Signs/" in name:
            continue
        altered = zipped(files | {name: files[name] + b" "})
        [found] = check_ofd(altered, ())
        assert not found.intact, name


def test_a_page_added_to_a_sealed_ofd_is_said(ofd):
    [found] = check_ofd(zipped(members(ofd) | {"Doc_0/Pages/Page_9/Content.xml": b"<x/>"}), ())
    assert found.intact
    assert "Page_9" in found.changed_after


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_bit_of_what_a_pdf_signature_covers_matters(pdf, data):
    place = data.draw(st.integers(min_value=0, max_value=len(pdf) - 1))
    start = pdf.index(b"/Contents <") + 10
    if start <= place < pdf.index(b">", start):
        return
    altered = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
    found = check_pdf(altered, ())
    assert not found or not any(one.intact for one in found)


def test_an_update_that_changes_a_page_breaks_the_signature_and_a_silent_one_is_said(pdf, plain_pdf):
    other = sample("red_letter_pdf")
    assert other != plain_pdf
    [silent] = check_pdf(pdf + b"% nothing seen\n", ())
    assert silent.intact
    assert silent.changed_after
    [replaced] = check_pdf(pdf + other, ())
    assert not replaced.intact


def test_a_second_signature_does_not_speak_against_the_first(pdf):
    both = check_pdf(sign_pdf(pdf, STATE, OFFICE, AT), ())
    assert [(one.intact, one.changed_after) for one in both] == [(True, ""), (True, "")]


def test_signing_outside_the_validity_of_the_certificate_is_said(plain_pdf):
    [found] = check_pdf(sign_pdf(plain_pdf, MODERN, SELLER, datetime(2031, 1, 1, tzinfo=UTC)), ())
    assert found.intact
    assert not found.certificate_valid_then


def test_unsigned_files_have_no_signature(plain_pdf):
    assert check_pdf(plain_pdf, ()) == []
    assert check_ofd(sample("digital_ofd"), ()) == []


@given(st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_hostile_bytes_are_refused_never_a_crash(junk):
    try:
        node = parse(junk)
        node.children  # noqa: B018
    except NotDer:
        pass
    head = b"%PDF-1.7 /ByteRange [0 40 60 9] /Contents <" + junk.hex().encode() + b">"
    assert all(not one.intact for one in check_pdf(head, ()))


def test_roots_are_read_from_a_folder(tmp_path):
    (tmp_path / "state.cer").write_bytes(STATE.certificate)
    pem = base64.encodebytes(MODERN.certificate)
    (tmp_path / "seller.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\n" + pem + b"-----END CERTIFICATE-----\n")
    (tmp_path / "readme.txt").write_text("roots", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    assert {one.name for one in load_roots(tmp_path)} == {STATE.holder.name, MODERN.holder.name}
    assert load_roots(tmp_path / "missing") == ()


@pytest.mark.parametrize(("kind", "check"), [("signed_pdf", check_pdf), ("sealed_ofd", check_ofd)])
def test_fictional_kinds_are_signed_and_the_same_seed_signs_the_same(kind, check):
    [found] = check(sample(kind), roots(signed.STATE, signed.TRADE))
    assert (found.intact, found.trusted, found.changed_after) == (True, True, "")
    assert sample(kind) == sample(kind)


REAL = os.environ.get("REAL_DOCUMENTS", "")
ALTERED_BY_ITS_PUBLISHER = {"ofdrw_sample_chongqing.ofd"}


@pytest.mark.skipif(not REAL, reason="REAL_DOCUMENTS names no folder of real documents")
def test_real_signed_documents_verify():
    """Seals of tax bureaus and signatures of sellers; one file was edited by those who published it."""
    checked = {}
    for path in sorted((*Path(REAL).glob("pdf/*.pdf"), *Path(REAL).glob("ofd/*.ofd"))):
        found = (check_ofd if path.suffix == ".ofd" else check_pdf)(path.read_bytes(), ())
        if found:
            checked[path.name] = all(one.intact for one in found)
    assert len(checked) >= 10
    assert {name for name, intact in checked.items() if not intact} <= ALTERED_BY_ITS_PUBLISHER
