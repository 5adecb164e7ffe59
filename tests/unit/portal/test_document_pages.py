from reqsite.portal.pages import pages_of
from tests.unit.portal.portals import by_id, criterion, page, parse, press, record, tree_of, with_class, words


def requirement(record_id, section="", **parts):
    return record(record_id, fields={"section": section, "status": "confirmed"} | parts.pop("fields", {}), **parts)


def sources(made):
    return [p.source for p in pages_of(made) if p.kind == "document"]


def headings(tree):
    return [(e.tag, words(e)) for e in tree.iter() if e.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]


def chapter(made, number=0):
    return tree_of(made, sources(made)[1 + number])


def test_sections_become_numbered_chapters_in_the_order_of_their_first_record():
    made = press(
        requirement("REQ-1", "Payments / Refunds"),
        requirement("REQ-2", "Access"),
        requirement("REQ-3", "Payments / Cards"),
        requirement("REQ-4", "Payments"),
        requirement("REQ-5"),
        record("GOAL-1", "goal"),
    )
    contents = with_class(tree_of(made, "document/index.md"), "rs-doc-contents")[0]
    assert [words(li) for li in next(contents.iter("ol"))] == [
        "1 Goal 1",
        "2 Payments 3 2.1 Refunds 1 2.2 Cards 1",
        "3 Access 1",
        "4 Functional requirement 1",
    ]
    assert headings(chapter(made, 1)) == [
        ("h1", "Requirements document Demo"),
        ("h2", "2 Payments"),
        ("h3", "REQ-4"),
        ("h3", "2.1 Refunds"),
        ("h4", "REQ-1"),
        ("h3", "2.2 Cards"),
        ("h4", "REQ-3"),
    ]


def test_sections_that_begin_with_numbers_keep_their_order():
    made = press(requirement("REQ-1", "10 Last"), requirement("REQ-2", "2 First"))
    contents = with_class(tree_of(made, "document/index.md"), "rs-doc-contents")[0]
    assert [words(a) for a in contents.iter("a")] == ["2 First", "10 Last"]


def test_the_address_of_a_chapter_depends_on_nothing_but_its_name():
    one = press(requirement("REQ-1", "all"), requirement("REQ-2", "支付"))
    two = press(requirement("REQ-0", "New"), requirement("REQ-1", "all"), requirement("REQ-2", "支付"))
    assert set(sources(one)) < set(sources(two))
    assert len(set(sources(two))) == 5
    assert all(source.isascii() for source in sources(two))


def test_a_requirement_reads_as_in_a_specification():
    made = press(
        requirement(
            "REQ-1",
            title="Close the day",
            statement="The day closes. See GOAL-1.",
            sections=[
                ("Rationale", "Because."),
                ("Acceptance criteria", "- Given a day, it closes."),
                ("Own heading", "Kept."),
            ],
            fields={"priority": "P0", "nfr": {"target": "2", "unit": "s"}},
            criteria=(criterion("AC-1", "Given a day, it closes.", 30),),
            links={"supports": ("GOAL-1",)},
        ),
        record("GOAL-1", "goal", statement="Goal."),
    )
    entry = by_id(chapter(made, 1), "REQ-1")
    text = words(entry)
    assert text.startswith("REQ-1 Close the day P0 essential Confirmed The day closes. See GOAL-1.")
    assert "Acceptance criteria AC-1 Given a day, it closes." in text
    assert "Own heading Kept." in text
    assert "Because." not in text
    assert [words(e) for e in entry.iter("div") if e.find("dt") is not None and e.find("dd") is not None][-1] == (
        "Supports GOAL-1"
    )
    assert "Target" in text
    assert {a.get("href") for a in entry.iter("a")} == {
        "../requirements/REQ-1.html",
        "../goals/GOAL-1.html",
        "../registers/priorities.html#priority-P0",
    }


