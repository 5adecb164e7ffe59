"""Acceptance criteria of reqsite's own requirements on classes, scope, figures, people and pictures: real portals."""

import shutil
import subprocess

import html5lib
import pytest
from playwright.sync_api import Page, expect

from tests.sites import run_mkdocs, violations
from tests.unit.checks.checked import check_project, named, requirement
from tests.unit.portal.portals import rows, with_class

CONFIG = """\
site_name: Demo
docs_dir: docs
use_directory_urls: false
theme: {{name: material, language: {language}}}
plugins: [search, {{reqsite: {{schema: schema.yml, audience: {audience}, fail_on: never}}}}]
"""
SCHEMA = """\
extends: default
fields:
  priority:
    legend:
      P0:
        definition: {en: Without it nobody can trade., zh: 没有它就无法交易。}
        policy: Built first.
        changed_by: {en: The board of the client, zh: 客户方董事会}
"""
CLASSES = """\
records:
  - {id: REQ-001, type: functional, title: One, scope: in, level: strategic, section: S, MUST}
  - {id: REQ-002, type: functional, title: Two, scope: in, level: business, section: S, derives_from: [REQ-001], MUST}
  - {id: REQ-003, type: functional, title: Three, scope: in, level: surface, section: S, derives_from: [REQ-002], MUST}
  - {id: REQ-004, type: functional, title: Four, scope: in, level: hidden, section: S, derives_from: [REQ-003], MUST}
  - {id: REQ-005, type: functional, title: Five, scope: in, source_method: survey, MUST}
  - {id: REQ-006, type: functional, title: Six, scope: out, scope_reason: The bank has it., MUST}
  - {id: REQ-007, type: functional, title: Seven, scope: out, scope_reason: Nobody asked., MUST}
  - {id: REQ-008, type: functional, title: Eight, scope: later, scope_reason: Next year., CUSTOM}
  - {id: REQ-009, type: functional, title: Nine, status: reviewed, moscow: could, solution: standard, kano: delight}
  - {id: REQ-010, type: functional, title: Ten, status: draft, moscow: wont, solution: custom}
  - {id: REQ-011, type: functional, title: Gone, status: withdrawn, moscow: must, kano: delight, solution: custom}
  - {id: REQ-012, type: functional, title: Told, status: withdrawn, moscow: could, kano: delight}
"""
MUST = "status: draft, moscow: must, solution: standard"
CUSTOM = "status: draft, moscow: could, kano: delight, solution: custom"
PAGES = {
    "a.md": """\
---
id: REQ-001
type: functional
title: Close the day
status: draft
priority: P0
priority_reason: The regulator asks for it.
stated: We want it faster.
need: The books close before midnight.
supports: [GOAL-1]
risks: [RISK-1]
scenarios: [SCN-1]
derives_from: [GOAL-1]
verified_by: [TC-1, TC-2]
source_method: interview
nfr: {attribute: performance, metric: response time, target: '2', unit: s, condition: 500 users, method: load test}
---
The system shall do the 清算 of the day.

## 业务表述
The clerk presses one button.

## 技术表述
A batch job runs at eleven.

## 验收标准
- Given a day, when it ends, then it is closed.

## 现状
The clerk adds up by hand.

## 期望
Nobody adds up.
""",
    "b.yml": """\
records:
  - {id: REQ-002, type: functional, title: Open, status: draft, stated: Only this., scenarios: [SCN-1], BODY}
  - {id: REQ-003, type: constraint, title: Budget, status: draft, scenarios: [SCN-1], BODY}
  - id: REQ-004
    type: nonfunctional
    title: Keys
    status: draft
    source_method: survey
    scenarios: [SCN-1]
    nfr: {attribute: security, metric: key length, target: '256', unit: bit}
    body: Keys are long.
  - {id: GOAL-1, type: goal, title: Know the day, status: agreed, body: Why.}
  - {id: RISK-1, type: risk, title: The job is late, likelihood: low, severity: high}
  - id: SCN-1
    type: scenario
    title: A day at the desk
    status: agreed
    body: |-
      1. Open with [[REQ-002]].
      2. Look at the money, REQ-003.
      3. Unlock with [[REQ-004]].
      4. Close with [[REQ-001]].
  - {id: TC-1, type: test, title: By day}
  - {id: TC-2, type: test, title: By night}
  - {id: STK-1, type: stakeholder, title: Li Ming, role: technical-evaluator}
  - {id: STK-2, type: stakeholder, title: Zhao Liu, role: budget-approver}
  - {id: STK-3, type: stakeholder, title: Wang Wu, role: decider}
  - {type: term, title: 清算, confusable_with: [结算], body: 算清谁欠谁多少。}
  - {type: term, title: 结算, body: 把欠的钱付掉。}
  - {type: term, title: 角色, body: 一组权限。}
""".replace("BODY", "source_method: interview, body: 先清算。"),
}


