"""Acceptance criteria of reqsite's own requirements that say "when the portal is built": one small real portal."""

import os
import subprocess
import sys

import html5lib
import pytest

CONFIG = """\
site_name: Shop
docs_dir: docs_src
use_directory_urls: false
theme: {name: material}
plugins: [search, reqsite]
"""
RECORD = """\
---
id: {id}
type: functional
title: {title}
status: draft
priority: P1
{more}---
{body}

## 验收标准
{criteria}"""
INTERNAL = "Zyzzyva leaves the market"
THREE_CRITERIA = """
- 假如库存为 3，当打开页面，那么显示 3。
- Given no stock, When it opens, Then 0 shows.
- Given 2, When 1 leaves, Then 1 shows.
"""


def requirement(record_id, title, more="", body="The desk shows the stock.", criteria="\n- The stock is shown.\n"):
    return RECORD.format(id=record_id, title=title, more=more, body=body, criteria=criteria)


SHOP = {
    "mkdocs.yml": CONFIG,
    "docs_src/index.md": "# Shop\n",
    "docs_src/a.md": requirement(
        "REQ-001",
        "Stock query",
        "supports: [GOAL-1]\nsource: [DOC-001]\nmilestone: [MS-001]\nrisks: [RISK-001, RISK-002]\n",
        criteria=THREE_CRITERIA,
    ),
    "docs_src/b.md": requirement("REQ-002", "Stock change", "source: [DOC-001]\n", "It shall be fast and easy."),
    "docs_src/c.md": requirement(
        "REQ-003", "Stock list", "conflicts_with: [REQ-007]\nsource: [DOC-001]\n", "It shall be quick and intuitive."
    ),
    "docs_src/d.md": requirement("REQ-007", "Stock lock", "source: [DOC-001]\n"),
    "docs_src/e.md": requirement("REQ-008", "Stock print"),
    "docs_src/others.yml": f"""\
records:
  - {{id: GOAL-1, type: goal, title: Know the stock, status: agreed, body: Why.}}
  - {{id: DOC-001, type: document, title: Contract of May, version: '1.4', date: 2026-05-04, status: current}}
  - type: milestone
    id: MS-001
    title: First delivery
    date: 2026-06-30
    done_when: The store counts with it.
    owner: Li Ming
    status: planned
  - type: risk
    id: RISK-001
    title: The supplier is late
    likelihood: low
    severity: high
    response: A second supplier.
  - {{id: RISK-002, type: risk, title: {INTERNAL}, likelihood: low, severity: high, visibility: internal}}
""",
    "docs_src/terms.yml": """\
records:
  - {type: term, title: 高可用性, quantified: 'true', measure: 全年 99.9% 正常运行时间, body: 系统很少停机。}
  - {type: term, title: 用户, forbidden: [使用人], en: Account holder, zh_hant: 使用者, abbr: AH, body: 登录系统的人。}
  - {id: TERM-001, type: term, title: 订单, domain: 采购, body: 向供方发出。}
  - {id: TERM-002, type: term, title: 订单, domain: 销售, body: 客户发来。}
""",
}


def built(root, audience):
    for name, text in SHOP.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "REQSITE_AUDIENCE": audience},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    return built(tmp_path_factory.mktemp("client"), "client")


@pytest.fixture(scope="module")
def internal_portal(tmp_path_factory):
    return built(tmp_path_factory.mktemp("internal"), "internal")


def article(site, path):
    """Return the content of a page, without header, navigation and footer."""
    tree = html5lib.parse((site / path).read_text(encoding="utf-8"), namespaceHTMLElements=False)
    return next(e for e in tree.iter("article") if "md-content__inner" in e.get("class", ""))


def words(element):
    return " ".join("".join(element.itertext()).split())


def targets(element):
    return [a.get("href", "").rpartition("/")[2].partition("#")[0] for a in element.iter("a")]


def around(tree, *texts):
    """Return the words of the smallest element that says all of these texts."""
    return min((words(e) for e in tree.iter() if all(text in words(e) for text in texts)), key=len)


def test_a_goal_lists_what_supports_it_and_is_linked_from_there(portal):
    goal = article(portal, "goals/GOAL-1.html")
    assert "Supported by" in words(goal)
    assert "REQ-001.html" in targets(goal)
    assert "GOAL-1.html" in targets(article(portal, "requirements/REQ-001.html"))


def test_a_conflict_shows_on_the_page_of_the_other_record_too(portal):
    assert "REQ-003.html" in targets(article(portal, "requirements/REQ-007.html"))


def test_the_glossary_shows_a_measure_beside_the_definition(portal):
    entry = around(article(portal, "glossary.html"), "系统很少停机。", "全年 99.9% 正常运行时间")
    assert "登录系统的人。" not in entry


def test_the_glossary_shows_the_other_forms_of_a_term_in_its_entry(portal):
    entry = around(article(portal, "glossary.html"), "用户", "Account holder", "使用者", "AH")
    assert "系统很少停机。" not in entry


def test_a_word_of_two_domains_has_two_pages_and_the_glossary_tells_them_apart(portal):
    for term, domain, definition in (("TERM-001", "采购", "向供方发出。"), ("TERM-002", "销售", "客户发来。")):
        assert definition in words(article(portal, f"terms/{term}.html"))
        assert definition in around(article(portal, "glossary.html"), "订单", domain, definition)
    assert "销售" not in around(article(portal, "glossary.html"), "采购", "向供方发出。")


def test_the_quality_report_counts_by_rule_and_links_to_the_records(internal_portal, portal):
    report = article(internal_portal, "quality/index.html")
    assert any("vague-word" in words(row) and "4" in map(words, row) for row in report.iter("tr"))
    assert {"REQ-002.html", "REQ-003.html"} <= set(targets(report))
    assert not (portal / "quality").exists()


def test_a_document_lists_the_requirements_that_came_from_it(portal):
    document = article(portal, "documents/DOC-001.html")
    assert {f"REQ-00{n}.html" for n in (1, 2, 3, 7)} <= set(targets(document))
    assert "REQ-008.html" not in targets(document)
    assert all(text in words(document) for text in ("Contract of May", "1.4", "2026-05-04"))


def test_each_acceptance_criterion_has_an_address(portal):
    page = article(portal, "requirements/REQ-001.html")
    ids = {e.get("id") for e in page.iter() if words(e).startswith("AC-")} - {None}
    shown = [name for name in ("AC-1", "AC-2", "AC-3", "AC-4") if name in words(page)]
    assert shown == ["AC-1", "AC-2", "AC-3"]
    assert len([i for i in ids if i.lower().startswith("ac-")]) == 3


def test_a_milestone_shows_date_owner_and_what_is_done_with_its_requirements(portal):
    page = article(portal, "milestones/MS-001.html")
    assert all(text in words(page) for text in ("2026-06-30", "Li Ming", "The store counts with it."))
    assert "REQ-001.html" in targets(page)


def test_clients_see_the_risks_that_are_not_internal_and_nothing_of_the_others(portal, internal_portal):
    risks = article(portal, "risks/index.html")
    assert "The supplier is late" in words(risks)
    assert "A second supplier." in words(article(portal, "risks/RISK-001.html"))
    assert "RISK-001.html" in targets(article(portal, "requirements/REQ-001.html"))
    everything = b"".join(p.read_bytes() for p in portal.rglob("*") if p.is_file())
    for text in (INTERNAL, "RISK-002"):
        assert text.encode() not in everything
        assert text in words(article(internal_portal, "risks/index.html"))
