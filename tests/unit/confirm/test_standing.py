from datetime import UTC, datetime

import hypothesis.strategies as st
import pytest
from hypothesis import given

from reqsite.confirm.given import Given
from reqsite.confirm.importing import Filing, keep
from reqsite.confirm.receipt import ANSWERS
from reqsite.confirm.standing import Confirmations, Standing
from reqsite.history.entry import Entry, State
from reqsite.history.ledger import Ledger
from reqsite.source.schema_file import parse_schema
from tests.releases import release
from tests.unit.confirm.desk import SCHEMA, TEXTS, confirmations, item, receipt, standing, write


@pytest.fixture
def desk(tmp_path):
    write(tmp_path)
    release(tmp_path, "1.0.0")
    return tmp_path


def answer(root, role, said, **more):
    keep({"a": Filing.of(receipt(root, role, said, **more))}, root)


def test_the_schema_says_who_confirms_what(desk):
    assert confirmations(desk).roles == ("decider", "evaluator")
    assert standing(desk, "decider") == {"REQ-001": "open"}
    assert standing(desk, "evaluator") == dict.fromkeys(TEXTS, "open")


def test_a_record_may_name_other_roles_or_none(tmp_path):
    more = {"REQ-001": "required_confirmers: [none]\n", "REQ-003": "required_confirmers: [decider, 财务部]\n"}
    write(tmp_path, more=more)
    assert standing(tmp_path, "decider") == {"REQ-003": "open"}
    assert standing(tmp_path, "evaluator") == {"REQ-002": "open"}
    assert standing(tmp_path, "财务部") == {"REQ-003": "open"}


def test_without_confirmation_in_the_schema_nobody_is_asked(tmp_path):
    write(tmp_path, schema="checks: {}\n")
    assert confirmations(tmp_path).roles == ()
    assert confirmations(tmp_path).by_record == {}


def test_each_answer_shows(desk):
    answer(desk, "evaluator", {"REQ-001": "agree", "REQ-002": "object", "REQ-003": "discuss"})
    assert standing(desk, "evaluator") == {"REQ-001": "agreed", "REQ-002": "objected", "REQ-003": "discussed"}
    assert standing(desk, "decider") == {"REQ-001": "open"}


def test_the_last_answer_counts_whatever_the_order_of_the_files(desk):
    answer(desk, "evaluator", {"REQ-001": "agree"}, time="2026-03-03T09:00:00+08:00")
    answer(desk, "evaluator", {"REQ-001": "object"}, time="2026-03-03T02:00:00+00:00")  # an hour later
    answer(desk, "evaluator", {"REQ-001": "discuss"}, time="2026-03-01T09:00:00+08:00")
    assert standing(desk, "evaluator")["REQ-001"] == "objected"


def test_a_normative_change_asks_for_just_this_item_again(desk):
    answer(desk, "evaluator", dict.fromkeys(TEXTS, "agree"))
    write(desk, {"REQ-002": "系统应显示含税价格。"})
    assert standing(desk, "evaluator") == {"REQ-001": "agreed", "REQ-002": "again", "REQ-003": "agreed"}
    again = item(desk, "evaluator", "REQ-002")
    words = confirmations(desk).words_of(again)
    assert words is not None
    assert words.text("statement") == "系统应显示价格。"


def test_a_change_of_what_does_not_bind_asks_nobody_and_is_noted(desk):
    answer(desk, "evaluator", dict.fromkeys(TEXTS, "agree"))
    write(desk, more={"REQ-002": "owner: Li\n"})
    assert set(standing(desk, "evaluator").values()) == {"agreed"}
    assert item(desk, "evaluator", "REQ-002").is_reworded
    assert not item(desk, "evaluator", "REQ-001").is_reworded


def test_words_that_come_back_have_their_answer_again(desk):
    answer(desk, "evaluator", {"REQ-002": "agree"})
    write(desk, {"REQ-002": "系统应显示含税价格。"})
    release(desk, "1.1.0", "2026-04-01")
    answer(desk, "evaluator", {"REQ-002": "object"}, time="2026-04-02T09:00:00+08:00")
    assert standing(desk, "evaluator")["REQ-002"] == "objected"
    write(desk)
    assert standing(desk, "evaluator")["REQ-002"] == "agreed"


def test_a_withdrawn_record_is_asked_of_nobody(desk):
    path = desk / "docs_src" / "REQ-001.md"
    path.write_text(path.read_text("utf-8").replace("status: confirmed", "status: withdrawn"), encoding="utf-8")
    assert standing(desk, "decider") == {}


