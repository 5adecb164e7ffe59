import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.history.citation import Citation, parse_citation


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("REQ-0012@1.2.0 #ab12cd34", Citation("REQ-0012", "1.2.0", "ab12cd34")),
        ("  REQ-0012@v2.0.0-rc.1#AB12CD34ff ", Citation("REQ-0012", "v2.0.0-rc.1", "ab12cd34ff")),
        ("ＲＥＱ－12＠1.2.0　＃ab12cd34", Citation("REQ-12", "1.2.0", "ab12cd34")),
        ("库存 @ 1.0", Citation("库存", "1.0", "")),
        ("REQ-12@phase-1 #ab12cd34", Citation("REQ-12", "phase-1", "ab12cd34")),
    ],
)
def test_a_citation_is_read_as_people_write_it(text, citation):
    assert parse_citation(text) == citation


@pytest.mark.parametrize(
    "text", ["REQ-012", "REQ-012@", "@1.2.0", "li@example.org", "REQ-1@1.2.0 #xyz", "REQ-1@1.2.0 #ab", "", "a" * 10_000]
)
def test_what_is_no_citation_is_none(text):
    assert parse_citation(text) is None


@given(st.text())
def test_nobody_s_text_breaks_it_and_what_it_reads_it_writes_the_same(text):
    citation = parse_citation(text)
    if citation is not None and citation.id:
        again = parse_citation(str(citation))
        assert again is not None
        assert (again.id, again.release) == (citation.id, citation.release)


def test_a_citation_names_the_words_whose_fingerprint_begins_so():
    assert Citation("R", "1.0.0", "ab12cd34").names("ab12cd34ffff")
    assert not Citation("R", "1.0.0", "ab12cd34").names("ab12cd35ffff")
    assert Citation("R", "1.0.0").names("anything")
