"""Pins are written behind links, and nothing else in a file changes."""

import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.source.pins import Pin, PinError, holds_a_list, with_pins, write_all
from reqsite.source.strict_yaml import compose


def places(text, key, first_line=2):
    """Return (line, column, target) of the links under a key."""
    value = compose(text, first_line=first_line).get(key)
    return [(item.line, item.column, item.value.strip()) for item in getattr(value, "items", (value,))]


def pinned(front, *, key="derives_from", pin="1.1.0", has_pin=False, line_end="\n", mark=""):
    text = f"{mark}---\n{front}---\nBody, derives_from: [REQ-1]\n".replace("\n", line_end)
    pins = [Pin(line, column, target, has_pin, pin) for line, column, target in places(front, key)]
    new = with_pins(text, pins, is_list=False)
    return new.replace(line_end, "\n").removeprefix(f"{mark}---\n").removesuffix("---\nBody, derives_from: [REQ-1]\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("derives_from: REQ-1\n", "derives_from: REQ-1@1.1.0\n"),
        ("derives_from: [REQ-1, REQ-2]\n", "derives_from: [REQ-1@1.1.0, REQ-2@1.1.0]\n"),
        ("derives_from: [ REQ-1 ] # why\n", "derives_from: [ REQ-1@1.1.0 ] # why\n"),
        ("derives_from:\n  - REQ-1 # why\n  - REQ-2\n", "derives_from:\n  - REQ-1@1.1.0 # why\n  - REQ-2@1.1.0\n"),
        ("derives_from: ['REQ-1', \"REQ-2\"]\n", "derives_from: ['REQ-1@1.1.0', \"REQ-2@1.1.0\"]\n"),
        ("derives_from: ' REQ-1 '\n", "derives_from: ' REQ-1@1.1.0 '\n"),
        ("derives_from: [REQ-1#ac-1]\n", "derives_from: [REQ-1#ac-1@1.1.0]\n"),
        ("derives_from: [库存]\n", "derives_from: [库存@1.1.0]\n"),
        ("derives_from: [\n  REQ-1,\n  REQ-2,\n]\n", "derives_from: [\n  REQ-1@1.1.0,\n  REQ-2@1.1.0,\n]\n"),
    ],
)
def test_a_pin_stands_right_behind_the_target(before, after):
    assert pinned(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("derives_from: [REQ-1@1.0.0]\n", "derives_from: [REQ-1@1.1.0]\n"),
        ("derives_from: ['REQ-1@1.0.0#ac-1']\n", "derives_from: ['REQ-1@1.1.0#ac-1']\n"),
        ("derives_from: a@b@1.0.0\n", "derives_from: a@b@1.1.0\n"),
    ],
)
def test_a_pin_takes_the_place_of_the_old_one(before, after):
    assert pinned(before, has_pin=True) == after


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_stay(line_end, mark):
    front = "title: A  # a comment\nderives_from: [REQ-1]\n"
    assert pinned(front, line_end=line_end, mark=mark) == front.replace("REQ-1", "REQ-1@1.1.0")


def test_an_entry_of_a_list_is_pinned_and_the_others_stay():
    text = "records: [{id: A, derives_from: B}, {id: B, body: 'derives_from: B'}]\n"
    column = text.index("B}") + 1
    new = with_pins(text, [Pin(1, column, "B", has_pin=False, pin="1.0")], is_list=True)
    assert new == text.replace("derives_from: B}", "derives_from: B@1.0}")


@pytest.mark.parametrize(
    "front",
    ["derives_from: >\n  REQ-1\n", "derives_from: |\n  REQ-1\n", 'derives_from: "\\x52EQ-1"\n'],
)
def test_a_target_that_does_not_stand_there_as_it_reads_is_refused(front):
    with pytest.raises(PinError) as caught:
        pinned(front)
    assert (caught.value.line, "REQ-1" in str(caught.value.message)) == (2, True)


def test_a_file_that_has_changed_since_it_was_read_is_refused():
    for text in ("---\nderives_from: [REQ-2]\n---\n", ""):
        with pytest.raises(PinError):
            with_pins(text, [Pin(2, 16, "REQ-1", has_pin=False, pin="1.0")], is_list=False)


def test_a_place_outside_of_the_front_matter_is_refused():
    with pytest.raises(PinError):
        with_pins("---\nid: A\n---\nREQ-1\n", [Pin(4, 1, "REQ-1", has_pin=False, pin="1.0")], is_list=False)


IDS = st.text("ABab12-_.库存", min_size=1, max_size=8).filter(lambda t: t[0] not in "-._" and t[-1] not in "-._")
QUOTES = st.sampled_from(["{}", "'{}'", '"{}"'])


@given(items=st.lists(st.tuples(IDS, QUOTES), min_size=1, max_size=5), flow=st.booleans(), comment=st.booleans())
def test_however_links_are_written_only_pins_are_added(items, flow, comment):
    written = [quote.format(target) for target, quote in items]
    front = f"links: [{', '.join(written)}]\n" if flow else "links:\n" + "".join(f"  - {w}\n" for w in written)
    front = f"# x\n{front}" if comment else front
    after = pinned(front, key="links")
    assert [target for *_place, target in places(after, "links")] == [f"{target}@1.1.0" for target, _quote in items]
    assert after.replace("@1.1.0", "") == front


def test_files_are_written_all_or_none(tmp_path):
    one, two = tmp_path / "one.md", tmp_path / "two.md"
    one.write_bytes(b"1")
    with pytest.raises(FileNotFoundError):
        write_all({one: b"new", two: b"new"})
    assert (one.read_bytes(), sorted(p.name for p in tmp_path.iterdir())) == (b"1", ["one.md"])


def test_files_that_were_written_are_put_back_where_a_later_one_fails(tmp_path):
    one, two = tmp_path / "one.md", tmp_path / "two.md"
    one.write_bytes(b"1")
    two.write_bytes(b"2")

    class Contents(dict):
        def items(self):
            yield one, b"new"
            yield two, b"new"
            two.unlink()
            two.mkdir()

    with pytest.raises(OSError, match=r"two\.md"):
        write_all(Contents())
    assert one.read_bytes() == b"1"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["one.md", "two.md"]


def test_a_file_keeps_its_mode_and_a_link_its_target(tmp_path):
    file, link = tmp_path / "a.md", tmp_path / "b.md"
    file.write_bytes(b"1")
    file.chmod(0o640)
    link.symlink_to("a.md")
    write_all({link: b"new"})
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o640  # noqa: PTH116
    assert link.is_symlink()


def test_lists_are_told_by_their_names():
    assert holds_a_list("docs/terms.yml")
    assert not holds_a_list("docs/a.MD")
