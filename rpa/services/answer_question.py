"""A person answers what the bot asked; the submission that waited for it goes on at once."""

from __future__ import annotations

from foundation.handover import answer
from foundation.models import Handover, User
from kernel.errors import InvalidValue
from tax_filing.exports import resume


def answer_question(handover: Handover, *, text: str, actor: User) -> None:
    """Hand the answer over and wake the submission.

    Raises `InvalidValue` for an empty answer, `NotReady` when the question is closed, `NotPermitted` without the role.
    """
    cleaned = text.strip()
    if not cleaned or len(cleaned) > 40:
        raise InvalidValue("an answer has 1 to 40 characters", message_zh="请填写 1 至 40 个字符")
    answer(handover, text=cleaned, actor=actor)
    if key := handover.context.get("submission_key"):
        resume(key)
