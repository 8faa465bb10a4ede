"""Lines against their own figures and against the totals: what was lost or misread is mended where the sums prove it.

Rule kept: a figure of a line only changes where two others that do not rest on it, one of them a total, give the new
one, and where it looks like what was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from rapidfuzz.distance import Levenshtein

from invoices.domain.fapiao import FapiaoLine
from kernel.money import ZERO, round_to_fen, text, total

# shares that occur on lines; which of them was in force is for the rules of law to say
_RATES: Final = tuple(
    map(Decimal, ("0.17", "0.16", "0.13", "0.11", "0.1", "0.09", "0.06", "0.05", "0.03", "0.015", "0.01"))
)
_ROUNDING: Final = Decimal("0.06")
_FEN: Final = Decimal("0.011")


def completed(lines: Sequence[FapiaoLine], net: Decimal | None, tax: Decimal) -> list[FapiaoLine]:
    """The lines as the totals of the paper prove them; as they are where nothing is proved."""
    found = _with_net(list(lines), net) if net is not None else list(lines)
    filled = [_with_rate_or_tax(line) for line in found]
    return filled if total(line.tax_amount or ZERO for line in filled) == tax else found


def _with_net(lines: list[FapiaoLine], whole: Decimal) -> list[FapiaoLine]:
    """The lines with the only net amount that, one character read otherwise, makes both the total and its own tax."""
    if any(line.net_amount is None for line in lines):
        return lines
    short = whole - total(line.net_amount or ZERO for line in lines)
    mended = [_with_rate_or_tax(replace(line, net_amount=(line.net_amount or ZERO) + short)) for line in lines]
    fitting = [place for place, line in enumerate(mended) if short and _is_proved(line, lines[place])]
    return [*lines[: fitting[0]], mended[fitting[0]], *lines[fitting[0] + 1 :]] if len(fitting) == 1 else lines


def _is_proved(line: FapiaoLine, seen: FapiaoLine) -> bool:
    if line.net_amount is None or line.tax_rate is None or line.tax_amount is None or seen.net_amount is None:
        return False
    taxed = abs(line.net_amount * line.tax_rate - line.tax_amount) <= _FEN
    alike = Levenshtein.distance(text(line.net_amount), text(seen.net_amount)) <= 1
    return taxed and alike and is_multiplied_right(line)


def _with_rate_or_tax(line: FapiaoLine) -> FapiaoLine:
    """A rate or a tax that was not read follows from the other one; so does a rate with one digit misread."""
    net, tax, rate = line.net_amount, line.tax_amount, line.tax_rate
    if net and tax is not None and line.tax_treatment in (None, "taxable"):
        fitting = [each for each in _RATES if abs(net * each - tax) <= _FEN]
        if len(fitting) == 1 and (rate is None or _is_near(rate, fitting[0])):
            return replace(line, tax_rate=fitting[0])
    if net and rate is not None and tax is None:
        return replace(line, tax_amount=round_to_fen(net * rate))
    return line


def _is_near(rate: Decimal, whole: Decimal) -> bool:
    """Whether one digit makes the rate the other: 3 % for 13 %, 10 % for 1 %."""
    return Levenshtein.distance(*(f"{each * 100:f}".partition(".")[0] for each in (rate, whole))) == 1


def is_multiplied_right(line: FapiaoLine) -> bool:
    """Quantity times price is the net amount, as far as the price is printed; what is missing contradicts nothing.

    Prices of ordinary invoices may include tax: then the product is net and tax together.
    """
    if line.quantity is None or line.unit_price is None or line.net_amount is None:
        return True
    exponent = line.unit_price.as_tuple().exponent
    slack = abs(line.quantity) * Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) + _ROUNDING
    product = line.quantity * line.unit_price
    return any(
        abs(product - whole) <= slack for whole in (line.net_amount, line.net_amount + (line.tax_amount or ZERO))
    )


def is_taxed_right(line: FapiaoLine) -> bool:
    """Tax is net times rate up to a few fen; lines that say no rate or no tax cannot contradict it."""
    if line.net_amount is None or line.tax_rate is None or line.tax_amount is None:
        return True
    return abs(line.net_amount * line.tax_rate - line.tax_amount) <= _ROUNDING
