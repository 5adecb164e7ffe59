"""Acceptance criteria of reqsite's own requirements about releases, their differences and what changes ask for."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.test_rows_in_the_portal import CONFIG, article
from tests.integration.test_rows_of_the_portal_2 import rows, words
from tests.repositories import Repository

REQUIREMENT = """\
---
id: {id}
type: functional
title: Step {id}
status: {status}
priority: {priority}
{more}---
{text}

## Acceptance criteria

- {text}
"""
SIGNED = """\
reviews: [{by: Li, party: client, date: 2026-03-10}, {by: Wu, party: supplier, date: 2026-03-10}]
approvals: [{by: Li, party: client, date: 2026-03-11}, {by: Wu, party: supplier, date: 2026-03-11}]
"""
DECISION = "---\nid: {id}\ntype: decision\ntitle: {title}\ndate: {date}\ndecider: Li\nstatus: decided\n---\n{title}.\n"


def requirement(record_id, text="It shall answer within 2 s.", priority="P2", status="confirmed", more=""):
    return REQUIREMENT.format(id=record_id, text=text, priority=priority, status=status, more=more)


def request(record_id, status="applied", more="", text="Calls are long.", signed=True):
    head = f"id: {record_id}\ntype: change\ntitle: Change {record_id}\nstatus: {status}\n"
    return f"---\n{head}reason: Calls are long.\nproposer: Li\n{SIGNED if signed else ''}{more}---\n{text}\n"


def reqsite(*arguments, cwd, code=0, **env):
    """Run a command as a person would, and return what it prints on both channels."""
    done = subprocess.run(
        [sys.executable, "-m", "reqsite", *arguments],
        cwd=cwd,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "REQSITE_AUDIENCE": "client", **env},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=300,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def findings(cwd, name):
    """Return the findings of one rule: what each says by the record that it is about."""
    said = reqsite("check", "--format", "json", "--quiet", "--fail-on", "never", cwd=cwd)
    return {f["record"]: f["message"] for f in json.loads(said)["findings"] if f["name"] == name}


def released(repository, version, date, files):
    """Write files, release, and commit it all under a tag."""
    repository.write(files)
    reqsite("release", version, "--date", date, cwd=repository.root)
    repository.commit(tag=version)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A project of four releases in git."""
    repository = Repository(tmp_path_factory.mktemp("shop"))
    docs = "docs_src"
    released(
        repository,
        "1.0.0",
        "2026-03-01",
        {
            "mkdocs.yml": CONFIG,
            ".gitignore": "site/\n",
            f"{docs}/index.md": "# Shop\n",
            **{f"{docs}/{n}.md": requirement(f"REQ-00{n}") for n in range(1, 8)},
            f"{docs}/d.md": DECISION.format(id="DEC-001", title="One store is enough", date="2026-02-01"),
            f"{docs}/e.md": DECISION.format(id="DEC-002", title="Badges", date="2026-02-02"),
        },
    )
    released(
        repository,
        "1.1.0",
        "2026-04-01",
        {
            **{f"{docs}/{n}.md": requirement(f"REQ-00{n}", "It shall answer within 3 s.") for n in (2, 3, 4)},
            f"{docs}/5.md": requirement("REQ-005", status="withdrawn"),
            f"{docs}/6.md": requirement("REQ-006", priority="P0", more="priority_reason: The law asks for it.\n"),
            f"{docs}/8.md": requirement("REQ-008"),
            f"{docs}/9.md": requirement("REQ-009"),
            f"{docs}/d.md": None,
        },
    )
    released(
        repository,
        "1.2.0",
        "2026-05-01",
        {
            f"{docs}/1.md": requirement("REQ-001", "It shall answer within 1 s."),
            **{
                f"{docs}/c{n}.md": request(
                    f"CR-00{n}",
                    "approved",
                    f"implemented_in: 1.2.0\nmodifies: [REQ-001]\n"
                    f"impact: {{schedule_days: {days}, cost: none, resources: one}}\n",
                )
                for n, days in ((1, 3), (2, 5))
            },
        },
    )
    released(repository, "1.3.0", "2026-06-01", {f"{docs}/7.md": requirement("REQ-007", "It shall print.")})
    return repository.root


