import io
import zipfile
from xml.etree import ElementTree as ET

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsite.exchange.word_body import Body, plain
from reqsite.exchange.word_file import WordFile
from reqsite.history.blocks import blocks
from tests.integration.test_export import PNG

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def no_picture(_url, _words):
    return ""


def paragraphs(body):
    """Return (properties, text) of each paragraph, in order."""
    root = ET.fromstring(f'<w:body xmlns:w="{W[1:-1]}">{body.xml}</w:body>')  # noqa: S314 our own XML
    found = []
    for paragraph in root.iter(f"{W}p"):
        names = {element.tag.removeprefix(W) for element in paragraph.iter()} - {"p", "r", "t", "pPr", "rPr"}
        inside = (element for run in paragraph.iter(f"{W}r") for element in run.iter())
        text = "".join({f"{W}tab": "\t", f"{W}br": "\n"}.get(e.tag, e.text or "") for e in inside)
        found.append((names, text))
    return found


def written(markdown):
    body = Body()
    body.blocks(blocks(markdown), no_picture)
    return body


@given(st.text(max_size=300))
def test_whatever_people_write_is_xml_that_word_can_read(text):
    body = written(text)
    body.heading(text, 1)
    body.text(text)
    body.redline([[("del", text), ("ins", text), ("same", text)]])
    shown = [said for _names, said in paragraphs(body)]
    assert shown[-1] == plain(text) * 3


def test_an_item_keeps_the_number_that_its_writer_gave_it():
    """Word's own numbers would go on from one record to the next."""
    shown = [text for _names, text in paragraphs(written("3. third\n4. fourth\n\n- dot\n    - inner"))]
    assert shown == ["3.\tthird", "4.\tfourth", "dot", "inner"]


def test_what_stands_inside_an_item_is_set_in():
    (_item, (names, text)) = paragraphs(written("1. first\n\n    more of it"))
    assert text == "more of it"
    assert "ind" in names


def test_a_table_repeats_its_head_and_no_row_is_cut_in_two():
    xml = written("| A | B |\n|---|---|\n| 1 | 2 |\n| 3 |\n").xml
    assert xml.count("<w:tblHeader/>") == 1
    assert xml.count("<w:cantSplit/>") == 3
    assert [text for _names, text in paragraphs(written("| A | B |\n|---|---|\n| 1 | 2 |\n| 3 |\n"))] == [
        "A", "B", "1", "2", "3", "", "",
    ]  # fmt: skip


def test_what_went_and_what_came_differ_by_more_than_their_colour():
    body = Body()
    body.redline([[("same", "in "), ("del", "2"), ("ins", "1"), ("same", " s")]])
    assert '<w:strike/><w:color w:val="8C1A16"/></w:rPr><w:t xml:space="preserve">2<' in body.xml
    assert '<w:u w:val="single"/></w:rPr><w:t xml:space="preserve">1<' in body.xml


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "图.png"
    path.write_bytes(PNG)
    return path


def test_a_picture_is_put_in_once_and_shown_with_its_words(picture):
    file = WordFile("T", "en", "foot", None)
    body = Body()
    for _time in range(2):
        body.blocks(blocks('Look: ![a "plan"](p.png)'), lambda _url, words: file.picture(picture, words))
    content = file.finished(body.xml)
    paper = docx.Document(io.BytesIO(content))
    assert len(paper.inline_shapes) == 2
    assert paper.element.body.xpath("//wp:docPr/@descr") == ['a "plan"'] * 2
    assert len(set(paper.element.body.xpath("//wp:docPr/@id"))) == 2
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert len([name for name in archive.namelist() if name.startswith("word/media/")]) == 1


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\nbroken", b"<svg/>"])
def test_a_picture_that_is_none_leaves_its_words(tmp_path, content):
    path = tmp_path / "p.png"
    path.write_bytes(content)
    file = WordFile("T", "en", "foot", None)
    body = Body()
    body.blocks(blocks("![the plan](p.png)"), lambda _url, words: file.picture(path, words))
    assert paragraphs(body)[0][1] == "the plan"
    assert docx.Document(io.BytesIO(file.finished(body.xml))).paragraphs


def test_a_file_says_no_day_and_nobody_who_made_it_where_nobody_says_which():
    with zipfile.ZipFile(io.BytesIO(WordFile("T", "zh", "foot", None).finished(""))) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "dcterms" not in core.replace("xmlns:dcterms", "")
    assert "python-docx" not in core