def test_a_spoken_yes_to_a_p0_is_not_enough(tmp_path):
    said = "confirmations:\n  - {by: Li, role: decider, date: 2026-03-01%s}\n"
    write(tmp_path, more={"REQ-001": said % ""})
    assert standing(tmp_path, "decider") == {"REQ-001": "unproven"}
    write(tmp_path, more={"REQ-001": said % ", evidence: DOC-012"})
    assert standing(tmp_path, "decider") == {"REQ-001": "agreed"}


def test_an_answer_in_a_record_is_bound_to_the_release_of_its_day(tmp_path):
    said = "confirmations:\n  - {by: Li, role: evaluator, date: 2026-03-15, result: agreed}\n"
    write(tmp_path, more={"REQ-002": said})
    release(tmp_path, "1.0.0", "2026-03-01")
    assert standing(tmp_path, "evaluator")["REQ-002"] == "agreed"
    write(tmp_path, {"REQ-002": "系统应显示含税价格。"}, more={"REQ-002": said})
    assert standing(tmp_path, "evaluator")["REQ-002"] == "again"


def test_a_person_of_the_project_answers_in_his_role(tmp_path):
    (tmp_path / "docs_src").mkdir()
    people = "records:\n  - {id: SH-001, type: stakeholder, title: 王, role: decider}\n"
    (tmp_path / "docs_src" / "people.yml").write_text(people, encoding="utf-8")
    write(tmp_path, more={"REQ-001": "confirmations:\n  - {by: 王, date: 2026-03-01, evidence: DOC-1}\n"})
    assert standing(tmp_path, "decider") == {"REQ-001": "agreed"}


def test_a_role_that_signs_answers_the_release_itself(desk):
    [signature] = confirmations(desk).signatures
    assert (signature.role, signature.standing) == ("decider", Standing.OPEN)
    answer(desk, "decider", {"": "agree"})
    assert [s.standing for s in confirmations(desk).signatures] == ["agreed"]
    write(desk, {"REQ-003": "系统应显示全部供应商。"})
    assert [s.standing for s in confirmations(desk).signatures] == ["again"]


def test_a_role_waits_for_those_before_it_in_the_chain(desk):
    assert confirmations(desk).waits_for("decider") == ("evaluator",)
    answer(desk, "evaluator", dict.fromkeys(TEXTS, "agree"))
    assert confirmations(desk).waits_for("decider") == ()


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(ANSWERS), st.sampled_from("abc")), max_size=8))
def test_the_order_in_which_answers_are_read_never_matters(said):
    schema = parse_schema(SCHEMA, "schema.yml").schema
    times = {n: datetime(2026, 3, 1 + n, tzinfo=UTC).date().isoformat() for n, _answer, _words in said}
    answers = [
        Given("A", "evaluator", "Li", times[n], word, words, file=f"{n}{word}{words}") for n, word, words in said
    ]

    state = State("", {"A": Entry("A", {"type": "functional", "kind": "requirement"}, "f", "a")})

    def stand(order):
        return Confirmations(state, Ledger(), schema, order).by_record["A"]

    assert stand(answers) == stand(reversed(answers))


def test_who_agrees_in_a_walk_through_has_confirmed_what_was_discussed(tmp_path):
    (tmp_path / "docs_src").mkdir()
    (tmp_path / "docs_src" / "more.yml").write_text(
        "records:\n"
        "  - {id: SH-001, type: stakeholder, title: 王, role: decider}\n"
        "  - id: MTG-001\n    type: meeting\n    title: Walk-through\n    meeting_type: walkthrough\n"
        "    held: 2026-03-05 10:00\n    discusses: [REQ-001, REQ-002]\n"
        "    attendees: [{name: 王, agreed: true}, {name: Li, role: evaluator, agreed: yes},"
        " {name: Wu, role: evaluator}]\n",
        encoding="utf-8",
    )
    write(tmp_path)
    assert standing(tmp_path, "decider") == {"REQ-001": "agreed"}
    assert standing(tmp_path, "evaluator") == {"REQ-001": "agreed", "REQ-002": "agreed", "REQ-003": "open"}
    given = item(tmp_path, "decider", "REQ-001").given
    assert given is not None
    assert (given.name, given.date, given.evidence) == ("王", "2026-03-05", ("MTG-001",))
