"""A test belongs to the record whose id it names, or that names it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.model.catalog import Catalog
from reqsite.results.case import Case
from reqsite.results.matching import fold_name, match
from reqsite.results.reading import read_reported
from tests.unit.portal.portals import DEFAULT, criterion, record
from tests.unit.results import dialects

REQUIREMENT = record("REQ-001", criteria=(criterion("AC-1", "a"), criterion("AC-2", "b")))
TESTS = [record(f"TC-03{n}", "test") for n in (1, 2, 3)]


def catalog(*records):
    return Catalog([REQUIREMENT, *TESTS, *records], DEFAULT)


def results(cases, *records):
    return {key: tally.result for key, tally in match(cases, catalog(*records)).results.items()}


def automated(record_id, names):
    return record(record_id, "test", fields={"automated": names})


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("TC-031 shows the stock", ""),
        ("shows the stock (tc-031)", "stock"),
        ("test_tc_031_shows_the_stock", "tests.test_stock"),
        ("TC_031_showsTheStock", "com.acme.StockTest"),
        ("shows", "TC-031"),
        ("TestStock/TC-031", "acme/stock"),
        ("测试TC-031登录", ""),
    ],
)
def test_an_id_is_found_however_a_language_lets_it_be_written(name, group):
    assert results([Case(name, group, "passed")]) == {"TC-031": "passed"}


@pytest.mark.parametrize("name", ["TC-0311", "XTC-031", "TC 031", "TC-03", "test_of_031"])
def test_what_only_looks_alike_is_no_id(name):
    assert results([Case(name, "", "passed")]) == {}


def test_properties_and_tags_name_records_too():
    assert results([Case("a", "", "failed", ("TC-032",)), Case("b", "", "open", ("@TC-033",))]) == {
        "TC-032": "failed",
        "TC-033": "open",
    }


def test_one_that_failed_makes_the_record_fail_and_one_that_was_left_out_does_not():
    cases = [Case("TC-031 a", "", "passed"), Case("TC-031 b", "", "failed"), Case("TC-032", "", "passed")]
    assert results([*cases, Case("TC-032 b", "", "open")]) == {"TC-031": "failed", "TC-032": "passed"}


def test_a_scenario_of_a_feature_file_is_a_criterion():
    cases = read_reported(dialects.CUCUMBER.encode()).cases
    assert results(cases) == {"REQ-001#AC-1": "passed", "REQ-001#AC-2": "failed"}
    assert results([Case("test_req_001_ac_2", "", "passed")]) == {"REQ-001#AC-2": "passed"}


def test_a_requirement_alone_or_a_criterion_that_it_lacks_is_nothing():
    assert results([Case("REQ-001", "", "failed"), Case("REQ-001 AC-9", "", "failed")]) == {}


@pytest.mark.parametrize(
    ("written", "text", "result"),
    [
        ("tests/test_stock.py::TestStock::test_it_is_shown", dialects.PYTEST, "passed"),
        ("tests/test_stock.py::test_of_nothing", dialects.PYTEST, "passed"),
        ("com.acme.StockTest#looksUpStock", dialects.MAVEN, "passed"),
        ("stock > counts", dialects.JEST, "failed"),
        ("acme.org/stock.TestOther", dialects.GO, "failed"),
        ("TestOther", dialects.GO, "failed"),
    ],
)
def test_a_record_names_its_test_as_the_runner_does(written, text, result):
    assert results(read_reported(text.encode()).cases, automated("TC-100", written))["TC-100"] == result


def test_a_record_of_which_a_part_was_not_run_is_not_counted_unless_it_failed():
    two = automated("TC-100", "tests/a.py::test_one, tests/a.py::test_two")
    found = match([Case("test_one", "tests.a", "passed")], catalog(two))
    assert (dict(found.results), dict(found.partial)) == ({}, {"TC-100": ("tests/a.py::test_two",)})
    assert results([Case("test_one", "tests.a", "failed")], two) == {"TC-100": "failed"}
    both = [Case("test_one", "tests.a", "passed"), Case("test_two[1]", "tests.a", "passed")]
    assert results(both, two) == {"TC-100": "passed"}


def test_ids_that_no_record_has_are_told_once():
    found = match([Case("TC-777 a", "", "passed"), Case("tc_777_b TC-031", "", "passed")], catalog())
    assert found.unknown == ("TC-777",)
    assert found.cases == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tests/a.py::test_b[x-1]", "tests.a.test_b"),
        ("com.acme.ATest#b", "com.acme.ATest.b"),
        ("src/a.test.ts > adds", "src/a.test.ts › adds"),
        ("(1)", "(1)"),
    ],
)
def test_names_are_compared_without_what_joins_their_parts(one, other):
    assert fold_name(one) == fold_name(other)


@given(st.lists(st.builds(Case, st.text(), st.text(), st.sampled_from(["passed", "failed", "open"]))))
def test_whatever_tests_are_called_matching_comes_to_an_end(cases):
    assert match(cases, catalog()).cases <= len(cases)
