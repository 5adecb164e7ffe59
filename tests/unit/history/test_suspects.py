"""Which links are suspect: by what changed, when, and against what they were last compared."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reqsite.history.entry import state_of
from reqsite.history.ledger import Ledger
from reqsite.history.suspects import DIGITS, Cause, Review, suspects
from reqsite.source.pins import Pin, holds_a_list, with_pins
from tests.releases import release, workspace

LINK = "supports: [GOAL-001]"
DOWN = "verified_by: [TC-001]"


def goal(text="An answer within 3 s.", status="agreed", title="Stock"):
    return f"---\nid: GOAL-001\ntype: goal\ntitle: {title}\nstatus: {status}\n---\n{text}\n"


def requirement(link=LINK, text="It shall answer.", status="confirmed", number=1):
    front = f"id: REQ-00{number}\ntype: functional\ntitle: Look up\nstatus: {status}\npriority: P1\n{link}\n"
    return f"---\n{front}---\n{text}\n"


def look(text="Look."):
    return f"---\nid: TC-001\ntype: test\ntitle: See\n---\n{text}\n"


class Desk:
    """A project in a folder, written and released step by step."""

    def __init__(self, root):
        self.root = root
        (root / "docs_src").mkdir()

    def write(self, **texts):
        for name, text in texts.items():
            path = self.root / "docs_src" / f"{name}.md"
            if text:
                path.write_text(text, encoding="utf-8", newline="")
            else:
                path.unlink()
        return self

    def release(self, name):
        release(self.root, name)
        return self

    @property
    def found(self):
        now = workspace(self.root)
        return suspects(now.catalog, now.ledger, now.state)

    @property
    def links(self):
        return [(s.link.source, s.link.target, s.causes, s.reviewed) for s in self.found.links]

    def pin(self, number=0):
        now = workspace(self.root)
        return Review(now.catalog, now.ledger, now.state).pin(now.catalog.outgoing("REQ-001")[number])


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path).write(goal=goal(), req=requirement(), tc=look())


def test_without_a_release_nothing_is_suspect(desk):
    desk.write(goal=goal("An answer within 2 s."))
    assert desk.found.links == ()


def test_nothing_is_suspect_while_nothing_has_changed(desk):
    assert desk.release("1.0.0").found.links == ()


def test_a_goal_that_changed_makes_the_link_to_it_suspect_and_says_in_what(desk):
    desk.release("1.0.0").write(goal=goal("An answer within 2 s."))
    cause = Cause("GOAL-001", ("statement",), ("",))
    assert desk.links == [("REQ-001", "GOAL-001", (cause,), "1.0.0")]


def test_the_release_that_changed_it_is_named_once_it_is_out(desk):
    desk.release("1.0.0").write(goal=goal("An answer within 2 s.")).release("1.1.0").release("1.2.0")
    [(_source, _target, [cause], reviewed)] = desk.links
    assert (cause.releases, reviewed) == (("1.1.0",), "1.0.0")


def test_suspect_links_are_found_from_both_ends(desk):
    found = desk.release("1.0.0").write(goal=goal("An answer within 2 s.")).found
    assert list(found.by_source) == ["REQ-001"]
    assert list(found.by_target) == ["GOAL-001"]


@pytest.mark.parametrize("text", ["An answer\nwithin  3 s.\n", "An answer within 3 s.\n\n## Rationale\n\nCalls.\n"])
def test_a_change_of_nothing_that_binds_makes_nothing_suspect(desk, text):
    desk.release("1.0.0").write(goal=goal(text, title="Stock at once"))
    assert desk.links == []


def test_who_changes_the_lower_end_afterwards_or_with_it_has_looked_at_the_upper_one(desk):
    desk.release("1.0.0").write(goal=goal("An answer within 2 s."), req=requirement(text="It shall answer soon."))
    assert desk.links == []
    assert desk.release("1.1.0").links == []


def test_a_file_that_moved_has_not_been_looked_at(desk):
    desk.release("1.0.0").write(goal=goal("An answer within 2 s."), req="", req_elsewhere=requirement())
    assert len(desk.links) == 1


def test_what_was_changed_back_is_not_suspect(desk):
    desk.release("1.0.0").write(goal=goal("An answer within 2 s.")).release("1.1.0").write(goal=goal())
    assert desk.links == []


def test_a_test_is_suspect_once_the_requirement_changed_that_it_verifies(desk):
    desk.write(req=requirement(DOWN)).release("1.0.0").write(req=requirement(DOWN, "It shall answer in 1 s."))
    assert desk.links == [("REQ-001", "TC-001", (Cause("REQ-001", ("statement",), ("",)),), "1.0.0")]
    desk.write(tc=look("Look twice."))
    assert desk.links == []


def test_a_test_that_changed_makes_no_requirement_suspect(desk):
    desk.write(req=requirement(DOWN)).release("1.0.0").write(tc=look("Look twice."))
    assert desk.links == []


def test_a_new_link_to_an_old_test_has_just_been_looked_at(desk):
    desk.release("1.0.0").write(req=requirement(DOWN, "It shall answer in 1 s."))
    assert desk.links == []
    desk.release("1.1.0").write(req=requirement(DOWN, "It shall answer in 2 s."))
    assert [reviewed for *_rest, reviewed in desk.links] == ["1.1.0"]


@pytest.mark.parametrize("link", ["conflicts_with: [REQ-002]", "superseded_by: [REQ-002]"])
def test_a_link_without_a_direction_is_suspect_only_where_it_is_pinned(desk, link):
    desk.write(req=requirement(link), other=requirement("tags: [a]", number=2)).release("1.0.0")
    desk.write(other=requirement("tags: [a]", "It shall ask.", number=2))
    assert desk.links == []
    desk.write(req=requirement(link.replace("]", "@1.0.0]")))
    assert [(source, target) for source, target, *_rest in desk.links] == [("REQ-001", "REQ-002")]


@pytest.mark.parametrize(
    "files",
    [
        {"goal": goal("An answer within 2 s.", "withdrawn")},
        {"goal": goal("An answer within 2 s."), "req": requirement(status="withdrawn")},
    ],
)
def test_what_no_longer_holds_makes_nothing_suspect(desk, files):
    desk.write(req=requirement("supports: [GOAL-001@1.0.0]")).release("1.0.0").write(**files)
    assert desk.links == []


def test_a_pin_holds_against_every_later_edit_of_the_source(desk):
    desk.release("1.0.0").write(goal=goal("An answer within 2 s."))
    desk.write(req=requirement("supports: [GOAL-001@1.0.0]", text="It shall answer soon."))
    assert [reviewed for *_rest, reviewed in desk.links] == ["1.0.0"]


@pytest.mark.parametrize("pin", ["1.1.0", "v1.1.0"])
def test_a_pin_to_the_release_that_has_the_new_words_is_not_suspect(desk, pin):
    desk.release("1.0.0").write(goal=goal("An answer within 2 s.")).release("1.1.0")
    desk.write(req=requirement(f"supports: [GOAL-001@{pin}]"))
    assert desk.links == []


def test_the_pin_for_unchanged_ends_is_the_last_release_else_a_digest(desk):
    desk.release("1.0.0").release("1.1.0")
    assert desk.pin() == "1.1.0"
    desk.write(goal=goal("An answer within 2 s."))
    pin = desk.pin()
    assert len(pin) == DIGITS
    desk.write(req=requirement(f"supports: [GOAL-001@{pin}]"))
    assert desk.links == []


def test_a_digest_is_known_again_in_the_release_that_froze_it(desk):
    desk.release("1.0.0").write(goal=goal("An answer within 2 s."))
    desk.write(req=requirement(f"supports: [GOAL-001@{desk.pin()}]")).release("1.1.0")
    assert desk.links == []
    desk.write(goal=goal("An answer within 1 s."))
    assert [reviewed for *_rest, reviewed in desk.links] == ["1.1.0"]


def test_a_digest_of_words_in_no_release_is_suspect_and_nobody_knows_in_what(desk):
    desk.release("1.0.0").write(req=requirement("supports: [GOAL-001@0123abcd]"))
    assert desk.links == [("REQ-001", "GOAL-001", (Cause("GOAL-001", (), ()),), "")]


def test_a_digest_of_a_downward_link_speaks_for_both_ends(desk):
    desk.write(req=requirement(DOWN)).release("1.0.0").write(req=requirement(DOWN, "It shall answer in 1 s."))
    pinned = DOWN.replace("]", f"@{desk.pin()}]")
    desk.write(req=requirement(pinned, "It shall answer in 1 s."))
    assert desk.links == []
    desk.write(req=requirement(pinned, "It shall answer in 2 s."))
    assert len(desk.links) == 1


def test_a_pinned_downward_link_is_suspect_by_either_end(desk):
    pinned = "verified_by: [TC-001@1.0.0]"
    desk.write(req=requirement(pinned)).release("1.0.0").write(tc=look("Look twice."))
    assert [cause.id for _source, _target, causes, _reviewed in desk.links for cause in causes] == ["TC-001"]
    desk.write(req=requirement(pinned, "It shall answer in 1 s."))
    assert [cause.id for *_ends, causes, _reviewed in desk.links for cause in causes] == ["TC-001", "REQ-001"]


@pytest.mark.parametrize(("pin", "is_release"), [("9.9.9", False), ("soon", False), ("0123abc", False)])
def test_a_pin_that_names_nothing_is_told(desk, pin, is_release):
    found = desk.release("1.0.0").write(req=requirement(f"supports: [GOAL-001@{pin}]")).found
    assert [(u.link.pin, u.is_release) for u in found.unknown_pins] == [(pin, is_release)]
    assert found.links == ()


def test_a_pin_to_a_release_before_the_record_is_told(tmp_path):
    desk = Desk(tmp_path).write(tc=look()).release("1.0.0")
    desk.write(goal=goal(), req=requirement("supports: [GOAL-001@1.0.0]")).release("1.1.0")
    assert [u.is_release for u in desk.found.unknown_pins] == [True]


def test_a_pin_behind_a_part_of_a_record_is_found(desk):
    desk.write(req=requirement("supports: ['GOAL-001#rationale@1.0.0', 'GOAL-001@1.0.0#rationale']")).release("1.0.0")
    assert desk.found.unknown_pins == ()
    assert len(desk.write(goal=goal("An answer within 2 s.")).links) == 2


def test_a_schema_that_binds_more_makes_nothing_suspect(desk):
    pinned = "supports: [GOAL-001@1.0.0]"
    desk.write(goal=goal(title="Stock"), req=requirement(pinned)).release("1.0.0")
    (desk.root / "schema.yml").write_text("extends: default\nfields:\n  status: {normative: true}\n", encoding="utf-8")
    assert desk.links == []
    assert [cause.fields for *_e, [cause], _r in desk.write(goal=goal(status="draft")).links] == [("status",)]


def test_a_pin_is_no_change_even_where_links_bind(desk):
    (desk.root / "schema.yml").write_text("extends: default\nlinks:\n  supports: {normative: true}\n", encoding="utf-8")
    desk.write(other=requirement("refines: [REQ-001]", number=2)).release("1.0.0").write(goal=goal("In 2 s."))
    pin = desk.pin()
    desk.write(req=requirement(f"supports: [GOAL-001@{pin}]"))
    assert desk.links == []


def test_a_digest_stays_what_it_is_while_its_record_only_gets_pins(desk):
    (desk.root / "schema.yml").write_text("extends: default\nlinks:\n  supports: {normative: true}\n", encoding="utf-8")
    below = requirement("refines: [REQ-001]", number=2)
    desk.write(other=below).release("1.0.0").write(req=requirement(text="It shall ask."))
    now = workspace(desk.root)
    pin = Review(now.catalog, now.ledger, now.state).pin(now.catalog.outgoing("REQ-002")[0])
    desk.write(other=below.replace("REQ-001]", f"REQ-001@{pin}]"))
    assert desk.links == []
    desk.write(req=requirement("supports: [GOAL-001@1.0.0]", "It shall ask."))
    assert desk.links == []


def test_a_pin_on_one_link_says_nothing_of_the_others(desk):
    second = goal().replace("GOAL-001", "GOAL-002")
    desk.write(second=second, req=requirement("supports: [GOAL-001, GOAL-002]")).release("1.0.0")
    desk.write(goal=goal("In 2 s."), second=second.replace("3 s", "2 s"))
    desk.write(req=requirement(f"supports: [GOAL-001@{desk.pin()}, GOAL-002]"))
    assert [target for _source, target, *_rest in desk.links] == ["GOAL-002"]


def test_internal_records_are_compared_as_well(desk):
    secret = goal().replace("status:", "visibility: internal\nstatus:")
    desk.write(goal=secret).release("1.0.0").write(goal=secret.replace("3 s", "2 s"))
    assert [cause.fields for *_ends, [cause], _reviewed in desk.links] == [("statement",)]
    desk.write(req=requirement(f"supports: [GOAL-001@{desk.pin()}]"))
    assert desk.links == []
    assert len(desk.write(goal=secret.replace("3 s", "1 s")).links) == 1


def test_a_broken_ledger_says_nothing(desk):
    desk.release("1.0.0").write(goal=goal("An answer within 2 s."))
    (desk.root / "baselines" / "1.0.0.jsonl").write_text("{", encoding="utf-8")
    assert desk.links == []


def test_a_catalog_alone_is_enough(desk):
    now = workspace(desk.root)
    assert suspects(now.catalog, Ledger(), state_of(now.catalog)).links == ()


TEXTS = st.sampled_from(["One.", "Two.", "Three."])
STEPS = st.lists(
    st.tuples(st.sampled_from(["goal", "req", "tc", "release", "review", "link"]), TEXTS), min_size=1, max_size=14
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_was_edited_after_a_review_of_everything_nothing_is_suspect(tmp_path, steps):
    root = tmp_path / "project"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    desk = Desk(root).write(goal=goal(), req=requirement(f"{LINK}\n{DOWN}"), tc=look())
    links, text = f"{LINK}\n{DOWN}", "It shall answer."
    for number, (step, words) in enumerate(steps):
        if step == "release":
            desk.release(f"1.{number}.0")
        elif step == "review":
            review(root)
            path = root / "docs_src" / "req.md"
            links = "\n".join(path.read_text(encoding="utf-8").splitlines()[6:8])
        elif step == "goal":
            desk.write(goal=goal(words))
        elif step == "tc":
            desk.write(tc=look(words))
        else:
            text = words
            desk.write(req=requirement(links, text))
    if any(step == "release" for step, _words in steps):
        review(root)
        assert desk.links == []
        assert desk.release("9.0.0").links == []


def review(root):
    now = workspace(root)
    looked = Review(now.catalog, now.ledger, now.state)
    for suspect in looked.suspects().links:
        link = suspect.link
        record = now.catalog.records[link.source]
        place = record.place(f"{link.type.name}[{link.number}]")
        path = root / place.file
        target = record.links[link.type.name][link.number]
        pin = Pin(place.line, place.column, target, bool(link.pin), looked.pin(link))
        text = path.read_text(encoding="utf-8")
        path.write_text(with_pins(text, [pin], is_list=holds_a_list(place.file)), encoding="utf-8", newline="")
