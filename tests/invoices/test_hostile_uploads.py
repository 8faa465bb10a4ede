"""Every kind of bad file, with the real readers: a clear message in both languages, and the good ones go on."""

from __future__ import annotations

from random import Random

import pytest

from foundation.models import Document, DocumentState
from invoices.models import Invoice
from invoices.services.process_pending import process_pending
from invoices.services.receive_files import receive_files
from samples import containers, hostile
from samples.kinds import generate

pytestmark = pytest.mark.django_db
STOPPED = {DocumentState.FAILED, DocumentState.REFUSED}


@pytest.fixture
def good() -> list[tuple[str, bytes]]:
    """Two readable invoices."""
    return [(sample.name, sample.content) for sample in generate(3, 2, kinds=["digital_xml", "digital_pdf"])]


def test_each_bad_file_says_why_and_the_good_ones_are_read(general, accountant, good):
    bad = [(name, make()) for name, make in hostile.FILES.items()]
    Random(1).shuffle(bad)
    receive_files(general, [*bad[:5], good[0], *bad[5:], good[1]], accountant)
    process_pending(general.pk)
    documents = {document.name: document for document in Document.objects.filter(parent=None)}
    for name, _ in bad:
        document = documents[name]
        stopped = [document, *document.children.all()]
        assert any(one.state in STOPPED for one in stopped), (name, document.state)
        assert all(one.error_code and one.error_zh and one.error_en for one in stopped if one.state in STOPPED), name
    assert [documents[name].state for name, _ in good] == ["read", "read"]
    assert Invoice.objects.count() == 2


def test_nothing_of_a_container_leaves_the_store(general, accountant, settings):
    receive_files(general, [("evil.zip", hostile.FILES["traversal.zip"]())], accountant)
    process_pending(general.pk)
    folder = settings.MEDIA_ROOT / str(general.pk)
    assert {path.name for path in settings.MEDIA_ROOT.parent.iterdir()} <= {settings.MEDIA_ROOT.name}
    assert all("/" not in document.name and ".." not in document.name for document in Document.objects.all())
    assert folder.is_dir()


def test_an_entity_of_an_xml_is_not_followed(general, accountant):
    receive_files(general, [("a.xml", hostile.FILES["xxe.xml"]())], accountant)
    process_pending(general.pk)
    document = Document.objects.get()
    assert (document.state, document.error_code) == ("failed", "external_entity")


def test_the_files_of_a_mail_are_received_and_read(general, accountant):
    [sample] = generate(5, 1, kinds=["mail"])
    receive_files(general, [(sample.name, sample.content)], accountant)
    process_pending(general.pk)
    mail = Document.objects.get(parent=None)
    assert mail.state == DocumentState.UNPACKED
    assert Invoice.objects.count() >= 1
    assert Invoice.objects.values("invoice_number").distinct().count() == Invoice.objects.count()


def test_documents_attached_to_a_pdf_are_received_like_those_of_an_archive(general, accountant, good):
    inner = containers.portfolio({good[1][0]: good[1][1]})
    receive_files(
        general, [("文件包.pdf", containers.portfolio({"内层.pdf": inner, "a.zip": _packed(good[:1])}))], accountant
    )
    process_pending(general.pk)
    documents = {document.name: document for document in Document.objects.all()}
    assert [documents[name].state for name in ("文件包.pdf", "内层.pdf")] == ["unpacked"] * 2
    assert documents[good[0][0]].parent == documents["文件包.pdf"]
    assert documents[good[1][0]].parent == documents["内层.pdf"]
    assert Invoice.objects.count() == 2


def _packed(files: list[tuple[str, bytes]]) -> bytes:
    return containers.archive(files, names="gb18030")


@pytest.mark.parametrize(
    ("data", "code"),
    [(containers.outlook_mail(), "outlook_message"), (b"Rar!\x1a\x07\x01\x00" + bytes(90), "other_archive")],
)
def test_what_people_send_and_nobody_reads_is_refused_with_a_way_out(general, accountant, data, code):
    receive_files(general, [("a.bin", data)], accountant)
    document = Document.objects.get()
    assert (document.state, document.error_code) == ("refused", code)
    assert "请" in document.error_zh
