import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.model.catalog import Catalog
from reqsite.model.mentions import Kind, Mentions
from reqsite.model.trie import trie_pattern
from tests.growth import assert_linear
from tests.unit.model.vocabulary import record, schema


def mentions(*records) -> Mentions:
    return Mentions(Catalog(records, schema()))


PROJECT = mentions(
    *(record(f"REQ-00{n}") for n in (1, 2, 3, 5)),
    record("需求-12"),
    record("结算", "term"),
    record("清结算", "term"),
    record("计算", "term"),
    record("SLA", "term"),
    record("API", "term"),
    record("Trace link", "term"),
    record("手动", "term", fields={"match": "manual"}),
    record("旧词", "term", fields={"status": "withdrawn"}),
)


def found(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(text[m.start : m.end], m.targets) for m in PROJECT.find(text)]


LINK = ("Trace link",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See REQ-001.", [("REQ-001", ("REQ-001",))]),
        ("见REQ-001、REQ-002。", [("REQ-001", ("REQ-001",)), ("REQ-002", ("REQ-002",))]),
        ("见ＲＥＱ－００１", [("ＲＥＱ－００１", ("REQ-001",))]),
        ("see [[REQ-001]]", [("[[REQ-001]]", ("REQ-001",))]),
        ("see [[REQ-001|this one]]", [("[[REQ-001|this one]]", ("REQ-001",))]),
        ("[[结算]]", [("[[结算]]", ("结算",))]),
        ("REQ-001至REQ-003", [("REQ-001至REQ-003", ("REQ-001", "REQ-002", "REQ-003"))]),
        ("REQ-001 to REQ-003", [("REQ-001 to REQ-003", ("REQ-001", "REQ-002", "REQ-003"))]),
        ("详见需求-12的说明", [("需求-12", ("需求-12",))]),
        ("https://example.org/REQ-001 x-REQ-001 REQ-001b", []),
        ("the REQ-01 and MY-REQ-001", [("REQ-01", ())]),
        ("本项目的SLA要求", [("SLA", ("SLA",))]),
        ("SLAM and APIs and MyAPI", []),
        ("未清结算的", [("清结算", ("清结算",))]),
        ("Trace links, trace link, tracelink", [("Trace links", LINK), ("trace link", LINK)]),
        ("trace\nlink", [("trace\nlink", LINK)]),
        ("手动 旧词", []),
    ],
)
def test_a_text_speaks_of(text, expected):
    assert found(text) == expected


def test_an_id_that_looks_like_one_of_ours_but_is_none_is_found_without_target():
    assert [(m.name, m.kind) for m in PROJECT.find("[[GOAL-77]] REQ-777 but ISO-8601 and UTF-8 are none")] == [
        ("GOAL-77", Kind.REFERENCE),
        ("REQ-777", Kind.ID),
    ]


def test_a_range_tells_which_of_its_ids_do_not_exist():
    (mention,) = PROJECT.find("REQ-002～REQ-005")
    assert (mention.kind, mention.targets, mention.missing) == (
        Kind.RANGE,
        ("REQ-002", "REQ-003", "REQ-005"),
        ("REQ-004",),
    )


def test_a_chinese_term_inside_another_word_is_no_mention():
    pytest.importorskip("jieba")
    assert found("审计算法") == []
    assert found("系统计算金额") == [("计算", ("计算",))]


def test_bare_ids_need_a_shape_where_any_word_could_be_an_id():
    shapeless = mentions(record("cES1000", "goal"))
    assert [m.name for m in shapeless.find("cES1000 and cES1001")] == ["cES1000"]


@pytest.mark.parametrize("seed", ["[[", "A1", "REQ-001～", "a-", "REQ-", "[[a|", "清结算", "trace ", "Ａ－"])
def test_time_grows_with_the_text(seed):
    assert_linear(PROJECT.find, lambda count: seed * count, 2_500)


@given(st.text(alphabet="REQ-0123[]|～结算清 sla\n"))
def test_mentions_never_overlap_and_stay_within_the_text(text):
    end = 0
    for mention in PROJECT.find(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end


@given(st.lists(st.text(alphabet="ab 结算", min_size=1, max_size=4).map(str.strip).filter(bool), min_size=1))
def test_a_trie_finds_the_longest_of_its_words(words):
    pattern = re.compile(trie_pattern(words))
    for word in words:
        match = pattern.fullmatch(word)
        assert match is not None
