"""Print what reqsite costs, as a ratio to plain MkDocs with Material on the same pages, measured in one run.

    python benchmarks/run.py                 # 1,000 and 5,000 records
    python benchmarks/run.py 1000 --json     # one size, for machines
    python benchmarks/run.py 1000 --serve    # how long `mkdocs serve` takes to show an edit
    python benchmarks/run.py 5000 --history 20   # what 20 releases add, each of which changed one record in twenty

Seconds are CPU seconds (user and system, with children), so that a busy machine changes them little; trust the ratios.
Those of `--serve` are seconds by the clock, as a writer waits for them.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import generate

from reqsite.history.difference import compare as compare_states
from reqsite.history.entry import State
from reqsite.history.ledger_files import read_ledger

_BUILDS = (("plain", "MkDocs + Material"), ("build", "reqsite build"), ("again", "second, no change"))
_EDITS = 5
_PATIENCE = 600
"""Seconds to wait for a page."""


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


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a project's builds, with a cache folder of its own; modules are compiled only once."""
    cache = str(folder.parent / "cache")
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1760000000", "XDG_CACHE_HOME": cache}


def measure(command: list[str], folder: Path, site: Path | None) -> Cost:
    """Run a command and return what it cost; one that fails ends the benchmark with its output."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=folder, env=environment(folder), stdout=log, stderr=subprocess.STDOUT)
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
    """Return the costs of the builds and of the check for `count` records."""
    generate.write(count, work)
    build = [sys.executable, "-m", "mkdocs", "build", "--site-dir"]
    return {
        "plain": measure([*build, str(work / "site-plain")], work / "plain", work / "site-plain"),
        "build": measure([*build, str(work / "site-reqsite")], work / "reqsite", work / "site-reqsite"),
        "again": measure([*build, str(work / "site-reqsite")], work / "reqsite", work / "site-reqsite"),
        "check": measure([sys.executable, "-m", "reqsite", "check", "--fail-on", "never"], work / "reqsite", None),
    }


@dataclass(frozen=True)
class History:
    """What the releases of a project cost."""

    without: Cost
    """A build without them."""
    build: Cost
    folded: float
    """CPU seconds to read all of them, and to compare each with the one before."""
    first: int
    """Bytes of the first release."""
    others: int
    """Bytes of all others."""


def history(count: int, releases: int, work: Path) -> History:
    """Return what some releases of `count` records cost."""
    generate.write(count, work, releases)
    project = work / "reqsite"
    aside = work / "baselines"
    build = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(work / "site")]
    (project / "baselines").rename(aside)
    without = measure(build, project, work / "site")
    shutil.rmtree(work / "cache", ignore_errors=True)
    aside.rename(project / "baselines")
    begun = time.process_time()
    before = State("", {})
    for state in read_ledger(project).states():
        compare_states(before, state)
        before = state
    folded = time.process_time() - begun
    sizes = [path.stat().st_size for path in (project / "baselines").iterdir()]
    return History(without, measure(build, project, work / "site"), folded, max(sizes), sum(sizes) - max(sizes))


def serve(count: int, work: Path) -> list[float]:
    """Return after how many seconds a page shows an edit of its record, for some of `count` records."""
    generate.write(count, work)
    folder = work / "reqsite"
    waited = []
    with _server(folder) as address:
        for number in range(1, _EDITS + 1):
            name = f"REQ-{number * count // (_EDITS + 1):05d}"
            page = f"http://{address}/requirements/{name}.html"
            _wait(page, b"The system shall")
            file = folder / "docs_src" / "requirements" / f"{name}.md"
            text = file.read_text(encoding="utf-8").replace("The system shall", f"Edited {number}: the system shall", 1)
            begun = time.monotonic()
            file.write_text(text, encoding="utf-8")
            _wait(page, f"Edited {number}:".encode())
            waited.append(time.monotonic() - begun)
    return waited


@contextlib.contextmanager
def _server(folder: Path) -> Iterator[str]:
    """Serve a project and yield its address; it may take a while to answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", address]
    process = subprocess.Popen(
        command, cwd=folder, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait(url: str, text: bytes) -> None:
    """Wait until a page has this in it."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=_PATIENCE) as page:  # noqa: S310 our own
            if text in page.read():
                return
        time.sleep(0.05)
    sys.exit(f"{url} does not show {text.decode()!r}.")


def main() -> None:
    """Measure the sizes asked for and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 5000])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--history", type=int, default=0, metavar="RELEASES")
    arguments = parser.parse_args()
    if arguments.history:
        for count in arguments.sizes:
            with tempfile.TemporaryDirectory() as work:
                cost = history(count, arguments.history, Path(work))
            print(
                f"{count:>8} records, {arguments.history} releases: {cost.build.seconds:.2f} CPU s,"
                f" {cost.build.seconds / cost.without.seconds:.2f} times the build without them"
                f" ({cost.without.seconds:.2f}); read and compared in {cost.folded:.2f} s;"
                f" the first {cost.first / 1e6:.1f} MB, the others {cost.others / 1e6:.1f} MB;"
                f" peak {cost.build.megabytes:.0f} MB; site {cost.build.output / 1e6:.1f} MB"
            )
        return
    if arguments.serve:
        for count in arguments.sizes:
            with tempfile.TemporaryDirectory() as work:
                waited = serve(count, Path(work))
            print(f"{count:>8} records, seconds until the page shows an edit: {' '.join(f'{s:.2f}' for s in waited)}")
        return
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
        for name, label in (*_BUILDS, ("check", "reqsite check")):
            cost = costs[name]
            print(
                f"{count:>8} {label:<22} {cost.seconds:>8.2f} {cost.seconds / plain:>6.2f} {cost.megabytes:>8.0f}"
                f" {cost.output / 1e6:>8.1f} {cost.page / 1e3:>9.1f}"
            )


if __name__ == "__main__":
    main()
