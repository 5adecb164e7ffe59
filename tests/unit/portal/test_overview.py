import re

from reqsite.portal import assets, overview
from tests.unit.portal.portals import parse, press, record, with_class, words


def numbers(made, here="guide/start.html"):
    return parse(str(overview.fragment(made, here)))


def charts(tree):
    """Return {caption: [(label, where it leads, count)]}."""
    return {
        words(table.find("caption")): [
            (words(row[0]), a.get("href") if (a := row.find("th/a")) is not None else None, words(row[2]))
            for row in table.iter("tr")
        ]
        for table in with_class(tree, "rs-chart")
    }


def test_requirements_are_counted_by_status_priority_and_type_and_lead_to_the_filtered_list():
    made = press(
        record("REQ-1", fields={"status": "draft", "priority": "P0"}),
        record("REQ-2", "constraint", fields={"status": "withdrawn"}),
        record("REQ-3", fields={"status": "draft", "priority": "P1"}),
    )
    tree = numbers(made)
    link = "../requirements/index.html"
    assert charts(tree) == {
        "Status": [("Draft", f"{link}#status=draft", "2"), ("Withdrawn", f"{link}#status=withdrawn", "1")],
        "Priority": [
            ("P0 essential", f"{link}#priority=P0", "1"),
            ("P1 important", f"{link}#priority=P1", "1"),
            ("not given", None, "1"),
        ],
        "Type": [
            ("Functional requirement", f"{link}#type=functional", "2"),
            ("Constraint", f"{link}#type=constraint", "1"),
        ],
    }
    assert words(with_class(tree, "rs-kind-name")[0]) == "Requirements 3 records, 2 of them in force"


def test_other_kinds_are_said_in_a_line():
    made = press(
        record("GOAL-1", "goal", fields={"status": "agreed"}),
        record("GOAL-2", "goal", fields={"status": "draft"}),
        record("清算", "term", "清算"),
    )
    tree = numbers(made)
    assert [words(e) for e in tree.iter("dd")] == ["2 records Status: Draft 1 · Agreed 1", "1 record"]
    assert [a.get("href") for a in tree.iter("a")] == [
        "../goals/index.html",
        "../goals/index.html#status=draft",
        "../goals/index.html#status=agreed",
        "../glossary.html",
    ]


def test_a_value_is_encoded_in_the_address_of_its_list():
    assert overview.filtered("list.html", "owner", "A, B&C", "李四") == (
        "list.html#owner=A%2C%20B%26C,%E6%9D%8E%E5%9B%9B"
    )


def test_every_style_sheet_and_script_is_published():
    assert {*assets.STYLESHEETS, *assets.SCRIPTS} <= set(assets.files())


def test_style_sheets_and_scripts_ask_no_other_host():
    for path in (*assets.STYLESHEETS, *assets.SCRIPTS):
        text = assets.files()[path].decode().replace("http://www.w3.org/", "")
        assert re.findall(r"//[\w-]+\.\w+|url\(", text) == [], path
