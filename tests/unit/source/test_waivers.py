import pytest

from reqsite.model.record import Waiver
from reqsite.source.markdown_scan import scan
from reqsite.source.refused import Refused
from reqsite.source.strict_yaml import compose_map
from reqsite.source.waivers import in_comments, in_front_matter


def waivers(body: str) -> list[Waiver | Refused]:
    found = scan(body)
    return list(in_comments(body, found.cut(body)[0], found.comments, 1))


def one(comment: str) -> Waiver | Refused:
    return waivers(f"Text <!-- {comment} -->")[0]


@pytest.mark.parametrize(
    ("comment", "rule", "word", "reason"),
    [
        ("reqsite: ok RQ401 because the law says so", "RQ401", "", "the law says so"),
        ("reqsite：OK rq401 因为 法律如此", "RQ401", "", "法律如此"),
        ("reqsite: ok vague-word: agreed", "vague-word", "", "agreed"),
        ("reqsite: ok 实时 理由 客户原话", "", "实时", "客户原话"),
        ("reqsite: ok 实时：客户原话", "", "实时", "客户原话"),
        ('reqsite: ok RQ401 "user-friendly" because agreed', "RQ401", "user-friendly", "agreed"),
        ("reqsite: ok “as soon as possible” – agreed", "", "as soon as possible", "agreed"),
        ("reqsite: ok fast\n  because agreed\n  twice", "", "fast", "agreed twice"),
    ],
)
def test_a_comment_waives_a_rule_or_a_word(comment, rule, word, reason):
    waiver = one(comment)
    assert isinstance(waiver, Waiver)
    assert (waiver.rule, waiver.word, waiver.reason) == (rule, word, reason)


def test_a_comment_that_asks_for_the_numbers_of_the_project_is_no_waiver():
    assert waivers("Text <!-- reqsite: overview -->") == []


@pytest.mark.parametrize("comment", ["reqsite: ok RQ401", "reqsite: ok RQ401 because", "reqsite: ok 实时 理由："])
def test_a_waiver_without_a_reason_is_said_so(comment):
    refused = one(comment)
    assert isinstance(refused, Refused)
    assert (refused.rule.name, refused.line, refused.column) == ("waiver-without-reason", 1, 6)


@pytest.mark.parametrize(
    "comment", ["reqsite: okay, RQ401", "reqsite: ignore RQ401", "reqsite ok RQ401 why", "reqsite: ok"]
)
def test_a_misspelt_waiver_is_said_so(comment):
    refused = one(comment)
    assert isinstance(refused, Refused)
    assert refused.rule.name == "unreadable-waiver"


@pytest.mark.parametrize("comment", ["ask the client", "reqsite is great", "see reqsite: ok"])
def test_any_other_comment_waives_nothing(comment):
    assert waivers(f"Text <!-- {comment} -->") == []


@pytest.mark.parametrize(
    ("body", "covers"),
    [
        ("One.\n\nTwo\nlines <!-- W -->\nmore.\n\nThree.\n", (3, 5)),
        ("One.\n\n<!-- W -->\n\nTwo\nlines.\n\nThree.\n", (3, 6)),
        ("One.\n\n<!-- W -->\nTwo\nlines.\n\nThree.\n", (3, 5)),
        ("One\nlines.\n<!-- W -->\n\nTwo.\n", (1, 3)),
        ("- one\n- two <!-- W -->\n  more\n- three\n", (2, 3)),
        ("## Heading\nText <!-- W -->\n## Other\n", (1, 2)),
        ("Last.\n\n<!-- W -->\n", (3, 3)),
    ],
)
def test_a_waiver_covers_its_own_paragraph_or_item_or_the_one_below(body, covers):
    waiver = waivers(body.replace("W", "reqsite: ok RQ401 because so"))[0]
    assert isinstance(waiver, Waiver)
    assert waiver.covers == covers


@pytest.mark.parametrize(
    ("front", "rule"),
    [
        ("- {rule: RQ401}", "waiver-without-reason"),
        ("- RQ401", "waiver-without-reason"),
        ("- {reason: so}", "unreadable-waiver"),
        ("- {rule: RQ401, raison: so}", "unreadable-waiver"),
        ("- [RQ401]", "unreadable-waiver"),
    ],
)
def test_front_matter_says_what_it_lacks(front, rule):
    top = compose_map(f"waive:\n  {front}\n")
    node = top.get("waive") if top else None
    assert node is not None
    found = list(in_front_matter(node))
    assert isinstance(found[0], Refused)
    assert (found[0].rule.name, found[0].line, found[0].column) == (rule, 2, 5)
