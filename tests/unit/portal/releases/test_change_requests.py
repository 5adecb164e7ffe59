"""Change requests in the portal: what really changed, what all of them cost, and where they are looked up."""

from dataclasses import replace

from tests.unit.portal.portals import html_of, press, record, rows, table_of, tree_of, with_class, words

STOCK = record("REQ-1", title="Stock", statement="The stock is shown within 2 s.")
FASTER = replace(STOCK, sections=(replace(STOCK.sections[0], text="The stock is shown within 1 s."),))
REFUND = record("REQ-2", title="Refund", statement="An order is refunded.")
LATER = replace(REFUND, sections=(replace(REFUND.sections[0], text="An order is refunded later."),))


def request(**links):
    return record(
        "CR-1",
        "change",
        "Faster",
        fields={
            "implemented_in": "1.1.0",
            "status": "implemented",
            "proposer": "Li",
            "date": "2026-01-15",
            "impact": {"schedule_days": "4.5", "cost": "EUR 100"},
        },
        links={name: tuple(ids) for name, ids in links.items()},
        sections=[("Summary for the client", "It is **faster** now.")],
    )


def portal(change, *, audience="client"):
    return press(
        FASTER,
        LATER,
        change,
        releases={"1.0.0": [STOCK, REFUND], "1.1.0": [FASTER, LATER, change]},
        audience=audience,
    )


def carried(made) -> str:
    (block,) = with_class(tree_of(made, "changes/CR-1.md"), "rs-carried")
    return words(block)


def test_a_request_says_what_the_release_made_of_it():
    said = carried(portal(request(modifies=["REQ-1"])))
    assert said.endswith("Carried by release 1.1.0: Modifies REQ-1: Changed in substance")


def test_what_was_claimed_and_did_not_happen_is_said():
    said = carried(portal(request(modifies=["REQ-1"], removes=["REQ-2"])))
    assert "Removes REQ-2: ⚠ Changed in substance" in said
    change = request(modifies=["REQ-2"])
    releases = {"1.0.0": [STOCK, REFUND], "1.1.0": [FASTER, REFUND, change]}
    kept = press(FASTER, REFUND, change, releases=releases)
    assert "Modifies REQ-2: ⚠ did not happen in 1.1.0" in carried(kept)


def test_what_happened_without_a_request_is_told_to_the_house_only():
    change = request(modifies=["REQ-1"])
    asked = "named by no change request: REQ-2"
    assert asked in carried(portal(change, audience="internal"))
    assert asked in words(tree_of(portal(change, audience="internal"), "releases/1.1.0.md"))
    assert "named by no change request" not in carried(portal(change))
    assert "named by no change request" not in html_of(portal(change), "releases/1.1.0.md")


def test_a_change_that_is_marked_as_editorial_needs_no_request():
    edited = replace(LATER, fields={"changes": ({"change": "editorial", "reason": "Clearer"},)})
    change = request(modifies=["REQ-1"])
    releases = {"1.0.0": [STOCK, REFUND], "1.1.0": [FASTER, edited, change]}
    made = press(FASTER, edited, change, releases=releases, audience="internal")
    assert "named by no change request" not in carried(made)


def test_the_page_of_the_release_tells_the_client_what_the_request_means():
    html = html_of(portal(request(modifies=["REQ-1"])), "releases/1.1.0.md")
    assert "It is <strong>faster</strong> now." in html


def test_requests_are_listed_once_and_the_numbers_add_up():
    tree = tree_of(portal(request(modifies=["REQ-1"])), "releases/1.1.0.md")
    assert [words(one) for one in with_class(tree, "rs-total")] == [
        "Records3",
        "Changed in substance2",
        "Change requests1",
        "Unchanged0",
    ]


def test_the_log_has_what_a_steering_group_asks_for():
    made = portal(request(modifies=["REQ-1"]))
    table = table_of(made, "registers/changes.md")
    heads = [words(th) for th in table.findall("thead/tr/th")]
    assert heads == ["Record", "Proposer", "Date", "Status", "Modifies", "Schedule (days)", "Cost", "Release"]
    assert rows(table) == [["CR-1 Faster", "Li", "2026-01-15", "Implemented", "REQ-1 Stock", "4.5", "EUR 100", "1.1.0"]]
    assert [a.get("href") for a in table.iter("a")][-1] == "../releases/1.1.0.html"
