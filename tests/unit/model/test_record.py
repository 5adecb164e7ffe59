import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.model.finding import Place
from reqsite.model.record import address, fold_id
from tests.unit.model.vocabulary import record


@pytest.mark.parametrize("plain", ["REQ-042", "cEVS3019.2", "a_b", "DO178-1"])
def test_a_plain_id_is_its_own_address(plain):
    assert address(plain) == plain


@pytest.mark.parametrize(
    "odd", ["需求-12", "con", "index", "AUX.1", "a/b", "../../x", "a..b", "x.", "a b", "C:", "x" * 300]
)
def test_any_other_id_has_a_safe_ascii_address(odd):
    safe = address(odd)
    assert safe.isascii()
    assert safe != odd
    assert not set(safe) & set('/\\:*?"<>| .')
    assert len(safe) <= 60


@given(st.text(min_size=1), st.text(min_size=1))
def test_two_ids_that_differ_by_more_than_case_and_width_have_two_addresses(one, other):
    if fold_id(one) != fold_id(other):
        assert address(one).casefold() != address(other).casefold()


def test_a_place_is_the_first_that_is_known_else_the_records_beginning():
    placed = record("REQ-1", positions={"status": (3, 1)})
    assert placed.place("status=", "status") == Place("docs_src/REQ-1.md", 3, 1)
    assert placed.place("nothing") == Place("docs_src/REQ-1.md", 1, 1)


def test_a_single_text_is_a_list_of_one():
    assert record("REQ-1", fields={"tags": "a"}).items("tags") == ("a",)
    assert record("REQ-1", fields={"tags": ("a", "b")}).items("tags") == ("a", "b")
    assert record("REQ-1", fields={"tags": {"a": "b"}}).items("tags") == ()
