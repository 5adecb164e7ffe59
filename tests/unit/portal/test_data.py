import hashlib
import json

import pytest

from reqsite.model.fingerprint import Content, catalog_digest, digest_of
from reqsite.model.record import Attachment
from reqsite.portal import data
from tests.unit.portal.portals import criterion, press, record

PROJECT = (
    record(
        "REQ-10",
        title="库存",
        statement="Line one\nline two, see\u2028<script>alert(1)</script></script>.",
        sections=[("Acceptance criteria", "- AC-1: Given a shop")],
        fields={"status": "confirmed", "priority": "P0", "tags": ("a", "b"), "nfr": {"target": "1.10"}},
        links={"derives_from": ("goal-1@1.1.0", "GOAL-2"), "source": ("mail of 2026-03-01",), "verified_by": ("TC-9",)},
        criteria=(criterion("AC-1", "Given a shop"),),
        attachments=(Attachment("a.png", "a.png", "0" * 64, 11, 1, image=True),),
    ),
    record("REQ-9", links={"derives_from": ("GOAL-1",)}),
    record("GOAL-1", "goal", fields={"status": "withdrawn"}),
    record("GOAL-2", "goal"),
)


def published(*records, **options):
    files = data.files(press(*records, **options).site)
    return json.loads(files["requirements.json"])


def entry(document, record_id):
    (found,) = [each for each in document["records"] if each["id"] == record_id]
    return found


def computed_again(each):
    """Compute a fingerprint from nothing but the entry of requirements.json."""
    return Content(
        type=each["type"],
        title=each["title"],
        fields=each["fields"],
        sections=[(s["key"], s["title"], s["text"]) for s in each["sections"]],
        links={**each["links"], **each["as_written"]},
        attachments=[(a["path"], a["sha256"]) for a in each["attachments"]],
    ).digest()


def test_records_stand_in_natural_order_with_url_and_status():
    document = published(*PROJECT)
    assert [each["id"] for each in document["records"]] == ["GOAL-1", "GOAL-2", "REQ-9", "REQ-10"]
    assert entry(document, "REQ-10")["url"] == "requirements/REQ-10.html"
    assert entry(document, "GOAL-1")["live"] is False


def test_values_are_kept_as_written():
    each = entry(published(*PROJECT), "REQ-10")
    assert each["fields"] == {"status": "confirmed", "priority": "P0", "tags": ["a", "b"], "nfr": {"target": "1.10"}}
    assert [s["key"] for s in each["sections"]] == ["statement", "acceptance_criteria"]
    assert each["criteria"] == [{"id": "AC-1", "text": "Given a shop", "steps": []}]


def test_links_stand_at_both_ends_by_id():
    document = published(*PROJECT)
    assert entry(document, "REQ-10")["links"] == {"derives_from": ["GOAL-1", "GOAL-2"]}
    assert entry(document, "GOAL-1")["incoming"] == {"derived_into": ["REQ-9", "REQ-10"]}


def test_what_was_written_otherwise_than_by_id_is_kept():
    document = published(*PROJECT)
    assert entry(document, "REQ-10")["as_written"] == {
        "derives_from": ["goal-1@1.1.0", "GOAL-2"],
        "source": ["mail of 2026-03-01"],
        "verified_by": ["TC-9"],
    }
    assert entry(document, "REQ-9")["as_written"] == {}


def test_fingerprints_and_digest_can_be_computed_again_from_what_is_published():
    document = published(*PROJECT)
    again = {each["id"]: computed_again(each) for each in document["records"]}
    assert again == {each["id"]: each["fingerprint"] for each in document["records"]}
    assert digest_of(again) == document["catalog_digest"] == catalog_digest(press(*PROJECT).site.catalog)


def test_the_digest_is_a_plain_sha256_over_canonical_json():
    fingerprints = sorted((each["id"], each["fingerprint"]) for each in published(*PROJECT)["records"])
    text = json.dumps(fingerprints, ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == published(*PROJECT)["catalog_digest"]


def test_a_changed_word_shows_in_the_digest():
    changed = record("REQ-9", title="Other", links={"derives_from": ("GOAL-1",)})
    others = [each for each in PROJECT if each.id != "REQ-9"]
    assert published(*PROJECT)["catalog_digest"] != published(*others, changed)["catalog_digest"]


def test_both_audiences_sign_the_same():
    secret = record("REQ-77", fields={"visibility": "internal"}, links={"derives_from": ("GOAL-2",)})
    pointing = record("REQ-78", fields={"internal_note": "shh"}, links={"depends_on": ("REQ-77", "REQ-9")})
    client, internal = (published(*PROJECT, secret, pointing, audience=a) for a in ("client", "internal"))
    assert client["catalog_digest"] == internal["catalog_digest"]
    assert entry(client, "REQ-78")["fingerprint"] == entry(internal, "REQ-78")["fingerprint"]
    assert entry(internal, "REQ-77")["fingerprint"] == ""


def test_the_same_project_gives_the_same_bytes():
    assert data.files(press(*PROJECT).site) == data.files(press(*reversed(PROJECT)).site)


def test_text_is_utf_8_as_it_is():
    assert "库存".encode() in data.files(press(*PROJECT).site)["requirements.json"]


@pytest.mark.parametrize("danger", ["<", "\u2028", "\u2029"])
def test_the_script_holds_the_same_data_and_ends_no_element(danger):
    files = data.files(press(*PROJECT).site)
    script = files["requirements.js"].decode()
    assert danger not in script
    body = script.removeprefix("window.REQSITE_REQUIREMENTS = ").removesuffix(";\n")
    assert json.loads(body) == json.loads(files["requirements.json"])
