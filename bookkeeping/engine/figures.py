"""The figures of a sentence: each with the words it is told by, and what the sentence itself reckons with it.

Rule kept: a count, a rate, a date or a code is no money; what a reckoning starts from ("5个×30元") is no result of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from kernel.money import ZERO, exact, round_to_fen

_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<scale>亿|万(?!能)|[Kk](?![A-Za-z]))?"
    r"\s*(?P<unit>元|块钱|圆|[%％‰]|美元|欧元|港元|港币|英镑|日元|USD|EUR|HKD)?(?P<per>[/／每][\u4e00-\u9fff]{1,2})?"
)
_CURRENCIES = {"美元", "欧元", "港元", "港币", "英镑", "日元", "USD", "EUR", "HKD"}
_SCALES = {"亿": 100_000_000, "万": 10_000, "K": 1_000, "k": 1_000}
_OPERATOR = re.compile(r"\s*[)）]*\s*(?P<op>[+＋×xX*÷/／=＝≈−-])\s*")
_COUNT = re.compile(r"[多余来约]?[\u4e00-\u9fff]{0,2}")
_MONEY_END = re.compile(r"\s*(?:$|[，。；、,;：:!！?？）)（(+＋×xX*÷/／=＝≈~～−-]|[的中和及与用为])")
_STOP = re.compile(r"[。；;！!？?，,、：:（(]")
_NOTE = re.compile(r"\s*[（(]([^（）()]{1,24})[）)]")
_NOISE = ' =＝≈￥¥约）)+＋×*÷-−"“”'
_TIMES = re.compile(r"(\d+)(?:个月|个?季度|年|人|名|套|台|次|天|周|件|间|期)")
_TOTAL = re.compile(r"(?:合计|共计|总计|总额|总价款?|总共|一共|共)[为约是]?$")
_CLOSE = Decimal("0.6")
_CLOSED = re.compile(r"[（(][^（）()]*[)）]")
_AND = re.compile(r"^[\d,，.]+\s*[万亿]?元?(?:[（(][^（）()]*[)）])?(?:以及|及|和|与|、)")
_BREATH = 30
_LETTER = re.compile(r"[A-Za-z_#No.第]$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as told: `label` stands before it, `note` in brackets after it.

    kind: money | ratio | count | foreign (an amount in another currency).
    part: "" | "term" (of a sum) | "factor" (what a reckoning starts from).
    """

    value: Decimal
    label: str
    note: str
    kind: str
    part: str = ""
    is_result: bool = False
    start: int = 0


@dataclass(slots=True)
class _Token:
    value: Decimal
    kind: str
    start: int
    end: int
    before: str = ""
    after: str = ""


def _kind(match: re.Match[str], text: str) -> str:
    unit, raw = match["unit"] or "", match["number"]
    if unit in {"%", "％", "‰"}:
        return "ratio"
    has_comma = "," in raw or "，" in raw
    if unit in _CURRENCIES:
        return "foreign"
    if unit:
        return "money"
    is_code = bool(_LETTER.search(text[: match.start()])) or len(raw) > 10
    if is_code and not has_comma:
        return "code"
    if has_comma or match["scale"] or _MONEY_END.match(text, match.end()):
        # "3个月" and "10月" end otherwise; small bare numbers are counts.
        return "money" if has_comma or match["scale"] or exact(raw) >= 100 or "." in raw else "count"
    return "count"


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        value = exact(match["number"].replace("，", "")) * _SCALES.get(match["scale"] or "", 1)
        if match["unit"] in {"%", "％"}:
            value /= 100
        elif match["unit"] == "‰":
            value /= 1000
        if (kind := _kind(match, text)) != "code":
            found.append(_Token(value, kind, match.start(), match.end()))
    for token in found:
        end = token.end
        if token.kind == "count" and (unit := _COUNT.match(text, end)) and _OPERATOR.match(text, unit.end()):
            end = unit.end()
        if operator := _OPERATOR.match(text, end):
            token.after = operator["op"]
    return found


def _linked(text: str, left: _Token, right: _Token) -> str:
    """The operator that ties two figures of one reckoning together; empty when they stand apart."""
    between = text[left.end : right.start]
    if not left.after or len(between) > 24 or re.search(r"[。；;，,、]", between):
        return ""
    return left.after


def _label(text: str, start: int, since: int) -> str:
    """The words before a figure, back to the last stop; the clause before it where nothing stands there."""
    told = _CLOSED.sub("", text[since:start])
    pieces = [kept for piece in _STOP.split(told) if (kept := piece.strip(_NOISE))]
    if not pieces:
        return ""
    return pieces[-1] if len(pieces[-1]) > 1 or len(pieces) == 1 else "".join(pieces[-2:])


