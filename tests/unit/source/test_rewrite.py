"""Mending how a record is written: what it means, and every other byte of the file, stays as it is."""

import stat
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from reqsite.model.record import Value, fold_id
from reqsite.source.limits import Limits
from reqsite.source.list_gaps import list_gaps
from reqsite.source.record_file import Read, read_markdown
from reqsite.source.record_node import Origin
from reqsite.source.rewrite import apply, mend_file, plan, plan_file
from reqsite.source.schema_file import default_schema
from reqsite.source.whole_file import write_whole

SCHEMA = default_schema()


def mended(text: str) -> str:
    return apply(text, plan(text, SCHEMA))


def read(text: str) -> Read:
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return read_markdown(plain, Origin("a.md", "", SCHEMA, Limits()))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id: A\ntype: functional\nstatus：draft\n", "id: A\ntype: functional\nstatus: draft\n"),
        ("id: A\ntype: functional\nstatus ：　draft\n", "id: A\ntype: functional\nstatus: draft\n"),
        ("id：A\ntype：functional\nowner：\n", "id: A\ntype: functional\nowner:\n"),
        ("id: ＲＥＱ—００１\ntype: functional\n", "id: REQ-001\ntype: functional\n"),
        ("id: 需求－1\ntype: functional\n", "id: 需求-1\ntype: functional\n"),
        (
            "id: A\ntype: functional\nderives_from: [GOAL–1, GOAL-2]\n",
            "id: A\ntype: functional\nderives_from: [GOAL-1, GOAL-2]\n",
        ),
        (
            "id: A\ntype: functional\nverified_by:\n  - TC－1  # c\n",
            "id: A\ntype: functional\nverified_by:\n  - TC-1  # c\n",
        ),
        (
            "id: A\ntype: functional\nderives_from: [GOAL-1，GOAL-2、 GOAL-3]\n",
            "id: A\ntype: functional\nderives_from: [GOAL-1, GOAL-2, GOAL-3]\n",
        ),
        ("id: A\ntype: functional\ntags: [功能，性能]\n", "id: A\ntype: functional\ntags: [功能, 性能]\n"),
        ("id: A  \ntype: functional\t\n", "id: A\ntype: functional\n"),
        (
            "# top\ntitle: T\n# the id\nid: A\nowner: B\ntype: functional\n",
            "# the id\nid: A\ntype: functional\n# top\ntitle: T\nowner: B\n",
        ),
        ("id: A  \nnote: |\n  a  \n  b\ntype: functional\n", "id: A\ntype: functional\nnote: |\n  a  \n  b\n"),
    ],
)
def test_front_matter_is_mended(before, after):
    assert mended(f"---\n{before}---\nText  \n") == f"---\n{after}---\nText  \n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Text:\n- a\n- b\n", "Text:\n\n- a\n- b\n"),
        ("Text:\n1. a\n2. b\n", "Text:\n\n1. a\n2. b\n"),
        ("这些：\n* a\n", "这些：\n\n* a\n"),
        ("Text\n- a\n- b\n", "Text\n\n- a\n- b\n"),
    ],
)
def test_a_list_gets_the_blank_line_that_it_needs(before, after):
    head = "---\nid: A\ntype: functional\n---\n"
    assert mended(head + before) == head + after


@pytest.mark.parametrize(
    "body",
    [
        "Text\n- a dash in a sentence\n",
        "In the year\n2020. it was\n",
        "- a\n- b\n",
        "- a\n\n  more:\n  - b\n",
        "1. a\n    - b\n    - c\n",
        "```\nx:\n- a\n- b\n```\n",
        "| a | b |\n- c\n- d\n",
        "> quoted:\n- a\n",
        "## Heading\n- a\n- b\n",
        "<!-- note:\n- a\n- b\n-->\n",
        "!!! note\n    text:\n- a\n",
    ],
)
def test_what_is_no_swallowed_list_is_left_alone(body):
    assert list(list_gaps(body)) == []


@pytest.mark.parametrize(
    "text",
    [
        "# Page\ntext:\n- a\n",
        "---\ntitle：Page\n---\ntext:\n- a\n",
        "---\ntitle: T\nstatus: new\n---\ntext:\n- a\n",
        "---\nid: A\ntitle: a: b\n---\ntext:\n- a\n",
        "---\nid: A\ntype: term\ntitle: “甲，乙”\nconfusable_with: [清算（Clearing）, '甲，乙']\n---\n",
        "---\nid: A\ntype: functional\nsource: 邮件，三月—四月\n---\n",
        "",
    ],
)
def test_what_is_no_record_or_cannot_be_read_or_is_meant_so_is_left_alone(text):
    if text.startswith("---\ntitle："):
        assert mended(text) == text.replace("：", ": ")  # the key is known, the page is no record
    else:
        assert mended(text) == text


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_stay(line_end, mark):
    text = mark + "---\ntitle：库存  \nid: A\n# c\ntype: functional\n---\nText:\n- a\n".replace("\n", line_end)
    wanted = mark + "---\nid: A\n# c\ntype: functional\ntitle: 库存\n---\nText:\n\n- a\n".replace("\n", line_end)
    assert mended(text) == wanted


