"""Given, When and Then stand out in acceptance criteria, and action items are taken apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqsite.model.record import Criterion
from reqsite.portal.criteria import with_steps
from reqsite.source.actions import Action, actions
from reqsite.source.criteria import criteria
from tests.unit.portal.portals import press, record, tree_of, with_class, words


def steps_of(text):
    made = record("REQ-1", sections=[("Acceptance criteria", text)], criteria=tuple(criteria(text, 20)))
    return [words(e) for e in with_class(tree_of(press(made), "requirements/REQ-1.md"), "rs-step")]


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("- Given a shop, when it opens, then light is on.", ["Given", "when", "then"]),
        ("- **Given** a shop **When** it opens **Then** light is on.", ["Given", "When", "Then"]),
        ("- 假如 已登录，当 查询时，那么 显示库存", ["假如", "当", "那么"]),
        ("- Given `a, when b` here, then done.", ["Given", "then"]),
        ("- It is shown when asked, then kept.\n- The rest.", []),
    ],
)
def test_the_words_that_begin_a_step_are_marked(text, steps):
    assert steps_of(text) == steps


def test_only_criteria_with_steps_are_looked_at():
    assert steps_of("- Given a shop, when it opens, then light.\n- Lit, when dark.") == ["Given", "when", "then"]


def test_a_word_in_an_address_is_no_step():
    html = '<li><span class="rs-ac">AC-1</span> <a title="x, when y" href="z">a</a>, then b</li>'
    marked = with_steps(html, [Criterion("AC-1", "", 1, (("given", "a"), ("then", "b")))])
    assert marked == html.replace("then", '<span class="rs-step">then</span>')


@settings(max_examples=80, deadline=None)
@given(st.text(st.sampled_from("Given when,Then\n假如当那么，<>&\"'` a"), max_size=60))
def test_no_text_is_lost_by_marking(text):
    html = f'<li><span class="rs-ac">AC-1</span> {text}</li>'
    marked = with_steps(html, [Criterion("AC-1", "", 1, (("given", "a"), ("then", "b")))])
    opened = '<span class="rs-step">'
    parts = marked.split(opened)
    assert parts[0] + "".join(part.replace("</span>", "", 1) for part in parts[1:]) == html


@pytest.mark.parametrize(
    ("line", "action"),
    [
        ("- [ ] Send it @Li due:2026-03-01", Action("Send it", "Li", "2026-03-01", done=False)),
        ("* [X] 发送价目表 @张三 截止：2026-03-01", Action("发送价目表", "张三", "2026-03-01", done=True)),
        ("- [ ] Ask a@b.org @Li @Zhao", Action("Ask a@b.org", "Li, Zhao", "", done=False)),
        ("- [ ] Send\n  the list", Action("Send the list", "", "", done=False)),
    ],
)
def test_an_action_item_has_text_owner_and_date(line, action):
    assert actions(line) == [action]


@pytest.mark.parametrize("text", ["", "Words.", "- no box", "- [ ] a\n  - nested", "- [ ] a\n\nWords."])
def test_what_is_more_than_action_items_is_no_list_of_them(text):
    assert actions(text) == []


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80))
def test_any_text_of_an_action_item_can_be_read(text):
    for action in actions(f"- [ ] {text}"):
        assert action.text.count("\n") == 0
