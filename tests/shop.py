"""A shop's requirements in three releases and a draft, with all that becomes of records on the way."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.releases import release

CONFIG = """\
site_name: {name}
docs_dir: docs_src
use_directory_urls: false
theme:
  name: material
  font: false
  language: {language}
  palette:
    - {{media: "(prefers-color-scheme: light)", scheme: default, toggle: {{icon: material/weather-night, name: Dark}}}}
    - {{media: "(prefers-color-scheme: dark)", scheme: slate, toggle: {{icon: material/weather-sunny, name: Light}}}}
plugins: [search, reqsite: {{audience: {audience}, fail_on: never}}]
markdown_extensions: [attr_list, tables]
"""
MARGIN = "Margin is 40 %"
"""What no client may read, in no release."""

_STOCK = """\
---
id: REQ-001
type: functional
title: Live stock
status: confirmed
priority: {priority}
derives_from: [GOAL-001]
milestone: [MS-001]
verified_by: [TC-001]
confirmations: [{{role: Finance, name: Zhao Liu, result: agreed, date: 2026-01-02}}]
---
The system shall show the available stock of an article within {seconds} s.

| Key | Shows           |
|-----|-----------------|
| F1  | available stock |
| F2  | {f2} |

## Acceptance criteria
- Given an article in stock, when a clerk asks for it, then its stock is shown within {seconds} s.

## Internal notes
{secret}.
"""
_REFUND = """\
---
id: REQ-003
type: functional
title: Refund
status: {status}
priority: P2
{verdict}---
{text}
"""
_SMALL = """\
records:
  - {id: GOAL-001, type: goal, title: Fewer calls, status: agreed, body: "Clerks no longer call the warehouse%(goal)s."}
  - {id: TC-001, type: test, title: Ask for an article, status: ready, result: passed}
  - {id: TC-002, type: test, title: Ask for a shelf, status: ready, result: failed}
  - {id: MS-001, type: milestone, title: First delivery, status: planned, date: 2026-06-01}
  - {id: TERM-001, type: term, title: available stock, status: agreed, body: "What can be sold %(term)s."}
  - {id: REQ-009, type: functional, title: Margins, status: confirmed, visibility: internal, body: "%(secret)s."}
"""
_SHELF = """\
---
id: REQ-002
type: functional
title: Stock by shelf
status: confirmed
priority: P1
derives_from: [REQ-001]
verified_by: [TC-002]
---
The system shall show on which shelf an article lies{shelf}.
"""
_FAX = """\
---
id: REQ-004
type: functional
title: Orders by fax
status: confirmed
---
The system shall read orders that come by fax.
"""
_LABELS = """\
---
id: REQ-005
type: functional
title: Price labels
status: confirmed
priority: P3
derives_from: [REQ-002{pin}]
---
The system shall print labels with the price of an article.
"""
REQUEST = """\
---
id: CR-001
type: change
title: Quicker answers at the counter
status: {status}
size: minor
date: 2026-02-10
proposer: Zhao Liu
party: client
owner: Li Si
reason: Customers leave while the clerk waits for the answer, as the survey of January shows.
modifies: [REQ-001]
removes: [REQ-003]
affects: [REQ-002]
impact: {{schedule_days: '4.5', cost: EUR 12 000, resources: 1 developer, risk: The ERP may be too slow at noon}}
impact_report: minutes of 2026-02-12
options:
  - {{option: A cache, pros: Quick to build, cons: Up to 5 s old, chosen: true}}
  - {{option: A second database, pros: Always right, cons: Dear}}
objections:
  - {{by: Wu Fang, objection: A cache may show what has just been sold., answer: It is emptied at each sale.}}
reviews:
  - {{by: Zhao Liu, party: client, date: 2026-02-14, result: Useful}}
  - {{by: Wu Fang, party: supplier, date: 2026-02-15, result: Feasible}}
approvals:
  - {{by: Qian Duo, party: client, date: 2026-02-18}}
  - {{by: Sun Li, party: supplier, date: 2026-02-19}}
{carried}---
The stock is shown within two seconds.  Refunds are left to the till.

## Summary for the client
Answers at the counter come **a second earlier**. Refunds are no part of this system any more.
"""


def releases() -> Iterator[tuple[str, str, Mapping[str, str | None]]]:
    """Yield (name, date, files that it changed; None for one that it took away); the last one is not released."""
    first = {
        "requirements/REQ-001.md": _stock("P1", 3),
        "requirements/REQ-002.md": _SHELF.format(shelf=""),
        "requirements/REQ-003.md": _refund("confirmed"),
        "requirements/REQ-004.md": _FAX,
        "all.yml": _small("", "today"),
    }
    yield "1.0.0", "2026-01-05", first
    second = {
        "requirements/REQ-001.md": _stock("P0", 2),
        "requirements/REQ-002.md": _SHELF.format(shelf=" and on which floor"),
        "requirements/REQ-003.md": _refund("withdrawn", "merged_into: [REQ-001]\n", ""),
        "requirements/REQ-005.md": _LABELS.format(pin=""),
        "changes/CR-001.md": REQUEST.format(status="implemented", carried="implemented_in: 1.1.0\n"),
    }
    yield "1.1.0", "2026-03-01", second
    third = {"requirements/REQ-004.md": None, "all.yml": _small(" for stock", "now")}
    yield "2.0.0", "2026-05-01", third
    yield "", "", {"requirements/REQ-002.md": _SHELF.format(shelf=", on which floor and in which room")}


def write(root: Path, language: str = "en", audience: str = "client") -> Path:
    """Write the project with its ledger, the draft in its files."""
    root.mkdir(parents=True, exist_ok=True)
    config = CONFIG.format(name="Shop", language=language, audience=audience)
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    for name, date, files in releases():
        for file, text in {"index.md": "# Shop\n", **files}.items():
            path = root / "docs_src" / file
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        if name:
            release(root, name, date)
    return root


def _stock(priority: str, seconds: int) -> str:
    f2 = "on order" if seconds > 2 else "on order, and when it comes"
    return _STOCK.format(priority=priority, seconds=seconds, f2=f2, secret=f"{MARGIN}, in {seconds}")


def _refund(status: str, verdict: str = "", text: str = "The system shall refund an order within 14 days.") -> str:
    return _REFUND.format(status=status, verdict=verdict, text=text)


def _small(goal: str, term: str) -> str:
    return _SMALL % {"goal": goal, "term": term, "secret": MARGIN}
