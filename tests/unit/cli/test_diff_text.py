import pytest

from reqsite.cli.columns import table, width
from reqsite.cli.diff_items import Redlines
from reqsite.cli.diff_text import TextPrinter
from reqsite.history.difference import compare
from reqsite.history.entry import State, state_of
from reqsite.model.catalog import Catalog
from reqsite.model.record import Record, Section
from reqsite.source.schema_file import default_schema

SCHEMA = default_schema()


def state(text, name, **fields) -> State:
    sections = (Section("statement", "", 0, text, 5),)
    record = Record(
        "REQ-1",
        "functional",
        "requirement",
        "Stock",
        "docs/a.md",
        1,
        fields={"status": "draft", **fields},
        sections=sections,
    )
    return state_of(Catalog([record], SCHEMA), name)


def printed(old, new, *, color) -> str:
    redlines = Redlines(Catalog([], SCHEMA), "en")
    return "\n".join(TextPrinter(redlines, str, color=color).difference(compare(old, new)))


def test_with_colours_words_are_green_and_red():
    shown = printed(state("It is shown.", "1"), state("It is hidden.", "2"), color=True)
    assert "\x1b[31;9mshown\x1b[0m" in shown
    assert "\x1b[32;4mhidden\x1b[0m" in shown
    assert "[-" not in shown


@pytest.mark.parametrize("color", [True, False])
@pytest.mark.parametrize("evil", ["\x1b[2J", "\u202e", "\x07", "\x9b31m", "\ufdd0", "\ufdd3"])
def test_nothing_in_a_record_gives_orders_to_a_terminal(evil, color):
    old, new = (
        state(f"It {evil} is shown.", "1", owner=f"A{evil}"),
        state(f"It {evil} is hidden.", "2", owner=f"B{evil}"),
    )
    shown = printed(old, new, color=color)
    ours = ("\x1b[31;9m", "\x1b[32;4m", "\x1b[1m", "\x1b[0m") if color else ()
    for order in ours:
        shown = shown.replace(order, "")
    assert not {"\x1b", "\u202e", "\x07", "\x9b", "\ufdd0", "\ufdd3"} & set(shown)


def test_a_long_text_keeps_what_is_near_a_change_and_counts_the_rest():
    lines = [f"Paragraph {n} says something of its own." for n in range(9)]
    shown = printed(state("\n\n".join(lines), "1"), state("\n\n".join([*lines[:-1], "It ends."]), "2"), color=False)
    assert "unchanged paragraphs" in shown
    assert "Paragraph 0" not in shown
    assert "Paragraph 7" in shown


def test_columns_stand_under_each_other_in_chinese_too():
    lines = list(table([["名称", "数"], ["a", "10"], ["库存查询", "5"]], right=frozenset({1})))
    assert lines == ["名称      数", "a         10", "库存查询   5"]
    assert {width(line) for line in lines} == {12}
