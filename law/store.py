"""Every number of law, looked up by date from `law/rules/**/*.yaml`.

Rule kept: a value is never assumed. What is not in force on the day raises `NoRuleInForce`; nothing returns 0 instead,
and every value leaves with its source and how sure we are of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar, Final

import jsonschema
import yaml

from kernel.errors import Refusal

RULES_FOLDER: Final = Path(__file__).parent / "rules"
SCHEMA_FILE: Final = RULES_FOLDER / "schema.yaml"


class Confidence(StrEnum):
    """How far a rule can be trusted: the official text, common practice, sources that disagree, or none found."""

    OFFICIAL = "official"
    PRACTICE = "practice"
    CONFLICT = "conflict"
    UNSOURCED = "unsourced"


_ANSWERS_KEPT: Final = 20_000
"""Look-ups remembered; a year of days for every rule a return asks."""
_DOUBTFUL: Final = (Confidence.CONFLICT, Confidence.UNSOURCED)


class NoRuleInForce(Refusal):
    """No version of the rule covers the day asked for; `facts` holds rule and day."""

    code: ClassVar[str] = "no_rule_in_force"


class BadRuleFile(Refusal):
    """A rule file does not have the agreed shape."""

    code: ClassVar[str] = "bad_rule_file"


@dataclass(frozen=True, slots=True)
class RuleValue:
    """One version of one rule: the value, the days it covers (both inclusive), where it is written."""

    rule: str
    title: str
    title_en: str
    unit: str
    value: Any
    effective_from: date
    effective_to: date | None
    announced_on: date | None
    source: str
    confidence: Confidence
    note: str = ""

    @property
    def decimal(self) -> Decimal:
        """The value as an exact number. Raises `TypeError` when the rule holds a table."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | Decimal):
            raise TypeError(f"{self.rule} is not a number")
        return Decimal(self.value)

    @property
    def flag(self) -> bool:
        """The value as a switch. Raises `TypeError` when the rule is not one."""
        if not isinstance(self.value, bool):
            raise TypeError(f"{self.rule} is not a switch")
        return self.value

    def covers(self, day: date) -> bool:
        """Whether the version is in force on `day`."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


class RuleStore:
    """All rules of a folder, read once and checked against the schema on first use."""

    def __init__(self, folder: Path = RULES_FOLDER) -> None:
        self.folder = folder
        self._answers: dict[tuple[str, date], RuleValue] = {}

    @cached_property
    def _rules(self) -> dict[str, tuple[RuleValue, ...]]:
        rules: dict[str, tuple[RuleValue, ...]] = {}
        amendments: list[dict[str, Any]] = []
        for path, document in self._documents():
            if "amends" in document:
                amendments.append(document)
                continue
            rule = document["rule"]
            if rule in rules:
                raise BadRuleFile(f"{rule} is defined twice, again in {path.name}", rule=rule)
            rules[rule] = tuple(sorted(_versions(document), key=lambda version: version.effective_from))
        for amendment in sorted(amendments, key=lambda document: min(_first_days(document))):
            if amendment["amends"] not in rules:
                raise BadRuleFile(f"there is no rule {amendment['amends']} to amend")
            rules[amendment["amends"]] = _amended(rules[amendment["amends"]], amendment)
        return rules

    @cached_property
    def _gaps_explained(self) -> frozenset[str]:
        return frozenset(str(document.get("rule")) for _, document in self._documents() if document.get("gap_reason"))

    def _documents(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        schema = yaml.safe_load(SCHEMA_FILE.read_text(encoding="utf-8"))
        validator = jsonschema.Draft202012Validator(schema)
        for path in sorted(self.folder.rglob("*.yaml")):
            if path.name == SCHEMA_FILE.name:
                continue
            for document in load_documents(path):
                if error := next(validator.iter_errors(_plain(document)), None):
                    raise BadRuleFile(f"{path.relative_to(self.folder)}: {error.json_path}: {error.message}")
                yield path, document

    def ids(self) -> list[str]:
        """Every rule id, sorted."""
        return sorted(self._rules)

    def versions(self, rule: str) -> tuple[RuleValue, ...]:
        """All versions of a rule, oldest first. Raises `NoRuleInForce` for an unknown id."""
        if rule not in self._rules:
            raise NoRuleInForce(f"there is no rule {rule!r}", message_zh=f"规则库中没有“{rule}”", rule=rule)
        return self._rules[rule]

    def lookup(self, rule: str, on: date) -> RuleValue:
        """The version in force on the day. Raises `NoRuleInForce`."""
        if found := self._answers.get((rule, on)):
            return found
        for version in self.versions(rule):
            if version.covers(on):
                if len(self._answers) >= _ANSWERS_KEPT:
                    self._answers.clear()
                self._answers[rule, on] = version
                return version
        raise NoRuleInForce(
            f"no version of {rule} is in force on {on}",
            message_zh=f"“{rule}”在 {on} 没有有效版本",
            rule=rule,
            day=str(on),
        )

    def problems(self) -> list[str]:
        """What is wrong with the data: overlaps, unexplained gaps, reversed dates, missing sources, doubts unsaid."""
        return [problem for rule in self.ids() for problem in self._problems_of(rule)]

    def _problems_of(self, rule: str) -> Iterator[str]:
        versions = self.versions(rule)
        for version in versions:
            if version.effective_to and version.effective_to < version.effective_from:
                yield f"{rule}: the version of {version.effective_from} ends before it starts"
            if not version.source.strip() and version.confidence is not Confidence.UNSOURCED:
                yield f"{rule}: the version of {version.effective_from} says {version.confidence} without a source"
            if version.confidence in _DOUBTFUL and not version.note.strip():
                yield f"{rule}: the version of {version.effective_from} is {version.confidence} and no note says why"
        for earlier, later in pairwise(versions):
            yield from self._seam(earlier, later)

    def _seam(self, earlier: RuleValue, later: RuleValue) -> Iterator[str]:
        if earlier.effective_to is None or earlier.effective_to >= later.effective_from:
            yield f"{earlier.rule}: the versions of {earlier.effective_from} and {later.effective_from} overlap"
        elif (
            earlier.effective_to + timedelta(days=1) < later.effective_from and earlier.rule not in self._gaps_explained
        ):
            yield f"{earlier.rule}: nothing is in force between {earlier.effective_to} and {later.effective_from}"


def load_documents(path: Path) -> list[dict[str, Any]]:
    """The YAML documents of a file, decimals kept exact (never float). Raises `BadRuleFile`."""
    try:
        with path.open(encoding="utf-8") as stream:
            return [document for document in yaml.load_all(stream, Loader=_ExactLoader) if document]
    except yaml.YAMLError as error:
        raise BadRuleFile(f"{path.name} is not readable YAML: {error}") from error


class _ExactLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # the C parser where it is built
    """Safe YAML in which 0.07 is the decimal 0.07."""


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


_ExactLoader.add_constructor("tag:yaml.org,2002:float", _decimal)


def _versions(document: Mapping[str, Any]) -> Iterator[RuleValue]:
    for version in document["versions"]:
        yield RuleValue(
            rule=document["rule"],
            title=document["title"],
            title_en=document.get("title_en", ""),
            unit=document.get("unit", ""),
            value=version["value"],
            effective_from=version["effective_from"],
            effective_to=version.get("effective_to"),
            announced_on=version.get("announced_on"),
            source=version.get("source", ""),
            confidence=Confidence(version["confidence"]),
            note=version.get("note", ""),
        )


def _first_days(document: Mapping[str, Any]) -> list[date]:
    return [version["effective_from"] for version in document["versions"]]


def _amended(versions: tuple[RuleValue, ...], amendment: Mapping[str, Any]) -> tuple[RuleValue, ...]:
    """A rule with later versions put after it: what is in force on their first day ends the day before."""
    first = min(_first_days(amendment))
    known = versions[-1]
    words = {"rule": known.rule, "title": known.title, "title_en": known.title_en, "unit": known.unit}
    kept = [
        replace(version, effective_to=first - timedelta(days=1)) if version.covers(first) else version
        for version in versions
        if version.effective_from < first
    ]
    return (*kept, *sorted(_versions({**words, **amendment}), key=lambda version: version.effective_from))


def _plain(value: Any) -> Any:
    """The same data in types a JSON schema knows."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


STORE: Final = RuleStore()


def lookup(rule: str, on: date) -> RuleValue:
    """The version of `rule` in force on `on` in the product's own rules. Raises `NoRuleInForce`."""
    return STORE.lookup(rule, on)


def rules_under(prefix: str) -> list[str]:
    """The ids that start with `prefix.`, sorted."""
    return [rule for rule in STORE.ids() if rule.startswith(f"{prefix}.")]


def sources(values: Iterable[RuleValue]) -> list[str]:
    """The distinct sources of some rules, in order of first use."""
    return list(dict.fromkeys(value.source for value in values if value.source))
