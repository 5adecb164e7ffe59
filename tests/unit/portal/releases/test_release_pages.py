from dataclasses import replace

import pytest

from reqsite.model.record import Attachment
from reqsite.portal.pages import pages_of
from tests.unit.portal.portals import html_of, parse, press, record, tree_of, with_class

STOCK = record(
    "REQ-1", title="Stock", statement="The stock is shown within 2 s.", fields={"priority": "P1", "status": "draft"}
)
FASTER = replace(STOCK, sections=(replace(STOCK.sections[0], text="The stock is shown within 1 s."),))
REFUND = record("REQ-2", title="Refund", statement="An order is refunded.", fields={"priority": "P2"})
RELEASES = {"1.0.0": [STOCK, REFUND], "1.1.0": [FASTER, REFUND]}


def text(element) -> str:
    return " ".join("".join(element.itertext()).split())


def change(tree, record_id: str):
    return next(s for s in tree.iter("section") if s.get("id") == f"item-{record_id}")


def test_the_page_of_a_release_begins_with_the_numbers():
    made = press(FASTER, REFUND, releases=RELEASES)
    totals = [text(div) for div in with_class(tree_of(made, "releases/1.1.0.md"), "rs-total")]
    assert totals == ["Records2", "Changed in substance1", "Unchanged1"]


def test_a_change_is_shown_word_by_word():
    made = press(FASTER, REFUND, releases=RELEASES)
    html = html_of(made, "releases/1.1.0.md")
    assert "shown within <del" in html
    assert text(change(parse(html), "REQ-1")).startswith("REQ-1 Stock Changed in substance: Statement")
    assert "REQ-2" not in html


def test_a_change_of_priority_alone_stands_in_a_group_of_its_own():
    urgent = replace(STOCK, fields={**STOCK.fields, "priority": "P0"})
    made = press(urgent, releases={"1.0.0": [STOCK], "1.1.0": [urgent]})
    tree = tree_of(made, "releases/1.1.0.md")
    assert next(h.get("id") for h in tree.iter("h2")) == "rs-priority"
    assert "P1 important" in text(change(tree, "REQ-1"))
    assert "P0 essential" in text(change(tree, "REQ-1"))


def test_a_change_of_wording_is_told_apart():
    explained = replace(STOCK, title="Stock query")
    tree = tree_of(press(explained, releases={"1.0.0": [STOCK], "1.1.0": [explained]}), "releases/1.1.0.md")
    assert next(h.get("id") for h in tree.iter("h2")) == "rs-wording"
    assert "Changed in wording: Title" in text(change(tree, "REQ-1"))


def test_white_space_alone_is_named_as_such():
    spaced = replace(STOCK, sections=(replace(STOCK.sections[0], text="The stock is shown within 2s."),))
    loose = replace(STOCK, sections=(replace(STOCK.sections[0], text="库存， 实时"),))
    tight = replace(STOCK, sections=(replace(STOCK.sections[0], text="库存，实时"),))
    assert "Nothing but white space differs." in html_of(
        press(tight, releases={"1.0.0": [loose], "1.1.0": [tight]}), "releases/1.1.0.md"
    )
    assert "Nothing but white space differs." not in html_of(
        press(spaced, releases={"1.0.0": [STOCK], "1.1.0": [spaced]}), "releases/1.1.0.md"
    )


def test_a_change_names_its_reason_and_the_request_that_gives_it():
    request = record(
        "CR-1", "change", "Faster", fields={"reason": "Counters wait.", "proposer": "Li", "implemented_in": "1.1.0"},
        links={"modifies": ("REQ-1",)},
    )  # fmt: skip
    made = press(FASTER, request, releases={"1.0.0": [STOCK], "1.1.0": [FASTER, request]})
    shown = change(tree_of(made, "releases/1.1.0.md"), "REQ-1")
    assert "Reason: Counters wait. (Li) CR-1" in text(shown)


def test_a_note_in_the_record_is_a_reason_too():
    noted = replace(FASTER, fields={**FASTER.fields, "changes": ({"reason": "Agreed by mail", "by": "Wang"},)})
    made = press(noted, releases={"1.0.0": [STOCK], "1.1.0": [noted]})
    assert "Reason: Agreed by mail (Wang)" in text(change(tree_of(made, "releases/1.1.0.md"), "REQ-1"))


def test_the_impact_of_all_requests_is_added_up():
    requests = [
        record(f"CR-{n}", "change", fields={"implemented_in": "1.1.0", "impact": {"schedule_days": days}})
        for n, days in ((1, "3"), (2, "1.5"))
    ]
    made = press(FASTER, *requests, releases={"1.0.0": [STOCK], "1.1.0": [FASTER, *requests]})
    fields = [text(div) for div in tree_of(made, "releases/1.1.0.md").iter("div") if div.get("class") == "rs-field"]
    assert fields == ["Schedule (days), in all4.5"]


