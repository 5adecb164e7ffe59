"""Values of fields are shown in the words of the vocabulary, whatever their shape."""

from reqsite.portal.values import shown_field, shown_fields
from tests.unit.portal.portals import press, record

HERE = "requirements/REQ-1.html"


def shown(value, name="approvals", **options):
    made = record("REQ-1", fields={name: value})
    return shown_field(press(made, **options), made, name, HERE)


def test_an_empty_field_is_not_shown():
    assert shown("") is None
    made = record("REQ-1", fields={"owner": "", "phase": "2"})
    assert [field.name for field in shown_fields(press(made), made, HERE, frozenset())] == ["phase"]


def test_a_list_of_one_is_its_member():
    assert shown(("Li Si",), "owner").value.text == "Li Si"


def test_a_list_of_mappings_has_columns_in_the_order_in_which_they_come_up():
    value = shown(({"by": "Li", "date": "2026-01-01"}, {"by": "Wu", "result": "yes", "own": "x"})).value
    assert value.heads == ("By", "Date", "Result", "own")
    assert [[cell and cell.text for cell in row] for row in value.rows] == [
        ["Li", "2026-01-01", None, None],
        ["Wu", None, "yes", "x"],
    ]


def test_a_list_that_holds_more_than_mappings_has_no_columns():
    assert shown(({"by": "Li"}, "Wu agrees")).value.heads == ()


def test_too_many_columns_are_no_table():
    assert shown(tuple({f"k{n}": "v"} for n in range(9))).value.heads == ()


def test_an_entry_that_is_named_like_a_field_shares_its_words():
    value = shown(({"party": "client", "by": "Li"},), language="zh").value
    assert [cell.text for cell in value.rows[0]] == ["客户方", "Li"]


def test_an_enumeration_inside_a_mapping_is_said_in_words():
    value = shown({"attribute": "security", "target": "9"}, "nfr", language="zh").value
    assert [(label, inner.text) for label, inner in value.entries] == [("质量属性", "信息安全性"), ("目标值", "9")]


def test_several_lines_stay_lines():
    assert shown("one\n\ntwo <b>", "reason").value.text == "one<br>\ntwo &lt;b&gt;"