def test_records_that_are_not_in_force_are_named_but_left_out():
    made = press(requirement("REQ-1", "A"), requirement("REQ-2", "A", statement="Old.", fields={"status": "withdrawn"}))
    tree = chapter(made)
    assert words(with_class(tree, "rs-doc-left-out")[0]) == "Not in force and left out here: REQ-2 (Withdrawn)"
    assert "Old." not in words(tree)


def test_a_title_that_is_the_statement_is_not_said_twice():
    made = press(requirement("REQ-1", title="It shall log.", statement="It shall log."))
    assert words(chapter(made)).count("It shall log.") == 1


def test_a_record_without_text_says_so():
    assert "There is no text yet." in words(chapter(press(requirement("REQ-1"))))


def test_texts_with_the_same_headings_have_ids_of_their_own_and_follow_their_links():
    text = '### Flow\n\nSee [above](#flow), [[REQ-2]] and [out](https://example.org/a#flow).\n\n`<b id="flow">`'
    made = press(requirement("REQ-1", statement=text), requirement("REQ-2", statement=text))
    tree = tree_of(made, "document/all.md")
    ids = [i for e in tree.iter() if (i := e.get("id"))]
    assert len(ids) == len(set(ids))
    assert {"REQ-1--flow", "REQ-2--flow"} <= set(ids)
    assert [a.get("href") for a in tree.iter("a") if words(a) == "above"] == ["#REQ-1--flow", "#REQ-2--flow"]
    assert "https://example.org/a#flow" in [a.get("href") for a in tree.iter("a")]
    assert [words(e) for e in tree.iter("code")] == ['<b id="flow">'] * 2


def test_headings_in_a_text_stand_below_that_of_their_record():
    made = press(requirement("REQ-1", "A / B", statement="## Big\n\n### Small"))
    assert headings(chapter(made))[-3:] == [("h4", "REQ-1"), ("h5", "Big"), ("h6", "Small")]


def test_the_whole_document_says_all_that_its_chapters_say():
    made = press(*(requirement(f"REQ-{n}", f"S{n % 3}", statement=f"Text {n} of it.") for n in range(1, 10)))
    whole = words(tree_of(made, "document/all.md"))
    for source in sources(made)[1:-1]:
        for element in with_class(tree_of(made, source), "rs-doc-record"):
            assert words(element) in whole


def test_chapters_lead_to_their_neighbours_and_back():
    made = press(requirement("REQ-1", "A"), requirement("REQ-2", "B"), requirement("REQ-3", "C"))
    around = with_class(chapter(made, 1), "rs-doc-around")[0]
    assert [(a.get("rel"), words(a)) for a in around] == [
        ("prev", "Previous chapter 1 A"),
        ("next", "Next chapter 3 C"),
    ]
    assert all(page(made, source).parent == "document/index.md" for source in sources(made)[1:])


def test_links_suit_addresses_of_folders_too():
    made = press(
        requirement("REQ-1", statement="See [[GOAL-1]]."), record("GOAL-1", "goal", statement="x"), directory_urls=True
    )
    for source in sources(made)[1:]:
        hrefs = [a.get("href") for a in tree_of(made, source).iter("a") if words(a) == "GOAL-1"]
        assert set(hrefs) == {"../../goals/GOAL-1/"}


def test_contents_of_a_chapter_name_its_subsections_or_its_records():
    made = press(requirement("REQ-1", "A / B"), requirement("REQ-2", "C", title="Name & more"))
    one, two = (page(made, source).build() for source in sources(made)[1:3])
    assert [(e.title, e.anchor in one.html) for e in one.toc] == [("1.1 B", True)]
    assert [(e.title, e.anchor) for e in two.toc] == [("REQ-2 Name & more", "REQ-2")]
    assert parse(two.html) is not None


def test_there_is_no_document_without_requirements():
    assert sources(press(record("GOAL-1", "goal"))) == []


def test_the_document_is_left_to_the_pages_of_its_records_in_search():
    made = press(requirement("REQ-1"))
    assert not any(page(made, source).search for source in sources(made))