def test_what_hangs_on_a_changed_record_is_named():
    tested = replace(FASTER, links={"verified_by": ("TC-1",)})
    test = record("TC-1", "test")
    made = press(tested, test, releases={"1.0.0": [STOCK, test], "1.1.0": [tested, test]})
    assert "Depends on it: TC-1" in text(change(tree_of(made, "releases/1.1.0.md"), "REQ-1"))


def test_another_file_under_the_same_name_is_a_change():
    def shown(digest):
        figure = Attachment("flow.png", "flow.png", digest, 10, 1, image=True)
        return replace(STOCK, attachments=(figure,))

    made = press(shown("bb"), releases={"1.0.0": [shown("aa")], "1.1.0": [shown("bb")]})
    assert "flow.png (another file)" in text(change(tree_of(made, "releases/1.1.0.md"), "REQ-1"))


def test_a_release_that_changed_nothing_says_so():
    made = press(STOCK, releases={"1.0.0": [STOCK], "1.0.1": [STOCK]})
    assert "Nothing changed: every record says what it said before." in html_of(made, "releases/1.0.1.md")


def test_a_draft_has_a_page_of_what_is_not_yet_released():
    made = press(FASTER, releases={"1.0.0": [STOCK]})
    html = html_of(made, "releases/unreleased.md")
    assert "Draft: not a baseline" in html
    assert "shown within <del" in html


def test_without_unreleased_changes_there_is_no_such_page():
    sources = [page.source for page in pages_of(press(FASTER, REFUND, releases=RELEASES))]
    assert "releases/unreleased.md" not in sources
    assert "releases/index.md" in sources


def test_without_a_release_there_are_no_pages_of_releases():
    assert not [page for page in pages_of(press(STOCK)) if page.source.startswith("releases/")]


def test_the_table_of_releases_begins_with_the_last_one():
    tree = tree_of(press(FASTER, REFUND, releases=RELEASES), "releases/index.md")
    assert [text(th) for th in tree.iter("th") if th.get("scope") == "row"] == ["1.1.0", "1.0.0"]


def test_a_record_tells_its_history_back_to_its_first_release():
    tree = tree_of(press(FASTER, REFUND, releases=RELEASES), "requirements/REQ-1.md")
    points = [text(li) for li in tree.iter("li") if li.get("class") == "rs-point"]
    assert len(points) == 2
    assert points[0].startswith("1.1.0 2026-02-01 Changed in substance: Statement")
    assert points[1].startswith("1.0.0 2026-01-01 First released")
    assert "The stock is shown within 2 s." in points[1]


def test_a_record_that_never_changed_says_since_when():
    html = html_of(press(FASTER, REFUND, releases=RELEASES), "requirements/REQ-2.md")
    assert "Unchanged since 1.0.0." in html


def test_a_new_record_is_not_in_a_release_yet():
    html = html_of(press(STOCK, REFUND, releases={"1.0.0": [STOCK]}), "requirements/REQ-2.md")
    assert "Not in a release yet." in html


def test_a_record_that_was_taken_away_keeps_its_page():
    made = press(STOCK, releases={"1.0.0": [STOCK, REFUND], "2.0.0": [STOCK]})
    html = html_of(made, "requirements/REQ-2.md")
    tree = parse(html)
    assert "Removed in release 2.0.0. Its number is not used again." in html
    assert "An order is refunded." in "".join(text(gone) for gone in tree.iter("del"))


def test_a_record_that_says_the_same_under_another_id_is_pointed_to():
    renamed = replace(REFUND, id="REQ-20")
    made = press(STOCK, renamed, releases={"1.0.0": [STOCK, REFUND], "2.0.0": [STOCK, renamed]})
    assert "Another record says the same:" in html_of(made, "requirements/REQ-2.md")
    assert "REQ-2 → " in text(tree_of(made, "releases/2.0.0.md"))


SECRET = record("REQ-9", title="Secret", statement="Nobody may know.", fields={"visibility": "internal"})


@pytest.mark.parametrize("then", [SECRET, replace(SECRET, fields={})], ids=["internal then", "public then"])
def test_what_is_internal_now_is_in_no_history_for_clients(then):
    speaking = replace(STOCK, sections=(replace(STOCK.sections[0], text="As REQ-9 says."),))
    releases = {"1.0.0": [speaking, then], "1.1.0": [FASTER, SECRET]}
    html = "".join(page.build().html for page in pages_of(press(FASTER, SECRET, releases=releases)))
    assert "Nobody may know" not in html
    assert "REQ-9" not in html
    inside = "".join(p.build().html for p in pages_of(press(FASTER, SECRET, releases=releases, audience="internal")))
    assert "Nobody may know" in inside


def test_a_text_with_markup_stays_text():
    nasty = replace(STOCK, title="<b>x</b>", sections=(replace(STOCK.sections[0], text="<script>alert(1)</script> 1"),))
    html = html_of(press(nasty, releases={"1.0.0": [STOCK], "1.1.0": [nasty]}), "releases/1.1.0.md")
    assert "<script" not in html
    assert "<b>" not in html


def test_it_is_told_in_chinese():
    html = html_of(press(FASTER, REFUND, releases=RELEASES, language="zh"), "releases/1.1.0.md")
    assert "1.1.0" in html
