from hypothesis import given
from hypothesis import strategies as st

from reqsite.model.redaction import Redactor


def redactor(hidden, visible=()):
    known = {record_id.casefold() for record_id in visible}
    return Redactor([(i, "requirement") for i in hidden], lambda text: text.casefold() in known, "(internal)")


def test_a_hidden_id_is_replaced_wherever_it_stands():
    html = '<a href="REQ-9.html" title="REQ-9">req-9</a> (REQ-9), REQ-9.'
    assert redactor(["REQ-9"]).redact(html) == (
        '<a href="(internal).html" title="(internal)">(internal)</a> ((internal)), (internal).'
    )


def test_a_longer_id_that_may_be_seen_keeps_its_shape():
    redact = redactor(["REQ-1"], ["REQ-1-A", "X-REQ-1"]).redact
    assert redact("REQ-10 REQ-1-A REQ-1-A.html X-REQ-1 x/REQ-1-A") == "REQ-10 REQ-1-A REQ-1-A.html X-REQ-1 x/REQ-1-A"
    assert redact("REQ-1-B REQ-1.html") == "(internal)-B (internal).html"


def test_an_id_is_found_in_the_forms_it_takes_in_html_and_addresses():
    redact = redactor(["需求-9", "R&D-9"]).redact
    assert redact("需求-9 %E9%9C%80%E6%B1%82-9 R&amp;D-9 R%26D-9") == "(internal) (internal) (internal) (internal)"


def test_the_name_of_a_hidden_term_is_an_ordinary_word():
    redact = Redactor([("结算", "term")], lambda _text: False, "(internal)").redact
    assert redact("结算") == "结算"


def test_with_nothing_hidden_nothing_changes():
    assert redactor([]).redact("REQ-9") == "REQ-9"


WORDS = st.sampled_from(["REQ-9", "req-9", "REQ-91", "XREQ-9", "REQ-1-A", "word", "<b>", "&amp;", "9", "REQ-"])


@given(st.lists(st.tuples(WORDS, st.sampled_from([" ", ", ", "/", '"', "\n", "="]))))
def test_every_hidden_id_goes_and_every_other_word_stays(words):
    def text(word_of):
        return "".join(word_of(word) + space for word, space in words)

    redacted = redactor(["REQ-9"], ["REQ-1-A"]).redact(text(lambda word: word))
    assert redacted == text(lambda word: "(internal)" if word.casefold() == "req-9" else word)
