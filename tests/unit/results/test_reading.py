"""What test runners write is read; what is no such thing is refused in plain words."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.results.case import BadResultsError, Case
from reqsite.results.junit import utc
from reqsite.results.reading import content_of, read_reported
from tests.unit.results import dialects


def outcomes(text):
    return [(case.name, case.outcome) for case in read_reported(text.encode()).cases]


def reason(content):
    with pytest.raises(BadResultsError) as refused:
        read_reported(content)
    return str(refused.value.message)


def test_the_xml_of_pytest_says_name_class_property_and_result():
    said = read_reported(dialects.PYTEST.encode())
    assert (said.tool, said.time) == ("pytest", "2026-03-01T12:00:00")
    assert said.cases == [
        Case("test_it_is_shown[12]", "tests.test_stock.TestStock", "passed"),
        Case("test_tc_031_is_slow", "tests.test_stock", "failed"),
        Case("test_offline", "tests.test_stock", "open", ("TC-032",)),
        Case("test_of_nothing", "tests.test_stock", "passed"),
    ]


def test_an_error_of_maven_is_a_failure_and_a_flaky_test_has_passed():
    assert outcomes(dialects.MAVEN) == [("looksUpStock", "passed"), ("TC_031_isQuick", "failed"), ("isFlaky", "passed")]
    assert read_reported(dialects.MAVEN.encode()).tool == "surefire"


def test_the_xml_of_jest_is_read():
    assert outcomes(dialects.JEST) == [("stock TC-031 shows the stock", "passed"), ("stock › counts (12)", "failed")]
    assert read_reported(dialects.JEST.encode()).tool == "jest"


def test_the_xml_of_go_is_read():
    assert outcomes(dialects.GO) == [("TestStock", "passed"), ("TestStock/TC-031", "passed"), ("TestOther", "failed")]
    assert read_reported(dialects.GO.encode()).tool == "go test"


def test_the_json_of_ctrf_is_read():
    said = read_reported(dialects.CTRF.encode())
    assert (said.tool, said.time, said.commit[:8]) == ("vitest", "2026-03-01T12:00:01", "01234567")
    assert said.cases == [
        Case("shows the stock", "stock page", "passed", ("@TC-031",)),
        Case("counts TC-032", "stock", "failed"),
        Case("later", "", "open", ("TC-033",)),
    ]


def test_a_property_may_have_its_value_as_text():
    text = '<testsuite><testcase name="a"><properties><property name="id">TC-<![CDATA[1]]></property></properties>'
    assert read_reported(f"{text}</testcase></testsuite>".encode()).cases == [Case("a", "", "passed", ("TC-1",))]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_is_the_one_that_the_file_names(encoding):
    name = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{name}"?><testsuite><testcase name="库存"/></testsuite>'
    content = text.encode(encoding)
    if encoding == "gb18030":
        assert reason(content) == "It is written in an encoding that cannot be read."
    else:
        assert read_reported(content).cases == [Case("库存", "", "passed")]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "It is empty."),
        (b"hello", "It is no XML: syntax error in line 1."),
        (b"<html></html>", "It is no JUnit XML: it begins with <html>."),
        (b"<testsuite><testcase></testsuite>", "It is no XML: mismatched tag in line 1."),
        (b"{}", "It is no CTRF: it has no list 'tests' under 'results'."),
        (b'{"results": {"tests": [1]}}', "It is no CTRF: it has no list 'tests' under 'results'."),
        (b'{"results": 1, "results": 2}', "It is no JSON, or it says something twice."),
        (b"{" * 100_000, "It is no JSON, or it says something twice."),
        (b"<testsuite>" * 1000, "Its elements are nested too deep."),
    ],
)
def test_what_holds_no_results_is_refused_with_the_reason(content, why):
    assert reason(content) == why


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE t [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE t SYSTEM "http://example.org/x.dtd">',
        '<!DOCTYPE t [<!ENTITY % p SYSTEM "http://example.org/x.dtd"> %p;]>',
    ],
)
def test_a_document_type_is_refused_before_it_can_declare_anything(declared):
    text = f'<?xml version="1.0"?>{declared}<testsuite><testcase name="&b;"/></testsuite>'
    assert "declares a document type" in reason(text.encode())


def test_an_entity_that_nobody_declares_is_refused():
    assert reason(b'<testsuite><testcase name="&x;"/></testsuite>') == "It is no XML: undefined entity in line 1."


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path):
    with pytest.raises(BadResultsError, match="no such file"):
        content_of(tmp_path / "none.xml")
    with (tmp_path / "large.xml").open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    with pytest.raises(BadResultsError, match="more than 64 MB"):
        content_of(tmp_path / "large.xml")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-01T12:00:00", "2026-03-01T12:00:00"),
        ("2026-03-01T12:00:00.5+08:00", "2026-03-01T04:00:00"),
        ("2026-03-01T12:00:00Z", "2026-03-01T12:00:00"),
        ("Sun Mar 1", ""),
        ("0001-01-01T00:00:00+14:00", ""),
        ("", ""),
    ],
)
def test_times_are_in_utc(written, meant):
    assert utc(written) == meant


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"<testsuite>{text}</testsuite>".encode()))
def test_whatever_stands_in_a_file_it_is_read_or_refused(content):
    with contextlib.suppress(BadResultsError):
        assert all(case.outcome in {"passed", "failed", "open"} for case in read_reported(content).cases)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5))
def test_whatever_stands_where_ctrf_has_something_else_is_no_crash(value):
    parts = {"tests": [{"name": value, "status": value, "suite": value, "tags": value, "extra": {"a": value}}]}
    data = {"results": {**parts, "summary": {"stop": value}, "tool": value, "environment": value}}
    with contextlib.suppress(BadResultsError):  # NaN is no JSON
        assert len(read_reported(json.dumps(data).encode()).cases) == 1
