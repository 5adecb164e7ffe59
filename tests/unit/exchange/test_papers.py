import io

import docx
import pytest

from reqsite.confirm.importing import Filing, keep
from reqsite.exchange.docx_file import sheet, specification
from reqsite.exchange.subject import Subject
from tests.releases import release, workspace
from tests.unit.confirm.desk import receipt, write


@pytest.fixture
def desk(tmp_path):
    """A project in which the decider has agreed to words that were changed since."""
    write(tmp_path)
    release(tmp_path, "1.0.0")
    given = receipt(tmp_path, "evaluator", {"REQ-001": "agree", "REQ-002": "agree"})
    keep({"a": Filing.of(given)}, tmp_path)
    write(tmp_path, {"REQ-001": "系统应在 1 秒内显示库存。"})
    release(tmp_path, "1.1.0", "2026-04-01")
    return tmp_path


def paper(content):
    return docx.Document(io.BytesIO(content))


def subject(root, asked=""):
    return Subject.of(workspace(root), "client", "en", release=asked)


def test_a_sheet_shows_what_has_changed_since_the_last_answer(desk):
    made = paper(sheet(subject(desk), "evaluator"))
    runs = [run for paragraph in made.paragraphs for run in paragraph.runs]
    assert [run.text for run in runs if run.font.strike] == ["2 秒"]
    assert [run.text for run in runs if run.font.underline] == ["1 秒"]
    assert "What has changed since your last answer" in [paragraph.text for paragraph in made.paragraphs]


def test_a_sheet_asks_for_what_is_open_and_for_nothing_else(desk):
    heads = [p.text for p in paper(sheet(subject(desk), "evaluator")).paragraphs if p.style.name == "Heading 2"]
    assert heads == ["REQ-001 T1", "REQ-003 T3"]


def test_what_has_changed_since_the_release_is_shown_and_not_asked(desk):
    write(desk, {"REQ-001": "系统应在 1 秒内显示库存。", "REQ-003": "系统应显示所有供应商。"})
    made = [p.text for p in paper(sheet(subject(desk), "evaluator")).paragraphs]
    assert made[1].startswith("Release 1.1.0 · 2026-04-01 · Catalog digest")
    assert [text.startswith("☐") for text in made].count(True) == 1
    note = "Its words have changed since the last release; you will be asked with the next one."
    assert made.index(note) > made.index("REQ-003 T3")


def test_before_the_first_release_a_sheet_is_a_preview_without_boxes(tmp_path):
    write(tmp_path)
    made = [p.text for p in paper(sheet(subject(tmp_path), "evaluator")).paragraphs]
    assert "There is no release yet: what stands here is a preview, and nothing can be answered." in made
    assert not [text for text in made if text.startswith("☐")]


def test_who_signs_a_release_is_asked_for_it_as_a_whole(desk):
    made = [p.text for p in paper(sheet(subject(desk), "decider")).paragraphs]
    assert "The release as a whole" in made
    assert "The release as a whole" not in [p.text for p in paper(sheet(subject(desk), "evaluator")).paragraphs]


def test_every_sheet_of_paper_says_release_date_and_digest(desk):
    known = subject(desk, "1.1.0")
    made = paper(specification(known))
    (foot,) = [p.text for p in made.sections[0].footer.paragraphs]
    assert foot.startswith(f"Test · Release 1.1.0 · 2026-04-01 · {known.digest[:16]}")
    assert f"Catalog digest {known.digest}" in made.paragraphs[1].text


def test_a_chapter_has_each_section_once_in_the_order_in_which_it_comes_up(tmp_path):
    write(tmp_path, more={"REQ-001": "section: B\n", "REQ-002": "section: A\n", "REQ-003": "section: B\n"})
    heads = [p.text for p in paper(specification(subject(tmp_path))).paragraphs if p.style.name.startswith("Heading")]
    assert heads == ["Requirements", "B", "REQ-001 T1", "REQ-003 T3", "A", "REQ-002 T2"]