NEIGHBOURS = """\
records:
  - {id: REQ-001, type: functional, title: T, status: draft, derives_from: [GOAL-1], verified_by: [TC-1, TC-2]}
  - {id: GOAL-1, type: goal, title: G}
  - {id: TC-1, type: test, title: A}
  - {id: TC-2, type: test, title: B}
"""


def built(root, files, language="en", audience="client"):
    for name, text in {"index.md": "# Home\n", **files}.items():
        (root / "docs").mkdir(exist_ok=True)
        (root / "docs" / name).write_text(text, encoding="utf-8")
    (root / "schema.yml").write_text(SCHEMA, encoding="utf-8")
    (root / "mkdocs.yml").write_text(CONFIG.format(language=language, audience=audience), encoding="utf-8")
    return run_mkdocs(root)


@pytest.fixture(scope="module")
def classes(tmp_path_factory):
    records = CLASSES.replace("MUST", MUST).replace("CUSTOM", CUSTOM)
    return built(tmp_path_factory.mktemp("classes"), {"all.yml": records})


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    return built(tmp_path_factory.mktemp("pages"), PAGES)


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    """A portal of the house, in Chinese."""
    return built(tmp_path_factory.mktemp("house"), PAGES, "zh", "internal")


def article(site, path):
    """Return the content of a page, without header, navigation and footer."""
    tree = html5lib.parse((site / path).read_text(encoding="utf-8"), namespaceHTMLElements=False)
    return next(e for e in tree.iter("article") if "md-content__inner" in e.get("class", ""))


def words(element):
    """Return the text of an element, with a space between what stands in different elements."""
    return " ".join(" ".join(element.itertext()).split())


def ids(element):
    """Return the ids of the records that an element links to, in order."""
    names = [e.get("href", "").rpartition("/")[2].partition(".html")[0] for e in element.iter()]
    return [name for name in names if "-" in name and "#" not in name]


def under(tree, heading):
    """Return the smallest element around a heading that says more than the heading."""
    return min((e for e in tree.iter("section") if words(e).startswith(heading)), key=lambda e: len(words(e)))


def before(tree, *texts):
    """Return True where a page says these texts in this order."""
    said = words(tree)
    places = [said.index(text) for text in texts]
    return places == sorted(places)


# Row 3: three types


def test_the_list_of_three_types_offers_each_of_them_once(page: Page, tmp_path):
    types = ("functional", "nonfunctional", "constraint")
    records = "".join(f"  - {{id: REQ-{n}, type: {name}, title: T, status: draft}}\n" for n, name in enumerate(types))
    site = built(tmp_path, {"all.yml": f"records:\n{records}"})
    page.goto((site / "requirements/index.html").as_uri())
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page.locator("thead").get_by_role("button", name="Type")).to_be_visible()
    facet = page.locator("fieldset", has=page.locator("legend", has_text="Type"))
    expect(facet.locator("label .rs-value")).to_have_text(
        ["Functional requirement", "Non-functional requirement", "Constraint"]
    )
    expect(facet.locator("label .rs-count")).to_have_text(["(1)", "(1)", "(1)"])


def test_a_misspelt_type_is_answered_with_the_one_that_was_meant(tmp_path):
    text = requirement("It shall.").replace("type: functional", "type: funktional")
    [finding] = named(check_project(tmp_path, {"a.md": text}), "unknown-type")
    assert (finding.severity, str(finding.place)) == ("error", "docs_src/a.md:3:7")
    assert "functional" in str(finding.hint)


