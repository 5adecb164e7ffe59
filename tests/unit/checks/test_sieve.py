"""A sieve lets every text through that a rule may speak of, whatever stands before and behind it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.checks.context import Context
from reqsite.checks.lexicon import vague_words
from reqsite.checks.referring import may_refer, referring
from reqsite.checks.registry import RULES
from reqsite.checks.settings import Settings
from reqsite.checks.sieve import Sieve
from reqsite.checks.texts import Texts
from reqsite.checks.vagueness import Lexicon
from reqsite.model.catalog import Catalog
from reqsite.model.record import Record, Section
from reqsite.source.schema_file import default_schema

SCHEMA = default_schema()
TEXTS = st.lists(st.text(st.sampled_from("ab-_. \n\x00[`REQ019待９é")) | st.text(max_size=20), max_size=12)


def texts_of(*words):
    record = Record(
        id="REQ-001",
        type="functional",
        kind="requirement",
        title="T",
        file="a.md",
        line=1,
        sections=tuple(Section("statement", "", 0, text, 1) for text in words),
    )
    return Texts([record], lambda _record: True)


@given(TEXTS, st.sampled_from(["a", "[[", "`", "\n    ", "待", "ab"]))
def test_every_text_that_holds_a_string_is_named_and_no_other_one(texts, needle):
    named = Sieve(texts).holding(needle)
    plain = [text.replace("\x00", " ") for text in texts]
    assert {n for n, text in enumerate(plain) if needle in text} <= set(named)
    assert all(needle in f"\n{plain[n]}\n" for n in named)
    assert named == sorted(set(named))


@given(TEXTS)
def test_every_text_in_which_a_pattern_is_found_is_named(texts):
    pattern = re.compile(r"^ {0,3}[-ab]|\n[0-9]", re.MULTILINE)
    plain = [text.replace("\x00", " ") for text in texts]
    assert {n for n, text in enumerate(plain) if pattern.search(text)} <= set(Sieve(texts).matching(pattern))


@given(TEXTS)
def test_every_text_that_may_refer_to_a_record_is_named(texts):
    texts = [text for text in texts if text and not text.isspace() and not {"`", "\x00"} & set(text)]
    named = {text.section.text for text in referring(texts_of(*texts), odd_ids=False)}
    assert {text.section.text for text in texts_of(*texts) if may_refer(text.words)} <= named


@pytest.mark.parametrize("frame", ["{}", "It is {}.", "({})", "a\n{}\nb", "*{}*;"])
def test_every_word_of_the_lexicon_is_seen(frame):
    lexicon = Lexicon(Context(Catalog([], SCHEMA), (), Settings({"vague-word": {"on": ["count", "verb"]}}, RULES)))
    words = [entry.word for entry in vague_words() if entry.group in ("time", "performance", "open-list", "count")]
    for word in words:
        texts = texts_of("Nothing.", frame.format(word), frame.format(word.upper().replace(" ", "\n  ")))
        assert [text.section.text for text in lexicon.remarkable(list(texts))] == [t.section.text for t in texts][1:], (
            word
        )
