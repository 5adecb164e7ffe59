from reqsite.portal import evidence_block
from tests.unit.portal.portals import press, record

STOCK = record(
    "REQ-1",
    fields={"confirmations": ({"by": "Wu <b>", "role": "decider", "date": "2026-04-12"}, {"by": "Li"}, "spoken")},
    links={"source": ("DOC-1", "a mail & a call")},
)


def html_of(*others):
    made = press(STOCK, *others)
    return str(evidence_block.block(made, made.site.catalog.records["REQ-1"], "requirements/REQ-1.html"))


def test_where_nobody_is_asked_by_role_what_the_record_says_itself_counts():
    html = html_of(record("DOC-1", "document", fields={"date": "2026-02-01"}))
    assert (
        '<time datetime="2026-04-12">2026-04-12</time> Confirmation: <a href="#confirmed">decider, Wu &lt;b&gt;</a>'
        in html
    )
    assert html.index("DOC-1") < html.index("2026-04-12") < html.index("without a date")


def test_what_has_no_date_stands_last_and_what_is_no_record_stands_as_it_is():
    html = html_of(record("DOC-1", "document"))
    assert html.count("without a date") == 3
    assert "Source: a mail &amp; a call" in html


def test_a_record_that_is_no_requirement_has_none():
    made = press(STOCK, record("DOC-1", "document"))
    assert evidence_block.block(made, made.site.catalog.records["DOC-1"], "documents/DOC-1.html") == ""


def test_a_requirement_without_evidence_has_no_block():
    made = press(record("REQ-2"), record("GOAL-1", "goal"))
    assert evidence_block.block(made, made.site.catalog.records["REQ-2"], "requirements/REQ-2.html") == ""
