"""What the search reads of a record, and what becomes of a search plugin's index."""

import json
import re

from reqsite.model.record import Record, Value
from reqsite.portal.search import DATA, INDEX, INDEX_JS, entry, files, published

PART, NAME = "\u2063", "\u2064"


def record(*, id: str = "REQ-1", title: str = "A title", kind: str = "requirement", **fields: Value) -> Record:  # noqa: A002
    return Record(id=id, type=kind, kind=kind, title=title, fields=fields, file="a.md", line=1)


def parts(of: Record, *, live: bool = True, facts=(), titles=(), texts=()) -> list[str]:
    return entry(of, live=live, facts=facts, titles=titles, texts=texts).split(PART)


def test_a_record_is_seven_parts_for_the_script():
    made = parts(record(), facts=["Functional", "Confirmed"], titles=["一"], texts=["<p>Body &amp; soul</p>"])
    assert made == ["", "REQ-1", "", "Functional · Confirmed", "一", "Yi", " Body &amp; soul "]


def test_a_record_that_does_not_bind_says_so():
    assert parts(record(), live=False)[2] == "-"


def test_a_term_is_found_by_every_name_that_people_give_it():
    term = record(kind="term", title="库存", en="stock", zh_hant="庫存", aliases=("存货",), forbidden=("货底", "库存"))
    assert parts(term, titles=["stock"])[4].split(NAME) == ["stock", "庫存", "存货", "货底"]


def test_the_names_of_other_records_are_their_titles_alone():
    assert parts(record(aliases=("x",), en="y"), titles=["Real-time stock"])[4] == "Real-time stock"


def test_chinese_titles_sound_by_syllables():
    assert parts(record(title="库存 API 2.0 查询"))[5] == "KuCunApi20ChaXun"


def test_a_link_inside_a_phrase_does_not_part_it():
    assert parts(record(), texts=['<p>查询<a href="x">库存</a>，</p><p>B</p>'])[6] == " 查询库存，  B "


def test_what_a_writer_typed_is_escaped_and_cannot_feign_a_part():
    made = parts(record(title="库", id="<b>"), facts=["<i>"], titles=[f"a{PART}b{NAME}c"], texts=[f"x{PART}y"])
    assert len(made) == 7
    assert made[1] == "&lt;b&gt;"
    assert made[3] == "&lt;i&gt;"
    assert made[4] == "abc"
    assert made[6] == "xy"


def test_the_theme_s_index_is_emptied_and_its_words_moved():
    index = {"config": {"lang": ["en"]}, "docs": [{"location": "a.html", "title": "A", "text": "</script>"}]}
    made = published(index)
    assert json.loads(made[INDEX]) == {"config": {"lang": ["en"]}, "docs": []}
    assert made[INDEX_JS].decode() == f"var __index = {made[INDEX].decode()};\n"
    words = made[DATA].decode()
    assert "</script>" not in words
    assert words_of(words)["docs"] == index["docs"]


def test_traditional_characters_are_told_as_far_as_the_site_has_their_simplified_forms():
    made = published({"docs": [{"location": "a", "title": "库", "text": "审a"}]})
    traditional, simplified = words_of(made[DATA].decode())["traditional"]
    pairs = set(zip(traditional, simplified, strict=True))
    assert ("庫", "库") in pairs
    assert ("審", "审") in pairs
    assert len(pairs) < 10


def test_a_site_without_chinese_carries_no_characters():
    made = published({"docs": [{"location": "a", "title": "A", "text": "b"}]})
    assert words_of(made[DATA].decode())["traditional"] == ["", ""]


def test_the_same_index_gives_the_same_bytes():
    index = {"docs": [{"location": "a", "title": "库存", "text": "审计"}]}
    assert published(index) == published(json.loads(json.dumps(index)))


def test_the_script_speaks_no_language_and_writes_no_html_of_data():
    [(path, script)] = files().items()
    text = script.decode()
    assert path == "assets/reqsite/search.js"
    assert "innerHTML" not in text
    assert "eval(" not in text


def words_of(script: str):
    found = re.fullmatch(r"window\.REQSITE_SEARCH = (.*);\n", script, re.DOTALL)
    assert found
    return json.loads(found[1])
