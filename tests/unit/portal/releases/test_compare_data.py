import json
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqsite.history.difference import compare
from reqsite.history.entry import Binding, State
from reqsite.history.freeze import changes_between
from reqsite.history.ledger import Baseline, Ledger
from reqsite.model.record import Attachment
from reqsite.portal.press import Press
from reqsite.portal.releases import compare_data
from reqsite.portal.releases.story import Story
from tests.unit.history.histories import pasts
from tests.unit.portal.portals import html_of, parse, press, record, tree_of, words

STOCK = record(
    "REQ-1",
    title="Stock",
    statement="The stock is shown within 2 s.",
    sections=[("Acceptance criteria", "- Given a stock\n- when it is asked for")],
    fields={"priority": "P1", "status": "draft", "tags": ("mobile", "urgent")},
)
FASTER = replace(
    STOCK, sections=(replace(STOCK.sections[0], text="The stock is shown within 1 s."), *STOCK.sections[1:])
)
REFUND = record("REQ-2", title="Refund", statement="An order is refunded.", fields={"priority": "P2"})
SECRET = record("REQ-9", title="Secret", statement="Nobody may know.", fields={"visibility": "internal"})


def read(made: Press, path: str):
    """Return what a data file of a portal sets."""
    return value_of(compare_data.files(made)[path].decode())


def value_of(script: str):
    name, _equals, text = script.partition(" = ")
    assert name.startswith("window.REQSITE_")
    return json.loads(text.rstrip().removesuffix(";"))


def version_at(record: Sequence, number: int):
    """Return the version of a record of the index in a release, None where it is not there."""
    before = [version for version in record[4] if version[0] <= number]
    return before[-1] if before and len(before[-1]) > 1 else None


def binding_in(version: Sequence, rule: int) -> int:
    """Return the number of what binds in a version, by one of the rules for that."""
    binds = version[2]
    return int(binds[rule] if isinstance(binds, list) else binds)


def story_of(states: Sequence[State]) -> Story:
    baselines = []
    before = State("", {})
    for state in states:
        changes = tuple(changes_between(before.entries, state.entries))
        digest = state.catalog_digest()
        baselines.append(Baseline(state.name, "2026-01-01", "", before.name, "", digest, state.binding, changes))
        before = state
    return Story(Ledger(tuple(baselines)))


@st.composite
def ruled(draw: st.DrawFn) -> list[State]:
    """Draw states of which each says for itself what binds."""
    states = draw(pasts())
    words = Binding(sections=frozenset({"statement"}))
    return [replace(state, binding=draw(st.sampled_from((state.binding, words, Binding())))) for state in states]


@given(pasts() | ruled())
@settings(max_examples=80, deadline=None)
def test_the_browser_finds_between_any_two_releases_what_a_difference_says(states):
    made = press(audience="internal")
    made = Press(replace(made.site, story=story_of(states)), made.render)
    index = value_of(compare_data.files(made)[compare_data.INDEX].decode())
    for (first, old), (second, new) in combinations(enumerate(states), 2):
        difference = compare(old, new)
        pairs = {r[0]: (version_at(r, first), version_at(r, second)) for r in index["records"]}
        both = {i: (a, b) for i, (a, b) in pairs.items() if a and b}
        assert {i for i, (a, b) in pairs.items() if b and not a} == set(difference.added)
        assert {i for i, (a, b) in pairs.items() if a and not b} == set(difference.removed)
        assert {i for i, (a, b) in both.items() if a[1] != b[1]} == {c.id for c in difference.changed}
        rule = index["rules"][second] if index["rules"] else 0
        bound = {i for i, (a, b) in both.items() if a[1] != b[1] and binding_in(a, rule) != binding_in(b, rule)}
        assert bound == {c.id for c in difference.changed if c.normative}
        assert {i for i, (a, b) in both.items() if a[3] > b[3]} >= set(difference.withdrawn)


def test_the_releases_stand_in_the_order_of_the_ledger_with_what_is_not_yet_released_at_the_end():
    index = read(press(FASTER, REFUND, releases={"1.0.0": [STOCK], "1.1.0": [STOCK, REFUND]}), compare_data.INDEX)
    assert [(release["name"], release["url"]) for release in index["releases"]] == [
        ("1.0.0", "releases/1.0.0.html"),
        ("1.1.0", "releases/1.1.0.html"),
        ("", "releases/unreleased.html"),
    ]


