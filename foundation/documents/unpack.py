"""Opening a container: its files become documents of their own that name it as parent.

Rule kept: limits are the unpacker's; what it refuses is said on the container, and nothing of it is received.
"""

from __future__ import annotations

from collections.abc import Sequence

from foundation.audit import record
from foundation.documents import store
from foundation.documents.receive import Trouble, mark, receive_bytes
from foundation.documents.registry import unpacker_for
from foundation.jobs import Effect
from foundation.models import Document, DocumentState
from kernel.errors import Refusal

_NOTHING_INSIDE = Trouble("empty_container", "压缩包或邮件里没有文件。", "There are no files inside.")


def unpack(document: Document) -> Effect:
    """Open the container outside of any transaction; the effect receives what was inside."""
    unpacker = unpacker_for(document.media_type)
    try:
        inside = list(unpacker(store.path_of(document.company_id, document.sha256))) if unpacker else []
    except Refusal as refusal:
        trouble = Trouble(refusal.code, refusal.message_zh, refusal.message)
        return lambda: mark(document, DocumentState.FAILED, trouble)
    if not inside:
        return lambda: mark(document, DocumentState.FAILED, _NOTHING_INSIDE)
    return lambda: receive_inside(document, inside)


def receive_inside(document: Document, inside: Sequence[tuple[str, bytes]]) -> None:
    """The files of a container become documents that name it as parent; the container is done with."""
    for name, data in inside:
        receive_bytes(document.company, name, data, document.received_by, parent=document)
    mark(document, DocumentState.UNPACKED)
    content = {"files": [name for name, _ in inside]}
    record(company=document.company, actor=None, action="document.unpacked", subject=document, content=content)