# Rows 5 and 6: figures


def test_metrics_stand_in_a_table_on_the_record_and_on_one_page_by_attribute(portal):
    figures = article(portal, "registers/metrics.html")
    assert "response time 2 s 500 users load test" in words(under(figures, "Performance efficiency"))
    assert ids(under(figures, "Performance efficiency")) == ["REQ-001"]
    assert "key length 256 bit" in words(under(figures, "Security"))
    table = next(under(article(portal, "requirements/REQ-001.html"), "How it is measured").iter("table"))
    assert rows(table) == [["Performance efficiency", "response time", "2", "s", "500 users", "load test"]]


def test_a_quality_without_a_figure_is_told_to_give_one_under_nfr(tmp_path):
    text = requirement("The pages shall open.").replace("type: functional", "type: nonfunctional")
    [finding] = named(check_project(tmp_path, {"a.md": text}), "nfr-without-number")
    assert "'nfr:'" in str(finding.hint)


def test_the_nine_characteristics_are_accepted_and_no_other_word_is(tmp_path):
    nine = (
        "functional-suitability, performance, compatibility, usability, reliability, security, maintainability, "
        "flexibility, safety"
    )
    for attribute in (*nine.split(", "), "niceness"):
        text = requirement("It shall.", f"nfr:\n  attribute: {attribute}\n")
        found = named(check_project(tmp_path, {"a.md": text}), "unknown-value")
        assert [str(f.place) for f in found] == (["docs_src/a.md:8:14"] if attribute == "niceness" else [])
    assert nine in str(found[0].hint)


# Row 8: scope


def test_the_scope_page_lists_what_is_in_out_and_later_with_the_reasons(classes):
    page = article(classes, "registers/scope.html")
    parts = with_class(page, "rs-scope")
    assert [words(part.find("h2")) for part in parts] == ["In scope (5)", "Out of scope (2)", "Later (1)"]
    assert [ids(part) for part in parts] == [
        ["REQ-001", "REQ-002", "REQ-003", "REQ-004", "REQ-005"],
        ["REQ-006", "REQ-007"],
        ["REQ-008"],
    ]
    assert [words(e) for e in with_class(page, "rs-reason")] == [
        "Reason: The bank has it.",
        "Reason: Nobody asked.",
        "Reason: Next year.",
    ]
    assert "registers/scope.html" in [a.get("href") for a in article(classes, "index.html").iter("a")]


# Row 10: what was said and what is needed


def test_what_was_said_and_what_is_needed_stand_side_by_side_above_the_statement(page: Page, portal):
    tree = article(portal, "requirements/REQ-001.html")
    assert before(tree, "As the client said it We want it faster.", "Root need The books", "The system shall do")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto((portal / "requirements/REQ-001.html").as_uri())
    said, needed = page.locator("[data-field=stated]").bounding_box(), page.locator("[data-field=need]").bounding_box()
    assert (said["y"], said["x"] + said["width"] <= needed["x"]) == (needed["y"], True)


def test_where_only_one_of_them_is_given_there_is_no_empty_box(portal):
    tree = article(portal, "requirements/REQ-002.html")
    (block,) = with_class(tree, "rs-block-wish")
    assert [words(e) for e in with_class(block, "rs-field")] == ["As the client said it Only this."]
    assert with_class(article(portal, "requirements/REQ-003.html"), "rs-block-wish") == []


# Row 12: levels of need, row 17: graphs


def heads(tree):
    return [words(e) for e in with_class(tree, "rs-graph-head")]


@pytest.mark.parametrize("graph", ["map", "graph"])
def test_a_graph_has_a_band_for_each_level_of_need_in_their_order(classes, graph):
    path = "traceability/map.html"
    if graph == "graph":
        (path,) = [str(p.relative_to(classes)) for p in (classes / "traceability/graph").glob("section_*.html")]
    tree = article(classes, path)
    assert heads(tree) == ["Strategic", "Business", "Surface", "Hidden"]
    places = [int(e.attrib["x"]) for e in with_class(tree, "rs-graph-head")]
    boxes = {
        words(e)[:7]: int(e.find("{*}rect").get("x"))
        for e in tree.iter()
        if e.find("{*}rect") is not None and e.get("href")
    }
    assert [boxes[f"REQ-00{n}"] for n in (1, 2, 3, 4)] == places


