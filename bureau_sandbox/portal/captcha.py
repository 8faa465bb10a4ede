"""Captcha pictures and SMS codes: questions only a person may answer, bound to the session that was asked."""

from __future__ import annotations

import io
import random
import secrets

from django.http import HttpRequest
from PIL import Image, ImageDraw, ImageFont

from bureau_sandbox.models import Challenge

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def open_challenge(request: HttpRequest, kind: str, taxpayer_id: str, *, sum_instead: bool = False) -> Challenge:
    """The question this session has open, else a new one."""
    known = Challenge.objects.filter(kind=kind, session_key=_session_key(request)).first()
    if known is not None:
        return known
    if kind in ("qr", "face"):
        question, answer = secrets.token_hex(3), ""
    elif kind == "sms":
        question, answer = "短信验证码", f"{secrets.randbelow(10**6):06d}"
    elif sum_instead:
        left, right = secrets.randbelow(9) + 1, secrets.randbelow(9) + 1
        question, answer = f"{left} + {right} = ?", str(left + right)
    else:
        question = answer = "".join(secrets.choice(_LETTERS) for _ in range(4))
    return Challenge.objects.create(
        kind=kind, session_key=_session_key(request), taxpayer_id=taxpayer_id, question=question, answer=answer
    )


def is_answered(request: HttpRequest, kind: str, given: str) -> bool:
    """Whether `given` is right. Right or wrong, the question is used up."""
    challenges = Challenge.objects.filter(kind=kind, session_key=_session_key(request))
    known = challenges.first()
    challenges.delete()
    return known is not None and given.strip().upper() == known.answer


def confirm_on_phone(challenge_id: str) -> None:
    """The person scanned the code, or passed the face check, on the practice phone."""
    Challenge.objects.filter(pk=challenge_id, kind__in=("qr", "face")).update(answer="confirmed")


def is_confirmed(request: HttpRequest, kind: str) -> bool:
    """Whether the phone has confirmed the question of this session."""
    return Challenge.objects.filter(kind=kind, session_key=_session_key(request), answer="confirmed").exists()


def picture(challenge: Challenge) -> bytes:
    """The question as a PNG with some noise, 160 × 50 px."""
    noise = random.Random(challenge.pk)  # noqa: S311 - decoration, not a secret
    image = Image.new("RGB", (160, 50), "#f4f7fb")
    draw = ImageDraw.Draw(image)
    for _ in range(6):
        ends = [(noise.randrange(160), noise.randrange(50)) for _ in range(2)]
        draw.line(ends, fill=(160, 180, 205), width=1)
    draw.text((18, 8), challenge.question, font=ImageFont.load_default(30), fill=(30, 60, 110))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _session_key(request: HttpRequest) -> str:
    if not request.session.session_key:
        request.session.create()
    return str(request.session.session_key)
