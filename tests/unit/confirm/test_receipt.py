import contextlib
import json

import hypothesis.strategies as st
import pytest
from hypothesis import given

from reqsite.confirm.receipt import ANSWERS, Answer, BadReceiptError, Receipt, parse_receipt

DIGEST = "a" * 64
TEXT = st.text(max_size=30)
NAME = TEXT.filter(str.strip)
ANSWER = st.builds(Answer, NAME, st.just(DIGEST), st.sampled_from(ANSWERS), TEXT, TEXT)
RECEIPT = st.builds(
    Receipt,
    role=NAME,
    name=NAME,
    time=st.datetimes(timezones=st.timezones()).map(lambda time: time.isoformat(timespec="seconds")),
    release=NAME,
    catalog_digest=st.just("b" * 64),
    answers=st.lists(ANSWER, max_size=5, unique_by=lambda answer: answer.id).map(tuple),
    project=TEXT,
    evidence=st.lists(NAME, max_size=2).map(tuple),
)
PLAIN = {
    "format": 1,
    "project": "Desk",
    "release": "1.0.0",
    "catalog_digest": DIGEST,
    "role": "decider",
    "name": "Li",
    "time": "2026-03-01T12:00:00+08:00",
    "answers": [{"id": "REQ-001", "fingerprint": DIGEST, "answer": "agree", "comment": ""}],
}


@given(RECEIPT)
def test_a_receipt_is_read_as_it_was_written(receipt):
    assert parse_receipt(receipt.content) == receipt


def test_a_byte_order_mark_does_not_matter():
    assert parse_receipt(b"\xef\xbb\xbf" + json.dumps(PLAIN).encode()).name == "Li"


def test_an_empty_id_answers_the_whole_release():
    plain = {**PLAIN, "answers": [{"id": "", "fingerprint": DIGEST, "answer": "agree"}]}
    assert parse_receipt(json.dumps(plain).encode()).answers == (Answer("", DIGEST, "agree"),)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": 2}, "format 2"),
        ({"role": ""}, "'role'"),
        ({"role": 7}, "'role'"),
        ({"role": "\ud800"}, "half a character"),
        ({"name": "x" * 501}, "longer than 500"),
        ({"time": "2026-03-01T12:00:00"}, "offset"),
        ({"time": "yesterday"}, "'time'"),
        ({"catalog_digest": "abc"}, "'catalog_digest'"),
        ({"answers": None}, "no answers"),
        ({"answers": ["agree"]}, "One of the answers"),
        ({"answers": [{"id": "A", "fingerprint": DIGEST, "answer": "yes"}]}, "A: the answer"),
        ({"answers": [{"id": "A", "fingerprint": "0", "answer": "agree"}]}, "'fingerprint'"),
        ({"answers": [{"id": "A", "fingerprint": DIGEST, "answer": "agree"}] * 2}, "A twice"),
        ({"evidence": "mail"}, "'evidence'"),
        ({"evidence": [1]}, "'evidence'"),
    ],
)
def test_what_is_no_receipt_is_refused_with_the_reason(change, says):
    with pytest.raises(BadReceiptError) as error:
        parse_receipt(json.dumps({**PLAIN, **change}).encode())
    assert says in str(error.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[]", b"1", b'{"answers": [], "answers": []}', b'{"answers": [NaN]}', b"[" * 100_000],
)
def test_what_is_no_json_of_a_receipt_is_refused(content):
    with pytest.raises(BadReceiptError):
        parse_receipt(content)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    with contextlib.suppress(BadReceiptError):
        assert parse_receipt(content).role