def test_the_list_is_filtered_by_level_and_says_how_many_remain(page: Page, classes):
    page.goto((classes / "requirements/index.html").as_uri())
    page.get_by_role("checkbox", name="Business").check()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("REQ-002")
    expect(page.get_by_role("status").filter(has_text="1 of 12 shown")).to_be_visible()


def test_the_map_of_the_project_groups_its_records_by_section(portal):
    tree = article(portal, "traceability/map.html")
    assert {"REQ-001", "REQ-002", "GOAL-1", "SCN-1", "TC-1", "TC-2"} <= set(ids(tree))
    assert "traceability/map.html".rpartition("/")[2] in [
        a.get("href") for a in article(portal, "traceability/index.html").iter("a")
    ]
    assert len([e for e in tree.iter() if e.tag.endswith("path")]) == 7  # a goal, four times a scenario, two tests
    strips = [words(e) for e in tree.iter() if e.get("class") == "rs-graph-id" and "(" in words(e)]
    assert strips == ["Goals (1)", "Requirements (4)", "Scenarios (1)", "Tests (2)"]


def test_the_graph_of_a_record_names_each_line_and_links_each_neighbour(tmp_path):
    tree = article(built(tmp_path, {"all.yml": NEIGHBOURS}), "requirements/REQ-001.html")
    (graph,) = with_class(tree, "rs-near")
    assert ids(graph) == ["GOAL-1", "TC-1", "TC-2"]
    assert sum(e.tag.endswith("rect") for e in graph.iter()) == 4
    assert sum(e.tag.endswith("path") for e in graph.iter()) == 3
    assert [words(e) for e in with_class(graph, "rs-near-label")] == ["Derives from", "Verified by", "Verified by"]
    (groups,) = with_class(tree, "rs-link-groups")
    assert ids(groups) == ["GOAL-1", "TC-1", "TC-2"]


# Row 13: scenarios


def test_a_scenario_lists_its_requirements_in_the_order_of_its_steps(portal):
    tree = article(portal, "scenarios/SCN-1.html")
    (group,) = [e for e in with_class(tree, "rs-link-group") if e.get("data-link") == "scenario_of"]
    assert ids(group) == ["REQ-002", "REQ-003", "REQ-004", "REQ-001"]


def test_a_scenario_that_does_not_exist_is_one_dangling_link(tmp_path):
    report = check_project(tmp_path, {"a.md": requirement("It shall.", "scenarios: [SCN-09]\n")})
    [finding] = named(report, "dangling-link")
    assert "SCN-09" in str(finding.message)


# Row 14: today and wanted


def test_today_stands_beside_what_is_wanted_and_above_it_on_a_narrow_screen(page: Page, portal):
    today, wanted = page.locator("[data-section=as_is]"), page.locator("[data-section=to_be]")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto((portal / "requirements/REQ-001.html").as_uri())
    expect(today.get_by_role("heading")).to_have_text("现状")
    expect(wanted.get_by_role("heading")).to_have_text("期望")
    one, other = today.bounding_box(), wanted.bounding_box()
    assert (one["y"], one["x"] + one["width"] <= other["x"]) == (other["y"], True)
    for width in (940, 360):
        page.set_viewport_size({"width": width, "height": 800})
        one, other = today.bounding_box(), wanted.bounding_box()
        assert one["y"] + one["height"] <= other["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


# Row 20: figures; the drawing of diagrams is shown in tests/browser/test_offline.py


def test_a_figure_that_is_missing_is_found_on_its_line(tmp_path):
    report = check_project(tmp_path, {"a.md": requirement("It shall.\n\n![The flow](flow.png)")})
    [finding] = named(report, "missing-image")
    assert finding.place.line == 11


# Rows 24, 25 and 60: classes


def counts(tree, title):
    (table,) = [t for t in with_class(tree, "rs-shares") if words(t.find("caption")) == title]
    return {words(row.find("th")): words(row.findall("td")[-1]) for row in table.iter("tr")}


def test_the_home_page_counts_musts_and_custom_parts_of_what_is_in_force(classes):
    home = article(classes, "index.html")
    musts = counts(home, "MoSCoW")
    assert musts["Must have"] == "7 of 10 (70%)"
    assert (musts["Could have"], musts["Won't have this time"]) == ("2 of 10 (20%)", "1 of 10 (10%)")
    assert counts(home, "Solution")["Custom"] == "2 of 10 (20%)"


def test_the_way_from_the_share_of_custom_parts_leads_to_just_these(page: Page, classes):
    page.goto((classes / "index.html").as_uri())
    page.locator(".rs-shares").get_by_role("link", name="Custom").click()
    expect(page.locator("tbody th")).to_have_text(["REQ-008", "REQ-010"])


def test_satisfaction_is_counted_against_necessity_and_each_cell_leads_to_its_list(page: Page, classes):
    page.goto((classes / "registers/priorities.html").as_uri())
    table = page.get_by_role("table", name="Satisfaction against necessity")
    expect(table.locator("thead th")).to_have_text(
        ["Requirements in force", "Must have", "Could have", "Won't have this time"]
    )
    expect(table.get_by_role("row", name="Delight").locator("td")).to_have_text(["0", "2", "0"])
    table.get_by_role("row", name="Delight").get_by_role("link", name="2").click()
    expect(page.locator("tbody th")).to_have_text(["REQ-008", "REQ-009"])


def test_without_classes_of_satisfaction_there_is_no_such_table(portal):
    assert "Satisfaction" not in words(article(portal, "registers/priorities.html"))


# Row 27: what the priorities mean


def test_a_badge_is_reached_by_keyboard_and_leads_to_what_the_priority_means(page: Page, portal):
    page.goto((portal / "requirements/REQ-001.html").as_uri())
    badge = page.locator(".rs-facts .rs-priority a")
    expect(badge).to_have_text("P0 essential")
    badge.focus()
    expect(badge).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url((portal / "registers/priorities.html").as_uri() + "#priority-P0")
    entry = page.locator("section", has=page.locator("#priority-P0"))
    expect(entry.locator("h2")).to_have_text("P0 essential")
    expect(entry.locator("dd")).to_have_text(
        ["Without it nobody can trade.", "Built first.", "The board of the client"]
    )


def test_what_a_priority_means_is_said_in_the_language_of_the_site(chinese):
    assert "没有它就无法交易。" in words(under(article(chinese, "registers/priorities.html"), "P0 必须"))


def test_the_document_leads_to_what_the_priority_means_too(portal):
    assert any(
        "priorities.html#priority-P0" in a.get("href", "") for a in article(portal, "document/all.html").iter("a")
    )


# Row 29: the reason for a priority


def test_a_p0_shows_its_reason_and_links_its_goal_and_its_risk(portal):
    tree = article(portal, "requirements/REQ-001.html")
    assert "Reason for the priority The regulator asks for it." in words(tree)
    assert {"GOAL-1", "RISK-1"} <= set(ids(tree))


# Row 33: the glossary; cards are shown in tests/browser/test_glossary.py


def test_the_glossary_is_in_the_order_of_pinyin_and_a_term_lists_its_uses(portal):
    glossary = article(portal, "glossary.html")
    assert "角色" in words(under(glossary, "J"))
    assert "清算" in words(under(glossary, "Q"))
    (term,) = [e for e in with_class(glossary, "rs-term-entry") if words(e).startswith("清算")]
    page = article(portal, f"terms/{term.find('h3/a').get('href').rpartition('/')[2]}")
    assert ids(with_class(page, "rs-uses")[0]) == ["REQ-001", "REQ-002", "REQ-003"]


# Row 35: terms that are mixed up


def test_both_of_two_confusable_terms_have_a_box_with_what_the_other_one_means(portal):
    entries = with_class(article(portal, "glossary.html"), "rs-term-entry")
    pages = {words(e.find("h3/a")): e.find("h3/a").get("href") for e in entries}
    for term, other, meaning in (("清算", "结算", "把欠的钱付掉。"), ("结算", "清算", "算清谁欠谁多少。")):
        (box,) = with_class(article(portal, pages[term]), "rs-confusable")
        assert words(box) == f"Not to be confused with {other} {meaning}"
    assert with_class(article(portal, pages["角色"]), "rs-confusable") == []


def test_a_requirement_that_uses_both_is_told_where_the_second_one_stands(tmp_path):
    one, other = "{type: term, title: 清算, confusable_with: [结算], body: A}", "{type: term, title: 结算, body: B}"
    files = {"t.yml": f"records:\n  - {one}\n  - {other}\n", "a.md": requirement("应先清算后结算。")}
    report = check_project(tmp_path, files)
    [finding] = named(report, "confusable-terms")
    assert str(finding.place) == "docs_src/a.md:9:6"


# Row 42: two wordings


def test_the_technical_wording_stands_closed_behind_the_business_wording(page: Page, portal):
    page.goto((portal / "requirements/REQ-001.html").as_uri())
    assert before(article(portal, "requirements/REQ-001.html"), "业务表述", "技术表述")
    technical = page.get_by_text("A batch job runs at eleven.")
    expect(page.get_by_text("The clerk presses one button.")).to_be_visible()
    expect(technical).to_be_hidden()
    summary = page.locator("[data-section=technical] summary")
    summary.click()
    expect(technical).to_be_visible()
    summary.focus()
    page.keyboard.press("Enter")
    expect(technical).to_be_hidden()


def test_paper_has_both_wordings(page: Page, portal, tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext reads the printed page")
    page.goto((portal / "requirements/REQ-001.html").as_uri())
    page.pdf(path=tmp_path / "page.pdf")
    read = subprocess.run(["pdftotext", tmp_path / "page.pdf", "-"], capture_output=True, encoding="utf-8", check=True)
    assert "The clerk presses one button." in read.stdout
    assert "A batch job runs at eleven." in read.stdout


# Row 50: roles


def test_a_stakeholder_needs_a_role(tmp_path):
    report = check_project(tmp_path, {"s.yml": "records:\n  - {id: STK-1, type: stakeholder, title: Li Ming}\n"})
    [finding] = named(report, "missing-field")
    assert "'role'" in str(finding.message)


@pytest.mark.parametrize(
    ("site", "roles"),
    [
        ("portal", ["Final decider", "Technical evaluator", "Budget approver"]),
        ("chinese", ["最终拍板者", "技术评估者", "预算审批者"]),
    ],
)
def test_the_stakeholders_stand_in_groups_by_role(request, site, roles):
    tree = article(request.getfixturevalue(site), "stakeholders/index.html")
    (grouped,) = with_class(tree, "rs-grouped")
    assert [words(h) for h in grouped.iter("h2")] == roles
    assert [ids(s) for s in grouped.iter("section")] == [["STK-3"], ["STK-1"], ["STK-2"]]


# Row 55: how requirements were found


def test_the_house_sees_by_which_method_requirements_were_found(chinese, portal, classes):
    found = counts(article(chinese, "quality/index.html"), "获取方式")
    assert {name: said.partition("%")[0] for name, said in found.items() if said[0] != "0"}.keys() == {"访谈", "问卷"}
    assert not (portal / "quality").exists()
    assert not (classes / "quality").exists()


def test_a_method_that_is_none_is_answered_with_the_six_there_are(tmp_path):
    [finding] = named(
        check_project(tmp_path, {"a.md": requirement("It shall.", "source_method: phone\n")}), "unknown-value"
    )
    assert "interview, survey, focus-group, observation, workshop, document" in str(finding.hint)


# All of them: everyone can read them, on any screen

NEW_PAGES = (
    "registers/scope.html",
    "registers/metrics.html",
    "registers/priorities.html",
    "traceability/map.html",
    "stakeholders/index.html",
    "requirements/REQ-001.html",
    "index.html",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_breaks_a_rule_of_wcag_or_scrolls_sideways(new_page, classes, portal, width, scheme):
    page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    pages = [site / name for name in NEW_PAGES for site in (classes, portal) if (site / name).is_file()]
    confusable = next(path for path in (portal / "terms").glob("*.html") if "rs-confusable" in path.read_text("utf-8"))
    for path in (*pages, confusable):
        page.goto(path.as_uri())
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
