"""Which kind of receipt a page is, from its printed title and tell-tale words.

Rule kept: the topmost title decides before words in the body do; nothing recognised is `unknown`.
"""

from __future__ import annotations

import re
from typing import Final

from invoices.domain.fapiao import Kind
from invoices.domain.numbers import QrPayload, kind_of_code

_TITLES: Final = (
    (r"铁路电子客票", Kind.RAIL_TICKET),
    (r"航空运输电子客票行程单|航空.{0,6}行程单", Kind.AIR_ITINERARY),
    (r"机动车销售统一发票|二手车销售统一发票", Kind.MOTOR_VEHICLE),
    (r"进口增值税专用缴款书|海关进口.{0,4}增值税", Kind.CUSTOMS_VAT),
    (r"[子]?发票\(增值税专用发票\)", Kind.FULLY_DIGITAL_SPECIAL),
    (r"[子]?发票\(普通发票\)", Kind.FULLY_DIGITAL_GENERAL),
    (
        r"财政(?:部监制|票据|电子)|非税收入.{0,8}(?:票据|缴款书)|(?:医疗|门诊|住院).{0,4}收费(?:票据|收据)|捐赠.{0,3}(?:票据|收据)|"
        r"行政事业.{0,4}(?:收据|票据)|资金往来结算票据",
        Kind.FISCAL_RECEIPT,
    ),
    (
        r"电子回单|(?:客户|业务|网上银行|网银|收款|付款|转账|入账|进账|汇款|银行).{0,4}回单|"
        r"(?:付款|收款|转账|入账|进账|汇款|电汇)(?:凭证|通知书?)|回单编号",
        Kind.BANK_SLIP,
    ),
    (r"出租(?:汽)?车.{0,8}(?:发票|票)|客运出租|出租.{0,3}专用发票", Kind.TAXI),
    (r"定额发票", Kind.QUOTA),
    (r"(?:车辆|高速|公路|路桥|桥|隧道)?通行费.{0,8}(?:发票|票据|收据)|过路费|过桥费", Kind.TOLL),
    (r"增值税电?子?专用发票", Kind.SPECIAL_VAT),
    (r"增值税电?子?普通发票|增值税普通发票", Kind.GENERAL_VAT),
    (r"深圳电子普通发票|区块链", Kind.BLOCKCHAIN),
    (r"(?:通用)?机打(?:卷式)?发票|通用(?!定额).{0,6}发票|卷票", Kind.MACHINE_PRINTED),
)
# one search for all of them finds the topmost, and of those that begin together the first of the list
_ANY_TITLE: Final = re.compile("|".join(f"({pattern})" for pattern, _ in _TITLES))
_RAIL: Final = re.compile(r"中国铁路|12306|限乘当日|[硬软]座|[二一]等座|[硬软]卧|检票口|商务座|无座")
_TRAIN: Final = re.compile(r"(?<![A-Z0-9])[GDCZTKYLS]\d{1,4}(?!\d)|(?<!\d)\d{4}次")
_TAXI: Final = re.compile(r"上车|下车|里程|车号|单价|等候|空驶|计程|电话叫车|燃油附加")
_RECEIPT: Final = re.compile(
    r"小票|收银|欢迎光临|谢谢惠顾|找零|实收|应收|合计|总计|小计|total|subtotal|cash|change|微信支付|支付宝|单号|桌号|结账|会员",
    re.IGNORECASE,
)
_FISCAL_LIST: Final = re.compile(r"销售货物或者?提供应税劳务.{0,2}服务清单|销货清单$|应税劳务清单")


def is_sales_list(text: str) -> bool:
    """Whether the page is the list of goods that belongs to an invoice (销货清单), not an invoice."""
    return "清单" in text and any(_FISCAL_LIST.search(line) for line in text.splitlines()) and "价税合计" not in text


def kind_of_page(text: str, qr: QrPayload | None = None, code: str | None = None) -> Kind:
    """The kind from the QR (which names it), else the title, else the invoice code, else words of the body.

    `text` is the page without blanks, one row per line, half-width.
    """
    if qr and qr.kind is not Kind.GENERAL_VAT:
        return qr.kind
    title = _ANY_TITLE.search(text)
    if title and title.lastindex:
        return _refined(_TITLES[title.lastindex - 1][1], code)
    if qr:
        return qr.kind
    by_code = kind_of_code(code) if code else None
    return by_code or _by_body(text)


def _refined(kind: Kind, code: str | None) -> Kind:
    """Toll invoices and blockchain invoices carry the title of an ordinary one; the code tells."""
    by_code = kind_of_code(code) if code else None
    if kind is Kind.GENERAL_VAT and by_code in (Kind.TOLL, Kind.BLOCKCHAIN):
        return by_code
    return kind


def _by_body(text: str) -> Kind:
    if _RAIL.search(text) and (_TRAIN.search(text) or "站" in text):
        return Kind.RAIL_TICKET
    if len(set(_TAXI.findall(text))) >= 3:
        return Kind.TAXI
    if "发票代码" in text and "发票号码" in text:
        return Kind.MACHINE_PRINTED
    if len({found.lower() for found in _RECEIPT.findall(text)}) >= 2 and re.search(r"\d+\.\d{2}", text):
        return Kind.SHOP_RECEIPT
    return Kind.UNKNOWN