@pytest.fixture(scope="module")
def portal(shop):
    return built(shop)


@pytest.fixture
def desk(project, tmp_path):
    """Write files into an empty project, and return its folder."""

    def write(files):
        begun = (tmp_path / "mkdocs.yml").exists()
        return project({**({} if begun else {"mkdocs.yml": CONFIG, "docs_src/index.md": "# Shop\n"}), **files})

    return write


def built(root):
    reqsite("build", "--quiet", cwd=root, SOURCE_DATE_EPOCH="1782000000")
    return root / "site"


def section(tree, record_id):
    return next(e for e in tree.iter("section") if e.get("id") == f"item-{record_id}")


def group(tree, name):
    """Return the ids of the records of one group of a release's page."""
    found, inside = [], False
    for element in tree.iter():
        if element.tag == "h2":
            inside = element.get("id") == f"rs-{name}"
        elif inside and element.tag in ("section", "li") and (element.get("id") or "").startswith("item-"):
            found.append(element.get("id").removeprefix("item-"))
    return found


def hrefs(page):
    return {a.get("href") for a in page.iter("a")}


def points(page):
    return [words(li) for li in page.iter("li") if li.get("class") == "rs-point"]


def test_a_release_has_a_group_of_each_kind_of_change_with_a_redline(portal):
    page = article(portal, "releases/1.1.0.html")
    assert group(page, "new") == ["REQ-008", "REQ-009"]
    assert group(page, "substance") == ["REQ-002", "REQ-003", "REQ-004"]
    assert "REQ-005" in group(page, "gone")
    changed = section(page, "REQ-003")
    assert [words(e) for e in changed.iter("del")] == ["deleted: 2 s end of deletion"] * 2
    assert [words(e) for e in changed.iter("ins")] == ["inserted: 3 s end of insertion"] * 2


def test_what_a_release_changed_is_printed_for_a_changelog(shop):
    said = reqsite("diff", "1.0.0", "1.1.0", "--format", "changelog", cwd=shop)
    assert said.startswith("## [1.1.0] - 2026-04-01\n\n### Added\n\n- REQ-008 Step REQ-008\n- REQ-009")
    _added, changed, withdrawn, removed = said.split("### ")[1:]
    assert [f"REQ-00{n} " in changed for n in (1, 2, 3, 4, 5, 6)] == [False, True, True, True, False, True]
    assert "REQ-005 " in withdrawn
    assert "DEC-001 " in removed


def test_a_change_of_priority_is_told_with_both_values_the_release_and_the_reason(portal):
    newest, *_others = points(article(portal, "requirements/REQ-006.html"))
    assert newest.startswith("1.1.0 2026-04-01 Changed in substance: Priority")
    assert "P2 useful end of deletion → inserted: P0 essential" in newest
    assert "The law asks for it." in newest
    assert group(article(portal, "releases/1.1.0.html"), "priority") == ["REQ-006"]


def test_a_record_tells_its_history_and_leads_to_its_redline(portal):
    page = article(portal, "requirements/REQ-001.html")
    newest, first = points(page)
    assert newest.startswith("1.2.0 2026-05-01 Changed in substance: Statement")
    assert first.startswith("1.0.0 2026-03-01 First released")
    assert "../releases/1.2.0.html#item-REQ-001" in hrefs(page)
    assert section(article(portal, "releases/1.2.0.html"), "REQ-001") is not None


def test_two_releases_are_compared_on_the_command_line(shop):
    said = json.loads(reqsite("diff", "1.1.0", "1.2.0", "--format", "json", cwd=shop))
    assert said["added"] == ["CR-001", "CR-002"]
    assert said["changed"] == [{"id": "REQ-001", "fields": ["acceptance_criteria", "statement"], "normative": True}]


def test_a_shallow_clone_without_tags_builds_the_same_pages(shop, portal, tmp_path):
    clone = tmp_path / "clone"
    command = ["git", "clone", "--quiet", "--depth", "1", "--no-tags", shop.as_uri(), str(clone)]
    subprocess.run(command, check=True, capture_output=True)
    assert contents(built(clone)) == contents(portal)


