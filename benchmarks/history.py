"""Print what a history costs: reading, folding and comparing 20 releases of 5,000 records, 5 % changed in each.

    python benchmarks/history.py             # 20 releases of 5,000 records
    python benchmarks/history.py 1000 --json # of 1,000, for machines

Seconds are CPU seconds.  The bound of the project is 2 s for folding and comparing all of them.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import generate

from reqsite.history.difference import compare
from reqsite.history.entry import State, state_of
from reqsite.history.freeze import Tip, change_set_after, write_baseline
from reqsite.history.ledger import Ledger
from reqsite.history.ledger_files import read_ledger
from reqsite.history.public import public_ledger
from reqsite.model.catalog import Catalog
from reqsite.model.record import Record
from reqsite.source.limits import Limits
from reqsite.source.record_file import read_markdown
from reqsite.source.record_node import Origin
from reqsite.source.schema_file import default_schema

RELEASES, SHARE = 20, 0.05
BOUND_SECONDS = 2.0
_NUMBER = re.compile(r"within \d+ s")

Result = TypeVar("Result")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=int, nargs="?", default=5000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measured(Path(folder), arguments.records)
    if arguments.json:
        print(json.dumps(figures, indent=2))
        return
    for name, figure in figures.items():
        print(f"{name:<28} {figure:>12,.2f}" if isinstance(figure, float) else f"{name:<28} {figure:>12,}")


def measured(root: Path, count: int) -> dict[str, float | int]:
    """Return what each step costs in CPU seconds, and how large the files are."""
    sizes = write_ledger(root, count)
    ledger, reading = timed(lambda: read_ledger(root))
    assert not ledger.findings
    states, folding = timed(lambda: list(ledger.states()))
    changed, comparing = timed(lambda: compared(states))
    assert changed == (RELEASES - 1) * round(count * SHARE)
    _shown, public = timed(lambda: public_of(ledger))
    return {
        "records": count,
        "releases": RELEASES,
        "changed in each": round(count * SHARE),
        "first file, bytes": sizes[0],
        "each later file, bytes": sum(sizes[1:]) // (RELEASES - 1),
        "reading and checking, s": reading,
        "folding, s": folding,
        "comparing 20 pairs, s": comparing,
        "folding and comparing, s": folding + comparing,
        "bound for these, s": BOUND_SECONDS,
        "what a client sees, s": public,
    }


def compared(states: list[State]) -> int:
    """Compare each release with the next one, and the first with the last; return how many changes there were."""
    compare(states[0], states[-1])
    return sum(len(compare(old, new).changed) for old, new in itertools.pairwise(states))


def public_of(ledger: Ledger) -> list[State]:
    return list(public_ledger(ledger).states())


def write_ledger(root: Path, count: int) -> list[int]:
    """Write the ledger and return the sizes of its files."""
    schema, terms = default_schema(), generate.term_names()
    texts = [generate.record(number, count, terms) for number in range(1, count + 1)]
    rng = random.Random(1)
    tip, sizes = Tip(), []
    records = [read(number, text) for number, text in enumerate(texts)]
    for release in range(RELEASES):
        if release:
            for number in rng.sample(range(count), round(count * SHARE)):
                texts[number] = _NUMBER.sub(f"within {release + 2} s", texts[number])
                records[number] = read(number, texts[number])
        state = state_of(Catalog(records, schema), f"1.{release}.0")
        content = change_set_after(tip, state, "2026-01-01", "")
        write_baseline(root, state.name, content)
        tip = tip.followed_by(state, content)
        sizes.append(len(content))
    return sizes


def read(number: int, text: str) -> Record:
    return read_markdown(text, Origin(f"docs/{number}.md", "", default_schema(), Limits())).records[0]


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


if __name__ == "__main__":
    main()
