import importlib
import sys

import pytest

from reqsite.portal import alphabet
from tests.unit.portal.portals import page, press, record, tree_of, with_class, words

SOURCE = "glossary.md"


def term(name, record_id=None, **parts):
    return record(record_id or name, "term", name, **parts)


def names(*terms):
    return [words(e.find("h3/a")) for e in with_class(tree_of(press(*terms), SOURCE), "rs-term-entry")]


@pytest.fixture
def without_pypinyin(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypinyin", None)
    importlib.reload(alphabet)  # it looks for pypinyin once
    yield
    monkeypatch.undo()
    importlib.reload(alphabet)


def test_terms_stand_by_pinyin_among_english_words():
    assert names(term("清算"), term("Quality"), term("库存"), term("audit"), term("对账"), term("2FA")) == [
        *("audit", "对账", "库存", "清算", "Quality", "2FA")
    ]


@pytest.mark.usefixtures("without_pypinyin")
def test_common_characters_stand_by_pinyin_without_pypinyin_too():
    assert names(term("清算"), term("库存"), term("audit"), term("对账"), term("安全")) == [
        *("安全", "audit", "对账", "库存", "清算")
    ]


@pytest.mark.usefixtures("without_pypinyin")
@pytest.mark.parametrize(
    ("word", "letter"), [("啊", "A"), ("芭", "B"), ("昨", "Z"), ("座", "Z"), ("鑫", "#"), ("é", "E")]
)
def test_the_letter_of_a_word_without_pypinyin(word, letter):
    assert alphabet.initial(word) == letter


def test_a_sort_key_of_the_writers_own_wins():
    assert names(term("角色", fields={"sort_key": "jue se"}), term("今天"), term("军队")) == ["今天", "角色", "军队"]


def test_letters_lead_to_their_terms():
    fragment = page(press(term("清算"), term("audit"), term("2FA")), SOURCE).build()
    assert [(entry.title, entry.anchor) for entry in fragment.toc] == [
        ("A", "rs-letter-a"),
        ("Q", "rs-letter-q"),
        ("#", "rs-letter-other"),
    ]
    tree = tree_of(press(term("清算"), term("audit"), term("2FA")), SOURCE)
    ids = {e.get("id") for e in tree.iter()}
    assert {(a.get("href") or "").removeprefix("#") for a in with_class(tree, "rs-letters")[0].iter("a")} <= ids


def test_an_entry_says_what_a_term_means_and_what_not_to_say():
    tree = tree_of(
        press(
            term(
                "清算",
                "TERM-1",
                statement="Netting, see [[TERM-2]].",
                fields={
                    "en": "Clearing",
                    "aliases": ("轧差",),
                    "forbidden": ("清结算", "清账"),
                    "measure": "within 5 s",
                    "status": "agreed",
                    "owner": "Li Si",
                },
                links={"confusable_with": ("TERM-2",)},
            ),
            term("结算", "TERM-2"),
            record("REQ-1", title="Day end", statement="每日清算完成。"),
        ),
        SOURCE,
    )
    entry = next(e for e in with_class(tree, "rs-term-entry") if words(e.find("h3/a")) == "清算")
    assert words(entry.find("h3")) == "清算 Clearing"
    assert words(with_class(entry, "rs-definition")[0]) == "Netting, see TERM-2."
    lines = {words(e.find("dt")): words(e.find("dd")) for e in with_class(entry, "rs-field")}
    assert lines == {
        "Also called": "轧差",
        "Do not say": "清结算 清账",
        "Measure": "within 5 s",
        "Not to be confused with": "TERM-2 结算",
    }
    uses = with_class(entry, "rs-uses")[0]
    assert words(uses.find("summary")) == "Used in 1 record"
    assert [words(li) for li in uses.iter("li")] == ["REQ-1 Day end"]


def test_of_many_uses_twenty_are_listed_and_the_rest_counted():
    users = [record(f"REQ-{n}", statement="Every clearing counts.") for n in range(1, 24)]
    uses = with_class(tree_of(press(term("Clearing"), *users), SOURCE), "rs-uses")[0]
    shown = [words(li) for li in uses.iter("li")]
    assert words(uses.find("summary")) == "Used in 23 records"
    assert shown == [*(f"REQ-{n}" for n in range(1, 21)), "and 3 more records"]
    assert list(uses.iter("a"))[-1].get("href") == "terms/Clearing.html#used-in"


def test_a_term_does_not_use_itself():
    uses = with_class(tree_of(press(term("Clearing", statement="Clearing is clearing.")), SOURCE), "rs-uses")[0]
    assert words(uses) == "No record speaks of it."


def test_the_glossary_is_left_to_the_pages_of_its_terms_in_search():
    assert page(press(term("Clearing")), SOURCE).search is False


def test_texts_of_terms_that_have_the_same_headings_have_ids_of_their_own():
    made = press(*(term(name, statement="### Note\n\nWords, see [below](#note).") for name in ("One", "Two")))
    tree = tree_of(made, SOURCE)
    ids = [i for e in tree.iter() if (i := e.get("id"))]
    assert len(ids) == len(set(ids))
    assert [a.get("href") for a in tree.iter("a") if words(a) == "below"] == ["#One--note", "#Two--note"]
