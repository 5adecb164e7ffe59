import dataclasses

from reqsite.model.schema import RecordType
from tests.unit.portal.portals import DEFAULT, press, record, rows, table_of, tree_of, with_class, words

SOURCE = "requirements/index.md"


def table(*records, **options):
    return table_of(press(*records, **options), SOURCE)


def test_all_records_of_the_kind_stand_in_natural_order():
    found = rows(table(record("REQ-10"), record("REQ-9", title="Nine"), record("GOAL-1", "goal")))
    assert [row[:2] for row in found] == [["REQ-9", "Nine"], ["REQ-10", ""]]


def test_a_column_stands_where_any_record_has_the_field():
    records = (
        record("REQ-1", fields={"priority": "P1", "status": "draft", "section": "Stock"}),
        record("REQ-2", "nonfunctional", fields={"owner": "Li Si"}),
    )
    found = table(*records)
    assert [words(th) for th in found.findall("thead/tr/th")] == [
        *("ID", "Title", "Type", "Priority", "Status", "Section", "Owner")
    ]
    assert rows(found) == [
        ["REQ-1", "", "Functional requirement", "P1 important", "Draft", "Stock", ""],
        ["REQ-2", "", "Non-functional requirement", "", "", "", "Li Si"],
    ]


def test_columns_that_no_record_fills_are_left_out():
    assert [words(th) for th in table(record("REQ-1")).findall("thead/tr/th")] == ["ID", "Title", "Type"]


def test_the_table_can_be_read_by_ear():
    found = table(record("REQ-1"))
    assert words(found.find("caption")) == "Requirements"
    assert {th.get("scope") for th in found.findall("thead/tr/th")} == {"col"}
    assert [th.get("scope") for th in found.findall("tbody/tr/th")] == ["row"]


def test_ids_lead_to_the_records():
    assert [a.get("href") for a in table(record("REQ-1"), record("REQ-2")).iter("a")] == ["REQ-1.html", "REQ-2.html"]


def test_the_count_says_how_many_are_in_force():
    tree = tree_of(press(record("REQ-1"), record("REQ-2", fields={"status": "rejected"})), SOURCE)
    assert words(with_class(tree, "rs-count")[0]) == "2 records, 1 of them in force"


def test_a_type_named_like_another_kind_does_not_get_into_its_list():
    odd = RecordType("test", "requirement", {"en": "Trial"})
    schema = dataclasses.replace(
        DEFAULT, types={**DEFAULT.types, "test": odd, "probe": RecordType("probe", "test", {})}
    )
    made = press(record("REQ-1", "test", schema=schema), record("TC-1", "probe", schema=schema), schema=schema)
    assert [row[0] for row in rows(table_of(made, "tests/index.md"))] == ["TC-1"]
    assert [row[0] for row in rows(table_of(made, SOURCE))] == ["REQ-1"]