def contents(site):
    return {str(f.relative_to(site)): f.read_bytes() for f in Path(site).rglob("*") if f.is_file()}


def test_a_touched_release_is_named_and_the_exit_code_is_4(shop, tmp_path):
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", shop.as_uri(), str(clone)], check=True, capture_output=True)
    file = clone / "baselines/1.1.0.jsonl"
    file.write_text(file.read_text(encoding="utf-8").replace("within 3 s", "within 4 s", 1), encoding="utf-8")
    assert "baselines/1.1.0.jsonl" in reqsite("baseline", "verify", cwd=clone, code=4)


def test_the_days_of_all_changes_of_a_release_are_added_up(portal):
    fields = [words(e) for e in article(portal, "releases/1.2.0.html").iter("div") if e.get("class") == "rs-field"]
    assert "Schedule (days), in all 8" in fields


def test_a_release_tells_the_client_what_its_changes_mean_for_him(desk):
    more = "implemented_in: 1.1.0\nadds: [REQ-002]\nimpact: {schedule_days: 5, cost: none, resources: none}\n"
    said = "It is faster.\n\n## Business wording\n\nYour customers wait less."
    root = desk({"docs_src/1.md": requirement("REQ-001")})
    reqsite("release", "1.0.0", cwd=root)
    desk(
        {
            "docs_src/2.md": requirement("REQ-002"),
            "docs_src/c2.md": request("CR-002", "approved", more, said),
            "docs_src/c3.md": request("CR-003", "approved", f"{more}visibility: internal\n"),
        }
    )
    reqsite("release", "1.1.0", cwd=root)
    page = article(built(root), "releases/1.1.0.html")
    assert "CR-002 Change CR-002 Approved Your customers wait less. Schedule (days): 5" in words(page)
    assert "../changes/CR-002.html" in hrefs(page)
    assert "CR-003" not in words(page)


def test_a_change_leads_to_the_release_that_carries_it_and_to_what_it_changed(portal):
    page = article(portal, "changes/CR-001.html")
    assert {"../releases/1.2.0.html", "../releases/1.2.0.html#item-REQ-001"} <= hrefs(page)
    release = article(portal, "releases/1.2.0.html")
    assert "Compared with 1.1.0" in words(release)
    assert "compare.html#1.1.0..1.2.0" in hrefs(release)


def test_a_decision_that_was_deleted_stays_in_the_log_and_keeps_its_last_text(portal):
    log = article(portal, "registers/decisions.html")
    assert [row.split()[0] for row in rows(log)] == ["DEC-002", "DEC-001"]
    assert "Removed in 1.1.0" in rows(log)[1]
    assert "../decisions/DEC-001.html" in hrefs(log)
    page = article(portal, "decisions/DEC-001.html")
    assert "One store is enough." in [words(e) for e in page.iter("del")]


def test_a_decision_that_was_replaced_leads_to_the_other(desk):
    old = DECISION.format(id="DEC-002", title="Cards", date="2026-02-01")
    root = desk(
        {
            "docs_src/1.md": old.replace("decided\n", "superseded\nsuperseded_by: [DEC-007]\n"),
            "docs_src/2.md": DECISION.format(id="DEC-007", title="Badges", date="2026-03-01"),
        }
    )
    site = built(root)
    page = article(site, "decisions/DEC-002.html")
    assert "Superseded" in words(page)
    assert "DEC-007.html" in hrefs(page)
    assert rows(article(site, "registers/decisions.html")) == [
        "DEC-007 Badges 2026-03-01 Li Decided",
        "DEC-002 Cards 2026-02-01 Li Superseded DEC-007 Badges",
    ]


