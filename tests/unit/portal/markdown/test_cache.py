import json

import pytest

from reqsite.model.catalog import Catalog
from reqsite.model.mentions import Mentions
from reqsite.model.record import Record, Section
from reqsite.portal.markdown.cache import CachedRenderer, RenderCache, user_cache_folder
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
    data = json.loads(file.read_text(encoding="utf-8"))
    for entry in data["texts"].values():
        entry[0][0][3] = "<p>kept</p>"
    file.write_text(json.dumps(data), encoding="utf-8")


def build(file, *records: Record, **settings) -> list[str]:
    cache = RenderCache(file)
    renderer = portal(*records, cache=cache, **settings)
    found = [html(renderer, record) for record in records]
    cache.save()
    return found


def test_a_text_that_has_not_changed_is_taken_from_the_build_before(file):
    assert build(file, requirement("REQ-1", "See REQ-1.")) == ["<p>See REQ-1.</p>"]
    mark(file)
    assert build(file, requirement("REQ-1", "See REQ-1.")) == ["<p>kept</p>"]


def test_only_what_has_changed_is_rendered_again(file):
    build(file, requirement("REQ-1", "One."), requirement("REQ-2", "Two."))
    mark(file)
    assert build(file, requirement("REQ-1", "One."), requirement("REQ-2", "Three.")) == ["<p>kept</p>", "<p>Three.</p>"]


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


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 1}', '{"format": 1, "surroundings": 3}', "[" * 100_000])
def test_a_file_that_cannot_be_read_is_as_good_as_none(file, content):
    file.parent.mkdir()
    file.write_text(content, encoding="utf-8")
    assert build(file, requirement("REQ-1", "One.")) == ["<p>One.</p>"]


def test_what_a_build_has_not_used_is_forgotten(file):
    build(file, requirement("REQ-1", "One."))
    build(file, requirement("REQ-1", "Two."))
    assert len(json.loads(file.read_text(encoding="utf-8"))["texts"]) == 1


def test_rebuilds_in_one_process_share_what_they_rendered():
    cache = RenderCache()
    one = requirement("REQ-1", "One.")
    first = portal(one, cache=cache).render(one, "requirements/REQ-1.html")
    assert portal(one, cache=cache).render(one, "requirements/REQ-1.html") == first


def test_the_cache_lies_outside_every_project(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert user_cache_folder() == tmp_path / "cache" / "reqsite"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    folder = user_cache_folder()
    assert folder is None or folder.is_absolute()
