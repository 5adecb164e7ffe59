"""Boards and registers say what can be said of records whose fields are odd, and lose none of them."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reqsite.model.schema import KINDS
from reqsite.portal.build_date import build_date, day
from tests.unit.portal.portals import DEFAULT, html_of, press, record, tree_of, with_class, words

VIEWS = {
    "change": ("boards/changes.md", "registers/change-control.md"),
    "feedback": ("boards/feedback.md", "registers/questions.md"),
    "decision": ("registers/decisions.md",),
    "risk": ("registers/risks.md",),
}
FIELDS = (
    "status",
    "date",
    "received",
    "importance",
    "urgency",
    "likelihood",
    "severity",
    "priority",
    "owner",
    "decider",
)

PRINTED = st.characters(codec="utf-8", exclude_categories=["C"])
"""The reader refuses what cannot be printed."""


@pytest.mark.parametrize(
    ("environment", "expected"),
    [({"SOURCE_DATE_EPOCH": "1782000000"}, dt.date(2026, 6, 21)), ({"SOURCE_DATE_EPOCH": "0"}, dt.date(1970, 1, 1))],
)
def test_the_day_of_the_build_is_the_one_that_was_asked_for(environment, expected):
    assert build_date(environment) == expected


@pytest.mark.parametrize("epoch", ["", "yesterday", "-5", "9" * 30, "١٢"])
def test_the_day_of_the_build_is_today_where_none_can_be_read(epoch):
    before = dt.datetime.now(dt.UTC).date()
    assert before <= build_date({"SOURCE_DATE_EPOCH": epoch}) <= dt.datetime.now(dt.UTC).date()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2026-03-01 10:00", dt.date(2026, 3, 1)), ("2026-02-30", None), ("", None), ("soon", None)],
)
def test_a_day_is_read_from_the_beginning_of_a_text(text, expected):
    assert day(text) == expected


def test_a_state_that_the_vocabulary_does_not_know_and_none_have_columns_of_their_own():
    made = press(record("CR-1", "change", fields={"status": "parked"}), record("CR-2", "change"))
    columns = [words(column) for column in with_class(tree_of(made, "boards/changes.md"), "rs-column")]
    assert [column.partition(" CR-")[0] for column in columns[-2:]] == ["parked (1)", "No status (1)"]
    assert ["CR-1" in columns[-2], "CR-2" in columns[-1]] == [True, True]


def test_feedback_of_tomorrow_and_of_no_day_has_no_age():
    made = press(
        record("FB-1", "feedback", fields={"received": "9999-12-31"}),
        record("FB-2", "feedback", fields={"received": "soon"}),
    )
    assert "Age" not in words(tree_of(made, "boards/feedback.md"))


def test_a_vocabulary_without_importance_and_urgency_has_no_such_table():
    fields = {name: field for name, field in DEFAULT.fields.items() if name not in ("importance", "urgency")}
    schema = dataclasses.replace(DEFAULT, fields=fields)
    odd = record("CR-1", "change", fields={"status": "applied", "importance": "high"}, schema=schema)
    board = tree_of(press(odd, schema=schema), "boards/changes.md")
    assert not with_class(board, "rs-weighing")
    assert "CR-1" in words(with_class(board, "rs-weighing-rest")[0])


def test_what_is_internal_is_on_no_board_for_clients():
    hidden = record("CR-2", "change", "Secret", fields={"status": "applied", "visibility": "internal"})
    shown = record("CR-1", "change", "Open", fields={"status": "applied"})
    assert "Secret" not in html_of(press(shown, hidden), "boards/changes.md")
    assert "Secret" in html_of(press(shown, hidden, audience="internal"), "boards/changes.md")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    kind=st.sampled_from(sorted(VIEWS)),
    fields=st.dictionaries(
        st.sampled_from(FIELDS),
        st.one_of(
            st.text(PRINTED, max_size=12),
            st.tuples(st.text(PRINTED, max_size=5)),
            st.sampled_from(["high", "2026-13-01", "<b>"]),
        ),
    ),
)
def test_any_values_make_pages_that_name_the_record(kind, fields):
    assert kind in KINDS
    made = press(record("X-1", kind, "One", fields={"feedback_class": "question", **fields}))
    first, *others = VIEWS[kind]
    assert "X-1" in words(tree_of(made, first))
    for other in others:
        assert words(tree_of(made, other))
