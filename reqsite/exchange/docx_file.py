"""The specification and the confirmation sheet as Word files, since that is what many clients sign."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reqsite.exchange.archive import repacked
from reqsite.exchange.errors import MissingPackageError
from reqsite.exchange.subject import Subject
from reqsite.history.blocks import Block, blocks
from reqsite.history.inline import Inline
from reqsite.i18n import Message, _
from reqsite.model.record import Record
from reqsite.model.schema import label_in
from reqsite.portal.titles import shown_title

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp")
_PICTURE_CM = 14.0
_KINDS = ("goal", "scenario", "rule", "requirement", "term")
_BINDING_FIELDS = ("priority", "status", "type", "owner")
_LATIN, _HAN = "Calibri", "Microsoft YaHei"
_BOX = "☐"


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a paper says of itself."""

    release: str
    """Empty for a draft."""
    digest: str
    """Of the catalog."""
    day: dt.date
    """That the file says it was made on."""
    docs_dir: Path
    """Where the pictures lie that the records show."""


def specification(subject: Subject, imprint: Imprint) -> bytes:
    """Return the whole specification: chapter by chapter, each record with what binds of it.

    Raises:
        MissingPackageError: python-docx is not installed.
    """
    say = subject.words.say
    paper = _Paper(subject, imprint, _("Specification"))
    for kind in _KINDS:
        records = [r for r in subject.catalog.of(kind) if r.kind == kind and subject.catalog.is_live(r)]
        if not records:
            continue
        paper.heading(subject.words.list_title(kind), 1)
        section = ""
        for record in sorted(records, key=lambda r: _sections_in_order(records).index(r.text("section"))):
            if record.text("section") != section:
                section = record.text("section")
                paper.heading(section or say(_("Without a section")), 2)
            _record(paper, subject, record)
    return paper.finished()


def sheet(subject: Subject, imprint: Imprint, role: str) -> bytes:
    """Return the confirmation sheet of a role, to be marked and signed on paper.

    Raises:
        MissingPackageError: python-docx is not installed.
    """
    say, confirmations = subject.words.say, subject.confirmations
    name = confirmations.schema.role_label(role, subject.words.language)
    paper = _Paper(subject, imprint, _("Confirmation sheet: {role}", role=name))
    paper.text(
        say(
            _(
                "These requirements are our best understanding of what you need today. Please read each of them and "
                "say whether you agree. What is agreed can still be changed later, by a change request, which may "
                "change dates and costs."
            )
        )
    )
    remarks = say(_("Remarks"))
    answers = "    ".join(f"{_BOX} {say(word)}" for word in (_("I agree"), _("I object"), _("To discuss")))
    asked = [item for item in confirmations.by_role.get(role, ()) if not item.is_settled]
    for item in asked:
        record = subject.catalog.records[item.id]
        _record(paper, subject, record, level=2)
        if restatement := record.text("restatement"):
            paper.quote(restatement)
        paper.text(f"#{subject.state.entries[item.id].normative[:8]}", small=True)
        paper.text(answers, keep=True)
        paper.text(f"{remarks}: {'_' * 60}")
    if not asked:
        paper.text(say(_("Nothing is open: you have agreed to everything that you are asked.")))
    paper.signature([say(_("Name")), say(_("Date")), say(_("Signature"))])
    return paper.finished()


def _sections_in_order(records: Sequence[Record]) -> list[str]:
    return list(dict.fromkeys(record.text("section") for record in records))


def _record(paper: _Paper, subject: Subject, record: Record, level: int = 3) -> None:
    """Write one record: its heading, its facts, and the sections that bind."""
    title = shown_title(record, subject.words.language)
    paper.heading(f"{record.id} {title}".rstrip(), level)
    facts = [_fact(subject, record, name) for name in _BINDING_FIELDS]
    if said := " · ".join(filter(None, facts)):
        paper.text(said, small=True)
    schema = subject.catalog.schema
    for section in record.sections:
        known = schema.sections.get(section.key)
        if known is not None and not known.normative:
            continue
        if section.key != "statement":
            label = section.title or (label_in(known.label, subject.words.language) if known else "")
            if label:
                paper.label(label)
        paper.blocks(blocks(section.text), record)
    links = subject.catalog.outgoing(record.id)
    for link_type in dict.fromkeys(link.type.name for link in links):
        named = [link for link in links if link.type.name == link_type]
        targets = ", ".join(dict.fromkeys(link.target for link in named))
        paper.text(f"{subject.words.link(named[0].type)}: {targets}", small=True)