def test_a_rule_lists_the_requirements_that_it_holds_for(desk):
    ruled = "rules: [BR-001]\n"
    files = {
        "docs_src/b.md": "---\nid: BR-001\ntype: rule\ntitle: Hours\nstatus: agreed\n---\nOpen from 8 to 18.\n",
        "docs_src/1.md": requirement("REQ-001", more=ruled),
        "docs_src/2.md": requirement("REQ-002", more=ruled),
    }
    root = desk(files)
    reqsite("release", "1.0.0", cwd=root)
    assert findings(root, "suspect-link") == {}
    (root / "docs_src/b.md").write_text(files["docs_src/b.md"].replace("18", "20"), encoding="utf-8")
    suspect = findings(root, "suspect-link")
    assert set(suspect) == {"REQ-001", "REQ-002"}
    assert "BR-001" in suspect["REQ-001"]
    page = article(built(root), "rules/BR-001.html")
    assert "Applies to" in words(page)
    assert {"../requirements/REQ-001.html", "../requirements/REQ-002.html"} <= hrefs(page)


def test_a_change_may_not_leave_out_a_state(desk):
    root = desk({"docs_src/c.md": request("CR-001"), "docs_src/d.md": request("CR-002", "assessed")})
    reqsite("release", "1.0.0", cwd=root)
    desk({"docs_src/c.md": request("CR-001", "implemented"), "docs_src/d.md": request("CR-002", "approved")})
    said = findings(root, "status-transition")
    assert set(said) == {"CR-001"}
    assert "After 'applied' may come: assessed, rejected, withdrawn." in reqsite(
        "check", "--fail-on", "never", cwd=root
    )


def test_changes_are_compared_with_what_has_really_changed(desk):
    root = desk({"docs_src/1.md": requirement("REQ-001"), "docs_src/2.md": requirement("REQ-002")})
    reqsite("release", "1.0.0", cwd=root)
    faster = {f"docs_src/{n}.md": requirement(f"REQ-00{n}", "It shall answer within 1 s.") for n in (1, 2)}
    desk({**faster, "docs_src/c.md": request("CR-001", "approved", "modifies: [REQ-001]\n")})
    assert set(findings(root, "change-without-request")) == {"REQ-002"}
    desk({"docs_src/c.md": request("CR-001", "implemented", "modifies: [REQ-001, REQ-002]\nadds: [REQ-009]\n")})
    assert findings(root, "change-without-request") == {}
    assert "REQ-009" in findings(root, "dangling-link")["CR-001"]


def test_a_release_is_refused_while_a_change_of_what_binds_has_no_request(desk):
    strict = "extends: default\nchecks: {change-without-request: error}\n"
    root = desk(
        {
            "mkdocs.yml": CONFIG.replace(" reqsite]", " {reqsite: {schema: schema.yml}}]"),
            "schema.yml": strict,
            "docs_src/1.md": requirement("REQ-001"),
            "docs_src/7.md": requirement("REQ-007"),
            "docs_src/c.md": request("CR-001"),
        }
    )
    reqsite("release", "1.0.0", cwd=root)
    spaced = requirement("REQ-001").replace("\n\n## ", "\n\n\n## ")
    desk({"docs_src/1.md": spaced, "docs_src/7.md": requirement("REQ-007", "It shall answer within 1 s.")})
    said = reqsite("release", "1.1.0", cwd=root, code=1)
    assert "REQ-007" in said
    assert "REQ-001" not in said
    assert not (root / "baselines/1.1.0.jsonl").exists()
    desk({"docs_src/c.md": request("CR-001", more="modifies: [REQ-007]\n")})
    reqsite("release", "1.1.0", cwd=root)


def test_an_approved_change_without_its_cost_is_a_finding(desk):
    root = desk({"docs_src/c.md": request("CR-001", "approved", "impact: {schedule_days: 3, resources: one}\n")})
    assert findings(root, "missing-impact") == {"CR-001": "CR-001 is approved and lacks: impact.cost."}


def test_a_release_that_does_not_exist_carries_no_change(desk):
    root = desk({"docs_src/1.md": requirement("REQ-001")})
    reqsite("release", "1.3.0", cwd=root)
    text = request("CR-001", "implemented", "implemented_in: 1.2.0\n")
    desk({"docs_src/c.md": text})
    said = json.loads(reqsite("check", "--format", "json", "--quiet", "--fail-on", "never", cwd=root))["findings"]
    [found] = [f for f in said if f["name"] == "unknown-release"]
    assert (found["line"], found["severity"]) == (text[: text.index("implemented_in")].count("\n") + 1, "warning")


