"""Print how long the list of 5,000 records takes to answer a click, in a real browser.

    python benchmarks/list.py                # 5,000 records; fails above 100 ms
    python benchmarks/list.py 20000 --json   # another size, for machines

Milliseconds are CPU time of the page's main thread, from the click to the end of script, style and layout: so a busy
machine changes them little.  The slowest answer counts, also a first one, which computes what later ones reuse.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.conftest import BROWSER_ARGUMENTS
from tests.find_browser import find_browser
from tests.sites import write_page
from tests.unit.portal.portals import press, record

LIMIT = 100
"""Milliseconds in which the list answers."""
CONTROLS = {
    "a value of a facet": (".rs-facet input", "click()"),
    '"only"': (".rs-only", "click()"),
    "sort by a column": (".rs-sort", "click()"),
    "search within": (".rs-tools input", "dispatchEvent(new Event('input'))"),
    "next page": (".rs-pager button:last-of-type", "click()"),
}
"""What a reader uses → which elements these are, and what is done to each."""


def main() -> int:
    """Measure, print, and return 1 where an answer took too long."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=int, nargs="?", default=5000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        times = measured(write_list(options.records, Path(folder)))
    if options.json:
        print(json.dumps({"records": options.records, "limit": LIMIT, "milliseconds": times}))
    else:
        print(f"{options.records} records: milliseconds until the list has answered, the slowest answer of each kind")
        for name, slowest in times.items():
            print(f"  {name:<20} {slowest:6.1f}")
    return int(max(times.values()) >= LIMIT)


def write_list(count: int, folder: Path) -> str:
    """Write the page of a list of made-up records and return its address."""
    chance = random.Random(3)
    records = [
        record(
            f"REQ-{number:05}",
            chance.choice(("functional", "nonfunctional", "constraint")),
            f"Flow {number} of the {chance.choice(('ledger', 'tag', 'route'))}",
            fields={
                "priority": f"P{chance.randrange(4)}",
                "status": chance.choice(("draft", "reviewed", "confirmed")),
                "section": f"Chapter {number // 100}",
                "owner": f"Team {chance.randrange(40)}",
            },
        )
        for number in range(1, count + 1)
    ]
    return write_page(folder, press(*records), "requirements/index.md")


def measured(address: str) -> dict[str, float]:
    """Return the slowest answer of each kind of control, in milliseconds."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=BROWSER_ARGUMENTS)
        times = {name: slowest(browser.new_page(), address, *control) for name, control in CONTROLS.items()}
        browser.close()
    return times


def slowest(page: Page, address: str, selector: str, action: str) -> float:
    """Use the first twelve elements three times in turn and return the longest time in milliseconds."""
    page.goto(address)
    page.wait_for_selector(".rs-browse")
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy() -> float:
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        return 1000 * sum(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")

    def once(number: int, turn: int) -> float:
        before = busy()
        page.evaluate(
            f"""([selector, number, turn]) => {{
                const element = document.querySelectorAll(selector)[number];
                if (element.type === "search") element.value = "flow " + turn;
                element.{action};
                document.body.offsetHeight;
            }}""",
            [selector, number, turn],
        )
        return busy() - before

    count = min(12, page.locator(selector).count())
    times = [once(number, turn) for turn in range(3) for number in range(count)]
    page.close()
    return max(times)


if __name__ == "__main__":
    sys.exit(main())
