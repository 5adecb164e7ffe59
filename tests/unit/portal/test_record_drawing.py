"""The drawing of a record's neighbours says what the list of links says, and no more than fits."""

import pytest

from reqsite.portal.links import link_groups
from reqsite.portal.neighbours import MOST, drawing
from tests.unit.portal.portals import parse, press, record, words

HERE = "requirements/REQ-1.html"


def drawing_of(made):
    links = {i: link for group in link_groups(made, "REQ-1", HERE) for i, link in group.links.items()}
    return str(drawing(made, "REQ-1", links))


def drawn(*records, language="en"):
    return parse(drawing_of(press(*records, language=language)))


def texts(tree):
    return [words(e) for e in tree.iter() if e.tag.endswith("text")]


def test_a_record_without_neighbours_has_no_drawing():
    side = record("REQ-1", links={"conflicts_with": ("REQ-2",)})
    assert drawing_of(press(side, record("REQ-2"))) == ""


def test_what_is_above_stands_left_and_what_is_below_stands_right():
    tree = drawn(
        record("REQ-1", title="This", links={"derives_from": ("GOAL-1",), "verified_by": ("TC-1",)}),
        record("GOAL-1", "goal", "Why"),
        record("TC-1", "test", "Check"),
    )
    boxes = [e for e in tree.iter() if e.get("transform")]
    place = {texts(box)[0]: int(box.get("transform").removeprefix("translate(").split()[0]) for box in boxes}
    assert place["GOAL-1"] < place["REQ-1"] < place["TC-1"]
    links = [e.get("href") for e in tree.iter() if e.tag.endswith("}a") or e.tag == "a"]
    assert links == ["../goals/GOAL-1.html", "../tests/TC-1.html"]


def test_it_is_for_the_eye_alone_because_the_list_says_the_same():
    tree = drawn(record("REQ-1", links={"derives_from": ("GOAL-1",)}), record("GOAL-1", "goal"))
    svg = next(e for e in tree.iter() if e.tag.endswith("svg"))
    assert svg.get("aria-hidden") == "true"
    assert {e.get("tabindex") for e in svg.iter() if e.get("href")} == {"-1"}


@pytest.mark.parametrize(("language", "more"), [("en", "and 4 more"), ("zh", "4")])
def test_a_side_shows_seven_and_says_how_many_more(language, more):
    many = [record(f"REQ-{n}", links={"derives_from": ("REQ-1",)}) for n in range(2, 2 + MOST + 4)]
    found = texts(drawn(record("REQ-1"), *many, language=language))
    assert sum(text.startswith("REQ-") for text in found) == MOST + 1
    assert more in " ".join(found)


def test_long_titles_end_in_an_ellipsis_and_are_whole_in_the_tooltip():
    title = "库存实时查询与跨仓库调拨的统一入口"
    tree = drawn(record("REQ-1", title=title, links={"derives_from": ("GOAL-1",)}), record("GOAL-1", "goal"))
    assert f"{title[:14]}…" in texts(tree)
    assert f"REQ-1 {title}" in [words(e) for e in tree.iter() if e.tag.endswith("title")]


def test_a_record_that_no_longer_binds_is_drawn_dashed():
    gone = record("GOAL-1", "goal", fields={"status": "withdrawn"})
    tree = drawn(record("REQ-1", links={"derives_from": ("GOAL-1",)}), gone)
    assert [e.get("class") for e in tree.iter() if e.get("href")] == ["rs-near-off"]
