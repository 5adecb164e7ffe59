import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqsite.model.schema import FieldType
from reqsite.portal import data, list_data
from tests.unit.portal.portals import DEFAULT, press, record

LIST = "data/list-requirement.js"


def read(made, path=LIST):
    """Return what a script sets its variable to."""
    text = data.files(made.site)[path].decode()
    name, _, value = text.partition(" = ")
    assert name.startswith("window.REQSITE_")
    return json.loads(value.rstrip().removesuffix(";"))


def facet(made, name):
    return next(values for field, _label, values in read(made)["fields"] if field == name)


def test_every_record_of_the_kind_is_in_its_script():
    made = press(record("REQ-10", title="Ten"), record("REQ-9"), record("GOAL-1", "goal"))
    found = read(made)
    assert [row[:3] for row in found["rows"]] == [["REQ-9", "", 1], ["REQ-10", "Ten", 1]]
    assert (found["folder"], found["suffix"]) == ("requirements/", ".html")
    assert [row[0] for row in read(made, "data/list-goal.js")["rows"]] == ["GOAL-1"]


def test_an_address_is_named_where_it_is_not_the_id():
    plain, odd = read(press(record("REQ-1"), record("需求-1")))["rows"]
    assert plain[4] == 0
    assert odd[4].endswith(".html")


def test_any_field_that_the_schema_marks_can_be_filtered_by():
    wave = FieldType("wave", "text", {"en": "Wave"}, facet=True)
    schema = dataclasses.replace(DEFAULT, fields={**DEFAULT.fields, "wave": wave})
    made = press(record("REQ-1", fields={"wave": "One", "note": "x", "tags": ("b", "a")}), schema=schema)
    assert [field[:2] for field in read(made)["fields"]] == [["type", "Type"], ["tags", "Tags"], ["wave", "Wave"]]
    assert read(made)["rows"][0][5:] == [0, [1, 0], 0]


def test_values_stand_in_the_order_in_which_people_expect_them():
    fields = [
        {"priority": "P3", "status": "withdrawn", "section": "Chapter 10"},
        {"priority": "P0", "status": "draft", "section": "Chapter 9"},
        {"priority": "P1", "status": "confirmed", "section": "财务"},
        {"priority": "urgent", "status": "draft", "section": "仓储"},
    ]
    made = press(*(record(f"REQ-{n}", fields=one) for n, one in enumerate(fields)))
    assert [value[0] for value in facet(made, "priority")] == ["P0", "P1", "P3", "urgent"]
    assert [value[0] for value in facet(made, "status")] == ["draft", "confirmed", "withdrawn"]
    assert [value[0] for value in facet(made, "section")] == ["Chapter 9", "Chapter 10", "财务", "仓储"]


def test_a_status_comes_with_its_sign_and_in_words():
    made = press(record("REQ-1", fields={"status": "withdrawn"}), language="zh")
    assert facet(made, "status") == [["withdrawn", "已撤销", "off"]]


def test_a_record_is_found_by_its_names_in_other_languages_and_by_pinyin():
    pytest.importorskip("pypinyin")
    made = press(record("REQ-1", title="库存查询", fields={"title_en": "Stock query"}))
    assert read(made)["rows"][0][3] == "库存查询 kccx kucunchaxun"


def test_links_say_who_declares_them():
    made = press(
        record("REQ-1", links={"verified_by": ("TC-1",), "derives_from": ("REQ-2",), "superseded_by": ("REQ-2",)}),
        record("REQ-2"),
        record("TC-1", "test"),
        record("GOAL-1", "goal"),
        record("REQ-3", links={"supports": ("GOAL-1",)}),
    )
    found = read(made, "data/links-requirement-test.js")
    first, second, type_ = found["links"]
    assert (first, second) == (0, 0)
    assert found["types"][type_] == ["Verified by", "Verifies", "down"]
    same = read(made, "data/links-requirement-requirement.js")
    assert same["links"][:2] == [0, 1]
    assert same["types"][same["links"][2]][0] == "Derives from"
    assert len(same["links"]) == 3
    assert read(made, "data/links-requirement-goal.js")["links"][:2] == [2, 0]


def test_a_link_of_the_second_kind_has_a_negative_type():
    made = press(record("REQ-1"), record("MTG-1", "meeting", links={"discusses": ("REQ-1",)}))
    found = read(made, "data/links-requirement-meeting.js")
    assert found["types"][-1 - found["links"][2]][0] == "Discusses"


def test_a_portal_for_clients_holds_nothing_internal():
    records = (
        record("REQ-1", title="See REQ-SECRET", fields={"section": "After REQ-SECRET", "owner": "REQ-SECRET"}),
        record("REQ-SECRET", title="Hidden thing", fields={"visibility": "internal"}),
        record("TC-1", "test", fields={"visibility": "internal"}),
    )
    linked = dataclasses.replace(records[0], links={"verified_by": ("TC-1",), "depends_on": ("REQ-SECRET",)})
    made = press(linked, *records[1:])
    files = b"".join(content for path, content in data.files(made.site).items() if path.startswith("data/"))
    for secret in (b"SECRET", b"Hidden", b"TC-1"):
        assert secret not in files
    inside = press(linked, *records[1:], audience="internal")
    assert [row[2] for row in read(inside)["rows"]] == [1, 3]


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_of_a_record_ends_the_script_or_gets_lost(title, owner):
    made = press(record("REQ-1", title=title, fields={"owner": owner}))
    text = data.files(made.site)[LIST].decode()
    assert "<" not in text
    assert "\u2028" not in text
    assert text.count("\n") == 1
    assert read(made)["rows"][0][1] == (title if title != "REQ-1" else "")


def test_the_same_records_give_the_same_bytes():
    records = [record(f"REQ-{n}", fields={"owner": f"P{n % 3}"}) for n in range(20)]
    assert data.files(press(*records).site) == data.files(press(*reversed(records)).site)


def test_scripts_have_paths_that_do_not_depend_on_who_is_named_first():
    assert list_data.links_script("test", "requirement") == list_data.links_script("requirement", "test")