def test_what_a_change_would_touch_is_listed_in_groups(desk):
    child = "derives_from: [REQ-001]\n"
    root = desk(
        {
            "docs_src/1.md": requirement(
                "REQ-001",
                more="verified_by: [TC-001, TC-002, TC-003]\n"
                "confirmations: [{by: Wang, date: 2026-03-02, result: agreed}]\n",
            ),
            **{f"docs_src/{n}.md": requirement(f"REQ-00{n}", more=child) for n in (2, 3)},
            **{f"docs_src/t{n}.md": f"---\nid: TC-00{n}\ntype: test\ntitle: T\n---\nT.\n" for n in (1, 2, 3)},
        }
    )
    said = json.loads(reqsite("impact", "REQ-001", "--format", "json", cwd=root))
    lengths = {name: len(entries) for name, entries in said.items() if isinstance(entries, list)}
    assert (lengths["requirements"], lengths["tests"], lengths["lapses"]) == (2, 3, 1)
    assert "Did you mean REQ-001?" in reqsite("impact", "REQ-01", cwd=root, code=2)


def test_the_next_version_is_computed_with_the_records_that_ask_for_it(desk):
    why = "\n## Rationale\n\nCalls are {}.\n"
    first = requirement("REQ-001", priority="P0") + why.format("long")
    root = desk({"docs_src/1.md": first})
    reqsite("release", "1.2.3", cwd=root)
    desk({"docs_src/1.md": requirement("REQ-001", priority="P0") + why.format("dear")})
    assert reqsite("release", "--suggest", cwd=root).startswith("1.2.4 (patch)")
    desk({"docs_src/1.md": first, "docs_src/2.md": requirement("REQ-002", priority="P2")})
    said = reqsite("release", "--suggest", cwd=root)
    assert said.startswith("1.3.0 (minor)")
    assert "REQ-002" in said
    desk({"docs_src/1.md": first.replace("within 2 s", "within 1 s")})
    assert reqsite("release", "--suggest", cwd=root).startswith("2.0.0 (major)")


def test_a_major_change_needs_a_report_and_asks_for_a_major_version(desk):
    major = "size: major\nimplemented_in: 2.0.0\nimpact: {schedule_days: 1, cost: none, resources: none}\n"
    root = desk({"docs_src/1.md": requirement("REQ-001"), "docs_src/c.md": request("CR-001", "assessed", major)})
    said = json.loads(reqsite("check", "--format", "json", "--quiet", "--fail-on", "never", cwd=root))["findings"]
    assert [f["severity"] for f in said if f["name"] == "missing-impact-report"] == ["error"]
    reported = f"{major}impact_report: report.md\n"
    desk({"docs_src/report.md": "# Report\n", "docs_src/c.md": request("CR-001", "approved", reported)})
    reqsite("release", "1.4.2", cwd=root)
    desk({"docs_src/c.md": request("CR-001", "implemented", reported)})
    said = reqsite("release", "--suggest", cwd=root)
    assert said.startswith("2.0.0 (major)")
    assert "CR-001 (major-change)" in said


def test_a_frozen_requirement_changes_by_an_approved_change_only(desk):
    milestone = "---\nid: MS-001\ntype: milestone\ntitle: Freeze\ndate: 2026-05-01\ndone_when: All\nowner: Li\n"
    frozen = "milestone: [MS-001]\n"
    root = desk(
        {
            "docs_src/m.md": f"{milestone}milestone_type: freeze\nstatus: reached\n---\nAll of it.\n",
            "docs_src/1.md": requirement("REQ-001", more=frozen),
        }
    )
    reqsite("release", "1.0.0", "--date", "2026-05-01", cwd=root)
    assert findings(root, "changed-after-freeze") == {}
    desk({"docs_src/1.md": requirement("REQ-001", "It shall answer within 1 s.", more=frozen)})
    said = findings(root, "changed-after-freeze")
    assert set(said) == {"REQ-001"}
    assert "MS-001" in said["REQ-001"]
    desk({"docs_src/c.md": request("CR-003", "approved", "modifies: [REQ-001]\n")})
    assert findings(root, "changed-after-freeze") == {}


