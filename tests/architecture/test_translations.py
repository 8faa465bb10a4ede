"""Every Chinese text a user can see has an English one, in the catalogue of its own app or the shared one."""

from __future__ import annotations

import ast
import gettext
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.translations import ROOT, BadCatalogue, po_files, read_po, to_mo

APPS = (
    "foundation",
    "bureau",
    "invoices",
    "bookkeeping",
    "tax_filing",
    "rpa",
    "risk",
    "workbench",
    "archives",
    "config",
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
IN_TAG = re.compile(
    r"""\{%\s*(?:translate|trans)\s+(?:"([^"]*)"|'([^']*)')(?:\s+context\s+"(\w+)")?|_\(\s*(?:"([^"]*)"|'([^']*)')\s*\)"""
)
OWN_CONTEXT = re.compile(r'^_ = partial\(pgettext_lazy, "(\w+)"\)', re.MULTILINE)
BLOCK = re.compile(r"\{%\s*blocktrans(?:late)?([^%]*)%\}(.*?)\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL)


def texts_of_template(source: str) -> Iterator[str]:
    """The msgids of a template as Django forms them."""
    for match in IN_TAG.finditer(source):
        *texts, context, first, second = match.groups()
        text = next(part for part in (*texts, first, second) if part is not None)
        yield f"{context}\x04{text}" if context else text
    for options, body in BLOCK.findall(source):
        for part in re.split(r"\{%\s*plural\s*%\}", body):
            text = re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", part)
            yield " ".join(line.strip() for line in text.strip().splitlines()) if "trimmed" in options else text


def texts_of_python(source: str) -> Iterator[str]:
    """The keys of gettext calls: their constant texts, with the context of the call or of the module's `_`."""
    own = OWN_CONTEXT.search(source)
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in CALLS:
            continue
        texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if name.startswith("p"):
            yield "\x04".join(texts[:2])
        else:
            prefix = f"{own[1]}\x04" if own and name == "_" else ""
            yield from (prefix + text for text in texts[: 2 if name.startswith("n") else 1])


def texts_of(app: str) -> Iterator[tuple[str, Path]]:
    """Every Chinese msgid of an app with the file it stands in."""
    templates = [ROOT / "templates" / app, ROOT / app / "templates"]
    for folder in templates:
        for path in sorted(folder.rglob("*.html")):
            yield from ((text, path) for text in texts_of_template(path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / app).rglob("*.py")):
        if "migrations" not in path.parts:
            yield from ((text, path) for text in texts_of_python(path.read_text(encoding="utf-8")))


def shared_texts() -> Iterator[tuple[str, Path]]:
    """Chinese msgids of the templates that belong to no app."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if path.relative_to(ROOT / "templates").parts[0] not in APPS:
            yield from ((text, path) for text in texts_of_template(path.read_text(encoding="utf-8")))


def catalogue(*apps: str) -> dict[str, str]:
    """The English texts that count for these apps."""
    wanted = {ROOT / "locale", *(ROOT / app / "locale" for app in apps)}
    said: dict[str, str] = {}
    for path in po_files():
        if path.parents[2] in wanted:
            said |= {key.split("\x00")[0]: text for key, text in read_po(path).items()}
    return said


def missing(texts: Iterator[tuple[str, Path]], said: dict[str, str]) -> list[str]:
    return sorted(
        {f"{path.relative_to(ROOT)}: {text}" for text, path in texts if CHINESE.search(text) and not said.get(text)}
    )


@pytest.mark.parametrize("app", APPS)
def test_every_chinese_text_of_an_app_has_english(app: str) -> None:
    assert missing(texts_of(app), catalogue(app)) == []


def test_every_chinese_text_of_the_shared_templates_has_english() -> None:
    assert missing(shared_texts(), catalogue("foundation")) == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    marks = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
    wrong = [
        f"{path.relative_to(ROOT)}: {key}"
        for path in po_files()
        for key, text in read_po(path).items()
        if key and text and set(marks.findall(key)) != set(marks.findall(text))
    ]
    assert wrong == []


def test_one_text_has_one_english() -> None:
    """All catalogues become one: the same text with two meanings needs a context, or other words."""
    said: dict[str, set[str]] = {}
    for path in po_files():
        for key, text in read_po(path).items():
            said.setdefault(key, set()).add(text)
    assert {key: sorted(texts) for key, texts in said.items() if key and len(texts) > 1} == {}


def test_english_texts_hold_no_chinese() -> None:
    names = re.compile(r"[\u4e00-\u9fff]{2,}")
    wrong = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in po_files()
        for text in read_po(path).values()
        if names.search(text)
    ]
    assert wrong == []


def test_a_compiled_catalogue_is_read_by_gettext(tmp_path: Path) -> None:
    po = tmp_path / "django.po"
    po.write_text(
        '# comment\nmsgid "凭证"\nmsgstr "voucher"\n\nmsgid ""\n"多行"\nmsgstr "several "\n"lines"\n\n'
        'msgctxt "动词"\nmsgid "审核"\nmsgstr "review"\n\nmsgid "%(n)s 张"\nmsgid_plural "%(n)s 张票"\n'
        'msgstr[0] "%(n)s invoice"\nmsgstr[1] "%(n)s invoices"\n\nmsgid "未译"\nmsgstr ""\n',
        encoding="utf-8",
    )
    read = gettext.GNUTranslations(io.BytesIO(to_mo(read_po(po))))
    assert read.gettext("凭证") == "voucher"
    assert read.gettext("多行") == "several lines"
    assert read.pgettext("动词", "审核") == "review"
    assert read.ngettext("%(n)s 张", "%(n)s 张票", 1) == "%(n)s invoice"
    assert read.ngettext("%(n)s 张", "%(n)s 张票", 3) == "%(n)s invoices"
    assert read.gettext("未译") == "未译"


@pytest.mark.parametrize(
    "content", ['msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', "msgid a\nmsgstr b\n", "hello\n"]
)
def test_a_catalogue_with_a_slip_is_refused_with_its_line(tmp_path: Path, content: str) -> None:
    po = tmp_path / "django.po"
    po.write_text(content, encoding="utf-8")
    with pytest.raises(BadCatalogue, match=r"django\.po:"):
        read_po(po)
