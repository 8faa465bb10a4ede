"""Upload, watch, review by keyboard, decide, in a real Chromium, with no word from the content policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from foundation.models import Company, User
from invoices.domain.fapiao import Medium, Method
from invoices.models import FieldCorrection, FieldReview, Invoice
from invoices.services.process_pending import process_pending
from invoices.services.receive_files import receive_files
from samples.kinds import generate
from tests.invoices.cases import COMPANY, invoice, line
from tests.plugins.browser import NARROW, log_in, watched_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, accountant: User) -> Iterator[Page]:
    """A narrow page, as on a telephone, logged in; ends with no complaint on the console."""
    with watched_page(browser, forgiven="422", base_url=live_server.url, viewport=NARROW) as page:
        log_in(page, accountant.username)
        yield page


def no_sideways_scrolling(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_from_upload_to_the_list(page: Page, general: Company, tmp_path: Path) -> None:
    [sample] = generate(3, 1, kinds=["digital_pdf"])
    path, locked = tmp_path / sample.name, tmp_path / "leer.pdf"
    path.write_bytes(sample.content)
    locked.write_bytes(b"")

    def read_and_go_on(route: Route) -> None:
        """The worker does its part between two questions of the page, never beside one: the test database is shared."""
        process_pending(general.pk)
        route.continue_()

    page.route("**/upload/progress/**", read_and_go_on)
    page.goto(f"/c/{general.pk}/invoices/upload/")
    assert no_sideways_scrolling(page)
    page.set_input_files("input[type=file][multiple]", [path, locked])
    expect(page.locator("#progress li")).to_have_count(2)
    expect(page.locator("#progress")).to_contain_text("文件是空的")
    expect(page.locator("#progress .zf-document-invoice")).to_have_count(1, timeout=20_000)
    page.click("#progress .zf-document-invoice")
    expect(page.locator("h1")).to_contain_text("数电票")
    page.locator(".zf-page img").evaluate("picture => picture.decode()")
    assert page.locator(".zf-box").count() > 5
    assert no_sideways_scrolling(page)


def test_review_by_keyboard(page: Page, general: Company, receive) -> None:
    seen = {"medium": Medium.IMAGE, "method": Method.OCR, "buyer_name": COMPANY.name}
    shaky = {"seller_name": 0.4, "gross_amount": 0.5, "net_amount": 1.0}
    [first] = receive(invoice(**seen, confidence=shaky), name="1.xml", data=b"<a>1</a>")
    wine = replace(invoice(line("*酒*白酒", rate="0.13"), **seen), invoice_number="26312000000000000003")
    [second] = receive(replace(wine, confidence={"seller_name": 0.3}), name="2.xml", data=b"<a>2</a>")
    page.goto(f"/c/{general.pk}/invoices/{first.pk}/")
    current, keys = page.locator(".zf-field-current"), page.keyboard
    expect(current).to_have_attribute("data-field", "seller_name")
    keys.press("j")
    expect(current).to_have_attribute("data-field", "gross_amount")
    keys.press("k")
    keys.press("e")
    expect(page.locator("#field-seller_name")).to_be_focused()
    keys.type("更正后的销售方有限公司")
    keys.press("Enter")
    expect(page.locator("#panel")).to_contain_text("更正记录")
    assert FieldCorrection.objects.get().new == "更正后的销售方有限公司"
    expect(current).to_have_attribute("data-field", "gross_amount")
    keys.press("e")
    keys.type("viel")
    keys.press("Enter")
    expect(page.locator("#panel [role=alert]")).to_be_visible()
    expect(page.locator("#field-gross_amount")).to_have_value("viel")
    keys.type("1060")
    keys.press("Enter")
    expect(page.locator("[data-accept]")).to_be_focused()
    keys.press("?")
    expect(page.locator("#zf-keys")).to_contain_text("退票")
    keys.press("Escape")
    assert no_sideways_scrolling(page)
    keys.press("Enter")
    page.wait_for_url(lambda address: f"/invoices/{second.pk}/" in address)
    assert Invoice.objects.get(pk=first.pk).decision == "accepted"
    assert not FieldReview.objects.get(field="seller_name").is_exact


def test_the_box_of_a_field_is_shown_on_its_own_page(page: Page, general: Company, accountant: User) -> None:
    [sample] = generate(78, 1, kinds=["long_pdf"])
    receive_files(general, [(sample.name, sample.content)], accountant)
    process_pending(general.pk)
    row = Invoice.objects.get()
    last = int(dict(pair.split(":") for pair in row.reading["extra"]["box_pages"].split(","))["gross_amount"])
    assert last > 1
    page.goto(f"/c/{general.pk}/invoices/{row.pk}/")
    total, number = page.locator('[data-box="gross_amount"]'), page.locator('[data-box="invoice_number"]')
    expect(number).to_be_visible()
    expect(total).to_be_hidden()
    page.focus("#field-gross_amount")
    expect(total).to_be_visible()
    expect(number).to_be_hidden()
    expect(page.locator(".zf-page-number")).to_contain_text(str(last))
    page.locator(".zf-page img").evaluate("picture => picture.decode()")
