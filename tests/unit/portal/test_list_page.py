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


def test_columns_that_no_record_fills_or_that_say_the_same_of_all_types_are_left_out():
    assert [words(th) for th in table(record("REQ-1")).findall("thead/tr/th")] == ["ID", "Title"]


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


def long_list(count, **fields):
    return [
        record(f"REQ-{n}", title=f"Thing {n}", fields={k: f(n) for k, f in fields.items()}) for n in range(1, count + 1)
    ]


def parts(*records):
    """Return (title, ids) of the parts of a plain list."""
    tree = tree_of(press(*records), SOURCE)
    return [
        (words(part.find("summary")), [row[0] for row in rows(next(part.iter("table")))])
        for part in with_class(tree, "rs-part")
    ]


def test_a_short_list_is_one_table():
    assert parts(*long_list(500, section=lambda n: f"S{n % 3}")) == []


def test_a_long_list_opens_by_section_and_holds_every_record_once():
    found = parts(*long_list(501, section=lambda n: f"Chapter {n % 11}" if n % 50 else ""))
    assert [title for title, _ids in found][:3] == ["Chapter 0 (45)", "Chapter 1 (45)", "Chapter 2 (45)"]
    assert found[-1][0] == "Section: – (10)"
    assert sorted(i for _title, ids in found for i in ids) == sorted(f"REQ-{n}" for n in range(1, 502))


def test_a_long_list_without_sections_opens_by_number():
    found = parts(*long_list(501))
    assert [title for title, _ids in found] == [
        *("REQ-1 – REQ-250 (250)", "REQ-251 – REQ-500 (250)", "REQ-501 – REQ-501 (1)")
    ]


def test_the_script_of_the_list_lies_beside_the_pages():
    tree = tree_of(press(record("REQ-1")), SOURCE)
    assert [s.get("src") for s in tree.iter("script") if s.get("src")] == ["../data/list-requirement.js"]
    tree = tree_of(press(record("REQ-1"), directory_urls=True), SOURCE)
    assert [s.get("src") for s in tree.iter("script") if s.get("src")] == ["../data/list-requirement.js"]


def test_a_chinese_title_says_its_language_on_an_english_page():
    cells = list(table(record("REQ-1", title="库存"), record("REQ-2", title="Stock")).iter("td"))
    assert [cell.get("lang") for cell in cells] == ["zh-Hans", None]
    cells = list(table(record("REQ-1", title="库存"), language="zh").iter("td"))
    assert [cell.get("lang") for cell in cells] == [None]
