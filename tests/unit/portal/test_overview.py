from reqsite.portal import assets, overview
from tests.unit.portal.portals import parse, press, record, words


def test_the_overview_counts_by_kind_type_status_and_priority():
    made = press(
        record("REQ-1", fields={"status": "draft", "priority": "P0"}),
        record("REQ-2", "constraint", fields={"status": "draft"}),
        record("清算", "term", "清算"),
    )
    tree = parse(str(overview.fragment(made, "guide/start.html")))
    assert [words(e) for e in tree.iter("dd")] == [
        "2 records Type: Constraint 1 · Functional requirement 1 Status: Draft 2 Priority: P0 essential 1",
        "1 record",
    ]
    assert [a.get("href") for a in tree.iter("a")] == ["../requirements/index.html", "../glossary.html"]


def test_every_style_sheet_is_published():
    assert set(assets.STYLESHEETS) <= set(assets.files())


def test_style_sheets_ask_no_other_host():
    for content in assets.files().values():
        assert b"//" not in content
        assert b"url(" not in content
