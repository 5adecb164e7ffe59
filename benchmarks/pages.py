"""Print what the two pages cost that a client opens first, in a real browser: the home page and the confirmation sheet.

    python benchmarks/pages.py               # 5,000 records, a sheet of 500 items; fails above 200 kB or 1 s
    python benchmarks/pages.py 1000 --json   # another size, for machines

Of the home page counts what goes over the wire, gzipped, with all that it loads; of the sheet, milliseconds of CPU
time of the page's main thread until all of it is there, script, style and layout: so a busy machine changes them
little.  The slowest look counts.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import generate
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.conftest import BROWSER_ARGUMENTS
from tests.find_browser import find_browser
from tests.releases import release
from tests.sites import run_mkdocs, serve

KILOBYTES = 200
"""That the home page may take."""
MILLISECONDS = 1000
"""In which the sheet is open."""
ITEMS = 500
LOOKS = 5
SITE = """\
site_name: Sheet
docs_dir: docs_src
use_directory_urls: false
theme: {name: material, font: false}
plugins: [search, {reqsite: {fail_on: never, schema: schema.yml}}]
"""


def main() -> int:
    """Measure, print, and return 1 where a page is too heavy or too slow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=int, nargs="?", default=5000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=BROWSER_ARGUMENTS)
        loaded = home(browser, build(options.records, Path(folder)))
        opened = sheet(browser, write_sheet(Path(folder) / "sheet"))
        browser.close()
    kilobytes = sum(loaded.values()) / 1000
    if options.json:
        print(json.dumps({"records": options.records, "kilobytes": kilobytes, "items": ITEMS, "milliseconds": opened}))
    else:
        print(f"home page of {options.records} records: {kilobytes:.1f} kB over the wire (at most {KILOBYTES})")
        for name, size in sorted(loaded.items(), key=lambda item: -item[1]):
            print(f"  {size / 1000:7.1f}  {name}")
        print(f"confirmation sheet of {ITEMS} items: {opened:.0f} ms (at most {MILLISECONDS})")
    return int(kilobytes > KILOBYTES or opened > MILLISECONDS)


def build(count: int, work: Path) -> Path:
    """Build the portal of a made-up project as it is published, with its downloads, and return its folder."""
    generate.write(count, work)
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "--site-dir", str(work / "site")]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "REQSITE_STORE": "1"}
    subprocess.run(command, cwd=work / "reqsite", env=environment, check=True)
    return work / "site"


def home(browser: Browser, site: Path) -> dict[str, int]:
    """Return the files that the home page loads: path → bytes, gzipped as servers do it."""
    loaded: dict[str, int] = {}
    with serve(site) as address:
        page = browser.new_page()
        page.on("requestfinished", lambda request: loaded.setdefault(request.url.removeprefix(address), 0))
        page.goto(f"{address}/index.html", wait_until="networkidle")
        page.close()
    return {path: len(gzip.compress((site / path.lstrip("/").partition("?")[0]).read_bytes())) for path in loaded}


def write_sheet(root: Path) -> str:
    """Build a portal in which one role has much to confirm, and return the address of its sheet."""
    (root / "docs_src").mkdir(parents=True)
    lines = "".join(
        f"  - {{id: REQ-{n:03}, type: functional, title: Stock {n}, status: confirmed, priority: P1, "
        f"body: 'The system shall show the stock of article {n} within {n} s.'}}\n"
        for n in range(1, ITEMS + 1)
    )
    for name, text in {
        "mkdocs.yml": SITE,
        "schema.yml": "confirmation:\n  evaluator: {}\n",
        "docs_src/index.md": "# Sheet\n",
        "docs_src/all.yml": f"records:\n{lines}",
    }.items():
        (root / name).write_text(text, encoding="utf-8")
    release(root, "1.0.0")
    return (run_mkdocs(root) / "confirm/evaluator.html").as_uri()


def sheet(browser: Browser, address: str) -> float:
    """Return the milliseconds until the sheet is there, with its scripts run and its layout done."""
    times = []
    for _look in range(LOOKS):
        page = browser.new_page()
        devtools = page.context.new_cdp_session(page)
        devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(address)
        page.wait_for_selector(".rs-confirm-bar:not([hidden])")
        page.evaluate("document.body.offsetHeight")
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        times.append(1000 * sum(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))
        page.close()
    return max(times)


if __name__ == "__main__":
    sys.exit(main())
