import pytest

from reqsite.publish.journal import Event, Journal, parse_journal


def journal_of(*versions):
    made = Journal()
    for version in versions:
        made = made.with_event(Event("publish", "2026-03-01T12:00:00+00:00", version, "f" * 64, "e" * 64))
    return made


def test_reading_a_journal_gives_what_was_written():
    made = journal_of("1.0.0", "1.1.0")
    read = parse_journal(made.content)
    assert (read.events, read.head, read.problem) == (made.events, made.head, None)
    assert list(read.published) == ["1.0.0", "1.1.0"]


def test_a_line_that_was_touched_breaks_the_chain_and_is_named():
    """Case 37."""
    content = journal_of("1.0.0", "1.1.0", "1.2.0").content
    read = parse_journal(content.replace(b"1.0.0", b"1.0.9"))
    assert [event.version for event in read.events] == ["1.0.9"]
    assert "Line 2" in str(read.problem)
    assert not read.is_torn


def test_a_line_that_was_taken_out_is_noticed():
    lines = journal_of("1.0.0", "1.1.0", "1.2.0").content.splitlines(keepends=True)
    assert "Line 2" in str(parse_journal(lines[0] + lines[2]).problem)


def test_a_journal_cut_at_any_byte_is_read_up_to_there_and_the_tear_is_told():
    """Case 38."""
    made = journal_of("1.0.0", "1.1.0")
    ends = {0, made.content.index(b"\n") + 1, len(made.content)}
    for cut in range(len(made.content)):
        read = parse_journal(made.content[:cut])
        assert (read.problem is None) == (cut in ends), cut
        assert read.is_torn == (cut not in ends)
        assert made.content.startswith(read.content)


def test_what_was_withdrawn_redacted_and_led_to_is_kept_with_who_and_why():
    made = journal_of("1.0.0", "1.1.0")
    told = {"reason": "Prices <of> last year.", "by": "Li Si"}
    made = made.with_event(Event("withdraw", "2026-04-01T00:00:00+00:00", "1.0.0", "f" * 64, **told))
    made = made.with_event(Event("alias", "2026-04-02T00:00:00+00:00", "1.1.0", "f" * 64, alias="latest", by="李四"))
    gone = Event("redact", "2026-04-03T00:00:00+00:00", "1.0.0", "f" * 64, **told, witness="Wu", page_digest="a" * 64)
    read = parse_journal(made.with_event(gone).content)
    assert read.withdrawn == read.redacted == {"1.0.0": gone}
    assert read.aliases == {"latest": "1.1.0"}
    assert read.events[2].reason == "Prices <of> last year."


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"event":"bless","format":2}\n', "Line 2 of the journal has the format 2: it needs a newer reqsite."),
        (b'{"event":"bless","format":1}\n', "Line 2 of the journal does not follow the one before."),
        (b'{"event":"publish","format":1,"more":"x"}\n', "Line 2 of the journal does not follow the one before."),
        (b"[]\n", "Line 2 of the journal does not follow the one before."),
    ],
)
def test_a_line_that_a_newer_reqsite_wrote_is_told_from_a_broken_one(line, said):
    """Case 110."""
    read = parse_journal(journal_of("1.0.0").content + line)
    assert (str(read.problem), read.is_torn) == (said, False)


def test_the_heads_of_earlier_days_are_known():
    assert journal_of("1.0.0").head in parse_journal(journal_of("1.0.0", "1.1.0").content).heads
    assert journal_of("1.0.0", "1.1.0").head not in parse_journal(journal_of("1.0.0").content).heads
