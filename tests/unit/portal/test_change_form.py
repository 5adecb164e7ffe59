"""The form of a change request: what it is of, and what it says in either language."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reqsite.history.entry import state_of
from reqsite.model.catalog import Catalog
from reqsite.portal.press import Press
from reqsite.portal.releases.story import Story
from tests.unit.portal.portals import DEFAULT, html_of, parse, press, record, tree_of, with_class, words

CHANGE = record("CR-1", "change", "Quicker", "It takes 1 s.", fields={"reason": "Slow", "internal_note": "secret"})
SOURCE = "registers/form-CR-1.md"


def head(made):
    return words(with_class(tree_of(made, SOURCE), "rs-sheet-head")[0])


def test_the_form_of_a_release_bears_its_digest_and_that_of_the_request():
    made = press(CHANGE, releases={"1.0.0": [CHANGE]})
    released = replace(made.site, story=Story(made.site.story.ledger))
    said = head(Press(released, made.render))
    digest = state_of(Catalog([CHANGE], DEFAULT)).catalog_digest()[:16]
    assert f"Demo · Release 1.0.0 · 2026-01-01 · Catalog digest {digest} · CR-1 #" in said


def test_a_draft_says_that_it_is_one():
    assert "Demo · Draft · " in head(press(CHANGE))


def test_what_is_internal_is_not_on_the_form():
    assert "secret" not in html_of(press(CHANGE), SOURCE)


WRITTEN = st.text(st.characters(blacklist_categories=["Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"]))


@given(WRITTEN, WRITTEN)
def test_whatever_a_person_writes_the_form_is_html(reason, cost):
    change = record("CR-1", "change", "Quicker", reason, fields={"reason": reason, "impact": {"cost": cost}})
    html = html_of(press(change), SOURCE)
    parse(html)
    assert "<script" not in html