def _fact(subject: Subject, record: Record, name: str) -> str:
    if name == "type":
        return subject.words.type(record.type)
    if name == "status":
        return subject.words.status(record)
    return ", ".join(subject.words.value(name, value) for value in record.items(name))


class _Paper:
    """A Word file that is being written."""

    def __init__(self, subject: Subject, imprint: Imprint, title: Message) -> None:
        try:
            import docx  # noqa: PLC0415 - an extra
            from docx.oxml.ns import qn  # noqa: PLC0415
            from docx.shared import Cm, Pt  # noqa: PLC0415
        except ImportError:
            raise MissingPackageError("python-docx") from None
        self._docs_dir, self._qn, self._cm, self._pt = imprint.docs_dir, qn, Cm, Pt
        self._docx = docx.Document()
        say = subject.words.say
        name = say(title)
        properties = self._docx.core_properties
        properties.title = f"{subject.name}: {name}"
        properties.author = subject.name
        properties.language = "zh-CN" if subject.words.language == "zh" else "en"
        properties.created = properties.modified = dt.datetime.combine(imprint.day, dt.time())
        self._fonts()
        page = self._docx.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.2)
        self._docx.add_heading(f"{subject.name}: {name}", 0)
        state = say(_("Release {version}", version=imprint.release)) if imprint.release else say(_("Draft"))
        digest = say(_("Catalog digest"))
        about = f"{state} · {digest} {imprint.digest}"
        self.text(about, small=True)
        self._footer(f"{subject.name} · {state} · {imprint.digest[:16]}")

    def heading(self, text: str, level: int) -> None:
        """Write a heading, which stays with what follows."""
        self._docx.add_heading(_clean(text), level).paragraph_format.keep_with_next = True

    def label(self, text: str) -> None:
        """Write the name of a part."""
        paragraph = self._docx.add_paragraph()
        paragraph.add_run(_clean(text)).bold = True
        paragraph.paragraph_format.keep_with_next = True

    def text(self, text: str, *, small: bool = False, keep: bool = False) -> None:
        """Write a paragraph of plain words."""
        paragraph = self._docx.add_paragraph()
        run = paragraph.add_run(_clean(text))
        if small:
            run.font.size = self._pt(9)
        paragraph.paragraph_format.keep_with_next = keep

    def quote(self, text: str) -> None:
        """Write what the team believes to have understood."""
        self._docx.add_paragraph(_clean(text), style="Intense Quote")

    def blocks(self, found: Sequence[Block], record: Record) -> None:
        """Write a text."""
        number = 0
        while number < len(found):
            block = found[number]
            end = number + 1
            if block.kind in {"row", "code"}:
                while end < len(found) and found[end].kind == block.kind and not found[end].opens:
                    end += 1
            if block.kind == "row":
                self._table(found[number:end])
            elif block.kind == "code":
                self._code("\n".join(line.text for line in found[number:end]))
            else:
                self._block(block, record)
            number = end

    def signature(self, labels: Iterable[str]) -> None:
        """Write the lines at the end."""
        table = self._docx.add_table(rows=2, cols=3)
        for column, label in enumerate(labels):
            table.rows[0].cells[column].text = "\n\n____________________"
            table.rows[1].cells[column].text = label

    def finished(self) -> bytes:
        """Return the bytes, the same for the same words."""
        out = io.BytesIO()
        self._docx.save(out)
        return repacked(out.getvalue())

    def _block(self, block: Block, record: Record) -> None:
        for url in _pictures(block.cells):
            self._picture(url, record)
        if block.kind == "rule" or not block.text.strip():
            return
        if block.kind == "heading":
            paragraph = self._docx.add_paragraph()
            self._runs(paragraph, block.cells[0], bold=True)
            return
        lists = [name for name in block.path if name in {"ul", "ol"}]
        style = None
        if block.kind == "item" and lists:
            depth = min(len(lists), 3)
            style = ("List Number" if lists[-1] == "ol" else "List Bullet") + (f" {depth}" if depth > 1 else "")
        elif "quote" in block.path:
            style = "Quote"
        paragraph = self._docx.add_paragraph(style=style)
        self._runs(paragraph, block.cells[0])

    def _runs(self, paragraph: Any, cell: Inline, *, bold: bool = False) -> None:  # noqa: ANN401 docx has no types
        for span in cell:
            run = paragraph.add_run(_clean(span.text))
            marks = span.style.marks
            run.bold = bold or "strong" in marks or None
            run.italic = "em" in marks or None
            run.font.strike = "del" in marks or None
            run.font.subscript = "sub" in marks or None
            run.font.superscript = "sup" in marks or None
            if "code" in marks:
                run.font.name = "Consolas"
            if span.style.url.startswith(("http://", "https://")) and span.style.url != span.text:
                paragraph.add_run(f" ({_clean(span.style.url)})")

    def _table(self, rows: Sequence[Block]) -> None:
        columns = max(len(row.cells) for row in rows)
        table = self._docx.add_table(rows=0, cols=columns, style="Table Grid")
        for row in rows:
            cells = table.add_row().cells
            for cell, words in zip(cells, row.cells, strict=False):
                self._runs(cell.paragraphs[0], words, bold=row.marker == "header")
        self._docx.add_paragraph()

    def _code(self, text: str) -> None:
        run = self._docx.add_paragraph().add_run(_clean(text))
        run.font.name, run.font.size = "Consolas", self._pt(9)

    def _picture(self, url: str, record: Record) -> None:
        """Put a picture in that lies among the documents; a format that Word does not take is left to its words."""
        attached = next((a.path for a in record.attachments if a.path.endswith(url.lstrip("./"))), "")
        path = self._docs_dir / attached
        if attached and path.suffix.lower() in _PICTURES and path.is_file():
            try:
                self._docx.add_picture(str(path), width=self._cm(_PICTURE_CM))
            except Exception:  # noqa: BLE001 - a broken picture is no reason to have no file
                self.text(url, small=True)

    def _fonts(self) -> None:
        for style in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
            font = self._docx.styles[style].font
            font.name = _LATIN
            properties = self._docx.styles[style].element.get_or_add_rPr()
            properties.get_or_add_rFonts().set(self._qn("w:eastAsia"), _HAN)

    def _footer(self, text: str) -> None:
        """Write the foot of each page: what it is, and page x of y."""
        paragraph = self._docx.sections[0].footer.paragraphs[0]
        paragraph.add_run(f"{_clean(text)} · ").font.size = self._pt(8)
        self._field(paragraph, "PAGE")
        paragraph.add_run(" / ").font.size = self._pt(8)
        self._field(paragraph, "NUMPAGES")

    def _field(self, paragraph: Any, code: str) -> None:  # noqa: ANN401
        from docx.oxml import OxmlElement  # noqa: PLC0415 - as above

        run = paragraph.add_run()
        run.font.size = self._pt(8)
        make: Callable[[str], Any] = OxmlElement
        begin, instruction, end = make("w:fldChar"), make("w:instrText"), make("w:fldChar")
        begin.set(self._qn("w:fldCharType"), "begin")
        instruction.set(self._qn("xml:space"), "preserve")
        instruction.text = code
        end.set(self._qn("w:fldCharType"), "end")
        for element in (begin, instruction, end):
            run._r.append(element)  # noqa: SLF001 - the library's own way to write a field


def _pictures(cells: Sequence[Inline]) -> Iterator[str]:
    for cell in cells:
        yield from (span.style.url for span in cell if "image" in span.style.marks and span.style.url)


def _clean(text: str) -> str:
    """Return a text without the characters that no XML can hold."""
    return "".join(
        c for c in text if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )
