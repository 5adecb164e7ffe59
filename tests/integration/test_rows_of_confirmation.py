"""Acceptance criteria of reqsite's own requirements about who agrees to what: answers, sheets, gates and meetings."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_releases import printed
from tests.integration.test_rows_in_the_portal import article
from tests.integration.test_rows_of_history import findings, reqsite
from tests.integration.test_rows_of_the_portal_2 import rows, words
from tests.sites import violations
from tests.unit.confirm.desk import receipt

SITE = """\
site_name: Shop
docs_dir: docs_src
use_directory_urls: false
theme: {name: material}
plugins: [search, {reqsite: {schema: schema.yml, contact: "mailto:team@example.org"}}]
"""
ROLES = """\
confirmation:
  decider: {label: {en: Decider}, priorities: [P1]}
  evaluator: {label: {en: Evaluator}, priorities: [P2]}
  user: {label: {en: User}, records: [none]}
  operator: {label: {en: Operator}, records: [none]}
"""
MATRIX = "registers/matrix.html"
WORRY = "Zyzzyva runs out of money"
OTHERS = f"""\
records:
  - type: stakeholder
    id: STK-001
    title: Zhao
    role: decider
    decides: [Stock]
    concerns: [{WORRY}]
  - type: milestone
    id: MS-001
    title: First delivery
    date: 2026-06-30
    done_when: All are there.
    owner: Li
    status: planned
    deliverables: [The desk, The handbook, The course]
    criteria: [It runs., It prints., It saves., It stops.]
  - id: FB-001
    type: feedback
    title: It is slow
    status: answered
    received: 2026-03-02 10:00
    answered: 2026-03-03 09:30
  - id: MTG-001
    type: meeting
    title: Walk-through
    status: held
    meeting_type: walkthrough
    held: 2026-03-20 10:00
    decider: Zhao
    discusses: [REQ-031, REQ-032, REQ-033, REQ-034, REQ-035]
    attendees:
      - {{name: Wu, role: user, agreed: true}}
      - {{name: Sun, role: operator, agreed: true}}
      - {{name: Qian, role: decider}}
"""


def requirement(record_id: str, more: str = "", text: str = "It shall answer within 2 s.", priority: str = "P1") -> str:
    return (
        f"---\nid: {record_id}\ntype: functional\ntitle: Step {record_id}\nstatus: confirmed\npriority: {priority}\n"
        f"{more}---\n{text}\n\n## Acceptance criteria\n\n- {text}\n"
    )


def write(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def desk(root: Path, files: Mapping[str, str], schema: str = ROLES) -> Path:
    return write(root, {"mkdocs.yml": SITE, "schema.yml": schema, "docs_src/index.md": "# Shop\n", **files})


def record(root: Path, role: str, *ids: str, answer: str = "agree", date: str, evidence: str = "DOC-1", name: str = ""):
    said = ("--role", role, "--name", name or role.title(), "--answer", answer, "--date", date, "--evidence", evidence)
    return reqsite("confirm", "record", *said, *ids, cwd=root)


def points(page, name):
    """Return what the items of the lists inside a class say; those of `ol` are numbered."""
    return [words(li) for e in page.iter() if name in (e.get("class") or "").split() for li in e.iter("li")]


def hrefs(page):
    return {a.get("href") for a in page.iter("a")}


@pytest.fixture(scope="module")
def agreed(tmp_path_factory) -> Path:
    """A project of two releases with what each role has answered, and its portal."""
    asked = {f"docs_src/{n}.md": requirement(f"REQ-{n:03}", "milestone: [MS-001]\n") for n in range(1, 11)}
    others = {f"docs_src/{n}.md": requirement(f"REQ-{n:03}", "milestone: [MS-001]\n", priority="P3") for n in (11, 12)}
    evaluated = {f"docs_src/{n}.md": requirement(f"REQ-{n:03}", priority="P2") for n in (21, 22, 23)}
    walked = {
        f"docs_src/{n}.md": requirement(f"REQ-{n:03}", "required_confirmers: [user, operator]\n") for n in range(31, 36)
    }
    root = desk(
        tmp_path_factory.mktemp("agreed"),
        {**asked, **others, **evaluated, **walked, "docs_src/others.yml": OTHERS},
    )
    reqsite("release", "1.0.0", "--date", "2026-03-01", cwd=root)
    record(root, "decider", *(f"REQ-{n:03}" for n in range(1, 8)), date="2026-03-05")
    record(root, "evaluator", "REQ-021", answer="object", date="2026-03-06")
    record(root, "evaluator", "REQ-022", date="2026-03-06")
    faster = "It shall answer within 1 s."
    write(root, {f"docs_src/{n}.md": requirement(f"REQ-{n:03}", text=faster, priority="P2") for n in (21, 22)})
    reqsite("release", "1.1.0", "--date", "2026-04-01", cwd=root)
    record(root, "evaluator", "REQ-021", date="2026-04-02")
    reqsite("build", "--quiet", cwd=root, SOURCE_DATE_EPOCH="1775200000")
    return root


@pytest.fixture(scope="module")
def portal(agreed: Path) -> Path:
    return agreed / "site"


def row_of(portal, record_id):
    return next(row for row in rows(article(portal, MATRIX)) if row.startswith(record_id))


def test_the_matrix_has_a_column_for_each_role_with_the_dates(portal):
    page = article(portal, MATRIX)
    head = [words(th) for th in page.iter("th") if th.get("scope") == "col"]
    assert [name for name in head if name in ("Decider", "Evaluator")] == ["Decider", "Evaluator"]
    assert "agreed Decider, 2026-03-05" in row_of(portal, "REQ-001")
    assert "agreed Evaluator, 2026-04-02" in row_of(portal, "REQ-021")


def test_an_answer_to_other_words_has_lapsed_and_says_which_release_it_was_for(portal):
    assert "confirm again Evaluator, 2026-03-06, release 1.0.0" in row_of(portal, "REQ-022")


def test_the_matrix_has_a_row_for_each_requirement_that_leads_to_its_page(portal):
    page = article(portal, MATRIX)
    assert len(rows(page)) == 20
    assert {f"../requirements/REQ-{n:03}.html" for n in (*range(1, 13), 21, 22, 23, *range(31, 36))} <= hrefs(page)
    assert "1 1.1.0 (2026-04-01)" in row_of(portal, "REQ-021")


def test_the_rounds_of_a_requirement_are_numbered_and_lead_to_what_changed_between_them(portal):
    page = article(portal, "requirements/REQ-021.html")
    first, second = points(page, "rs-rounds")
    assert first.startswith("2026-03-06 Evaluator, Evaluator: objects (Release 1.0.0")
    assert second.startswith("2026-04-02 Evaluator, Evaluator: agreed (Release 1.1.0")
    assert "../releases/compare.html#1.0.0..1.1.0" in hrefs(page)
    assert points(article(portal, "requirements/REQ-023.html"), "rs-rounds") == []


def test_who_agrees_in_a_walk_through_has_confirmed_all_that_was_discussed(portal):
    for number in range(31, 36):
        said = points(article(portal, f"requirements/REQ-{number:03}.html"), "rs-votes")
        assert [line.partition("2026")[0] for line in said] == ["User: agreed Wu, ", "Operator: agreed Sun, "]
    assert all("Wu, 2026-03-20" in row_of(portal, f"REQ-{n:03}") for n in range(31, 36))
    assert not any("Qian" in row for row in rows(article(portal, MATRIX)))


def test_a_stakeholder_sees_what_waits_for_the_role_and_comes_to_a_sheet_of_just_that(portal):
    page = article(portal, "stakeholders/STK-001.html")
    assert "Decider: 3 items still to confirm" in words(page)
    assert "../confirm/decider.html" in hrefs(page)
    sheet = article(portal, "confirm/decider.html")
    asked = [e.get("data-id") for e in sheet.iter("article") if e.get("data-id")]
    assert asked == ["REQ-008", "REQ-009", "REQ-010"]


def test_what_a_stakeholder_worries_about_is_in_no_file_for_clients(portal):
    texts = [f.read_bytes() for f in portal.rglob("*") if f.is_file()]
    assert len(texts) > 50
    assert [t for t in texts if WORRY.encode() in t] == []


def test_the_checklist_of_a_milestone_has_a_line_for_each_requirement_that_is_not_confirmed(portal):
    page = article(portal, "registers/checklist-MS-001.html")
    lines = points(page, "rs-checklist")
    assert [line.split()[0] for line in lines] == ["REQ-008", "REQ-009", "REQ-010"]
    assert "3 of 12 requirements are not yet confirmed." in words(page)
    assert all(line.endswith("Remarks") for line in lines)


def test_the_acceptance_sheet_has_a_result_for_each_deliverable_and_criterion_and_lines_to_sign(portal):
    page = article(portal, "registers/acceptance-MS-001.html")
    lines = [words(tr) for tr in page.iter("tr") if tr.get("class") == "rs-accepted"]
    assert len(lines) == 7
    assert all(line.endswith("passed failed") for line in lines)
    assert [words(s) for s in page.iter("section")] == [
        f"For the {party} Name Date Signature" for party in ("client", "supplier")
    ]


def test_a_client_writes_to_the_team_with_id_title_and_version(portal):
    page = article(portal, "requirements/REQ-001.html")
    [change] = [a.get("href") for a in page.iter("a") if words(a) == "Request a change"]
    subject = unquote(change.partition("subject=")[2].partition("&")[0])
    assert change.startswith("mailto:team@example.org?")
    assert subject == "REQ-001@1.1.0 Step REQ-001"


def test_the_restatement_stands_between_the_title_and_the_answers(tmp_path):
    files = {"docs_src/1.md": requirement("REQ-001", "restatement: You need it fast, right?\n")}
    root = desk(tmp_path, files)
    reqsite("release", "1.0.0", cwd=root)
    reqsite("build", "--quiet", cwd=root)
    item = next(e for e in article(root / "site", "confirm/decider.html").iter("article") if e.get("data-id"))
    order = [e.tag for e in item.iter() if e.tag in ("h2", "blockquote", "fieldset")]
    assert order == ["h2", "blockquote", "fieldset"]
    assert words(next(item.iter("blockquote"))) == "You need it fast, right?"
    write(root, {"docs_src/1.md": requirement("REQ-001", "restatement: You need it soon, right?\n")})
    said = json.loads(reqsite("diff", "--format", "json", cwd=root))
    assert [(c["id"], c["fields"]) for c in said["changed"]] == [("REQ-001", ["restatement"])]


def test_a_confirmed_p0_needs_evidence_or_a_receipt(tmp_path):
    spoken = "confirmations: [{by: Li, role: decider, date: 2026-03-01, result: agreed}]\n"
    schema = ROLES.replace("[P1]", "[P0]")
    root = desk(tmp_path, {"docs_src/1.md": requirement("REQ-001", spoken, priority="P0")}, schema)
    reqsite("release", "1.0.0", cwd=root)
    assert set(findings(root, "unwritten-confirmation")) == {"REQ-001"}
    (root / "came.json").write_bytes(receipt(root, "decider", {"REQ-001": "agree"}).content)
    reqsite("confirm", "import", "came.json", cwd=root)
    assert findings(root, "unwritten-confirmation") == {}


PARTY = "{records: [none], signs: true, required: true}"
THREE = "confirmation:\n" + "".join(f"  {role}: {PARTY}\n" for role in ("product", "tech", "test"))


def test_a_release_waits_for_the_signatures_of_all_three_parties(tmp_path):
    root = desk(tmp_path, {"docs_src/1.md": requirement("REQ-001")}, THREE)
    reqsite("release", "1.0.0-rc.1", cwd=root)
    for role in ("product", "tech"):
        (root / "came.json").write_bytes(receipt(root, role, {"": "agree"}).content)
        reqsite("confirm", "import", "came.json", cwd=root)
    said = reqsite("release", "1.0.0", cwd=root, code=1)
    assert re.findall(r"^The whole release, (\w+): (\w+)", said, re.MULTILINE) == [("test", "open")]
    assert not (root / "baselines" / "1.0.0.jsonl").exists()
    (root / "came.json").write_bytes(receipt(root, "test", {"": "agree"}).content)
    reqsite("confirm", "import", "came.json", cwd=root)
    reqsite("release", "1.0.0", cwd=root)
    head = json.loads((root / "baselines" / "1.0.0.jsonl").read_text("utf-8").splitlines()[0])
    signed = [json.loads((root / file).read_text("utf-8")) for file in head["receipts"]]
    assert sorted(r["role"] for r in signed) == ["product", "tech", "test"]
    assert all(r["name"] and r["time"] for r in signed)


WAITING = "confirmation:\n  decider: {label: {en: Decider}, priorities: [P0], required: true}\n  user: {}\n"


def test_a_release_waits_for_a_confirmation_until_a_waiver_says_why_not(tmp_path):
    root = desk(tmp_path, {"docs_src/1.md": requirement("REQ-001", priority="P0")}, WAITING)
    said = reqsite("release", "1.0.0", cwd=root, code=1)
    assert "REQ-001, Decider: open" in said
    waive = "waive: [{rule: unconfirmed, reason: agreed by phone until May}]\n"
    write(root, {"docs_src/1.md": requirement("REQ-001", waive, priority="P0")})
    assert "1 missing answer is waived." in reqsite("release", "1.0.0", cwd=root)


EVIDENCE = """\
records:
  - {id: DOC-001, type: document, title: Contract, date: 2026-02-01, status: current}
  - {id: MTG-001, type: meeting, title: Kick-off, held: 2026-03-02 10:00, decider: Li, discusses: [REQ-001]}
  - {id: CR-001, type: change, title: A, date: 2026-04-10, status: applied, reason: R, proposer: L, modifies: [REQ-001]}
  - {id: DEC-001, type: decision, title: One till, date: 2026-03-20, decider: Li, status: decided, affects: [REQ-001]}
"""
ASKED = "types: {functional: {required: [title, status, priority, source]}}\n"


def test_the_evidence_of_a_requirement_is_listed_in_the_order_of_its_dates(tmp_path):
    more = (
        "source: [DOC-001, a mail of May]\nconfirmations: [{by: Wu, role: decider, date: 2026-04-12, result: agreed}]\n"
    )
    files = {"docs_src/1.md": requirement("REQ-001", more), "docs_src/all.yml": EVIDENCE}
    root = desk(tmp_path, {**files, "docs_src/2.md": requirement("REQ-002")}, ROLES + ASKED)
    assert set(findings(root, "missing-field")) == {"REQ-002"}
    write(root, {"schema.yml": ROLES})
    reqsite("build", "--quiet", cwd=root)
    page = article(root / "site", "requirements/REQ-001.html")
    said = points(page, "rs-proofs")
    assert [(line.split()[0], line.split(":")[0].split()[-1]) for line in said] == [
        ("2026-02-01", "document"),
        ("2026-03-02", "Meeting"),
        ("2026-03-20", "Decision"),
        ("2026-04-10", "request"),
        ("2026-04-12", "Confirmation"),
        ("without", "Source"),
    ]
    block = next(e for e in page.iter("details") if "rs-proofs" in (e.get("class") or ""))
    assert {"../documents/DOC-001.html", "../meetings/MTG-001.html", "#confirmation"} <= hrefs(block)
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert "confirmation" in ids
    assert len(ids) == len(set(ids))


def test_the_links_of_a_record_are_filled_in_for_it_and_no_script_is_among_them(tmp_path):
    files = {"docs_src/1.md": requirement("REQ-042").replace("Step REQ-042", "库存 & 价格")}
    root = desk(tmp_path, files)
    ask = "https://example.com/new?ref={id}&v={release}&t={title}"
    write(root, {"mkdocs.yml": SITE.replace("mailto:team@example.org", ask)})
    reqsite("release", "1.2.0", cwd=root)
    reqsite("build", "--quiet", cwd=root, REQSITE_RELEASE="1.2.0")
    found = "https://example.com/new?ref=REQ-042&v=1.2.0&t=%E5%BA%93%E5%AD%98%20%26%20%E4%BB%B7%E6%A0%BC"
    assert found in hrefs(article(root / "site", "requirements/REQ-042.html"))
    write(root, {"mkdocs.yml": SITE.replace("mailto:team@example.org", "javascript:alert(1)")})
    said = reqsite("build", "--quiet", "--site-dir", "other", cwd=root, code=1)
    assert "'javascript:alert(1)' is no address that a reader can write to." in said
    assert not list((root / "other").rglob("REQ-042.html"))


def test_a_change_request_says_who_asks_for_it_and_why(tmp_path):
    change = "---\nid: CR-001\ntype: change\ntitle: Faster\nstatus: applied\nproposer: Li\n---\nFaster.\n"
    root = desk(tmp_path, {"docs_src/c.md": change})
    assert {i: "reason" in said for i, said in findings(root, "missing-field").items()} == {"CR-001": True}


def test_feedback_shows_when_it_came_and_when_it_was_answered(portal):
    said = words(article(portal, "feedback/FB-001.html"))
    assert re.search("Received 2026-03-02 10:00", said)
    assert re.search("Answered 2026-03-03 09:30", said)


def test_the_sheets_of_a_milestone_are_whole_on_paper(page: Page, tmp_path):
    many = {
        f"docs_src/{n}.md": requirement(f"REQ-{n:03}", "milestone: [MS-001]\n", f"{'Long words. ' * 30} End of {n}.")
        for n in range(1, 25)
    }
    parts = ", ".join(f"Part {n}" for n in range(1, 61))
    others = OTHERS.replace("The desk, The handbook, The course", parts)
    others = others.replace("REQ-031, REQ-032, REQ-033, REQ-034, REQ-035", "REQ-001")
    change = "---\nid: CR-001\ntype: change\ntitle: A\nstatus: applied\nreason: R\nproposer: L\n---\nText.\n"
    scope = {"docs_src/30.md": requirement("REQ-030", "scope: in\n"), "docs_src/c.md": change}
    root = desk(tmp_path / "desk", {**many, **scope, "docs_src/others.yml": others})
    write(root, {"mkdocs.yml": f"site_url: https://example.org/portal/\n{SITE}"})
    reqsite("release", "1.0.0", "--date", "2026-03-01", cwd=root)
    reqsite("build", "--quiet", cwd=root, REQSITE_RELEASE="1.0.0")
    sheets = {}
    for name in ("registers/checklist-MS-001", "registers/acceptance-MS-001", "confirm/decider"):
        page.goto((root / "site" / f"{name}.html").as_uri())
        expect(page.locator("h1")).to_contain_text(re.compile("First delivery|Decider"))
        sheets[name] = printed(page, tmp_path)
        assert len(sheets[name]) > 1
        assert all("Shop · Release 1.0.0 · 2026-03-01" in sheet for sheet in sheets[name])
        assert not any("Search" in sheet or "Table of contents" in sheet for sheet in sheets[name])
    for number in range(1, 25):
        [held] = [sheet for sheet in sheets["registers/checklist-MS-001"] if f"Step REQ-{number:03}" in sheet]
        assert f"End of {number}. Remarks" in held
    for name in ("registers/acceptance-MS-001", "confirm/decider"):
        first = sheets[name][0]
        assert "Scope: https://example.org/portal/registers/scope.html" in first
        assert "How changes are handled: https://example.org/portal/registers/change-control.html" in first
        items = ("rs-asked", "rs-accepted")
        told = [
            e.get("href") or "item"
            for e in article(root / "site", f"{name}.html").iter()
            if e.get("class") in items or (e.get("href") or "").endswith(("scope.html", "change-control.html"))
        ]
        assert [href.rpartition("/")[2] for href in told[:3]] == ["scope.html", "change-control.html", "item"]


def test_each_clause_of_a_contract_has_answers_of_its_own(page: Page, tmp_path):
    clause = "source: [合同 §4.2]\n"
    files = {f"docs_src/{n}.md": requirement(f"REQ-00{n}", clause if n < 4 else "") for n in range(1, 6)}
    root = desk(tmp_path, {**files, "docs_src/5.md": requirement("REQ-005", 'source: [合同 §4.3 "<b>"]\n')})
    reqsite("release", "1.0.0", "--date", "2026-03-01", cwd=root)
    record(root, "decider", "REQ-002", date="2026-03-05")
    reqsite("build", "--quiet", cwd=root)
    page.goto((root / "site" / "confirm" / "decider.html").as_uri())
    page.get_by_label("Source").select_option(label="合同 §4.2")
    expect(page.locator("article.rs-asked:visible")).to_have_count(2)
    expect(page.locator(".rs-clause-choice [role=status]")).to_have_text("3 / 5")
    page.locator(".rs-settled summary").click()
    expect(page.locator(".rs-settled li:visible")).to_have_text(
        re.compile("REQ-002 .*Decider: Decider, 2026-03-05.* Source: 合同 §4.2")
    )
    page.get_by_label("Source").select_option(label='合同 §4.3 "<b>"')
    expect(page.locator("article.rs-asked:visible")).to_have_attribute("data-id", "REQ-005")
    assert violations(page) == []
    for answer in page.locator("article.rs-asked:visible").get_by_label("I agree").all():
        answer.check()
    page.get_by_role("button", name="Next open item").click()
    expect(page.locator("article.rs-asked:visible")).to_have_count(4)