def test_what_a_state_says_is_there_in_the_words_of_the_portal():
    made = press(REFUND, STOCK, releases={"1.0.0": [REFUND], "1.1.0": [REFUND, STOCK]})
    labels = read(made, compare_data.INDEX)["labels"]
    held = read(made, "releases/texts-0.js")[0]
    title, facts, sections = held["states"][0]
    assert title == "Stock"
    said = {labels[held["facts"][number][0]]: held["facts"][number][1] for number in facts}
    assert said["Priority"] == "P1 important"
    assert said["Tags"] == ["mobile", "urgent"]
    texts = {labels[label]: held["texts"][number] for label, number in sections}
    assert texts["Statement"] == ["The stock is shown within 2 s."]
    assert texts["Acceptance criteria"] == [
        ["i", 1, "", "Given a stock"],
        ["i", 1, "", "when it is asked for"],
    ]


def test_what_stays_is_there_once():
    made = press(STOCK, releases={"1.0.0": [STOCK], "1.1.0": [FASTER], "1.2.0": [STOCK]})
    (stock,) = read(made, compare_data.INDEX)["records"]
    assert [version[:2] for version in stock[4]] == [[0, 0], [1, 1], [2, 0]]
    (held,) = read(made, "releases/texts-0.js")
    assert [[text] for text in held["texts"]] == [
        [["The stock is shown within 2 s."]],
        [["The stock is shown within 1 s."]],
    ]
    assert held["states"] == [["Stock", [], [[held["states"][0][2][0][0], number]]] for number in (0, 1)]


def test_a_record_that_is_the_same_in_all_releases_is_counted_and_says_nothing():
    made = press(FASTER, REFUND, releases={"1.0.0": [STOCK, REFUND], "1.1.0": [FASTER, REFUND]})
    assert [r[4] for r in read(made, compare_data.INDEX)["records"] if r[0] == "REQ-2"] == [[[0, 0, 0, 1]]]
    assert read(made, "releases/texts-0.js")[1] == {"facts": [], "texts": [], "states": []}


def test_a_record_with_another_title_says_all_that_it_says():
    named = replace(FASTER, title="Stock at once")
    made = press(named, releases={"1.0.0": [STOCK], "1.1.0": [named]})
    (held,) = read(made, "releases/texts-0.js")
    assert [state[0] for state in held["states"]] == ["Stock", "Stock at once"]
    assert ["i", 1, "", "Given a stock"] in [block for text in held["texts"] for block in text]


@given(pasts())
@settings(max_examples=40, deadline=None)
def test_whatever_differs_between_two_releases_is_told(states):
    made = press(audience="internal")
    made = Press(replace(made.site, story=story_of(states)), made.render)
    made_files = compare_data.files(made).items()
    files = {path: value_of(file.decode()) for path, file in made_files if path.startswith("releases/")}
    told = [held for path, texts in files.items() if "texts-" in path for held in texts]
    places = {record[0]: number for number, record in enumerate(files[compare_data.INDEX]["records"])}
    for (first, old), (second, new) in combinations(enumerate(states), 2):
        for changed in compare(old, new).changed:
            place = places[changed.id]
            versions = files[compare_data.INDEX]["records"][place]
            one, other = (told[place]["states"][version_at(versions, number)[1]] for number in (first, second))
            assert one != other or set(changed.fields) <= {"visibility", "changes", "waive", "sort_key"}


def test_a_record_that_went_and_came_back_was_gone_in_between():
    made = press(STOCK, REFUND, releases={"1.0.0": [STOCK, REFUND], "1.1.0": [STOCK], "1.2.0": [STOCK, REFUND]})
    refund = next(r for r in read(made, compare_data.INDEX)["records"] if r[0] == "REQ-2")
    assert refund[4] == [[0, 0, 0, 1], [1], [2, 0, 0, 1]]


def test_a_record_that_is_gone_leads_to_its_last_page():
    index = read(press(STOCK, releases={"1.0.0": [STOCK, REFUND], "2.0.0": [STOCK]}), compare_data.INDEX)
    assert [record[3] for record in index["records"]] == ["requirements/REQ-1.html", "requirements/REQ-2.html"]


