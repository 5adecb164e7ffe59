"""Print what reqsite costs, as a ratio to plain MkDocs with Material on the same pages, measured in one run.

    python benchmarks/run.py                 # 1,000 and 5,000 records
    python benchmarks/run.py 1000 --json     # one size, for machines

Seconds are CPU seconds (user and system, with children), so that a busy machine changes them little; trust the ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import generate


@dataclass(frozen=True)
class Cost:
    """What one command cost."""

    seconds: float
    megabytes: float
    """Peak resident memory."""
    output: int
    """Bytes of the site, 0 for a command that writes none."""
    page: int
    """Bytes of one record's page in the middle."""


def measure(command: list[str], folder: Path, site: Path | None) -> Cost:
    """Run a command and return what it cost; one that fails ends the benchmark with its output."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1760000000"}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            log.seek(0)
            sys.exit(log.read().decode(errors="replace"))
    files = [p for p in site.rglob("*") if p.is_file()] if site else []
    pages = sorted(p for p in files if p.parent.name == "requirements" and p.name.startswith("REQ-"))
    return Cost(
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / 1024,
        sum(p.stat().st_size for p in files),
        pages[len(pages) // 2].stat().st_size if pages else 0,
    )


def compare(count: int, work: Path) -> dict[str, Cost]:
    """Return the costs of both builds and of the check for `count` records."""
    generate.write(count, work)
    build = [sys.executable, "-m", "mkdocs", "build", "--site-dir"]
    return {
        "plain": measure([*build, str(work / "site-plain")], work / "plain", work / "site-plain"),
        "build": measure([*build, str(work / "site-reqsite")], work / "reqsite", work / "site-reqsite"),
        "check": measure([sys.executable, "-m", "reqsite", "check", "--fail-on", "never"], work / "reqsite", None),
    }


def main() -> None:
    """Measure the sizes asked for and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 5000])
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    results = {}
    for count in arguments.sizes:
        with tempfile.TemporaryDirectory() as work:
            results[count] = compare(count, Path(work))
    if arguments.json:
        print(json.dumps({n: {k: vars(c) for k, c in costs.items()} for n, costs in results.items()}, indent=2))
        return
    print(f"{'records':>8} {'what':<22} {'CPU s':>8} {'ratio':>6} {'peak MB':>8} {'site MB':>8} {'a page kB':>9}")
    for count, costs in results.items():
        plain = costs["plain"].seconds
        for name, label in (("plain", "MkDocs + Material"), ("build", "reqsite build"), ("check", "reqsite check")):
            cost = costs[name]
            print(
                f"{count:>8} {label:<22} {cost.seconds:>8.2f} {cost.seconds / plain:>6.2f} {cost.megabytes:>8.0f}"
                f" {cost.output / 1e6:>8.1f} {cost.page / 1e3:>9.1f}"
            )


if __name__ == "__main__":
    main()
