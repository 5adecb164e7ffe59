"""Each kind of record reads as what it is: its fields in their places, nothing lost, nothing twice."""

from collections import Counter

import pytest

from reqsite.model.schema import KINDS
from reqsite.portal.kinds import ANCHORS, layout_of
from tests.unit.portal.portals import DEFAULT, by_id, page, parse, press, record, tree_of, with_class, words

MEETING_TEXT = "- [ ] Write down REQ-1 @李四 due:2026-03-01\n- [x] Send the list, @Zhang.San\n"


def headings(tree):
    return [words(e) for e in tree.iter("h2")]


def cells(table):
    return [[words(cell) for cell in row] for row in table.iter("tr")]


def test_a_change_request_reads_in_the_order_of_a_change_board():
    change = record(
        "CR-1",
        "change",
        "Five seconds",
        statement="At most five seconds.",
        fields={
            "proposer": "Zhang San",
            "date": "2026-02-10",
            "reason": "Sold what was gone.",
            "evidence": ("Complaint 4711",),
            "impact": {"schedule_days": "3", "cost": "CNY 12 000", "resources": "1", "risk": "load"},
            "objections": ({"by": "IT", "objection": "Load", "answer": "Limited"},),
            "approvals": ({"role": "Head", "date": "2026-02-14", "result": "yes"},),
            "implemented_in": "1.1.0",
        },
        links={"modifies": ("REQ-1",)},
    )
    tree = tree_of(press(change, record("REQ-1")), "changes/CR-1.md")
    assert headings(tree) == [
        "Reason and evidence",
        "What is to change",
        "Records affected",
        "Impact",
        "Alternatives and objections",
        "Reviews and approval",
        "Carried out",
    ]
    (strip,) = with_class(tree, "rs-key-facts")
    assert words(strip) == "Proposer Zhang San Date 2026-02-10".replace(" Z", "Z", 1).replace("Date ", "Date")
    (impact,) = with_class(tree, "rs-impact")
    assert cells(impact) == [["Schedule (days)", "Cost", "Resources", "Risk"], ["3", "CNY 12 000", "1", "load"]]


def test_a_list_of_mappings_is_a_table_even_with_one_member():
    change = record("CR-1", "change", fields={"objections": ({"by": "IT", "objection": "Load", "own": "x"},)})
    (table,) = tree_of(press(change), "changes/CR-1.md").iter("table")
    assert cells(table) == [["By", "Objection", "own"], ["IT", "Load", "x"]]


def test_an_impact_in_plain_words_is_a_line_like_any_other():
    tree = tree_of(press(record("CR-1", "change", fields={"impact": "None at all."})), "changes/CR-1.md")
    (line,) = [e for e in with_class(tree, "rs-field") if e.get("data-field") == "impact"]
    assert words(line) == "ImpactNone at all."
    assert not with_class(tree, "rs-impact")


def test_action_items_say_who_does_what_by_when():
    meeting = record("MTG-1", "meeting", "Kick-off", "Met.", [("Action items", MEETING_TEXT)])
    tree = tree_of(press(meeting, record("REQ-1")), "meetings/MTG-1.md")
    (table,) = with_class(tree, "rs-actions")
    assert cells(table) == [
        ["Action", "Owner", "Due", "State"],
        ["Write down REQ-1", "李四", "2026-03-01", "Open"],
        ["Send the list", "Zhang.San", "", "Done"],
    ]
    assert [a.get("href") for a in table.iter("a")] == ["../requirements/REQ-1.html"]


def test_action_items_among_other_text_stay_as_they_were_written():
    meeting = record("MTG-1", "meeting", sections=[("Action items", f"We agreed:\n\n{MEETING_TEXT}")])
    tree = tree_of(press(meeting), "meetings/MTG-1.md")
    assert not with_class(tree, "rs-actions")
    assert "We agreed:" in words(tree)


def test_a_milestone_shows_what_belongs_to_it_and_how_it_stands():
    milestone = record("MS-1", "milestone", "Frozen", fields={"date": "2026-03-15", "done_when": "All signed."})
    links = {"milestone": ("MS-1",)}
    one = record("REQ-1", title="One", fields={"status": "confirmed", "priority": "P0"}, links=links)
    other = record("REQ-2", fields={"status": "draft"}, links=links)
    tree = tree_of(press(milestone, one, other), "milestones/MS-1.md")
    (table,) = with_class(tree, "rs-included")
    assert words(table.find("caption")) == "2 records: Confirmed 1 · Draft 1"
    assert cells(table)[1:] == [["REQ-1 One", "P0 essential", "Confirmed"], ["REQ-2", "", "Draft"]]
    assert headings(tree) == ["Done when", "Confirmation", "Included"]


def test_the_tests_of_a_requirement_stand_beside_its_criteria_with_their_results():
    needed = record(
        "REQ-1", sections=[("Acceptance criteria", "- It works.")], links={"verified_by": ("TC-1", "TC-2", "TC-3")}
    )
    tests = (
        record("TC-1", "test", fields={"result": "passed"}),
        record("TC-2", "test", fields={"result": "failed"}),
        record("TC-3", "test", fields={"status": "draft"}),
    )
    tree = tree_of(press(needed, *tests), "requirements/REQ-1.md")
    (beside,) = with_class(tree, "rs-tests")
    assert [words(li) for li in beside.iter("li")] == ["TC-1 Passed", "TC-2 Failed", "TC-3 Draft"]
    assert [e.get("class") for e in with_class(beside, "rs-result")] == [
        "rs-result rs-s-done",
        "rs-result rs-s-bad",
    ]


