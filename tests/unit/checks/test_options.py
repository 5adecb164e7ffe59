import pytest

from tests.unit.checks.checked import check_project, named

CHANGE = (
    "---\nid: CR-001\ntype: change\ntitle: Cards\nstatus: {state}\nreason: Safer\nproposer: Li\n{options}---\nCards.\n"
)
TWO = "options:\n  - {title: Cards, chosen: true}\n  - {title: Tokens, chosen: yes}\n"
NONE = "options:\n  - {title: Cards}\n  - {title: Tokens, chosen: false}\n"
ONE = "options:\n  - {title: Cards, chosen: true}\n  - {title: Tokens}\n  - {title: Nothing, chosen: no}\n"


def checked(root, options, state="approved"):
    report = check_project(root, {"c.md": CHANGE.format(state=state, options=options)})
    return named(report, "undecided-options")


@pytest.mark.parametrize(("options", "count"), [(TWO, 2), (NONE, 0), ("options: [Cards, Tokens]\n", 0)])
def test_an_approved_change_of_which_not_exactly_one_alternative_is_chosen_is_one_finding(tmp_path, options, count):
    [finding] = checked(tmp_path, options)
    assert (finding.severity, str(finding.place), finding.record) == ("warning", "docs_src/c.md:8:1", "CR-001")
    assert str(finding.message) == f"CR-001 is approved, and {count} of its alternatives are chosen."


@pytest.mark.parametrize("state", ["approved", "implemented", "verified"])
def test_one_chosen_alternative_is_enough(tmp_path, state):
    assert checked(tmp_path, ONE, state) == []


@pytest.mark.parametrize(
    ("options", "state"),
    [(TWO, "applied"), (TWO, "assessed"), (TWO, "rejected"), ("", "approved"), ("options: []\n", "approved")],
)
def test_what_is_not_approved_or_has_no_alternatives_has_nothing_to_choose(tmp_path, options, state):
    assert checked(tmp_path, options, state) == []


def test_alternatives_of_another_shape_are_none_chosen_and_break_nothing(tmp_path):
    [finding] = checked(tmp_path, "options: {title: Cards, chosen: [true]}\n")
    assert "0 of its alternatives" in str(finding.message)
