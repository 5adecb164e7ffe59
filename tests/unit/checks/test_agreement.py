import pytest

from tests.unit.checks.checked import check_project, named, places, requirement

REASONED = requirement("It shall.", "priority_reason: The law asks for it.\n", record_id="REQ-009")
NO_REASON = requirement("It shall.")
METHODICAL = requirement("It shall.", "method: demo\n", record_id="REQ-009").replace("draft", "reviewed")


def in_state(state, front=""):
    return requirement("It shall.", front).replace("status: draft", f"status: {state}")


@pytest.mark.parametrize("scope", ["out", "later"])
def test_what_is_not_in_scope_needs_a_reason(tmp_path, scope):
    report = check_project(tmp_path, {"a.md": requirement("It shall.", f"scope: {scope}\n")})
    [finding] = named(report, "missing-scope-reason")
    assert (finding.severity, str(finding.place), finding.record) == ("warning", "docs_src/a.md:7:8", "REQ-001")
    assert scope in str(finding.message)


@pytest.mark.parametrize("front", ["", "scope: in\n", "scope: out\nscope_reason: The portal does it.\n"])
def test_what_is_in_scope_or_has_a_reason_needs_none(tmp_path, front):
    report = check_project(tmp_path, {"a.md": requirement("It shall.", front)})
    assert named(report, "missing-scope-reason") == []


def test_where_reasons_are_given_each_p0_needs_one(tmp_path):
    report = check_project(tmp_path, {"a.md": NO_REASON, "z.md": REASONED})
    [finding] = named(report, "missing-priority-reason")
    assert (finding.severity, str(finding.place), finding.record) == ("info", "docs_src/a.md:6:11", "REQ-001")


def test_a_project_that_gives_no_reasons_hears_of_none_unless_it_asks(tmp_path):
    assert named(check_project(tmp_path, {"a.md": NO_REASON}), "missing-priority-reason") == []
    asked = check_project(tmp_path, {"a.md": NO_REASON}, "checks:\n  missing-priority-reason: warning\n")
    assert [f.severity for f in named(asked, "missing-priority-reason")] == ["warning"]


@pytest.mark.parametrize(("old", "new"), [("P0", "P1"), ("draft", "withdrawn")])
def test_only_what_is_in_force_and_p0_needs_a_reason(tmp_path, old, new):
    report = check_project(tmp_path, {"a.md": NO_REASON.replace(old, new), "z.md": REASONED})
    assert named(report, "missing-priority-reason") == []


@pytest.mark.parametrize("state", ["reviewed", "confirmed", "frozen", "delivered"])
def test_what_is_reviewed_needs_a_method_where_methods_are_named(tmp_path, state):
    [finding] = named(check_project(tmp_path, {"a.md": in_state(state), "z.md": METHODICAL}), "missing-method")
    assert (finding.severity, str(finding.place), finding.record) == ("warning", "docs_src/a.md:5:9", "REQ-001")


@pytest.mark.parametrize("state", ["idea", "draft", "deferred", "rejected", "withdrawn"])
def test_what_is_not_yet_or_no_more_reviewed_needs_no_method(tmp_path, state):
    assert named(check_project(tmp_path, {"a.md": in_state(state), "z.md": METHODICAL}), "missing-method") == []


def test_a_constraint_needs_no_method_and_a_project_without_any_hears_of_none_unless_it_asks(tmp_path):
    constraint = in_state("reviewed").replace("functional", "constraint")
    assert named(check_project(tmp_path, {"a.md": constraint, "z.md": METHODICAL}), "missing-method") == []
    (tmp_path / "other").mkdir()
    assert named(check_project(tmp_path / "other", {"a.md": in_state("reviewed")}), "missing-method") == []
    asked = check_project(tmp_path / "other", {"a.md": in_state("reviewed")}, "checks:\n  RQ703: info\n")
    assert [f.severity for f in named(asked, "missing-method")] == ["info"]


@pytest.mark.parametrize(("state", "count"), [("built", 1), ("parked", 0)])
def test_the_project_says_by_the_order_of_its_states_what_comes_later(tmp_path, state, count):
    schema = "states:\n  requirement:\n    reviewed: {}\n    built: {}\n    dropped: {live: false}\n    parked: {}\n"
    report = check_project(tmp_path, {"a.md": in_state(state), "z.md": METHODICAL}, schema)
    assert len(named(report, "missing-method")) == count
    assert named(report, "illegal-state") == []


def test_an_implicit_need_that_is_confirmed_needs_a_source_and_a_confirmation(tmp_path):
    agreed = "confirmations:\n  - {by: Li, result: agreed}\n"
    report = check_project(tmp_path, {"a.md": in_state("confirmed", f"explicitness: implicit\n{agreed}")})
    [finding] = named(report, "unconfirmed-implicit-need")
    assert (finding.severity, str(finding.place)) == ("info", "docs_src/a.md:7:15")
    assert str(finding.message).endswith("it lacks: source.")


