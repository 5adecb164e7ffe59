import json

from reqsite.portal import cards
from tests.unit.portal.portals import press, record


def term(name, record_id=None, **parts):
    return record(record_id or name, "term", name, **parts)


def data(*records, **options):
    (content,) = cards.files(press(*records, **options)).values()
    script = content.decode().strip()
    return json.loads(script.removeprefix("window.REQSITE_TERMS = ").removesuffix(";"))


def test_a_card_says_what_a_term_means_in_plain_words():
    found = data(
        term(
            "清算",
            "TERM-1",
            statement="Netting **of all**, see [[TERM-2]] & `a < b`.\n\nMore.",
            fields={"en": "Clearing", "forbidden": ("清结算", "清账"), "measure": "within 5 s"},
            links={"confusable_with": ("TERM-2",)},
        ),
        term("结算", "TERM-2"),
        record("REQ-1", statement="每日清算完成。"),
    )
    assert found["terms"]["TERM-1"] == {
        "name": "清算",
        "others": [["en", "Clearing"]],
        "status": "",
        "text": "Netting of all, see TERM-2 & a < b. More.",
        "lines": [
            ["Measure", "within 5 s"],
            ["Not to be confused with", "结算"],
            ["Do not say", "清结算, 清账"],
            ["Records that use it", "1"],
        ],
    }


def test_a_long_definition_is_cut():
    text = data(term("Clearing", statement="word " * 200))["terms"]["Clearing"]["text"]
    assert len(text) < 300
    assert text.endswith("word…")


def test_a_term_that_is_not_in_force_says_so():
    found = data(term("Clearing", fields={"status": "withdrawn"}))
    assert found["terms"]["Clearing"]["status"] == "Withdrawn"


def test_no_text_ends_the_script():
    content = b"".join(cards.files(press(term("A</script><!--", "TERM-1"))).values())
    assert b"<" not in content


def test_cards_for_clients_say_nothing_internal():
    secret = record("REQ-SECRET-9", title="kanarienvogel", fields={"visibility": "internal"})
    hidden = term("Bird", "TERM-9", statement="kanarienvogel", fields={"visibility": "internal"})
    seen = term("Clearing", statement="See [[REQ-SECRET-9]].", fields={"forbidden": ("REQ-SECRET-9",)})
    text = json.dumps(data(secret, hidden, seen))
    assert "kanarienvogel" not in text
    assert "REQ-SECRET-9" not in text
    assert "TERM-9" not in text
    assert "REQ-SECRET-9" in json.dumps(data(secret, hidden, seen, audience="internal"))


def test_without_terms_there_is_no_file():
    assert cards.files(press(record("REQ-1"))) == {}
