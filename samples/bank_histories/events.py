"""What happens to a bank account, and how often: one function an event, each writes both sides and the truth."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable
from itertools import accumulate
from random import Random
from typing import Final

from samples.bank_histories.history import START, Draft
from samples.bank_histories.names import Counterparty

FEES: Final = (50, 100, 200, 500, 550, 800, 1000, 1050, 1500, 2000, 2500, 3000, 5000)
RATES: Final = (0.001, 0.0038, 0.0055, 0.006, 0.01)
OWN: Final = "本公司结算专户"
_IN: Final = ("货款", "收货款", "服务费", "工程款", "订金", "来账", "跨行转账", "转账存入", "")
_OUT: Final = ("付货款", "采购款", "租金", "服务费", "往来款", "网银转账", "跨行汇款", "对公转账", "")
_BOOKED_IN: Final = ("收到货款", "收服务费", "销售回款", "往来款")
_BOOKED_OUT: Final = ("支付货款", "支付采购款", "付租金", "付款", "往来款")


def _delay(rng: Random) -> int:
    """Days from the ledger to the bank: mostly soon, cheques late, some booked after the bank had it."""
    chance = rng.random()
    if chance < 0.08:
        return -rng.randint(1, 10)
    if chance < 0.63:
        return rng.randint(0, 1)
    if chance < 0.86:
        return rng.randint(2, 5)
    return rng.randint(6, 15) if chance < 0.96 else rng.randint(16, 35)


def _scene(draft: Draft) -> tuple[Counterparty, int, int]:
    """Who, when and which way."""
    rng = draft.rng
    return rng.choice(draft.parties), START + rng.randrange(draft.days), rng.choice((1, 1, -1, -1, -1))


def _words(rng: Random, sign: int) -> str:
    return rng.choice(_IN if sign > 0 else _OUT)


def _booked(rng: Random, sign: int) -> str:
    return rng.choice(_BOOKED_IN if sign > 0 else _BOOKED_OUT)


def _reference(draft: Draft) -> tuple[str, str]:
    """What the ledger and what the bank shows of the paper's number."""
    if draft.rng.random() < 0.5:
        return "", ""
    number = draft.number()
    return number, number if draft.rng.random() < 0.6 else ""


def _plain(draft: Draft) -> None:
    party, day, sign = _scene(draft)
    rng = draft.rng
    amount = sign * (party.fee if party.fee and rng.random() < 0.25 else draft.amount())
    ours, theirs = _reference(draft)
    line = draft.book(party, day, amount, _booked(rng, sign), ours)
    paid = draft.pay(party, day + _delay(rng), amount, _words(rng, sign), theirs)
    draft.tie([line], [paid])


def _parts(rng: Random, whole: int, count: int) -> list[int]:
    cuts = sorted(rng.sample(range(1, whole), count - 1))
    return [high - low for low, high in zip([0, *cuts], [*cuts, whole], strict=True)]