@pytest.mark.parametrize(
    "confirmations", ["", "confirmations:\n  - {by: Li, result: refused}\n", "confirmations: Li\n"]
)
def test_only_a_confirmation_that_agrees_is_one(tmp_path, confirmations):
    front = f"explicitness: implicit\nsource: [talk of 2026-03-01]\n{confirmations}"
    [finding] = named(check_project(tmp_path, {"a.md": in_state("frozen", front)}), "unconfirmed-implicit-need")
    assert str(finding.message).endswith("it lacks: confirmations.")


@pytest.mark.parametrize(
    ("state", "front"),
    [
        ("confirmed", "explicitness: implicit\nsource: [MTG-002]\nconfirmations:\n  - {by: Li, result: agreed}\n"),
        ("reviewed", "explicitness: implicit\n"),
        ("confirmed", "explicitness: explicit\n"),
    ],
)
def test_an_implicit_need_may_stand_once_it_is_agreed_and_before_it_counts(tmp_path, state, front):
    meeting = "---\nid: MTG-002\ntype: meeting\ntitle: Talk\nheld: 2026-03-02 10:00\ndecider: Li\n---\nWe met.\n"
    report = check_project(tmp_path, {"a.md": in_state(state, front), "m.md": meeting})
    assert named(report, "unconfirmed-implicit-need", "dangling-link") == []


@pytest.mark.parametrize(
    ("front", "count"),
    [
        ("assumption: true\n", 1),
        ("assumption: yes\n", 1),
        ("assumption: false\n", 0),
        ("assumption: true\nvalidated_by: [MTG-004]\n", 0),
    ],
)
def test_an_assumption_needs_something_that_validates_it(tmp_path, front, count):
    report = check_project(tmp_path, {"a.md": requirement("It shall.", front)})
    assert places(report, "unvalidated-assumption") == ["a.md:7:13"] * count


def test_readings_of_a_term_need_the_date_on_which_they_were_settled(tmp_path):
    term = (
        "---\ntype: term\ntitle: 实时数据\n{agreed}readings:\n"
        "  - {{who: 市场部, meaning: 当天}}\n  - {{who: 技术部, meaning: 5 秒}}\n---\n刚产生的数据。\n"
    )
    [finding] = named(check_project(tmp_path, {"t.md": term.format(agreed="")}), "readings-not-agreed")
    assert (finding.severity, str(finding.place), finding.record) == ("info", "docs_src/t.md:4:1", "实时数据")
    settled = check_project(tmp_path, {"t.md": term.format(agreed="agreed: 2026-05-01\n")})
    assert named(settled, "readings-not-agreed") == []


def restated(*sides, priority="P0", status="confirmed"):
    """Return a requirement with its restatements: (side, who)."""
    said = ", ".join(f"{side}: {{by: {who}, date: 2026-03-02, text: So it is.}}" for side, who in sides)
    return f"priority: {priority}\nstatus: {status}\n" + (f"restate: {{{said}}}\n" if sides else "")


def restatements(tmp_path, schema="", **records):
    files = {
        f"{name}.md": f"---\nid: {name.replace('_', '-')}\ntype: functional\ntitle: T\n{head}---\nIt shall be.\n"
        for name, head in records.items()
    }
    found = check_project(tmp_path, files, schema).findings
    return {f.record: str(f.message) for f in found if f.rule.name == "missing-restatement"}


def test_once_a_client_has_restated_something_each_key_requirement_needs_both_sides(tmp_path):
    both, tech = (("tech", "Li"), ("business", "Wang")), (("tech", "Li"),)
    found = restatements(
        tmp_path,
        REQ_001=restated(*both),
        REQ_002=restated(*tech),
        REQ_003=restated(*tech, priority="P1", status="frozen"),
        REQ_004=restated(*tech, priority="P2"),
        REQ_005=restated(*tech, status="reviewed"),
    )
    assert found == {
        name: f"{name} is {status}, and has not been said again by each side in its own words; "
        "it lacks: restate.business.by, restate.business.date, restate.business.text."
        for name, status in (("REQ-002", "confirmed"), ("REQ-003", "frozen"))
    }


def test_as_long_as_no_client_has_restated_anything_the_developers_words_do(tmp_path):
    assert restatements(tmp_path, REQ_001=restated(("tech", "Li")), REQ_002=restated(("tech", "Li"))) == {}


def test_a_project_that_names_the_rule_asks_for_both_sides_from_the_start(tmp_path):
    found = restatements(tmp_path, "checks: {missing-restatement: error}\n", REQ_001=restated(("tech", "Li")))
    assert "it lacks: restate.business.by" in found["REQ-001"]


def test_one_person_is_not_two_sides(tmp_path):
    found = restatements(tmp_path, REQ_001=restated(("tech", "Li"), ("business", "Li")))
    assert found == {"REQ-001": "REQ-001: Li has said it again for both sides."}
