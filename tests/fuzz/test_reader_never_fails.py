"""Case 93: random bytes, random text and mutated valid files: never a traceback, never a long wait.

REQSITE_FUZZ=25000 makes a hundred thousand files of it.
"""

import os
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from reqsite.model.finding import Finding
from reqsite.source.limits import Limits
from reqsite.source.record_file import Read, read_markdown
from reqsite.source.record_list import is_list, read_list
from reqsite.source.record_node import Origin
from reqsite.source.refused import Refused
from reqsite.source.rewrite import apply, plan
from reqsite.source.rules import RULES
from reqsite.source.schema_file import default_schema
from reqsite.source.text_file import decode
from tests.growth import assert_linear, no_explosion

SCHEMA = default_schema()
LIMITS = Limits()
ORIGIN = Origin("docs/a.md", "", SCHEMA, LIMITS)
VALID = [
    (
        "---\nid: REQ-042\ntype: functional\ntitle: 库存实时查询\nstatus: confirmed\npriority: P0\n"
        "derives_from: [GOAL-003, GOAL-4]\nverified_by:\n  - TC-031\nnfr: {target: 2 s}\n"
        "waive:\n  - {rule: RQ401, reason: so}\nnote: |\n  two\n  lines\n---\n"
        "The statement, see [[REQ-7]] and ![pic](a.png).\n\n## 验收标准\n\n"
        "- Given a, When b, Then c\n- 假如a，当b，那么c\n\n```yaml\nid: x\n```\n\n"
        "<!-- reqsite: ok 实时 理由 so -->\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nRationale\n---------\n\n> quoted\n"
    ),
    "---\ntitle: Page\ntags: [a]\n---\n# Page\n\nText with [a link](b.md#c).\n",
    "records:\n- type: term\n  title: 清算\n  aliases: [结算]\n  body: |\n    Text.\n\n    ## 示例\n\n    One.\n",
    "# Page\n\n1. one\n    - two\n        - three\n",
]
PIECES = st.sampled_from(
    [
        *(
            "---\n",
            "...\n",
            "\n",
            "\r\n",
            "\r",
            "\t",
            " ",
            "    ",
            ":",
            ": ",
            "：",
            "，",
            "、",
            "- ",
            "* ",
            "1. ",
            "#",
            "## ",
        ),
        *(
            "[",
            "]",
            "](",
            "![",
            "(",
            ")",
            "{",
            "}",
            "<",
            ">",
            "<!--",
            "-->",
            "`",
            "```",
            "~~~",
            "|",
            "'",
            '"',
            "\\",
            "&",
            "*",
            "!",
        ),
        *(
            "%",
            "@",
            "?",
            "~",
            "=",
            "<<",
            "&a ",
            "*a",
            "!!python/name:os.system ",
            "\0",
            "\x1b",
            "\x85",
            "\u2028",
            "\ufeff",
        ),
        *(
            "id: A\n",
            "type: term\n",
            "records:\n",
            "waive: ",
            "reqsite: ok ",
            "Given ",
            "假如",
            "AC-1: ",
            "😀",
            "é",
            "ＲＥＱ－１",
        ),
        *("[" * 300, "> " * 80, "- " * 80, "a" * 3000, "`" * 200, "<a " * 600, "*[a]: b\n" * 600, "|\n  "),
    ]
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return a valid file with pieces put in, taken out and doubled."""
    text = draw(st.sampled_from(VALID))
    for _number in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 12)))
        piece = draw(st.one_of(PIECES, st.just(""), st.just(text[start:end] * 3), st.text(max_size=3)))
        text = text[:start] + piece + text[end:]
    return text


def read(data: bytes) -> Read | None:
    """Read bytes as a Markdown file and as a list, and mend them, as the commands do."""
    with no_explosion():
        return read_and_mended(data)


def read_and_mended(data: bytes) -> Read | None:
    try:
        text = decode(data, LIMITS)
    except Refused as refused:
        check([refused.finding("docs/a.md")])
        return None
    result = read_markdown(text, ORIGIN)
    check(result.findings)
    for record in result.records:
        assert all(line >= 1 and column >= 1 for line, column in record.positions.values())
        assert all(1 <= section.line <= text.count("\n") + 2 for section in record.sections)
    if is_list(text):
        check(read_list(text, ORIGIN).findings)
    raw = data.decode()
    after = apply(raw, plan(raw, SCHEMA))
    assert plan(after, SCHEMA) == []
    return result


def check(findings: list[Finding] | tuple[Finding, ...]) -> None:
    for finding in findings:
        assert finding.rule in RULES
        assert finding.place.line >= 1
        assert finding.place.column >= 1
        assert finding.message.to("en")
        assert finding.message.to("zh")
        assert finding.hint is None or finding.hint.to("en")


FUZZ = settings(
    max_examples=int(os.environ.get("REQSITE_FUZZ", "400")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@FUZZ
@given(mutated())
def test_mutated_files_are_read_or_refused(text):
    read(text.encode("utf-8", "surrogatepass"))


@FUZZ
@given(st.lists(PIECES, max_size=40).map("".join))
def test_heaps_of_special_characters_are_read_or_refused(text):
    read(text.encode())
    read(f"---\n{text}\n---\n{text}".encode())
    read(f"---\nid: A\ntype: functional\n---\n{text}".encode())


@FUZZ
@given(st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(data):
    read(data)
    read(b"---\n" + data + b"\n---\n" + data)


@FUZZ
@given(st.text(max_size=400))
def test_random_text_is_read_or_refused(text):
    data = text.encode("utf-8", "surrogatepass")
    read(data)
    read(b"---\nid: A\ntitle: " + data + b"\n---\n" + data)


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "![",
        "[a](",
        "- ",
        "> ",
        "`",
        "<a ",
        "<!--",
        "：",
        "\n- a",
        "| a ",
        "\\",
        "* ",
        "a: ",
        "&a ",
        "#\n",
        "\n\n",
        "Given ",
        "当",
        "AC-1: ",
    ],
)
@pytest.mark.parametrize("longest", [200_000, 15_000], ids=["one line", "lines"])
def test_a_file_full_of_one_thing_takes_time_that_grows_with_it(piece, longest):
    for head in (
        "",
        "---\nid: A\ntype: functional\n---\n",
        "---\nid: A\ntype: functional\n---\n## Acceptance criteria\n\n",
        "---\nid: ",
        "records:\n- ",
    ):

        def full(count: int, head: str = head) -> bytes:
            text = head + piece * count
            return "\n".join(text[n : n + longest] for n in range(0, len(text), longest)).encode()

        assert_linear(read, full, 200_000 // len(piece.encode()) // 8)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path):
    (tmp_path / "a").write_bytes(bytes(range(256)) * 4)
    assert read((tmp_path / "a").read_bytes()) is None
