"""Printed forms with labels: taxi, toll, quota, machine-printed, motor vehicle, customs, fiscal receipt, bank slip.

Rule kept: the list of fields of each form is data; what is not printed on a form is not in its list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from invoices.domain.amounts import amount_in_words
from invoices.domain.fapiao import FapiaoLine
from invoices.readers.draft import Draft
from invoices.readers.layout.heading import read_heading
from invoices.readers.layout.ids import mended_taxpayer_id
from invoices.readers.layout.parties import side_of, trust_of_name
from invoices.readers.layout.sheet import Sheet, Span
from invoices.readers.layout.table_lines import certainty_of_name
from invoices.readers.layout.tickets.forms import Field, day, field, money, read_fields, shaped, text, until_label
from invoices.readers.layout.tickets.simple_lines import read_simple_lines
from invoices.readers.layout.totals import amounts_in, read_totals
from invoices.readers.values import decimal_of, money_of, rate_of

_ID: Final = shaped(r"[0-9A-Z]{15,20}")
_CODE: Final = field("invoice_code", r"代码[:;]?", shaped(r"(?<!\d)(?:\d{12}|\d{10})(?!\d)"), below=True)
_NUMBER: Final = field("invoice_number", r"号码[:;]?", shaped(r"(?<!\d)\d{8}(?!\d)"), below=True)
_ANY_DAY: Final = field("issue_date", r"日期[:;]?|时间[:;]?", day)

_TAXI: Final = (
    _CODE,
    _NUMBER,
    _ANY_DAY,
    field("gross_amount", r"金额[:;]?|实收[:;]?|合计[:;]?|总额[:;]?|车费[:;]?", money, below=True),
    field("extra.plate_number", r"车[牌号]+码?[:;]?", shaped(r"[\u4e00-\u9fff]?[A-Z][A-Z0-9]{4,6}")),
    field("extra.boarded", r"上车[:;]?", shaped(r"\d{1,2}:\d{2}")),
    field("extra.alighted", r"下车[:;]?", shaped(r"\d{1,2}:\d{2}")),
    field("extra.distance_km", r"里程[:;]?", shaped(r"\d+\.\d")),
    field("extra.telephone", r"电话[:;]?", shaped(r"\d[\d\-]{6,13}")),
)
_TOLL: Final = (
    _CODE,
    _NUMBER,
    _ANY_DAY,
    field("gross_amount", r"金额[:;]?|实收[:;]?|合计[:;]?|收费[:;]?|通行费[:;]", money, below=True),
    field("extra.entry", r"入口[站]?[:;]?", text),
    field("extra.exit", r"出口[站]?[:;]?", text),
    field("extra.vehicle_type", r"车型[:;]?", text),
)
_MACHINE: Final = (
    _CODE,
    _NUMBER,
    _ANY_DAY,
    field("buyer_name", r"(?:付款方|购买方|付款单位|付款人|购货单位|顾客)(?:名称)?[:;]?", text),
    field("seller_name", r"(?:收款方|销售方|收款单位|销货单位|开票单位)(?:名称)?[:;]?", text),
    field("gross_amount", r"小写[\)）]?[:;]?|合计金额[:;]?|总计[:;]?|合计(?!金额)[:;]?", money),
    field("check_code", r"校验码[:;]?", shaped(r"\d{20}")),
)
_VEHICLE: Final = (
    field("gross_amount", r"小写[\)）]?[:;]?", money),
    field("tax_amount", r"增值税(?:税额)?[:;]?|税额[:;]?", money, below=True),
    field("net_amount", r"不含税价(?:格)?[:;]?|不含税(?:金额)?[:;]?", money, below=True),
    field("buyer_name", r"购买方名称[:;]?(?:及身份证号码/?组织机构代码)?|买方单位/?个人[:;]?", text, below=True),
    field("seller_name", r"销货单位名称[:;]?|销售方名称[:;]?|卖方单位/?个人[:;]?", text, below=True),
    field(
        "extra.vehicle_identification_number",
        r"车辆识别代号(?:/?车架号码)?[:;]?|车架号码?[:;]?",
        shaped(r"[A-HJ-NPR-Z0-9]{17}"),
    ),
    field("extra.vehicle_type", r"车辆类型[:;]?", text),
    field("extra.model", r"厂牌型号[:;]?", text),
    field("extra.engine_number", r"发动机号码?[:;]?", shaped(r"[A-Z0-9]{5,20}")),
)
_CUSTOMS: Final = (
    field("invoice_number", r"(?:缴款书)?号码(?:No)?[.:;]?", shaped(r"[0-9]{18}-?[A-Z]?\d{0,3}")),
    field("issue_date", r"填发日期[:;]?", day),
    field("tax_amount", r"税款金额(?:\([^)]*\))?|小写[\)）]?|金额合计.{0,6}", money, below=True),
    field("net_amount", r"完税价格(?:\([^)]*\))?", money, below=True),
    field("buyer_name", r"缴款单位(?:\(人\))?(?:名称)?|缴款人(?:名称)?[:;]?", text),
    field("buyer_taxpayer_id", r"纳税人识别号[:;]?|统一社会信用代码[:;]?", _ID),
    field("extra.goods", r"货物名称[:;]?", text, below=True),
    field("extra.declaration_number", r"报关单(?:编)?号[:;]?", shaped(r"\d{18}"), below=True),
)
_COUNT: Final = re.compile(r"数量[:;]?(\d[\d,]*(?:\.\d+)?)([\u4e00-\u9fff]{1,4}|[A-Za-z]{1,5})$", re.MULTILINE)
_FISCAL: Final = (
    field("invoice_code", r"票据代码[:;]?", shaped(r"\d{6,12}")),
    field("invoice_number", r"票据号码[:;]?", shaped(r"\d{8,12}")),
    field("check_code", r"校验码[:;]?", shaped(r"[0-9a-zA-Z]{6}")),
    field("issue_date", r"开票日期[:;]?", day),
    field("buyer_name", r"交款人[:;]|缴款人[:;]|交款单位[:;]|姓名[:;]|捐赠人[:;]", text),
    field("buyer_taxpayer_id", r"交款人统一社会信用代码[:;]|统一社会信用代码[:;]", _ID),
    field("seller_name", r"收款单位\(?章?\)?[:;]|执收单位\(?章?\)?[:;]|医疗机构名称[:;]", text),
    field("gross_amount", r"小写[\)）]?[:;]?|金额合计[:;]?|合计[:;]?", money),
    field("remarks", r"备注[:;]", text),
)
_SLIP: Final = (
    field(
        "invoice_number",
        r"(?:电子)?回单(?:编号|号码|号)[:;]?|交易流水号?[:;]?|流水号[:;]?|凭证号[:;]?",
        shaped(r"[0-9A-Za-z\-]{6,40}"),
    ),
    field("issue_date", r"(?:交易|记账|入账|转账|付款|回单|业务)?(?:日期|时间)[:;]?", day),
    field("buyer_name", r"(?:付款人|付款方|付款单位)(?:户名|名称|全称)?[:;]|付款人(?:户名|名称|全称)", text),
    field("seller_name", r"(?:收款人|收款方|收款单位)(?:户名|名称|全称)?[:;]|收款人(?:户名|名称|全称)", text),
    field("extra.payer_account", r"(?:付款人|付款方|付款)(?:账号|账户|帐号)[:;]?", shaped(r"\d{8,30}")),
    field("extra.payee_account", r"(?:收款人|收款方|收款)(?:账号|账户|帐号)[:;]?", shaped(r"\d{8,30}")),
    field("gross_amount", r"小写[\)）]?[:;]?|(?:交易|转账|付款|汇款)?金额(?:\(小写\))?[:;]?", money, below=True),
    field("remarks", r"(?:摘要|用途|附言|备注)[:;]?", text),
)
_PARTY_LABELS: Final = (
    ("seller", re.compile(r"收款(?:方|单位)|销售方|销货单位|开票单位")),
    ("buyer", re.compile(r"付款(?:方|单位|人)|购买方|购货单位")),
)
_ID_LABEL: Final = re.compile(r"税号[:;]?|(?:纳税人)?识别号[:;]?")
_HOLDER: Final = re.compile(r"户名[:;]?|(?<!银行)(?:名称|全称)[:;]?")
_ACCOUNT: Final = re.compile(r"[账帐][号户][:;]?")


def read_taxi(sheet: Sheet, draft: Draft) -> None:
    """Taxi receipts; the total is also the largest amount on the slip when its label is lost."""
    _read(sheet, draft, _TAXI)
    if "gross_amount" not in draft.values:
        whole = [word for word in sheet.words if not re.search(r"公里|/|里程|单价", word.norm)]
        amounts = [amount for amount in amounts_in(whole) if amount.value > 0]
        best = max(amounts, key=lambda amount: amount.value, default=None)
        if best:
            draft.put("gross_amount", best.value, 0.5 * best.score, sheet.page.ratio(best.words))


def read_toll(sheet: Sheet, draft: Draft) -> None:
    """Toll receipts; the electronic toll invoice of the code era is laid out like a VAT invoice."""
    if "价税合计" in sheet.text:
        read_totals(sheet, draft)
    _read(sheet, draft, _TOLL)


def read_quota(sheet: Sheet, draft: Draft) -> None:
    """Quota receipts: a fixed amount, mostly in words."""
    read_heading(sheet, draft)
    read_fields(sheet, draft, (_CODE, _NUMBER))
    read_totals(sheet, draft)
    _gross_from_words(draft)
    marked = amounts_in([word for word in sheet.words if "¥" in word.norm])
    if "gross_amount" not in draft.values and len({amount.value for amount in marked}) == 1:
        draft.put("gross_amount", marked[0].value, 0.85 * marked[0].score, sheet.page.ratio(marked[0].words))
    plain = re.search(r"(?<!\d)(\d{1,4})元(?!整)", sheet.text)
    if "gross_amount" not in draft.values and plain:
        draft.put("gross_amount", money_of(plain[1]), 0.6)


def read_machine_printed(sheet: Sheet, draft: Draft) -> None:
    """Machine-printed invoices of the general kind."""
    _read(sheet, draft, _MACHINE, totals=True)
    _gross_from_words(draft)
    _ids_below_names(sheet, draft)
    read_simple_lines(sheet, draft)


def _gross_from_words(draft: Draft) -> None:
    """The words are the amount where the figures were not read."""
    words = amount_in_words(str(draft.values.get("amount_in_words", "")))
    if "gross_amount" not in draft.values and words is not None:
        draft.put("gross_amount", words, 0.88 * draft.confidence["amount_in_words"], draft.boxes.get("amount_in_words"))


def _ids_below_names(sheet: Sheet, draft: Draft) -> None:
    """税号 stands below the party it belongs to."""
    parties = [(role, span.middle) for role, label in _PARTY_LABELS for span in sheet.spans(label)]
    for span in sheet.spans(_ID_LABEL):
        above = [(role, level) for role, level in parties if level < span.middle]
        words = sheet.right_of(span)
        value = _ID(words) if above and words else None
        if value:
            role = max(above, key=lambda party: party[1])[0]
            fixed, trust = mended_taxpayer_id(str(value), ocr=sheet.page.ocr)
            draft.put(
                f"{role}_taxpayer_id",
                fixed,
                0.93 * trust * min(word.certainty for word in words),
                sheet.page.ratio(words),
            )


def read_motor_vehicle(sheet: Sheet, draft: Draft) -> None:
    """Uniform invoices for motor vehicles and used cars; the vehicle is the one line."""
    _read(sheet, draft, _VEHICLE, totals=True)
    _ids_below_names(sheet, draft)
    vehicle = draft.extra.get("vehicle_type") or draft.extra.get("model")
    if vehicle:
        draft.lines = [_one_line(sheet, draft, vehicle, draft.extra.get("model"))]
        draft.confidence["lines"] = _certainty_of(sheet, vehicle)


def _one_line(sheet: Sheet, draft: Draft, item: str, specification: str | None) -> FapiaoLine:
    """The single line of a form that has no table."""
    amounts = {name: draft.values.get(name) for name in ("net_amount", "tax_amount")}
    line = FapiaoLine(item_name=item, specification=specification, tax_rate=_rate_on(sheet))
    return replace(line, **amounts)  # type: ignore[arg-type]


def _certainty_of(sheet: Sheet, text_: str) -> float:
    """How surely the words that make up a text were read, or the part of one that also holds its label."""
    whole = [word for word in sheet.words if word.text in text_]
    parts = [word.part(start, start + len(text_)) for word in sheet.words if (start := word.text.find(text_)) > 0]
    return 0.97 * certainty_of_name(parts or whole)


def _rate_on(sheet: Sheet) -> Decimal | None:
    rate = re.search(r"(?<!\d)\d{1,2}(?:\.\d)?%", sheet.text)
    return rate_of(rate[0]) if rate else None


def read_customs(sheet: Sheet, draft: Draft) -> None:
    """Customs payment receipts for import VAT: the dutiable price is the net amount, the words write out the tax."""
    read_totals(sheet, draft)
    draft.drop("gross_amount", "net_amount", "tax_amount")
    read_fields(sheet, draft, _CUSTOMS)
    office = re.search(r"[\u4e00-\u9fff]{2,8}海关", sheet.text)
    draft.put("seller_name", office[0] if office else None, 0.85)
    net, tax = draft.values.get("net_amount"), draft.values.get("tax_amount")
    if draft.extra.get("goods"):
        draft.lines = [_counted(sheet, _one_line(sheet, draft, draft.extra["goods"], None))]
        draft.confidence["lines"] = _certainty_of(sheet, draft.extra["goods"])
    if isinstance(net, Decimal) and isinstance(tax, Decimal):
        draft.put("gross_amount", net + tax, min(draft.confidence["net_amount"], draft.confidence["tax_amount"]))


def _counted(sheet: Sheet, line: FapiaoLine) -> FapiaoLine:
    """The line with its quantity and unit, printed as one (`1064千克`)."""
    count = _COUNT.search(sheet.text)
    return replace(line, quantity=decimal_of(count[1]), unit=count[2]) if count else line


def read_fiscal(sheet: Sheet, draft: Draft) -> None:
    """Fiscal receipts: fees, donations, medical bills."""
    read_totals(sheet, draft)
    draft.drop("net_amount", "tax_amount")
    read_fields(sheet, draft, _FISCAL)


def read_bank_slip(sheet: Sheet, draft: Draft) -> None:
    """Bank slips: payer stands as buyer, payee as seller."""
    read_totals(sheet, draft)
    draft.drop("net_amount", "tax_amount")
    _read_holders(sheet, draft)
    read_fields(sheet, draft, _SLIP)


def _neighbour(span: Span, spans: Sequence[Span]) -> Span | None:
    """The other label of the same kind on the level of a label."""
    return next(
        (each for each in spans if each is not span and abs(each.middle - span.middle) < 1.2 * span.height), None
    )


def _read_holders(sheet: Sheet, draft: Draft) -> None:
    """Names and accounts in two blocks beside vertical labels (付款人, 收款人)."""
    for label, suffix, parse in ((_HOLDER, "name", text), (_ACCOUNT, "account", shaped(r"\d{8,30}"))):
        spans = list(sheet.spans(label))
        for span in spans:
            role, limit = side_of(span, sheet)
            beside = _neighbour(span, spans)
            if beside:  # payer left, payee right, also where the vertical labels were not read
                role = "buyer" if beside.x0 > span.x0 else "seller"
                limit = min(limit, beside.x0) if beside.x0 > span.x0 else limit
            words = until_label(sheet.right_of(span, limit, reach=0.85))
            value = parse(words) if role and words else None
            if value and suffix == "name":
                draft.put(
                    f"{role}_name",
                    value,
                    0.95 * trust_of_name(str(value)) * min(word.certainty for word in words),
                    sheet.page.ratio(words),
                )
            elif value:
                draft.note(**{"payer_account" if role == "buyer" else "payee_account": str(value)})


def _read(sheet: Sheet, draft: Draft, fields: tuple[Field, ...], *, totals: bool = False) -> None:
    read_heading(sheet, draft)
    if totals:
        read_totals(sheet, draft)
    read_fields(sheet, draft, fields)
