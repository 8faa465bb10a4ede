"""XBRL instances of the Ministry of Finance's data standard for electronic vouchers (rai, atr, inv, bker).

Rule kept: what is missing is written `xsi:nil="true"`, never left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Values = Mapping[str, str | None]


def instance(
    prefix: str,
    values: Values,
    *,
    identity: str,
    day: str,
    taxonomy: str = "2021-11-30",
    tuples: Sequence[tuple[str, Values]] = (),
) -> bytes:
    """An instance document; `tuples` are (element, values) groups after the plain facts."""
    facts = "".join(_fact(prefix, tag, value) for tag, value in values.items())
    groups = "".join(
        f"<{prefix}:{name}>{''.join(_fact(prefix, tag, value) for tag, value in inner.items())}</{prefix}:{name}>"
        for name, inner in tuples
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:{prefix}="http://xbrl.mof.gov.cn/taxonomy/{taxonomy}/{prefix}"'
        ' xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<link:schemaRef xlink:type="simple" xlink:href="{prefix}_issuer_entry_point_{taxonomy}.xsd"/>'
        f'<context id="now"><entity><identifier scheme="http://xbrl.mof.gov.cn">{escape(identity)}</identifier></entity>'
        f"<period><instant>{day}</instant></period></context>"
        '<unit id="CNY"><measure>iso4217:CNY</measure></unit>'
        f"{facts}{groups}</xbrl>\n"
    ).encode()


def _fact(prefix: str, tag: str, value: str | None) -> str:
    if value is None:
        return f'<{prefix}:{tag} contextRef="now" xsi:nil="true"/>'
    return f'<{prefix}:{tag} contextRef="now">{escape(value)}</{prefix}:{tag}>'