@lru_cache(maxsize=512)
def figures(text: str) -> tuple[Figure, ...]:
    """All figures but dates and codes, in their order."""
    tokens, found = _tokens(text), []
    since, chain = 0, ""
    for index, token in enumerate(tokens):
        before = _linked(text, tokens[index - 1], token) if index else ""
        after = _linked(text, token, tokens[index + 1]) if index + 1 < len(tokens) else ""
        label = _label(text, token.start, since)
        if not before:
            chain = label
        result = before in {"=", "＝", "≈"} and not after
        part = _part(before, after, is_result=result)
        if result:
            label = chain or label
        note = _NOTE.match(text, token.end)
        if token.kind != "count" or before or after:
            found.append(Figure(token.value, label, note[1] if note else "", token.kind, part, result, token.start))
        if token.kind == "money":
            since = token.end
    return tuple(_totalled(found))


def _part(before: str, after: str, *, is_result: bool) -> str:
    if is_result or not (before or after):
        return ""
    is_sum = all(op in {"", "+", "＋", "=", "＝", "≈"} for op in (before, after))
    return "term" if is_sum and (before in {"+", "＋"} or after in {"+", "＋"}) else "factor"


def _totalled(found: list[Figure]) -> list[Figure]:
    """ "4人各4,000元（合计16,000元）": the total takes the words, the single amount becomes a factor."""
    for index, figure in enumerate(found[1:], 1):
        one = found[index - 1]
        if figure.kind == "money" and re.fullmatch("合计|共计?|计", figure.label) and re.search("[各每]$", one.label):
            found[index - 1] = replace(one, part="factor")
            found[index] = replace(figure, label=one.label)
    return found


def sums(text: str) -> list[Figure]:
    """The amounts of money a text tells, without what its reckonings start from."""
    return [figure for figure in figures(text) if figure.kind == "money" and figure.part != "factor"]


def explained(figure: Figure, among: tuple[Figure, ...]) -> bool:
    """Whether it is a share or a multiple of an earlier amount ("600,000元的10%…60,000元", "每月500元…3个月")."""
    earlier = [one for one in among if one.start < figure.start]
    bases = [one.value for one in earlier if one.kind == "money"]
    times = [one.value for one in earlier if one.kind == "ratio"]
    times += [Decimal(count) for count in _TIMES.findall(figure.label)]
    return any(abs(round_to_fen(base * by) - figure.value) <= _CLOSE for base in bases for by in times if by != 1)


def whole(text: str) -> Decimal:
    """What the business as a whole amounts to; 0 when no amount is told."""
    told = sums(text)
    if not told or not any(figure.value >= 1 and "汇率" not in figure.label for figure in told):
        return foreign(text)
    if (summed := next((figure for figure in told if _is_total(figure, told)), None)) is not None:
        return round_to_fen(summed.value)
    results = [figure for figure in told if figure.is_result]
    plain = [figure for figure in told if not figure.part]
    shares = [figure for figure in plain if explained(figure, figures(text))]
    if results and not (shares and shares[-1].start > results[-1].start):
        return round_to_fen(results[-1].value)
    if not shares and plain:
        return round_to_fen(sum((figure.value for figure in _run(plain, text)), ZERO))
    return round_to_fen((shares[-1:] or told)[0].value)


def _run(plain: list[Figure], text: str) -> list[Figure]:
    """The first amount and those told in one breath with it ("社保3,500元及公积金1,200元")."""
    run = plain[:1]
    for one, following in pairwise(plain):
        between = text[one.start : following.start]
        if one is not run[-1] or not _AND.search(between) or len(between) > _BREATH:
            break
        run.append(following)
    return run


def subject(text: str) -> str:
    """The words of the clause that tells the first amount: what was paid for; all words where no amount is told."""
    told = sums(text)
    return told[0].label if told and told[0].label else text


def foreign(text: str) -> Decimal:
    """An amount in another currency at the rate the text tells last, in yuan; 0 when either is not told."""
    told = figures(text)
    amount = next((figure.value for figure in told if figure.kind == "foreign"), None)
    rates = [figure.value for figure in told if figure.kind == "money" and "汇率" in figure.label]
    return round_to_fen(amount * rates[-1]) if amount is not None and rates else ZERO


def _is_total(figure: Figure, told: list[Figure]) -> bool:
    if _TOTAL.search(figure.label) and not figure.part:
        return True
    rest = [other.value for other in told if other is not figure]
    return len(rest) > 1 and figure.value == sum(rest, ZERO)