def test_a_release_freezes_the_records_in_one_file_that_is_never_written_again(tmp_path):
    repository = Repository(tmp_path)
    repository.commit({"mkdocs.yml": CONFIG, **{f"docs_src/{n}.md": requirement(f"REQ-00{n}") for n in range(1, 6)}})
    repository.write({"docs_src/5.md": requirement("REQ-005", "It shall print.")})
    said = reqsite("release", "1.0.0", cwd=tmp_path)
    assert 'git add -A && git commit -m "Release 1.0.0" && git tag 1.0.0' in said
    file = tmp_path / "baselines/1.0.0.jsonl"
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["op"] for line in lines] == ["add"] * 5
    assert "It shall print." in lines[-1]
    assert {"previous_digest", "catalog_digest"} <= json.loads(head).keys()
    frozen = file.read_bytes()
    repository.write({"docs_src/5.md": requirement("REQ-005")})
    reqsite("release", "1.0.0", cwd=tmp_path, code=3)
    repository.write({"docs_src/5.md": requirement("REQ-005", more="supports: [GOAL-9]\n")})
    assert "GOAL-9" in reqsite("release", "1.1.0", cwd=tmp_path, code=1)
    assert [f.name for f in (tmp_path / "baselines").iterdir()] == ["1.0.0.jsonl"]
    assert file.read_bytes() == frozen


def test_the_page_on_volatility_says_how_much_each_release_changed(portal):
    page = article(portal, "registers/volatility.html")
    assert rows(page) == ["1.3.0 2026-06-01 8 1 12.5", "1.2.0 2026-05-01 8 1 12.5", "1.1.0 2026-04-01 7 5 71.4"]
    assert "../registers/volatility.html" in hrefs(article(portal, "requirements/index.html"))


def test_what_changed_in_most_releases_is_listed_first(desk):
    root = desk({f"docs_src/{n}.md": requirement(f"REQ-00{n}") for n in (1, 2, 3)})
    reqsite("release", "1.0.0", cwd=root)
    for number in range(1, 5):
        again = requirement("REQ-002", f"It shall answer within {number + 2} s.")
        desk({"docs_src/2.md": again, **({"docs_src/3.md": requirement("REQ-003", "It.")} if number == 2 else {})})
        reqsite("release", f"1.{number}.0", cwd=root)
    page = article(built(root), "registers/volatility.html")
    [most] = page.iter("ol")
    assert [words(li) for li in most.iter("li")] == [
        "REQ-002 Step REQ-002 in 4 releases",
        "REQ-003 Step REQ-003 in 1 release",
    ]


