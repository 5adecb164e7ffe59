import pytest

from reqsite.portal import home_page
from reqsite.portal.home_page import Edition
from tests.unit.portal.portals import by_id, criterion, parse, press, record, with_class, words

DRAFT = Edition()


def block(*records, edition=DRAFT, here="index.html", **options):
    return parse(str(home_page.block(press(*records, **options), here, edition)))


def points(tree):
    """Return {what is open: (how much, where its links lead)}."""
    return {
        words(with_class(d, "rs-open-label")[0]): (
            words(with_class(d, "rs-open-count")[0]),
            [a.get("href") for a in d.iter("a")],
        )
        for d in tree.iter("details")
    }


def requirement(record_id, status="confirmed", **parts):
    fields = {"status": status} | parts.pop("fields", {})
    return record(record_id, criteria=(criterion("AC-1", "x"),), fields=fields, **parts)


def test_a_draft_says_that_it_is_no_baseline_and_has_no_date():
    note = with_class(block(record("REQ-1")), "rs-edition")[0]
    assert words(note).startswith("Draft This is the state that is being worked on. It is not a baseline")
    assert not list(note.iter("time"))


def test_a_release_names_itself_and_its_date():
    note = with_class(block(record("REQ-1"), edition=Edition("1.2.0", "2026-03-01")), "rs-edition")[0]
    assert words(note).startswith("Release 1.2.0 2026-03-01 This is a baseline")


@pytest.mark.parametrize(
    ("environment", "date"),
    [({}, ""), ({"SOURCE_DATE_EPOCH": "1772323200"}, "2026-03-01"), ({"SOURCE_DATE_EPOCH": "yesterday"}, "")],
)
def test_a_draft_has_a_date_only_where_the_environment_says_so(environment, date):
    assert Edition.draft(environment) == Edition("", date)


def test_only_an_internal_portal_says_that_it_is_internal():
    assert with_class(block(record("REQ-1"), audience="internal"), "rs-internal")
    assert not with_class(block(record("REQ-1")), "rs-internal")


def test_coverage_is_counted_over_what_is_in_force():
    tree = block(
        requirement("REQ-1", links={"supports": ("GOAL-1",), "verified_by": ("TC-1",)}),
        record("REQ-2", fields={"status": "confirmed"}),
        requirement("REQ-3", "withdrawn"),
        record("GOAL-1", "goal"),
        record("TC-1", "test"),
    )
    assert [(words(t), next(t.iter("a")).get("href")) for t in with_class(tree, "rs-tile")] == [
        ("50% With acceptance criteria 1 of 2 requirements in force", "requirements/index.html"),
        ("50% Traced upwards 1 of 2 requirements in force", "traceability/index.html"),
        ("50% With a test 1 of 2 requirements in force", "traceability/requirement-test.html"),
    ]


def test_less_than_all_is_never_a_hundred_percent():
    records = [requirement(f"REQ-{n}") for n in range(1, 300)]
    tree = block(*records, record("REQ-300", fields={"status": "confirmed"}))
    assert words(with_class(tree, "rs-tile")[0]).startswith("99%")


def test_what_is_open_is_counted_and_leads_to_the_records():
    tree = block(
        requirement("REQ-1", "draft"),
        requirement("REQ-2", "idea"),
        record("REQ-3", fields={"status": "confirmed"}),
        record("CR-1", "change", fields={"status": "applied"}),
        record("CR-2", "change", fields={"status": "verified"}),
        record("FB-1", "feedback", fields={"status": "received"}),
    )
    link = "requirements/index.html"
    assert points(tree) == {
        "Requirements with status Draft": ("1", ["requirements/REQ-1.html", f"{link}#status=draft"]),
        "Requirements with status Idea": ("1", ["requirements/REQ-2.html", f"{link}#status=idea"]),
        "Requirements without acceptance criteria": ("1", ["requirements/REQ-3.html"]),
        "Change requests not settled": ("1", ["changes/CR-1.html", "changes/index.html#status=applied"]),
        "Feedback not settled": ("1", ["feedback/FB-1.html", "feedback/index.html#status=received"]),
    }


def test_of_many_open_records_twelve_are_listed_and_the_rest_counted():
    tree = block(*(record(f"REQ-{n}", fields={"status": "confirmed"}) for n in range(1, 21)))
    assert [words(li) for li in tree.iter("li") if words(li).startswith("and")] == ["and 8 more records"]


def test_a_project_with_nothing_open_says_so():
    assert "Nothing that can be counted is open." in words(block(requirement("REQ-1")))


def test_milestones_stand_in_the_order_of_their_dates():
    tree = block(
        record("MS-1", "milestone", "Delivery", fields={"date": "2026-06-30", "done_when": "REQ-1 is there."}),
        record("MS-2", "milestone", "Freeze", fields={"date": "2026-03-15"}),
        record("MS-3", "milestone", "Some day"),
        record("REQ-1"),
    )
    shown = with_class(tree, "rs-milestones")[0]
    assert [words(li) for li in shown] == [
        "2026-03-15 MS-2 Freeze",
        "2026-06-30 MS-1 Delivery Done when: REQ-1 is there.",
        "no date MS-3 Some day",
    ]


def test_clients_are_told_whom_to_ask_but_not_how_to_reach_them():
    people = (
        record(
            "STK-1",
            "stakeholder",
            "Zhang San",
            fields={"role": "decider", "status": "active", "contact": {"phone": "12345"}, "decides": ("Scope",)},
        ),
        record("STK-2", "stakeholder", "Gone", fields={"role": "user", "status": "left"}),
        record("REQ-1", fields={"owner": "Li & Si"}),
    )
    tree = block(*people)
    assert [words(li.find("p")) for li in with_class(tree, "rs-people")[0]] == ["Zhang San Final decider"]
    assert "12345" not in words(tree)
    assert "12345" in words(block(*people, audience="internal"))
    owner = with_class(tree, "rs-owners")[0].find("a")
    assert owner is not None
    assert owner.get("href") == "requirements/index.html#owner=Li%20%26%20Si"


def test_five_steps_lead_to_the_pages_that_there_are():
    steps = with_class(block(record("REQ-1"), record("Clearing", "term")), "rs-steps")[0]
    assert len(steps) == 5
    assert [a.get("href") for a in steps.iter("a")] == [
        *("requirements/index.html", "go.html", "glossary.html", "traceability/index.html", "document/index.html")
    ]
    assert not list(with_class(block(), "rs-steps")[0].iter("a"))


def test_every_heading_in_the_table_of_contents_is_there():
    records = [record("REQ-1", fields={"owner": "A"}), record("MS-1", "milestone"), record("STK-1", "stakeholder")]
    for given in (records, records[:1], []):
        tree = block(*given)
        headings = [(words(h), h.get("id")) for h in tree.iter("h2")]
        assert headings == [(entry.title, entry.anchor) for entry in home_page.toc(press(*given))]


def test_a_site_without_a_home_page_gets_one_with_its_name():
    page = home_page.page(press(record("REQ-1")), DRAFT)
    tree = parse(page.build().html)
    assert page.source == "index.md"
    assert words(tree.find("h1")) == "Demo"
    assert words(by_id(tree, "rs-open")) == "What is open"
