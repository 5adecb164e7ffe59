"""What a redline takes for one word."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.history.blocks import blocks
from reqsite.history.inline import PLAIN, Span, Style
from reqsite.history.tokens import Tokeniser


def words(text: str, *terms: str) -> list[str]:
    return list(Tokeniser(terms).tokens((Span(text, PLAIN),)).words)


@pytest.mark.parametrize(
    "word",
    [
        "real-time",
        "don't",
        "v1.2.3",
        "99.95%",
        "1,000",
        "2026-07-24",
        "12:30",
        "REQ-012",
        "cFE_ES_Start",
        "and/or",
        "10ms",
        "https://a.b/c?d=1,2",
        "naïve",
        "≤",
        "…",
        "系统",
    ],
)
def test_what_a_reader_takes_for_one_thing_is_one_word(word):
    assert words(f"a {word}, b", "系统") == ["a", word, ",", "b"]


def test_a_number_and_its_unit_are_two_words():
    assert words("within 10 ms.") == ["within", "10", "ms", "."]


def test_blanks_belong_to_the_word_before_them():
    tokens = Tokeniser().tokens((Span("One, two.", PLAIN),))
    assert tokens.pieces == ("One", ", ", "two", ".")


def test_chinese_is_cut_into_words_and_the_names_of_the_glossary_stay_whole():
    text = "清结算系统每日核对账差异率"
    assert "清结算" in words(text, "清结算", "对账差异率")
    assert "对账差异率" in words("输出对账差异率报表", "对账差异率")


def test_a_name_that_is_only_part_of_other_words_is_no_word():
    assert words("审计算法", "计算") == ["审计", "算法"]


def test_a_compound_of_two_words_is_two_words():
    assert words("敏感数据") == ["敏感", "数据"]


def test_names_of_several_words_stay_whole_whatever_their_case():
    assert words("A stock keeping unit is", "Stock Keeping Unit") == ["A", "stock keeping unit", "is"]


def test_a_stray_blank_inside_chinese_parts_no_word():
    tokens = Tokeniser(["设备指纹"]).tokens((Span("特有的设备 指纹", PLAIN),))
    assert tokens.words[-1] == "设备指纹"
    assert "".join(tokens.pieces) == "特有的设备 指纹"


def test_each_word_has_the_style_of_its_span_and_plain_text_has_none():
    tokeniser = Tokeniser()
    (block,) = blocks("a **b c** [[d e]]")
    tokens = tokeniser.tokens(block.cells[0])
    strong = Style(("strong",))
    assert tokens.words == ("a", "b", "c", "d e")
    assert tokens.styles == (PLAIN, strong, strong, Style(("ref",), "d e"))
    assert tokeniser.tokens((Span("a b", PLAIN),)).styles is None


def test_without_jieba_names_common_words_and_single_characters_are_words():
    script = (
        "import sys; sys.modules['jieba'] = None\n"
        "from reqsite.history.inline import PLAIN, Span\n"
        "from reqsite.history.tokens import Tokeniser\n"
        "print(*Tokeniser(['对账差异率']).tokens((Span('系统应在响应后输出对账差异率', PLAIN),)).words, sep='|')"
    )
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=environment, timeout=120)
    assert done.stdout.decode().strip() == "系统|应|在|响应|后|输|出|对账差异率"


@given(st.text(max_size=60))
def test_joined_the_pieces_are_the_text(text):
    tokens = Tokeniser(["系统", "two words"]).tokens((Span(text, PLAIN),))
    assert tokens.lead + "".join(tokens.pieces) == (text.rstrip() or tokens.lead)
    assert all(word.strip() for word in tokens.words)
