"""What other pages of the portal know of the releases."""

from dataclasses import replace

from reqsite.portal.home_page import Edition, fragment
from tests.unit.portal.portals import html_of, page, parse, press, record, tree_of, with_class, words

STOCK = record("REQ-1", title="Stock", statement="The stock is shown within 2 s.")
FASTER = replace(STOCK, sections=(replace(STOCK.sections[0], text="The stock is shown within 1 s."),))
FASTEST = replace(STOCK, sections=(replace(STOCK.sections[0], text="The stock is shown at once."),))
REFUND = record("REQ-2", title="Refund", statement="An order is refunded.")


def home(made) -> str:
    return words(parse(fragment(made, Edition()).html))


def test_a_draft_says_after_which_release_it_comes_and_what_has_changed():
    made = press(FASTER, releases={"1.0.0": [STOCK]})
    assert "Draft after release 1.0.0 (2026-01-01): 1 change not yet released" in home(made)
    assert "What is new in 1.0.0: the first release, with 1 record" in home(made)


def test_a_draft_that_says_what_the_release_says_says_so():
    made = press(FASTER, REFUND, releases={"1.0.0": [STOCK], "1.1.0": [FASTER, REFUND]})
    assert "Draft after release 1.1.0 (2026-02-01): nothing has changed since" in home(made)
    assert "What is new in 1.1.0: 1 new, 1 changed in substance · All releases" in home(made)


def test_without_a_release_the_home_page_speaks_of_none():
    assert "release" not in home(press(STOCK)).casefold()


def test_a_withdrawn_record_shows_what_bound_last_though_its_writer_has_emptied_it():
    emptied = replace(REFUND, sections=(), fields={"status": "withdrawn"})
    made = press(emptied, releases={"1.0.0": [REFUND], "1.1.0": [emptied]})
    assert "An order is refunded." in words(with_class(tree_of(made, "requirements/REQ-2.md"), "rs-struck")[0])


def test_a_reason_in_the_place_of_the_text_is_not_struck():
    excuse = replace(REFUND.sections[0], text="The till does it.")
    said = replace(REFUND, sections=(excuse,), fields={"status": "withdrawn"})
    tree = tree_of(press(said, releases={"1.0.0": [REFUND], "1.1.0": [said]}), "requirements/REQ-2.md")
    (struck,) = with_class(tree, "rs-struck")
    assert "An order is refunded." in words(struck)
    assert "The till does it." not in words(struck)
    assert "The till does it." in words(tree)


def test_a_record_that_is_gone_is_found_by_its_number_and_by_its_words():
    made = press(STOCK, releases={"1.0.0": [STOCK, REFUND], "2.0.0": [STOCK]})
    (line,) = [li for li in tree_of(made, "go.md").iter("li") if li.get("id") == "REQ-2"]
    assert words(line) == "REQ-2 Refund (removed)"
    assert line.find("a").get("href") == "requirements/REQ-2.html"
    gone = page(made, "requirements/REQ-2.md")
    assert gone.search
    assert "An order is refunded." in gone.build().search


def test_a_link_to_what_is_gone_leads_to_its_page():
    child = record("REQ-3", statement="It is shown.", links={"derives_from": ("REQ-2",)})
    made = press(child, releases={"1.0.0": [REFUND, child], "2.0.0": [child]})
    html = html_of(made, "requirements/REQ-3.md")
    assert '<a class="rs-link" href="REQ-2.html">REQ-2</a> (removed)' in html


def test_a_citation_names_the_release():
    released = press(STOCK, releases={"1.0.0": [STOCK]})
    assert "REQ-1 · Stock · Demo · Release 1.0.0" in html_of(released, "requirements/REQ-1.md")
    draft = press(FASTER, releases={"1.0.0": [STOCK]})
    assert "REQ-1 · Stock · Demo · draft after 1.0.0" in html_of(draft, "requirements/REQ-1.md")
    assert "REQ-1 · Stock · Demo</span>" in html_of(press(STOCK), "requirements/REQ-1.md")


def test_the_house_is_told_how_the_project_stood_at_each_release():
    releases = {"1.0.0": [STOCK, REFUND], "1.1.0": [FASTER, REFUND], "1.2.0": [FASTEST, REFUND]}
    made = press(FASTEST, REFUND, releases=releases, audience="internal")
    rows = [[words(cell) for cell in row] for row in list(tree_of(made, "quality/index.md").iter("tr"))[-3:]]
    assert [(row[0], *row[-2:]) for row in rows] == [("1.2.0", "2", "1"), ("1.1.0", "2", "1"), ("1.0.0", "2", "–")]


def test_a_first_text_is_shown_where_it_says_something_else_now():
    reasoned = record("REQ-1", title="Stock", statement="Old words.", sections=[("Rationale", "Because.")])
    now = replace(reasoned, sections=(replace(reasoned.sections[0], text="New words."), reasoned.sections[1]))
    tree = tree_of(press(now, releases={"1.0.0": [reasoned], "1.1.0": [now]}), "requirements/REQ-1.md")
    first = with_class(tree, "rs-point")[-1]
    assert "Old words." in words(first)
    assert "Because." not in words(first)
