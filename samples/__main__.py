"""`python -m samples OUT --seed 7 --count 40 [--kinds a,b] [--difficulty hard]`: files and `truth.json`.

With `--statements` a bank statement in each layout instead.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from samples.kinds import KINDS, generate
from samples.photo import DIFFICULTIES
from samples.statements.history import history
from samples.statements.write import layout_names, write_statement


def main(arguments: list[str] | None = None) -> int:
    """Writes the samples and their truth into a folder; returns the exit code."""
    options = _parser().parse_args(arguments)
    if options.statements:
        return _statements(options.out, options.seed)
    kinds = options.kinds.split(",") if options.kinds else list(KINDS)
    unknown = [name for name in kinds if name not in KINDS]
    if unknown:
        print(f"unknown kinds {', '.join(unknown)}; known: {', '.join(KINDS)}", file=sys.stderr)
        return 2
    folder: Path = options.out
    folder.mkdir(parents=True, exist_ok=True)
    truths: list[dict[str, Any]] = []
    for sample in generate(options.seed, options.count, kinds=kinds, difficulty=options.difficulty):
        (folder / sample.name).write_bytes(sample.content)
        truths += sample.entries()
    text = json.dumps(truths, ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")
    print(f"{options.count} files with {len(truths)} documents in {folder}")
    return 0


def _statements(folder: Path, seed: int) -> int:
    """One month, in every layout there is."""
    folder.mkdir(parents=True, exist_ok=True)
    month = history(seed)
    truth = {
        "account": month.number,
        "opening_balance": f"{month.opening:.2f}",
        "closing_balance": f"{month.closing:.2f}",
    }
    files = [write_statement(layout, month) for layout in layout_names()]
    for file in files:
        (folder / file.name).write_bytes(file.content)
    lines = [movement.to_json() for movement in month.movements]
    entries = [{"path": file.name, "layout": file.layout, **truth, "lines": lines} for file in files]
    (folder / "truth.json").write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(files)} statements in {folder}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m samples", description="Fictional documents with their truth.")
    parser.add_argument("out", type=Path, help="folder for the files and truth.json")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--kinds", default="", help=f"comma-separated, of: {', '.join(KINDS)}")
    parser.add_argument("--statements", action="store_true", help="a bank statement in each layout")
    parser.add_argument("--difficulty", choices=DIFFICULTIES, default=None, help="of photographs; default mixed")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