def test_an_edit_says_where_and_what():
    edits = plan("---\nid: A\ntype: functional\nstatus：x \n---\nText:\n- a\n", SCHEMA)
    assert [(edit.line, edit.column, str(edit.message)) for edit in edits] == [
        (4, 7, "full-width colon behind 'status'"),
        (4, 10, "blanks at the end of the line"),
        (7, 1, "no blank line above the list"),
    ]


def test_a_file_is_written_at_once_and_keeps_its_mode(tmp_path: Path):
    path = tmp_path / "a.md"
    path.write_bytes("\ufeff---\r\nid：A\r\ntype: functional\r\n---\r\n".encode())
    path.chmod(0o640)
    assert len(plan_file(path, SCHEMA, Limits())[1]) == 1
    assert "：" in path.read_text(encoding="utf-8")
    assert len(mend_file(path, SCHEMA, Limits())) == 1
    assert path.read_bytes() == "\ufeff---\r\nid: A\r\ntype: functional\r\n---\r\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert mend_file(path, SCHEMA, Limits()) == []
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]


def test_a_link_to_a_file_stays_a_link(tmp_path: Path):
    (tmp_path / "a.md").write_text("a")
    (tmp_path / "b.md").symlink_to("a.md")
    write_whole(tmp_path / "b.md", b"b")
    assert (tmp_path / "b.md").is_symlink()
    assert (tmp_path / "a.md").read_text() == "b"


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        write_whole(tmp_path / "folder", b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


KEYS = ["id", "type", "title", "status", "priority", "derives_from", "source", "tags", "owner", "note", "other"]
VALUES = st.sampled_from(
    [
        *(
            "A",
            "REQ-1",
            "ＲＥＱ－２",
            "functional",
            "draft",
            "库存",
            "[a, b]",
            "[甲， 乙]",
            "[GOAL—1、GOAL-2]",
            "",
            "~",
        ),
        *(
            "'q  '",
            '"x"',
            "|\n  a  \n  b",
            ">\n  c\n",
            "\n  - TC–1\n  - x  ",
            "\n- y",
            "{a: 1}",
            "a\n  b",
            "x # c",
            "- z",
        ),
    ]
)
FRONT = st.lists(
    st.tuples(
        st.sampled_from(KEYS),
        st.sampled_from([": ", "：", ":", " ： ", ":  "]),
        VALUES,
        st.sampled_from(["", "  ", "\t"]),
    ),
    max_size=7,
).map(lambda rows: "".join(f"{k}{c}{v}{b}\n" for k, c, v, b in rows))
BODY = st.lists(
    st.sampled_from(
        [
            "Text:\n",
            "- a\n",
            "- b\n",
            "  - c\n",
            "1. d\n",
            "\n",
            "## Rationale\n",
            "```\n",
            "| a |\n",
            "    x\n",
            "<!-- c -->\n",
        ]
    ),
    max_size=12,
).map("".join)


def meaning(value: Value) -> object:
    """Ids and commas as they were meant, white space folded."""
    if isinstance(value, str):
        return [fold_id(part) for part in value.replace("、", "，").split("，")]
    if isinstance(value, tuple):
        return sorted(str(m) for item in value for m in [meaning(item)] for m in (m if isinstance(m, list) else [m]))
    return {key: meaning(inner) for key, inner in value.items()}


@settings(max_examples=600, deadline=None)
@given(FRONT, BODY, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_mending_is_done_in_one_go_and_keeps_the_meaning(front, body, line_end, mark):
    text = mark + f"---\n{front}---\n{body}".replace("\n", line_end)
    after = mended(text)
    assert mended(after) == after
    before_read, after_read = read(text), read(after)
    if before_read.records:
        one, two = before_read.records[0], after_read.records[0]
        assert {k: meaning(v) for k, v in one.fields.items()} == {k: meaning(v) for k, v in two.fields.items()}
        assert {k: meaning(v) for k, v in one.links.items()} == {k: meaning(v) for k, v in two.links.items()}
        assert [(s.key, s.text.split()) for s in one.sections] == [(s.key, s.text.split()) for s in two.sections]
    elif before_read.is_page:
        assert after == text


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_planned_and_stays_if_it_is_no_record(text):
    assert mended(mended(text)) == mended(text)
