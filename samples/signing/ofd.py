"""Sealing an OFD: digests of every member, and an electronic seal (GB/T 38540 version 4) over them."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

from kernel.sm2 import sm3
from samples.signing import der
from samples.signing.authority import SM2_WITH_SM3, VALID_FROM, VALID_TO, Authority, Holder

_SIGN = "Doc_0/Signs/Sign_0/Signature.xml"
_VALUE = "Doc_0/Signs/Sign_0/SignedValue.dat"
_EPOCH = (2026, 1, 1, 0, 0, 0)
_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def sign_ofd(data: bytes, authority: Authority, holder: Holder, at: datetime, seal_name: str) -> bytes:
    """The package with one electronic seal over all its members."""
    files = _files(data)
    files["OFD.xml"] = files["OFD.xml"].replace(
        b"</ofd:DocBody>", b"<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody>"
    )
    description = _description(files, at)
    listing = f'<ofd:Signatures {_OFD}><ofd:MaxSignId>1</ofd:MaxSignId><ofd:Signature ID="1" BaseLoc="/{_SIGN}"/>'
    return zipped(
        files
        | {
            "Doc_0/Signs/Signatures.xml": f"{listing}</ofd:Signatures>".encode(),
            _SIGN: description,
            _VALUE: _seal_signature(description, authority, holder, at, seal_name),
        }
    )


def _files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The package without a clock, its entry first."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files, key=lambda one: (one != "OFD.xml", one)):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), files[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _description(files: Mapping[str, bytes], at: datetime) -> bytes:
    references = "".join(
        f'<ofd:Reference FileRef="/{name}"><ofd:CheckValue>{base64.b64encode(sm3(content)).decode()}'
        "</ofd:CheckValue></ofd:Reference>"
        for name, content in sorted(files.items())
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ofd:Signature {_OFD}><ofd:SignedInfo>'
        '<ofd:Provider ProviderName="fictional_eseal" Version="1.0" Company="fictional"/>'
        f"<ofd:SignatureMethod>{SM2_WITH_SM3}</ofd:SignatureMethod>"
        f"<ofd:SignatureDateTime>{at:%Y%m%d%H%M%S}Z</ofd:SignatureDateTime>"
        f'<ofd:References CheckMethod="1.2.156.10197.1.401">{references}</ofd:References>'
        '<ofd:StampAnnot ID="1" PageRef="1" Boundary="90 8 30 20"/></ofd:SignedInfo>'
        f"<ofd:SignedValue>/{_VALUE}</ofd:SignedValue></ofd:Signature>"
    ).encode()


def _seal_signature(description: bytes, authority: Authority, holder: Holder, at: datetime, seal_name: str) -> bytes:
    certificate = authority.certify(holder)
    record = der.sequence(
        der.integer(4),
        _seal(authority, certificate, seal_name),
        der.moment(at),
        der.bits(sm3(description)),
        der.ia5(f"/{_SIGN}"),
    )
    return der.sequence(record, der.octets(certificate), der.oid(SM2_WITH_SM3), der.bits(holder.sign(record)))


def _seal(authority: Authority, certificate: bytes, seal_name: str) -> bytes:
    """The seal: its name, whom it lets sign, and its picture, signed by its maker."""
    properties = der.sequence(
        der.integer(1),
        der.utf8(seal_name),
        der.integer(1),
        der.sequence(der.octets(certificate)),
        der.moment(VALID_FROM),
        der.moment(VALID_FROM),
        der.moment(VALID_TO),
    )
    header = der.sequence(der.ia5("ES"), der.integer(4), der.ia5("FICTIONAL"))
    picture = der.sequence(der.ia5("png"), der.octets(b""), der.integer(30), der.integer(20))
    information = der.sequence(header, der.ia5("00000000000001"), properties, picture)
    maker = authority.certificate
    return der.sequence(
        information, der.octets(maker), der.oid(SM2_WITH_SM3), der.bits(authority.holder.sign(information))
    )
