import json

from hypothesis import given
from hypothesis import strategies as st

from reqsite.cli.numbering import ids_in_ledger, next_id, stem_of


def test_the_first_id_of_a_project_has_three_digits():
    assert next_id("REQ-", []) == "REQ-001"


def test_the_next_id_is_above_the_highest_and_not_in_a_gap():
    assert next_id("REQ-", ["REQ-001", "REQ-007", "REQ-003"]) == "REQ-008"


def test_the_width_of_the_projects_numbers_is_kept():
    assert next_id("REQ-", ["REQ-0041"]) == "REQ-0042"


def test_a_number_that_outgrows_its_width_gets_a_digit_more():
    assert next_id("REQ-", ["REQ-999"]) == "REQ-1000"


def test_ids_count_whatever_their_case_width_and_dashes():
    assert next_id("REQ-", ["ｒｅｑ－０１２"]) == "REQ-013"


def test_ids_of_other_stems_do_not_count():
    assert next_id("REQ-", ["REQ-CFE-050", "TREQ-060", "GOAL-070", "REQ-080a"]) == "REQ-001"


def test_without_a_prefix_the_types_own_ids_say_what_an_id_begins_with():
    assert stem_of("", ["cES1001", "cES1002", "cTIME2000", "introduction"]) == "cES"


def test_a_prefix_that_none_of_the_types_ids_has_is_not_the_projects():
    assert stem_of("REQ", ["cES1001", "cES1002"]) == "cES"


def test_ids_with_an_area_have_the_prefix_too():
    assert stem_of("REQ", ["REQ-INV-001", "REQ-INV-002"]) == "REQ-"


def test_where_no_id_has_a_number_the_beginning_is_not_known():
    assert stem_of("", ["introduction", "scope"]) == ""


@given(st.lists(st.from_regex(r"REQ-[0-9]{1,6}", fullmatch=True)))
def test_the_next_id_is_always_a_new_number(ids):
    number = int(next_id("REQ-", ids).removeprefix("REQ-"))
    assert number > max([int(text.removeprefix("REQ-")) for text in ids], default=0)


def test_every_id_of_every_release_is_seen_even_beside_a_damaged_line(tmp_path):
    lines = [json.dumps({"baseline": "1.0.0"}), json.dumps({"op": "add", "id": "REQ-009"}), "{broken", "[]"]
    (tmp_path / "1.0.0.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "1.1.0.jsonl").write_text(json.dumps({"op": "remove", "id": "REQ-010"}), encoding="utf-8")
    assert list(ids_in_ledger(tmp_path)) == ["REQ-009", "REQ-010"]


def test_a_project_without_releases_has_no_ledger(tmp_path):
    assert list(ids_in_ledger(tmp_path / "baselines")) == []
