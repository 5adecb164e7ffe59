from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.structure.files import File

from reqsite.model.schema import KINDS
from reqsite.portal.addresses import GLOSSARY, TRACEABILITY, Addresses, relative, slug
from tests.unit.portal.portals import record

SOURCES = [GLOSSARY, TRACEABILITY, "requirements/index.md", "requirements/REQ-1.2.md", "goals/GOAL-1.md", "index.md"]


@pytest.mark.parametrize("directory_urls", [True, False])
@pytest.mark.parametrize("source", SOURCES)
def test_urls_are_those_that_mkdocs_gives(source, directory_urls):
    mkdocs = File(source, src_dir="docs", dest_dir="site", use_directory_urls=directory_urls)
    assert Addresses(directory_urls).url(source) == mkdocs.url


@pytest.mark.parametrize("record_id", ["README", "readme", "index", "REQ-1", "r.1.2", "库存-1", "a/b", "CON"])
@pytest.mark.parametrize("directory_urls", [True, False])
def test_no_id_gets_a_page_that_mkdocs_takes_for_an_index(record_id, directory_urls):
    addresses = Addresses(directory_urls)
    source = addresses.record_source(record(record_id))
    mkdocs = File(source, src_dir="docs", dest_dir="site", use_directory_urls=directory_urls)
    assert addresses.url(source) == mkdocs.url
    assert mkdocs.name != "index"


def test_a_record_lies_in_the_folder_of_its_kind():
    assert Addresses().record_url(record("GOAL-1", "goal")) == "goals/GOAL-1.html"
    assert Addresses(directory_urls=True).record_url(record("REQ-042")) == "requirements/REQ-042/"


def test_the_list_of_terms_is_the_glossary():
    assert [Addresses().list_source(kind) for kind in ("term", "goal")] == ["glossary.md", "goals/index.md"]


@given(
    st.lists(st.sampled_from(["a", "b", "goals"]), max_size=3),
    st.lists(st.sampled_from(["a", "b", "goals"]), max_size=3),
    st.sampled_from(["", "x.html"]),
    st.sampled_from(["", "y.html"]),
)
def test_a_relative_link_leads_where_it_should(to_folders, from_folders, to_name, from_name):
    to_url = "".join(f"{folder}/" for folder in to_folders) + to_name
    from_url = "".join(f"{folder}/" for folder in from_folders) + from_name
    assert urljoin(f"http://host/{from_url}", relative(to_url, from_url)) == f"http://host/{to_url}"


def test_links_between_neighbours_are_short():
    assert relative("requirements/REQ-2.html", "requirements/REQ-1.html") == "REQ-2.html"
    assert relative("./", "glossary/") == "../"


@given(st.sets(st.text(min_size=1) | st.sampled_from([*KINDS, "type_goal", "Goal", "a-b", "功能"]), max_size=8))
def test_slugs_of_types_are_plain_and_differ(names):
    slugs = {slug(name, frozenset(KINDS)) for name in names}
    assert len(slugs) == len(names)
    assert not slugs & set(KINDS)
    assert all(s.isascii() and s.replace("_", "a").isalnum() and s == s.lower() for s in slugs)
