"""Bytes to text: reliability cases G84, G85, G86 and G91 for a single file."""

import os
from pathlib import Path

import pytest

from reqsite.source.limits import Limits
from reqsite.source.refused import Refused
from reqsite.source.text_file import decode, read_bytes, read_text

LIMITS = Limits()


def refused(data: bytes, limits: Limits = LIMITS) -> Refused:
    with pytest.raises(Refused) as caught:
        decode(data, limits)
    return caught.value


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_do_not_count(line_end, mark):
    assert decode((mark + line_end.join(["甲", "", "b", ""])).encode(), LIMITS) == "甲\n\nb\n"


def test_a_file_that_holds_more_than_its_size_says_is_read_to_its_end():
    status = Path("/proc/self/status")
    if not status.is_file():
        pytest.skip("no file of this system is said to be empty and is not")
    assert status.stat().st_size == 0
    assert b"Name:" in read_bytes(status, LIMITS)
    with pytest.raises(Refused, match="more than 9 bytes"):
        read_bytes(status, Limits(file_bytes=9))


@pytest.mark.parametrize("size", [0, 1, 99, 100])
def test_a_file_up_to_the_limit_is_read_whole(tmp_path, size):
    (tmp_path / "a").write_bytes(b"x" * size)
    assert read_bytes(tmp_path / "a", Limits(file_bytes=100)) == b"x" * size


def test_an_empty_file_is_an_empty_text():
    """Case 86. G86: 0 bytes."""
    assert decode(b"", LIMITS) == ""


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_bytes_that_are_no_utf8_are_named_with_place_and_offset(line_end, mark):
    """Case 84. G84."""
    before = mark + "甲".encode() + line_end + "乙x".encode()
    refusal = refused(before + b"\xe9 rest")
    assert (refusal.rule.name, refusal.line, refusal.column) == ("invalid-encoding", 2, 3)
    assert f"0xE9 at byte offset {len(before)}" in str(refusal.message)


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        ("编号: 需求\n系统应当\n".encode("gb18030"), "GBK"),
        ("id: A\n".encode("utf-16"), "UTF-16"),
        (b"caf\xe9", "Save the file as UTF-8."),
    ],
)
def test_the_likely_encoding_is_named(data, hint):
    assert hint in str(refused(data).hint)


@pytest.mark.parametrize("character", ["\0", "\x08", "\x0b", "\x1b", "\x7f", "\x9b", "\uffff"])
def test_control_characters_are_named_with_their_place(character):
    """Case 84. G84: NUL, C0 controls."""
    refusal = refused(f"一行\n二{character}行\n".encode())
    assert (refusal.rule.name, refusal.line, refusal.column) == ("invalid-character", 2, 2)
    assert f"U+{ord(character):04X}" in str(refusal.message)


def test_tabs_and_full_width_characters_are_no_control_characters():
    text = "a\tb\u3000c\u00a0d，（）￥\n"
    assert decode(text.encode(), LIMITS) == text


def test_a_line_over_the_limit_names_limit_and_option():
    """Case 85. G85."""
    refusal = refused(b"a\n" + b"x" * 101 + b"\n", Limits(line_characters=100))
    assert (refusal.rule.name, refusal.line, refusal.column) == ("line-too-long", 2, 101)
    assert "100" in str(refusal.message)
    assert "limits.line_characters" in str(refusal.hint)


def test_a_file_over_the_limit_names_limit_and_option(tmp_path: Path):
    """Case 85. G85."""
    (tmp_path / "a.md").write_bytes(b"x\n" * 51)
    with pytest.raises(Refused) as caught:
        read_text(tmp_path / "a.md", Limits(file_bytes=100))
    assert caught.value.rule.name == "file-too-large"
    assert "100" in str(caught.value.message)
    assert "limits.file_bytes" in str(caught.value.hint)
    assert read_bytes(tmp_path / "a.md", Limits(file_bytes=102)) == b"x\n" * 51


def test_a_pipe_does_not_hold_the_reader_up(tmp_path: Path):
    """Case 91. G91: FIFO."""
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(Refused) as caught:
        read_text(tmp_path / "a.md", LIMITS)
    assert caught.value.rule.name == "special-file"


@pytest.mark.parametrize("name", ["gone.md", "folder"])
def test_what_cannot_be_opened_is_refused(tmp_path: Path, name):
    """Case 91. G91: vanishing during the scan."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(Refused) as caught:
        read_text(tmp_path / name, LIMITS)
    assert caught.value.rule.name in ("unreadable-file", "special-file")
