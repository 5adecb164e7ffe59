import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.cli.terminal import printable, printable_json

WRITE = "from reqsite.cli.terminal import prepare_streams, write_data; prepare_streams(); write_data('需求 \\udc80\\n')"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\rb", "a\\x0db"),
        ("\x9b2J", "\\x9b2J"),
        ("REQ\u202e100", "REQ\\u202e100"),
        ("需求\tREQ-1\n", "需求\tREQ-1\n"),
    ],
)
def test_what_a_terminal_would_obey_is_written_out(text, shown):
    assert printable(text) == shown


@given(st.text())
def test_json_stays_the_same_data_when_it_is_made_harmless(text):
    assert json.loads(printable_json(json.dumps(text, ensure_ascii=False))) == text


@given(st.text(alphabet=st.characters(categories=["Cc", "Cf"])))
def test_no_control_character_is_left(text):
    assert not [letter for letter in printable(text) if ord(letter) < 0x20 and letter not in "\n\t"]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk"])
def test_a_pipe_gets_utf_8_whatever_the_locale_says(encoding):
    done = subprocess.run(
        [sys.executable, "-c", WRITE], env={"PYTHONIOENCODING": encoding}, capture_output=True, check=True
    )
    assert done.stdout == "需求 \\udc80\n".encode()
