from dataclasses import replace
from urllib.parse import unquote

from reqsite.portal import contact
from reqsite.portal.press import Press
from tests.unit.portal.portals import press, record

STOCK = record("REQ-1", title="Stock & <price>", statement="The stock is shown within 2 s.")
LATER = record("REQ-1", title="Stock & <price>", statement="The stock is shown within 1 s.")


def links(made: Press) -> str:
    made.site = replace(
        made.site, contact={"ask": "mailto:a@b.c?subject={reference}&body={body}"}, address="https://example.org/"
    )
    return unquote(str(contact.block(made, made.site.catalog.records["REQ-1"])))


def test_a_question_names_record_release_fingerprint_and_page():
    made = press(STOCK, releases={"1.0.0": [STOCK]})
    said = links(made)
    digits = made.site.story.fingerprint_of("REQ-1")[:8]
    assert "subject=REQ-1@1.0.0&" in said.replace("&amp;", "&")
    assert f"release 1.0.0, #{digits}" in said
    assert "https://example.org/requirements/REQ-1.html" in said


def test_words_that_no_release_has_name_none():
    assert "release 1.0.0" not in links(press(LATER, releases={"1.0.0": [STOCK]}))


def test_a_portal_without_addresses_shows_none():
    made = press(STOCK)
    assert contact.block(made, made.site.catalog.records["REQ-1"]) == ""
