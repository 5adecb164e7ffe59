"""Files for other programs: whole, and readable by the program that most people have who pay for none."""

import io
import shutil
import subprocess
import zipfile

import docx
import pytest

from tests.releases import release
from tests.unit.checks.checked import check_project
from tests.unit.confirm.desk import SCHEMA

SITE = "site_name: Desk\ndocs_dir: docs_src\nplugins: [{reqsite: {schema: schema.yml}}]\n"
RECORD = """\
---
id: REQ-001
type: functional
title: Stock
status: confirmed
priority: P0
restatement: You want to see the stock at once, right?
---
The desk shall show the **stock** within 2 s, see `stock()`.

- first
    - inner
1. numbered

| Case | Time |
|---|---|
| till | 1 s |

```
code line
```

> quoted 库存

![plan](plan.png)

## Acceptance criteria

- Given 12 pieces, when the clerk looks, then it says 12.
- Given none, when the clerk looks, then it says 0.

## Internal notes

Hush hush.
"""
WORDS = ("REQ-001 Stock", "The desk shall show the stock within 2 s", "first", "inner", "numbered", "till", "1 s")
MORE = ("code line", "quoted 库存", "Given 12 pieces", "Given none")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc00000030101"
    "00c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "mkdocs.yml").write_text(SITE, encoding="utf-8")
    (tmp_path / "docs_src").mkdir()
    (tmp_path / "docs_src" / "plan.png").write_bytes(PNG)
    check_project(tmp_path, {"REQ-001.md": RECORD}, SCHEMA)
    release(tmp_path, "1.0.0")
    return tmp_path


def text_of(path):
    """Return all words of a Word file in order: of its paragraphs, its tables and its foot."""
    paper = docx.Document(str(path))
    body = [element.text or "" for element in paper.element.body.iter() if element.tag.endswith("}t")]
    foot = [p.text for section in paper.sections for p in section.footer.paragraphs]
    return "".join(body) + "\n" + "\n".join(foot)


def converted(path, suffix, folder):
    """Return what LibreOffice makes of a file."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), str(path)]
    subprocess.run(command, capture_output=True, timeout=240, check=True)
    return (folder / path.name).with_suffix(f".{suffix.partition(':')[0]}")


def test_the_specification_has_all_that_binds(run_reqsite, desk):
    done = run_reqsite("export", "docx", cwd=desk)
    assert (done.returncode, done.stdout) == (0, "specification.docx\n")
    text = text_of(desk / "specification.docx")
    for words in (*WORDS, *MORE, "Release 1.0.0"):
        assert words in text
    assert "Hush" not in text
    with zipfile.ZipFile(desk / "specification.docx") as archive:
        assert any(name.startswith("word/media/") for name in archive.namelist())


def test_libreoffice_reads_the_specification_and_loses_nothing(run_reqsite, desk, tmp_path_factory):
    run_reqsite("export", "docx", cwd=desk)
    plain = converted(desk / "specification.docx", "txt:Text (encoded):UTF8", tmp_path_factory.mktemp("office"))
    text = " ".join(plain.read_text("utf-8-sig").split())
    for words in (*WORDS, *MORE):
        assert words in text


def test_the_sheet_has_boxes_and_lines_to_sign(run_reqsite, desk):
    done = run_reqsite("export", "docx", "sheet", "--role", "decider", "-o", "out/sheet.docx", cwd=desk)
    assert done.stdout == "out/sheet.docx\n"
    text = text_of(desk / "out" / "sheet.docx")
    for words in ("REQ-001 Stock", "☐ I agree", "☐ I object", "You want to see the stock at once, right?", "Signature"):
        assert words in text


def test_libreoffice_reads_the_workbook_and_loses_nothing(run_reqsite, desk, tmp_path_factory):
    assert run_reqsite("export", "xlsx", cwd=desk).stdout == "requirements.xlsx\n"
    plain = converted(
        desk / "requirements.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76", tmp_path_factory.mktemp("office")
    )
    text = plain.read_text("utf-8-sig")
    for words in ("REQ-001", "Stock", "till", "Given none"):
        assert words in text


def test_the_same_records_are_the_same_bytes(run_reqsite, desk):
    made = []
    for _time in range(2):
        run_reqsite("export", "docx", cwd=desk, env={"SOURCE_DATE_EPOCH": "1767225600"})
        made.append((desk / "specification.docx").read_bytes())
    assert made[0] == made[1]


def test_gherkin_gets_a_scenario_for_each_criterion(run_reqsite, desk):
    assert run_reqsite("export", "gherkin", cwd=desk).stdout == "features\n"
    lines = (desk / "features" / "REQ-001.feature").read_text("utf-8").splitlines()
    assert lines[:2] == ["# language: en", "@REQ-001"]
    assert [line.strip() for line in lines if line.startswith("  @")] == ["@AC-1", "@AC-2"]
    assert "    Given 12 pieces" in lines
    assert "    Then it says 0." in lines


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("csv",), "Which table?"),
        (("csv", "sheet"), "csv has no sheet"),
        (("docx", "matrix"), "docx has no matrix"),
        (("docx", "sheet"), "--role goes with"),
        (("docx", "--role", "decider"), "--role goes with"),
        (("docx", "sheet", "--role", "cook"), "cook has nothing to confirm"),
        (("gherkin", "matrix"), "gherkin exports the criteria"),
    ],
)
def test_a_wrong_call_is_told(arguments, says, run_reqsite, desk):
    done = run_reqsite("export", *arguments, cwd=desk)
    assert (done.returncode, says in done.stderr) == (2, True)


def test_a_file_that_cannot_be_written_ends_with_5(run_reqsite, desk):
    (desk / "taken").write_text("x", encoding="utf-8")
    done = run_reqsite("export", "csv", "matrix", "-o", "taken/m.csv", cwd=desk)
    assert done.returncode == 5
    assert "taken/m.csv cannot be written" in done.stderr


def test_bytes_of_a_table_come_with_the_mark_that_spreadsheets_want(run_reqsite, desk):
    run_reqsite("export", "csv", "requirements", cwd=desk)
    content = (desk / "requirements.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert io.BytesIO(content).readline().endswith(b"\r\n")
