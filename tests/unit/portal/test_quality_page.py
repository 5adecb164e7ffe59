import dataclasses

from reqsite.i18n import _
from reqsite.model.finding import Finding, Place, Rule, Severity
from tests.unit.portal.portals import by_id, page, press, record, rows, tree_of, with_class, words

SOURCE = "quality/index.md"
VAGUE = Rule("RQ401", "vague-word", Severity.WARNING, _("A vague word"), _("Nobody can test it."))
DANGLING = Rule("RQ301", "dangling-link", Severity.ERROR, _("A link to nothing"), _("It leads nowhere."))


def finding(rule, record_id, line=1, **parts):
    made = Finding.of(rule, Place(f"docs_src/{record_id}.md", line), _("Wrong"), _("Mend it"), record=record_id)
    return dataclasses.replace(made, **parts)


def report(*findings):
    records = [record(f"REQ-{n}", fields={"owner": owner}) for n, owner in enumerate(("", "Li", "Wang", "Wang"))]
    return press(*records, audience="internal", findings=findings)


def test_findings_are_counted_by_weight_and_by_rule():
    made = report(
        finding(VAGUE, "REQ-1"),
        finding(VAGUE, "REQ-2"),
        finding(DANGLING, "REQ-2"),
        finding(VAGUE, "REQ-3", waived="so agreed"),
    )
    tree = tree_of(made, SOURCE)
    assert [words(e) for e in with_class(tree, "rs-total")] == ["Error1", "Warning2", "Note0"]
    by_rule = next(iter(tree.iter("table")))
    assert rows(by_rule) == [
        ["RQ301 dangling-link", "A link to nothing", "1", "0"],
        ["RQ401 vague-word", "A vague word", "2", "1"],
    ]
    for link in by_rule.iter("a"):
        assert by_id(tree, (link.get("href") or "").removeprefix("#")).tag == "h3"


def test_findings_are_counted_by_owner_with_links_to_the_records():
    made = report(
        finding(VAGUE, "REQ-1"),
        finding(VAGUE, "REQ-2"),
        finding(DANGLING, "REQ-3"),
        finding(VAGUE, "REQ-0"),
        finding(VAGUE, ""),
    )
    by_owner = list(tree_of(made, SOURCE).iter("table"))[1]
    assert rows(by_owner) == [
        ["Wang", "1", "1", "0", "REQ-2, REQ-3"],
        ["Li", "0", "1", "0", "REQ-1"],
        ["nobody", "0", "2", "0", "REQ-0"],
    ]
    assert next(a.get("href") for a in by_owner.iter("a")) == "../requirements/REQ-2.html"


def test_each_rule_says_why_and_lists_its_findings_with_what_to_write():
    tree = tree_of(report(finding(VAGUE, "REQ-1", 7)), SOURCE)
    section = with_class(tree, "rs-rule")[0]
    assert words(section.find("p")) == "A vague word Nobody can test it."
    (table,) = section.iter("table")
    assert rows(table) == [["REQ-1docs_src/REQ-1.md:7:1", "Warning", "Wrong", "Mend it"]]


def test_waivers_stand_with_their_reasons():
    waived = list(tree_of(report(finding(VAGUE, "REQ-1", waived="so agreed")), SOURCE).iter("table"))[-1]
    assert rows(waived)[0][-1] == "so agreed"


def test_there_is_no_trend_before_the_first_release():
    tree = tree_of(report(), SOURCE)
    assert "There is no release yet" in words(tree)


def test_every_heading_in_the_table_of_contents_is_there():
    made = report(finding(VAGUE, "REQ-1"))
    tree = tree_of(made, SOURCE)
    for entry in page(made, SOURCE).build().toc:
        assert words(by_id(tree, entry.anchor)) == entry.title
