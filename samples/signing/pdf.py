"""Signing a PDF: an incremental update with a signature field and a detached CMS signature over everything else."""

from __future__ import annotations

import re
from datetime import datetime

from samples.signing import der
from samples.signing.authority import Authority, Holder, name

_ROOM = 8_192
_DATA = "1.2.840.113549.1.7.1"


def sign_pdf(data: bytes, authority: Authority, holder: Holder, at: datetime, certificate: bytes = b"") -> bytes:
    """The PDF with one more signature. `at` carries its time zone."""
    certificate = certificate or authority.certify(holder)
    prepared, start, end = _prepared(data, at)
    covered = prepared[:start] + prepared[end:]
    signature = _cms(covered, authority, holder, certificate, at).hex().encode()
    return prepared[:start] + b"<" + signature.ljust(end - start - 2, b"0") + b">" + prepared[end:]


def _prepared(data: bytes, at: datetime) -> tuple[bytes, int, int]:
    """The file with its update and an empty place for the signature; where the place begins and ends."""
    root_number = int(re.findall(rb"/Root\s+(\d+) 0 R", data)[-1])
    size = int(re.findall(rb"/Size\s+(\d+)", data)[-1])
    previous = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    catalog = re.findall(rb"(?s)\n%d 0 obj\s*<<(.*?)>>\s*endobj" % root_number, data)[-1]
    fields = b" ".join([*re.findall(rb"/Fields \[ ([^\]]*) \]", catalog), b"%d 0 R" % (size + 1)])
    catalog = re.sub(rb"/AcroForm << .*? >>", b"", catalog)
    empty = b"<" + b"0" * _ROOM + b">"
    signature = (
        b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [          0 %s %s %s] "
        b"/Contents %s /M (D:%s) >>"
    ) % (b"#" * 10, b"#" * 10, b"#" * 10, empty, at.strftime("%Y%m%d%H%M%S+00'00'").encode())
    objects = {
        root_number: b"<<%s /AcroForm << /SigFlags 3 /Fields [ %s ] >> >>" % (catalog, fields),
        size: signature,
        size + 1: b"<< /FT /Sig /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /T (S%d) /V %d 0 R >>" % (size, size),
    }
    out, offsets = data if data.endswith(b"\n") else data + b"\n", {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % (number, offset) for number, offset in sorted(offsets.items()))
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    out += b"xref\n" + table + trailer % (size + 2, root_number, previous, len(out))
    start = out.index(empty)
    end = start + len(empty)
    for value in (start, end, len(out) - end):
        out = out.replace(b"#" * 10, b"%10d" % value, 1)
    return out, start, end


def _cms(covered: bytes, authority: Authority, holder: Holder, certificate: bytes, at: datetime) -> bytes:
    digest = der.sequence(der.oid(holder.digest_oid))
    attributes = (
        der.sequence(der.oid("1.2.840.113549.1.9.3"), der.set_of(der.oid(_DATA))),
        der.sequence(der.oid("1.2.840.113549.1.9.4"), der.set_of(der.octets(holder.digest(covered)))),
        der.sequence(der.oid("1.2.840.113549.1.9.5"), der.set_of(der.moment(at))),
    )
    signed = der.set_of(*attributes)
    serial = _serial(certificate)
    information = der.sequence(
        der.integer(1),
        der.sequence(name(authority.holder.name), serial),
        digest,
        b"\xa0" + signed[1:],
        holder.algorithm,
        der.octets(holder.sign(signed)),
    )
    body = der.sequence(
        der.integer(1),
        der.set_of(digest),
        der.sequence(der.oid(_DATA)),
        der.element(0xA0, certificate),
        der.set_of(information),
    )
    return der.sequence(der.oid("1.2.840.113549.1.7.2"), der.element(0xA0, body))


def _serial(certificate: bytes) -> bytes:
    """The serial number as it stands behind the version of the certificate."""
    at = certificate.index(b"\xa0\x03\x02\x01\x02") + 5
    return certificate[at : at + 2 + certificate[at + 1]]
