"""Answers that came after a release was out lie beside it in the store, and no byte of the release changes."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.confirm.importing import file_name
from reqsite.confirm.kept import Receipts
from reqsite.confirm.receipt import AGREE, Answer, Receipt
from reqsite.confirm.signed import Signature
from reqsite.history.ledger import Ledger
from reqsite.history.ledger_files import read_ledger
from reqsite.model.redaction import MARK
from reqsite.publish.folder_store import FolderStore
from reqsite.publish.git_store import GitStore
from reqsite.publish.late_answers import late_answers
from reqsite.publish.life import Steward
from reqsite.publish.names import why_no_alias, why_not
from reqsite.publish.pointers import make_pointers
from reqsite.publish.verify import verify_store
from reqsite.source.openssh import SignedBlock
from tests.releases import release, workspace
from tests.repositories import Repository
from tests.unit.confirm.desk import receipt, write
from tests.unit.publish.sites import NOW, publish


@pytest.fixture
def desk(tmp_path):
    write(tmp_path)
    release(tmp_path, "1.0.0")
    return tmp_path


def answers(root, *given_: Receipt, ledger: Ledger | None = None):
    receipts = Receipts({f"receipts/{file_name(one)}": one for one in given_})
    return late_answers(ledger or read_ledger(root), receipts, workspace(root).catalog)


def told(content: bytes):
    return json.loads(content.decode("ascii").removeprefix("window.REQSITE_ANSWERS = ").removesuffix(";\n"))


def test_each_release_is_told_what_was_answered_to_it(desk):
    came = receipt(desk, "decider", {"REQ-001": "object", "": "agree"})
    found = told(answers(desk, came)["1.0.0"])
    assert found["release"] == "1.0.0"
    assert found["digest"] == came.catalog_digest
    assert found["answers"] == [
        ["REQ-001", "decider", "王", "2026-03-02", "object", ""],
        ["", "decider", "王", "2026-03-02", "agree", ""],
    ]


def test_what_the_release_knew_when_it_was_frozen_is_not_told_again(desk):
    came, ledger = receipt(desk, "decider", {"REQ-001": "agree"}), read_ledger(desk)
    known = replace(ledger.baselines[0], receipts=(f"receipts/{file_name(came)}",))
    assert told(answers(desk, came, ledger=Ledger((known,)))["1.0.0"])["answers"] == []


def test_what_has_become_internal_is_not_named(desk):
    came = receipt(desk, "decider", {"REQ-001": "agree", "REQ-002": "object"})
    talks = replace(came, answers=(replace(came.answers[0], comment="As in req-002."), came.answers[1]))
    write(desk, more={"REQ-002": "visibility: internal\n"})
    content = answers(desk, talks)["1.0.0"]
    assert told(content)["answers"] == [["REQ-001", "decider", "王", "2026-03-02", "agree", f"As in {MARK}."]]


def test_a_receipt_that_could_not_be_imported_is_not_told(desk):
    forged = replace(receipt(desk, "decider", {}), answers=(Answer("REQ-001", "0" * 64, AGREE),))
    stranger = receipt(desk, "nobody", {"REQ-001": "agree"})
    elsewhere = replace(receipt(desk, "decider", {"REQ-001": "agree"}), release="9.9.9")
    assert told(answers(desk, forged, stranger, elsewhere)["1.0.0"])["answers"] == []


@given(name=st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip))
def test_no_name_ends_the_script(tmp_path_factory, name):
    root = tmp_path_factory.mktemp("desk")
    write(root)
    release(root, "1.0.0")
    content = answers(root, replace(receipt(root, "decider", {"REQ-001": "agree"}), name=name))["1.0.0"]
    assert b"<" not in content
    assert content.count(b"\n") == 1
    assert told(content)["answers"][0][2] == name


def test_the_store_keeps_them_whatever_else_becomes_of_it_and_verifies(desk, tmp_path_factory):
    store = FolderStore(tmp_path_factory.mktemp("store"))
    publish(store, tmp_path_factory.mktemp("site"), "1.0.0")
    given_ = answers(desk, receipt(desk, "decider", {"REQ-001": "agree"}))
    before = {path: path.read_bytes() for path in (store.root / "1.0.0").rglob("*") if path.is_file()}
    assert "answers/1.0.0.js" in store.update(make_pointers(NOW, answers=given_))
    assert store.update(make_pointers(NOW, answers=given_)) == ()
    Steward(store, NOW).set_alias("stable", "1.0.0")
    assert store.read("answers/1.0.0.js", 10_000) == given_["1.0.0"]
    assert {path: path.read_bytes() for path in before} == before
    assert verify_store(store).is_fine


def test_a_branch_keeps_them_too(desk, tmp_path_factory):
    repository = Repository(tmp_path_factory.mktemp("repository"))
    repository.commit({"a.txt": "a\n"})
    store = GitStore(repository.root, "pages")
    publish(store, tmp_path_factory.mktemp("site"), "1.0.0")
    given_ = answers(desk, receipt(desk, "decider", {"REQ-001": "agree"}))
    assert "answers/1.0.0.js" in store.update(make_pointers(NOW, answers=given_))
    store.update(make_pointers(NOW))
    assert store.read("answers/1.0.0.js", 10_000) == given_["1.0.0"]
    assert store.releases() == ["1.0.0"]


def test_answers_to_releases_that_are_not_there_are_not_written(desk, tmp_path_factory):
    store = FolderStore(tmp_path_factory.mktemp("store"))
    publish(store, tmp_path_factory.mktemp("site"), "2.0.0")
    store.update(make_pointers(NOW, answers=answers(desk, receipt(desk, "decider", {"REQ-001": "agree"}))))
    assert not (store.root / "answers").exists()


def test_a_release_whose_content_is_taken_away_keeps_no_answer(desk, tmp_path_factory):
    store = FolderStore(tmp_path_factory.mktemp("store"))
    for version in ("1.0.0", "2.0.0"):
        publish(store, tmp_path_factory.mktemp("site"), version)
    given_ = answers(desk, receipt(desk, "decider", {"REQ-001": "agree"}))
    store.update(make_pointers(NOW, answers=given_))
    Steward(store, NOW).redact("1.0.0", "A secret.", "Li")
    assert store.read("answers/1.0.0.js", 10_000) == b""
    store.update(make_pointers(NOW, answers=given_))
    assert store.read("answers/1.0.0.js", 10_000) == b""


def test_nothing_else_in_a_store_can_be_called_so():
    assert why_not("answers") is not None
    assert why_no_alias("answers") is not None


def test_a_signed_answer_is_told_with_its_key_and_an_unsigned_one_not_where_it_must_be(desk):
    write(desk, schema="confirmation:\n  decider: {signed: true, signers: [li@example.org]}\n  evaluator: {}\n")
    signed, unsigned = (
        receipt(desk, "decider", {"REQ-001": word}, time=f"2026-03-0{day}T09:00:00+08:00")
        for word, day in (("object", 2), ("agree", 3))
    )
    other = receipt(desk, "evaluator", {"REQ-002": "agree"})
    files = {f"receipts/{file_name(one)}": one for one in (signed, unsigned, other)}
    signature = Signature(b"", SignedBlock(b"a key", "reqsite-receipt"))
    receipts = Receipts(files, signatures={f"receipts/{file_name(signed)}": signature})
    found = told(late_answers(read_ledger(desk), receipts, workspace(desk).catalog)["1.0.0"])["answers"]
    assert found == [
        ["REQ-001", "decider", "王", "2026-03-02", "object", "", signature.key],
        ["REQ-002", "evaluator", "王", "2026-03-02", "agree", ""],
    ]
