"""The form of a change request on paper: one sheet, whatever its record says."""

import subprocess

import pytest

from tests.integration.test_rows_in_the_portal import article
from tests.sites import build, violations
from tests.unit.portal.portals import with_class, words

LONG = "一段很长的文字，说明为什么。" * 60
HEAD = "---\nid: {id}\ntype: change\ntitle: {title}\nstatus: applied\nreason: {reason}\nproposer: Wang\n"
FULL = (
    HEAD.format(id="CR-001", title="Quicker", reason="Clients leave.")
    + "impact: {schedule_days: 5, cost: 3000}\nmodifies: [REQ-001, REQ-002, REQ-003]\n"
    "affects: [REQ-004, REQ-005]\n---\n"
    "The search shall take **1 s**.\n"
)
WIDE = (
    HEAD.format(id="CR-002", title="很长的标题" * 12, reason=LONG)
    + f"date: 2026-03-01\nparty: client\nowner: {LONG}\nsize: major\nevidence: [{LONG}, {LONG}]\n"
    f"impact: {{schedule_days: 5, cost: {LONG}, resources: {LONG}, risk: {LONG}}}\nimpact_report: {LONG}\n"
    f"affects: [{', '.join(f'REQ-{n:03}' for n in range(1, 101))}]\n---\n{LONG}\n\n- a\n- b\n"
)
EMPTY = HEAD.format(id="CR-003", title="", reason="") + "---\n"
REQUIREMENT = "---\nid: REQ-{n:03}\ntype: functional\ntitle: Step\nstatus: draft\npriority: P1\n---\nIt shall.\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    changes = {"CR-001.md": FULL, "CR-002.md": WIDE, "CR-003.md": EMPTY}
    requirements = {f"REQ-{n:03}.md": REQUIREMENT.format(n=n) for n in range(1, 101)}
    return build(tmp_path_factory.mktemp("changes"), {**changes, **requirements})


def printed(page, site, record_id, folder):
    """Return how many pages the form has on paper, and its words."""
    page.goto((site / "registers" / f"form-{record_id}.html").as_uri())
    target = folder / f"{record_id}.pdf"
    page.pdf(path=str(target), prefer_css_page_size=True, print_background=True)
    text = subprocess.run(["pdftotext", "-layout", str(target), "-"], capture_output=True, check=True).stdout.decode()
    return text.count("\f"), " ".join(text.split())


def test_a_form_is_one_sheet_with_all_that_is_asked(page, site, tmp_path):
    sheets, text = printed(page, site, "CR-001", tmp_path)
    assert sheets == 1
    asked = ("CR-001", "Quicker", "Clients leave.", "Wang", "The search shall take 1 s.", "3000", "For the client")
    affected = [f"REQ-00{n}" for n in range(1, 6)]
    assert [word for word in (*asked, *affected, "Signature") if word not in text] == []


@pytest.mark.parametrize("record_id", ["CR-002", "CR-003"])
def test_it_stays_one_sheet_however_much_or_little_is_said(page, site, tmp_path, record_id):
    assert printed(page, site, record_id, tmp_path)[0] == 1


def test_what_is_not_known_yet_has_a_line_to_write_on(site):
    form = article(site, "registers/form-CR-001.html")
    blank = [line.get("data-field") for line in with_class(form, "rs-blank")]
    assert blank == [
        *("date", "party", "owner", "size", "importance", "urgency", "decider", "evidence"),
        *("resources", "risk", "impact_report"),
    ]


def test_a_text_that_is_too_long_says_where_the_rest_stands(site):
    form = words(article(site, "registers/form-CR-002.html"))
    assert form.count("see the page of CR-002") == 8
    assert "and 50 more records" in form


def test_the_page_of_a_change_leads_to_its_form(site):
    links = [a.get("href") for a in article(site, "changes/CR-001.html").iter("a")]
    assert "../registers/form-CR-001.html" in links


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_has_nothing_against_a_form(new_page, site, width):
    page = new_page(viewport={"width": width, "height": 900})
    page.goto((site / "registers" / "form-CR-002.html").as_uri())
    assert violations(page, within="main") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