def test_how_each_side_says_it_again_is_a_quotation():
    needed = record(
        "REQ-1",
        fields={
            "restate": {"tech": {"by": "Li Si", "date": "2026-01-12", "text": "See GOAL-1."}, "business": "Soon."},
        },
    )
    tree = tree_of(press(needed, record("GOAL-1", "goal")), "requirements/REQ-1.md")
    said = [(words(q.find("blockquote")), words(q.find("figcaption"))) for q in with_class(tree, "rs-quotation")]
    assert said == [
        ("See GOAL-1.", "In technical words · Li Si · 2026-01-12"),
        ("Soon.", "In business words"),
    ]


def test_dates_of_the_states_stand_under_the_names_of_the_states():
    needed = record("REQ-1", fields={"dates": {"confirmed": "2026-02-01", "own": "2026-02-02"}})
    tree = tree_of(press(needed, language="zh"), "requirements/REQ-1.md")
    assert [words(e) for e in with_class(tree, "rs-map")[0]] == ["已确认2026-02-01", "own2026-02-02"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_that_a_record_has_is_shown_once(kind):
    type_ = next((name for name, known in DEFAULT.types.items() if known.kind == kind), "own")
    hidden = {"id", "type", "title", "title_en", "title_zh", "status", "visibility", "sort_key", "match", "waive"}
    values = {
        name: f"value of {name}"
        for name, known in DEFAULT.fields.items()
        if name not in hidden and not known.internal and known.kind != "map" and name not in ("en", "zh", "zh_hant")
    }
    tree = tree_of(press(record("X-1", type_, "X", fields=values)), f"{KINDS[kind]}/X-1.md")
    shown = Counter(word for word in values.values() for _ in range(words(tree).count(word)))
    prefixes = {word: sum(other.startswith(word) for other in values.values()) for word in values.values()}
    assert {word: count for word, count in shown.items() if count != prefixes[word]} == {}
    assert set(values.values()) == set(shown)


@pytest.mark.parametrize("kind", KINDS)
def test_a_layout_names_no_field_link_or_section_that_the_vocabulary_lacks(kind):
    layout = layout_of(kind)
    blocks = (*layout.before, *layout.after)
    fields = {*layout.badges, *layout.key_facts, *(f for b in blocks for f in b.fields)}
    links = {name for block in blocks for name in block.links}
    assert fields <= DEFAULT.fields.keys()
    assert links <= {*DEFAULT.links, *DEFAULT.inverses}
    assert {*layout.sections} <= DEFAULT.sections.keys()


def test_no_heading_around_the_text_has_the_name_of_a_section():
    assert not {anchor.replace("-", "_") for anchor in ANCHORS} & DEFAULT.sections.keys()


def test_the_table_of_contents_of_every_kind_names_its_headings_in_their_order():
    meeting = record("MTG-1", "meeting", "K", "Met.", [("Minutes", "Words.")], fields={"attendees": ("A", "B")})
    milestone = record("MS-1", "milestone", "M", "Day.", fields={"done_when": "Signed."})
    member = record("REQ-1", fields={"stated": "Now."}, links={"milestone": ("MS-1",), "source": ("MTG-1",)})
    made = press(meeting, milestone, member)
    for source in ("meetings/MTG-1.md", "milestones/MS-1.md", "requirements/REQ-1.md"):
        built = page(made, source).build()
        found = [(words(e), e.get("id")) for e in parse(built.html).iter("h2")]
        assert [(entry.title, entry.anchor) for entry in built.toc] == found


def test_the_citation_names_record_title_and_site():
    tree = tree_of(press(record("REQ-1", title="Stock")), "requirements/REQ-1.md")
    assert words(with_class(tree, "rs-citation")[0]) == "REQ-1 · Stock · Demo"


def test_what_only_a_script_can_do_is_hidden_until_one_runs():
    tree = tree_of(press(record("REQ-1")), "requirements/REQ-1.md")
    assert "hidden" in with_class(tree, "rs-cite-tools")[0].attrib


def test_a_status_has_a_sign_by_where_it_stands_among_the_states():
    made = press(
        record("REQ-1", fields={"status": "draft"}),
        record("REQ-2", fields={"status": "reviewed"}),
        record("REQ-3", fields={"status": "frozen"}),
        record("REQ-4", fields={"status": "rejected"}),
        record("REQ-5", fields={"status": "of our own"}),
        record("MS-1", "milestone", fields={"status": "missed"}),
    )
    signs = [made.card(i).tone for i in ("REQ-1", "REQ-2", "REQ-3", "REQ-4", "REQ-5", "MS-1")]
    assert signs == ["new", "way", "done", "off", "", "bad"]
    tree = tree_of(made, "requirements/REQ-3.md")
    assert with_class(tree, "rs-s-done")[0].get("data-value") == "frozen"


def test_the_last_text_of_a_withdrawn_change_keeps_its_sheet():
    gone = record("CR-1", "change", statement="Old.", fields={"status": "withdrawn", "reason": "None."})
    tree = tree_of(press(gone), "changes/CR-1.md")
    assert words(by_id(tree, "verdict")) == "Not in force: Withdrawn."
    assert "Old." in words(tree.find(".//del"))
