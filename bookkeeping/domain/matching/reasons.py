"""Why lines belong together, in words for people: what they share, then how they fit."""

from __future__ import annotations

from typing import Final

_SHARED: Final = {
    "reference": ("编号相同", "the same reference"),
    "party": ("往来单位相同", "the same counterparty"),
    "amount": ("一方未列往来单位", "one side names no counterparty"),
    "unclear": ("往来单位相同，但有几种可能", "the same counterparty, with several possibilities"),
}
_FIT: Final = {
    "one": ("金额相同，别无他选", "the same amount and no other choice"),
    "clear": ("金额相同，日期足以区分", "the same amount, told apart by date"),
    "clear_left": (
        "金额相同，日期最近，但有同额未配",
        "the same amount and the nearest date; another of the amount is left",
    ),
    "clear_booked_again": ("金额相同，后来又记了一次", "the same amount, booked again later"),
    "clear_paid_again": ("金额相同，后来又付了一次", "the same amount, paid again later"),
    "close_booked_again": ("金额相同，不久又记了一次", "the same amount, booked again soon after"),
    "close_paid_again": ("金额相同，不久又付了一次", "the same amount, paid again soon after"),
    "sum": ("合计金额相同", "the same sum"),
    "fee": ("相差常见手续费", "less a usual fee"),
    "share": ("相差按比例收取的手续费", "less a fee by share"),
    "dear_fee": ("相差手续费，占比较高", "less a fee that is high for the amount"),
    "slip": ("相邻两位数字颠倒", "two neighbouring digits changed places"),
    "currency": ("汇率差异", "a difference of exchange"),
    "exchange": ("金额相近", "nearly the same amount"),
    "batch_few": ("一笔银行流水等于几笔账面之和", "one bank line is the sum of several ledger lines"),
    "batch_many": ("一笔银行流水等于多笔中几笔之和", "one bank line is the sum of some of many ledger lines"),
    "instalments_few": ("一笔账面分几次收付", "one ledger line paid in parts"),
    "instalments_many": ("一笔账面等于多笔流水中几笔之和", "one ledger line is the sum of some of many bank lines"),
    "odd_far": ("金额特别且唯一，日期很远", "an uncommon amount, the only one, very far in date"),
    "odd_soon": ("金额特别且唯一，日期相近", "an uncommon amount, the only one, near in date"),
    "odd_late": ("金额特别且唯一，日期较远", "an uncommon amount, the only one, far in date"),
    "rare_far": ("整额少见且唯一，日期很远", "a round amount seldom seen, the only one, very far in date"),
    "rare_soon": ("整额少见且唯一，日期相近", "a round amount seldom seen, the only one, near in date"),
    "rare_late": ("整额少见且唯一，日期较远", "a round amount seldom seen, the only one, far in date"),
    "round_far": ("整额且唯一，日期很远", "a round amount, the only one, very far in date"),
    "round_soon": ("整额且唯一，日期相近", "a round amount, the only one, near in date"),
    "round_late": ("整额且唯一，日期较远", "a round amount, the only one, far in date"),
    "nameless": ("双方均未列，整额且唯一", "neither does, a round amount, the only one"),
    "undated": ("金额唯一，但没有日期", "the only one of its amount, without a date"),
}
_WHOLE: Final = {
    "likely_party": ("名称可能为同一单位，金额唯一", "names that may mean the same party, the only one of the amount"),
    "close_party": ("往来单位与金额相同，日期不足以区分", "the same counterparty and amount; dates do not decide"),
    "close_amount": ("金额相同，一方未列往来单位", "the same amount; one side names no counterparty"),
    "other_name": ("金额相同，名称不同", "the same amount under another name"),
    "fee_alone": ("相差常见手续费，名称不足以判断", "less a usual fee; names do not decide"),
    "nameless_share": ("一方未列往来单位，相差按比例收取的手续费", "one side names nobody; less a fee by share"),
    "nameless_exchange": ("一方未列往来单位，金额相近", "one side names nobody; nearly the same amount"),
    "sum_with_nameless": ("等于同一单位与未列单位的几笔之和", "the sum of lines of the party and of nameless lines"),
    "sum_of_party": ("等于某一单位几笔之和", "the sum of lines of one party"),
    "sum_of_day": ("等于同日前后几笔之和，无共同编号或单位", "the sum of lines of these days, sharing nothing else"),
    "ledger_reversed": ("账面两笔互相冲销", "two ledger lines cancel each other"),
    "bank_returned": ("银行两笔一出一进，互相抵销", "two bank lines cancel each other"),
    "booked": ("按该笔流水入账", "booked from this bank line"),
    "person": ("人工核对", "matched by a person"),
}  # fmt: skip


def reason(layer: str) -> tuple[str, str]:
    """The reason in Chinese and in English."""
    if layer in _WHOLE:
        return _WHOLE[layer]
    shared, _, fit = layer.partition("_")
    zh, en = _SHARED[shared]
    more_zh, more_en = _FIT[fit]
    return f"{zh}，{more_zh}", f"{en}; {more_en}"
