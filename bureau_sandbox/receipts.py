"""Receipts: what the bureau hands out for an accepted return, as a PDF signed with the bureau's key.

Rule kept: the same return always gives the same bytes, so that a receipt fetched twice is one receipt.
"""

from __future__ import annotations

import base64
import io
from functools import cache

from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.utils.timezone import localtime
from reportlab.lib.pagesizes import A5, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from bureau_sandbox.layout import form_title
from bureau_sandbox.models import FiledReturn
from bureau_sandbox.models.receipt_key import receipt_key

_TITLES = {"file": "纳税申报回执", "correct": "更正申报回执", "void": "申报作废回执"}
NOTICE = "演练用电子税务局 · 仅供练习，不具法律效力 (make-believe bureau, practice only)"


def receipt_pdf(filed: FiledReturn) -> bytes:
    """The receipt of an accepted return."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=landscape(A5), invariant=True)
    canvas.setTitle(f"申报回执 {filed.reference}")
    width, height = landscape(A5)
    canvas.setFont(_font(), 16)
    canvas.drawCentredString(width / 2, height - 50, _TITLES[filed.kind])
    canvas.setFont(_font(), 10)
    for place, (label, value) in enumerate(_rows(filed)):
        canvas.drawString(50, height - 90 - place * 20, label)
        canvas.drawString(150, height - 90 - place * 20, value)
    canvas.setFont(_font(), 8)
    canvas.drawCentredString(width / 2, 30, NOTICE)
    canvas.save()
    return buffer.getvalue()


def sign(content: bytes) -> str:
    """Base64 of the Ed25519 signature over `content`."""
    return base64.b64encode(receipt_key().sign(content)).decode()


def public_key_pem() -> str:
    """The key that verifies `sign`."""
    public = receipt_key().public_key()
    return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def statement(filed: FiledReturn) -> str:
    """The line that is signed and printed on the receipt."""
    period = f"{filed.period_start}~{filed.period_end}"
    return "|".join(
        (filed.reference, filed.taxpayer.pk, filed.form, period, f"{filed.tax_payable:.2f}", filed.content_hash)
    )


def _rows(filed: FiledReturn) -> list[tuple[str, str]]:
    mark = sign(statement(filed).encode())
    return [
        ("受理编号", filed.reference),
        ("纳税人识别号", filed.taxpayer.pk),
        ("纳税人名称", filed.taxpayer.name or "—"),
        ("申报表", form_title(filed.form)),
        ("税款所属期", f"{filed.period_start} 至 {filed.period_end}"),
        ("应补（退）税费额", f"{filed.tax_payable:.2f} 元"),
        ("受理时间", f"{localtime(filed.decide_at):%Y-%m-%d %H:%M:%S}"),
        ("数据摘要", filed.content_hash),
        ("电子签章", mark[:44]),
        ("", mark[44:]),
    ]


@cache
def _font() -> str:
    folder = settings.PROJECT_DIR / "static" / "vendor" / "fonts"
    for path in sorted(folder.glob("NotoSans*.ttf")) if folder.is_dir() else []:
        try:
            pdfmetrics.registerFont(TTFont("BureauReceipt", str(path)))
        except TTFError:
            continue
        return "BureauReceipt"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"
