"""What is internal leaves no trace in a portal for clients, and is marked in one for the house."""

import dataclasses
import json

import pytest

from reqsite.i18n import _
from reqsite.model.finding import Finding, Place, Rule, Severity
from reqsite.model.record import Attachment, Waiver
from reqsite.model.schema import FieldType
from reqsite.portal import data
from reqsite.portal.pages import pages_of
from reqsite.portal.quality_page import fragment
from tests.unit.portal.portals import DEFAULT, criterion, press, record, rows, table_of, tree_of, with_class, words

CANARY = "kanarienvogel"
NFR = dataclasses.replace(DEFAULT.fields["nfr"], fields={"cost": FieldType("cost", "text", {"en": "C"}, internal=True)})
SCHEMA = dataclasses.replace(
    DEFAULT,
    fields={**DEFAULT.fields, "nfr": NFR},
    links={**DEFAULT.links, "discusses": dataclasses.replace(DEFAULT.links["discusses"], internal=True)},
)
RULE = Rule("RQ401", "vague-word", Severity.WARNING, _("Vague word"), _("Why"))
FINDING = Finding.of(RULE, Place("docs_src/REQ-1.md", 3, 7), _("{word} is vague", word=CANARY), record="REQ-1")
WAIVED = dataclasses.replace(FINDING, waived=f"agreed with {CANARY}")
PROJECT = (
    record(
        "REQ-1",
        title="Seen, but REQ-SECRET-1 is named",
        statement="Seen. Depends on [[REQ-SECRET-1]] and REQ-SECRET-1.",
        sections=[("Internal notes", f"{CANARY} ![x](secret-{CANARY}.png)")],
        fields={
            "internal_note": CANARY,
            "nfr": {"metric": "seen", "cost": CANARY},
            "waive": (CANARY,),
            "owner": "REQ-SECRET-1",
        },
        links={"depends_on": ("REQ-SECRET-1",), "discusses": ("REQ-2",), "source": ("about REQ-SECRET-1",)},
        waivers=(Waiver("RQ401", CANARY, 5),),
        criteria=(criterion("AC-1", CANARY, 21),),
        attachments=(Attachment(f"secret-{CANARY}.png", f"secret-{CANARY}.png", "0" * 64, 21, 1, image=True),),
        body=CANARY,
        schema=SCHEMA,
    ),
    record("REQ-2", title="Also seen"),
    record("REQ-SECRET-1", title=CANARY, statement=CANARY, fields={"visibility": "internal"}),
    record(CANARY, "term", CANARY.title(), statement=CANARY, fields={"visibility": "internal"}),
)


def everything(audience, language="en"):
    made = press(*PROJECT, audience=audience, language=language, findings=(FINDING, WAIVED), schema=SCHEMA)
    texts = {name: content.decode() for name, content in data.files(made.site).items()}
    for page in pages_of(made):
        fragment = page.build()
        toc = "".join(entry.title + entry.anchor for entry in fragment.toc)
        texts[page.source] = page.source + page.title + fragment.html + toc
    return texts


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("secret", [CANARY, "secret-1", "secret-k", "docs_src", "source file", "vague", "rs-internal"])
def test_no_page_and_no_data_for_clients_says_what_is_internal(secret, language):
    found = everything("client", language)
    assert [name for name, text in found.items() if secret in text.casefold()] == []
    assert "Seen" in found["requirements/REQ-1.md"]


def test_the_house_sees_all_of_it_marked():
    found = everything("internal")
    assert "requirements/REQ-SECRET-1.md" in found
    tree = tree_of(press(*PROJECT, audience="internal", schema=SCHEMA), "requirements/REQ-1.md")
    text = words(tree)
    for said in (f"Internal note Internal{CANARY}", f"Internal notes Internal {CANARY}", "docs_src/REQ-1.md, line 1"):
        assert said in text
    (secret,) = [a for a in with_class(tree, "rs-link") if "REQ-SECRET-1" in words(a)]
    assert secret.get("href") == "REQ-SECRET-1.html"


def test_an_internal_record_says_so_on_its_page_and_in_the_list():
    made = press(*PROJECT, audience="internal", schema=SCHEMA)
    assert "Internal: not in the portal for clients" in words(tree_of(made, "requirements/REQ-SECRET-1.md"))
    listed = rows(table_of(made, "requirements/index.md"))
    assert [row[0] for row in listed if "Internal" in row[0]] == ["REQ-SECRET-1 Internal"]


def test_the_quality_page_is_never_made_for_clients():
    made = press(*PROJECT, findings=(FINDING,), schema=SCHEMA)
    assert "quality/index.md" not in [page.source for page in pages_of(made)]
    with pytest.raises(ValueError, match="internal portals only"):
        fragment(made)


def test_the_quality_page_lists_findings_by_rule_and_waivers_with_their_reasons():
    made = press(*PROJECT, audience="internal", findings=(FINDING, WAIVED), schema=SCHEMA)
    by_rule, by_owner, standing, waived = tree_of(made, "quality/index.md").iter("table")
    assert rows(by_rule) == [["RQ401 vague-word", "Vague word", "1", "1"]]
    assert rows(by_owner) == [["REQ-SECRET-1", "0", "1", "0", "REQ-1"]]
    place = "REQ-1docs_src/REQ-1.md:3:7"
    assert rows(standing) == [[place, "Warning", f"{CANARY} is vague", ""]]
    assert rows(waived) == [[place, "RQ401 vague-word", "Warning", f"{CANARY} is vague", f"agreed with {CANARY}"]]


def test_the_quality_page_says_when_there_is_nothing():
    text = words(tree_of(press(record("REQ-1"), audience="internal"), "quality/index.md"))
    assert "Nothing to mend." in text
    assert "Nothing is waived." in text


def test_data_for_the_house_names_internal_records():
    found = json.loads(everything("internal")["requirements.json"])
    assert "REQ-SECRET-1" in [each["id"] for each in found["records"]]
