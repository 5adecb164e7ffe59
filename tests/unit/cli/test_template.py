import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reqsite.cli.template import record_text, scalar
from reqsite.model.change_form import AFFECTED, FACTS, GROUNDS, IMPACT, REPORT
from reqsite.model.schema import FieldType, LinkType, RecordType, Schema, SectionType, State
from reqsite.source.schema_file import default_schema

PRIORITY = FieldType("priority", "enum", {"en": "Priority"}, values={"P0": {"en": "Essential"}, "P1": {"en": "Useful"}})
OWNER = FieldType("owner", "person", {"en": "Owner"})
STATUS = FieldType("status", "state", {"en": "Status"})
CRITERIA = SectionType("acceptance_criteria", {"en": "Acceptance criteria", "zh": "验收标准"}, criteria=True)
RATIONALE = SectionType("rationale", {"en": "Rationale", "zh": "理由"})
DERIVES = LinkType("derives_from", "derived_into", {"en": "Derives from"}, {"en": "Derived into"})
FUNCTIONAL = RecordType(
    "functional",
    "requirement",
    {"en": "Functional requirement"},
    required=("title", "status", "priority", "owner", "derives_from"),
    sections=("statement", "rationale"),
    needs_criteria=True,
)
SCHEMA = Schema(
    types={"functional": FUNCTIONAL},
    fields={"priority": PRIORITY, "owner": OWNER, "status": STATUS},
    links={"derives_from": DERIVES},
    states={"requirement": {"idea": State("idea", {"en": "Idea"}), "draft": State("draft", {"en": "Draft"})}},
    sections={"acceptance_criteria": CRITERIA, "rationale": RATIONALE},
)


def test_required_fields_have_their_first_value_or_none():
    text = record_text(SCHEMA, FUNCTIONAL, "REQ-001", "Look up stock", "en")
    assert text.split("---\n")[1] == (
        "id: REQ-001\ntype: functional\ntitle: Look up stock\nstatus: idea\npriority: P0\nowner:\nderives_from: []\n"
    )


@pytest.mark.parametrize(
    ("language", "headings"), [("en", ["Rationale", "Acceptance criteria"]), ("zh", ["理由", "验收标准"])]
)
def test_sections_have_the_headings_of_the_sites_language(language, headings):
    text = record_text(SCHEMA, FUNCTIONAL, "REQ-001", "", language)
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == headings


def test_a_criterion_is_begun_with_given_when_then():
    assert "- Given …, when …, then …\n" in record_text(SCHEMA, FUNCTIONAL, "REQ-001", "", "en")


def test_a_record_that_goes_by_its_title_has_no_id():
    assert "id:" not in record_text(SCHEMA, FUNCTIONAL, "", "Stock", "en")


@given(
    st.text(st.characters(blacklist_categories=["Cc", "Cs", "Cn", "Zl", "Zp"])).map(lambda text: " ".join(text.split()))
)
def test_whatever_a_person_calls_a_record_yaml_reads_it_back(title):
    read = yaml.load(f"title: {scalar(title)}\nnext: 1\n", Loader=yaml.BaseLoader)  # noqa: S506 - makes only texts
    assert read == {"title": title, "next": "1"}


def test_a_change_request_is_begun_with_all_that_its_form_asks_for():
    schema = default_schema()
    text = record_text(schema, schema.types["change"], "CR-001", "Quicker", "en")
    read = yaml.load(text.split("---\n")[1], Loader=yaml.BaseLoader)  # noqa: S506 - makes only texts
    asked = {*FACTS, *GROUNDS, IMPACT, REPORT, *AFFECTED}
    assert asked <= read.keys()
    assert set(read[IMPACT]) == {"schedule_days", "cost", "resources", "risk"}