def _instalments(draft: Draft) -> None:
    party, day, sign = _scene(draft)
    rng = draft.rng
    whole, count = draft.amount(), rng.choice((2, 2, 2, 3, 3, 4))
    parts = _parts(rng, whole, count) if rng.random() < 0.7 else [whole // count] * (count - 1)
    parts += [whole - sum(parts)] if sum(parts) != whole else []
    ours, theirs = _reference(draft)
    line = draft.book(party, day, sign * whole, _booked(rng, sign), ours)
    paid = []
    for part in parts:
        day += rng.randint(0, 12)
        paid.append(draft.pay(party, day, sign * part, _words(rng, sign), theirs))
    draft.tie([line], paid)


def _batch(draft: Draft) -> None:
    party, day, sign = _scene(draft)
    rng = draft.rng
    amounts = [draft.amount() for _ in range(rng.choice((2, 2, 2, 3, 3, 4, 5)))]
    days = [day - rng.randint(0, 14) for _ in amounts]
    lines = [draft.book(party, when, sign * part, _booked(rng, sign)) for when, part in zip(days, amounts, strict=True)]
    paid = draft.pay(party, day + _delay(rng), sign * sum(amounts), _words(rng, sign))
    draft.tie(lines, [paid])


def _many_parties(draft: Draft) -> None:
    """One bank line for people or suppliers of a payment file: no name in common."""
    rng = draft.rng
    _, day, _ = _scene(draft)
    count = rng.choice((2, 3, 3, 4, 5))
    amounts = [draft.amount() for _ in range(count)]
    lines = [draft.book(rng.choice(draft.parties), day, -part, "批量付款") for part in amounts]
    draft.tie(lines, [draft.pay("", day + rng.randint(0, 2), -sum(amounts), "批量代付")])


def _fee(draft: Draft) -> None:
    party, day, sign = _scene(draft)
    rng = draft.rng
    amount = draft.amount()
    fee = rng.choice(FEES) if rng.random() < 0.7 else max(1, int(amount * rng.choice(RATES) + 0.5))
    ours, theirs = _reference(draft)
    line = draft.book(party, day, sign * amount, _booked(rng, sign), ours)
    paid = draft.pay(party, day + _delay(rng), sign * amount - fee, _words(rng, sign), theirs)
    draft.tie([line], [paid])


def _currency(draft: Draft) -> None:
    party, day, sign = _scene(draft)
    rng = draft.rng
    amount = draft.amount()
    ours, theirs = _reference(draft)
    line = draft.book(party, day, sign * amount, f"USD {amount / 720:.2f}", ours)
    other = int(amount * (1 + rng.uniform(-0.012, 0.012))) + 1
    paid = draft.pay(party, day + _delay(rng), sign * other, "结汇", theirs)
    draft.tie([line], [paid])


def _refund(draft: Draft) -> None:
    """Money that goes back: both ways are in the books, or (a bounced payment) only the bank saw it come and go."""
    party, day, sign = _scene(draft)
    rng = draft.rng
    amount, back = sign * draft.amount(), day + rng.randint(2, 20)
    if rng.random() < 0.3:
        sent = draft.pay(party, day, -abs(amount), _words(rng, -1))
        draft.tie([], [sent, draft.pay(party, day + rng.randint(0, 3), abs(amount), "退汇")])
        return
    for when, part in ((day, amount), (back, -amount)):
        line = draft.book(party, when, part, "退款" if when == back else _booked(rng, sign))
        draft.tie([line], [draft.pay(party, when + _delay(rng), part, "退款" if when == back else "货款")])


def _twice(draft: Draft) -> None:
    """Booked twice, or paid twice: the second one has no partner."""
    party, day, sign = _scene(draft)
    rng = draft.rng
    amount = sign * draft.amount()
    ours, theirs = _reference(draft)
    line = draft.book(party, day, amount, _booked(rng, sign), ours)
    paid = draft.pay(party, day + abs(_delay(rng)), amount, _words(rng, sign), theirs)
    draft.tie([line], [paid])
    if rng.random() < 0.6:
        draft.book(party, day + rng.randint(1, 25), amount, _booked(rng, sign), ours)
    else:
        draft.pay(party, day + rng.randint(20, 40), amount, _words(rng, sign), theirs)


def _slip(draft: Draft) -> None:
    """Two neighbouring digits changed places in the books."""
    party, day, sign = _scene(draft)
    digits = list(str(draft.amount()))
    places = [place for place in range(len(digits) - 1) if digits[place] != digits[place + 1]]
    wrong = digits.copy()
    if places:
        place = draft.rng.choice(places)
        wrong[place], wrong[place + 1] = wrong[place + 1], wrong[place]
    line = draft.book(party, day, sign * int("".join(wrong)), _booked(draft.rng, sign))
    paid = draft.pay(party, day + _delay(draft.rng), sign * int("".join(digits)), _words(draft.rng, sign))
    draft.tie([line], [paid])


def _bank_only(draft: Draft) -> None:
    party, day, sign = _scene(draft)
    if draft.rng.random() < 0.5:
        draft.pay("", day, -draft.rng.choice(FEES), "账户管理费")
    else:
        draft.pay(party, day, sign * draft.amount(), _words(draft.rng, sign))


def _ledger_only(draft: Draft) -> None:
    party, day, sign = _scene(draft)
    draft.book(party, day, sign * draft.amount(), _booked(draft.rng, sign))


def _own_transfer(draft: Draft) -> None:
    _, day, sign = _scene(draft)
    amount = sign * draft.amount()
    line = draft.book(OWN, day, amount, "内部转账")
    draft.tie([line], [draft.pay(OWN, day + draft.rng.randint(0, 1), amount, "内部转账")])


# Event and its weight. Splits and batches together are more than 8 % of what happens, fees 5 %.
MIX: Final[tuple[tuple[Callable[[Draft], None], float], ...]] = (
    (_plain, 70), (_instalments, 4.2), (_batch, 4.3), (_many_parties, 0.6), (_fee, 5.2), (_currency, 0.8),
    (_refund, 2.2), (_twice, 1.6), (_slip, 0.4), (_bank_only, 3.5), (_ledger_only, 3.2), (_own_transfer, 2),
)  # fmt: skip
_STEPS: Final = tuple(accumulate(weight for _, weight in MIX))


def happen(draft: Draft) -> None:
    """One event, drawn by its weight."""
    MIX[bisect(_STEPS, draft.rng.random() * _STEPS[-1])][0](draft)