def test_another_file_under_the_same_name_is_another_fact():
    def shown(digest):
        return replace(STOCK, attachments=(Attachment("flow.png", "flow.png", digest * 32, 10, 1, image=True),))

    (held,) = read(press(shown("bb"), releases={"1.0.0": [shown("aa")], "1.1.0": [shown("bb")]}), "releases/texts-0.js")
    members = [fact[1] for fact in held["facts"] if isinstance(fact[1], list)]
    assert ["flow.png (aaaaaaaa)"] in members
    assert ["flow.png (bbbbbbbb)"] in members


def test_texts_lie_in_files_of_a_hundred_records():
    records = [record(f"REQ-{number}", statement=f"Text {number}") for number in range(1, 202)]
    made = press(*records, releases={"1.0.0": [REFUND], "1.1.0": records})
    index = read(made, compare_data.INDEX)
    assert index["records"][100][0] == "REQ-101"
    assert read(made, "releases/texts-1.js")[0]["texts"] == [["Text 101"]]
    assert len(read(made, "releases/texts-2.js")) == 1


@pytest.mark.parametrize("then", [SECRET, replace(SECRET, fields={})], ids=["internal then", "public then"])
def test_what_is_internal_is_in_no_data_for_clients(then):
    noted = replace(
        STOCK, sections=(replace(STOCK.sections[0], text="As REQ-9 says."),), links={"depends_on": ("REQ-9",)}
    )
    noted = replace(noted, fields={**noted.fields, "internal_note": "They pay late."})
    releases = {"1.0.0": [noted], "1.1.0": [noted, then], "1.2.0": [FASTER, SECRET]}
    said = b"".join(compare_data.files(press(FASTER, SECRET, releases=releases)).values()).decode()
    for secret in ("Nobody may know", "REQ-9", "Secret", "They pay late"):
        assert secret not in said
    inside = compare_data.files(press(FASTER, SECRET, releases=releases, audience="internal"))
    assert all(secret in b"".join(inside.values()).decode() for secret in ("Nobody may know", "REQ-9", "They pay late"))


def test_no_text_ends_the_script_that_it_stands_in():
    nasty = replace(STOCK, title="</script>", sections=(replace(STOCK.sections[0], text="`</script>` \u2028 <!-- x"),))
    files = compare_data.files(press(nasty, releases={"1.0.0": [STOCK], "1.1.0": [nasty]}))
    for path, content in files.items():
        if path != compare_data.SCRIPT:
            assert b"<" not in content
            assert "\u2028" not in content.decode()


def test_without_a_release_there_is_nothing_to_compare():
    assert compare_data.files(press(STOCK)) == {}


def test_the_page_leads_to_every_release_where_no_script_runs():
    tree = tree_of(press(FASTER, releases={"1.0.0": [STOCK]}), "releases/compare.md")
    assert [(words(a), a.get("href")) for a in tree.iter("a")] == [
        ("Unreleased changes", "unreleased.html"),
        ("Release 1.0.0", "1.0.0.html"),
        ("All releases", "index.html"),
    ]
    assert "needs JavaScript" in words(tree)


def test_the_page_loads_its_data_before_its_script():
    tree = tree_of(press(FASTER, releases={"1.0.0": [STOCK]}), "releases/compare.md")
    scripts = [(s.get("src"), s.get("defer")) for s in tree.iter("script") if s.get("src")]
    assert scripts == [("data.js", ""), ("../assets/reqsite/compare.js", "")]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_script_gets_all_its_words(language):
    html = html_of(press(FASTER, releases={"1.0.0": [STOCK]}, language=language), "releases/compare.md")
    (given_words,) = [s for s in parse(html).iter("script") if s.get("class") == "rs-words"]
    handed = json.loads("".join(given_words.itertext()))
    script = compare_data.files(press(FASTER, releases={"1.0.0": [STOCK]}))[compare_data.SCRIPT].decode()
    used = set(re.findall(r"(?<![.\w])words\.([a-zA-Z]+)", script)) - {"length"}
    assert len(used) > 20
    assert used <= handed.keys()
    assert all(handed.values())
