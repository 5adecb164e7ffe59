"""`confirmation:` of a schema: who waits for whom, and who signs."""

import pytest

from reqsite.source.schema_file import parse_schema


def read(text):
    return parse_schema(text, "schema.yml")


def said(text):
    return [(f"{f.place.line}:{f.place.column}", f.rule.name) for f in read(text).findings]


def test_a_role_may_be_waited_for_and_sign():
    schema = read("confirmation: {decider: {required: true, signed: true, signers: [li@example.org, 王]}}\n").schema
    decider = schema.confirmation["decider"]
    assert (decider.required, decider.signed, decider.signers) == (True, True, ("li@example.org", "王"))


def test_nobody_is_waited_for_or_signs_who_is_not_said_to():
    user = read("confirmation: {user: {}}\n").schema.confirmation["user"]
    assert (user.required, user.signed, user.signers) == (False, False, ())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("confirmation: {decider: {required: perhaps}}\n", [("1:36", "wrong-schema-value")]),
        ("confirmation: {decider: {signers: {li: 1}}}\n", [("1:35", "wrong-schema-value")]),
        ("confirmation: {decider: {signer: [li]}}\n", [("1:26", "unknown-schema-key")]),
        ("confirmation: {decider: {signed: true}}\n", [("1:16", "incomplete-schema-entry")]),
    ],
)
def test_a_mistake_is_found_where_it_stands(text, found):
    assert said(text) == found
