"""Whatever people write: no traceback, every finding inside its file, and time that grows with the text."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reqsite.checks.run import Report, run
from reqsite.model.catalog import Catalog
from reqsite.model.finding import Finding
from reqsite.model.record import Record
from reqsite.source.limits import Limits
from reqsite.source.record_file import read_markdown
from reqsite.source.record_list import read_list
from reqsite.source.record_node import Origin
from reqsite.source.schema_file import default_schema
from tests.growth import assert_linear
from tests.unit.checks.checked import check_project, requirement

SCHEMA = default_schema()
PIECES = st.sampled_from(
    [
        "REQ-001", "[[REQ-9]]", "REQ-002～REQ-005", "fast", "实时", "等", "、甲、乙等", "TBD", "待确认", "RTO",
        "(SLA)", "≤5 秒", "2 s", "\n", "\n\n", "\n- ", "\n  - ", "\n1. ", "```\n", "`", "``", "<!--", "-->", "<b>",
        "<MISSION>", "[a](javascript:x)", "[a](b.md)", "![](x.png)", "]: x", "\n[a]: y", "｜a｜b｜", "\n\uff03 x",
        "＊＊x＊＊", "\u202e", "\u200b", "\ufffd", "項(xiàng)", "İ", "ß", "𠀀", "“", "”", '"', "\n> ", "NOTE: ",
        "\n## Acceptance criteria\n", "\n## \u4e1a\u52a1\u8868\u8ff0\n", "缓存", "客户", "顾客", "清算", "结算",
        "\t", "    ", "\r\n", "。", "，", ".", ";", "|",
    ]
)  # fmt: skip
BODIES = st.lists(PIECES | st.text(max_size=12), max_size=25).map("".join)
GLOSSARY = """\
records:
  - {type: term, title: 客户, forbidden: [顾客], body: 签约方。}
  - {type: term, title: 清算, confusable_with: [结算], body: 计算。}
  - {type: term, title: 结算, measure: 5 s, body: 划付。}
"""


def origin(file: str) -> Origin:
    return Origin(file, "", SCHEMA, Limits())


def checked(files: dict[str, str]) -> Report:
    records: list[Record] = []
    findings: list[Finding] = []
    for name, text in files.items():
        read = (read_markdown if name.endswith(".md") else read_list)(text, origin(name))
        records += read.records
        findings += read.findings
    return run(Catalog(records, SCHEMA), records, findings=findings)


def assert_inside(report: Report, files: dict[str, str]) -> None:
    for finding in (*report.findings, *report.waived):
        lines = files[finding.place.file].split("\n")
        assert 1 <= finding.place.line <= len(lines)
        assert 1 <= finding.place.column <= len(lines[finding.place.line - 1]) + 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BODIES, BODIES)
def test_no_text_makes_a_check_fail_and_every_finding_is_inside_its_file(one, other):
    clean = [body.replace("\r\n", "\n").replace("\r", "\n") for body in (one, other)]
    files = {
        "a.md": requirement(clean[0]),
        "b.md": requirement(clean[1], "depends_on: [REQ-001, REQ-2]\n", record_id="REQ-002"),
        "t.yml": GLOSSARY,
    }
    assert_inside(checked(files), files)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_no_value_of_a_field_makes_a_check_fail(one, two, three):
    def quoted(text: str) -> str:
        return (
            '"' + "".join(c if c.isalnum() else f"\\U{ord(c):08x}" for c in text if not "\ud800" <= c <= "\udfff") + '"'
        )

    front = (
        f"need: {quoted(one)}\nowner: {quoted(two)}\nnfr: {{target: {quoted(one)}}}\ndepends_on: [{quoted(three)}]\n"
    )
    front += f"tags: [{quoted(two)}]\nagreed: {quoted(three)}\nurl: {quoted(one)}\nmoscow: {quoted(two)}\n"
    files = {"a.md": requirement("It shall.", front, record_id=quoted(three))}
    assert_inside(checked(files), files)


HOSTILE = {
    "brackets": "[" * 3000,
    "links": "[a](" * 3000,
    "wiki": "[[a" * 3000,
    "ticks": "".join("`" * (n % 90) + "a" for n in range(800)),
    "comments": "<!-- a " * 3000,
    "tags": "<a " * 5000,
    "quotes": '“「"' * 4000,
    "lists": "a\n- b\n" * 4000,
    "nested": "- a\n  - b\n" * 4000,
    "items": "  - b\n" * 6000,
    "blanks": " " * 15000 + "\n" + " \n" * 6000,
    "vague": "fast " * 5000,
    "vague in Chinese": "尽快、" * 6000,
    "numbers": "1,2.3 " * 5000,
    "digits": "9" * 18000,
    "ids": "REQ-1～" * 4000,
    "capitals": "ABC " * 5000,
    "notes": "NOTE: a\nb\n" * 3000,
    "pipes": "｜" * 15000,
    "marks": "＊＊a" * 5000,
    "glosses": "項(" * 6000,
    "enumeration": "、甲" * 8000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_checked_in_time_that_grows_with_it(name):
    text = HOSTILE[name]

    def files(length: int) -> dict[str, str]:
        return {"a.md": requirement(text[:length]), "t.yml": GLOSSARY}

    assert_linear(checked, files, len(text) // 8)


def test_the_time_of_checks_grows_with_the_records():
    def project(count: int) -> tuple[Catalog, list[Record]]:
        records: list[Record] = []
        for number in range(1, count + 1):
            front = f"depends_on: [REQ-{max(1, number - 1):05d}, REQ-{number % 97 + 1:05d}, REQ-X{number}]\n"
            text = requirement(
                f"The account REQ-{number:05d} shall be quickly shown.", front, record_id=f"REQ-{number:05d}"
            )
            records += read_markdown(text, origin(f"r{number}.md")).records
        return Catalog(records, SCHEMA), records

    assert_linear(lambda read: run(*read), project, 250)


def test_nothing_is_written(tmp_path: Path):
    check_project(tmp_path, {"a.md": requirement("It shall be fast."), "t.yml": GLOSSARY})
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.md", "docs_src", "t.yml"]
