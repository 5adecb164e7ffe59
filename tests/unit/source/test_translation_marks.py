"""`translated_from` is written into records, and nothing else in a file changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.source.translation_marks import Mark, MarkError, with_marks

MARKS = {"en": {"title": "1f0c9a2b", "statement": "7d41c0aa"}}
WRITTEN = "translated_from:\n  en: {title: 1f0c9a2b, statement: 7d41c0aa}\n"


def marked(front, *, line_end="\n", mark=""):
    text = f"{mark}---\n{front}---\nText.\n".replace("\n", line_end)
    return with_marks(text, [Mark(2, MARKS)], is_list=False)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id: A\ntitle: B # why\n", f"id: A\ntitle: B # why\n{WRITTEN}"),
        ("id: A\ntags:\n- a\n\n", f"id: A\ntags:\n- a\n{WRITTEN}\n"),
        ("id: A\nneed: |\n  One.\n  # Two.\n", f"id: A\nneed: |\n  One.\n  # Two.\n{WRITTEN}"),
        ("id: A\ntranslated_from: {en: {title: 00000000}}\ntitle: B\n", f"id: A\n{WRITTEN}title: B\n"),
        ("id: A\ntranslated_from:\n  en:\n    title: 00000000\n# end\n", f"id: A\n{WRITTEN}# end\n"),
        ("translated_from: {en: {}}\n\nid: A\n", f"{WRITTEN}\nid: A\n"),
    ],
)
def test_the_key_gets_lines_of_its_own_and_the_rest_stays(before, after, line_end, mark):
    assert marked(before, line_end=line_end, mark=mark) == f"{mark}---\n{after}---\nText.\n".replace("\n", line_end)


def test_entries_of_a_list_are_marked_each_in_its_way():
    text = (
        "records:\n"
        "  - id: A\n    title: B\n    # the text\n    body: |\n      ## Statement {lang=en}\n\n"
        "  - {id: C, title: D, body: E}\n"
        "  - {id: F, translated_from: {en: {title: 00000000}}, title: G}  # last\n"
    )
    new = with_marks(text, [Mark(2, MARKS), Mark(8, MARKS), Mark(9, MARKS)], is_list=True)
    inline = "translated_from: {en: {title: 1f0c9a2b, statement: 7d41c0aa}}, "
    assert new == (
        "records:\n"
        "  - id: A\n    title: B\n"
        "    translated_from:\n      en: {title: 1f0c9a2b, statement: 7d41c0aa}\n"
        "    # the text\n    body: |\n      ## Statement {lang=en}\n\n"
        f"  - {{id: C, title: D, {inline}body: E}}\n"
        f"  - {{id: F, {inline}title: G}}  # last\n"
    )


@pytest.mark.parametrize(
    "front",
    [
        "id: A\ntranslated_from: # mine\n  en: {}\n",
        "{id: A, title: B, translated_from: {}}\n",
        "? id\n: A\n",
    ],
)
def test_what_cannot_be_written_is_said_with_the_line_to_write(front):
    with pytest.raises(MarkError, match=r"Write by hand: translated_from: \{en: \{title: 1f0c9a2b"):
        marked(front)


def test_a_record_that_has_moved_is_left_alone():
    with pytest.raises(MarkError):
        with_marks("---\nid: A\n---\n", [Mark(5, MARKS)], is_list=False)


@given(st.text(alphabet="ab:-#|>[]{} \n'\"é", max_size=60))
def test_whatever_stands_there_only_the_mark_is_added(front):
    try:
        new = marked(f"id: A\n{front}\n")
    except MarkError:
        return
    added = [line for line in new.split("\n") if line.strip() not in {part.strip() for part in WRITTEN.split("\n")}]
    assert "\n".join(added) == "\n".join(
        line for line in f"---\nid: A\n{front}\n---\nText.\n".split("\n") if line.strip()
    )
