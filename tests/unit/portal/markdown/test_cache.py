import pytest

from reqsite.model.catalog import Catalog
from reqsite.model.mentions import Mentions
from reqsite.model.record import Record, Section
from reqsite.portal.markdown.cache import CachedRenderer, RenderCache
from reqsite.portal.markdown.links import Linker
from reqsite.portal.markdown.render import RecordRenderer
from reqsite.portal.markdown.surroundings import surroundings
from reqsite.source.schema_file import default_schema


def requirement(record_id: str, text: str, title: str = "A title") -> Record:
    section = Section("statement", "", 0, text, 6)
    return Record(record_id, "functional", "requirement", title, f"docs/{record_id}.md", 1, sections=(section,))


def _no_file(_path: str) -> None:
    return None


def portal(*records: Record, cache: RenderCache, language: str = "en") -> CachedRenderer:
    catalog = Catalog(records, default_schema())
    linker = Linker(catalog, Mentions(catalog), (), lambda i: f"requirements/{i}.html", _no_file, language, "docs")
    renderer = RecordRenderer(["tables"], {}, linker, catalog.schema, language)
    return CachedRenderer(renderer, cache, surroundings(catalog, catalog, {}, ["tables"], {}, language))


def html(renderer: CachedRenderer, record: Record) -> str:
    return renderer.render(record, f"requirements/{record.id}.html").sections[0].html


@pytest.fixture
def file(tmp_path):
    return tmp_path / "deep" / "rendered.json"


def mark(file) -> None:
    """Change what the file holds, so that a text that comes from it can be told."""
    head, texts = file.read_bytes().split(b"\n", 1)
    file.write_bytes(head + b"\n" + texts.replace(b"e.</p>", b"E.</p>").replace(b"o.</p>", b"O.</p>"))


def build(file, *records: Record, **settings) -> list[str]:
    cache = RenderCache(file)
    renderer = portal(*records, cache=cache, **settings)
    found = [html(renderer, record) for record in records]
    cache.save()
    return found


def test_a_text_that_has_not_changed_is_taken_from_the_build_before(file):
    assert build(file, requirement("REQ-1", "One.")) == ["<p>One.</p>"]
    mark(file)
    assert build(file, requirement("REQ-1", "One.")) == ["<p>OnE.</p>"]


def test_only_what_has_changed_is_rendered_again(file):
    build(file, requirement("REQ-1", "One."), requirement("REQ-2", "Two."))
    mark(file)
    assert build(file, requirement("REQ-1", "One."), requirement("REQ-2", "Three.")) == ["<p>OnE.</p>", "<p>Three.</p>"]


@pytest.mark.parametrize(
    ("others", "settings"),
    [
        ((requirement("REQ-3", "New."),), {}),
        ((requirement("REQ-2", "Two.", title="Another title"),), {}),
        ((requirement("REQ-2", "Two."),), {"language": "zh"}),
    ],
    ids=["another record", "another title", "another language"],
)
def test_other_surroundings_render_everything_again(file, others, settings):
    build(file, requirement("REQ-1", "One."), requirement("REQ-2", "Two."))
    mark(file)
    assert build(file, requirement("REQ-1", "One."), *others, **settings)[0] == "<p>One.</p>"


def test_what_a_build_has_not_used_is_forgotten(file):
    build(file, requirement("REQ-1", "One."))
    build(file, requirement("REQ-1", "Two."))
    assert b"One." not in file.read_bytes()


def test_rebuilds_in_one_process_share_what_they_rendered():
    cache = RenderCache()
    one = requirement("REQ-1", "One.")
    first = portal(one, cache=cache).render(one, "requirements/REQ-1.html")
    assert portal(one, cache=cache).render(one, "requirements/REQ-1.html") == first
