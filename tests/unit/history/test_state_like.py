"""A state made from an earlier one is the same as one made from nothing, whatever was edited between the two."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reqsite.history.entry import state_of
from tests.releases import workspace

IDS = ("REQ-1", "REQ-1-A", "REQ-10", "REQ-2")
RECORDS = st.dictionaries(
    st.sampled_from(IDS),
    st.tuples(
        st.sampled_from(["draft", "idea", "withdrawn"]),
        st.sampled_from(["", "visibility: internal\n", "internal_note: Why\n"]),
        st.sampled_from(["One.", "See REQ-1 and REQ-1-A.", "See REQ-10, REQ-2."]),
        st.sampled_from(["", "depends_on: [REQ-1]\n", "depends_on: [REQ-1@1.0.0, REQ-2]\n"]),
    ),
)
SCHEMAS = st.sampled_from(["", "fields:\n  owner: {normative: true}\n", "fields:\n  owner: {internal: true}\n"])


def catalog(root, records, schema):
    shutil.rmtree(root, ignore_errors=True)
    (root / "docs_src").mkdir(parents=True)
    if schema:
        (root / "schema.yml").write_text(f"extends: default\n{schema}", encoding="utf-8")
    for record_id, (status, more, text, links) in records.items():
        front = f"id: {record_id}\ntype: functional\ntitle: T\nstatus: {status}\nowner: Li\n{more}{links}"
        (root / "docs_src" / f"{record_id}.md").write_text(f"---\n{front}---\n{text}\n", encoding="utf-8")
    return workspace(root).catalog


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=RECORDS, after=RECORDS, schemas=st.tuples(SCHEMAS, SCHEMAS), kept=st.booleans())
def test_it_is_the_same_with_and_without_an_earlier_state(tmp_path, before, after, schemas, kept):
    after = {**before, **after} if kept else after
    earlier = state_of(catalog(tmp_path / "p", before, schemas[0]), "1.0.0")
    now = catalog(tmp_path / "p", after, schemas[1])
    fresh, made = state_of(now), state_of(now, like=earlier)
    assert dict(made.entries) == dict(fresh.entries)
    assert list(made.entries) == list(fresh.entries)
    assert made.binding == fresh.binding


@pytest.mark.parametrize("more", ["", "internal_note: Why\n"])
def test_what_was_not_edited_is_the_same_object(tmp_path, more):
    records = {"REQ-1": ("draft", more, "One.", ""), "REQ-2": ("draft", more, "See REQ-1.", "depends_on: [REQ-1]\n")}
    earlier = state_of(catalog(tmp_path / "p", records, ""))
    made = state_of(catalog(tmp_path / "p", {**records, "REQ-1": ("draft", more, "Two.", "")}, ""), like=earlier)
    assert made.entries["REQ-2"] is earlier.entries["REQ-2"]
    assert made.entries["REQ-1"] is not earlier.entries["REQ-1"]
