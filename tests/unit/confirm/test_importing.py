from dataclasses import replace

import pytest

from reqsite.confirm.importing import Filing, ReceiptGate, file_name, is_kept, keep
from reqsite.confirm.kept import read_receipts
from reqsite.history.ledger_files import read_ledger
from tests.releases import release, workspace
from tests.unit.confirm.desk import receipt, write


@pytest.fixture
def desk(tmp_path):
    write(tmp_path)
    release(tmp_path, "1.0.0")
    return tmp_path


def refusals(root, given):
    return [str(reason) for reason in ReceiptGate(read_ledger(root), workspace(root).schema).refusals(given)]


def test_an_honest_receipt_has_nothing_against_it(desk):
    assert refusals(desk, receipt(desk, "decider", {"REQ-001": "agree", "": "agree"})) == []


def test_a_tampered_fingerprint_names_its_item_and_no_other(desk):
    given = receipt(desk, "evaluator", {"REQ-001": "agree", "REQ-002": "agree"})
    forged = replace(given, answers=(given.answers[0], replace(given.answers[1], fingerprint="0" * 64)))
    [reason] = refusals(desk, forged)
    assert reason.startswith("REQ-002: answered for other words: the fingerprint is 000000000000…, release 1.0.0 has ")


def test_a_receipt_of_another_project_is_refused_as_a_whole(desk):
    [reason] = refusals(desk, replace(receipt(desk, "decider", {"REQ-001": "agree"}), catalog_digest="0" * 64))
    assert "another 1.0.0 than this project's" in reason


def test_a_release_that_is_not_there_is_named(desk):
    [reason] = refusals(desk, replace(receipt(desk, "decider", {"REQ-001": "agree"}), release="9.0.0"))
    assert reason == "It answers release 9.0.0, which this project does not have."


def test_an_unknown_role_and_an_unknown_record_are_named(desk):
    given = receipt(desk, "cook", {"REQ-001": "agree"})
    assert refusals(desk, given) == ["Nobody has the role cook in this project."]
    given = receipt(desk, "decider", {"REQ-001": "agree"})
    other = replace(given, answers=(replace(given.answers[0], id="REQ-01"),))
    assert refusals(desk, other) == ["REQ-01: not in release 1.0.0. Is REQ-001 meant?"]


def test_a_receipt_for_an_earlier_release_is_fine_after_the_next_one(desk):
    given = receipt(desk, "decider", {"REQ-001": "agree"})
    write(desk, {"REQ-001": "系统应在 1 秒内显示库存。"})
    release(desk, "1.1.0", "2026-04-01")
    assert refusals(desk, given) == []


def test_receipts_are_kept_beside_each_other_and_the_same_one_once(desk):
    first, second = (receipt(desk, "decider", {"REQ-001": word}) for word in ("object", "agree"))
    filing = Filing.of(first)
    assert not is_kept(filing, desk)
    paths = keep({"a": filing, "b": Filing.of(second), "c": filing}, desk)
    assert is_kept(filing, desk)
    assert len(set(paths.values())) == 2
    assert sorted(read_receipts(desk, workspace(desk).schema).receipts.values(), key=lambda r: r.content) == sorted(
        (first, second), key=lambda r: r.content
    )
    assert [p.name for p in (desk / "receipts").iterdir() if p.name.startswith(".")] == []


def test_no_name_in_a_receipt_leads_out_of_the_folder(desk):
    given = replace(receipt(desk, "decider", {}), role="../../etc", release="..\\x/..")
    name = file_name(given)
    assert "/" not in name
    assert "\\" not in name


def test_a_file_that_is_no_receipt_is_a_finding(desk):
    keep({"a": Filing.of(receipt(desk, "decider", {"REQ-001": "agree"}))}, desk)
    (desk / "receipts" / "broken.json").write_text("{", encoding="utf-8")
    (desk / "receipts" / "readme.txt").write_text("x", encoding="utf-8")
    found = read_receipts(desk, workspace(desk).schema)
    assert len(found.receipts) == 1
    assert [(f.rule.code, f.place.file, f.severity) for f in found.findings] == [
        ("RQ840", "receipts/broken.json", "error")
    ]


def test_a_receipt_that_was_edited_after_it_was_filed_is_an_error_of_the_project(desk):
    keep({"a": Filing.of(receipt(desk, "decider", {"REQ-001": "agree"}))}, desk)
    [path] = (desk / "receipts").iterdir()
    text = path.read_text("utf-8")
    start = text.index('"fingerprint": "') + 16
    path.write_text(text[:start] + ("0" if text[start] != "0" else "1") + text[start + 1 :], encoding="utf-8")
    [finding] = [f for f in workspace(desk).report().findings if f.rule.name == "broken-receipt"]
    assert "REQ-001" in str(finding.message)
