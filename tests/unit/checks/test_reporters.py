"""Reports in every format, and nothing in a record's text is obeyed by what reads them."""

import functools
import json
import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqsite.checks.registry import RULES
from reqsite.checks.reporters import REPORTERS, render
from reqsite.checks.reporters.printable import one_line
from reqsite.checks.run import Report
from reqsite.i18n import Message
from reqsite.model.finding import Finding, Place, Severity
from tests.unit.checks.checked import check_project, requirement

SARIF_SCHEMA = Path(__file__).with_name("data") / "sarif-2.1.0-rtm.5.json"
INJECTION = "x\n::set-output name=a::b\r\n::error::y%0A::add-mask::z"
HOSTILE = st.text(max_size=60) | st.text(st.sampled_from("a:,%\n\r\x1b[]0;\u202e\u2028\ud800'\"<>|"), max_size=60)


def finding(text="Something.", *, file="docs/a.md", record="REQ-001", waived="", hint=None, severity=Severity.ERROR):
    return Finding(RULES[-1], Place(file, 3, 7), Message("{t}", {"t": text}), hint, record, severity, waived)


@pytest.fixture
def report(tmp_path):
    files = {
        "a.md": requirement("It shall be fast. 😀 It shall be easy.", "propser: Li\n"),
        "中 文.md": requirement("时限待定。<!-- reqsite: ok RQ402 因为客户未定 -->", record_id="REQ-002"),
    }
    return check_project(tmp_path, files)


def test_text_says_place_rule_severity_message_and_hint_on_one_line(report):
    lines = render(report, "text").splitlines()
    assert lines[0] == ("docs_src/a.md:7:1: RQ202 error: The schema knows no field 'propser'. Did you mean proposer?")
    assert lines[-1] == "3 findings: 1 error, 2 warnings, 0 notes. 1 waived."


def test_a_report_without_findings_says_so():
    assert render(Report(()), "text") == "No findings.\n"
    assert render(Report((), (finding(waived="agreed"),)), "text") == "No findings. 1 waived.\n"


def test_json_has_the_documented_shape(report):
    data = json.loads(render(report, "json"))
    assert data["counts"] == {"error": 1, "warning": 2, "info": 0, "waived": 1}
    assert data["findings"][0] == {
        "rule": "RQ202",
        "name": "unknown-field",
        "severity": "error",
        "file": "docs_src/a.md",
        "line": 7,
        "column": 1,
        "record": "REQ-001",
        "message": "The schema knows no field 'propser'.",
        "hint": "Did you mean proposer?",
    }


@functools.cache
def validator():
    return jsonschema.Draft4Validator(json.loads(SARIF_SCHEMA.read_text(encoding="utf-8")))


def validate(text):
    log = json.loads(text)
    validator().validate(log)
    return log


def test_sarif_is_valid_by_its_schema_and_keeps_what_was_waived(report):
    """Case 94."""
    [run] = validate(render(report, "sarif"))["runs"]
    assert len(run["results"]) == len(report.findings) + len(report.waived)
    assert run["columnKind"] == "unicodeCodePoints"
    waived = run["results"][-1]
    assert waived["suppressions"] == [{"kind": "inSource", "status": "accepted", "justification": "客户未定"}]
    location = waived["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "docs_src/%E4%B8%AD%20%E6%96%87.md"
    assert location["region"] == {"startLine": 9, "startColumn": 3}


def test_sarif_columns_are_code_points(report):
    [run] = validate(render(report, "sarif"))["runs"]
    easy = next(r for r in run["results"] if "'easy'" in r["message"]["text"])
    assert easy["locations"][0]["physicalLocation"]["region"]["startColumn"] == 33


def test_sarif_explains_every_rule_and_results_point_at_theirs(report):
    [run] = validate(render(report, "sarif"))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_an_invalid_log_would_be_noticed(report):
    broken = render(report, "sarif").replace('"startLine": 7', '"startLine": "7"')
    with pytest.raises(jsonschema.ValidationError):
        validate(broken)


def test_github_gets_one_command_a_finding(report):
    lines = render(report, "github").splitlines()
    assert lines[0] == (
        "::error file=docs_src/a.md,line=7,col=1,title=RQ202 unknown-field::"
        "The schema knows no field 'propser'. Did you mean proposer?"
    )
    assert [line.split(" ")[0] for line in lines[:-1]] == ["::error", "::warning", "::warning"]


def test_a_record_cannot_inject_workflow_commands():
    """Case 94."""
    report = Report((finding(INJECTION, file=INJECTION, hint=Message("{h}", {"h": INJECTION})),))
    text = render(report, "github")
    assert [line[:8] for line in text.splitlines()] == ["::error ", "1 findin"]
    properties = re.fullmatch(r"::error file=([^,]*),line=3,col=7,title=[^:,]*::.*", text.splitlines()[0])
    assert properties
    assert ":" not in properties[1]


@settings(deadline=None)
@given(HOSTILE, HOSTILE)
def test_github_output_is_one_line_a_finding_whatever_the_text(message, file):
    """Case 94."""
    text = render(Report((finding(message, file=file), finding(message))), "github")
    lines = re.split(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", text.rstrip("\n"))
    assert len(lines) == 3
    assert [line.startswith("::error file=") for line in lines] == [True, True, False]


@settings(deadline=None)
@given(HOSTILE, HOSTILE)
def test_text_output_holds_nothing_that_a_terminal_obeys(message, file):
    """Case 94."""
    text = render(Report((finding(message, file=file),)), "text")
    assert len(text.splitlines()) == 2
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


@settings(max_examples=20, deadline=None)
@given(HOSTILE, HOSTILE)
def test_machines_can_read_whatever_the_text(message, file):
    """Case 94."""
    report = Report((finding(message, file=file, record=message),), (finding(message, waived=message or "x"),))
    assert json.loads(render(report, "json"))["findings"][0]["message"] == message
    validate(render(report, "sarif"))
    for style in REPORTERS:
        if style not in ("text", "github"):
            render(report, style).encode("utf-8")


def test_escape_sequences_are_shown():
    assert one_line("a\x1b[31mb\u202ec\td") == "a\\x1b[31mb\\u202ec d"


def test_there_is_a_renderer_for_every_format_and_for_no_other(report):
    assert set(REPORTERS) == {"text", "json", "sarif", "github"}
    with pytest.raises(KeyError):
        render(report, "xml")