@pytest.fixture(scope="module")
def pooled(tmp_path_factory):
    """A project with six requirements in a release, three ideas and one that was put off."""
    repository = Repository(tmp_path_factory.mktemp("pool"))
    phase = "phase: '{}'\n".format
    ideas = {f"docs_src/i{n}.md": requirement(f"REQ-01{n}", "Dream.", status="idea") for n in (1, 2, 3)}
    released(
        repository,
        "1.0.0",
        "2026-03-01",
        {
            "mkdocs.yml": CONFIG,
            "docs_src/index.md": "# Shop\n",
            **{f"docs_src/{n}.md": requirement(f"REQ-00{n}", more=phase(1 + n // 3)) for n in range(1, 7)},
            **ideas,
        },
    )
    repository.write({"docs_src/l.md": requirement("REQ-020", status="deferred")})
    return repository.root


def test_the_pool_lists_what_no_release_holds_by_state(pooled):
    reqsite("build", "--quiet", "--audience", "internal", cwd=pooled)
    site = pooled / "site"
    listed = rows(article(site, "registers/pool.html"))
    assert [row.split()[0] for row in listed] == ["REQ-011", "REQ-012", "REQ-013", "REQ-020"]
    assert ["Idea" in row for row in listed] == [True, True, True, False]
    assert "Deferred" in listed[3]


def test_the_portal_of_a_release_holds_nothing_that_is_only_an_idea(pooled):
    reqsite("build", "--quiet", "--site-dir", "client", cwd=pooled, REQSITE_RELEASE="1.0.0")
    files = [f for f in (pooled / "client").rglob("*") if f.is_file()]
    assert any(b"REQ-001" in f.read_bytes() for f in files)
    assert [f for f in files if b"REQ-011" in f.read_bytes() or b"Dream." in f.read_bytes()] == []


def test_the_phases_are_counted_by_state_and_offered_as_a_filter(pooled):
    site = built(pooled)
    assert rows(article(site, "registers/phases.html")) == ["1 2 0 2 0", "2 3 0 3 0", "3 1 0 1 0", "No phase 4 3 0 1"]
    assert '"phase"' in (site / "data/list-requirement.js").read_text(encoding="utf-8")


def test_a_move_to_another_phase_is_a_change_of_what_binds(desk):
    root = desk({"docs_src/1.md": requirement("REQ-001", more="phase: '1'\n")})
    reqsite("release", "1.0.0", cwd=root)
    desk({"docs_src/1.md": requirement("REQ-001", more="phase: '2'\n")})
    said = json.loads(reqsite("diff", "--format", "json", cwd=root))
    assert said["changed"] == [{"id": "REQ-001", "fields": ["phase"], "normative": True}]


def test_what_was_delivered_stands_beside_what_was_agreed(desk):
    def delivered(number, result="match", more=""):
        return requirement(f"REQ-0{number:02}", more=f"delivered: {{release: 1.0.0, result: {result}{more}}}\n")

    late = delivered(7, "deviation", ", deviation: It prints in black only.")
    root = desk({**{f"docs_src/{n}.md": delivered(n) for n in range(1, 11)}, "docs_src/7.md": late})
    reqsite("release", "1.0.0", cwd=root)
    desk({"docs_src/11.md": requirement("REQ-011", status="delivered")})
    assert set(findings(root, "missing-delivery")) == {"REQ-011"}
    page = article(built(root), "registers/delivered.html")
    assert "9 of 10 are as agreed." in words(page)
    first, second, *_others = rows(page)
    assert first == "REQ-007 Step REQ-007 1.0.0 1.0.0 Deviates It prints in black only."
    assert second.startswith("REQ-001 Step REQ-001 1.0.0 1.0.0 As agreed")


TECH = "restate: {tech: {by: Li, date: 2026-03-02, text: The query runs on the copy.}%s}\n"


def test_a_key_requirement_is_confirmed_once_its_developers_have_said_it_again(desk):
    root = desk(
        {
            "docs_src/1.md": requirement("REQ-001", priority="P0"),
            "docs_src/2.md": requirement("REQ-002", priority="P0", status="draft"),
            "docs_src/3.md": requirement("REQ-003", priority="P1", more=TECH % ""),
            "docs_src/4.md": requirement("REQ-004", priority="P2"),
        }
    )
    assert set(findings(root, "missing-restatement")) == {"REQ-001"}


def test_both_sides_stand_beside_each_other_and_the_one_that_is_silent_is_named(desk, new_page):
    both = TECH % ", business: {by: Wang, date: 2026-03-03, text: I see the stock at once.}"
    root = desk(
        {"docs_src/1.md": requirement("REQ-001", more=both), "docs_src/2.md": requirement("REQ-002", more=TECH % "")}
    )
    site = built(root)
    said = words(article(site, "requirements/REQ-001.html"))
    assert "The query runs on the copy. In technical words · Li · 2026-03-02" in said
    assert "I see the stock at once. In business words · Wang · 2026-03-03" in said
    assert "Still open" not in said
    open_side = words(article(site, "requirements/REQ-002.html"))
    assert "Still open: this side has not said it again in its own words. In business words" in open_side
    page = new_page(viewport={"width": 1280, "height": 900})
    page.goto((site / "requirements/REQ-001.html").as_uri())
    left, right = (page.locator(".rs-quotation").nth(n).bounding_box() for n in (0, 1))
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]
