"""Every rule has a code, a name, reasons and examples, and the examples are true."""

import re
from collections import Counter

import pytest

from reqsite.checks.registry import CHECK_RULES, RULES, by_word
from tests.releases import release
from tests.unit.checks.checked import check_project

REASONED = "types:\n  reasoned: {kind: requirement, prefix: RAT, id: 'RAT-\\d{3}', sections: [rationale]}\n"

RELEASED = "# Released as 1.0.0, and since then:\n"
"""Between the two states of an example that takes a release to show what is wrong."""


def found(root, example):
    before, released, example = example.rpartition(RELEASED)
    if released:
        check_project(root, {"example.yml": before}, REASONED)
        release(root, "1.0.0")
    if example.startswith(("checks:", "confirmation:", "languages:")):
        schema, records, rest = example.partition("records:")
        if records:
            return check_project(root, {"example.yml": records + rest}, schema).findings
        return check_project(root, {"a.md": "# A page\n"}, example).findings
    name = "example.yml" if example.startswith("records:") else "example.md"
    return check_project(root, {name: example}, REASONED).findings


def test_codes_and_names_are_unique():
    assert [word for word, count in Counter(w for r in RULES for w in (r.code, r.name)).items() if count > 1] == []


def test_codes_and_names_have_one_shape():
    for rule in RULES:
        assert re.fullmatch(r"RQ\d{3}", rule.code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)


def test_a_rule_is_found_by_code_and_by_name():
    assert by_word()["RQ301"] is by_word()["dangling-link"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_explains_itself(rule):
    assert str(rule.title)
    assert str(rule.why)
    assert rule.bad
    assert rule.good
    assert not str(rule.title).endswith(".")
    assert str(rule.why).endswith(".")


@pytest.mark.parametrize("rule", CHECK_RULES, ids=lambda rule: rule.name)
def test_the_bad_example_of_a_rule_breaks_it(rule, tmp_path):
    assert rule.name in {finding.rule.name for finding in found(tmp_path, rule.bad)}


@pytest.mark.parametrize("rule", CHECK_RULES, ids=lambda rule: rule.name)
def test_the_good_example_of_a_rule_keeps_it(rule, tmp_path):
    assert rule.name not in {finding.rule.name for finding in found(tmp_path, rule.good)}
