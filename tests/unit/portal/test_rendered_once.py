import pytest

from reqsite.portal.addresses import Addresses
from reqsite.portal.pages import pages_of
from reqsite.portal.press import Press
from reqsite.portal.rendered_once import RenderedOnce
from tests.unit.portal.portals import press, record


class Counting:
    """A renderer that counts what the real one is asked for."""

    def __init__(self, real):
        self._real = real
        self.asked = []

    def render(self, made, here):
        self.asked.append(made.id)
        return self._real.render(made, here)

    def inline(self, text, here, made=None):
        return self._real.inline(text, here, made)


def moved(statement, here, *others, directory_urls=False):
    """Return the HTML of REQ-1's statement as the page at `here` shows it."""
    one = record("REQ-1", statement=statement)
    made = press(one, *others, directory_urls=directory_urls)
    return made.render.render(one, here).sections[0].html


def test_each_text_is_converted_once_for_all_pages_that_show_it():
    requirements = [record(f"REQ-{n}", statement="Text.") for n in (1, 2)]
    made = press(*requirements, record("Clearing", "term", statement="Netting."))
    counting = Counting(made.render)
    for page in pages_of(Press(made.site, counting)):
        page.build()
    assert sorted(counting.asked) == ["Clearing", "REQ-1", "REQ-2"]


def test_the_page_of_a_record_gets_its_text_as_it_is():
    counting = Counting(press(record("REQ-1")).render)
    one = record("REQ-1", statement="### Flow")
    here = "requirements/REQ-1.html"
    assert RenderedOnce(counting, Addresses()).render(one, here) == counting.render(one, here)


@pytest.mark.parametrize(
    ("here", "href"),
    [
        ("document/all.html", "../goals/GOAL-1.html"),
        ("glossary.html", "goals/GOAL-1.html"),
        ("goals/index.html", "GOAL-1.html"),
    ],
)
def test_links_lead_to_the_same_place_from_every_page(here, href):
    assert f'href="{href}"' in moved("See [[GOAL-1]].", here, record("GOAL-1", "goal"))


def test_links_lead_to_the_same_place_where_pages_are_folders():
    text = moved("See [[GOAL-1]].", "document/all/", record("GOAL-1", "goal"), directory_urls=True)
    assert 'href="../../goals/GOAL-1/"' in text


@pytest.mark.parametrize("address", ["https://example.org/a?b=1&amp;c#d", "mailto:a@example.org"])
def test_addresses_of_others_stay_as_they_are(address):
    assert f'href="{address}"' in moved(f"[x]({address})", "document/all.html")


def test_ids_begin_with_the_record_and_links_inside_the_text_follow():
    text = moved("### Flow\n\n[up](#flow)", "document/all.html")
    assert 'id="REQ-1--flow"' in text
    assert 'href="#REQ-1--flow"' in text


def test_what_only_looks_like_a_tag_stays_as_it_was_written():
    text = moved('`<a id="x" href="y">` and a="b" id="c" <', "document/all.html")
    assert 'id="x" href="y"' in text
    assert 'id="c"' in text
