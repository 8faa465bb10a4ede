"""Link vouchers to what they were made from."""

from __future__ import annotations

from collections.abc import Iterable

from bookkeeping.domain.voucher import VoucherDraft
from foundation.provenance import Ref, link_many


def link_sources(company_id: int, posted: Iterable[tuple[int, VoucherDraft]]) -> None:
    """For (voucher id, its draft), the sources the drafts name."""
    pairs = [(Ref("voucher", pk), Ref(ref.type, ref.id, ref.part)) for pk, draft in posted for ref in draft.sources]
    if pairs:
        link_many(company_id=company_id, pairs=pairs)
